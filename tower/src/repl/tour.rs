//! `,tour`: ten inputs that lead through the language and the tower.
//!
//! Invariant: what is shown is `tour.md`, a saved session in Markdown with words between its inputs, which
//! `tower check` plays. A person runs each input by Enter, may type others meanwhile, and may leave at any
//! time; elsewhere the inputs run one after the other.

use super::check::script::prompt;
use super::lines::{LineEvent, LineSource};
use crate::report;
use crate::tower::Tower;
use crate::voice::Voice;
use std::collections::VecDeque;

/// The tour as it is carried.
pub const TEXT: &str = include_str!("tour.md");

/// An input and the words before it.
#[derive(Clone, PartialEq, Eq, Debug)]
struct Step {
    words: String,
    input: String,
}

/// What is left of a tour.
#[derive(Clone, Debug)]
pub struct Tour {
    steps: VecDeque<Step>,
    /// What is said at the end.
    closing: String,
    /// How many steps there are.
    count: usize,
    /// Whether the words of the next step have been said.
    said: Said,
}

/// Whether the words of the next step have been said.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Said {
    No,
    Yes,
}

impl Tour {
    /// The whole tour.
    pub fn new() -> Tour {
        let mut steps = VecDeque::new();
        let mut words = String::new();
        let mut input: Option<String> = None;
        for line in TEXT.lines().skip_while(|line| line.starts_with('#') || line.is_empty()) {
            if line.starts_with("```") {
                if let Some(input) = input.take() {
                    let words = std::mem::take(&mut words);
                    steps.push_back(Step { words: format!("{}\n", words.trim()), input });
                }
            } else if let Some((_, typed)) = prompt(line) {
                input = Some(typed.to_owned());
            } else if input.is_none() {
                words.push_str(line);
                words.push('\n');
            }
        }
        let count = steps.len();
        Tour { steps, closing: format!("{}\n", words.trim()), count, said: Said::No }
    }

    /// Where the tour is: `Step 3 of 10`.
    fn place(&self) -> String {
        format!("Step {} of {}", self.count - self.steps.len() + 1, self.count)
    }
}

impl Default for Tour {
    fn default() -> Tour {
        Tour::new()
    }
}

/// The next line: of the tour, where one is going on.
pub fn ask(
    tower: &mut Tower,
    lines: &mut dyn LineSource,
    prompt: &str,
    continuation: bool,
) -> LineEvent {
    let Some(tour) = tower.tour.as_mut().filter(|_| !continuation) else {
        return lines.read_line(tower, prompt, continuation);
    };
    let Some(step) = tour.steps.front().cloned() else {
        let closing = std::mem::take(&mut tour.closing);
        tower.tour = None;
        tower.say_lines(&format!("\n{closing}"));
        return lines.read_line(tower, prompt, continuation);
    };
    let place = tour.place();
    if std::mem::replace(&mut tour.said, Said::Yes) == Said::No {
        tower.say_lines(&format!("\n{place}\n{}", step.words));
    }
    if !lines.are_typed() {
        return take_step(tower, prompt, step.input);
    }
    tower.say_lines(&format!("Enter runs   {}\n", step.input));
    match lines.read_line(tower, prompt, continuation) {
        LineEvent::Line(line) if line.trim().is_empty() => take_step(tower, prompt, step.input),
        event @ (LineEvent::Interrupted | LineEvent::Left) => {
            tower.tour = None;
            let end = if event == LineEvent::Left { "\n" } else { "" };
            tower.say_lines(&format!("{end}You have left the tour at {place}.\n"));
            LineEvent::Interrupted
        }
        event @ (LineEvent::Line(_)
        | LineEvent::Lost(_)
        | LineEvent::EndOfInput
        | LineEvent::Broken(_)) => event,
    }
}

/// The input of the step, shown as if it had been typed.
fn take_step(tower: &mut Tower, prompt: &str, input: String) -> LineEvent {
    if let Some(tour) = &mut tower.tour {
        tour.steps.pop_front();
        tour.said = Said::No;
    }
    match tower.voice {
        // Where the output refuses it there is nobody to be told.
        Voice::Words => drop(report::say(&mut tower.m, &format!("{prompt}{input}\n"))),
        Voice::Json => tower.say_input(&input, false),
    }
    LineEvent::Line(input)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ten_inputs_on_ordinary_screens() {
        let tour = Tour::new();
        assert_eq!(tour.steps.len(), 10);
        let lines = TEXT.lines().filter(|line| !line.starts_with("lisp-"));
        lines.for_each(|line| assert!(line.chars().count() <= 76, "{line}"));
        assert!(tour.steps.iter().all(|step| step.words.len() > 2 && step.input.len() < 70));
        assert!(tour.closing.starts_with("That was the tour."));
        assert_eq!(tour.place(), "Step 1 of 10");
    }
}
