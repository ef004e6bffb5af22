//! Reading data from ports.

use super::buffer::Buffer;
use super::{Content, Direction, FLAGS, FOLDED, Given, Medium, SOURCE, input, set_position, used};
use crate::condition::{Condition, Outcome};
use crate::effort::Stopped;
use crate::heap::Heap;
use crate::machine::Machine;
use crate::reader::{Case, Parser, Piece, Progress, Purpose, ReadError, Rest};
use crate::source::Place;
use crate::string;
use crate::value::Value;

/// Characters of a string that are looked at first; most data are shorter.
const FIRST_PIECE: usize = 256;

/// The next datum; `None` at the end. After an error the port stands behind what was refused.
pub fn datum(m: &mut Machine, given: Given) -> Outcome<Option<Value>> {
    match given.check(Direction::Input, Content::Textual)? {
        Medium::Memory => datum_of_string(m, given.port),
        Medium::File(row) => datum_of_file(m, given, row),
    }
}

fn datum_of_file(m: &mut Machine, given: Given, index: usize) -> Outcome<Option<Value>> {
    let row = given.row(&mut m.ports, index)?;
    let mut parser = parser_of(given.port, place_of(&mut row.input));
    let (mut read, mut rest) = (0, Rest::Follows);
    loop {
        let row = given.row(&mut m.ports, index)?;
        let mut piece = Piece { text: &row.input.text()[read..], at: 0, rest };
        let progress = parser.read(&mut m.heap, &mut m.symbols, &mut m.sources, &mut piece);
        read += piece.at;
        match progress {
            Ok(Progress::More) => rest = lengthen(m, given, index, read)?,
            Ok(Progress::Datum(datum)) => {
                row.input.take_text(read);
                keep_case(&mut m.heap, given.port, &parser);
                return Ok(Some(datum));
            }
            Ok(Progress::End) => {
                row.input.take_text(read);
                row.input.forget_end();
                keep_case(&mut m.heap, given.port, &parser);
                return Ok(None);
            }
            Err(error) if may_be_repeated(&error) => return Err(error.into()),
            Err(error) => {
                row.input.take_text(read);
                keep_case(&mut m.heap, given.port, &parser);
                return Err(error.into());
            }
        }
    }
}

/// A parser that goes on in the case that the port's text has asked for.
fn parser_of(port: Value, place: Place) -> Parser {
    let mut parser = Parser::starting_at(Purpose::Data, place);
    if port.field(FLAGS).fixnum_value() & FOLDED != 0 {
        parser.set_case(Case::Folded);
    }
    parser
}

/// Has the next parser of the port begin with the case of this one.
fn keep_case(heap: &mut Heap, port: Value, parser: &Parser) {
    let flags = port.field(FLAGS).fixnum_value();
    let kept = match parser.case() {
        Case::Kept => flags & !FOLDED,
        Case::Folded => flags | FOLDED,
    };
    if kept != flags {
        heap.set_field(port, FLAGS, Value::fixnum(kept));
    }
}

/// Whether it is not the text that is to blame.
fn may_be_repeated(error: &ReadError) -> bool {
    match error {
        ReadError::Other(condition) => {
            matches!(**condition, Condition::OutOfMemory { .. }) || Stopped::of(condition).is_some()
        }
        ReadError::Incomplete { .. } | ReadError::Invalid { .. } => false,
    }
}

/// Reads ahead until there is twice as much text behind `read` as there is; says whether the text
/// goes on.
fn lengthen(m: &mut Machine, given: Given, index: usize, read: usize) -> Outcome<Rest> {
    let row = given.row(&mut m.ports, index)?;
    let wanted = read + 2 * (row.input.text().len() - read);
    loop {
        m.heap.reserve(row.input.text().len())?;
        if !input::more_text(&mut m.world, &m.heap.effort, row, given)? {
            return Ok(Rest::Nothing);
        }
        if row.input.text().len() >= wanted {
            return Ok(Rest::Follows);
        }
    }
}

fn place_of(buffer: &mut Buffer) -> Place {
    let (line, column) = buffer.place();
    Place { offset: buffer.offset(), line: line as u32, column: column as u32 }
}

fn datum_of_string(m: &mut Machine, port: Value) -> Outcome<Option<Value>> {
    let (source, start) = (port.field(SOURCE), used(port));
    let len = string::len(source);
    // The offset is not 0, at which a reader expects the mark that files may begin with.
    let beginning = Place { offset: 1, line: 1, column: 1 };
    let mut parser = parser_of(port, beginning);
    let (mut at, mut room) = (start.min(len), FIRST_PIECE);
    loop {
        let end = at.saturating_add(room).min(len);
        let text = string::text(&m.heap, source).slice(at..end).to_rust();
        let rest = if end == len { Rest::Nothing } else { Rest::Follows };
        let mut piece = Piece { text: &text, at: 0, rest };
        let progress = parser.read(&mut m.heap, &mut m.symbols, &mut m.sources, &mut piece);
        at += text[..piece.at].chars().count();
        let outcome = match progress {
            Ok(Progress::More) => {
                room *= 2;
                continue;
            }
            Ok(Progress::Datum(datum)) => Ok(Some(datum)),
            Ok(Progress::End) => Ok(None),
            Err(error) if may_be_repeated(&error) => return Err(error.into()),
            Err(error) => Err(error.moved(place_in(m, source, start)).into()),
        };
        set_position(&mut m.heap, port, at);
        keep_case(&mut m.heap, port, &parser);
        return outcome;
    }
}

/// The place behind the first `start` characters of a string.
fn place_in(m: &Machine, source: Value, start: usize) -> Place {
    Place::START.after(&string::text(&m.heap, source).slice(0..start).to_rust())
}
