//! Input and output (R7RS 6.13). An omitted port is the machine's current one.

use super::{Answer, Builtin, argument, between, exactly, row, writing_row};
use crate::condition::{Expected, Outcome, wrong_type};
use crate::heap::Heap;
use crate::layout::{GRANULE, Type, flag};
use crate::machine::Machine;
use crate::port::input::{self, Take};
use crate::port::output::{self, Written};
use crate::port::span::{self, At, Stop};
use crate::port::{self, Content, Direction, Given, datum};
use crate::printer::{self, Style};
use crate::string;
use crate::value::Value;
use crate::world::Mode;

/// The rows.
pub const BUILTINS: &[Builtin] = &[
    row("port?", exactly(1), "(port? object)", |_, a| Ok(Value::boolean(a[0].is_a(Type::Port)))),
    row("input-port?", exactly(1), "(input-port? object)", |_, a| {
        Ok(Value::boolean(port::is_directed(a[0], Direction::Input)))
    }),
    row("output-port?", exactly(1), "(output-port? object)", |_, a| {
        Ok(Value::boolean(port::is_directed(a[0], Direction::Output)))
    }),
    row("textual-port?", exactly(1), "(textual-port? object)", |_, a| {
        Ok(Value::boolean(port::has_content(a[0], Content::Textual)))
    }),
    row("binary-port?", exactly(1), "(binary-port? object)", |_, a| {
        Ok(Value::boolean(port::has_content(a[0], Content::Binary)))
    }),
    row("input-port-open?", exactly(1), "(input-port-open? port)", |m, a| {
        is_open(m, "input-port-open?", Direction::Input, a)
    }),
    row("output-port-open?", exactly(1), "(output-port-open? port)", |m, a| {
        is_open(m, "output-port-open?", Direction::Output, a)
    }),
    row("open-input-file", exactly(1), "(open-input-file path)", |m, a| {
        open_input(m, "open-input-file", Content::Textual, a)
    }),
    row("open-binary-input-file", exactly(1), "(open-binary-input-file path)", |m, a| {
        open_input(m, "open-binary-input-file", Content::Binary, a)
    }),
    row("open-output-file", between(1, 2), "(open-output-file path [append?])", |m, a| {
        open_output(m, "open-output-file", Content::Textual, a)
    }),
    row(
        "open-binary-output-file",
        between(1, 2),
        "(open-binary-output-file path [append?])",
        |m, a| open_output(m, "open-binary-output-file", Content::Binary, a),
    ),
    row("open-input-string", exactly(1), "(open-input-string string)", open_input_string),
    row("open-output-string", exactly(0), "(open-output-string)", |m, _| {
        Ok(port::open_output_memory(&mut m.heap, Content::Textual))
    }),
    row("get-output-string", exactly(1), "(get-output-string port)", get_output_string),
    row(
        "open-input-bytevector",
        exactly(1),
        "(open-input-bytevector bytevector)",
        open_input_bytevector,
    ),
    row("open-output-bytevector", exactly(0), "(open-output-bytevector)", |m, _| {
        Ok(port::open_output_memory(&mut m.heap, Content::Binary))
    }),
    row("get-output-bytevector", exactly(1), "(get-output-bytevector port)", get_output_bytevector),
    row("close-port", exactly(1), "(close-port port)", |m, a| close(m, "close-port", None, a)),
    row("close-input-port", exactly(1), "(close-input-port port)", |m, a| {
        close(m, "close-input-port", Some(Direction::Input), a)
    }),
    row("close-output-port", exactly(1), "(close-output-port port)", |m, a| {
        close(m, "close-output-port", Some(Direction::Output), a)
    }),
    row("read", between(0, 1), "(read [port])", read),
    row("read-char", between(0, 1), "(read-char [port])", read_char),
    row("peek-char", between(0, 1), "(peek-char [port])", peek_char),
    row("char-ready?", between(0, 1), "(char-ready? [port])", |m, a| {
        let given = from(m, "char-ready?", a, 0);
        input::is_ready(m, given, Content::Textual).map(Value::boolean)
    }),
    row("read-line", between(0, 1), "(read-line [port])", read_line),
    row("read-string", between(1, 2), "(read-string k [port])", read_string),
    row("read-u8", between(0, 1), "(read-u8 [port])", read_u8),
    row("peek-u8", between(0, 1), "(peek-u8 [port])", peek_u8),
    row("u8-ready?", between(0, 1), "(u8-ready? [port])", |m, a| {
        let given = from(m, "u8-ready?", a, 0);
        input::is_ready(m, given, Content::Binary).map(Value::boolean)
    }),
    row("read-bytevector", between(1, 2), "(read-bytevector k [port])", read_bytevector),
    row(
        "read-bytevector!",
        between(1, 4),
        "(read-bytevector! bytevector [port [start [end]]])",
        read_bytevector_into,
    ),
    row("%read-until", exactly(2), "(%read-until chars port)", |m, a| {
        let (given, stop) = (from(m, "read-char", a, 1), stop(m, "%read-until", a, At::Member)?);
        span::read(m, given, &stop)
    }),
    row("%read-while", exactly(2), "(%read-while chars port)", |m, a| {
        let (given, stop) = (from(m, "read-char", a, 1), stop(m, "%read-while", a, At::Other)?);
        span::read(m, given, &stop)
    }),
    row("%skip-while", exactly(2), "(%skip-while chars port)", |m, a| {
        let (given, stop) = (from(m, "read-char", a, 1), stop(m, "%skip-while", a, At::Other)?);
        Ok(span::skip(m, given, &stop)?.map_or(Value::EOF, Value::char))
    }),
    row("%port-place", exactly(1), "(%port-place port)", |m, a| {
        let given = from(m, "%port-place", a, 0);
        let (line, column) = span::place(m, given)?;
        Ok(m.heap.cons(Value::fixnum(line as i64), Value::fixnum(column as i64)))
    }),
    row("eof-object", exactly(0), "(eof-object)", |_, _| Ok(Value::EOF)),
    row("eof-object?", exactly(1), "(eof-object? object)", |_, a| {
        Ok(Value::boolean(a[0] == Value::EOF))
    }),
    writing_row("write-char", between(1, 2), "(write-char char [port])", write_char),
    writing_row(
        "write-string",
        between(1, 4),
        "(write-string string [port [start [end]]])",
        write_string,
    ),
    writing_row("write", between(1, 2), "(write object [port])", |m, a| {
        print(m, "write", Style::Write, a)
    }),
    writing_row("write-shared", between(1, 2), "(write-shared object [port])", |m, a| {
        print(m, "write-shared", Style::WriteShared, a)
    }),
    writing_row("write-simple", between(1, 2), "(write-simple object [port])", |m, a| {
        print(m, "write-simple", Style::WriteSimple, a)
    }),
    writing_row("display", between(1, 2), "(display object [port])", |m, a| {
        print(m, "display", Style::Display, a)
    }),
    writing_row("write-line", between(1, 2), "(write-line object [port])", |m, a| {
        print(m, "write-line", Style::Write, a)?;
        let given = to(m, "write-line", a, 1);
        done(output::char(m, given, '\n'))
    }),
    writing_row(
        "pretty-print",
        between(1, 3),
        "(pretty-print object [port [width]])",
        pretty_print,
    ),
    writing_row("newline", between(0, 1), "(newline [port])", |m, a| {
        let given = to(m, "newline", a, 0);
        done(output::char(m, given, '\n'))
    }),
    writing_row("fresh-line", between(0, 1), "(fresh-line [port])", |m, a| {
        let given = to(m, "fresh-line", a, 0);
        done(output::fresh_line(m, given))
    }),
    writing_row("write-u8", between(1, 2), "(write-u8 byte [port])", write_u8),
    writing_row(
        "write-bytevector",
        between(1, 4),
        "(write-bytevector bytevector [port [start [end]]])",
        write_bytevector,
    ),
    writing_row("flush-output-port", between(0, 1), "(flush-output-port [port])", |m, a| {
        let given = to(m, "flush-output-port", a, 0);
        done(output::flush(m, given))
    }),
    writing_row("flush-output", between(0, 1), "(flush-output [port])", |m, a| {
        let given = to(m, "flush-output", a, 0);
        done(output::flush(m, given))
    }),
];

/// The input port that is argument `index` (from 0), or the current one.
#[inline]
fn from(m: &Machine, who: &'static str, a: &[Value], index: usize) -> Given {
    Given { who, position: index + 1, port: a.get(index).copied().unwrap_or(m.input_port) }
}

/// The output port that is argument `index` (from 0), or the current one.
#[inline]
fn to(m: &Machine, who: &'static str, a: &[Value], index: usize) -> Given {
    Given { who, position: index + 1, port: a.get(index).copied().unwrap_or(m.output_port) }
}

fn done(written: Written) -> Answer {
    Ok(written.map(|()| Value::UNSPECIFIED)?)
}

/// A port of the other direction is none that is open for this one.
fn is_open(m: &mut Machine, who: &'static str, direction: Direction, a: &[Value]) -> Outcome {
    if !a[0].is_a(Type::Port) {
        return wrong_type(who, 1, Expected::Port, a[0]);
    }
    Ok(Value::boolean(port::is_directed(a[0], direction) && port::is_open(m, a[0])))
}

fn open_input(m: &mut Machine, who: &'static str, content: Content, a: &[Value]) -> Outcome {
    let path = argument::text(&m.heap, who, 1, a[0])?;
    port::open_file(m, who, &path, Mode::Read, content)
}

fn open_output(m: &mut Machine, who: &'static str, content: Content, a: &[Value]) -> Outcome {
    let path = argument::text(&m.heap, who, 1, a[0])?;
    let append = a.get(1).is_some_and(|append| append.is_true());
    let mode = if append { Mode::Append } else { Mode::Write };
    port::open_file(m, who, &path, mode, content)
}

fn open_input_string(m: &mut Machine, a: &[Value]) -> Outcome {
    argument::typed("open-input-string", 1, Type::String, Expected::String, a[0])?;
    Ok(port::open_input_string(&mut m.heap, a[0]))
}

fn open_input_bytevector(m: &mut Machine, a: &[Value]) -> Outcome {
    argument::typed("open-input-bytevector", 1, Type::Bytes, Expected::Bytevector, a[0])?;
    Ok(port::open_input_bytevector(&mut m.heap, a[0]))
}

fn get_output_string(m: &mut Machine, a: &[Value]) -> Outcome {
    if !port::is_output_memory(a[0], Content::Textual) {
        return wrong_type("get-output-string", 1, Expected::OutputStringPort, a[0]);
    }
    port::output_string(&mut m.heap, a[0])
}

fn get_output_bytevector(m: &mut Machine, a: &[Value]) -> Outcome {
    if !port::is_output_memory(a[0], Content::Binary) {
        return wrong_type("get-output-bytevector", 1, Expected::OutputBytevectorPort, a[0]);
    }
    port::output_bytevector(&mut m.heap, a[0])
}

fn close(m: &mut Machine, who: &'static str, direction: Option<Direction>, a: &[Value]) -> Outcome {
    let expected = match direction {
        None => Expected::Port,
        Some(Direction::Input) => Expected::InputPort,
        Some(Direction::Output) => Expected::OutputPort,
    };
    argument::typed(who, 1, Type::Port, expected, a[0])?;
    if direction.is_some_and(|direction| !port::is_directed(a[0], direction)) {
        return wrong_type(who, 1, expected, a[0]);
    }
    port::close(m, Given { who, position: 1, port: a[0] }).map(|()| Value::UNSPECIFIED)
}

fn read(m: &mut Machine, a: &[Value]) -> Outcome {
    let given = from(m, "read", a, 0);
    // A datum is not read twice for garbage that is its own.
    let patient = m.heap.set_patient(false);
    let datum = datum::datum(m, given);
    m.heap.set_patient(patient);
    Ok(datum?.unwrap_or(Value::EOF))
}

fn read_char(m: &mut Machine, a: &[Value]) -> Outcome {
    match input::char_at_hand(m, from(m, "read-char", a, 0).port, Take::Yes) {
        Some(c) => Ok(Value::char(c)),
        None => char_or_eof(m, from(m, "read-char", a, 0), Take::Yes),
    }
}

fn peek_char(m: &mut Machine, a: &[Value]) -> Outcome {
    match input::char_at_hand(m, from(m, "peek-char", a, 0).port, Take::No) {
        Some(c) => Ok(Value::char(c)),
        None => char_or_eof(m, from(m, "peek-char", a, 0), Take::No),
    }
}

#[cold]
#[inline(never)]
fn char_or_eof(m: &mut Machine, given: Given, take: Take) -> Outcome {
    Ok(input::char(m, given, take)?.map_or(Value::EOF, Value::char))
}

fn read_line(m: &mut Machine, a: &[Value]) -> Outcome {
    let given = from(m, "read-line", a, 0);
    Ok(input::line(m, given)?.unwrap_or(Value::EOF))
}

fn read_string(m: &mut Machine, a: &[Value]) -> Outcome {
    let count = argument::size("read-string", 1, a[0])?;
    let given = from(m, "read-string", a, 1);
    Ok(input::string(m, given, count)?.unwrap_or(Value::EOF))
}

fn byte_or_eof(byte: Option<u8>) -> Value {
    byte.map_or(Value::EOF, |byte| Value::fixnum(i64::from(byte)))
}

fn read_u8(m: &mut Machine, a: &[Value]) -> Outcome {
    let given = from(m, "read-u8", a, 0);
    input::byte(m, given, Take::Yes).map(byte_or_eof)
}

fn peek_u8(m: &mut Machine, a: &[Value]) -> Outcome {
    let given = from(m, "peek-u8", a, 0);
    input::byte(m, given, Take::No).map(byte_or_eof)
}

fn read_bytevector(m: &mut Machine, a: &[Value]) -> Outcome {
    let count = argument::size("read-bytevector", 1, a[0])?;
    let given = from(m, "read-bytevector", a, 1);
    let copy = |heap: &mut Heap, bytes: &[u8]| {
        heap.reserve(bytes.len() + GRANULE)?;
        Ok(heap.bytes(Type::Bytes, 0, bytes))
    };
    Ok(input::bytes(m, given, count, copy)?.unwrap_or(Value::EOF))
}

fn read_bytevector_into(m: &mut Machine, a: &[Value]) -> Outcome {
    const WHO: &str = "read-bytevector!";
    let target = argument::typed(WHO, 1, Type::Bytes, Expected::Bytevector, a[0])?;
    if target.header().flags() & flag::IMMUTABLE != 0 {
        return wrong_type(WHO, 1, Expected::MutableBytevector, target);
    }
    let range = argument::range(WHO, a, 3, target.header().len())?;
    let given = from(m, WHO, a, 1);
    let copy = |heap: &mut Heap, bytes: &[u8]| {
        heap.write_bytes(target, range.start, bytes);
        Ok(Value::fixnum(bytes.len() as i64))
    };
    Ok(input::bytes(m, given, range.len(), copy)?.unwrap_or(Value::EOF))
}

/// The characters of the string that is the first argument.
fn stop(m: &Machine, who: &'static str, a: &[Value], at: At) -> Outcome<Stop> {
    let chars = argument::typed(who, 1, Type::String, Expected::String, a[0])?;
    Ok(Stop::new(string::text(&m.heap, chars), at))
}

fn write_char(m: &mut Machine, a: &[Value]) -> Answer {
    let Some(c) = a[0].as_char() else {
        return Ok(wrong_type("write-char", 1, Expected::Char, a[0])?);
    };
    let given = to(m, "write-char", a, 1);
    done(output::char(m, given, c))
}

fn print(m: &mut Machine, who: &'static str, style: Style, a: &[Value]) -> Answer {
    let given = to(m, who, a, 1);
    done(output::datum(m, given, a[0], style))
}

/// The width of lines that `pretty-print` is not told.
const WIDTH: usize = 79;

fn pretty_print(m: &mut Machine, a: &[Value]) -> Answer {
    let width = a.get(2).map_or(Ok(WIDTH), |&width| argument::size("pretty-print", 3, width))?;
    let given = to(m, "pretty-print", a, 1);
    let mut text = printer::pretty(&mut m.heap, a[0], width)?;
    text.push('\n');
    done(output::text(m, given, &text))
}

fn write_string(m: &mut Machine, a: &[Value]) -> Answer {
    let from = argument::typed("write-string", 1, Type::String, Expected::String, a[0])?;
    let range = argument::range("write-string", a, 3, string::len(from))?;
    let given = to(m, "write-string", a, 1);
    done(output::string(m, given, from, range))
}

fn write_u8(m: &mut Machine, a: &[Value]) -> Answer {
    let byte = a[0].as_index().and_then(|byte| u8::try_from(byte).ok());
    let Some(byte) = byte else { return Ok(wrong_type("write-u8", 1, Expected::Byte, a[0])?) };
    let given = to(m, "write-u8", a, 1);
    done(output::bytes(m, given, &[byte]))
}

fn write_bytevector(m: &mut Machine, a: &[Value]) -> Answer {
    const WHO: &str = "write-bytevector";
    let from = argument::typed(WHO, 1, Type::Bytes, Expected::Bytevector, a[0])?;
    let range = argument::range(WHO, a, 3, from.header().len())?;
    let bytes = m.heap.bytes_of(from)[range].to_vec();
    let given = to(m, WHO, a, 1);
    done(output::bytes(m, given, &bytes))
}
