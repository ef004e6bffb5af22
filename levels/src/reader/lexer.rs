//! Text to tokens (R7RS 7.1.1).
//!
//! Invariant: between two pieces of a text the lexer holds at most a comment or a quoted text that
//! is open; any other token that touches a piece's end is left in the piece, to be read again with
//! what follows. So no token is read twice but a short one.

use super::atom;
use super::error::{Opened, Reason};
use super::quoted::{self, Quote};
use super::{Memory, Piece, Purpose, Rest};
use crate::condition::Condition;
use crate::effort::Stopped;
use crate::heap::OutOfMemory;
use crate::source::Place;
use crate::value::Value;

/// The shape of a pair of brackets.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Bracket {
    Round,
    Square,
}

/// An abbreviation in front of a datum.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Prefix {
    Quote,
    Quasiquote,
    Unquote,
    UnquoteSplicing,
}

/// A token that something must follow.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Opening {
    List(Bracket),
    Vector(Bracket),
    Bytevector(Bracket),
    Prefix(Prefix),
    DatumComment,
    Label(u32),
}

/// What the parser is given.
pub(super) enum Token {
    Open(Opening),
    Close(Bracket),
    Dot,
    Reference(u32),
    Datum(Value),
    /// A comment or the beginning of a quoted text: nothing yet.
    Nothing,
    /// The piece is used up, and another follows.
    More,
    /// The text is at its end.
    End,
}

/// What is wrong, and with what.
pub(super) enum Fault {
    /// With bytes `start..end` of the piece.
    Text {
        reason: Reason,
        start: usize,
        end: usize,
    },
    /// With the datum that began at `start` and ends at the piece's position.
    Datum {
        reason: Reason,
        start: Place,
    },
    Other(Box<Condition>),
}

impl From<Stopped> for Fault {
    fn from(stopped: Stopped) -> Fault {
        Fault::Other(stopped.into())
    }
}

impl From<OutOfMemory> for Fault {
    fn from(error: OutOfMemory) -> Fault {
        Fault::Other(error.into())
    }
}

impl From<Box<Condition>> for Fault {
    fn from(condition: Box<Condition>) -> Fault {
        Fault::Other(condition)
    }
}

/// What a text has asked for by `#!fold-case` and `#!no-fold-case`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Case {
    /// Identifiers and the names of characters are read as they are written.
    Kept,
    /// They are read as `string-foldcase` makes them.
    Folded,
}

/// What is open at the end of a piece.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Mode {
    Plain,
    LineComment,
    BlockComment,
    String,
    Symbol,
}

/// See the module's documentation.
#[derive(Clone)]
pub(super) struct Lexer {
    pub mode: Mode,
    pub case: Case,
    /// How many levels of block comments are open.
    depth: u64,
    /// In a block comment the byte before, if it may be half of a bracket.
    last: u8,
    /// Where the piece in hand begins.
    pub base: Place,
    /// Where the last token began; its line is 0 until it is counted.
    pub start: Place,
    /// What was read of the quoted text that is open.
    pub quoted: String,
    pub purpose: Purpose,
}

impl Lexer {
    pub fn new(purpose: Purpose, base: Place) -> Lexer {
        let (mode, case) = (Mode::Plain, Case::Kept);
        Lexer { mode, case, depth: 0, last: 0, base, start: base, quoted: String::new(), purpose }
    }

    /// What of the lexer is open, if the text ends here.
    pub fn opened(&self) -> Option<Opened> {
        match self.mode {
            Mode::Plain | Mode::LineComment => None,
            Mode::BlockComment => Some(Opened::BlockComment),
            Mode::String => Some(Opened::String),
            Mode::Symbol => Some(Opened::Symbol),
        }
    }

    /// The next token. After a fault the piece goes on behind the faulty text.
    pub fn next(&mut self, memory: &mut Memory<'_>, piece: &mut Piece<'_>) -> Result<Token, Fault> {
        loop {
            match self.mode {
                Mode::Plain => {}
                Mode::LineComment => self.line_comment(piece),
                Mode::BlockComment => self.block_comment(piece),
                Mode::String => return quoted::read(self, memory, piece, Quote::String),
                Mode::Symbol => return quoted::read(self, memory, piece, Quote::Symbol),
            }
            skip_blanks(piece);
            let Some(byte) = piece.byte(0) else { return Ok(piece.ended()) };
            self.start = Place { offset: self.base.offset + piece.at as u64, line: 0, column: 0 };
            match self.token(memory, piece, byte) {
                Ok(Token::Nothing) => {}
                result => return result,
            }
        }
    }

    /// The token that begins with `byte`.
    #[inline]
    fn token(
        &mut self,
        memory: &mut Memory<'_>,
        piece: &mut Piece<'_>,
        byte: u8,
    ) -> Result<Token, Fault> {
        let token = match byte {
            b'(' => Token::Open(Opening::List(Bracket::Round)),
            b'[' => Token::Open(Opening::List(Bracket::Square)),
            b')' => Token::Close(Bracket::Round),
            b']' => Token::Close(Bracket::Square),
            b'\'' => Token::Open(Opening::Prefix(Prefix::Quote)),
            b'`' => Token::Open(Opening::Prefix(Prefix::Quasiquote)),
            b',' => return Ok(unquote(piece)),
            b';' => return Ok(self.enter(piece, 1, Mode::LineComment)),
            b'"' => return Ok(self.enter(piece, 1, Mode::String)),
            b'|' => return Ok(self.enter(piece, 1, Mode::Symbol)),
            b'#' => return self.hash(memory, piece),
            _ => return self.atom(memory, piece),
        };
        piece.at += 1;
        Ok(token)
    }

    fn enter(&mut self, piece: &mut Piece<'_>, width: usize, mode: Mode) -> Token {
        piece.at += width;
        self.mode = mode;
        self.quoted.clear();
        Token::Nothing
    }

    fn hash(&mut self, memory: &mut Memory<'_>, piece: &mut Piece<'_>) -> Result<Token, Fault> {
        let token = match piece.byte(1) {
            None if piece.rest == Rest::Follows => return Ok(Token::More),
            Some(b'(') => Token::Open(Opening::Vector(Bracket::Round)),
            Some(b'[') => Token::Open(Opening::Vector(Bracket::Square)),
            Some(b';') => Token::Open(Opening::DatumComment),
            Some(b'|') => {
                (self.depth, self.last) = (1, 0);
                return Ok(self.enter(piece, 2, Mode::BlockComment));
            }
            Some(b'!') => return self.directive(piece),
            Some(b'\\') => return atom::character(self.case, piece),
            Some(b'<') => return Err(piece.fault(2, Reason::Unreadable)),
            Some(b'0'..=b'9') => return label(piece),
            Some(_) | None => return self.atom(memory, piece),
        };
        piece.at += 2;
        Ok(token)
    }

    fn atom(&mut self, memory: &mut Memory<'_>, piece: &mut Piece<'_>) -> Result<Token, Fault> {
        let Some(text) = atom::scan(piece, 0)? else { return Ok(Token::More) };
        if text.eq_ignore_ascii_case("#u8") {
            return bytevector(piece, text);
        }
        match atom::token(memory, self.case, text) {
            Ok(token) => {
                piece.at += text.len();
                Ok(token)
            }
            Err(atom::Refusal::Reason(reason)) => Err(piece.fault(text.len(), reason)),
            Err(atom::Refusal::Other(condition)) => match self.purpose {
                Purpose::Outline(_) => {
                    piece.at += text.len();
                    Ok(Token::Datum(Value::fixnum(0)))
                }
                Purpose::Code(_) | Purpose::Data => Err(Fault::Other(condition)),
            },
        }
    }

    /// `#!fold-case` and its like; a line that begins with `#!` at the very start of a text.
    fn directive(&mut self, piece: &mut Piece<'_>) -> Result<Token, Fault> {
        let follows = piece.byte(2);
        if self.start.offset <= BOM.len_utf8() as u64 && matches!(follows, Some(b'/' | b' ')) {
            return Ok(self.enter(piece, 2, Mode::LineComment));
        }
        let Some(text) = atom::scan(piece, 2)? else { return Ok(Token::More) };
        let token = match &text[2..] {
            "fold-case" => {
                self.case = Case::Folded;
                Token::Nothing
            }
            "no-fold-case" => {
                self.case = Case::Kept;
                Token::Nothing
            }
            "eof" => Token::Datum(Value::EOF),
            "unspecific" => Token::Datum(Value::UNSPECIFIED),
            unknown => {
                return Err(piece.fault(text.len(), Reason::UnknownDirective(unknown.into())));
            }
        };
        piece.at += text.len();
        Ok(token)
    }

    fn line_comment(&mut self, piece: &mut Piece<'_>) {
        match piece.remaining().find(['\n', '\r']) {
            Some(end) => {
                piece.at += end + 1;
                self.mode = Mode::Plain;
            }
            None => piece.at = piece.text.len(),
        }
    }

    /// Skips to the end of the block comment.
    fn block_comment(&mut self, piece: &mut Piece<'_>) {
        while let Some(byte) = piece.byte(0) {
            piece.at += 1;
            match (self.last, byte) {
                (b'#', b'|') => self.depth += 1,
                (b'|', b'#') => self.depth -= 1,
                _ => {
                    self.last = byte;
                    continue;
                }
            }
            self.last = 0;
            if self.depth == 0 {
                self.mode = Mode::Plain;
                return;
            }
        }
    }
}

pub(super) const BOM: char = '\u{feff}';

fn skip_blanks(piece: &mut Piece<'_>) {
    while let Some(byte) = piece.byte(0) {
        if atom::is_blank(byte) {
            piece.at += 1;
        } else if byte.is_ascii() {
            return;
        } else {
            match piece.remaining().chars().next() {
                Some(c) if c.is_whitespace() => piece.at += c.len_utf8(),
                Some(_) | None => return,
            }
        }
    }
}

fn unquote(piece: &mut Piece<'_>) -> Token {
    match piece.byte(1) {
        None if piece.rest == Rest::Follows => Token::More,
        Some(b'@') => {
            piece.at += 2;
            Token::Open(Opening::Prefix(Prefix::UnquoteSplicing))
        }
        Some(_) | None => {
            piece.at += 1;
            Token::Open(Opening::Prefix(Prefix::Unquote))
        }
    }
}

/// `#0=` or `#0#`.
fn label(piece: &mut Piece<'_>) -> Result<Token, Fault> {
    let rest = piece.remaining();
    let digits = rest[1..].bytes().take_while(u8::is_ascii_digit).count();
    let number = rest[1..=digits].parse();
    let token = match (number, piece.byte(1 + digits)) {
        (_, None) if piece.rest == Rest::Follows => return Ok(Token::More),
        (Ok(number), Some(b'=')) => Token::Open(Opening::Label(number)),
        (Ok(number), Some(b'#')) => Token::Reference(number),
        (_, _) => {
            let text = rest[..=digits].to_owned();
            return Err(piece.fault(1 + digits, Reason::UnknownHashSyntax(text)));
        }
    };
    piece.at += digits + 2;
    Ok(token)
}

/// `#u8(`, of which `text` is what stands before the bracket.
fn bytevector(piece: &mut Piece<'_>, text: &str) -> Result<Token, Fault> {
    let bracket = match piece.byte(text.len()) {
        Some(b'(') => Bracket::Round,
        Some(b'[') => Bracket::Square,
        Some(_) | None => {
            return Err(piece.fault(text.len(), Reason::UnknownHashSyntax(text.into())));
        }
    };
    piece.at += text.len() + 1;
    Ok(Token::Open(Opening::Bytevector(bracket)))
}
