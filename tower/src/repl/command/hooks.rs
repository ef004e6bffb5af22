//! `,hooks`: which hooks and evaluator functions are changed, at which level, by what.

use super::inspect::procedure;
use super::rows::{self, Row};
use super::{Answer, Description, Takes, running};
use crate::tower::Tower;
use crate::waiting::LevelId;
use levels::layout::Type;
use levels::printer::{Style, to_string_within};
use levels::value::Value;

/// See the module's documentation.
pub(super) const COMMAND: Description = Description {
    word: ",hooks",
    takes: Takes::Nothing,
    summary: "what is changed, and how procedures run under it",
    details: "At each level, which governs the one below: the procedure that stands in the
place of each, and where that was written. Then how the procedures of each level
below run: compiled, because they take no step that is changed; hooked, single
steps of compiled code being performed above; interpreted, with forms that the
evaluator's text takes as a whole. (reset-level! 0) takes back what governs
level 0.
",
    perform: |tower, _| Answer::Lines(lines(tower)),
};

/// Columns before the rows of a level.
const INDENT: usize = 2;
/// Characters of a value that are written.
const WRITTEN: usize = 200;

fn lines(tower: &mut Tower) -> String {
    let columns = rows::columns(tower);
    let mut lines = String::new();
    for level in (0..tower.height()).rev().map(LevelId) {
        let rows: Vec<Row> = tower
            .replacements(level)
            .into_iter()
            .map(|(name, value)| Row::new(name, standing_for(tower, value)))
            .collect();
        if rows.is_empty() {
            continue;
        }
        let governed = match (level.0 > 0).then(|| level.below().0) {
            Some(below) => format!("level {}, which governs level {below}\n", level.0),
            None => "level 0, which governs none but what it interprets itself\n".to_owned(),
        };
        lines.push_str(&governed);
        lines.push_str(&rows::lines(&rows, INDENT, columns));
    }
    if lines.is_empty() {
        lines.push_str("No hook is changed, and no evaluator function.\n");
    }
    tower.settle();
    for level in (0..tower.height()).rev().map(LevelId) {
        if !running::is_governed(tower, level) {
            continue;
        }
        let rows = running::rows(tower, level);
        if !rows.is_empty() {
            lines.push_str(&format!("how procedures of level {} run\n", level.0));
            lines.push_str(&rows::lines(&rows, INDENT, columns));
        }
    }
    lines
}

/// What stands in the place of a hook: a procedure's name and place, or what is no procedure.
fn standing_for(tower: &mut Tower, value: Value) -> String {
    let m = &mut tower.m;
    if value.is_a(Type::Macro) {
        return "syntax, which is no procedure".to_owned();
    }
    let written = to_string_within(&m.heap, value, Style::Write, WRITTEN);
    if !value.is_procedure() {
        return format!("{written}, which is no procedure");
    }
    match procedure::name_of(m, value) {
        Some(name) => format!("{name}, from {}", procedure::place(m, value)),
        None if value.is_a(Type::Closure) => {
            format!("a procedure, from {}", procedure::place(m, value))
        }
        None => written,
    }
}
