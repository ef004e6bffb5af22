//! Where the characters of a text come to stand on the rows of a terminal.
//!
//! Invariant: a row is never wider than the terminal; what a character shows as (`shown`) is as wide
//! as the layout says. Cost: linear in the text, a few nanoseconds for a character of ASCII.

use std::borrow::Cow;
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthChar;

/// Columns from one tabulator's stop to the next.
const TAB: usize = 8;

/// A row: a piece of a line.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Row {
    /// The bytes that stand in it, without the end of the line.
    pub from: usize,
    /// The byte behind them.
    pub to: usize,
    /// The column at which they begin: the margin, or 0 where the row goes on with the one above.
    pub column: usize,
    /// The column behind them.
    pub end: usize,
}

/// The rows of a text, and the cursor's place.
#[derive(PartialEq, Eq, Debug)]
pub struct Layout {
    /// At least one row.
    pub rows: Vec<Row>,
    /// The row of the cursor.
    pub row: usize,
    /// Its column.
    pub column: usize,
}

/// How wide the terminal is, and how much of it the prompt takes at the beginning of a line.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Page {
    /// Columns.
    pub columns: usize,
    /// Columns before each line: fewer than `columns`.
    pub margin: usize,
}

/// The rows of `text`. Behind a row that is full and ends its line there is an empty one, where the
/// cursor can stand.
pub fn lay_out(text: &str, cursor: usize, page: Page) -> Layout {
    let mut layout = Layout { rows: Vec::new(), row: 0, column: page.margin };
    let mut start = 0;
    loop {
        let end = newline(&text[start..]).map_or(text.len(), |end| start + end);
        lay_out_line(&mut layout, text, start..end, cursor, page);
        if end == text.len() {
            return layout;
        }
        start = end + 1;
    }
}

fn newline(text: &str) -> Option<usize> {
    text.as_bytes().iter().position(|byte| *byte == b'\n')
}

fn lay_out_line(
    layout: &mut Layout,
    text: &str,
    line: std::ops::Range<usize>,
    cursor: usize,
    page: Page,
) {
    let mut row = Row { from: line.start, to: line.start, column: page.margin, end: page.margin };
    let mut at = line.start;
    while at < line.end {
        let next = at + character(&text[at..line.end]);
        let mut width = width(&text[at..next], row.end - row.column);
        if row.end + width > page.columns {
            layout.rows.push(row);
            row = Row { from: at, to: at, column: 0, end: 0 };
            width = self::width(&text[at..next], 0).min(page.columns);
        }
        if at == cursor {
            (layout.row, layout.column) = (layout.rows.len(), row.end);
        }
        (row.to, row.end) = (next, row.end + width);
        at = next;
    }
    if row.end == page.columns {
        layout.rows.push(row);
        row = Row { from: at, to: at, column: 0, end: 0 };
    }
    if cursor == line.end {
        (layout.row, layout.column) = (layout.rows.len(), row.end);
    }
    layout.rows.push(row);
}

/// The bytes of the first character of a text.
fn character(text: &str) -> usize {
    match text.as_bytes() {
        [a, b, ..] if a.is_ascii() && b.is_ascii() => 1,
        [a] if a.is_ascii() => 1,
        _ => text.graphemes(true).next().map_or(1, str::len),
    }
}

/// The columns that a character takes, `column` columns behind the beginning of its row.
fn width(character: &str, column: usize) -> usize {
    match character.as_bytes() {
        [b' '..=b'~'] => 1,
        [b'\t'] => TAB - column % TAB,
        _ => match shown(character, column) {
            Cow::Borrowed(text) => text.chars().map(|c| c.width().unwrap_or(0)).sum(),
            Cow::Owned(text) => text.len(),
        },
    }
}

/// What a character is shown as: itself, unless it would do something to the terminal.
pub fn shown(character: &str, column: usize) -> Cow<'_, str> {
    let mut characters = character.chars();
    match (characters.next(), characters.next()) {
        (Some('\t'), None) => Cow::Owned(" ".repeat(TAB - column % TAB)),
        (Some(c @ ('\0'..='\x1f' | '\x7f')), None) => {
            Cow::Owned(format!("^{}", char::from(c as u8 ^ 0x40)))
        }
        (Some(c), _) if is_invisible(c) => Cow::Owned(format!("\\x{:x};", c as u32)),
        (Some(_), _) | (None, _) => Cow::Borrowed(character),
    }
}

/// Controls of terminals, and of the direction in which text runs.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{80}'..='\u{9f}' | '\u{ad}' | '\u{200b}' | '\u{200e}' | '\u{200f}'
        | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}')
        || c.is_control()
}

/// A row's characters as they are shown: each with the byte at which it begins.
pub fn characters<'t>(
    text: &'t str,
    row: &Row,
) -> impl Iterator<Item = (usize, Cow<'t, str>)> + use<'t> {
    let (mut at, to, mut column) = (row.from, row.to, 0);
    std::iter::from_fn(move || {
        let start = at;
        (start < to).then(|| {
            at += character(&text[start..to]);
            let found = shown(&text[start..at], column);
            column += width(&text[start..at], column);
            (start, found)
        })
    })
}

/// The columns that a text takes which has no controls.
pub fn columns(text: &str) -> usize {
    text.chars().map(|c| c.width().unwrap_or(0)).sum()
}

/// The beginning of a text that fits into so many columns.
pub fn fitting(text: &str, columns: usize) -> &str {
    let mut room = columns;
    for (at, character) in text.grapheme_indices(true) {
        match room.checked_sub(self::columns(character)) {
            Some(rest) => room = rest,
            None => return &text[..at],
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: Page = Page { columns: 10, margin: 4 };

    fn rows(text: &str) -> Vec<(String, usize, usize)> {
        let layout = lay_out(text, text.len(), PAGE);
        let shown = |row: &Row| characters(text, row).map(|(_, shown)| shown).collect::<String>();
        layout.rows.iter().map(|row| (shown(row), row.column, row.end)).collect()
    }

    #[test]
    fn lines_are_broken_where_the_terminal_ends() {
        assert_eq!(rows("abcdefgh"), [("abcdef".into(), 4, 10), ("gh".into(), 0, 2)]);
        assert_eq!(rows("abcdef"), [("abcdef".into(), 4, 10), (String::new(), 0, 0)]);
        assert_eq!(
            rows("a\n\n漢字漢字"),
            [
                ("a".into(), 4, 5),
                (String::new(), 4, 4),
                ("漢字漢".into(), 4, 10),
                ("字".into(), 0, 2)
            ]
        );
        assert_eq!(rows("abcde漢"), [("abcde".into(), 4, 9), ("漢".into(), 0, 2)]);
    }

    #[test]
    fn controls_are_shown_and_not_sent() {
        assert_eq!(rows("\x1b\0"), [("^[^@".into(), 4, 8)]);
        assert_eq!(rows("\u{9b}"), [("\\x9b;".into(), 4, 9)]);
        assert_eq!(rows("a\tb"), [("a".into(), 4, 5), ("        b".into(), 0, 9)]);
    }

    #[test]
    fn the_cursor_is_where_its_character_is() {
        let text = "abcdefgh\nij";
        let at = |cursor| {
            let layout = lay_out(text, cursor, PAGE);
            (layout.row, layout.column)
        };
        assert_eq!([at(0), at(6), at(8), at(9), at(11)], [(0, 4), (1, 0), (1, 2), (2, 4), (2, 6)]);
    }

    #[test]
    fn every_row_fits() {
        for columns in 1..30 {
            let page = Page { columns, margin: (columns - 1).min(8) };
            let text =
                "(define\t(f x)\n  \u{202e}漢字 \"👩🏼‍🚀e\u{301}\" \x07\u{fffd} λλλλλλλλλλλλλλ)\n\n;";
            let layout = lay_out(text, text.len(), page);
            assert!(layout.rows.iter().all(|row| row.end <= columns), "{layout:?}");
        }
    }
}
