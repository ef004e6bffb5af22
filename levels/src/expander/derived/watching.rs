//! `time`, `trace` and `untrace`.

use crate::condition::Outcome;
use crate::expander::build::{form, quote, thunk};
use crate::expander::names::Name;
use crate::expander::scope::is_identifier;
use crate::expander::shape::{operands, refuse, refuse_part};
use crate::machine::Machine;
use crate::value::Value;

/// `(time e)` is `(%time (lambda () e))`, which says what evaluating took, and returns the values.
pub fn time(m: &mut Machine, use_form: Value, _scope: Value) -> Outcome {
    let [expression] = operands(use_form, "time")?[..] else {
        return refuse(use_form, "time: takes one expression: (time expression)");
    };
    let body = m.heap.list(&[expression]);
    let thunk = thunk(m, body);
    Ok(form(m, Name::Time, &[thunk]))
}

/// `(trace name …)` is `(%trace '(name …))`.
pub fn trace(m: &mut Machine, use_form: Value, _scope: Value) -> Outcome {
    names(m, use_form, Name::Trace, "trace")
}

/// `(untrace name …)` is `(%untrace '(name …))`.
pub fn untrace(m: &mut Machine, use_form: Value, _scope: Value) -> Outcome {
    names(m, use_form, Name::Untrace, "untrace")
}

fn names(m: &mut Machine, use_form: Value, how: Name, who: &str) -> Outcome {
    let names = operands(use_form, who)?;
    if let Some(found) = names.iter().find(|name| !is_identifier(**name)) {
        let reason = format!("{who}: takes the names of global procedures");
        return refuse_part(m, use_form, reason, *found);
    }
    let list = m.heap.list(&names);
    let quoted = quote(m, list);
    Ok(form(m, how, &[quoted]))
}
