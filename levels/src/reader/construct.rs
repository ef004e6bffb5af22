//! What is open while a datum is read: lists, vectors, prefixes, and how each takes a value.

use super::error::{Opened, Reason};
use super::label::Hole;
use super::lexer::{Bracket, Fault, Opening, Prefix};
use super::parser::{Margin, Parser};
use super::{Memory, Piece, Purpose};
use crate::layout::{Type, flag};
use crate::source::Place;
use crate::symbol;
use crate::value::Value;

/// A construct that is open.
#[derive(Clone)]
pub(super) struct Open {
    pub kind: Kind,
    /// Where it begins; the line is 0 until it is counted.
    pub at: Place,
    /// The first pair of a list, or nil.
    pub head: Value,
    /// The last pair of a list.
    tail: Value,
}

#[derive(Clone, Copy)]
pub(super) enum Kind {
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

impl Kind {
    /// Whether a bracket closes it.
    pub fn is_bracketed(self) -> bool {
        match self {
            Kind::List(_) | Kind::Dotted(_) | Kind::Ended(_) => true,
            Kind::Vector(..) | Kind::Bytevector(..) => true,
            Kind::Prefix(_) | Kind::DatumComment | Kind::Label(_) => false,
        }
    }

    pub fn opened(self) -> Opened {
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

/// What a value does to what is open around it.
pub(super) enum Accepted {
    /// It is part of something.
    Inner,
    /// It is whole.
    Whole(Value),
}

/// What a token may allocate without saying so: pairs and a short symbol.
const ROOM: usize = 256;

impl Parser {
    pub(super) fn open(
        &mut self,
        memory: &mut Memory<'_>,
        piece: &Piece<'_>,
        opening: Opening,
    ) -> Result<(), Fault> {
        let base = self.elements.len();
        let kind = match opening {
            Opening::List(bracket) => {
                self.note_margin(piece);
                Kind::List(bracket)
            }
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

    pub(super) fn dot(&mut self) -> Result<(), Fault> {
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
    pub(super) fn close(
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
            return Err(self.blame(Reason::MismatchedClose { opened, wanted: bracket.closing() }));
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
            Purpose::Data | Purpose::Outline(_) => 0,
        }
    }

    /// Puts a value where the innermost open construct wants it. The value's text begins at the
    /// lexer's `start` and ends at the piece's position.
    pub(super) fn accept(
        &mut self,
        memory: &mut Memory<'_>,
        piece: &Piece<'_>,
        mut value: Value,
    ) -> Result<Accepted, Fault> {
        memory.heap.reserve(ROOM)?;
        loop {
            let Some(open) = self.stack.last() else {
                self.extent = (self.lexer.start.offset, self.offset(piece));
                self.margin = Margin::default();
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
            if let Some(at) = self.margin.list.take()
                && at.offset == open.at.offset
                && is_defining(memory, value)
            {
                self.margin.definition = Some(at);
            }
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
}

/// Whether a form that begins with this datum defines something.
fn is_defining(memory: &Memory<'_>, head: Value) -> bool {
    head.is_a(Type::Symbol) && symbol::name(memory.heap, head).starts_with("def")
}

impl Bracket {
    fn closing(self) -> char {
        match self {
            Bracket::Round => ')',
            Bracket::Square => ']',
        }
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
