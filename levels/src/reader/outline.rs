//! What a text is so far, for whoever types it: whole, or open and where, or wrong.
//!
//! Invariant: it is the reader itself that reads, into a heap of its own which is dropped; so the two
//! cannot disagree. Nothing is evaluated, and the cost is linear in the text.

use super::construct::Kind;
use super::error::{Opened, ReadError, Reason};
use super::indentation;
use super::lexer::{Fault, Mode};
use super::parser::{Parser, Progress};
use super::{Memory, Piece, Purpose};
use crate::heap::Heap;
use crate::source::{Place, Sources};
use crate::symbol::Symbols;

/// What a text is so far.
#[derive(PartialEq, Eq, Debug)]
pub enum Outline {
    /// Any number of data, none too, and nothing open.
    Complete,
    /// The text ends inside of something: more text could make it whole.
    Incomplete(Unfinished),
    /// No further text could make it right.
    Wrong {
        /// What is wrong.
        reason: Reason,
        /// Where the wrong thing begins.
        place: Place,
        /// The byte after it.
        end: u64,
    },
}

/// What is open at the end of a text.
#[derive(PartialEq, Eq, Debug)]
pub struct Unfinished {
    /// The constructs that are open and where each begins, the innermost last. There is at least one.
    pub open: Vec<(Opened, Place)>,
    /// The spaces that the next line should begin with: two more than the opening parenthesis of a
    /// form with a body, else as many as stand before the first operand or element. None in a string
    /// or between bars, where they would be part of it.
    pub indentation: u32,
}

/// What a text is so far. `Incomplete` if and only if a `Reader` of the text ends with
/// `ReadError::Incomplete`, and `Wrong` where it first gives `ReadError::Invalid`. Exact numbers too
/// large to be made are taken as read. Linear in the text: 10,000 characters take well below a
/// millisecond.
///
/// ```
/// use levels::reader::{Opened, Outline, outline};
///
/// let Outline::Incomplete(unfinished) = outline("(define (f x)\n  (g \"x\"") else { panic!() };
/// let opened: Vec<_> = unfinished.open.iter().map(|(what, at)| (*what, at.line, at.column)).collect();
/// assert_eq!(opened, [(Opened::List, 1, 1), (Opened::List, 2, 3)]);
/// assert_eq!(unfinished.indentation, 5);
/// assert_eq!(outline("(f x) ; done"), Outline::Complete);
/// assert!(matches!(outline("(f x))"), Outline::Wrong { .. }));
/// ```
pub fn outline(text: &str) -> Outline {
    let limit = SMALLEST_HEAP + BYTES_A_CHARACTER * text.len();
    let (mut heap, mut symbols) = (Heap::new(limit), Symbols::default());
    let mut sources = Sources::default();
    let source = sources.add("<outline>", "");
    let mut memory = Memory { heap: &mut heap, symbols: &mut symbols, sources: &mut sources };
    let mut parser = Parser::new(Purpose::Outline(source));
    let mut piece = Piece::whole(text);
    loop {
        match parser.advance(&mut memory, &mut piece) {
            Ok(Progress::Datum(_)) => {}
            Ok(Progress::More | Progress::End) => return at_end(parser, &memory, piece),
            Err(fault) => return refused(&parser, fault, &piece),
        }
    }
}

/// A heap that holds any text's data, and no number much larger than what is written of it.
const SMALLEST_HEAP: usize = 1 << 20;
const BYTES_A_CHARACTER: usize = 512;

fn refused(parser: &Parser, fault: Fault, piece: &Piece<'_>) -> Outline {
    match parser.error(fault, piece) {
        ReadError::Invalid { reason, place, end } => Outline::Wrong { reason, place, end },
        // Memory is short: the reader itself will say so.
        ReadError::Incomplete { .. } | ReadError::Other(_) => Outline::Complete,
    }
}

fn at_end(mut parser: Parser, memory: &Memory<'_>, piece: Piece<'_>) -> Outline {
    parser.leave(&piece);
    let constructs = parser.stack.iter().map(|open| (open.kind.opened(), open.at));
    let token = parser.lexer.opened().map(|opened| (opened, parser.lexer.start));
    let open: Vec<_> = constructs.chain(token).collect();
    let Some((_, innermost)) = open.last() else { return Outline::Complete };
    let indentation = match parser.lexer.mode {
        Mode::Plain | Mode::LineComment => indentation::of_next(&parser, memory, piece.text),
        Mode::BlockComment => innermost.column - 1,
        Mode::String | Mode::Symbol => 0,
    };
    Outline::Incomplete(Unfinished { open, indentation })
}

impl Kind {
    /// Whether what stands in it is data, and no code.
    pub(super) fn is_data(self) -> bool {
        use super::lexer::Prefix;
        match self {
            Kind::Prefix(Prefix::Quote) | Kind::Vector(..) | Kind::Bytevector(..) => true,
            Kind::Prefix(Prefix::Quasiquote | Prefix::Unquote | Prefix::UnquoteSplicing) => false,
            Kind::List(_) | Kind::Dotted(_) | Kind::Ended(_) => false,
            Kind::DatumComment | Kind::Label(_) => false,
        }
    }
}
