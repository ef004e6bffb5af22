//! `,transcript`: the session as a test.

use super::{Answer, Description, Takes, shortened};
use crate::repl::transcript::{Extent, Unsaved};
use crate::tower::Tower;
use levels::world::Failure;

/// See the module's documentation.
pub(super) const COMMAND: Description = Description {
    word: ",transcript",
    takes: Takes::Needed("FILE"),
    summary: "save the session in FILE, for `tower check`",
    details: "From its beginning, and on until ,transcript off or its end: what was typed
after the prompts, and what came on standard output. `tower check FILE` plays
it again and compares. A file that is no transcript is not written over. What a
program reads is not saved; nor is what came before where that is more than 8
MB, or where the inputs are not shown, as in a pipe without --echo.
",
    perform: transcript,
};

fn transcript(tower: &mut Tower, argument: &str) -> Answer {
    tower.transcript.forget_input();
    let before = tower.transcript.stop();
    let ended = before.as_ref().map(|(path, failure)| match failure {
        None => format!("The session up to here is in {path}.\n"),
        Some(error) => format!("Not all of the session is in {path}: {error}.\n"),
    });
    if argument == "off" {
        return Answer::Lines(ended.unwrap_or_else(|| "No session is being saved.\n".to_owned()));
    }
    let quoted = argument.strip_prefix('"').and_then(|rest| rest.strip_suffix('"'));
    let path = quoted.unwrap_or(argument);
    let shown = shortened(path, 60);
    let lines = match tower.transcript.save(path) {
        Ok(Extent::Whole) => format!("The session is saved in {shown}, from its beginning.\n"),
        Ok(Extent::Rest) => {
            format!("The session is saved in {shown}, from here on.\n")
        }
        Err(Unsaved::NotKept) => "This session is not kept.\n".to_owned(),
        Err(Unsaved::Occupied) => {
            format!("{shown} is there already and is no transcript; nothing is saved.\n")
        }
        Err(Unsaved::Refused(error)) => match Failure::from(error) {
            Failure::Refused(words) => format!("{shown} cannot be written: {words}.\n"),
            Failure::Interrupted => "interrupted\n".to_owned(),
        },
    };
    Answer::Lines(ended.unwrap_or_default() + &lines)
}
