//! Ports (R7RS 6.13).
//!
//! Invariants:
//! 1. A port is `flags, source, position, column`. String and bytevector ports lie wholly in the
//!    heap: `source` is the string or bytevector that is read from `position` on, or the buffer of
//!    which `position` bytes are written. A file port's source is a `Handle` to a row of `Ports`;
//!    what the outside must not forget when time is turned back (the file, what was read ahead, the
//!    column) is in that row.
//! 2. A row lives as long as its handle can be reached, be its file open or closed: a port that a
//!    snapshot brings back never finds another port's file.

use crate::condition::{Condition, Expected, Outcome, wrong_type};
use crate::heap::Heap;
use crate::layout::Type;
use crate::machine::Machine;
use crate::string;
use crate::value::Value;
use crate::world::{Failure, FileId, Mode};

mod buffer;
mod rows;
pub mod input;
pub mod output;
pub mod datum;
pub mod span;

pub use rows::Ports;
use rows::Row;

const FLAGS: usize = 0;
const SOURCE: usize = 1;
const POSITION: usize = 2;
const COLUMN: usize = 3;

const INPUT: i64 = 1;
const OUTPUT: i64 = 2;
const TEXTUAL: i64 = 4;
const BINARY: i64 = 8;
const OPEN: i64 = 16;
/// The text has asked for `#!fold-case`.
const FOLDED: i64 = 32;

/// The kind, in a `Handle`, of handles to rows of `Ports`.
pub const HANDLE_KIND: i64 = 1;

/// Which way things go through a port.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Direction {
    /// From the port to the program.
    Input,
    /// From the program to the port.
    Output,
}

/// What goes through a port.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Content {
    /// Characters.
    Textual,
    /// Bytes.
    Binary,
}

impl Direction {
    #[inline(always)]
    fn flag(self) -> i64 {
        match self {
            Direction::Input => INPUT,
            Direction::Output => OUTPUT,
        }
    }

    fn expected(self) -> Expected {
        match self {
            Direction::Input => Expected::InputPort,
            Direction::Output => Expected::OutputPort,
        }
    }
}

impl Content {
    #[inline(always)]
    fn flag(self) -> i64 {
        match self {
            Content::Textual => TEXTUAL,
            Content::Binary => BINARY,
        }
    }

    fn expected(self) -> Expected {
        match self {
            Content::Textual => Expected::TextualPort,
            Content::Binary => Expected::BinaryPort,
        }
    }
}

/// What the port on standard output is called in messages.
const STANDARD_OUTPUT: &str = "standard output";

/// Textual ports on standard input, output and error.
pub fn standard(heap: &mut Heap, ports: &mut Ports) -> [Value; 3] {
    let mut port = |file, name: &str, direction| {
        let handle = ports.add(heap, file, name);
        file_port(heap, handle, direction, Content::Textual)
    };
    [
        port(FileId::INPUT, "standard input", Direction::Input),
        port(FileId::OUTPUT, STANDARD_OUTPUT, Direction::Output),
        port(FileId::ERROR, "standard error", Direction::Output),
    ]
}

fn new_port(heap: &mut Heap, flags: i64, source: Value) -> Value {
    let zero = Value::fixnum(0);
    heap.object(Type::Port, &[Value::fixnum(flags | OPEN), source, zero, zero])
}

fn file_port(heap: &mut Heap, handle: Value, direction: Direction, content: Content) -> Value {
    new_port(heap, direction.flag() | content.flag(), handle)
}

/// A port that gives the characters of a string.
pub fn open_input_string(heap: &mut Heap, string: Value) -> Value {
    new_port(heap, INPUT | TEXTUAL, string)
}

/// A port that gives the bytes of a bytevector.
pub fn open_input_bytevector(heap: &mut Heap, bytevector: Value) -> Value {
    new_port(heap, INPUT | BINARY, bytevector)
}

/// A port that collects what is written to it.
pub fn open_output_memory(heap: &mut Heap, content: Content) -> Value {
    let buffer = heap.bytes_filled(Type::Bytes, 0, output::SMALLEST_BUFFER, 0);
    new_port(heap, OUTPUT | content.flag(), buffer)
}

/// A port on the file of this name; `who` is blamed if that fails.
pub fn open_file(
    m: &mut Machine,
    who: &'static str,
    path: &str,
    mode: Mode,
    content: Content,
) -> Outcome {
    let file = m.world.open(path, mode).map_err(|failure| condition(who, path, failure))?;
    let handle = m.ports.add(&mut m.heap, file, path);
    let direction = match mode {
        Mode::Read => Direction::Input,
        Mode::Write | Mode::Append => Direction::Output,
    };
    Ok(file_port(&mut m.heap, handle, direction, content))
}

/// The condition for what the outside did not do with the file `path`.
pub fn condition(who: &'static str, path: &str, failure: Failure) -> Box<Condition> {
    Box::new(match failure {
        Failure::Refused(kind) => Condition::File { who, path: path.to_owned(), kind },
        Failure::Interrupted => Condition::Interrupted,
    })
}

/// Whether the object is a port with this flag.
fn is_flagged(object: Value, flag: i64) -> bool {
    object.is_a(Type::Port) && object.field(FLAGS).fixnum_value() & flag != 0
}

/// Whether the object is a port of this direction.
pub fn is_directed(object: Value, direction: Direction) -> bool {
    is_flagged(object, direction.flag())
}

/// Whether the object is a port of this content.
pub fn has_content(object: Value, content: Content) -> bool {
    is_flagged(object, content.flag())
}

/// Whether a port is open, and, if it is one on a file, the file too.
pub fn is_open(m: &Machine, port: Value) -> bool {
    is_flagged(port, OPEN)
        && match medium(port) {
            Medium::Memory => true,
            Medium::File(row) => m.ports.open_row(row).is_some(),
        }
}

/// What the file of a port is called; nothing for a port in memory.
pub fn path(m: &Machine, port: Value) -> Option<String> {
    let source = port.field(SOURCE);
    let description = source.is_a(Type::Handle).then(|| source.field(2))?;
    Some(String::from_utf8_lossy(m.heap.bytes_of(description)).into_owned())
}

/// Where a port's content is.
#[derive(Clone, Copy)]
enum Medium {
    Memory,
    File(usize),
}

#[inline(always)]
fn medium(port: Value) -> Medium {
    let source = port.field(SOURCE);
    if source.is_a(Type::Handle) {
        Medium::File(source.field(1).as_index().unwrap_or(usize::MAX))
    } else {
        Medium::Memory
    }
}

/// The medium of a port, if it is an open one of this direction and content.
#[inline(always)]
fn open_medium(port: Value, direction: Direction, content: Content) -> Option<Medium> {
    let wanted = direction.flag() | content.flag() | OPEN;
    let fits = port.is_a(Type::Port) && port.field(FLAGS).fixnum_value() & wanted == wanted;
    fits.then(|| medium(port))
}

/// A port that a builtin was given, for its complaints.
#[derive(Clone, Copy)]
pub struct Given {
    /// The builtin.
    pub who: &'static str,
    /// Which argument it is, from 1.
    pub position: usize,
    /// The port.
    pub port: Value,
}

impl Given {
    /// The port's medium, if it is an open port of this direction and content.
    #[inline]
    fn check(self, direction: Direction, content: Content) -> Outcome<Medium> {
        let port = self.port;
        if let Some(medium) = open_medium(port, direction, content) {
            return Ok(medium);
        }
        let expected = if !is_directed(port, direction) {
            direction.expected()
        } else if !has_content(port, content) {
            content.expected()
        } else {
            Expected::OpenPort
        };
        wrong_type(self.who, self.position, expected, port)
    }

    /// The open row of a file port.
    #[inline]
    fn row(self, ports: &mut Ports, row: usize) -> Outcome<&mut Row> {
        match ports.open_row_mut(row) {
            Some(row) => Ok(row),
            None => wrong_type(self.who, self.position, Expected::OpenPort, self.port),
        }
    }
}

/// Closes a port; a closed one stays as it is. What was pending is written first.
pub fn close(m: &mut Machine, given: Given) -> Outcome<()> {
    let flags = given.port.field(FLAGS).fixnum_value();
    m.heap.set_field(given.port, FLAGS, Value::fixnum(flags & !OPEN));
    let Medium::File(row) = medium(given.port) else { return Ok(()) };
    let Some((file, path)) = m.ports.close(row) else { return Ok(()) };
    m.world.close(file).map_err(|failure| condition(given.who, &path, failure))
}

/// What has been written to a string port.
pub fn output_string(heap: &mut Heap, port: Value) -> Outcome {
    let (buffer, len) = (port.field(SOURCE), used(port));
    let written = &heap.bytes_of(buffer)[..len];
    if written.is_ascii() {
        return Ok(string::from_latin1_of(heap, buffer, 0..len)?);
    }
    let text = String::from_utf8_lossy(written).into_owned();
    Ok(string::from_str(heap, &text)?)
}

/// What has been written to a bytevector port.
pub fn output_bytevector(heap: &mut Heap, port: Value) -> Outcome {
    let (buffer, len) = (port.field(SOURCE), used(port));
    heap.reserve(len)?;
    Ok(heap.bytes_copied(buffer, 0..len))
}

/// Whether the object is a port that collects what is written to it.
pub fn is_output_memory(object: Value, content: Content) -> bool {
    is_directed(object, Direction::Output)
        && has_content(object, content)
        && object.field(SOURCE).is_a(Type::Bytes)
}

fn used(port: Value) -> usize {
    port.field(POSITION).fixnum_value() as usize
}

fn set_position(heap: &mut Heap, port: Value, position: usize) {
    heap.set_field(port, POSITION, Value::fixnum(position as i64));
}

#[cfg(test)]
mod tests;
