//! A saved session played again: its inputs are typed, and what comes is compared with what came.
//!
//! Invariant: inputs and outputs stay in step: what a program reads is never an input, for its standard
//! input is at its end; and a line is an input only when the session asks for one.

use super::difference::{Difference, Expected};
use super::script::{Line, prompt};
use crate::repl::lines::{LineEvent, LineSource};
use levels::machine::Machine;
use std::cell::RefCell;
use std::collections::VecDeque;
use std::rc::Rc;

/// Bytes that an input may show.
const MOST_OUTPUT: usize = 64 << 20;

/// What a session has shown since somebody looked.
#[derive(Clone, Default)]
pub struct Shown(Rc<RefCell<Vec<u8>>>);

impl Shown {
    /// What takes bytes that are written to standard output, none of which leave.
    pub fn diversion(&self) -> levels::world::Diversion {
        let shown = self.clone();
        Box::new(move |bytes| {
            let mut kept = shown.0.borrow_mut();
            let room = MOST_OUTPUT.saturating_sub(kept.len());
            kept.extend_from_slice(&bytes[..bytes.len().min(room)]);
            Vec::new()
        })
    }

    /// The lines.
    fn take(&self) -> Vec<String> {
        let bytes = std::mem::take(&mut *self.0.borrow_mut());
        let text = String::from_utf8_lossy(&bytes);
        text.lines().map(|line| line.trim_end().to_owned()).collect()
    }
}

/// The lines of a saved session, as a person who types them again.
pub struct Player {
    /// The parts that are still to come, the present one first.
    parts: VecDeque<VecDeque<Line>>,
    shown: Shown,
    /// Steps that each input may take.
    fuel: Option<u64>,
    /// The input that was typed last.
    typed: Option<Line>,
    /// How many inputs were typed.
    pub inputs: usize,
    /// Where what came is not what came then.
    pub differences: Vec<Difference>,
}

impl Player {
    /// Of a session with these parts, whose output is `shown`.
    pub fn new(parts: Vec<Vec<Line>>, shown: Shown, fuel: Option<u64>) -> Player {
        Player {
            parts: parts.into_iter().map(VecDeque::from).collect(),
            shown,
            fuel,
            typed: None,
            inputs: 0,
            differences: Vec::new(),
        }
    }

    /// The next line of the part that is played, if it is no prompt's.
    fn next_plain(&mut self) -> Option<Line> {
        let part = self.parts.front_mut()?;
        match part.front().is_some_and(|line| prompt(&line.text).is_none()) {
            true => part.pop_front(),
            false => None,
        }
    }

    /// Compares what the last input has shown with the lines under it.
    fn compare(&mut self) {
        let expected: Vec<Line> = std::iter::from_fn(|| self.next_plain()).collect();
        let ends_part = self.parts.front().is_none_or(VecDeque::is_empty);
        let mut found = self.shown.take();
        let Some(typed) = self.typed.take() else { return };
        let mut texts: Vec<String> = expected.into_iter().map(|line| line.text).collect();
        if ends_part {
            for lines in [&mut texts, &mut found] {
                while lines.last().is_some_and(String::is_empty) {
                    lines.pop();
                }
            }
        }
        if !Expected(&texts).fits(&found) {
            self.differences.push(Difference::of(&typed, texts, found));
        }
    }

    /// The next prompt's line, if one is left.
    fn next_prompt(&mut self) -> Option<Line> {
        while self.parts.front().is_some_and(VecDeque::is_empty) {
            self.parts.pop_front();
        }
        self.parts.front_mut()?.pop_front()
    }

    fn next_input(&mut self, machine: &mut Machine, asked: &str) -> LineEvent {
        self.compare();
        let Some(line) = self.next_prompt() else { return LineEvent::EndOfInput };
        let Some((level, input)) = prompt(&line.text) else { return LineEvent::EndOfInput };
        let input = input.to_owned();
        let is_last = self.parts.iter().all(VecDeque::is_empty);
        if is_last && input.is_empty() {
            self.notice_level(&line, level, asked);
            return LineEvent::EndOfInput;
        }
        self.notice_level(&line, level, asked);
        self.inputs += 1;
        self.typed = Some(line);
        if self.fuel.is_some() {
            machine.poll.set_fuel(self.fuel);
        }
        LineEvent::Line(input)
    }

    /// The level that reads should be the one that read.
    fn notice_level(&mut self, line: &Line, level: usize, asked: &str) {
        let wanted = format!("lisp-{level}>");
        if asked.trim_end() != wanted {
            let asked = vec![asked.trim_end().to_owned()];
            self.differences.push(Difference::of(line, vec![wanted], asked));
        }
    }

    /// The line that goes on with an input; where none is left the input is given up.
    fn next_continuation(&mut self, asked: &str) -> LineEvent {
        let width = asked.trim_end().chars().count();
        let dots = format!("{:>width$}", "...");
        match self.next_plain() {
            Some(Line { text, .. }) => {
                let rest =
                    text.strip_prefix(&dots).map(|rest| rest.strip_prefix(' ').unwrap_or(rest));
                LineEvent::Line(rest.unwrap_or(&text).to_owned())
            }
            None => {
                if let Some(typed) = self.typed.take() {
                    let came = vec!["(the input is not complete)".to_owned()];
                    self.differences.push(Difference::of(&typed, Vec::new(), came));
                }
                LineEvent::Interrupted
            }
        }
    }

    /// The session has ended: what was left of it is missing.
    pub fn finish(&mut self) {
        self.compare();
        let mut left = self
            .parts
            .iter()
            .flatten()
            .filter(|line| prompt(&line.text).is_some_and(|(_, input)| !input.is_empty()));
        if let Some(first) = left.next() {
            let more = 1 + left.count();
            let (wanted, came) =
                (vec![first.text.clone()], format!("(the session has ended; inputs left: {more})"));
            self.differences.push(Difference::of(&first.clone(), wanted, vec![came]));
        }
    }
}

impl LineSource for Player {
    fn read_line(&mut self, machine: &mut Machine, prompt: &str, continuation: bool) -> LineEvent {
        if continuation { self.next_continuation(prompt) } else { self.next_input(machine, prompt) }
    }
}
