//! Where the REPL's lines come from: a terminal with editing and history, or the machine's standard
//! input.
//!
//! Invariant: nothing is asked of the terminal, and no history is read, before the first line is
//! wanted. Without a terminal lines are taken from the program's own standard input, so that a
//! program which reads gets the line after the one that told it to.

use std::io::{self, IsTerminal};
use std::path::PathBuf;

use levels::condition::Condition;
use levels::machine::Machine;
use levels::port::{Given, input, output};
use levels::string;
use levels::value::Value;
use rustyline::Config;
use rustyline::error::ReadlineError;
use rustyline::history::FileHistory;

use crate::cli::Echo;

/// What asking for a line gives.
#[derive(Debug, PartialEq)]
pub enum LineEvent {
    /// A line, without its end.
    Line(String),
    /// A line that cannot be had (it is not UTF-8, or memory is short): the rest of the input is
    /// still there.
    Lost(Box<Condition>),
    /// Ctrl-C at the prompt: what was typed so far is to be forgotten.
    Interrupted,
    /// Ctrl-D at a terminal: the person wants to leave.
    Left,
    /// The end of standard input.
    EndOfInput,
    /// Nothing can be read any more, for this reason.
    Broken(Box<Condition>),
}

/// A source of lines.
pub trait LineSource {
    /// The next line, after `prompt`, before which the output's last line has been ended. With
    /// `continuation` it goes on with the input whose beginning the lines before it were, and
    /// `prompt` is the one that stands before that beginning.
    fn read_line(&mut self, machine: &mut Machine, prompt: &str, continuation: bool) -> LineEvent;
}

/// Lines of standard input: prompts, no editing.
pub struct PlainLines {
    echo: Echo,
}

impl PlainLines {
    /// With `Echo::Inputs`, what is read is written after its prompt.
    pub fn new(echo: Echo) -> PlainLines {
        PlainLines { echo }
    }
}

impl LineSource for PlainLines {
    fn read_line(&mut self, machine: &mut Machine, prompt: &str, continuation: bool) -> LineEvent {
        if !continuation {
            say(machine, prompt);
        }
        let port = machine.standard_input;
        let line = match input::line(machine, Given { who: "the REPL", position: 1, port }) {
            Ok(Some(line)) => text_of(machine, line),
            Ok(None) => {
                say(machine, "\n");
                return LineEvent::EndOfInput;
            }
            Err(condition) => {
                say(machine, "\n");
                return without_line(condition);
            }
        };
        if self.echo == Echo::Inputs {
            say(machine, &line);
            say(machine, "\n");
        }
        LineEvent::Line(line)
    }
}

/// A prompt that cannot be written is lost silently: the values that follow it are not.
fn say(machine: &mut Machine, text: &str) {
    let port = machine.standard_output;
    let _ = output::text(machine, Given { who: "the REPL", position: 1, port }, text);
}

fn text_of(machine: &Machine, line: Value) -> String {
    let line = string::to_rust(&machine.heap, line);
    line.strip_suffix('\r').map_or(line.clone(), str::to_owned)
}

/// After bytes that are no text, and when memory is short, reading can go on; not when the system
/// refuses.
fn without_line(condition: Box<Condition>) -> LineEvent {
    if let Condition::File { .. } = *condition {
        return LineEvent::Broken(condition);
    }
    if *condition == Condition::Interrupted {
        LineEvent::Interrupted
    } else {
        LineEvent::Lost(condition)
    }
}

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

/// The lines of a session: edited where a person sits before both standard input and output, plain
/// otherwise.
pub fn standard(echo: Echo, history: Option<PathBuf>) -> Box<dyn LineSource> {
    if io::stdin().is_terminal() && io::stdout().is_terminal() {
        Box::new(EditedLines::new(history))
    } else {
        Box::new(PlainLines::new(echo))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use levels::port::{self, Content};

    /// The lines of a text and what a session with them shows.
    fn session(text: &str, echo: Echo) -> (Vec<LineEvent>, String) {
        let mut m = Machine::new(1 << 24);
        let text = string::from_str(&mut m.heap, text).unwrap();
        m.standard_input = port::open_input_string(&mut m.heap, text);
        m.standard_output = port::open_output_memory(&mut m.heap, Content::Textual);
        let mut lines = PlainLines::new(echo);
        let mut events = Vec::new();
        while events.last() != Some(&LineEvent::EndOfInput) {
            let continuation = events.last() == Some(&LineEvent::Line("(+ 1".into()));
            events.push(lines.read_line(&mut m, "lisp-0> ", continuation));
        }
        events.pop();
        let output = m.standard_output;
        let shown = port::output_string(&mut m.heap, output).unwrap();
        (events, string::to_rust(&m.heap, shown))
    }

    #[test]
    fn an_echoed_session_reads_as_if_it_had_been_typed() {
        let (events, output) = session("(+ 1\n   2)\r\nlast", Echo::Inputs);
        let lines = ["(+ 1", "   2)", "last"].map(|line| LineEvent::Line(line.into()));
        assert_eq!(events, lines);
        assert_eq!(output, "lisp-0> (+ 1\n   2)\nlisp-0> last\nlisp-0> \n");
    }

    #[test]
    fn silent_sessions_have_prompts_only() {
        let (_, output) = session("(+ 1\n   2)\n", Echo::Silent);
        assert_eq!(output, "lisp-0> lisp-0> \n");
    }

    #[test]
    fn only_what_the_system_refuses_is_the_end() {
        let file = |kind: &str| Condition::File {
            who: "read-line",
            path: "standard input".into(),
            kind: kind.into(),
        };
        let broken = without_line(Box::new(file("is a directory")));
        assert_eq!(broken, LineEvent::Broken(Box::new(file("is a directory"))));
        let garbled = Condition::InvalidUtf8 { who: "read-line", offset: 2 };
        assert_eq!(without_line(Box::new(garbled.clone())), LineEvent::Lost(Box::new(garbled)));
        assert_eq!(without_line(Box::new(Condition::Interrupted)), LineEvent::Interrupted);
    }

    #[test]
    fn nothing_is_asked_of_a_terminal_before_the_first_line() {
        let lines = EditedLines::new(Some("/nowhere/history".into()));
        assert!(lines.editor.is_none());
    }
}
