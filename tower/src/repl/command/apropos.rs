//! `,apropos`: the names in scope that contain a text.

use super::{Answer, Description, Takes, shortened};
use crate::repl::names::{self, Known};
use crate::tower::Tower;
use levels::layout::Type;
use levels::printer::{Style, to_string_within};
use levels::value::Value;

/// See the module's documentation.
pub(super) const COMMAND: Description = Description {
    word: ",apropos",
    takes: Takes::Needed("TEXT"),
    summary: "the names in scope that contain TEXT",
    details: "Procedures with their parameters, other variables with their values.
",
    perform: |tower, text| Answer::Lines(lines(tower, text)),
};

/// Names that are listed.
const LISTED: usize = 60;
/// Characters of a line.
const WIDTH: usize = 79;
/// Characters of a name that the others are lined up with.
const LONGEST_NAME: usize = 28;

fn lines(tower: &mut Tower, text: &str) -> String {
    let level = tower.running();
    let all = names::in_scope(tower, level);
    let mut found: Vec<Known> = all.into_iter().filter(|known| known.name.contains(text)).collect();
    if found.is_empty() {
        return format!("No name in scope contains {}.\n", shortened(text, 40));
    }
    let more = found.len().saturating_sub(LISTED);
    found.truncate(LISTED);
    let length = |known: &Known| known.name.chars().count();
    let width = found.iter().map(length).max().unwrap_or(0).min(LONGEST_NAME);
    let mut lines = String::new();
    for known in &found {
        let line = format!("{:<width$}  {}", known.name, meaning(tower, known));
        lines.push_str(&shortened(line.trim_end(), WIDTH - 1));
        lines.push('\n');
    }
    if more > 0 {
        lines.push_str(&format!("… and {more} more\n"));
    }
    lines
}

/// How a name is used, in a few words.
fn meaning(tower: &mut Tower, known: &Known) -> String {
    if known.value.is_a(Type::Macro) {
        return "syntax".to_owned();
    }
    if known.value.bits() == Value::UNBOUND.bits() {
        return "the store of the level below".to_owned();
    }
    let usages = names::usages(&mut tower.m, &known.name, known.value);
    match usages.is_empty() {
        true => to_string_within(&tower.m.heap, known.value, Style::Write, WIDTH),
        false => usages.join("  "),
    }
}
