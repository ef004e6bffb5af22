//! Procedures and several values (R7RS 6.10), as far as nothing is called.

use super::{Builtin, at_least, exactly, row};
use crate::layout::Type;
use crate::value::Value;

/// The rows.
pub const BUILTINS: &[Builtin] = &[
    row("procedure?", exactly(1), "(procedure? object)", |_, a| {
        Ok(Value::boolean(a[0].is_procedure()))
    }),
    row("parameter?", exactly(1), "(parameter? object)", |_, a| {
        Ok(Value::boolean(a[0].is_a(Type::Parameter)))
    }),
    row("continuation?", exactly(1), "(continuation? object)", |_, a| {
        Ok(Value::boolean(a[0].is_a(Type::Continuation)))
    }),
    row("values", at_least(0), "(values object …)", |m, a| match a {
        [value] => Ok(*value),
        _ => Ok(m.heap.object(Type::MultipleValues, a)),
    }),
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::builtins::testing::{call, machine};

    #[test]
    fn one_value_is_itself() {
        let m = &mut machine();
        let two = [Value::TRUE, Value::FALSE];
        assert_eq!(call(m, "values", &two[..1]), Value::TRUE);
        let values = call(m, "values", &two);
        assert!(values.is_a(Type::MultipleValues) && values.header().len() == 2);
        assert!(call(m, "values", &[]).header().is_empty());
    }
}
