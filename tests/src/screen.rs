//! The screen of a terminal: what a person sees of the bytes that a command sends.
//!
//! Invariant: what is sent is text, line ends and the few sequences that are known here; anything
//! else fails the test that meets it.

/// A grid of characters, and the cursor in it.
pub struct Screen {
    columns: usize,
    height: usize,
    rows: Vec<Vec<char>>,
    row: usize,
    column: usize,
    /// The beginning of a character or sequence.
    part: Vec<u8>,
}

/// Stands in the column behind a wide character.
const BEHIND: char = '\0';

impl Screen {
    /// An empty one.
    pub fn new(columns: usize, height: usize) -> Screen {
        Screen { columns, height, rows: vec![Vec::new()], row: 0, column: 0, part: Vec::new() }
    }

    /// The rows, without the blanks at their ends.
    pub fn rows(&self) -> Vec<String> {
        let shown = |row: &Vec<char>| row.iter().filter(|c| **c != BEHIND).collect::<String>();
        self.rows.iter().map(|row| shown(row).trim_end().to_owned()).collect()
    }

    /// Whether these rows stand below each other, and the cursor is in the last of them.
    pub fn ends_with(&self, rows: &[&str]) -> bool {
        let seen = self.rows();
        let first = (self.row + 1).checked_sub(rows.len());
        first.is_some_and(|first| {
            rows.iter().zip(&seen[first..]).all(|(row, seen)| row.trim_end() == seen)
        })
    }

    /// The column of the cursor.
    pub fn column(&self) -> usize {
        self.column
    }

    /// The rows are broken anew: those that are too long now.
    pub fn resize(&mut self, columns: usize, height: usize) {
        let mut rows = Vec::new();
        let mut cursor = (0, 0);
        for (at, row) in self.rows.iter().enumerate() {
            if at == self.row {
                cursor = (rows.len() + self.column / columns, self.column % columns);
            }
            match row.len() {
                0 => rows.push(Vec::new()),
                _ => rows.extend(row.chunks(columns).map(<[char]>::to_vec)),
            }
        }
        (self.columns, self.height, self.rows) = (columns, height, rows);
        (self.row, self.column) = cursor;
        self.scroll();
    }

    /// Shows what is sent.
    pub fn receive(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.part.push(*byte);
            if self.part[0] == 0x1b {
                self.sequence(*byte);
            } else if let Ok(text) = std::str::from_utf8(&self.part) {
                let character = text.chars().next();
                self.part.clear();
                character.into_iter().for_each(|c| self.show(c));
            }
        }
    }

    fn show(&mut self, c: char) {
        match c {
            '\r' => self.column = 0,
            '\n' => self.row += 1,
            '\x07' => {}
            _ => {
                assert!(!c.is_control(), "{c:?} is sent");
                self.put(c);
            }
        }
        self.scroll();
    }

    fn put(&mut self, c: char) {
        let width = if is_wide(c) { 2 } else { 1 };
        if self.column + width > self.columns {
            (self.row, self.column) = (self.row + 1, 0);
            self.scroll();
        }
        let row = &mut self.rows[self.row];
        row.resize(row.len().max(self.column + width), ' ');
        row[self.column] = c;
        row[self.column + 1..self.column + width].fill(BEHIND);
        self.column += width;
    }

    /// Makes the row of the cursor; the first ones leave the screen.
    fn scroll(&mut self) {
        while self.rows.len() <= self.row {
            self.rows.push(Vec::new());
        }
        while self.row >= self.height {
            self.rows.remove(0);
            self.row -= 1;
        }
    }

    /// A byte of a sequence has come.
    fn sequence(&mut self, byte: u8) {
        if self.part.len() < 3 || !byte.is_ascii_alphabetic() {
            return;
        }
        let part = String::from_utf8(std::mem::take(&mut self.part)).unwrap();
        let (parameter, name) = part[2..].split_at(part.len() - 3);
        let count = parameter.parse().unwrap_or(1);
        match name {
            "A" => self.row = self.row.saturating_sub(count),
            "B" => self.row = (self.row + count).min(self.height - 1),
            "C" => self.column = (self.column + count).min(self.columns - 1),
            "K" => self.rows[self.row].truncate(self.column),
            "J" if parameter.is_empty() => {
                self.rows.truncate(self.row + 1);
                self.rows[self.row].truncate(self.column);
            }
            "J" => self.rows.iter_mut().for_each(Vec::clear),
            "H" => (self.row, self.column) = (0, 0),
            "m" | "h" | "l" => {}
            _ => panic!("{part:?} is sent"),
        }
        self.scroll();
    }
}

fn is_wide(c: char) -> bool {
    matches!(c, '\u{1100}'..='\u{115f}' | '\u{2e80}'..='\u{a4cf}' | '\u{ac00}'..='\u{d7a3}'
        | '\u{f900}'..='\u{faff}' | '\u{ff00}'..='\u{ff60}' | '\u{1f300}'..='\u{1faff}')
}
