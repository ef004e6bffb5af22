//! What of an input is shown: its rows with their prompts, as many as the terminal has, and below
//! them what there is to say.
//!
//! Invariant: no more rows than the terminal has, none wider than it, and the cursor's is among them.

use super::colour::{PLAIN, Style};
use super::layout::{self, Layout, Page, Row};
use super::screen::Line;
use super::terminal::Size;
use std::ops::Range;

/// What there is to show.
pub struct View<'v> {
    /// The terminal's size.
    pub size: Size,
    /// What stands before the first line.
    pub prompt: &'v str,
    /// What stands before the others, as wide as the prompt.
    pub continuation: &'v str,
    /// The text.
    pub text: &'v str,
    /// The cursor in it.
    pub cursor: usize,
    /// Pieces of the text, in order, and their styles; none at all where there are to be no colours.
    pub styles: Option<Vec<(Range<usize>, Style)>>,
    /// What is shown behind the text and is not there.
    pub hint: &'v str,
    /// What is shown below.
    pub below: &'v [Note],
}

/// A row below the text.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Note {
    /// What it is about.
    pub name: String,
    /// What is said of it.
    pub words: String,
}

impl Note {
    /// Names that nothing is said of.
    pub fn name(name: String) -> Note {
        Note { name, words: String::new() }
    }

    /// Words about nothing in particular.
    pub fn words(words: String) -> Note {
        Note { name: String::new(), words }
    }
}

/// How much of a text is shown.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Extent {
    /// As much as the terminal has rows.
    Window,
    /// All of it.
    Whole,
}

/// Rows, and the cursor in them.
pub struct Picture {
    /// The rows.
    pub lines: Vec<Line>,
    /// The cursor's row.
    pub row: usize,
    /// Its column.
    pub column: usize,
}

impl View<'_> {
    /// The rows to be shown. `top` is the first row of the text that was shown before, and then the
    /// one that is shown.
    pub fn picture(&self, top: &mut usize, extent: Extent) -> Picture {
        let columns = self.size.columns;
        let margin = layout::columns(self.prompt).min(columns - 1);
        let layout = layout::lay_out(self.text, self.cursor, Page { columns, margin });
        let below = self.below.len().min(self.size.rows.saturating_sub(1));
        let below =
            below.min((self.size.rows / 2).max(self.size.rows.saturating_sub(layout.rows.len())));
        let rows = match extent {
            Extent::Whole => 0..layout.rows.len(),
            Extent::Window => window(&layout, self.size.rows - below, top),
        };
        let mut lines: Vec<Line> =
            rows.clone().map(|row| self.line(&layout, row, margin)).collect();
        lines.extend(self.below[..below].iter().map(|note| self.note(note)));
        Picture { lines, row: layout.row - rows.start, column: layout.column }
    }

    fn styled(&self, text: &str, style: Style) -> String {
        match self.styles {
            Some(_) if !text.is_empty() => [style.begin(), text, PLAIN].concat(),
            Some(_) | None => text.to_owned(),
        }
    }

    fn note(&self, note: &Note) -> Line {
        let name = layout::fitting(&note.name, self.size.columns);
        let rest = self.size.columns - layout::columns(name);
        let words = layout::fitting(&note.words, rest);
        let columns = layout::columns(name) + layout::columns(words);
        Line { text: [name, &self.styled(words, Style::Hint)].concat(), columns }
    }

    /// A row with what stands before it and behind it.
    fn line(&self, layout: &Layout, index: usize, margin: usize) -> Line {
        let row = &layout.rows[index];
        let mut line = Line { text: String::new(), columns: row.end };
        if row.column > 0 || margin == 0 {
            let (prompt, style) = match row.from {
                0 => (self.prompt, Style::Prompt),
                _ => (self.continuation, Style::Hint),
            };
            line.text = self.styled(layout::fitting(prompt, margin), style);
        }
        self.put_text(&mut line.text, row);
        let is_last = index + 1 == layout.rows.len() && self.cursor == self.text.len();
        let room = (self.size.columns - row.end).saturating_sub(1);
        let hint = layout::fitting(self.hint, if is_last { room } else { 0 });
        line.columns += layout::columns(hint);
        line.text.push_str(&self.styled(hint, Style::Hint));
        line
    }

    fn put_text(&self, out: &mut String, row: &Row) {
        let styles = self.styles.as_deref().unwrap_or_default();
        let mut next = styles.partition_point(|(range, _)| range.end <= row.from);
        let mut present: Option<Style> = None;
        for (at, shown) in layout::characters(self.text, row) {
            while styles.get(next).is_some_and(|(range, _)| range.end <= at) {
                next += 1;
            }
            let style = styles.get(next).filter(|(range, _)| range.contains(&at));
            let style = style.map(|(_, style)| *style);
            if style != present {
                out.push_str(if present.is_some() { PLAIN } else { "" });
                out.push_str(style.map_or("", Style::begin));
                present = style;
            }
            out.push_str(&shown);
        }
        out.push_str(if present.is_some() { PLAIN } else { "" });
    }
}

/// So many rows, with the cursor's, beginning near `top`.
fn window(layout: &Layout, height: usize, top: &mut usize) -> Range<usize> {
    let height = height.max(1);
    *top = (*top).min(layout.rows.len().saturating_sub(height));
    *top = (*top).clamp((layout.row + 1).saturating_sub(height), layout.row);
    *top..(*top + height).min(layout.rows.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn view(text: &str, columns: usize, rows: usize) -> View<'_> {
        View {
            size: Size { columns, rows },
            prompt: "lisp-0> ",
            continuation: "    ... ",
            text,
            cursor: text.len(),
            styles: None,
            hint: "",
            below: &[],
        }
    }

    fn shown(view: &View<'_>, extent: Extent) -> Vec<String> {
        view.picture(&mut 0, extent).lines.into_iter().map(|line| line.text).collect()
    }

    #[test]
    fn lines_have_their_prompts() {
        let view = view("(define (f x)\n  x)", 80, 24);
        assert_eq!(shown(&view, Extent::Window), ["lisp-0> (define (f x)", "    ...   x)"]);
    }

    #[test]
    fn a_tall_text_is_seen_through_a_window() {
        let text = "a\n".repeat(100) + "last";
        let view = view(&text, 20, 5);
        let lines = shown(&view, Extent::Window);
        assert_eq!((lines.len(), lines[4].as_str()), (5, "    ... last"));
        assert_eq!(shown(&view, Extent::Whole).len(), 101);
        let first = View { cursor: 0, ..self::view(&text, 20, 5) };
        let mut top = 96;
        assert_eq!(first.picture(&mut top, Extent::Window).lines[0].text, "lisp-0> a");
        assert_eq!(top, 0);
    }

    #[test]
    fn a_hint_never_begins_a_row() {
        let hinted = View { hint: " list of things", ..view("(append", 20, 5) };
        assert_eq!(shown(&hinted, Extent::Window), ["lisp-0> (append lis"]);
    }

    #[test]
    fn any_terminal_can_show_any_text() {
        let below: Vec<Note> = (0..30).map(|n| Note::words(format!("{n} candidates"))).collect();
        for columns in 1..24 {
            for rows in 1..8 {
                let view = View {
                    below: &below,
                    ..view("(λ 漢字\n\n\"abcdefghijklmnopq\")", columns, rows)
                };
                let picture = view.picture(&mut 9, Extent::Window);
                assert!(picture.lines.len() <= rows && picture.row < picture.lines.len());
                assert!(picture.lines.iter().all(|line| line.columns <= columns));
                assert!(picture.column < columns);
            }
        }
    }
}
