//! Reading many characters at once: those up to, or as long as there are, characters of a set. What
//! reads a language of its own, as JSON, is written in Scheme over this.

use super::input::more_text;
use super::{COLUMN, Content, Direction, Given, Medium, SOURCE, set_position, used};
use crate::condition::Outcome;
use crate::heap::Heap;
use crate::layout::Type;
use crate::machine::Machine;
use crate::string::{self, Text};
use crate::value::Value;
use std::ops::Range;

/// Characters, and whether a span ends at the first of them or at the first that is none.
pub struct Stop {
    /// For each character of ASCII whether it ends the span.
    ascii: [bool; 128],
    /// The others of the set.
    wide: Vec<char>,
    at: At,
}

/// Where a span ends.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum At {
    /// Before the first character of the set.
    Member,
    /// Before the first character that is not of the set.
    Other,
}

impl Stop {
    /// The characters of a string as a set.
    pub fn new(chars: Text<'_>, at: At) -> Stop {
        let mut stop = Stop { ascii: [at == At::Other; 128], wide: Vec::new(), at };
        for c in chars.chars() {
            match stop.ascii.get_mut(c as usize) {
                Some(ends) => *ends = at == At::Member,
                None => stop.wide.push(c),
            }
        }
        stop
    }

    fn ends(&self, c: char) -> bool {
        match self.ascii.get(c as usize) {
            Some(ends) => *ends,
            None => self.wide.contains(&c) == (self.at == At::Member),
        }
    }

    /// The length in bytes of the span that begins a text, if it ends there.
    fn in_utf8(&self, text: &str) -> Option<usize> {
        if self.wide.is_empty() {
            let wide = self.at == At::Other;
            return text.bytes().position(|byte| match self.ascii.get(usize::from(byte)) {
                Some(ends) => *ends,
                None => wide,
            });
        }
        text.char_indices().find(|(_, c)| self.ends(*c)).map(|(at, _)| at)
    }

    /// The length in characters of the span that begins a text, if it ends there.
    fn in_text(&self, text: Text<'_>) -> Option<usize> {
        match text.as_ascii() {
            Some(ascii) => self.in_utf8(ascii),
            None => text.chars().position(|c| self.ends(c)),
        }
    }
}

/// The span that comes next, up to the end of the input if it does not end before, as a string. It is
/// taken from the port; what ends it is not.
pub fn read(m: &mut Machine, given: Given, stop: &Stop) -> Outcome {
    let row = match given.check(Direction::Input, Content::Textual)? {
        Medium::Memory => return read_of_string(&mut m.heap, given.port, stop),
        Medium::File(row) => given.row(&mut m.ports, row)?,
    };
    let mut searched = 0;
    loop {
        let text = row.input.text();
        if let Some(at) = stop.in_utf8(&text[searched..]) {
            let end = searched + at;
            let span = string::from_str(&mut m.heap, &text[..end])?;
            row.input.take_text(end);
            return Ok(span);
        }
        searched = text.len();
        m.heap.reserve(searched)?;
        if !more_text(&mut m.world, &m.heap.effort, row, given)? {
            let span = string::from_str(&mut m.heap, row.input.text())?;
            row.input.take_text(searched);
            return Ok(span);
        }
    }
}

fn read_of_string(heap: &mut Heap, port: Value, stop: &Stop) -> Outcome {
    let (string, range) = span_of_string(heap, port, stop);
    heap.effort.spend(range.len())?;
    let span = string::substring(heap, string, range.clone())?;
    set_position(heap, port, range.end);
    Ok(span)
}

/// Takes the span that comes next. What ends it, which stays; `None` at the end of the input.
pub fn skip(m: &mut Machine, given: Given, stop: &Stop) -> Outcome<Option<char>> {
    let row = match given.check(Direction::Input, Content::Textual)? {
        Medium::Memory => return skip_in_string(&mut m.heap, given.port, stop),
        Medium::File(row) => given.row(&mut m.ports, row)?,
    };
    loop {
        let text = row.input.text();
        let end = stop.in_utf8(text).unwrap_or(text.len());
        let next = text[end..].chars().next();
        row.input.take_text(end);
        if next.is_some() || !more_text(&mut m.world, &m.heap.effort, row, given)? {
            return Ok(next);
        }
    }
}

fn skip_in_string(heap: &mut Heap, port: Value, stop: &Stop) -> Outcome<Option<char>> {
    let (string, range) = span_of_string(heap, port, stop);
    heap.effort.spend(range.len())?;
    set_position(heap, port, range.end);
    let ended = range.end == string::len(string);
    Ok(if ended { None } else { Some(string::get(heap, string, range.end)) })
}

/// The string of a memory port, and the span of it that comes next.
fn span_of_string(heap: &Heap, port: Value, stop: &Stop) -> (Value, Range<usize>) {
    let (string, start) = (port.field(SOURCE), used(port));
    let len = string::len(string);
    let start = start.min(len);
    let rest = string::text(heap, string).slice(start..len);
    (string, start..stop.in_text(rest).map_or(len, |at| start + at))
}

/// Line and column, both from 1, of the next character. Linear in what was read since the last call.
pub fn place(m: &mut Machine, given: Given) -> Outcome<(usize, usize)> {
    match given.check(Direction::Input, Content::Textual)? {
        Medium::File(row) => Ok(given.row(&mut m.ports, row)?.input.place()),
        Medium::Memory => place_in_string(&mut m.heap, given.port),
    }
}

/// A port on a string keeps in `COLUMN` the last index whose place was asked for, and the place.
fn place_in_string(heap: &mut Heap, port: Value) -> Outcome<(usize, usize)> {
    let string = port.field(SOURCE);
    let index = used(port).min(string::len(string));
    let known = port.field(COLUMN);
    let [from, line, column] = match known.is_vector() {
        true => [0, 1, 2].map(|field| known.field(field).fixnum_value() as usize),
        false => [0, 1, 1],
    };
    heap.effort.spend(index - from)?;
    let mut place = (line, column);
    for c in string::text(heap, string).slice(from..index).chars() {
        place = if c == '\n' { (place.0 + 1, 1) } else { (place.0, place.1 + 1) };
    }
    let known = [index, place.0, place.1].map(|n| Value::fixnum(n as i64));
    let known = heap.object(Type::Vector, &known);
    heap.set_field(port, COLUMN, known);
    Ok(place)
}
