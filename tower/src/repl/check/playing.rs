//! A saved session played again: its inputs are typed, and what comes is compared with what came.
//!
//! Invariant: inputs and outputs stay in step: what a program reads is never an input, for its standard
//! input is at its end; and a line is an input only when the session asks for one.

use super::difference::{Difference, Expected};
use super::script::{Line, prompt};
use crate::repl::lines::{LineEvent, LineSource};
use crate::tower::Tower;
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
    /// By how many levels the session is above where it was.
    drift: i64,
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
            drift: 0,
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

    fn next_input(&mut self, tower: &mut Tower, asked: &str) -> LineEvent {
        self.compare();
        let Some(line) = self.next_prompt() else { return LineEvent::EndOfInput };
        let Some((level, input)) = prompt(&line.text) else { return LineEvent::EndOfInput };
        let mut input = input.to_owned();
        self.notice_level(&line, level, asked);
        if input.is_empty() && self.parts.iter().all(VecDeque::is_empty) {
            return LineEvent::EndOfInput;
        }
        while let Some(more) = self.next_dotted(&line) {
            input.push('\n');
            input.push_str(&more);
        }
        self.inputs += 1;
        self.typed = Some(line);
        if self.fuel.is_some() {
            tower.m.poll.set_fuel(self.fuel);
        }
        LineEvent::Line(input)
    }

    /// The next line of an input, if it stands behind dots under the prompt of its first one.
    fn next_dotted(&mut self, first: &Line) -> Option<String> {
        let width = first.text.find('>')? + 1;
        let dots = format!("{:>width$}", "...");
        let part = self.parts.front_mut()?;
        let rest = part.front()?.text.strip_prefix(&dots)?;
        let rest = rest.strip_prefix(' ').unwrap_or(rest).to_owned();
        part.pop_front();
        Some(rest)
    }

    /// The level that reads should be the one that read.
    fn notice_level(&mut self, line: &Line, level: usize, asked: &str) {
        let Some((reads, _)) = prompt(asked) else { return };
        let drift = reads as i64 - level as i64;
        if std::mem::replace(&mut self.drift, drift) != drift {
            let wanted = vec![format!("lisp-{level}>")];
            self.differences.push(Difference::of(line, wanted, vec![asked.trim_end().to_owned()]));
        }
    }

    /// The line that goes on with an input; where none is left the input is given up.
    fn next_continuation(&mut self) -> LineEvent {
        if let Some(Line { text, .. }) = self.next_plain() {
            return LineEvent::Line(text);
        }
        if let Some(typed) = self.typed.take() {
            let came = vec!["(the input is not complete)".to_owned()];
            self.differences.push(Difference::of(&typed, Vec::new(), came));
        }
        LineEvent::Interrupted
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
    fn read_line(&mut self, tower: &mut Tower, prompt: &str, continuation: bool) -> LineEvent {
        if continuation { self.next_continuation() } else { self.next_input(tower, prompt) }
    }
}
