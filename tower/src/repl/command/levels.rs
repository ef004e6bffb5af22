//! `,up`, `,down`, `,levels`: between the levels, whatever the hooks are.

use super::{Answer, Description, Takes};
use crate::tower::Tower;
use crate::voice::Voice;
use crate::waiting::LevelId;

/// To the level above.
pub(super) const UP: Description = Description {
    word: ",up",
    takes: Takes::Nothing,
    summary: "pause this level and go to the one above",
    details: "As (em-cont) does, but whatever the hooks are.\n",
    perform: |tower, _| Answer::Ran(tower.up()),
};

/// To the level below.
pub(super) const DOWN: Description = Description {
    word: ",down",
    takes: Takes::Nothing,
    summary: "resume the level below, or start its REPL",
    details: "As (old-cont) does, but whatever the hooks are: what was left goes on without a
value.
",
    perform: |tower, _| match tower.down() {
        Some(stop) => Answer::Ran(stop),
        None => Answer::Lines("There is no level below.\n".to_owned()),
    },
};

/// What the levels do.
pub(super) const LEVELS: Description = Description {
    word: ",levels",
    takes: Takes::Nothing,
    summary: "what each level is doing",
    details: "A line for each level, from the one that reads down.\n",
    perform: |tower, _| Answer::Lines(lines(tower)),
};

/// To a person who leaves while levels wait: which do.
pub fn say_what_waits(tower: &mut Tower) {
    // The prompt's line, which the port knows nothing of, has to end.
    let end = if tower.voice == Voice::Words { "\n" } else { "" };
    let lines = format!("{end}{}", lines(tower));
    tower.say_lines(&lines);
}

fn lines(tower: &mut Tower) -> String {
    let running = tower.running();
    let mut lines = format!("level {} reads here\n", running.0);
    for level in (0..running.0).rev().map(LevelId) {
        let doing = match tower.paused_expression(level) {
            Some(expression) => format!("was left at {expression}"),
            None => "waits at its REPL".to_owned(),
        };
        lines.push_str(&format!("level {} {doing}\n", level.0));
    }
    lines
}
