//! Values that are printed in one go: constants, characters, strings, symbols, numbers.

use super::{Printed, Printing, Style, object};
use crate::heap::Heap;
use crate::layout::Type;
use crate::number;
use crate::reader::{CHARACTER_NAMES, is_plain_symbol};
use crate::string::{self, Text};
use crate::symbol;
use crate::value::Value;
use std::fmt::{self, Write};

/// Prints a value that is no pointer.
pub(super) fn immediate(value: Value, style: Style, sink: &mut dyn Write) -> fmt::Result {
    if let Some(number) = value.as_fixnum() {
        return write!(sink, "{number}");
    }
    if let Some(c) = value.as_char() {
        return character(c, style, sink);
    }
    sink.write_str(match value {
        Value::TRUE => "#t",
        Value::FALSE => "#f",
        Value::NIL => "()",
        Value::UNSPECIFIED => "#<unspecified>",
        Value::EOF => "#<eof>",
        Value::UNBOUND => "#<unbound>",
        Value::UNASSIGNED => "#<unassigned>",
        Value::ABSENT => "#<default>",
        _ => "#<invalid>",
    })
}

/// Prints a headed object, unless it has parts.
pub(super) fn object(
    heap: &Heap,
    value: Value,
    style: Style,
    sink: &mut dyn Write,
) -> Printing<Printed> {
    if value.is_a(Type::Symbol) || value.is_a(Type::Alias) {
        object::name(heap, value, style, sink)?;
    } else if value.is_a(Type::String) {
        string(string::text(heap, value), style, sink)?;
    } else if value.is_a(Type::Bytes) {
        bytevector(heap.bytes_of(value), sink)?;
    } else if super::part::has_parts(value) {
        return Ok(Printed::NotYet);
    } else if number::is_number(value) {
        let mut digits = String::new();
        number::write(&heap.effort, value, 10, &mut digits)?;
        sink.write_str(&digits)?;
    } else {
        object::opaque(heap, value, sink)?;
    }
    Ok(Printed::Wholly)
}

fn character(c: char, style: Style, sink: &mut dyn Write) -> fmt::Result {
    if style == Style::Display {
        return sink.write_char(c);
    }
    if let Some((name, _)) = CHARACTER_NAMES.iter().find(|(_, named)| *named == c) {
        return write!(sink, "#\\{name}");
    }
    if is_visible(c) { write!(sink, "#\\{c}") } else { write!(sink, "#\\x{:x}", c as u32) }
}

/// Whether a character can be seen when it stands alone.
fn is_visible(c: char) -> bool {
    c.is_ascii_graphic() || !c.is_ascii() && !c.is_whitespace() && c.escape_debug().len() == 1
}

/// Prints a symbol, between bars if it would not be read back without.
pub(super) fn symbol(
    heap: &Heap,
    symbol: Value,
    style: Style,
    sink: &mut dyn Write,
) -> fmt::Result {
    let name = symbol::name(heap, symbol);
    if style == Style::Display || is_plain_symbol(name) {
        return sink.write_str(name);
    }
    sink.write_char('|')?;
    escaped(name, '|', sink)?;
    sink.write_char('|')
}

fn string(text: Text<'_>, style: Style, sink: &mut dyn Write) -> fmt::Result {
    if style == Style::Display {
        return pieces(text, |piece| sink.write_str(piece));
    }
    sink.write_char('"')?;
    pieces(text, |piece| escaped(piece, '"', sink))?;
    sink.write_char('"')
}

/// Characters that are turned to UTF-8 at a time.
const PIECE: usize = 4096;

/// Gives `each` the text in UTF-8, in pieces of bounded length.
fn pieces(text: Text<'_>, mut each: impl FnMut(&str) -> fmt::Result) -> fmt::Result {
    let mut piece = String::new();
    for start in (0..text.len()).step_by(PIECE) {
        let part = text.slice(start..text.len().min(start + PIECE));
        match part.as_ascii() {
            Some(ascii) => each(ascii)?,
            None => {
                piece.clear();
                part.push_to(&mut piece);
                each(&piece)?;
            }
        }
    }
    Ok(())
}

/// Prints text with escapes for the quote, the backslash and what cannot be seen.
fn escaped(text: &str, quote: char, sink: &mut dyn Write) -> fmt::Result {
    let mut rest = text;
    let needs_escape = |c: char| c == quote || c == '\\' || c.is_control();
    while let Some(at) = rest.find(needs_escape) {
        let (plain, special) = rest.split_at(at);
        sink.write_str(plain)?;
        let mut after = special.chars();
        match after.next() {
            Some('\n') => sink.write_str("\\n")?,
            Some('\t') => sink.write_str("\\t")?,
            Some('\r') => sink.write_str("\\r")?,
            Some('\u{7}') => sink.write_str("\\a")?,
            Some('\u{8}') => sink.write_str("\\b")?,
            Some(c) if c.is_control() => write!(sink, "\\x{:x};", c as u32)?,
            Some(c) => write!(sink, "\\{c}")?,
            None => {}
        }
        rest = after.as_str();
    }
    sink.write_str(rest)
}

fn bytevector(bytes: &[u8], sink: &mut dyn Write) -> fmt::Result {
    sink.write_str("#u8(")?;
    for (index, byte) in bytes.iter().enumerate() {
        let space = if index == 0 { "" } else { " " };
        write!(sink, "{space}{byte}")?;
    }
    sink.write_str(")")
}
