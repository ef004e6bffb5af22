//! Booleans (R7RS 6.3) and equivalence (R7RS 6.1).

use super::{Builtin, argument, at_least, exactly, row};
use crate::condition::{Expected, Outcome, wrong_type};
use crate::equality;
use crate::machine::Machine;
use crate::printer;
use crate::value::Value;

/// The rows.
pub const BUILTINS: &[Builtin] = &[
    row("not", exactly(1), "(not object)", |_, a| Ok(Value::boolean(!a[0].is_true()))),
    row("boolean?", exactly(1), "(boolean? object)", |_, a| Ok(Value::boolean(a[0].is_boolean()))),
    row("boolean=?", at_least(1), "(boolean=? boolean …)", boolean_equal),
    row("eq?", exactly(2), "(eq? object object)", |_, a| Ok(Value::boolean(a[0] == a[1]))),
    row("eqv?", exactly(2), "(eqv? object object)", |m, a| {
        Ok(Value::boolean(equality::eqv(&m.heap, a[0], a[1])))
    }),
    row("equal?", exactly(2), "(equal? object object)", |m, a| {
        Ok(Value::boolean(equality::equal(&m.heap, a[0], a[1])?))
    }),
    row("%circular?", exactly(1), "(%circular? object)", |m, a| {
        Ok(Value::boolean(printer::is_circular(&m.heap, a[0])?))
    }),
];

fn boolean_equal(_: &mut Machine, a: &[Value]) -> Outcome {
    let boolean = |position, found: Value| {
        if found.is_boolean() {
            Ok(found)
        } else {
            wrong_type("boolean=?", position, Expected::Boolean, found)
        }
    };
    argument::chain(a, boolean, |one, two| one == two)
}
