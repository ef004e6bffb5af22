//! `,results`: the values that `_`, `$1`, `$2` … recall.

use super::{Answer, Description, Takes};
use levels::machine::Machine;
use levels::machine::recall::MOST;
use levels::printer::{Style, to_string_within};

/// See the module's documentation.
pub(super) const COMMAND: Description = Description {
    word: ",results",
    takes: Takes::Nothing,
    summary: "the values so far: $1 $2 …, the last is _ too",
    details: "The REPL keeps the last 1000 values that it printed, at whichever level, and
gives them up before a program is refused memory. A variable of yours of such a
name wins.
",
    perform: |tower, _| Answer::Lines(lines(&tower.m)),
};

/// Values that are listed.
const LISTED: usize = 20;
/// Characters of a value that are shown.
const WIDTH: usize = 66;

fn lines(m: &Machine) -> String {
    const { assert!(MOST == 1000) };
    let mut last: Vec<_> = m.recall.numbered().rev().take(LISTED + 1).collect();
    if last.is_empty() {
        return "There are no values yet.\n".to_owned();
    }
    let mut lines = String::new();
    if last.len() > LISTED {
        last.pop();
        lines.push_str("…\n");
    }
    for (number, value) in last.into_iter().rev() {
        let shown = to_string_within(&m.heap, value, Style::Write, WIDTH);
        lines.push_str(&format!("${number} = {}\n", super::shortened(&shown, WIDTH + 3)));
    }
    lines
}
