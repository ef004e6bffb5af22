//! Reading from ports.
//!
//! Invariant: what fails for want of memory or by an interrupt has taken nothing from the port, so
//! that it can be repeated.

use super::buffer::Trouble;
use super::{Content, Direction, Given, Medium, POSITION, Row, SOURCE, STANDARD_OUTPUT};
use super::{condition, open_medium, set_position};
use crate::condition::{Condition, Outcome};
use crate::effort::Effort;
use crate::heap::Heap;
use crate::machine::Machine;
use crate::string::{self, Text};
use crate::value::Value;
use crate::world::{FileId, World};
use std::ops::Range;

/// Whether a character or byte that is looked at is taken from the port as well.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Take {
    /// The next reader gets the next one.
    Yes,
    /// The next reader gets it again.
    No,
}

/// The next character, if it is there without asking, is in one byte, and the port is one that has
/// characters: what `char` gives then, sooner.
#[inline(always)]
pub fn char_at_hand(m: &mut Machine, port: Value, take: Take) -> Option<char> {
    match open_medium(port, Direction::Input, Content::Textual)? {
        Medium::File(row) => {
            let buffer = &mut m.ports.open_row_mut(row)?.input;
            let byte = buffer.ascii()?;
            if take == Take::Yes {
                buffer.take_text(1);
            }
            Some(char::from(byte))
        }
        Medium::Memory => {
            let (string, position) = (port.field(SOURCE), super::used(port));
            let c = string::narrow_char(&m.heap, string, position)?;
            if take == Take::Yes {
                set_position(&mut m.heap, port, position + 1);
            }
            Some(c)
        }
    }
}

/// The next character; `None` at the end.
pub fn char(m: &mut Machine, given: Given, take: Take) -> Outcome<Option<char>> {
    match given.check(Direction::Input, Content::Textual)? {
        Medium::Memory => Ok(char_of_string(&mut m.heap, given.port, take)),
        Medium::File(row) => {
            let row = given.row(&mut m.ports, row)?;
            loop {
                if let Some(c) = row.input.text().chars().next() {
                    if take == Take::Yes {
                        row.input.take_text(c.len_utf8());
                    }
                    return Ok(Some(c));
                }
                if !more_text(&mut m.world, &m.heap.effort, row, given)? {
                    if take == Take::Yes {
                        row.input.forget_end();
                    }
                    return Ok(None);
                }
            }
        }
    }
}

fn char_of_string(heap: &mut Heap, port: Value, take: Take) -> Option<char> {
    let (string, position) = (port.field(SOURCE), super::used(port));
    if position >= string::len(string) {
        return None;
    }
    if take == Take::Yes {
        set_position(heap, port, position + 1);
    }
    Some(string::get(heap, string, position))
}

#[cold]
pub(super) fn more_text(
    world: &mut World,
    effort: &Effort,
    row: &mut Row,
    given: Given,
) -> Outcome<bool> {
    flush_before(world, row, given)?;
    let before = row.input.bytes().len();
    let more = row.input.more_text(world, row.file).map_err(|trouble| match trouble {
        Trouble::Outside(failure) => condition(given.who, &row.path, failure),
        Trouble::NotText(offset) => {
            Box::new(Condition::InvalidUtf8 { who: given.who, offset: offset as usize })
        }
    })?;
    // What was read stays in the buffer.
    effort.spend(row.input.bytes().len() - before)?;
    Ok(more)
}

fn more_bytes(world: &mut World, effort: &Effort, row: &mut Row, given: Given) -> Outcome<bool> {
    flush_before(world, row, given)?;
    let before = row.input.bytes().len();
    let more = row.input.more_bytes(world, row.file);
    let more = more.map_err(|failure| condition(given.who, &row.path, failure))?;
    effort.spend(row.input.bytes().len() - before)?;
    Ok(more)
}

/// What is written to standard output appears before standard input is waited for.
fn flush_before(world: &mut World, row: &Row, given: Given) -> Outcome<()> {
    if row.file != FileId::INPUT {
        return Ok(());
    }
    let flushed = world.flush(FileId::OUTPUT);
    flushed.map_err(|failure| condition(given.who, STANDARD_OUTPUT, failure))
}

/// A string of the characters up to the next end of line, which is taken but not part of it; `None`
/// if there is neither. A line ends with a linefeed, a return, or both in this order (R7RS 6.13.2).
pub fn line(m: &mut Machine, given: Given) -> Outcome<Option<Value>> {
    let row = match given.check(Direction::Input, Content::Textual)? {
        Medium::Memory => return line_of_string(&mut m.heap, given.port),
        Medium::File(row) => given.row(&mut m.ports, row)?,
    };
    let (mut searched, mut ended) = (0, false);
    loop {
        let text = row.input.text();
        let ends = |byte: &u8| matches!(byte, b'\n' | b'\r');
        let end = text.as_bytes()[searched..].iter().position(ends).map(|offset| searched + offset);
        // Whether a linefeed belongs to a return is seen from what follows.
        let last_return = end.is_some_and(|end| text[end..] == *"\r");
        if let Some(end) = end
            && (ended || !last_return)
        {
            let line = string::from_str(&mut m.heap, &text[..end])?;
            let length = if text[end..].starts_with("\r\n") { 2 } else { 1 };
            row.input.take_text(end + length);
            return Ok(Some(line));
        }
        searched = end.unwrap_or(text.len());
        m.heap.reserve(searched)?;
        ended = !more_text(&mut m.world, &m.heap.effort, row, given)?;
        if ended && !last_return {
            return rest(&mut m.heap, row);
        }
    }
}

/// A string of all the text that is there, at the end of the file; `None` if there is none.
fn rest(heap: &mut Heap, row: &mut Row) -> Outcome<Option<Value>> {
    let text = row.input.text();
    let len = text.len();
    let read = if len == 0 { None } else { Some(string::from_str(heap, text)?) };
    row.input.take_text(len);
    row.input.forget_end();
    Ok(read)
}

fn line_of_string(heap: &mut Heap, port: Value) -> Outcome<Option<Value>> {
    let (string, start) = (port.field(SOURCE), super::used(port));
    let len = string::len(string);
    if start >= len {
        return Ok(None);
    }
    let end = match string::text(heap, string).slice(start..len) {
        Text::Narrow(bytes) => bytes.iter().position(|byte| matches!(byte, b'\n' | b'\r')),
        Text::Wide(units) => units.iter().position(|unit| matches!(unit, 10 | 13)),
    };
    let end = end.map_or(len, |offset| start + offset);
    heap.effort.spend(end - start)?;
    let line = string::substring(heap, string, start..end)?;
    let at = |index| (index < len).then(|| string::get(heap, string, index));
    let both = at(end) == Some('\r') && at(end + 1) == Some('\n');
    set_position(heap, port, (end + if both { 2 } else { 1 }).min(len));
    Ok(Some(line))
}

/// A string of the next `count` characters, or as many as there are; `None` if there are none
/// although some were asked for.
pub fn string(m: &mut Machine, given: Given, count: usize) -> Outcome<Option<Value>> {
    let row = match given.check(Direction::Input, Content::Textual)? {
        Medium::Memory => return part_of_string(&mut m.heap, given.port, count),
        Medium::File(row) => given.row(&mut m.ports, row)?,
    };
    let (mut bytes, mut wanted) = (0, count);
    loop {
        let text = row.input.text();
        let (more, chars) = prefix(&text[bytes..], wanted);
        (bytes, wanted) = (bytes + more, wanted - chars);
        if wanted == 0 {
            let read = string::from_str(&mut m.heap, &text[..bytes])?;
            row.input.take_text(bytes);
            return Ok(Some(read));
        }
        m.heap.reserve(bytes)?;
        if !more_text(&mut m.world, &m.heap.effort, row, given)? {
            return rest(&mut m.heap, row);
        }
    }
}

/// The bytes and characters of the longest prefix that has at most `limit` characters.
fn prefix(text: &str, limit: usize) -> (usize, usize) {
    match text.char_indices().nth(limit) {
        Some((bytes, _)) => (bytes, limit),
        None => (text.len(), text.chars().count()),
    }
}

fn part_of_string(heap: &mut Heap, port: Value, count: usize) -> Outcome<Option<Value>> {
    let range = next_of(port, string::len(port.field(SOURCE)), count);
    if range.is_empty() && count > 0 {
        return Ok(None);
    }
    heap.effort.move_bytes(range.len())?;
    let part = string::substring(heap, port.field(SOURCE), range.clone())?;
    set_position(heap, port, range.end);
    Ok(Some(part))
}

/// The next `count` places of a memory port whose source is `len` long.
fn next_of(port: Value, len: usize, count: usize) -> Range<usize> {
    let start = port.field(POSITION).fixnum_value() as usize;
    let start = start.min(len);
    start..start.saturating_add(count).min(len)
}

/// The next byte; `None` at the end.
pub fn byte(m: &mut Machine, given: Given, take: Take) -> Outcome<Option<u8>> {
    let row = match given.check(Direction::Input, Content::Binary)? {
        Medium::Memory => return Ok(byte_of_bytevector(&mut m.heap, given.port, take)),
        Medium::File(row) => given.row(&mut m.ports, row)?,
    };
    if row.input.bytes().is_empty() && !more_bytes(&mut m.world, &m.heap.effort, row, given)? {
        if take == Take::Yes {
            row.input.forget_end();
        }
        return Ok(None);
    }
    let byte = row.input.bytes().first().copied();
    if take == Take::Yes && byte.is_some() {
        row.input.take_bytes(1);
    }
    Ok(byte)
}

fn byte_of_bytevector(heap: &mut Heap, port: Value, take: Take) -> Option<u8> {
    let position = super::used(port);
    let byte = heap.bytes_of(port.field(SOURCE)).get(position).copied()?;
    if take == Take::Yes {
        set_position(heap, port, position + 1);
    }
    Some(byte)
}

/// The next `count` bytes, or as many as there are, for `use_bytes` to copy; `None` if there are
/// none although some were asked for. They are taken from the port if `use_bytes` succeeds.
pub fn bytes(
    m: &mut Machine,
    given: Given,
    count: usize,
    use_bytes: impl FnOnce(&mut Heap, &[u8]) -> Outcome,
) -> Outcome<Option<Value>> {
    match given.check(Direction::Input, Content::Binary)? {
        Medium::Memory => {
            let source = m.heap.bytes_of(given.port.field(SOURCE));
            let range = next_of(given.port, source.len(), count);
            m.heap.effort.move_bytes(range.len())?;
            let bytes = source[range.clone()].to_vec();
            if bytes.is_empty() && count > 0 {
                return Ok(None);
            }
            let used = use_bytes(&mut m.heap, &bytes)?;
            set_position(&mut m.heap, given.port, range.end);
            Ok(Some(used))
        }
        Medium::File(row) => {
            let row = given.row(&mut m.ports, row)?;
            while row.input.bytes().len() < count {
                m.heap.reserve(row.input.bytes().len())?;
                if !more_bytes(&mut m.world, &m.heap.effort, row, given)? {
                    break;
                }
            }
            let taken = row.input.bytes().len().min(count);
            if taken == 0 && count > 0 {
                row.input.forget_end();
                return Ok(None);
            }
            let used = use_bytes(&mut m.heap, &row.input.bytes()[..taken])?;
            row.input.take_bytes(taken);
            if taken < count {
                row.input.forget_end();
            }
            Ok(Some(used))
        }
    }
}

/// Whether the next character or byte is there, or the end is, without waiting.
pub fn is_ready(m: &mut Machine, given: Given, content: Content) -> Outcome<bool> {
    let row = match given.check(Direction::Input, content)? {
        Medium::Memory => return Ok(true),
        Medium::File(row) => given.row(&mut m.ports, row)?,
    };
    if !row.input.bytes().is_empty() {
        return Ok(true);
    }
    m.world.is_ready(row.file).map_err(|failure| condition(given.who, &row.path, failure))
}
