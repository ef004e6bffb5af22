//! Procedures and several values (R7RS 6.10), as far as nothing is called.

use super::{Builtin, argument, at_least, exactly, row};
use crate::compiler;
use crate::condition::{Expected, Outcome};
use crate::disassembler;
use crate::layout::Type;
use crate::machine::Machine;
use crate::procedure::{closure, code};
use crate::string;
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
    row("%private", exactly(1), "(%private object)", |m, a| Ok(m.private(a[0]))),
    row("%public", exactly(1), "(%public object)", |_, a| {
        Ok(if a[0].is_a(Type::Private) { a[0].field(1) } else { a[0] })
    }),
    row("disassemble", exactly(1), "(disassemble procedure)", disassemble),
    row("values", at_least(0), "(values object …)", |m, a| match a {
        [value] => Ok(*value),
        _ => Ok(m.heap.object(Type::MultipleValues, a)),
    }),
];

/// The instructions of a procedure as a string; it is compiled first if it has not been called yet.
fn disassemble(m: &mut Machine, a: &[Value]) -> Outcome {
    let closure = argument::typed("disassemble", 1, Type::Closure, Expected::Closure, a[0])?;
    let template = closure.field(closure::CODE);
    compiler::compile_code(m, template)?;
    let text = disassembler::text(&m.heap, template.field(code::VERSION));
    Ok(string::from_str(&mut m.heap, &text)?)
}

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
