//! Records (R7RS 5.5): what the procedures that `define-record-type` defines are made of.
//!
//! Invariant: a record type is `name` (a symbol or string), `fields` (a vector of their names) and
//! `procedures` (a list: for each field the names of its accessor and its modifier, or `#f`; it may
//! be shorter); a record is its type and as many fields. An index is checked before it is used.

use super::{Builtin, argument, at_least, between, exactly, row};
use crate::condition::{Condition, Expected, Outcome, wrong_type};
use crate::layout::{GRANULE, Type, flag};
use crate::machine::Machine;
use crate::pair::{self, ListBuilder, Walk};
use crate::symbol;
use crate::value::Value;

/// The rows.
pub const BUILTINS: &[Builtin] = &[
    row(
        "%make-record-type",
        between(2, 3),
        "(%make-record-type name fields [procedures])",
        |m, a| {
            let procedures = a.get(2).copied().unwrap_or(Value::NIL);
            pair::proper_length(&m.heap.effort, "%make-record-type", 3, procedures)?;
            make_type_for(m, "%make-record-type", [a[0], a[1], procedures])
        },
    ),
    row("%make-record", at_least(1), "(%make-record type field …)", make_record),
    row("%record-is?", exactly(2), "(%record-is? object type)", record_is),
    row("%record-ref", exactly(3), "(%record-ref record type index)", record_ref),
    row("%record-set!", exactly(4), "(%record-set! record type index object)", record_set),
    row("record?", exactly(1), "(record? object)", |_, a| {
        Ok(Value::boolean(a[0].is_a(Type::Record)))
    }),
    row("record-type?", exactly(1), "(record-type? object)", |_, a| {
        Ok(Value::boolean(a[0].is_a(Type::RecordType)))
    }),
    row("record-type-of", exactly(1), "(record-type-of record)", record_type_of),
    row("record-type-name", exactly(1), "(record-type-name type)", record_type_name),
    row("record-type-field-names", exactly(1), "(record-type-field-names type)", field_names),
];

const NAME: usize = 0;
const FIELD_NAMES: usize = 1;
const PROCEDURES: usize = 2;

/// Which of a field's procedures: its place among their names.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Use {
    Accessor = 0,
    Modifier = 1,
}

/// A new record type. Angle brackets around its name are taken off. `procedures` is a proper list:
/// for each field the names of its accessor and its modifier, or `#f`.
pub fn make_type(m: &mut Machine, name: Value, fields: Value, procedures: Value) -> Outcome {
    make_type_for(m, "define-record-type", [name, fields, procedures])
}

fn make_type_for(m: &mut Machine, who: &'static str, parts: [Value; 3]) -> Outcome {
    let [name, fields, procedures] = parts;
    let name = match name.is_a(Type::Symbol) {
        true => without_brackets(m, name),
        false => argument::typed(who, 1, Type::String, Expected::Symbol, name)?,
    };
    let fields = pair::elements(&m.heap.effort, who, 2, fields)?;
    m.heap.reserve(fields.len().saturating_mul(8).saturating_add(GRANULE))?;
    let fields = m.heap.object(Type::Vector, &fields);
    m.heap.set_flags(fields, flag::IMMUTABLE);
    Ok(m.heap.object(Type::RecordType, &[name, fields, procedures]))
}

/// `point` for `<point>`.
fn without_brackets(m: &mut Machine, name: Value) -> Value {
    let text = symbol::name(&m.heap, name);
    let inside = text.strip_prefix('<').and_then(|text| text.strip_suffix('>'));
    match inside.filter(|inside| !inside.is_empty()).map(str::to_owned) {
        Some(inside) => m.intern(&inside),
        None => name,
    }
}

/// Argument `position` of `who` as a record type.
fn type_argument(who: &'static str, position: usize, found: Value) -> Outcome {
    argument::typed(who, position, Type::RecordType, Expected::RecordType, found)
}

fn make_record(m: &mut Machine, a: &[Value]) -> Outcome {
    let record_type = type_argument("%make-record", 1, a[0])?;
    if record_type.field(FIELD_NAMES).vector_len() != a.len() - 1 {
        let reason = "the record type has another number of fields";
        let (who, found) = ("%make-record", record_type);
        return Err(Box::new(Condition::NoResult { who, reason, found }));
    }
    Ok(m.heap.object(Type::Record, a))
}

#[inline]
fn is_of(object: Value, record_type: Value) -> bool {
    object.is_a(Type::Record) && object.field(0) == record_type
}

fn record_is(_: &mut Machine, a: &[Value]) -> Outcome {
    Ok(Value::boolean(is_of(a[0], type_argument("%record-is?", 2, a[1])?)))
}

/// The payload index of the field that `record type index` name.
#[inline]
fn field(who: &'static str, purpose: Use, a: &[Value]) -> Outcome<usize> {
    let record_type = type_argument(who, 2, a[1])?;
    if !is_of(a[0], record_type) {
        let procedure = procedure_of(record_type, a[2], purpose);
        return Err(Box::new(Condition::WrongRecord { procedure, record_type, found: a[0] }));
    }
    Ok(1 + argument::element(who, 3, a[2], a[0].header().len() - 1)?)
}

/// The name of the procedure that uses a field so, or `#f`.
#[cold]
fn procedure_of(record_type: Value, index: Value, purpose: Use) -> Value {
    let place = index.as_index().and_then(|index| index.checked_mul(2));
    let place = place.and_then(|place| place.checked_add(purpose as usize));
    let mut names = Walk::new(record_type.field(PROCEDURES));
    place.and_then(|place| names.nth(place)).map_or(Value::FALSE, Value::car)
}

fn record_ref(_: &mut Machine, a: &[Value]) -> Outcome {
    Ok(a[0].field(field("%record-ref", Use::Accessor, a)?))
}

fn record_set(m: &mut Machine, a: &[Value]) -> Outcome {
    let index = field("%record-set!", Use::Modifier, a)?;
    m.heap.set_field(a[0], index, a[3]);
    Ok(Value::UNSPECIFIED)
}

fn record_type_of(_: &mut Machine, a: &[Value]) -> Outcome {
    if a[0].is_a(Type::Record) {
        Ok(a[0].field(0))
    } else {
        wrong_type("record-type-of", 1, Expected::Record, a[0])
    }
}

fn record_type_name(_: &mut Machine, a: &[Value]) -> Outcome {
    Ok(type_argument("record-type-name", 1, a[0])?.field(NAME))
}

fn field_names(m: &mut Machine, a: &[Value]) -> Outcome {
    let names = type_argument("record-type-field-names", 1, a[0])?.field(FIELD_NAMES);
    let mut list = ListBuilder::new();
    (0..names.vector_len()).for_each(|index| list.push(&mut m.heap, names.field(index)));
    Ok(list.finish(&mut m.heap, Value::NIL))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::builtins::testing::{call, machine, refused};
    use crate::printer::{Style, to_string};

    fn point_type(m: &mut Machine) -> Value {
        let (name, x, y) = (m.intern("<point>"), m.intern("x"), m.intern("y"));
        let fields = m.heap.list(&[x, y]);
        let accessors = ["point-x", "point-y"].map(|accessor| m.intern(accessor));
        let procedures = m.heap.list(&[accessors[0], Value::FALSE, accessors[1]]);
        make_type(m, name, fields, procedures).unwrap()
    }

    #[test]
    fn fields_are_read_set_and_printed() {
        let m = &mut machine();
        let n = Value::fixnum;
        let point = point_type(m);
        let p = call(m, "%make-record", &[point, n(1), n(2)]);
        call(m, "%record-set!", &[p, point, n(1), n(7)]);
        assert_eq!(call(m, "%record-ref", &[p, point, n(1)]), n(7));
        assert_eq!(call(m, "%record-is?", &[p, point]), Value::TRUE);
        assert_eq!(to_string(&m.heap, p, Style::Write), "#<point x: 1 y: 7>");
        let names = call(m, "record-type-field-names", &[point]);
        assert_eq!(to_string(&m.heap, names, Style::Write), "(x y)");
    }

    #[test]
    fn what_is_of_another_type_is_refused() {
        let m = &mut machine();
        let n = Value::fixnum;
        let (point, other) = (point_type(m), point_type(m));
        let p = call(m, "%make-record", &[point, n(1), n(2)]);
        for wrong in [call(m, "%make-record", &[other, n(1), n(2)]), n(5), Value::NIL] {
            assert_eq!(call(m, "%record-is?", &[wrong, point]), Value::FALSE);
            let refusal = refused(m, "%record-ref", &[wrong, point, n(0)]);
            assert_eq!(refusal.sentence(&m.heap), "point-x: argument 1 is not a point");
            let refusal = refused(m, "%record-set!", &[wrong, point, n(1), n(0)]);
            assert_eq!(refusal.sentence(&m.heap), "not a point");
        }
        assert!(matches!(
            refused(m, "%record-ref", &[p, point, n(2)]),
            Condition::OutOfRange { limit: 1, .. }
        ));
        assert!(matches!(refused(m, "%make-record", &[point, n(1)]), Condition::NoResult { .. }));
        assert!(matches!(refused(m, "%record-ref", &[p, p, n(0)]), Condition::WrongType { .. }));
    }
}
