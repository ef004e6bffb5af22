//! Tokens to data, by a stack of the constructs that are open.

use super::construct::{Accepted, Open};
use super::error::{ReadError, Reason};
use super::label::Labels;
use super::lexer::{BOM, Case, Fault, Lexer, Token};
use super::{Memory, Piece, Purpose};
use crate::heap::Heap;
use crate::source::{Place, SourceId, Sources, Span};
use crate::symbol::Symbols;
use crate::value::Value;

/// What came of reading in a piece.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Progress {
    /// A datum is complete; the piece may hold more.
    Datum(Value),
    /// The piece is used up, and the text goes on.
    More,
    /// The text is at its end, with nothing open.
    End,
}

/// What begins in the first column while something is open: where it does, and people indent, the
/// closing parentheses before it are too few.
#[derive(Clone, Copy, Default)]
pub(super) struct Margin {
    /// The last list, of which no element has been read.
    pub list: Option<Place>,
    /// The first definition.
    pub definition: Option<Place>,
}

/// Units of work for a token.
const UNITS_A_TOKEN: usize = 16;

/// Reads data from a text that comes in pieces. Between two pieces it holds values that the
/// collector does not know: whoever lets a collection happen there drops the parser first.
#[derive(Clone)]
pub struct Parser {
    pub(super) lexer: Lexer,
    pub(super) stack: Vec<Open>,
    /// Elements of the vectors and bytevectors that are open.
    pub(super) elements: Vec<Value>,
    pub(super) labels: Labels,
    /// The last datum: its first byte and the byte after it.
    pub(super) extent: (u64, u64),
    pub(super) margin: Margin,
}

impl Parser {
    /// A parser of a text from its beginning.
    pub fn new(purpose: Purpose) -> Parser {
        Parser::starting_at(purpose, Place::START)
    }

    /// A parser of a text of which what is before `place` was read already.
    pub fn starting_at(purpose: Purpose, place: Place) -> Parser {
        Parser {
            lexer: Lexer::new(purpose, place),
            stack: Vec::new(),
            elements: Vec::new(),
            labels: Labels::default(),
            extent: (place.offset, place.offset),
            margin: Margin::default(),
        }
    }

    /// What the text has asked for so far: the next parser of the same text begins with it.
    pub fn case(&self) -> Case {
        self.lexer.case
    }

    /// Begins with what the text has asked for before.
    pub fn set_case(&mut self, case: Case) {
        self.lexer.case = case;
    }

    /// Where the last datum was written, if it was read as code.
    pub fn span(&self) -> Option<Span> {
        self.recorded(self.extent.0, self.extent.1)
    }

    /// The text that is read, if it is code.
    pub fn source(&self) -> Option<SourceId> {
        match self.lexer.purpose {
            Purpose::Code(source) | Purpose::Outline(source) => Some(source),
            Purpose::Data => None,
        }
    }

    /// Reads on in a piece, up to the end of a datum or of the piece. After an error nothing is
    /// open, and reading may go on behind the text that was refused.
    pub fn read(
        &mut self,
        heap: &mut Heap,
        symbols: &mut Symbols,
        sources: &mut Sources,
        piece: &mut Piece<'_>,
    ) -> Result<Progress, ReadError> {
        let mut memory = Memory { heap, symbols, sources };
        match self.advance(&mut memory, piece) {
            Ok(Progress::More) => {
                self.leave(piece);
                Ok(Progress::More)
            }
            Ok(Progress::End) => self.end(piece),
            Ok(Progress::Datum(datum)) => Ok(Progress::Datum(datum)),
            Err(fault) => {
                let error = self.error(fault, piece);
                self.reset();
                Err(error)
            }
        }
    }

    /// Reads on as `read` does; what is open at the end of the text stays open.
    pub(super) fn advance(
        &mut self,
        memory: &mut Memory<'_>,
        piece: &mut Piece<'_>,
    ) -> Result<Progress, Fault> {
        if self.lexer.base.offset == 0 && piece.at == 0 && piece.text.starts_with(BOM) {
            piece.at = BOM.len_utf8();
        }
        loop {
            memory.heap.effort.spend(UNITS_A_TOKEN)?;
            let value = match self.lexer.next(memory, piece)? {
                Token::Datum(value) => value,
                Token::Reference(number) => {
                    self.labels.refer(number).map_err(|reason| self.blame(reason))?
                }
                Token::Close(bracket) => self.close(memory, piece, bracket)?,
                Token::Nothing => continue,
                Token::More => return Ok(Progress::More),
                Token::End => return Ok(Progress::End),
                Token::Open(opening) => {
                    self.open(memory, piece, opening)?;
                    continue;
                }
                Token::Dot => {
                    self.dot()?;
                    continue;
                }
            };
            match self.accept(memory, piece, value)? {
                Accepted::Inner => {}
                Accepted::Whole(datum) => {
                    self.labels.finish(memory.heap);
                    return Ok(Progress::Datum(datum));
                }
            }
        }
    }

    /// Notes that a list begins at the lexer's `start`.
    pub(super) fn note_margin(&mut self, piece: &Piece<'_>) {
        let (start, base) = (self.lexer.start, self.lexer.base);
        let is_first = match (start.offset - base.offset) as usize {
            0 => base.column == 1,
            before => piece.text.as_bytes()[before - 1] == b'\n',
        };
        if is_first && self.margin.definition.is_none() && !self.stack.is_empty() {
            self.margin.list = Some(start);
        }
    }

    /// The span from the lexer's `start` to the piece's position, if spans are wanted.
    #[inline]
    pub(super) fn span_to(&self, piece: &Piece<'_>) -> Option<Span> {
        self.recorded(self.lexer.start.offset, self.offset(piece))
    }

    #[inline]
    pub(super) fn recorded(&self, start: u64, end: u64) -> Option<Span> {
        match self.lexer.purpose {
            Purpose::Data => None,
            Purpose::Code(source) | Purpose::Outline(source) => {
                let short = |offset: u64| u32::try_from(offset).unwrap_or(u32::MAX);
                Some(Span { source, start: short(start), end: short(end) })
            }
        }
    }

    pub(super) fn offset(&self, piece: &Piece<'_>) -> u64 {
        self.lexer.base.offset + piece.at as u64
    }

    /// Blames the last token, or the datum that it ended.
    pub(super) fn blame(&self, reason: Reason) -> Fault {
        Fault::Datum { reason, start: self.lexer.start }
    }

    pub(super) fn error(&self, fault: Fault, piece: &Piece<'_>) -> ReadError {
        match fault {
            Fault::Other(condition) => ReadError::Other(condition),
            Fault::Datum { reason, start } => {
                let place = self.counted(start, piece);
                ReadError::Invalid { reason, place, end: self.offset(piece) }
            }
            Fault::Text { reason, start, end } => {
                let base = self.lexer.base;
                let place = base.after(&piece.text[..start]);
                ReadError::Invalid { reason, place, end: base.offset + end as u64 }
            }
        }
    }

    /// The end of the text: well, if nothing is open.
    fn end(&mut self, piece: &Piece<'_>) -> Result<Progress, ReadError> {
        let token = self.lexer.opened().map(|opened| (opened, self.lexer.start));
        let construct = |open: &Open| (open.kind.opened(), open.at);
        let Some(innermost) = token.or_else(|| self.stack.last().map(construct)) else {
            return Ok(Progress::End);
        };
        let bracket = self.stack.iter().find(|open| open.kind.is_bracketed());
        let outermost = token.or_else(|| bracket.map(construct)).unwrap_or(innermost);
        let suspect = self.margin.definition.filter(|_| token.is_none());
        let counted = |(opened, at)| (opened, self.counted(at, piece));
        let (innermost, outermost) = (counted(innermost), counted(outermost));
        let suspect = suspect.map(|at| self.counted(at, piece));
        self.reset();
        Err(ReadError::Incomplete { opened: innermost.0, place: innermost.1, outermost, suspect })
    }

    fn reset(&mut self) {
        self.lexer.mode = super::lexer::Mode::Plain;
        self.stack.clear();
        self.elements.clear();
        self.labels = Labels::default();
        self.margin = Margin::default();
    }

    /// The line and column of a place in the piece or before it.
    pub(super) fn counted(&self, at: Place, piece: &Piece<'_>) -> Place {
        let base = self.lexer.base;
        if at.line != 0 {
            return at;
        }
        base.after(&piece.text[..at.offset.saturating_sub(base.offset) as usize])
    }

    /// Leaves a piece: counts the lines of what was read, and of what is open in it.
    pub(super) fn leave(&mut self, piece: &Piece<'_>) {
        let base = self.lexer.base;
        let Margin { list, definition } = self.margin;
        let counted = |at: Option<Place>| at.map(|at| self.counted(at, piece));
        self.margin = Margin { list: counted(list), definition: counted(definition) };
        let first = self.stack.partition_point(|open| open.at.line != 0);
        let mut place = base;
        let opened = self.stack[first..].iter_mut().map(|open| &mut open.at);
        for at in opened.chain([&mut self.lexer.start].into_iter().filter(|at| at.line == 0)) {
            let text = &piece.text[(place.offset - base.offset) as usize..];
            place = place.after(&text[..at.offset.saturating_sub(place.offset) as usize]);
            *at = place;
        }
        let text = &piece.text[(place.offset - base.offset) as usize..piece.at];
        self.lexer.base = place.after(text);
    }
}
