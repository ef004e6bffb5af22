//! A piece of a line that fits on a screen.
//!
//! Invariant: a window shows the beginning of what it was made for, on character boundaries, and is
//! hardly wider than was asked.

use std::ops::Range;

/// What stands for what is cut away.
const CUT: &str = "…";
/// Columns before what a window was made for, at least, where something is cut away there.
const BEFORE: usize = 12;

/// A piece of a line.
#[derive(Debug, PartialEq)]
pub(super) struct Window {
    /// What is shown.
    pub text: String,
    /// Bytes of the line that are cut away in front.
    cut: usize,
    /// Bytes of the line that are shown.
    shown: usize,
}

impl Window {
    /// Of `line`, about so many columns in which the bytes `focus` begin.
    pub fn of(line: &str, focus: Range<usize>, columns: usize) -> Window {
        if width(line) <= columns {
            return Window { text: line.to_owned(), cut: 0, shown: line.len() };
        }
        let wanted = width(&line[focus.clone()]);
        let before =
            columns.saturating_sub(wanted + BEFORE).clamp(BEFORE.min(columns / 2), columns / 2);
        let cut = match width(&line[..focus.start]) {
            all if all <= before => 0,
            _ => focus.start - suffix(&line[..focus.start], before),
        };
        let shown = prefix(&line[cut..], columns);
        let (left, right) = (cut > 0, cut + shown < line.len());
        let mut text = if left { CUT.to_owned() } else { String::new() };
        text += &line[cut..cut + shown];
        text += if right { CUT } else { "" };
        Window { text, cut, shown }
    }

    /// Where bytes of the line are in what is shown; `None` if they begin outside of it.
    pub fn range(&self, of_line: Range<usize>) -> Option<Range<usize>> {
        let seen = self.cut..=self.cut + self.shown;
        let front = if self.cut > 0 { CUT.len() } else { 0 };
        let end = of_line.end.min(self.cut + self.shown);
        seen.contains(&of_line.start)
            .then(|| of_line.start - self.cut + front..end - self.cut + front)
    }
}

/// Columns that a text takes, about: tabs count as four, and whatever may be wide as two.
pub fn width(text: &str) -> usize {
    text.chars().map(columns_of).sum()
}

/// The beginning of a text that takes at most so many columns, with three dots if there is more; nothing in
/// it ends a line or moves the cursor.
pub fn cut(text: &str, columns: usize) -> String {
    let shown = super::place::visible(text).replace(['\n', '\t'], " ");
    if width(&shown) <= columns {
        return shown;
    }
    let end = prefix(&shown, columns.saturating_sub(width(CUT)));
    format!("{}{CUT}", &shown[..end])
}

fn columns_of(c: char) -> usize {
    match c {
        '\t' => 4,
        c if c < '\u{1100}' => 1,
        '\u{2000}'..='\u{2e7f}' => 1,
        _ => 2,
    }
}

/// Bytes of the longest prefix of so many columns.
pub(super) fn prefix(text: &str, columns: usize) -> usize {
    let mut left = columns;
    let fits = |(_, c): &(usize, char)| {
        let fits = columns_of(*c) <= left;
        left = left.saturating_sub(columns_of(*c));
        fits
    };
    text.char_indices().take_while(fits).last().map_or(0, |(at, c)| at + c.len_utf8())
}

/// Bytes of the longest suffix of so many columns.
fn suffix(text: &str, columns: usize) -> usize {
    let mut left = columns;
    let fits = |(_, c): &(usize, char)| {
        let fits = columns_of(*c) <= left;
        left = left.saturating_sub(columns_of(*c));
        fits
    };
    text.char_indices().rev().take_while(fits).last().map_or(0, |(at, _)| text.len() - at)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_short_line_is_shown_whole() {
        let window = Window::of("(car xs)", 1..4, 40);
        assert_eq!((window.text.as_str(), window.range(1..4)), ("(car xs)", Some(1..4)));
    }

    #[test]
    fn what_is_looked_at_stays_in_sight() {
        let line = format!("{}(here it is){}", "x ".repeat(500), " y".repeat(500));
        for columns in [20, 40, 80, 200] {
            let window = Window::of(&line, 1000..1012, columns);
            assert!(width(&window.text) <= columns + 2, "{window:?}");
            let range = window.range(1000..1012).unwrap();
            assert!(window.text[range].starts_with("(here"), "{window:?}");
            assert!(window.text.starts_with('…') && window.text.ends_with('…'));
            assert_eq!(window.range(0..5), None);
        }
    }

    #[test]
    fn every_piece_of_a_line_can_be_shown() {
        let line = "(λ\t漢字かな e\u{301} \"→\") and so on, and so on";
        let ends: Vec<usize> = (0..=line.len()).filter(|at| line.is_char_boundary(*at)).collect();
        for &start in &ends {
            for &end in ends.iter().filter(|end| **end >= start) {
                for columns in 1..30 {
                    let window = Window::of(line, start..end, columns);
                    let range = window.range(start..end).unwrap();
                    assert!(window.text.get(range).is_some());
                }
            }
        }
    }
}
