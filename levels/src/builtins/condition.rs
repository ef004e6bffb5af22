//! Error objects (R7RS 6.11): facts as programs see them.
//!
//! Invariant: an error object is `kind` (a symbol), `message` (any object, a string unless the
//! program chose another), `irritants` (a proper list) and `payload`: `#f`, or for what the
//! implementation found `#(expected found argument)`: a string, an object, and which argument it is,
//! from 1, or `#f`.

use super::{Builtin, argument, between, exactly, row};
use crate::condition::{Condition, Expected, Outcome, wrong_type};
use crate::heap::Heap;
use crate::layout::Type;
use crate::machine::Machine;
use crate::pair::{self, Walk};
use crate::printer::{self, Style};
use crate::string;
use crate::symbol;
use crate::value::Value;

/// The rows.
pub const BUILTINS: &[Builtin] = &[
    row(
        "%make-condition",
        between(3, 4),
        "(%make-condition kind message irritants [payload])",
        make_condition,
    ),
    row("error-object?", exactly(1), "(error-object? object)", is_condition),
    row("error?", exactly(1), "(error? object)", is_condition),
    row("condition?", exactly(1), "(condition? object)", is_condition),
    row("error-object-message", exactly(1), "(error-object-message error)", |_, a| {
        part("error-object-message", MESSAGE, a)
    }),
    row("error-message", exactly(1), "(error-message error)", |_, a| {
        part("error-message", MESSAGE, a)
    }),
    row("error-object-irritants", exactly(1), "(error-object-irritants error)", |_, a| {
        part("error-object-irritants", IRRITANTS, a)
    }),
    row("error-irritants", exactly(1), "(error-irritants error)", |_, a| {
        part("error-irritants", IRRITANTS, a)
    }),
    row("condition-kind", exactly(1), "(condition-kind error)", |_, a| {
        part("condition-kind", KIND, a)
    }),
    row("%condition-payload", exactly(1), "(%condition-payload error)", |_, a| {
        part("%condition-payload", PAYLOAD, a)
    }),
    row("read-error?", exactly(1), "(read-error? object)", |m, a| {
        Ok(Value::boolean(is_of_kind(&m.heap, a[0], &["read", "invalid-utf8"])))
    }),
    row("file-error?", exactly(1), "(file-error? object)", |m, a| {
        Ok(Value::boolean(is_of_kind(&m.heap, a[0], &["file"])))
    }),
    row("condition/report-string", exactly(1), "(condition/report-string error)", report_string),
];

/// The field of the kind, a symbol.
pub const KIND: usize = 0;
/// The field of the message.
pub const MESSAGE: usize = 1;
/// The field of the irritants, a proper list.
pub const IRRITANTS: usize = 2;
/// The field of what was expected and found.
pub const PAYLOAD: usize = 3;

/// Characters of each irritant that a report shows.
const IRRITANT_LENGTH: usize = 80;
/// Irritants that a report shows.
const MOST_IRRITANTS: usize = 20;

/// The error object for a condition; for `Condition::Raised` the raised object itself. Succeeds even
/// with no memory left: what it allocates is small.
pub fn to_object(m: &mut Machine, condition: &Condition) -> Value {
    if let Condition::Raised { object } = condition {
        return *object;
    }
    let kind = m.intern(condition.kind());
    let sentence = condition.sentence(&m.heap);
    let message = small_string(&mut m.heap, &sentence);
    let mut irritants = condition.irritants();
    if let Condition::File { path, .. } | Condition::Read { file: Some(path), .. } = condition {
        irritants.push(small_string(&mut m.heap, path));
    }
    let irritants = m.heap.list(&irritants);
    let payload = match condition.expectation(&m.heap) {
        Some((expected, found)) => {
            let expected = small_string(&mut m.heap, &expected);
            let argument = condition.argument();
            let argument = argument.map_or(Value::FALSE, |position| Value::fixnum(position as i64));
            m.heap.object(Type::Vector, &[expected, found, argument])
        }
        None => Value::FALSE,
    };
    m.heap.object(Type::Condition, &[kind, message, irritants, payload])
}

/// The error object that `(error message irritant …)` makes.
pub fn user_error(m: &mut Machine, message: Value, irritants: &[Value]) -> Value {
    let kind = m.intern("message");
    let irritants = m.heap.list(irritants);
    m.heap.object(Type::Condition, &[kind, message, irritants, Value::FALSE])
}

/// What a person is told of a raised object: `MESSAGE: IRRITANT …` of an error object, `raised: OBJ`
/// of any other. Long irritants are cut.
pub fn report(heap: &Heap, object: Value) -> String {
    let bounded = |value| printer::to_string_within(heap, value, Style::Write, IRRITANT_LENGTH);
    if !object.is_a(Type::Condition) {
        return format!("raised: {}", bounded(object));
    }
    let message = object.field(MESSAGE);
    let mut text = match message.is_a(Type::String) {
        true => string::to_rust(heap, message),
        false => bounded(message),
    };
    for (index, pair) in Walk::new(object.field(IRRITANTS)).enumerate() {
        text.push_str(if index == 0 { ": " } else { " " });
        if index == MOST_IRRITANTS {
            text.push_str("...");
            break;
        }
        text.push_str(&bounded(pair.car()));
    }
    text
}

/// A string, made even where the memory limit is reached: it is as long as a sentence.
fn small_string(heap: &mut Heap, text: &str) -> Value {
    if let Ok(string) = string::from_str(heap, text) {
        return string;
    }
    let ascii: Vec<u8> = text.chars().map(|c| if c.is_ascii() { c as u8 } else { b'?' }).collect();
    let storage = heap.bytes(Type::Bytes, 0, &ascii);
    heap.object(Type::String, &[Value::fixnum(ascii.len() as i64), storage])
}

fn make_condition(m: &mut Machine, a: &[Value]) -> Outcome {
    const WHO: &str = "%make-condition";
    let kind = argument::typed(WHO, 1, Type::Symbol, Expected::Symbol, a[0])?;
    pair::proper_length(&m.heap.effort, WHO, 3, a[2])?;
    let payload = a.get(3).copied().unwrap_or(Value::FALSE);
    Ok(m.heap.object(Type::Condition, &[kind, a[1], a[2], payload]))
}

fn is_condition(_: &mut Machine, a: &[Value]) -> Outcome {
    Ok(Value::boolean(a[0].is_a(Type::Condition)))
}

fn part(who: &'static str, field: usize, a: &[Value]) -> Outcome {
    if a[0].is_a(Type::Condition) {
        Ok(a[0].field(field))
    } else {
        wrong_type(who, 1, Expected::Condition, a[0])
    }
}

fn is_of_kind(heap: &Heap, object: Value, kinds: &[&str]) -> bool {
    object.is_a(Type::Condition) && kinds.contains(&symbol::name(heap, object.field(KIND)))
}

fn report_string(m: &mut Machine, a: &[Value]) -> Outcome {
    part("condition/report-string", KIND, a)?;
    let text = report(&m.heap, a[0]);
    Ok(string::from_str(&mut m.heap, &text)?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::builtins::testing::{call, machine, refused};
    use crate::condition::Arity;

    fn reported(m: &mut Machine, condition: &Condition) -> String {
        let object = to_object(m, condition);
        report(&m.heap, object)
    }

    #[test]
    fn sentences_read_well() {
        let m = &mut machine();
        let (y, five) = (m.intern("y"), Value::fixnum(5));
        for (condition, sentence) in [
            (Condition::UnboundVariable { name: y }, "unbound variable: y"),
            (Condition::SetUnbound { name: y }, "set!: unbound variable: y"),
            (Condition::NotAProcedure { found: five }, "not a procedure: 5"),
            (Condition::DivisionByZero { who: "/" }, "/: division by zero"),
            (
                Condition::File { who: "open-input-file", path: "a".into(), kind: "no".into() },
                "open-input-file: no: \"a\"",
            ),
            (Condition::Raised { object: five }, "raised: 5"),
        ] {
            assert_eq!(reported(m, &condition), sentence);
        }
        let refusal = refused(m, "car", &[five]);
        assert_eq!(reported(m, &refusal), "car: argument 1 is not a pair: 5");
        let words = |min, max| Arity { min, max }.describe();
        assert_eq!(words(1, None), "at least 1 argument");
        assert_eq!((words(0, Some(0)).as_str(), words(0, Some(1)).as_str()), {
            ("no arguments", "0 or 1 argument")
        });
    }

    #[test]
    fn objects_tell_kind_irritants_and_expectation() {
        let m = &mut machine();
        let refusal = refused(m, "car", &[Value::fixnum(5)]);
        let object = to_object(m, &refusal);
        let kind = m.intern("wrong-type");
        assert_eq!(call(m, "condition-kind", &[object]), kind);
        assert_eq!(call(m, "error-object-irritants", &[object]).car(), Value::fixnum(5));
        let payload = call(m, "%condition-payload", &[object]);
        assert_eq!(string::to_rust(&m.heap, payload.field(0)), "a pair");
        let raised = m.intern("oops");
        assert_eq!(to_object(m, &Condition::Raised { object: raised }), raised);
        assert_eq!(call(m, "error-object?", &[raised]), Value::FALSE);
        let missing = Condition::File { who: "x", path: String::new(), kind: String::new() };
        let missing = to_object(m, &missing);
        assert_eq!(call(m, "file-error?", &[missing]), Value::TRUE);
        assert_eq!(call(m, "read-error?", &[missing]), Value::FALSE);
    }

    #[test]
    fn reports_are_bounded_whatever_the_irritants() {
        let m = &mut machine();
        let circle = m.heap.cons(Value::NIL, Value::NIL);
        m.heap.set_cdr(circle, circle);
        let long = m.heap.list(&[Value::TRUE; 1000]);
        let message = m.intern("odd");
        let error = user_error(m, message, &[circle, long]);
        let text = report(&m.heap, error);
        assert!(text.starts_with("odd: #0=(() . #0#) (#t ") && text.len() < 200, "{text}");
        let many = user_error(m, message, &[Value::TRUE; 1000]);
        assert!(report(&m.heap, many).len() < 200);
    }

    #[test]
    fn objects_are_made_where_memory_is_out() {
        let m = &mut machine();
        m.heap.fail_reserve(1, crate::heap::Refused::ForGood);
        let object = to_object(m, &Condition::OutOfMemory { wanted: 1 });
        assert_eq!(report(&m.heap, object), "out of memory");
    }
}
