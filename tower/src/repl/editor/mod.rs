//! Inputs typed at a terminal: editing them over several lines, completing, colours, a history.
//!
//! Invariant: nothing is asked of the terminal, and no history is read, before the first line is
//! wanted.

pub(super) mod terminal;
mod key;
mod buffer;
mod editing;
pub(super) mod token;
mod names;
mod colour;
mod completion;
mod menu;
mod hint;
mod history;
mod search;
mod layout;
mod view;
mod screen;
mod reading;
mod pressing;

use super::lines::{LineEvent, LineSource};
use crate::tower::Tower;
use editing::Kills;
use history::History;
use key::Keys;
use levels::condition::Condition;
use levels::port::{Given, output};
use reading::{Ink, Judge, Place, Reading, Typed};
use std::path::PathBuf;

/// Inputs typed at a terminal.
pub struct EditedLines {
    file: Option<PathBuf>,
    /// What is there from the first line on.
    history: Option<History>,
    kills: Kills,
    keys: Keys,
    /// The lines of an input that goes on: `read-forms` is not the reader's, and wants more of it.
    entry: String,
}

impl EditedLines {
    /// `history` is the file that remembers inputs between sessions; it and its folder are made
    /// when the first input is remembered, and one that cannot be written is done without.
    pub fn new(history: Option<PathBuf>) -> Self {
        let (kills, keys) = Default::default();
        EditedLines { file: history, history: None, kills, keys, entry: String::new() }
    }

    /// Puts the lines that have come to their end into the history.
    fn remember(&mut self) {
        let entry = std::mem::take(&mut self.entry);
        if let Some(history) = self.history.as_mut().filter(|_| !entry.is_empty()) {
            history.remember(&entry);
        }
    }

    fn receive(&mut self, typed: std::io::Result<Typed>, judge: Judge) -> LineEvent {
        match typed {
            Ok(Typed::Input(input)) => {
                if !self.entry.is_empty() {
                    self.entry.push('\n');
                }
                self.entry.push_str(&input);
                if judge == Judge::Reader {
                    self.remember();
                }
                LineEvent::Line(input)
            }
            Ok(Typed::Interrupted) => {
                self.entry.clear();
                LineEvent::Interrupted
            }
            Ok(Typed::Left) => {
                self.entry.clear();
                LineEvent::Left
            }
            Err(error) => LineEvent::Broken(Box::new(Condition::File {
                who: "read-line",
                path: "the terminal".to_owned(),
                kind: error.to_string(),
            })),
        }
    }
}

impl LineSource for EditedLines {
    fn read_line(&mut self, tower: &mut Tower, prompt: &str, continuation: bool) -> LineEvent {
        let m = &mut tower.m;
        let port = m.standard_output;
        // The editor writes to the terminal by itself: what the program wrote comes first.
        let _ = output::flush(m, Given { who: "flush-output-port", position: 1, port });
        if !continuation {
            self.remember();
        }
        let plain = m.world.environment_variable("NO_COLOR").is_some_and(|value| !value.is_empty());
        let ink = if plain { Ink::Plain } else { Ink::Colours };
        let is_pristine = tower.reads_as_at_birth() && !continuation;
        let judge = if is_pristine { Judge::Reader } else { Judge::Level };
        let more = super::lines::continuation(prompt);
        let first = if continuation { more.as_str() } else { prompt };
        let place = Place { prompt: first, continuation: &more, judge, ink };
        let history = self.history.get_or_insert_with(|| History::load(self.file.clone()));
        let reading = Reading::begin(tower, place, history, &mut self.kills, &mut self.keys);
        let typed = reading.and_then(Reading::read);
        self.receive(typed, judge)
    }

    fn are_typed(&self) -> bool {
        true
    }
}

impl Drop for EditedLines {
    fn drop(&mut self) {
        self.remember();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_asked_of_a_terminal_before_the_first_line() {
        let lines = EditedLines::new(Some("/nowhere/history".into()));
        assert!(lines.history.is_none());
    }
}
