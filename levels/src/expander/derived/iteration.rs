//! `do`.

use super::binding::loop_form;
use crate::condition::Outcome;
use crate::expander::build::{begin, if_else, sequence};
use crate::expander::names::{Name, fresh};
use crate::expander::scope::is_identifier;
use crate::expander::shape::{list, operands, refuse, refuse_part};
use crate::machine::Machine;
use crate::value::Value;

/// `(do ((x init step) …) (test result …) command …)` is the named `let` of a fresh name whose body
/// is `(if test (begin result …) (begin command … (loop step …)))`.
pub fn do_loop(m: &mut Machine, form: Value, _scope: Value) -> Outcome {
    let parts = operands(form, "do")?;
    let [variables, exit, commands @ ..] = parts.as_slice() else {
        return refuse(
            form,
            "do: needs variables and an exit: (do ((x init step) …) (test result …) …)",
        );
    };
    let variables = list(form, *variables, "do: the variables")?;
    let variables = variables.into_iter().map(|v| variable(m, form, v));
    let variables = variables.collect::<Outcome<Vec<Variable>>>()?;
    let results = exit_parts(m, form, *exit)?;
    let name = fresh(m, Name::Loop);
    let steps: Vec<Value> = variables.iter().map(|variable| variable.step).collect();
    let steps = m.heap.list(&steps);
    let again = m.heap.cons(name, steps);
    let round = sequence(m, &[commands, &[again]].concat());
    let body = if_else(m, exit.car(), results, round);
    let body = m.heap.list(&[body]);
    let names: Vec<Value> = variables.iter().map(|variable| variable.name).collect();
    let inits: Vec<Value> = variables.iter().map(|variable| variable.init).collect();
    Ok(loop_form(m, name, &names, &inits, body))
}

struct Variable {
    name: Value,
    init: Value,
    step: Value,
}

fn variable(m: &Machine, form: Value, spec: Value) -> Outcome<Variable> {
    let reason = "do: each variable must be (name init) or (name init step)";
    if !spec.is_pair() {
        return refuse_part(m, form, reason, spec);
    }
    match list(form, spec, reason)?.as_slice() {
        [name, init] if is_identifier(*name) => {
            Ok(Variable { name: *name, init: *init, step: *name })
        }
        [name, init, step] if is_identifier(*name) => {
            Ok(Variable { name: *name, init: *init, step: *step })
        }
        _ => refuse_part(m, form, reason, spec),
    }
}

fn exit_parts(m: &mut Machine, form: Value, exit: Value) -> Outcome {
    let reason = "do: the exit must be (test result …)";
    if !exit.is_pair() {
        return refuse_part(m, form, reason, exit);
    }
    list(form, exit, reason)?;
    if exit.cdr().is_nil() { Ok(Value::UNSPECIFIED) } else { Ok(begin(m, exit.cdr())) }
}
