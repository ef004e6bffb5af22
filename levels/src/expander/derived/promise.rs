//! `delay`, `delay-force` and `cons-stream`.

use crate::condition::Outcome;
use crate::expander::build::{form, thunk};
use crate::expander::names::Name;
use crate::expander::shape::{operands, refuse};
use crate::machine::Machine;
use crate::value::Value;

/// `(delay e)` is `(%delay (lambda () e))`.
pub fn delay(m: &mut Machine, use_form: Value, _scope: Value) -> Outcome {
    let expression = only(use_form, "delay")?;
    Ok(suspend(m, Name::Delay, expression))
}

/// `(delay-force e)` is `(%delay-force (lambda () e))`: the value of `e` is a promise, which is
/// forced in its turn, in constant space (R7RS 4.2.5).
pub fn delay_force(m: &mut Machine, use_form: Value, _scope: Value) -> Outcome {
    let expression = only(use_form, "delay-force")?;
    Ok(suspend(m, Name::DelayForce, expression))
}

/// `(cons-stream a b)` is `(cons a (%delay (lambda () b)))`.
pub fn cons_stream(m: &mut Machine, use_form: Value, _scope: Value) -> Outcome {
    let [first, rest] = operands(use_form, "cons-stream")?[..] else {
        return refuse(use_form, "cons-stream: takes two expressions: (cons-stream first rest)");
    };
    let rest = suspend(m, Name::Delay, rest);
    Ok(form(m, Name::Cons, &[first, rest]))
}

fn suspend(m: &mut Machine, how: Name, expression: Value) -> Value {
    let body = m.heap.list(&[expression]);
    let thunk = thunk(m, body);
    form(m, how, &[thunk])
}

fn only(use_form: Value, who: &str) -> Outcome {
    match operands(use_form, who)?[..] {
        [expression] => Ok(expression),
        _ => refuse(use_form, format!("{who}: takes one expression: ({who} expression)")),
    }
}
