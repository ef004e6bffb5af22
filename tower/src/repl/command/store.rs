//! `,store`: what a level's store holds that no level is born with.

use super::rows::{self, Row};
use super::{Answer, Description, Takes, level_and_rest, shortened};
use crate::changes::Held;
use crate::tower::Tower;
use crate::waiting::LevelId;
use levels::layout::Type;
use levels::machine::Machine;
use levels::printer::{Style, to_string_within};

/// See the module's documentation.
pub(super) const COMMAND: Description = Description {
    word: ",store",
    takes: Takes::Maybe("LEVEL] [TEXT"),
    summary: "what a level's store holds beyond its birth",
    details: "Of the level that reads, unless LEVEL is a number. Sorted, each value on a line;
with TEXT those whose name contains it. Hooks and evaluator functions count if
they are changed, and so do old-cont and its like once something was paused.
",
    perform: |tower, argument| {
        let (level, text) = level_and_rest(tower, argument);
        Answer::Lines(lines(tower, level, text))
    },
};

/// Names that are listed.
const LISTED: usize = 200;
/// Characters of a value that are written.
const WRITTEN: usize = 400;

fn lines(tower: &mut Tower, level: LevelId, text: &str) -> String {
    if tower.globals_there_are(level).is_none() {
        return super::not_there(level);
    }
    let mut held = tower.beyond_birth(level);
    if held.is_empty() {
        return format!("The store of level {} is as it was born.\n", level.0);
    }
    let count = held.len();
    held.retain(|held| held.name.contains(text));
    if held.is_empty() {
        let names = super::counted(count, "name");
        let text = shortened(text, 40);
        return format!("Of {names} in the store of level {} none contains {text}.\n", level.0);
    }
    let more = held.len().saturating_sub(LISTED);
    held.truncate(LISTED);
    let rows: Vec<Row> =
        held.iter().map(|held| Row::new(held.name.as_str(), value(&tower.m, held))).collect();
    let columns = rows::columns(tower);
    let mut lines = rows::lines(&rows, 0, columns);
    if more > 0 {
        lines.push_str(&format!("… and {more} more\n"));
    }
    lines
}

fn value(m: &Machine, held: &Held) -> String {
    match held.value.is_a(Type::Macro) {
        true => "syntax".to_owned(),
        false => to_string_within(&m.heap, held.value, Style::Write, WRITTEN),
    }
}
