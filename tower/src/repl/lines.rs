//! Where the REPL's lines come from: a terminal with editing and history, or the machine's standard
//! input.

use super::editor::EditedLines;
use super::plain::{EventLines, PlainLines};
use crate::cli::Echo;
use crate::tower::Tower;
use crate::voice::Voice;
use levels::condition::Condition;
use std::io::{self, IsTerminal};
use std::path::PathBuf;

/// What asking for a line gives.
#[derive(Debug, PartialEq)]
pub enum LineEvent {
    /// A line, without its end; from a terminal a whole input, which may be several lines.
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

/// What stands before a line that goes on with an input, as wide as the prompt before it.
pub fn continuation(prompt: &str) -> String {
    format!("{:>width$} ", "...", width = prompt.trim_end().chars().count())
}

/// A source of lines.
pub trait LineSource {
    /// The next line, after `prompt`, before which the output's last line has been ended. With
    /// `continuation` it goes on with the input whose beginning the lines before it were, and
    /// `prompt` is the one that stands before that beginning.
    fn read_line(&mut self, tower: &mut Tower, prompt: &str, continuation: bool) -> LineEvent;

    /// Whether a person types them now.
    fn are_typed(&self) -> bool {
        false
    }

    /// Whether the lines can be seen behind their prompts.
    fn are_shown(&self) -> bool {
        true
    }
}

/// The lines of a session in words: edited where a person sits before both standard input and output,
/// plain otherwise, and where the terminal can do nothing but write.
pub fn standard(voice: Voice, echo: Echo, history: Option<PathBuf>) -> Box<dyn LineSource> {
    let is_terminal = io::stdin().is_terminal() && io::stdout().is_terminal();
    if voice == Voice::Json {
        Box::new(EventLines)
    } else if !is_terminal {
        Box::new(PlainLines::new(echo))
    } else if is_dumb(std::env::var("TERM").as_deref().unwrap_or("dumb")) {
        Box::new(PlainLines::at_terminal())
    } else {
        Box::new(EditedLines::new(history))
    }
}

/// Whether a terminal of this kind cannot move its cursor.
fn is_dumb(kind: &str) -> bool {
    ["", "dumb", "emacs", "cons25"].contains(&kind)
}
