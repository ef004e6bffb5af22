//! Tokens that end where a delimiter begins: numbers, symbols, booleans, characters.

use super::error::Reason;
use super::lexer::{BOM, Case, Fault, Token};
use super::{Memory, Piece, Rest};
use crate::condition::Condition;
use crate::number::{self, Unreadable};
use crate::unicode;
use crate::value::Value;
use std::borrow::Cow;

/// Why a text is no atom.
pub(super) enum Refusal {
    Reason(Reason),
    Other(Box<Condition>),
}

const CONSTITUENT: u8 = 0;
const FOREIGN: u8 = 1;
const BLANK: u8 = 2;
const DELIMITER: u8 = 3;
const ILLEGAL: u8 = 4;

/// What each byte is in an atom. `FOREIGN` bytes, past ASCII, must be looked at as characters.
static CLASSES: [u8; 256] = classes();

const fn classes() -> [u8; 256] {
    let mut classes = [CONSTITUENT; 256];
    let mut byte = 0;
    while byte < 256 {
        classes[byte] = match byte as u8 {
            b' ' | b'\t'..=b'\r' => BLANK,
            b'(' | b')' | b'[' | b']' | b'"' | b';' | b'\'' | b'`' | b',' | b'|' => DELIMITER,
            0..=31 | 127 | b'{' | b'}' | b'\\' => ILLEGAL,
            128..=255 => FOREIGN,
            _ => CONSTITUENT,
        };
        byte += 1;
    }
    classes
}

/// Whether an ASCII byte is whitespace.
#[inline]
pub(super) fn is_blank(byte: u8) -> bool {
    CLASSES[byte as usize] == BLANK
}

/// The text up to the next delimiter after the first `skip` bytes of the rest, which belong to it
/// whatever they are. None if only the next piece will show where it ends.
pub(super) fn scan<'t>(piece: &mut Piece<'t>, skip: usize) -> Result<Option<&'t str>, Fault> {
    let rest = piece.remaining();
    let mut foreign = false;
    let end = rest.bytes().skip(skip).position(|byte| {
        let class = CLASSES[byte as usize];
        foreign |= class == FOREIGN;
        class > FOREIGN
    });
    let end = end.map_or(rest.len(), |end| end + skip);
    let end = if foreign { foreign_end(&rest[..end], skip) } else { end };
    match rest[end..].chars().next() {
        None if piece.rest == Rest::Follows => Ok(None),
        Some(c) if is_illegal(c) => {
            piece.at += end;
            Err(piece.fault(c.len_utf8(), Reason::IllegalCharacter(c)))
        }
        Some(_) | None => Ok(Some(&rest[..end])),
    }
}

/// The length of the part of `text` before a space or control character past ASCII.
fn foreign_end(text: &str, skip: usize) -> usize {
    let ends = |c: char| c.is_whitespace() || c.is_control();
    text[skip..].find(ends).map_or(text.len(), |end| end + skip)
}

fn is_illegal(c: char) -> bool {
    match u8::try_from(c) {
        Ok(byte) if byte.is_ascii() => CLASSES[byte as usize] == ILLEGAL,
        Ok(_) | Err(_) => c.is_control() && !c.is_whitespace(),
    }
}

/// Whether `name` written without bars reads back as the symbol. Conservative: some symbols that
/// look much like numbers are refused.
pub(crate) fn is_plain_symbol(name: &str) -> bool {
    let plain = name.chars().all(is_plain_char);
    match name.as_bytes() {
        [] | [b'#', ..] => false,
        text @ [b'0'..=b'9' | b'+' | b'-' | b'.', ..] => {
            plain && !may_be_number(text) && !begins_like_a_special(text)
        }
        _ => plain,
    }
}

fn is_plain_char(c: char) -> bool {
    match u8::try_from(c) {
        Ok(byte) if byte.is_ascii() => CLASSES[byte as usize] == CONSTITUENT,
        Ok(_) | Err(_) => c.is_alphanumeric() || !is_unseen(c),
    }
}

/// Whether a character past ASCII ends an atom, or is a mark that a file may begin with.
fn is_unseen(c: char) -> bool {
    c.is_whitespace() || c.is_control() || c == BOM
}

/// Whether a text that begins like a number consists of what numbers consist of.
fn may_be_number(text: &[u8]) -> bool {
    let numeric = |byte: &u8| b"0123456789+-./@abcdefilnsABCDEFILNS".contains(byte);
    let ends = matches!(text.last(), Some(b'0'..=b'9' | b'.' | b'i' | b'I'));
    let counts =
        text.iter().any(u8::is_ascii_digit) || text.ends_with(b"i") || text.ends_with(b"I");
    text == b"." || ends && counts && text.iter().all(numeric)
}

/// Whether a text begins with an infinity or a NaN: some readers would stop there.
fn begins_like_a_special(text: &[u8]) -> bool {
    let special = |name: &[u8]| text.get(1..6).is_some_and(|part| part.eq_ignore_ascii_case(name));
    matches!(text, [b'+' | b'-', ..]) && (special(b"inf.0") || special(b"nan.0"))
}

/// The token an atom's text stands for.
pub(super) fn token(memory: &mut Memory<'_>, case: Case, text: &str) -> Result<Token, Refusal> {
    match text.as_bytes() {
        b"." => Ok(Token::Dot),
        [b'#', ..] => hash(memory, text),
        [b'0'..=b'9' | b'+' | b'-' | b'.', ..] => match number(memory, text)? {
            Some(number) => Ok(Token::Datum(number)),
            None => symbol(memory, case, text),
        },
        _ => symbol(memory, case, text),
    }
}

fn symbol(memory: &mut Memory<'_>, case: Case, text: &str) -> Result<Token, Refusal> {
    let name = match case {
        Case::Kept => text.into(),
        Case::Folded => folded(text),
    };
    memory.heap.reserve(name.len()).map_err(|error| Refusal::Other(error.into()))?;
    Ok(Token::Datum(memory.symbols.intern(memory.heap, &name)))
}

fn folded(text: &str) -> Cow<'_, str> {
    if text.bytes().all(|byte| byte.is_ascii() && !byte.is_ascii_uppercase()) {
        return text.into();
    }
    let mut folded = String::new();
    text.chars().for_each(|c| unicode::fold(c, |c| folded.push(c)));
    folded.into()
}

fn hash(memory: &mut Memory<'_>, text: &str) -> Result<Token, Refusal> {
    let lower = text.to_ascii_lowercase();
    let value = match lower.as_str() {
        "#t" | "#true" => Some(Value::TRUE),
        "#f" | "#false" => Some(Value::FALSE),
        _ => None,
    };
    match (value, lower.as_bytes().get(1)) {
        (Some(value), _) => Ok(Token::Datum(value)),
        (None, Some(b'b' | b'o' | b'd' | b'x' | b'e' | b'i')) => match number(memory, text)? {
            Some(number) => Ok(Token::Datum(number)),
            None => Err(Refusal::Reason(Reason::BadNumber(text.into()))),
        },
        (None, _) => Err(Refusal::Reason(Reason::UnknownHashSyntax(text.into()))),
    }
}

/// The number that a text denotes, if it is the notation of one.
fn number(memory: &mut Memory<'_>, text: &str) -> Result<Option<Value>, Refusal> {
    match number::parse(memory.heap, text, 10) {
        Ok(number) => Ok(Some(number)),
        Err(Unreadable::NotANumber) => Ok(None),
        Err(Unreadable::DivisionByZero | Unreadable::NoExactValue) => {
            Err(Refusal::Reason(Reason::BadNumber(text.into())))
        }
        Err(Unreadable::TooLarge(condition)) => Err(Refusal::Other(condition)),
    }
}

/// The character written at the beginning of the rest: `#\a`, `#\x3bb`, `#\newline`.
pub(super) fn character(case: Case, piece: &mut Piece<'_>) -> Result<Token, Fault> {
    let Some(first) = piece.remaining()[2..].chars().next() else {
        return match piece.rest {
            Rest::Follows => Ok(Token::More),
            Rest::Nothing => Err(piece.fault(2, Reason::UnknownCharacterName(String::new()))),
        };
    };
    let Some(text) = scan(piece, 2 + first.len_utf8())? else { return Ok(Token::More) };
    let name = &text[2..];
    match named(case, first, name) {
        Some(c) => {
            piece.at += text.len();
            Ok(Token::Datum(Value::char(c)))
        }
        None => Err(piece.fault(text.len(), Reason::UnknownCharacterName(name.into()))),
    }
}

fn named(case: Case, first: char, name: &str) -> Option<char> {
    if name.len() == first.len_utf8() {
        return Some(first);
    }
    if let Some(digits) = name.strip_prefix(['x', 'X']) {
        let all_hex = digits.bytes().all(|byte| byte.is_ascii_hexdigit());
        return u32::from_str_radix(digits, 16).ok().filter(|_| all_hex).and_then(char::from_u32);
    }
    let name = if case == Case::Folded { folded(name) } else { name.into() };
    CHARACTER_NAMES.iter().find(|(known, _)| *known == name).map(|(_, c)| *c)
}

/// The names of characters. The first name of a character is the one that is written.
pub const CHARACTER_NAMES: &[(&str, char)] = &[
    ("alarm", '\u{7}'),
    ("backspace", '\u{8}'),
    ("delete", '\u{7f}'),
    ("escape", '\u{1b}'),
    ("newline", '\n'),
    ("null", '\0'),
    ("return", '\r'),
    ("space", ' '),
    ("tab", '\t'),
    ("altmode", '\u{1b}'),
    ("esc", '\u{1b}'),
    ("linefeed", '\n'),
    ("nul", '\0'),
    ("page", '\u{c}'),
    ("rubout", '\u{7f}'),
    ("vtab", '\u{b}'),
];

impl From<Box<Condition>> for Refusal {
    fn from(condition: Box<Condition>) -> Refusal {
        Refusal::Other(condition)
    }
}
