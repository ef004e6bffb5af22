//! The candidates of a completion as rows below the text.
//!
//! Invariant: no more rows than asked for; what has no room is counted.

use super::completion::{Completion, Of};
use super::layout;
use super::names::Names;

/// Blanks between columns.
const GAP: usize = 2;

/// The candidates: a row each with its usage if there is room, else names in columns.
pub fn menu(
    names: &mut Names<'_>,
    completion: &Completion,
    columns: usize,
    rows: usize,
) -> Vec<String> {
    let candidates = &completion.candidates;
    let widest = candidates.iter().map(|name| layout::columns(name)).max().unwrap_or(0);
    if candidates.len() <= rows && completion.of == Of::Names {
        let row = |name: &String| match names.usage(name) {
            Some(usage) => format!("{name:<widest$}{:GAP$}{usage}", ""),
            None => name.clone(),
        };
        return candidates.iter().map(row).collect();
    }
    in_columns(candidates, (columns + GAP) / (widest + GAP), widest, rows)
}

/// Names down one column after the other.
fn in_columns(names: &[String], across: usize, widest: usize, rows: usize) -> Vec<String> {
    let across = across.max(1);
    let needed = names.len().div_ceil(across);
    let shown = if needed > rows { rows.saturating_sub(1).max(1) } else { needed };
    let mut lines: Vec<String> = (0..shown)
        .map(|row| {
            let cells = names.iter().take(across * shown).skip(row).step_by(shown);
            let cells = cells.map(|name| {
                let room = widest.saturating_sub(layout::columns(name)) + GAP;
                format!("{name}{:room$}", "")
            });
            cells.collect::<String>().trim_end().to_owned()
        })
        .collect();
    if needed > shown {
        lines.push(format!("… and {} more", names.len() - across * shown));
    }
    lines
}

#[test]
fn what_has_no_room_is_counted() {
    let names: Vec<String> = (10..30).map(|n| n.to_string()).collect();
    assert_eq!(
        in_columns(&names, 3, 2, 10),
        [
            "10  17  24",
            "11  18  25",
            "12  19  26",
            "13  20  27",
            "14  21  28",
            "15  22  29",
            "16  23"
        ]
    );
    assert_eq!(in_columns(&names, 3, 2, 3), ["10  12  14", "11  13  15", "… and 14 more"]);
    assert_eq!(in_columns(&names, 0, 2, 2), ["10", "… and 19 more"]);
}
