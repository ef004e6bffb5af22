//! The rows of the terminal that an input takes.
//!
//! Invariant: `painted` is what these rows show, and `row` and `column` are where the terminal's
//! cursor is; nothing else writes to the terminal while an input is edited.

use super::terminal::{Size, size, write};
use std::fmt::Write;
use std::io;

/// A row to be shown.
#[derive(Clone, Default, PartialEq, Eq, Debug)]
pub struct Line {
    /// What is sent, styles and all.
    pub text: String,
    /// The columns that it takes.
    pub columns: usize,
}

/// The rows of the terminal that an input takes.
pub struct Screen {
    /// The terminal's size.
    pub size: Size,
    painted: Vec<Line>,
    row: usize,
    column: usize,
}

impl Screen {
    /// The row where the cursor is, at its beginning; what was there is painted over.
    pub fn new() -> Screen {
        Screen { size: size(), painted: Vec::new(), row: 0, column: 0 }
    }

    /// Shows these rows, of which there is at least one, and puts the cursor there. Rows that show
    /// what they shall already are left alone.
    pub fn paint(&mut self, lines: Vec<Line>, row: usize, column: usize) -> io::Result<()> {
        let mut out = String::new();
        let same = lines.iter().zip(&self.painted).take_while(|(a, b)| a == b).count();
        let last = self.painted.len().saturating_sub(1);
        if same < lines.len() {
            self.go_to_row(&mut out, same.min(last));
            out.push('\r');
            if same > last && !self.painted.is_empty() {
                out.push_str("\r\n");
            }
            for (at, line) in lines.iter().enumerate().skip(same) {
                if at > same {
                    out.push_str("\r\n");
                }
                out.push_str(&line.text);
                if line.columns < self.size.columns {
                    out.push_str("\x1b[K");
                }
            }
            self.row = lines.len() - 1;
        }
        if lines.len() < self.painted.len() {
            self.go_to_row(&mut out, lines.len() - 1);
            out.push_str("\r\n\x1b[J");
            self.row = lines.len();
        }
        self.go_to_row(&mut out, row);
        out.push('\r');
        if column > 0 {
            let _ = write!(out, "\x1b[{column}C");
        }
        self.column = column;
        self.painted = lines;
        write(&out)
    }

    /// Forgets what is painted, and begins again where it began.
    pub fn restart(&mut self) -> io::Result<()> {
        let mut out = String::new();
        self.go_to_row(&mut out, 0);
        out.push_str("\r\x1b[J");
        self.painted.clear();
        write(&out)
    }

    /// Begins again at the top of a terminal that shows nothing else.
    pub fn clear(&mut self) -> io::Result<()> {
        (self.row, self.column) = (0, 0);
        self.painted.clear();
        write("\x1b[H\x1b[2J")
    }

    /// The terminal has another size: what is painted stands in other rows.
    pub fn resize(&mut self) -> io::Result<()> {
        self.size = size();
        let rows = |line: &Line| line.columns.div_ceil(self.size.columns).max(1);
        self.row = self.painted[..self.row.min(self.painted.len())].iter().map(rows).sum::<usize>()
            + self.column / self.size.columns;
        self.restart()
    }

    /// Puts the cursor on the row below.
    pub fn leave(&mut self) -> io::Result<()> {
        let mut out = String::new();
        self.go_to_row(&mut out, self.painted.len().saturating_sub(1));
        out.push_str("\r\n");
        self.painted.clear();
        (self.row, self.column) = (0, 0);
        write(&out)
    }

    fn go_to_row(&mut self, out: &mut String, row: usize) {
        let moved = match row.cmp(&self.row) {
            std::cmp::Ordering::Less => write!(out, "\x1b[{}A", self.row - row),
            std::cmp::Ordering::Equal => Ok(()),
            std::cmp::Ordering::Greater => write!(out, "\x1b[{}B", row - self.row),
        };
        // A string takes all it is given.
        let _ = moved;
        self.row = row;
    }
}

/// Makes the terminal ring.
pub fn ring() -> io::Result<()> {
    write("\x07")
}
