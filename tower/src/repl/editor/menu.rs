//! The candidates of a completion as rows below the text.
//!
//! Invariant: no more rows than asked for; what has no room is counted.

use super::completion::{Completion, Of};
use super::layout;
use super::names::Names;
use super::view::Note;

/// Blanks between columns.
const GAP: usize = 2;

/// The room for a menu.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Room {
    /// Columns.
    pub columns: usize,
    /// Rows.
    pub rows: usize,
}

/// The candidates: a row each with its usage if there is room, else names in columns. Where there is
/// no room for all, `page` says how many such lists were shown before.
pub fn menu(names: &mut Names<'_>, completion: &Completion, room: Room, page: usize) -> Vec<Note> {
    let candidates = &completion.candidates;
    let widest = candidates.iter().map(|name| layout::columns(name)).max().unwrap_or(0);
    if candidates.len() <= room.rows && completion.of == Of::Names {
        let row = |name: &String| {
            let usage = names.usage(name).unwrap_or_default();
            Note { name: format!("{name:<widest$}{:GAP$}", ""), words: usage }
        };
        return candidates.iter().map(row).collect();
    }
    let across = ((room.columns + GAP) / (widest + GAP)).max(1);
    let (lines, left) = in_columns(candidates, across, room.rows, page);
    let mut notes: Vec<Note> = lines.into_iter().map(Note::name).collect();
    notes.extend((left > 0).then(|| Note::words(format!("… and {left} more"))));
    notes
}

/// Names down one column after the other, as many as there is room for, and how many more there are.
fn in_columns(names: &[String], across: usize, rows: usize, page: usize) -> (Vec<String>, usize) {
    let most = match names.len() > across * rows {
        true => across * rows.saturating_sub(1).max(1),
        false => names.len().max(1),
    };
    let names = &names[page % names.len().div_ceil(most).max(1) * most..];
    let (shown, rest) = names.split_at(names.len().min(most));
    let down = shown.len().div_ceil(across);
    let widest = shown.iter().map(|name| layout::columns(name)).max().unwrap_or(0);
    let line = |row: usize| {
        let cells = shown.iter().skip(row).step_by(down.max(1));
        let cells = cells.map(|name| {
            let room = widest.saturating_sub(layout::columns(name)) + GAP;
            format!("{name}{:room$}", "")
        });
        cells.collect::<String>().trim_end().to_owned()
    };
    ((0..down).map(line).collect(), rest.len())
}

#[test]
fn what_has_no_room_is_counted_and_comes_next() {
    let names: Vec<String> = (10..30).map(|n| n.to_string()).collect();
    let lines = |across, rows, page| {
        let (lines, left) = in_columns(&names, across, rows, page);
        (lines.join("/"), left)
    };
    assert_eq!(
        lines(10, 10, 5),
        ("10  12  14  16  18  20  22  24  26  28/11  13  15  17  19  21  23  25  27  29".into(), 0)
    );
    assert_eq!(lines(4, 3, 0), ("10  12  14  16/11  13  15  17".into(), 12));
    assert_eq!(lines(4, 3, 1), ("18  20  22  24/19  21  23  25".into(), 4));
    assert_eq!(lines(4, 3, 2), ("26  27  28  29".into(), 0));
    assert_eq!(lines(4, 3, 3), lines(4, 3, 0));
    assert_eq!(lines(1, 1, 1), ("11".into(), 18));
}
