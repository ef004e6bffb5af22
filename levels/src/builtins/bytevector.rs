//! Bytevectors (R7RS 6.9), and text as UTF-8 in them.

use super::{Builtin, argument, at_least, between, exactly, row};
use crate::condition::{Condition, Expected, Outcome, wrong_type};
use crate::heap::Heap;
use crate::layout::{Type, flag};
use crate::machine::Machine;
use crate::string;
use crate::value::Value;

/// The rows.
pub const BUILTINS: &[Builtin] = &[
    row("bytevector?", exactly(1), "(bytevector? object)", |_, a| {
        Ok(Value::boolean(a[0].is_a(Type::Bytes)))
    }),
    row("make-bytevector", between(1, 2), "(make-bytevector k [byte])", make_bytevector),
    row("bytevector", at_least(0), "(bytevector byte …)", bytevector),
    row("bytevector-length", exactly(1), "(bytevector-length bytevector)", |_, a| {
        Ok(Value::fixnum(len(typed("bytevector-length", 1, a[0])?) as i64))
    }),
    row("bytevector-u8-ref", exactly(2), "(bytevector-u8-ref bytevector k)", bytevector_u8_ref),
    row(
        "bytevector-u8-set!",
        exactly(3),
        "(bytevector-u8-set! bytevector k byte)",
        bytevector_u8_set,
    ),
    row(
        "bytevector-copy",
        between(1, 3),
        "(bytevector-copy bytevector [start [end]])",
        bytevector_copy,
    ),
    row(
        "bytevector-copy!",
        between(3, 5),
        "(bytevector-copy! to at from [start [end]])",
        bytevector_copy_into,
    ),
    row("bytevector-append", at_least(0), "(bytevector-append bytevector …)", bytevector_append),
    row(
        "bytevector-fill!",
        between(2, 4),
        "(bytevector-fill! bytevector byte [start [end]])",
        bytevector_fill,
    ),
    row("utf8->string", between(1, 3), "(utf8->string bytevector [start [end]])", utf8_to_string),
    row("string->utf8", between(1, 3), "(string->utf8 string [start [end]])", string_to_utf8),
];

fn typed(who: &'static str, position: usize, found: Value) -> Outcome {
    argument::typed(who, position, Type::Bytes, Expected::Bytevector, found)
}

fn mutable(who: &'static str, found: Value) -> Outcome {
    if typed(who, 1, found)?.header().flags() & flag::IMMUTABLE == 0 {
        Ok(found)
    } else {
        wrong_type(who, 1, Expected::MutableBytevector, found)
    }
}

fn byte(who: &'static str, position: usize, found: Value) -> Outcome<u8> {
    match found.as_index().map(u8::try_from) {
        Some(Ok(byte)) => Ok(byte),
        Some(Err(_)) | None => wrong_type(who, position, Expected::Byte, found),
    }
}

fn len(bytevector: Value) -> usize {
    bytevector.header().len()
}

/// A new bytevector, once the heap has agreed to its size.
fn fresh(heap: &mut Heap, content: &[u8]) -> Outcome {
    heap.reserve(content.len())?;
    Ok(heap.bytes(Type::Bytes, 0, content))
}

fn make_bytevector(m: &mut Machine, a: &[Value]) -> Outcome {
    let size = argument::size("make-bytevector", 1, a[0])?;
    let fill = a.get(1).map_or(Ok(0), |fill| byte("make-bytevector", 2, *fill))?;
    m.heap.reserve(size)?;
    m.heap.effort.move_bytes(size)?;
    Ok(m.heap.bytes_filled(Type::Bytes, 0, size, fill))
}

fn bytevector(m: &mut Machine, a: &[Value]) -> Outcome {
    let bytes = a.iter().enumerate().map(|(index, found)| byte("bytevector", index + 1, *found));
    let bytes = bytes.collect::<Outcome<Vec<u8>>>()?;
    fresh(&mut m.heap, &bytes)
}

fn bytevector_u8_ref(m: &mut Machine, a: &[Value]) -> Outcome {
    let bytevector = typed("bytevector-u8-ref", 1, a[0])?;
    let index = argument::element("bytevector-u8-ref", 2, a[1], len(bytevector))?;
    Ok(Value::fixnum(m.heap.bytes_of(bytevector)[index].into()))
}

fn bytevector_u8_set(m: &mut Machine, a: &[Value]) -> Outcome {
    let bytevector = mutable("bytevector-u8-set!", a[0])?;
    let index = argument::element("bytevector-u8-set!", 2, a[1], len(bytevector))?;
    let byte = byte("bytevector-u8-set!", 3, a[2])?;
    m.heap.write_bytes(bytevector, index, &[byte]);
    Ok(Value::UNSPECIFIED)
}

fn bytevector_copy(m: &mut Machine, a: &[Value]) -> Outcome {
    let from = typed("bytevector-copy", 1, a[0])?;
    let range = argument::range("bytevector-copy", a, 2, len(from))?;
    m.heap.reserve(range.len())?;
    m.heap.effort.move_bytes(range.len())?;
    let content = m.heap.bytes_of(from)[range].to_vec();
    fresh(&mut m.heap, &content)
}

fn bytevector_copy_into(m: &mut Machine, a: &[Value]) -> Outcome {
    let (to, from) = (mutable("bytevector-copy!", a[0])?, typed("bytevector-copy!", 3, a[2])?);
    let range = argument::range("bytevector-copy!", a, 4, len(from))?;
    let at = argument::target("bytevector-copy!", a[1], len(to), range.len(), from)?;
    m.heap.effort.move_bytes(range.len())?;
    let content = m.heap.bytes_of(from)[range].to_vec();
    m.heap.write_bytes(to, at, &content);
    Ok(Value::UNSPECIFIED)
}

fn bytevector_append(m: &mut Machine, a: &[Value]) -> Outcome {
    for (index, part) in a.iter().enumerate() {
        typed("bytevector-append", index + 1, *part)?;
    }
    let total = a.iter().map(|part| len(*part)).sum();
    m.heap.reserve(total)?;
    m.heap.effort.move_bytes(total)?;
    let mut content = Vec::with_capacity(total);
    a.iter().for_each(|part| content.extend_from_slice(m.heap.bytes_of(*part)));
    fresh(&mut m.heap, &content)
}

fn bytevector_fill(m: &mut Machine, a: &[Value]) -> Outcome {
    let bytevector = mutable("bytevector-fill!", a[0])?;
    let byte = byte("bytevector-fill!", 2, a[1])?;
    let range = argument::range("bytevector-fill!", a, 3, len(bytevector))?;
    m.heap.effort.move_bytes(range.len())?;
    m.heap.write_bytes(bytevector, range.start, &vec![byte; range.len()]);
    Ok(Value::UNSPECIFIED)
}

fn utf8_to_string(m: &mut Machine, a: &[Value]) -> Outcome {
    let who = "utf8->string";
    let from = typed(who, 1, a[0])?;
    let range = argument::range(who, a, 2, len(from))?;
    m.heap.reserve(range.len())?;
    m.heap.effort.spend(range.len())?;
    let start = range.start;
    match String::from_utf8(m.heap.bytes_of(from)[range].to_vec()) {
        Ok(content) => Ok(string::from_str(&mut m.heap, &content)?),
        Err(error) => {
            let offset = start + error.utf8_error().valid_up_to();
            Err(Box::new(Condition::InvalidUtf8 { who, offset }))
        }
    }
}

fn string_to_utf8(m: &mut Machine, a: &[Value]) -> Outcome {
    let from = argument::string("string->utf8", 1, a[0])?;
    let range = argument::range("string->utf8", a, 2, string::len(from))?;
    m.heap.effort.spend(range.len())?;
    let bytes = string::text(&m.heap, from).slice(range.clone()).utf8_len();
    m.heap.reserve(bytes)?;
    let content = string::text(&m.heap, from).slice(range).to_rust();
    fresh(&mut m.heap, content.as_bytes())
}

#[cfg(test)]
mod tests {
    use crate::builtins::testing::{call, machine, refused};
    use crate::condition::{Condition, Expected};
    use crate::layout::Type;
    use crate::machine::Machine;
    use crate::string;
    use crate::value::Value;

    fn bytes(m: &mut Machine, content: &[u8]) -> Value {
        m.heap.bytes(Type::Bytes, 0, content)
    }

    #[test]
    fn copies_and_parts() {
        let mut m = machine();
        let n = Value::fixnum;
        let a = call(&mut m, "bytevector", &[n(1), n(2), n(3), n(4), n(5)]);
        let part = call(&mut m, "bytevector-copy", &[a, n(1), n(3)]);
        assert_eq!(m.heap.bytes_of(part), [2, 3]);
        call(&mut m, "bytevector-copy!", &[a, n(1), a, n(0), n(4)]);
        assert_eq!(m.heap.bytes_of(a), [1, 1, 2, 3, 4]);
        call(&mut m, "bytevector-fill!", &[a, n(9), n(3)]);
        call(&mut m, "bytevector-u8-set!", &[a, n(0), n(255)]);
        let all = call(&mut m, "bytevector-append", &[a, part]);
        assert_eq!(m.heap.bytes_of(all), [255, 1, 2, 9, 9, 2, 3]);
        assert_eq!(call(&mut m, "bytevector-u8-ref", &[all, n(6)]), n(3));
        assert_eq!(call(&mut m, "bytevector-length", &[all]), n(7));
    }

    #[test]
    fn text_goes_through_utf8() {
        let mut m = machine();
        for text in ["", "ascii", "é", "aλ→𝄞"] {
            let string = string::from_str(&mut m.heap, text).unwrap();
            let utf8 = call(&mut m, "string->utf8", &[string]);
            assert_eq!(m.heap.bytes_of(utf8), text.as_bytes());
            let back = call(&mut m, "utf8->string", &[utf8]);
            assert_eq!(string::to_rust(&m.heap, back), text);
        }
        let string = string::from_str(&mut m.heap, "aλ→b").unwrap();
        let part = call(&mut m, "string->utf8", &[string, Value::fixnum(1), Value::fixnum(2)]);
        assert_eq!(m.heap.bytes_of(part), "λ".as_bytes());
        let broken = bytes(&mut m, b"xab\xffc");
        let condition = refused(&mut m, "utf8->string", &[broken, Value::fixnum(1)]);
        assert_eq!(condition, Condition::InvalidUtf8 { who: "utf8->string", offset: 3 });
    }

    #[test]
    fn what_is_refused() {
        let mut m = machine();
        let n = Value::fixnum;
        let a = bytes(&mut m, &[1, 2, 3]);
        let literal = m.heap.bytes(Type::Bytes, crate::layout::flag::IMMUTABLE, &[1]);
        let expected = |condition| {
            let Condition::WrongType { expected, position, .. } = condition else {
                panic!("{condition:?}");
            };
            (expected, position)
        };
        let condition = refused(&mut m, "bytevector-u8-set!", &[literal, n(0), n(0)]);
        assert_eq!(expected(condition), (Expected::MutableBytevector, 1));
        let condition = refused(&mut m, "bytevector", &[n(0), n(256)]);
        assert_eq!(expected(condition), (Expected::Byte, 2));
        for (name, arguments) in [
            ("bytevector-u8-ref", vec![a, n(3)]),
            ("bytevector-copy", vec![a, n(2), n(1)]),
            ("bytevector-copy!", vec![a, n(4), a]),
        ] {
            let condition = refused(&mut m, name, &arguments);
            assert!(matches!(condition, Condition::OutOfRange { .. }), "{name}");
        }
        let condition = refused(&mut m, "bytevector-copy!", &[a, n(1), a]);
        assert!(matches!(condition, Condition::NoResult { .. }));
        let condition = refused(&mut m, "make-bytevector", &[n(1 << 50)]);
        assert!(matches!(condition, Condition::OutOfMemory { .. }));
    }
}
