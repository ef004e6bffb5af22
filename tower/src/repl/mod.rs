//! The REPL: an input is read, line by line until it is whole, done and shown.
//!
//! Invariant: an input that begins with a comma and a letter is the controller's, never a level's; so is
//! a line that is a command where a replaced `read-forms` takes what was typed before it for incomplete.

use crate::session::Status;
use crate::tower::{Manner, Stop, Tower};
use crate::waiting::LevelId;
use command::Command;
use levels::reader::read_all;
use lines::{LineEvent, LineSource};

pub mod check;
pub mod command;
pub mod names;
pub mod tour;
pub mod timeline;
pub mod transcript;
pub mod editor;
pub mod lines;
pub mod plain;

/// How long a REPL reads.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Lasts {
    /// To the end of its input.
    UntilInputEnds,
    /// Until the part of the run that it interrupted is done.
    UntilDone,
}

/// Reads, evaluates and prints at the level that runs, whichever that is, until the input ends, the
/// program exits, or what `lasts` says.
pub fn converse(tower: &mut Tower, lines: &mut dyn LineSource, lasts: Lasts) -> Status {
    tower.manner = Manner::Interactive;
    let mut text = String::new();
    loop {
        let level = tower.running();
        tower.end_output();
        tower.note_prompt();
        let prompt = tower.prompt(level);
        let continuation = !text.is_empty();
        tower.transcript.pause();
        let event = tour::ask(tower, lines, &prompt, continuation);
        let continuation = continuation && !breaks_off(tower, &event, &mut text);
        tower.m.poll.forget_interruption();
        match event {
            LineEvent::Line(line) => {
                tower.transcript.note_input(&mut tower.m, &prompt, &line, continuation);
                text.push_str(&line);
                text.push('\n');
            }
            LineEvent::Lost(condition) => {
                forget(tower, &mut text);
                tower.complain(&condition);
                continue;
            }
            LineEvent::Broken(condition) => {
                crate::report::alarm(tower, &condition);
                return Status::Ends(1);
            }
            LineEvent::Interrupted => {
                forget(tower, &mut text);
                continue;
            }
            LineEvent::Left if level != LevelId(0) => {
                command::levels::say_what_waits(tower);
                return Status::Ends(1);
            }
            LineEvent::EndOfInput if !text.trim().is_empty() => {
                complain_of_end(tower, text);
                return Status::Ends(1);
            }
            LineEvent::Left | LineEvent::EndOfInput => {
                return Status::Ends(i32::from(level != LevelId(0)));
            }
        }
        let typed = text.clone();
        let (stop, has_run) = evaluate(tower, &mut text);
        if has_run && !matches!(stop, Stop::Incomplete(_)) {
            timeline::note(tower, &typed);
        }
        match stop {
            Stop::Prompt(_) => {}
            Stop::Incomplete(more) => text = more,
            Stop::Done(_) if lasts == Lasts::UntilDone => return Status::Continues,
            Stop::Done(_) => {}
            Stop::Exit(status) => return Status::Ends(status),
        }
    }
}

/// Gives an input up that nobody but a replaced `read-forms` takes for incomplete, when a command is
/// typed: it could lock its user out. Says whether it did.
fn breaks_off(tower: &mut Tower, event: &LineEvent, text: &mut String) -> bool {
    let LineEvent::Line(line) = event else { return false };
    let governor = tower.running().above();
    let given_up = Command::of(line).is_some_and(|command| command.is_known())
        && tower.replacement(governor, "read-forms").is_some();
    if given_up {
        forget(tower, text);
    }
    given_up
}

/// What was typed of an input is no part of the session; the input before it is.
fn forget(tower: &mut Tower, text: &mut String) {
    if !text.is_empty() {
        tower.transcript.forget_input();
        text.clear();
    }
}

/// Does what was typed, and takes it out of `text`. Says whether anything may be another than before.
fn evaluate(tower: &mut Tower, text: &mut String) -> (Stop, bool) {
    let typed = std::mem::take(text);
    if typed.trim().is_empty() {
        return (Stop::Prompt(tower.running()), false);
    }
    timeline::arrive(tower);
    match Command::of(&typed) {
        Some(command) => command.perform(tower),
        None => (tower.input(&typed), true),
    }
}

/// The input has ended in the middle of a form.
fn complain_of_end(tower: &mut Tower, text: String) {
    let m = &mut tower.m;
    let source = m.sources.add("the REPL", text);
    if let Err(error) = read_all(&mut m.heap, &mut m.symbols, &mut m.sources, source) {
        tower.complain(&Box::from(error));
    }
}
