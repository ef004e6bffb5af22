//! Writing to ports.

use super::{COLUMN, Content, Direction, Given, Medium, Row, SOURCE, condition, open_medium, used};
use crate::condition::{Condition, Outcome};
use crate::effort::Stopped;
use crate::heap::{Heap, OutOfMemory};
use crate::layout::Type;
use crate::machine::Machine;
use crate::printer::{self, Ended, Style};
use crate::string;
use crate::value::Value;
use crate::world::{Failure, FileId, World};
use std::fmt;
use std::ops::Range;

/// The buffer of a new memory port, in bytes.
pub const SMALLEST_BUFFER: usize = 56;

/// Why something was not written, or not all of it.
#[derive(Debug)]
pub enum Unwritten {
    /// It was refused, or given up whole.
    Refused(Box<Condition>),
    /// The work was stopped, and some of the output may have left: it is not to be done again.
    CutShort(Stopped),
}

/// What comes of writing.
pub type Written = Result<(), Unwritten>;

impl From<Box<Condition>> for Unwritten {
    fn from(condition: Box<Condition>) -> Unwritten {
        Unwritten::Refused(condition)
    }
}

impl From<Stopped> for Unwritten {
    fn from(cause: Stopped) -> Unwritten {
        Unwritten::Refused(cause.into())
    }
}

impl From<OutOfMemory> for Unwritten {
    fn from(error: OutOfMemory) -> Unwritten {
        Unwritten::Refused(error.into())
    }
}

impl From<Unwritten> for Box<Condition> {
    fn from(unwritten: Unwritten) -> Box<Condition> {
        match unwritten {
            Unwritten::Refused(condition) => condition,
            Unwritten::CutShort(cause) => cause.into(),
        }
    }
}

/// Writes text.
pub fn text(m: &mut Machine, given: Given, text: &str) -> Written {
    match given.check(Direction::Output, Content::Textual)? {
        Medium::Memory => {
            append(&mut m.heap, given.port, text.as_bytes())?;
            note_column(&mut m.heap, given.port, text);
            Ok(())
        }
        Medium::File(row) => {
            let row = given.row(&mut m.ports, row)?;
            text_to_file(&mut m.world, row, text)
                .map_err(|failure| unwritten(given.who, &row.path, failure))
        }
    }
}

/// What a file's failure comes to. Who was interrupted while it waited for the file is not called
/// again: some of the output may have left.
fn unwritten(who: &'static str, path: &str, failure: Failure) -> Unwritten {
    match failure {
        Failure::Interrupted => Unwritten::CutShort(Stopped::Interrupted),
        Failure::Refused(_) => condition(who, path, failure).into(),
    }
}

fn text_to_file(world: &mut World, row: &mut Row, text: &str) -> Result<(), Failure> {
    row.column = column_after(row.column, text);
    world.write(row.file, text.as_bytes())?;
    if row.file == FileId::ERROR || (writes_lines(world, row) && text.contains('\n')) {
        world.flush(row.file)?;
    }
    Ok(())
}

/// Whether a person watches the output.
fn writes_lines(world: &mut World, row: &mut Row) -> bool {
    *row.writes_lines.get_or_insert_with(|| world.is_terminal(row.file))
}

/// The column of a memory port after `text` is written.
fn note_column(heap: &mut Heap, port: Value, text: &str) {
    let before = port.field(COLUMN).fixnum_value() as usize;
    let column = column_after(before, text);
    heap.set_field(port, COLUMN, Value::fixnum(column as i64));
}

/// Bytes of a text that is counted byte by byte.
const SHORT: usize = 16;

/// The characters since the last newline after `text` is written where there were `before`.
fn column_after(before: usize, text: &str) -> usize {
    if text.len() <= SHORT {
        return text.bytes().fold(before, |column, byte| match byte {
            b'\n' => 0,
            byte => column + usize::from(byte & 0xc0 != 0x80),
        });
    }
    match text.rfind('\n') {
        Some(newline) => text[newline + 1..].chars().count(),
        None => before + text.chars().count(),
    }
}

/// Writes a character.
#[inline]
pub fn char(m: &mut Machine, given: Given, c: char) -> Written {
    if c.is_ascii() && c != '\n' && put(m, given.port, c as u8) {
        return Ok(());
    }
    text(m, given, c.encode_utf8(&mut [0; 4]))
}

/// Writes a byte of ASCII that ends no line, if there is room for it and the port is one that takes
/// text and keeps it for a while: what `text` does then, sooner.
#[inline]
fn put(m: &mut Machine, port: Value, byte: u8) -> bool {
    match open_medium(port, Direction::Output, Content::Textual) {
        Some(Medium::File(row)) => match m.ports.open_row_mut(row) {
            Some(row) if row.file != FileId::ERROR && m.world.keep(row.file, byte) => {
                row.column += 1;
                true
            }
            Some(_) | None => false,
        },
        Some(Medium::Memory) => put_to_memory(&mut m.heap, port, byte),
        None => false,
    }
}

fn put_to_memory(heap: &mut Heap, port: Value, byte: u8) -> bool {
    let (buffer, used) = (port.field(SOURCE), used(port));
    if used == buffer.header().len() {
        return false;
    }
    heap.write_byte(buffer, used, byte);
    super::set_position(heap, port, used + 1);
    let column = port.field(COLUMN).fixnum_value() + 1;
    heap.set_field(port, COLUMN, Value::fixnum(column));
    true
}

/// Writes the characters of `range` of a string, which the caller has checked.
pub fn string(m: &mut Machine, given: Given, from: Value, range: Range<usize>) -> Written {
    m.heap.effort.spend(range.len())?;
    let mut room = [0; SHORT];
    let content = string::text(&m.heap, from).slice(range);
    match content.as_ascii().and_then(|ascii| copied_to(&mut room, ascii)) {
        Some(short) => text(m, given, short),
        None => {
            let content = content.to_rust();
            text(m, given, &content)
        }
    }
}

/// A copy of an ASCII text, if there is room.
fn copied_to<'r>(room: &'r mut [u8], ascii: &str) -> Option<&'r str> {
    let room = room.get_mut(..ascii.len())?;
    room.copy_from_slice(ascii.as_bytes());
    std::str::from_utf8(room).ok()
}

/// Writes bytes.
pub fn bytes(m: &mut Machine, given: Given, bytes: &[u8]) -> Written {
    match given.check(Direction::Output, Content::Binary)? {
        Medium::Memory => Ok(append(&mut m.heap, given.port, bytes)?),
        Medium::File(row) => {
            let row = given.row(&mut m.ports, row)?;
            m.world
                .write(row.file, bytes)
                .map_err(|failure| unwritten(given.who, &row.path, failure))
        }
    }
}

/// Writes what `printer::print` makes of a value. A file is written piece by piece: what was passed on
/// when the work is stopped stays written, and the rest is given up.
pub fn datum(m: &mut Machine, given: Given, value: Value, style: Style) -> Written {
    if style == Style::Display && value.is_a(Type::String) {
        return string(m, given, value, 0..string::len(value));
    }
    match given.check(Direction::Output, Content::Textual)? {
        Medium::Memory => {
            let printed = printed(&mut m.heap, value, style)?;
            text(m, given, &printed)
        }
        Medium::File(row) => {
            let row = given.row(&mut m.ports, row)?;
            let mut sink = Sink::new(&mut m.world, row);
            let printed = printer::print(&m.heap, value, style, &mut sink);
            if printed.is_ok() {
                sink.pass_on();
            }
            match (printed, sink.failure.take()) {
                (_, Some(failure)) => Err(unwritten(given.who, &row.path, failure)),
                (Err(Ended::Stopped(cause)), None) if sink.passed => {
                    Err(Unwritten::CutShort(cause))
                }
                (Err(Ended::Stopped(cause)), None) => Err(cause.into()),
                (Ok(()) | Err(Ended::Refused), None) => Ok(()),
            }
        }
    }
}

/// What `print` makes of a value, tried in as much memory as was found to be there: twice as much
/// each time.
fn printed(heap: &mut Heap, value: Value, style: Style) -> Outcome<String> {
    let mut room = PIECE;
    loop {
        heap.reserve(room)?;
        let mut bounded = Bounded { text: String::new(), room };
        match printer::print(heap, value, style, &mut bounded) {
            Ok(()) => return Ok(bounded.text),
            Err(Ended::Refused) => room *= 2,
            Err(Ended::Stopped(cause)) => return Err(cause.into()),
        }
    }
}

/// Bytes printed before they are passed on or more memory is asked for.
const PIECE: usize = 1 << 16;

/// A sink for at most `room` bytes.
struct Bounded {
    text: String,
    room: usize,
}

impl fmt::Write for Bounded {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        if self.text.len() + text.len() > self.room {
            return Err(fmt::Error);
        }
        self.text.push_str(text);
        Ok(())
    }
}

/// A sink that writes to a file.
struct Sink<'m> {
    world: &'m mut World,
    row: &'m mut Row,
    text: String,
    /// Whether text was passed on.
    passed: bool,
    failure: Option<Failure>,
}

impl<'m> Sink<'m> {
    fn new(world: &'m mut World, row: &'m mut Row) -> Sink<'m> {
        Sink { world, row, text: String::new(), passed: false, failure: None }
    }

    fn pass_on(&mut self) {
        self.failure = text_to_file(self.world, self.row, &self.text).err();
        self.text.clear();
        self.passed = true;
    }
}

impl fmt::Write for Sink<'_> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.text.push_str(text);
        if self.text.len() >= PIECE {
            self.pass_on();
        }
        if self.failure.is_some() { Err(fmt::Error) } else { Ok(()) }
    }
}

/// Ends the line, unless nothing has been written to it.
pub fn fresh_line(m: &mut Machine, given: Given) -> Written {
    let column = match given.check(Direction::Output, Content::Textual)? {
        Medium::Memory => given.port.field(COLUMN).fixnum_value() as usize,
        Medium::File(row) => given.row(&mut m.ports, row)?.column,
    };
    if column == 0 { Ok(()) } else { char(m, given, '\n') }
}

/// Sees to it that what was written has left the process.
pub fn flush(m: &mut Machine, given: Given) -> Written {
    let content = if super::has_content(given.port, Content::Binary) {
        Content::Binary
    } else {
        Content::Textual
    };
    match given.check(Direction::Output, content)? {
        Medium::Memory => Ok(()),
        Medium::File(row) => {
            let row = given.row(&mut m.ports, row)?;
            m.world.flush(row.file).map_err(|failure| unwritten(given.who, &row.path, failure))
        }
    }
}

/// Appends to the buffer of a memory port, which grows to twice its size at least.
fn append(heap: &mut Heap, port: Value, bytes: &[u8]) -> Result<(), OutOfMemory> {
    let (buffer, used) = (port.field(SOURCE), used(port));
    let needed = used + bytes.len();
    if needed > buffer.header().len() {
        let room = needed.max(2 * buffer.header().len());
        heap.reserve(room)?;
        let grown = heap.bytes_filled(Type::Bytes, 0, room, 0);
        heap.init_bytes(grown, buffer, used);
        heap.bytes_mut(grown)[used..needed].copy_from_slice(bytes);
        heap.set_field(port, SOURCE, grown);
    } else {
        heap.write_bytes(buffer, used, bytes);
    }
    super::set_position(heap, port, needed);
    Ok(())
}
