//! Tokens to data, by a stack of the constructs that are open.

use super::error::{Opened, ReadError, Reason};
use super::label::{Hole, Labels};
use super::lexer::{BOM, Bracket, Case, Fault, Lexer, Opening, Prefix, Token};
use super::{Memory, Piece, Purpose};
use crate::heap::Heap;
use crate::layout::{Type, flag};
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

/// Units of work for a token.
const UNITS_A_TOKEN: usize = 16;

/// Reads data from a text that comes in pieces. Between two pieces it holds values that the
/// collector does not know: whoever lets a collection happen there drops the parser first.
pub struct Parser {
    lexer: Lexer,
    stack: Vec<Open>,
    /// Elements of the vectors and bytevectors that are open.
    elements: Vec<Value>,
    labels: Labels,
    /// The last datum: its first byte and the byte after it.
    extent: (u64, u64),
}

/// A construct that is open.
struct Open {
    kind: Kind,
    /// Where it begins; the line is 0 until it is counted.
    at: Place,
    /// The first pair of a list, or nil.
    head: Value,
    /// The last pair of a list.
    tail: Value,
}

#[derive(Clone, Copy)]
enum Kind {
    /// A list before a dot.
    List(Bracket),
    /// A list after its dot.
    Dotted(Bracket),
    /// A list after the datum after its dot.
    Ended(Bracket),
    /// Elements from this one on.
    Vector(Bracket, usize),
    Bytevector(Bracket, usize),
    Prefix(Prefix),
    DatumComment,
    Label(u32),
}

/// What a value does to what is open around it.
enum Accepted {
    /// It is part of something.
    Inner,
    /// It is whole.
    Whole(Value),
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
            Purpose::Code(source) => Some(source),
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
        if self.lexer.base.offset == 0 && piece.at == 0 && piece.text.starts_with(BOM) {
            piece.at = BOM.len_utf8();
        }
        match self.run(&mut memory, piece) {
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

    fn run(&mut self, memory: &mut Memory<'_>, piece: &mut Piece<'_>) -> Result<Progress, Fault> {
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
                    self.open(memory, opening)?;
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

    fn open(&mut self, memory: &mut Memory<'_>, opening: Opening) -> Result<(), Fault> {
        let base = self.elements.len();
        let kind = match opening {
            Opening::List(bracket) => Kind::List(bracket),
            Opening::Vector(bracket) => Kind::Vector(bracket, base),
            Opening::Bytevector(bracket) => Kind::Bytevector(bracket, base),
            Opening::Prefix(prefix) => Kind::Prefix(prefix),
            Opening::DatumComment => Kind::DatumComment,
            Opening::Label(number) => {
                let opened = self.labels.open(memory.heap, number);
                opened.map_err(|reason| self.blame(reason))?;
                Kind::Label(number)
            }
        };
        if self.stack.len() == self.stack.capacity() {
            memory.heap.reserve(self.stack.len().saturating_mul(2 * size_of::<Open>()))?;
        }
        let (head, tail) = (Value::NIL, Value::NIL);
        self.stack.push(Open { kind, at: self.lexer.start, head, tail });
        Ok(())
    }

    fn dot(&mut self) -> Result<(), Fault> {
        match self.stack.last_mut() {
            Some(Open { kind: kind @ Kind::List(_), head, .. }) if !head.is_nil() => {
                if let Kind::List(bracket) = *kind {
                    *kind = Kind::Dotted(bracket);
                }
                Ok(())
            }
            Some(_) | None => Err(self.blame(Reason::StrayDot)),
        }
    }

    /// The value of the construct that a bracket closes.
    fn close(
        &mut self,
        memory: &mut Memory<'_>,
        piece: &Piece<'_>,
        found: Bracket,
    ) -> Result<Value, Fault> {
        let Some(open) = self.stack.pop() else {
            return Err(self.blame(Reason::StrayClose));
        };
        let (bracket, value) = match open.kind {
            Kind::List(bracket) | Kind::Ended(bracket) => (bracket, open.head),
            Kind::Vector(bracket, base) => (bracket, self.vector(memory, base)?),
            Kind::Bytevector(bracket, base) => (bracket, self.bytevector(memory, base)?),
            Kind::Dotted(_) => return Err(self.blame(Reason::NothingAfterDot)),
            Kind::Prefix(_) | Kind::DatumComment | Kind::Label(_) => {
                return Err(self.blame(Reason::NothingAfter(open.kind.opened())));
            }
        };
        if bracket != found {
            let opened = self.counted(open.at, piece);
            return Err(self.blame(Reason::MismatchedClose { opened }));
        }
        self.lexer.start = open.at;
        if value.is_pair()
            && let Some(span) = self.span_to(piece)
        {
            memory.sources.record_form(value, span);
        }
        Ok(value)
    }

    fn vector(&mut self, memory: &mut Memory<'_>, base: usize) -> Result<Value, Fault> {
        let elements = &self.elements[base..];
        memory.heap.reserve(size_of_val(elements))?;
        let vector = memory.heap.object(Type::Vector, elements);
        if !self.labels.is_empty() {
            for (index, element) in elements.iter().enumerate() {
                self.labels.stored(*element, Hole::Element(vector, index));
            }
        }
        self.elements.truncate(base);
        if self.literal_flags() != 0 {
            memory.heap.set_flags(vector, self.literal_flags());
        }
        Ok(vector)
    }

    fn bytevector(&mut self, memory: &mut Memory<'_>, base: usize) -> Result<Value, Fault> {
        let bytes: Vec<u8> =
            self.elements.drain(base..).map(|byte| byte.fixnum_value() as u8).collect();
        memory.heap.reserve(bytes.len())?;
        Ok(memory.heap.bytes(Type::Bytes, self.literal_flags(), &bytes))
    }

    fn literal_flags(&self) -> u8 {
        match self.lexer.purpose {
            Purpose::Code(_) => flag::IMMUTABLE,
            Purpose::Data => 0,
        }
    }

    /// Puts a value where the innermost open construct wants it. The value's text begins at the
    /// lexer's `start` and ends at the piece's position.
    fn accept(
        &mut self,
        memory: &mut Memory<'_>,
        piece: &Piece<'_>,
        mut value: Value,
    ) -> Result<Accepted, Fault> {
        memory.heap.reserve(ROOM)?;
        loop {
            let Some(open) = self.stack.last() else {
                self.extent = (self.lexer.start.offset, self.offset(piece));
                return Ok(Accepted::Whole(value));
            };
            let at = open.at;
            match open.kind {
                Kind::List(_) => self.append(memory, piece, value),
                Kind::Dotted(bracket) => self.end_list(memory, bracket, value),
                Kind::Ended(_) => return Err(self.blame(Reason::TooMuchAfterDot)),
                Kind::Vector(..) => self.push_element(memory, value)?,
                Kind::Bytevector(..) => match value.as_index() {
                    Some(0..=255) => self.push_element(memory, value)?,
                    Some(_) | None => return Err(self.blame(Reason::NotAByte)),
                },
                Kind::DatumComment => {
                    self.stack.pop();
                }
                Kind::Prefix(prefix) => {
                    self.stack.pop();
                    value = self.prefixed(memory, piece, prefix, at, value);
                    self.lexer.start = at;
                    continue;
                }
                Kind::Label(number) => {
                    self.stack.pop();
                    let closed = self.labels.close(number, value);
                    closed.map_err(|reason| self.blame(reason))?;
                    self.lexer.start = at;
                    continue;
                }
            }
            return Ok(Accepted::Inner);
        }
    }

    fn push_element(&mut self, memory: &mut Memory<'_>, value: Value) -> Result<(), Fault> {
        if self.elements.len() == self.elements.capacity() {
            memory.heap.reserve(self.elements.len().saturating_mul(2 * size_of::<Value>()))?;
        }
        self.elements.push(value);
        Ok(())
    }

    /// Adds an element to the list on the top of the stack.
    fn append(&mut self, memory: &mut Memory<'_>, piece: &Piece<'_>, value: Value) {
        let pair = memory.heap.cons(value, Value::NIL);
        if let Some(span) = self.span_to(piece) {
            memory.sources.record_element(pair, span);
        }
        if !self.labels.is_empty() {
            self.labels.stored(value, Hole::Car(pair));
        }
        let Some(open) = self.stack.last_mut() else { return };
        if open.head.is_nil() {
            open.head = pair;
        } else {
            memory.heap.set_cdr(open.tail, pair);
        }
        open.tail = pair;
    }

    /// Ends the list on the top of the stack with the datum after its dot.
    fn end_list(&mut self, memory: &mut Memory<'_>, bracket: Bracket, value: Value) {
        let Some(open) = self.stack.last_mut() else { return };
        open.kind = Kind::Ended(bracket);
        memory.heap.set_cdr(open.tail, value);
        let hole = Hole::Cdr(open.tail);
        if !self.labels.is_empty() {
            self.labels.stored(value, hole);
        }
    }

    /// The list that a prefix at `at` makes of a value.
    fn prefixed(
        &mut self,
        memory: &mut Memory<'_>,
        piece: &Piece<'_>,
        prefix: Prefix,
        at: Place,
        value: Value,
    ) -> Value {
        let symbol = memory.symbols.intern(memory.heap, prefix.name());
        let rest = memory.heap.cons(value, Value::NIL);
        let list = memory.heap.cons(symbol, rest);
        if !self.labels.is_empty() {
            self.labels.stored(value, Hole::Car(rest));
        }
        let begin = at.offset;
        if let (Some(inner), Some(form), Some(mark)) = (
            self.span_to(piece),
            self.recorded(begin, self.offset(piece)),
            self.recorded(begin, begin + prefix.width()),
        ) {
            memory.sources.record_element(rest, inner);
            memory.sources.record_element(list, mark);
            memory.sources.record_form(list, form);
        }
        list
    }

    /// The span from the lexer's `start` to the piece's position, if spans are wanted.
    #[inline]
    fn span_to(&self, piece: &Piece<'_>) -> Option<Span> {
        self.recorded(self.lexer.start.offset, self.offset(piece))
    }

    #[inline]
    fn recorded(&self, start: u64, end: u64) -> Option<Span> {
        match self.lexer.purpose {
            Purpose::Data => None,
            Purpose::Code(source) => {
                let short = |offset: u64| u32::try_from(offset).unwrap_or(u32::MAX);
                Some(Span { source, start: short(start), end: short(end) })
            }
        }
    }

    fn offset(&self, piece: &Piece<'_>) -> u64 {
        self.lexer.base.offset + piece.at as u64
    }

    /// Blames the last token, or the datum that it ended.
    fn blame(&self, reason: Reason) -> Fault {
        Fault::Datum { reason, start: self.lexer.start }
    }

    fn error(&self, fault: Fault, piece: &Piece<'_>) -> ReadError {
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
        let innermost = match (self.lexer.opened(), self.stack.last()) {
            (Some(opened), _) => Some((opened, self.lexer.start)),
            (None, Some(open)) => Some((open.kind.opened(), open.at)),
            (None, None) => None,
        };
        match innermost {
            None => Ok(Progress::End),
            Some((opened, at)) => {
                let place = self.counted(at, piece);
                self.reset();
                Err(ReadError::Incomplete { opened, place })
            }
        }
    }

    fn reset(&mut self) {
        self.lexer.mode = super::lexer::Mode::Plain;
        self.stack.clear();
        self.elements.clear();
        self.labels = Labels::default();
    }

    /// The line and column of a place in the piece or before it.
    fn counted(&self, at: Place, piece: &Piece<'_>) -> Place {
        let base = self.lexer.base;
        if at.line != 0 {
            return at;
        }
        base.after(&piece.text[..at.offset.saturating_sub(base.offset) as usize])
    }

    /// Leaves a piece: counts the lines of what was read, and of what is open in it.
    fn leave(&mut self, piece: &Piece<'_>) {
        let base = self.lexer.base;
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

impl Prefix {
    fn name(self) -> &'static str {
        match self {
            Prefix::Quote => "quote",
            Prefix::Quasiquote => "quasiquote",
            Prefix::Unquote => "unquote",
            Prefix::UnquoteSplicing => "unquote-splicing",
        }
    }

    /// The bytes it is written with.
    fn width(self) -> u64 {
        match self {
            Prefix::Quote | Prefix::Quasiquote | Prefix::Unquote => 1,
            Prefix::UnquoteSplicing => 2,
        }
    }
}

impl Kind {
    fn opened(self) -> Opened {
        match self {
            Kind::List(_) | Kind::Dotted(_) | Kind::Ended(_) => Opened::List,
            Kind::Vector(..) => Opened::Vector,
            Kind::Bytevector(..) => Opened::Bytevector,
            Kind::Prefix(_) => Opened::Quotation,
            Kind::DatumComment => Opened::DatumComment,
            Kind::Label(_) => Opened::Label,
        }
    }
}

/// What a token may allocate without saying so: pairs and a short symbol.
const ROOM: usize = 256;
