//! The text that is edited, the cursor in it, and what can be undone.
//!
//! Invariant: the cursor is at the beginning of a character; every change goes through `replace`,
//! which notes what undoes it.

use std::ops::Range;
use unicode_segmentation::UnicodeSegmentation;

/// The text that is edited.
#[derive(Default)]
pub struct Buffer {
    text: String,
    cursor: usize,
    changes: Vec<Change>,
    /// The column that moves from line to line keep to.
    column: Option<usize>,
}

/// At a place, one text took the place of another.
struct Change {
    at: usize,
    before: String,
    after: String,
    cursor: usize,
}

/// A way to go.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Direction {
    Back,
    On,
}

/// Whether there was anywhere to go.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Moved {
    Yes,
    No,
}

/// How a word is changed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Letters {
    Upper,
    Lower,
    Capital,
}

impl Buffer {
    /// The text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The byte of the text before which the cursor is.
    pub fn cursor(&self) -> usize {
        self.cursor
    }

    /// Puts `with` where `range` is; the cursor is behind it.
    pub fn replace(&mut self, range: Range<usize>, with: &str) {
        if range.is_empty() && with.is_empty() {
            return;
        }
        self.column = None;
        let cursor = self.cursor;
        self.cursor = range.start + with.len();
        let before = self.text[range.clone()].to_owned();
        self.text.replace_range(range.clone(), with);
        // What is typed without a pause is one change, line by line.
        if let Some(last) = self.changes.last_mut() {
            let goes_on = last.at + last.after.len() == range.start && cursor == range.start;
            let is_typing = last.before.is_empty() && before.is_empty() && !with.contains('\n');
            if goes_on && is_typing && !last.after.is_empty() && !last.after.contains('\n') {
                last.after.push_str(with);
                return;
            }
        }
        self.changes.push(Change { at: range.start, before, after: with.to_owned(), cursor });
    }

    /// Puts text where the cursor is.
    pub fn insert(&mut self, text: &str) {
        self.replace(self.cursor..self.cursor, text);
    }

    /// Makes `text` the whole text, the cursor at its end.
    pub fn set(&mut self, text: &str) {
        self.replace(0..self.text.len(), text);
        self.cursor = self.text.len();
    }

    /// Takes the last change back.
    pub fn undo(&mut self) {
        if let Some(change) = self.changes.pop() {
            let end = change.at + change.after.len();
            self.text.replace_range(change.at..end, &change.before);
            self.cursor = change.cursor;
            self.column = None;
        }
    }

    /// Moves the cursor to a byte that begins a character.
    pub fn go_to(&mut self, place: usize) {
        self.cursor = place;
        self.column = None;
    }

    /// The place one character from the cursor, or the cursor.
    pub fn character(&self, direction: Direction) -> usize {
        match direction {
            Direction::Back => {
                let last = self.text[..self.cursor].graphemes(true).next_back();
                self.cursor - last.map_or(0, str::len)
            }
            Direction::On => {
                let next = self.text[self.cursor..].graphemes(true).next();
                self.cursor + next.map_or(0, str::len)
            }
        }
    }

    /// The place one word from the cursor: letters and digits, as `-` parts the words of a name.
    pub fn word(&self, direction: Direction) -> usize {
        let is_word = |c: char| c.is_alphanumeric();
        match direction {
            Direction::Back => {
                let before = self.text[..self.cursor].trim_end_matches(|c| !is_word(c));
                before.trim_end_matches(is_word).len()
            }
            Direction::On => {
                let after = self.text[self.cursor..].trim_start_matches(|c| !is_word(c));
                self.text.len() - after.trim_start_matches(is_word).len()
            }
        }
    }

    /// Where the blanks and then what is no blank before the cursor begin.
    pub fn blank_word(&self) -> usize {
        self.text[..self.cursor].trim_end().trim_end_matches(|c: char| !c.is_whitespace()).len()
    }

    /// The line in which a place is, without its end.
    pub fn line_at(&self, place: usize) -> Range<usize> {
        let start = self.text[..place].rfind('\n').map_or(0, |end| end + 1);
        let end = self.text[place..].find('\n').map_or(self.text.len(), |end| place + end);
        start..end
    }

    /// The line in which the cursor is, without its end.
    pub fn line(&self) -> Range<usize> {
        self.line_at(self.cursor)
    }

    /// Moves to the line before or after, if there is one, in the column that the first of such
    /// moves began in.
    pub fn move_line(&mut self, direction: Direction) -> Moved {
        let line = self.line();
        let other = match direction {
            Direction::Back if line.start > 0 => self.line_at(line.start - 1),
            Direction::On if line.end < self.text.len() => self.line_at(line.end + 1),
            Direction::Back | Direction::On => return Moved::No,
        };
        let column = self.column;
        let column =
            column.unwrap_or_else(|| self.text[line.start..self.cursor].graphemes(true).count());
        let mut places = self.text[other.clone()].grapheme_indices(true);
        self.cursor = places.nth(column).map_or(other.end, |(at, _)| other.start + at);
        self.column = Some(column);
        Moved::Yes
    }

    /// Exchanges the characters around the cursor; at the end of a line, those before it.
    pub fn transpose(&mut self) {
        if self.cursor == self.line().end {
            self.cursor = self.character(Direction::Back);
        }
        let (before, after) = (self.character(Direction::Back), self.character(Direction::On));
        if before < self.cursor && self.cursor < after && before >= self.line().start {
            let exchanged =
                [&self.text[self.cursor..after], &self.text[before..self.cursor]].concat();
            self.replace(before..after, &exchanged);
        }
    }

    /// Changes the letters of the next word, and goes behind it.
    pub fn change_letters(&mut self, letters: Letters) {
        let end = self.word(Direction::On);
        let word = &self.text[self.cursor..end];
        let changed = match letters {
            Letters::Upper => word.to_uppercase(),
            Letters::Lower => word.to_lowercase(),
            Letters::Capital => {
                let first = word.find(char::is_alphanumeric).unwrap_or(0);
                let next = word[first..].chars().next().map_or(first, |c| first + c.len_utf8());
                [&word[..first], &word[first..next].to_uppercase(), &word[next..].to_lowercase()]
                    .concat()
            }
        };
        self.replace(self.cursor..end, &changed);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn buffer(text: &str) -> Buffer {
        let mut buffer = Buffer::default();
        buffer.set(text);
        buffer
    }

    #[test]
    fn lines_keep_their_column() {
        let mut b = buffer("(define x\n  1\n  (λ λ λ)");
        assert_eq!(b.move_line(Direction::Back), Moved::Yes);
        assert_eq!(&b.text()[..b.cursor()], "(define x\n  1");
        assert_eq!(b.move_line(Direction::Back), Moved::Yes);
        assert_eq!(&b.text()[..b.cursor()], "(define x");
        assert_eq!(b.move_line(Direction::Back), Moved::No);
        b.move_line(Direction::On);
        b.move_line(Direction::On);
        assert_eq!(b.cursor(), b.text().len());
        assert_eq!(b.move_line(Direction::On), Moved::No);
    }

    #[test]
    fn words_are_parts_of_names() {
        let mut b = buffer("(string-append list)");
        b.go_to(b.word(Direction::Back));
        b.go_to(b.word(Direction::Back));
        assert_eq!(&b.text()[b.cursor()..], "append list)");
        b.change_letters(Letters::Capital);
        assert_eq!(b.text(), "(string-Append list)");
        assert_eq!(b.word(Direction::On), b.text().len() - 1);
    }

    #[test]
    fn changes_are_taken_back_one_by_one() {
        let mut b = buffer("");
        b.insert("a");
        b.insert("b");
        b.insert("\n");
        b.insert("c");
        b.replace(0..2, "x");
        for expected in ["ab\nc", "ab\n", "ab", "", ""] {
            b.undo();
            assert_eq!(b.text(), expected);
        }
    }

    #[test]
    fn characters_are_what_people_see() {
        let mut b = buffer("a👩🏼‍🚀e\u{301}");
        b.go_to(b.character(Direction::Back));
        b.go_to(b.character(Direction::Back));
        assert_eq!(b.cursor(), 1);
        b.transpose();
        assert_eq!(b.text(), "👩🏼‍🚀ae\u{301}");
    }
}
