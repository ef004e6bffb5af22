//! Where the REPL's lines come from: a terminal with editing and history, or a pipe.
//!
//! Invariant: nothing is asked of the terminal, and no history is read, before the first line is
//! wanted; a pipe gives its bytes away line by line, so that a program may read what follows.

use std::io::{self, BufRead, IsTerminal, Write};
use std::path::PathBuf;

use rustyline::Config;
use rustyline::error::ReadlineError;
use rustyline::history::FileHistory;

use crate::cli::Echo;

/// What asking for a line gives.
#[derive(Debug, PartialEq, Eq)]
pub enum LineEvent {
    /// A line, without its end.
    Line(String),
    /// A line that is not UTF-8, its first bad byte at this offset; nothing of it is given.
    Garbled {
        /// Bytes before the first bad one.
        offset: usize,
    },
    /// Ctrl-C at the prompt: what was typed so far is to be forgotten.
    Interrupted,
    /// Ctrl-D, the end of a pipe, or a source that cannot be read (it has said why on standard error).
    EndOfInput,
}

/// A source of lines. Whoever asks has ended the program's last line of output and flushed it.
pub trait LineSource {
    /// The next line. With `continuation` it goes on with the input whose beginning the lines before
    /// it were, and `prompt` is the one that stands before that beginning.
    fn read_line(&mut self, prompt: &str, continuation: bool) -> LineEvent;
}

/// Lines from a pipe or a file: prompts, no editing.
pub struct PlainLines<R, W> {
    next: R,
    output: W,
    echo: Echo,
}

impl<R, W> PlainLines<R, W>
where
    R: FnMut(&mut Vec<u8>) -> io::Result<usize>,
    W: Write,
{
    /// `next` appends the next line and its end, and says how many bytes that is: none at the end.
    /// Prompts, and with `Echo::Inputs` what is read, go to `output`. A prompt that cannot be written
    /// is lost silently: the values that follow it are reported by their port.
    pub fn new(next: R, output: W, echo: Echo) -> Self {
        PlainLines { next, output, echo }
    }

    fn say(&mut self, bytes: &[u8]) {
        let _ = self.output.write_all(bytes).and_then(|()| self.output.flush());
    }
}

impl<R, W> LineSource for PlainLines<R, W>
where
    R: FnMut(&mut Vec<u8>) -> io::Result<usize>,
    W: Write,
{
    fn read_line(&mut self, prompt: &str, continuation: bool) -> LineEvent {
        if !continuation {
            self.say(prompt.as_bytes());
        }
        let mut line = Vec::new();
        match (self.next)(&mut line) {
            Ok(0) => {
                self.say(b"\n");
                return LineEvent::EndOfInput;
            }
            Ok(_) => {}
            Err(error) => {
                self.say(b"\n");
                eprintln!("tower: standard input: {error}");
                return LineEvent::EndOfInput;
            }
        }
        trim_end_of_line(&mut line);
        if self.echo == Echo::Inputs {
            self.say(&line);
            self.say(b"\n");
        }
        match String::from_utf8(line) {
            Ok(line) => LineEvent::Line(line),
            Err(error) => LineEvent::Garbled { offset: error.utf8_error().valid_up_to() },
        }
    }
}

fn trim_end_of_line(line: &mut Vec<u8>) {
    if line.last() == Some(&b'\n') {
        line.pop();
        if line.last() == Some(&b'\r') {
            line.pop();
        }
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
            Err(ReadlineError::Eof) => LineEvent::EndOfInput,
            Err(error) => {
                eprintln!("tower: the terminal: {error}");
                LineEvent::EndOfInput
            }
        }
    }
}

impl LineSource for EditedLines {
    fn read_line(&mut self, prompt: &str, continuation: bool) -> LineEvent {
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
        Box::new(PlainLines::new(next_of_standard_input, io::stdout(), echo))
    }
}

/// The next line of the process's one buffer of standard input. It is locked for this line only: a
/// program that reads standard input gets the line after the one that told it to.
fn next_of_standard_input(line: &mut Vec<u8>) -> io::Result<usize> {
    io::stdin().lock().read_until(b'\n', line)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn session(mut text: &[u8], echo: Echo) -> (Vec<LineEvent>, String) {
        let mut output = Vec::new();
        let mut lines = PlainLines::new(|line| text.read_until(b'\n', line), &mut output, echo);
        let mut events = Vec::new();
        while events.last() != Some(&LineEvent::EndOfInput) {
            let continuation = events.last() == Some(&LineEvent::Line("(+ 1".into()));
            events.push(lines.read_line("lisp-0> ", continuation));
        }
        events.pop();
        (events, String::from_utf8(output).unwrap())
    }

    #[test]
    fn an_echoed_session_reads_as_if_it_had_been_typed() {
        let (events, output) = session(b"(+ 1\n   2)\r\nlast", Echo::Inputs);
        let lines = ["(+ 1", "   2)", "last"].map(|line| LineEvent::Line(line.into()));
        assert_eq!(events, lines);
        assert_eq!(output, "lisp-0> (+ 1\n   2)\nlisp-0> last\nlisp-0> \n");
    }

    #[test]
    fn silent_sessions_have_prompts_only() {
        let (_, output) = session(b"(+ 1\n   2)\n", Echo::Silent);
        assert_eq!(output, "lisp-0> lisp-0> \n");
    }

    #[test]
    fn a_garbled_line_is_no_end() {
        let (events, _) = session(b"ab\xff\nnext\n", Echo::Silent);
        assert_eq!(events, [LineEvent::Garbled { offset: 2 }, LineEvent::Line("next".into())]);
    }

    #[test]
    fn an_unreadable_pipe_ends() {
        let broken = |_: &mut Vec<u8>| Err(io::Error::from(io::ErrorKind::IsADirectory));
        let mut lines = PlainLines::new(broken, Vec::new(), Echo::Silent);
        assert_eq!(lines.read_line("lisp-0> ", false), LineEvent::EndOfInput);
    }

    #[test]
    fn nothing_is_asked_of_a_terminal_before_the_first_line() {
        let lines = EditedLines::new(Some("/nowhere/history".into()));
        assert!(lines.editor.is_none());
    }
}
