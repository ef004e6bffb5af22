//! Lines typed at a terminal: editing, and a history whose entries are whole inputs.
//!
//! Invariant: nothing is asked of the terminal, and no history is read, before the first line is
//! wanted.

use super::lines::{LineEvent, LineSource};
use levels::condition::Condition;
use levels::machine::Machine;
use levels::port::{Given, output};
use rustyline::Config;
use rustyline::error::ReadlineError;
use rustyline::history::FileHistory;
use std::path::PathBuf;

/// Lines typed at a terminal: editing, and a history whose entries are whole inputs.
pub struct EditedLines {
    editor: Option<rustyline::Editor<(), FileHistory>>,
    history: Option<PathBuf>,
    entry: String,
}

impl EditedLines {
    /// `history` is the file that remembers inputs between sessions; it and its folder are made
    /// when the first input is remembered, and one that cannot be written is done without.
    pub fn new(history: Option<PathBuf>) -> Self {
        EditedLines { editor: None, history, entry: String::new() }
    }

    fn editor(&mut self) -> Result<&mut rustyline::Editor<(), FileHistory>, ReadlineError> {
        match self.editor {
            Some(ref mut editor) => Ok(editor),
            None => {
                let mut editor = rustyline::Editor::with_config(
                    Config::builder().max_history_size(10_000)?.history_ignore_space(true).build(),
                )?;
                if let Some(file) = &self.history {
                    let _ = editor.load_history(file);
                }
                Ok(self.editor.insert(editor))
            }
        }
    }

    /// Puts the input that has come to its end into the history.
    fn remember(&mut self) {
        let entry = std::mem::take(&mut self.entry);
        let Some(editor) = &mut self.editor else { return };
        let added = !entry.trim().is_empty() && editor.add_history_entry(entry).unwrap_or(false);
        if let (true, Some(file)) = (added, &self.history) {
            let folder = file.parent().map_or(Ok(()), std::fs::create_dir_all);
            let _ = folder.map_err(ReadlineError::from).and_then(|()| editor.append_history(file));
        }
    }

    fn receive(&mut self, typed: Result<String, ReadlineError>) -> LineEvent {
        match typed {
            Ok(line) => {
                if !self.entry.is_empty() {
                    self.entry.push('\n');
                }
                self.entry.push_str(&line);
                LineEvent::Line(line)
            }
            Err(ReadlineError::Interrupted) => {
                self.entry.clear();
                LineEvent::Interrupted
            }
            Err(ReadlineError::Eof) => {
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
    fn read_line(&mut self, machine: &mut Machine, prompt: &str, continuation: bool) -> LineEvent {
        let port = machine.standard_output;
        // The editor writes to the terminal by itself: what the program wrote comes first.
        let _ = output::flush(machine, Given { who: "flush-output-port", position: 1, port });
        let prompt = if continuation {
            format!("{:>width$} ", "...", width = prompt.trim_end().chars().count())
        } else {
            self.remember();
            prompt.to_owned()
        };
        let typed = self.editor().and_then(|editor| editor.readline(&prompt));
        self.receive(typed)
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
        assert!(lines.editor.is_none());
    }
}
