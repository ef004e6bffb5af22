//! Lines with labels before them, no wider than the screen.
//!
//! Invariant: no line is wider than asked, unless that is less than `NARROWEST`, and nothing that is shown
//! ends a line or moves the cursor.

use crate::diagnostics::{cut, width};
use crate::report;
use crate::tower::Tower;

/// Columns where nobody says how many there are.
const USUAL: usize = 79;
/// The fewest columns that are written for.
const NARROWEST: usize = 24;
/// Columns between a label and what it is of.
const GAP: usize = 2;

/// What stands behind a label.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(super) struct Row {
    /// What the row is of.
    pub label: String,
    /// The first line, which is cut.
    pub head: String,
    /// More, each on as many lines as it takes.
    pub notes: Vec<String>,
}

impl Row {
    /// A row of one line.
    pub fn new(label: impl Into<String>, head: impl Into<String>) -> Row {
        Row { label: label.into(), head: head.into(), notes: Vec::new() }
    }
}

/// The columns that lines have.
pub(super) fn columns(tower: &mut Tower) -> usize {
    report::width_of_results(tower).unwrap_or(USUAL).max(NARROWEST)
}

/// The rows' lines, `indent` columns from the left, their labels in a column.
pub(super) fn lines(rows: &[Row], indent: usize, columns: usize) -> String {
    let longest = (columns - indent) / 2;
    let label = rows.iter().map(|row| width(&row.label)).max().unwrap_or(0).min(longest);
    let room = columns - indent - label - GAP;
    let mut text = String::new();
    for row in rows {
        let mut before = cut(&row.label, label);
        before.push_str(&" ".repeat(label - width(&before) + GAP));
        push_line(&mut text, indent, &before, &cut(&row.head, room));
        let margin = " ".repeat(label + GAP);
        for line in row.notes.iter().flat_map(|note| wrapped(note, room)) {
            push_line(&mut text, indent, &margin, &line);
        }
    }
    text
}

fn push_line(text: &mut String, indent: usize, before: &str, line: &str) {
    let line = format!("{}{before}{line}", " ".repeat(indent));
    text.push_str(line.trim_end());
    text.push('\n');
}

/// A text on lines of at most so many columns, divided at spaces where it has them. The second and further
/// ones are indented.
pub(super) fn wrapped(text: &str, room: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in text.split_whitespace() {
        let indent = if lines.len() > 1 { GAP } else { 0 };
        let Some(line) = lines.last_mut() else { break };
        let word = cut(word, room - GAP);
        if line.trim().is_empty() {
            line.push_str(&" ".repeat(indent));
            line.push_str(&word);
        } else if width(line) + 1 + width(&word) <= room {
            line.push(' ');
            line.push_str(&word);
        } else {
            lines.push(format!("{}{word}", " ".repeat(GAP)));
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_fit_any_screen() {
        let mut row =
            Row::new("levels 3-998", "left at (some-procedure \"of\\n\" 1 2 3 4 5 6 7 8)");
        row.notes.push("transform and eval-var and eval-application are changed".to_owned());
        let rows = [row, Row::new("λλ\n漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字", "\u{1b}[31mred")];
        for columns in NARROWEST..100 {
            let text = lines(&rows, 2, columns);
            assert!(text.lines().all(|line| width(line) <= columns), "{columns}:\n{text}");
            assert!(!text.contains('\u{1b}') && !text.contains("λλ\n"), "{text}");
        }
        let narrow = lines(&rows[..1], 0, 40);
        assert!(narrow.starts_with("levels 3-998  left at (some-procedure \"…\n"), "{narrow}");
    }

    #[test]
    fn texts_are_divided_at_spaces() {
        assert_eq!(wrapped("one two three", 9), ["one two", "  three"]);
        assert_eq!(wrapped("", 9), [""]);
        assert_eq!(wrapped("immeasurable", 9), ["immeas…"]);
    }
}
