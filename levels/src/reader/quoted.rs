//! Texts between delimiters: `"strings"` and `|symbols|`, with their escapes.

use super::error::Reason;
use super::lexer::{Fault, Lexer, Mode, Token};
use super::{Memory, Piece, Purpose, Rest};
use crate::string;

/// What a quoted text is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Quote {
    String,
    Symbol,
}

/// What a backslash stands for, and how many bytes it and what belongs to it take.
enum Escape {
    Char(char, usize),
    Nothing(usize),
    /// The piece ends before the escape does.
    Cut,
}

/// Reads on in a quoted text: its token, if it ends in this piece.
pub(super) fn read(
    lexer: &mut Lexer,
    memory: &mut Memory<'_>,
    piece: &mut Piece<'_>,
    quote: Quote,
) -> Result<Token, Fault> {
    loop {
        let rest = piece.remaining();
        let plain = rest.bytes().position(|byte| stops(quote, byte)).unwrap_or(rest.len());
        let content = &rest[..plain];
        match rest.as_bytes().get(plain) {
            None => {
                lexer.quoted.push_str(content);
                piece.at = piece.text.len();
                return Ok(piece.ended());
            }
            Some(b'\\') => {
                lexer.quoted.push_str(content);
                piece.at += plain;
                if let Some(token) = escape(lexer, piece)? {
                    return Ok(token);
                }
            }
            Some(b'\r') => {
                if plain + 1 == rest.len() && piece.rest == Rest::Follows {
                    lexer.quoted.push_str(content);
                    piece.at += plain;
                    return Ok(Token::More);
                }
                lexer.quoted.push_str(content);
                lexer.quoted.push('\n');
                piece.at += plain + line_ending(&rest[plain..]);
            }
            Some(_) => {
                piece.at += plain + 1;
                return finish(lexer, memory, quote, content);
            }
        }
    }
}

fn stops(quote: Quote, byte: u8) -> bool {
    match quote {
        Quote::String => matches!(byte, b'"' | b'\\' | b'\r'),
        Quote::Symbol => matches!(byte, b'|' | b'\\'),
    }
}

/// The datum of a quoted text that ends with `last`.
fn finish(
    lexer: &mut Lexer,
    memory: &mut Memory<'_>,
    quote: Quote,
    last: &str,
) -> Result<Token, Fault> {
    lexer.mode = Mode::Plain;
    let content = if lexer.quoted.is_empty() {
        last
    } else {
        lexer.quoted.push_str(last);
        &lexer.quoted
    };
    let datum = match (quote, lexer.purpose) {
        (Quote::Symbol, _) => {
            memory.heap.reserve(content.len())?;
            memory.symbols.intern(memory.heap, content)
        }
        (Quote::String, Purpose::Code(_)) => string::immutable(memory.heap, content)?,
        (Quote::String, Purpose::Data | Purpose::Outline(_)) => {
            string::from_str(memory.heap, content)?
        }
    };
    if lexer.quoted.capacity() > LARGE {
        lexer.quoted = String::new();
    }
    Ok(Token::Datum(datum))
}

/// Bytes of a buffer that is not kept for the next text.
const LARGE: usize = 1 << 20;

/// Reads the escape at the piece's position. A token if the piece ends in it.
fn escape(lexer: &mut Lexer, piece: &mut Piece<'_>) -> Result<Option<Token>, Fault> {
    match parse(piece.remaining()) {
        Ok(Escape::Char(c, width)) => {
            lexer.quoted.push(c);
            piece.at += width;
            Ok(None)
        }
        Ok(Escape::Nothing(width)) => {
            piece.at += width;
            Ok(None)
        }
        Ok(Escape::Cut) => {
            if piece.rest == Rest::Nothing {
                piece.at = piece.text.len();
            }
            Ok(Some(piece.ended()))
        }
        Err((reason, width)) => {
            lexer.mode = Mode::Plain;
            Err(piece.fault(width, reason))
        }
    }
}

/// The escape that `text` begins with, or why there is none and how many bytes are to blame.
fn parse(text: &str) -> Result<Escape, (Reason, usize)> {
    let Some(c) = text[1..].chars().next() else { return Ok(Escape::Cut) };
    let escaped = match c {
        'a' => '\u{7}',
        'b' => '\u{8}',
        't' => '\t',
        'n' => '\n',
        'r' => '\r',
        '"' | '\\' | '|' => c,
        'x' | 'X' => return hexadecimal(text),
        ' ' | '\t' | '\n' | '\r' => return line_continuation(text),
        _ => return Err((Reason::UnknownEscape(c), 1 + c.len_utf8())),
    };
    Ok(Escape::Char(escaped, 2))
}

/// `\x3bb;`
fn hexadecimal(text: &str) -> Result<Escape, (Reason, usize)> {
    let digits = text[2..].bytes().take_while(u8::is_ascii_hexdigit).count();
    match text.as_bytes().get(2 + digits) {
        None => Ok(Escape::Cut),
        Some(b';') => {
            let number = u32::from_str_radix(text[2..2 + digits].trim_start_matches('0'), 16);
            let all_zero = digits > 0 && text[2..2 + digits].bytes().all(|byte| byte == b'0');
            let number = if all_zero { Some(0) } else { number.ok() };
            match number.and_then(char::from_u32) {
                Some(c) => Ok(Escape::Char(c, digits + 3)),
                None => Err((Reason::BadHexEscape, digits + 3)),
            }
        }
        Some(_) => Err((Reason::BadHexEscape, digits + 2)),
    }
}

/// A backslash at a line's end: with the spaces around the line's end it stands for nothing.
fn line_continuation(text: &str) -> Result<Escape, (Reason, usize)> {
    let spaces =
        |from: usize| text[from..].bytes().take_while(|b| matches!(b, b' ' | b'\t')).count();
    let end = 1 + spaces(1);
    match text.as_bytes().get(end) {
        None => Ok(Escape::Cut),
        Some(b'\n' | b'\r') => {
            let next = end + line_ending(&text[end..]);
            let width = next + spaces(next);
            let cut = width == text.len();
            Ok(if cut { Escape::Cut } else { Escape::Nothing(width) })
        }
        Some(_) => Err((Reason::UnknownEscape(' '), end)),
    }
}

/// The bytes of the line ending that `text` begins with.
fn line_ending(text: &str) -> usize {
    if text.starts_with("\r\n") { 2 } else { 1 }
}
