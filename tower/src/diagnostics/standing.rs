//! Where a computation stands that was left: the line of its source, and who waits.

use super::frames::{self, FormOfFile};
use super::place::{Place, visible};
use super::window::{Window, prefix, width};
use super::{Backtrace, Columns, Span};
use levels::machine::Machine;
use levels::machine::stack::Frame;

/// Columns before a line of source.
const INDENT: &str = "    ";

/// Where a computation stands.
#[derive(Clone, Debug, Default)]
pub struct Standing {
    /// The expression that it stands at, if it is known where that was written.
    pub span: Option<Span>,
    /// The calls that wait for it.
    pub backtrace: Backtrace,
}

impl Standing {
    /// Of a computation with these frames, innermost first.
    pub fn of(
        m: &Machine,
        frames: impl Iterator<Item = Frame>,
        form_of_file: FormOfFile<'_>,
    ) -> Standing {
        let (span, backtrace) = frames::standing(m, frames, form_of_file);
        Standing { span: span.map(|span| Span::of(&m.sources, span)), backtrace }
    }

    /// The place, its line of source, and a line for each call, for lines of so many columns.
    pub fn lines(&self, columns: Columns) -> String {
        let source = self.span.as_ref().map(|span| source_lines(span, columns));
        source.unwrap_or_default() + &self.backtrace.lines(columns)
    }
}

/// The place of a span, the line that it begins on, and marks under what of it is there.
fn source_lines(span: &Span, columns: Columns) -> String {
    let place = Place::of(span);
    let line = visible(place.text).replace('\t', " ");
    let room = columns.0.saturating_sub(INDENT.len() + 2);
    let window = Window::of(&line, place.start..place.end, room);
    let mut text = format!("  at {}:{}:{}\n", visible(&span.file), place.line, place.column);
    let shown = window.text.trim_end();
    let margin = shown.len() - shown.trim_start().len();
    text.push_str(&format!("{INDENT}{}\n", &shown[margin..]));
    if let Some(range) = window.range(place.start..place.end).filter(|range| margin <= range.start)
    {
        let before = width(&window.text[margin..range.start]);
        let most = prefix(&window.text[range.clone()], room);
        let marked = width(&window.text[range][..most]).max(1);
        text.push_str(&format!("{INDENT}{}{}\n", " ".repeat(before), "^".repeat(marked)));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(text: &str, start: usize, end: usize, columns: usize) -> String {
        let span = Span { file: "f.scm".into(), text: text.into(), start, end };
        source_lines(&span, Columns(columns))
    }

    #[test]
    fn the_expression_is_marked() {
        let wanted = "  at f.scm:2:3\n    (car 5)\n    ^^^^^^^\n";
        assert_eq!(lines("(f\n  (car 5))", 5, 12, 80).replace("))", ")"), wanted);
        assert_eq!(lines("(λ (car 5)", 4, 11, 80).lines().last(), Some("       ^^^^^^^"));
    }

    #[test]
    fn every_span_fits_every_screen() {
        let text = "\t(some (very λλλ 漢字漢字漢字 long) text\u{1b} that goes on\r\n   and on)";
        for columns in [24, 30, 40, 80] {
            for start in 0..text.len() + 2 {
                for end in 0..text.len() + 2 {
                    let lines = lines(text, start, end, columns);
                    assert!(lines.lines().all(|line| width(line) <= columns + 2), "{lines}");
                }
            }
        }
    }
}
