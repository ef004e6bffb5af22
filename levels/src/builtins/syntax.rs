//! Identifiers, as evaluators meet them in forms that macros made.

use super::argument::typed;
use super::{Builtin, exactly, row};
use crate::condition::{Expected, Outcome, wrong_type};
use crate::expander::lookup;
use crate::expander::scope::is_identifier;
use crate::expander::strip::strip;
use crate::layout::Type;
use crate::machine::Machine;
use crate::string;
use crate::value::Value;

/// The rows.
pub const BUILTINS: &[Builtin] = &[
    row("identifier?", exactly(1), "(identifier? object)", |_, a| {
        Ok(Value::boolean(is_identifier(a[0])))
    }),
    row(
        "identifier=?",
        exactly(4),
        "(identifier=? environment identifier environment identifier)",
        identifier_eq,
    ),
    row("strip-syntax", exactly(1), "(strip-syntax datum)", |m, a| strip(m, a[0])),
    row("%source-place", exactly(1), "(%source-place operands)", source_place),
];

/// `(%source-place operands)`: the name of the text in which the first element of a list was read, its
/// line and its column as a list; `#f` if it was not read as code.
fn source_place(m: &mut Machine, a: &[Value]) -> Outcome {
    let of_first = |list: Value| {
        let form = list.car();
        let own = form.is_pair().then(|| m.sources.form_span(form)).flatten();
        own.or_else(|| m.sources.element_span(list))
    };
    let Some(span) = Some(a[0]).filter(|list| list.is_pair()).and_then(of_first) else {
        return Ok(Value::FALSE);
    };
    let place = m.sources.place(span.source, span.start);
    let name = m.sources.name(span.source).to_owned();
    let name = string::from_str(&mut m.heap, &name)?;
    let [line, column] = [place.line, place.column].map(|n| Value::fixnum(i64::from(n)));
    Ok(m.heap.list(&[name, line, column]))
}

fn identifier_eq(m: &mut Machine, a: &[Value]) -> Outcome {
    let who = "identifier=?";
    let environment = |index: usize| {
        typed(who, index + 1, Type::Environment, Expected::Environment, a[index])
            .map(|environment| environment.field(0))
    };
    let (scope_a, scope_b) = (environment(0)?, environment(2)?);
    for index in [1, 3] {
        if !is_identifier(a[index]) {
            return wrong_type(who, index + 1, Expected::Identifier, a[index]);
        }
    }
    Ok(Value::boolean(lookup::identifier_eq(m, a[1], scope_a, a[3], scope_b)))
}

#[cfg(test)]
mod tests {
    use super::super::testing::{call, machine, refused};
    use super::*;
    use crate::condition::Condition;
    use crate::environment::{self, UNIVERSE};
    use crate::expander::scope::{bind, new_alias, new_scope};
    use crate::level::local;

    #[test]
    fn identifiers_are_compared_by_what_they_mean() {
        let mut m = machine();
        let x = m.intern("x");
        let top = environment::globals(&m, UNIVERSE).scope;
        let alias = new_alias(&mut m.heap, x, top);
        let inner = new_scope(&mut m.heap, top);
        let variable = m.heap.object(Type::Internal, &[x]);
        bind(&mut m.heap, inner, x, variable);
        let outside = local::global(&mut m.heap, top);
        let inside = local::global(&mut m.heap, inner);
        let same = |m: &mut Machine, a: Value, b: Value| {
            call(m, "identifier=?", &[a, x, b, alias]) == Value::TRUE
        };
        assert!(same(&mut m, outside, inside));
        assert!(!same(&mut m, inside, inside));
        assert_eq!(call(&mut m, "identifier?", &[alias]), Value::TRUE);
        assert_eq!(call(&mut m, "strip-syntax", &[alias]), x);
        let condition = refused(&mut m, "identifier=?", &[outside, x, x, x]);
        assert!(matches!(condition, Condition::WrongType { position: 3, .. }));
    }
}
