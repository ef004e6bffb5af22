//! Text to data: the whole external syntax of R7RS 7.1, and square brackets as parentheses.
//!
//! Invariant: nothing here recurses over what is read, and time and memory are linear in the text.
//! A `Reader` reads a whole text; a `Parser` reads a text that comes in pieces.

mod error;
mod lexer;
mod atom;
mod quoted;
mod parser;
mod construct;
mod label;
mod outline;
mod indentation;
#[cfg(test)]
mod tests;

pub use error::{Aside, Opened, ReadError, Reason, Refused};
pub use lexer::Case;
pub use outline::{Outline, Unfinished, outline};
pub use parser::{Parser, Progress};

pub use atom::CHARACTER_NAMES;
pub(crate) use atom::is_plain_symbol;

use crate::heap::Heap;
use crate::source::{SourceId, Sources, Span};
use crate::symbol::Symbols;
use crate::value::Value;
use lexer::{Fault, Token};
use std::rc::Rc;

/// What a text is read for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Purpose {
    /// To be evaluated: spans are recorded in this source; strings, vectors and bytevectors are
    /// immutable literals.
    Code(SourceId),
    /// To be computed with: no spans; everything is mutable.
    Data,
    /// To see what is open at its end: spans are recorded in this source; any number stands for one
    /// that is too large to be made.
    Outline(SourceId),
}

/// Whether a piece is the last of its text.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Rest {
    /// More text may follow.
    Follows,
    /// The text ends here.
    Nothing,
}

/// A piece of a text and how far it was read. The next piece of the same text begins where this one
/// was left: with `text[at..]`, which is short, and at least as much again behind it.
#[derive(Clone, Copy, Debug)]
pub struct Piece<'t> {
    /// The text.
    pub text: &'t str,
    /// Bytes that were read.
    pub at: usize,
    /// What comes behind it.
    pub rest: Rest,
}

impl<'t> Piece<'t> {
    /// A whole text.
    pub fn whole(text: &'t str) -> Piece<'t> {
        Piece { text, at: 0, rest: Rest::Nothing }
    }

    #[inline]
    fn byte(&self, ahead: usize) -> Option<u8> {
        self.text.as_bytes().get(self.at + ahead).copied()
    }

    fn remaining(&self) -> &'t str {
        &self.text[self.at..]
    }

    fn ended(&self) -> Token {
        match self.rest {
            Rest::Follows => Token::More,
            Rest::Nothing => Token::End,
        }
    }

    /// Blames the next `width` bytes and goes on behind them.
    fn fault(&mut self, width: usize, reason: error::Reason) -> Fault {
        let start = self.at;
        self.at = (start + width).min(self.text.len());
        Fault::Text { reason, start, end: self.at }
    }
}

/// What reading writes to.
struct Memory<'m> {
    heap: &'m mut Heap,
    symbols: &'m mut Symbols,
    sources: &'m mut Sources,
}

/// Reads the data of one text, one after the other.
#[derive(Clone)]
pub struct Reader {
    parser: Parser,
    text: Rc<str>,
    at: usize,
}

impl Reader {
    /// A reader of code: of a text that `sources` keeps.
    pub fn new(sources: &Sources, source: SourceId) -> Reader {
        let text = sources.text(source).clone();
        Reader { parser: Parser::new(Purpose::Code(source)), text, at: 0 }
    }

    /// A reader of data.
    pub fn of_data(text: impl Into<Rc<str>>) -> Reader {
        Reader { parser: Parser::new(Purpose::Data), text: text.into(), at: 0 }
    }

    /// The next datum; none at the end of the text. After an error the next call goes on behind
    /// the text that was refused, or begins again if the work was stopped; `sources.refused` says
    /// where code was refused.
    pub fn read(
        &mut self,
        heap: &mut Heap,
        symbols: &mut Symbols,
        sources: &mut Sources,
    ) -> Result<Option<Value>, ReadError> {
        let mut piece = Piece { text: &self.text, at: self.at, rest: Rest::Nothing };
        let progress = self.parser.read(heap, symbols, sources, &mut piece);
        if !progress.as_ref().is_err_and(ReadError::is_stop) {
            self.at = piece.at;
        }
        if let (Err(error), Some(source)) = (&progress, self.source()) {
            sources.refused = Refused::of(error, source, &self.text).or(sources.refused.take());
        }
        match progress? {
            Progress::Datum(datum) => Ok(Some(datum)),
            Progress::More | Progress::End => Ok(None),
        }
    }

    /// Where the last datum was written, of a reader of code.
    pub fn span(&self) -> Option<Span> {
        self.parser.span()
    }

    /// The text that is read, of a reader of code.
    pub fn source(&self) -> Option<SourceId> {
        self.parser.source()
    }

    /// Bytes of the text that were read.
    pub fn position(&self) -> usize {
        self.at
    }
}

/// All the data of a text that is read as code.
pub fn read_all(
    heap: &mut Heap,
    symbols: &mut Symbols,
    sources: &mut Sources,
    source: SourceId,
) -> Result<Vec<Value>, ReadError> {
    let mut reader = Reader::new(sources, source);
    let mut data = Vec::new();
    while let Some(datum) = reader.read(heap, symbols, sources)? {
        data.push(datum);
    }
    Ok(data)
}
