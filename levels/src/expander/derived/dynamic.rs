//! `parameterize` and `guard`: what holds while a body runs.

use crate::condition::Outcome;
use crate::expander::build::{form, form_with_tail, lambda, thunk};
use crate::expander::names::{Name, fresh, insert, means};
use crate::expander::scope::is_identifier;
use crate::expander::shape::{body, list, refuse, refuse_part, two};
use crate::machine::Machine;
use crate::value::Value;

/// `(parameterize ((p v) …) body …)` is
/// `(%parameterize (list (cons p v) …) (lambda () body …))`.
pub fn parameterize(m: &mut Machine, use_form: Value, _scope: Value) -> Outcome {
    let rest = use_form.cdr();
    if !rest.is_pair() {
        let reason = "there are no bindings: (parameterize ((parameter value) …) body …)";
        return refuse(use_form, format!("parameterize: {reason}"));
    }
    let mut pairs = Vec::new();
    for binding in list(use_form, rest.car(), "parameterize: the bindings")? {
        let Some((parameter, value)) = two(binding) else {
            let reason = "parameterize: each binding must be (parameter value)";
            return refuse_part(m, use_form, reason, binding);
        };
        pairs.push(form(m, Name::Cons, &[parameter, value]));
    }
    body(use_form, rest.cdr(), "parameterize")?;
    let pairs = form(m, Name::List, &pairs);
    let thunk = thunk(m, rest.cdr());
    Ok(form(m, Name::Parameterize, &[pairs, thunk]))
}

/// `(guard (e clause …) body …)` is
/// `(%guard (lambda () body …) (lambda (e reraise) (cond clause … (else (reraise)))))`, without the
/// last clause where there is an `else` already.
///
/// `%guard` is the library's: it calls its first argument; if an object is raised there, it leaves for
/// the `guard`'s own continuation and calls the second there (R7RS 4.2.7). `reraise` goes back to the
/// `raise`, and the object goes on to the next handler outside.
pub fn guard(m: &mut Machine, use_form: Value, scope: Value) -> Outcome {
    let rest = use_form.cdr();
    if !rest.is_pair() || !rest.car().is_pair() || !is_identifier(rest.car().car()) {
        return refuse(use_form, "guard: needs a variable: (guard (variable clause …) body …)");
    }
    let (variable, clauses) = (rest.car().car(), rest.car().cdr());
    body(use_form, rest.cdr(), "guard")?;
    let reraise = fresh(m, Name::Reraise);
    let choice = guard_clauses(m, use_form, scope, variable, clauses, reraise)?;
    let parameters = m.heap.list(&[variable, reraise]);
    let choice = m.heap.list(&[choice]);
    let handle = lambda(m, parameters, choice);
    let body = thunk(m, rest.cdr());
    Ok(form(m, Name::Guard, &[body, handle]))
}

fn guard_clauses(
    m: &mut Machine,
    use_form: Value,
    scope: Value,
    variable: Value,
    clauses: Value,
    reraise: Value,
) -> Outcome {
    let parts = list(use_form, clauses, "guard: the clauses")?;
    let is_else = |m: &Machine, clause: &Value| {
        clause.is_pair() && clause.car() != variable && means(m, clause.car(), scope, Name::Else)
    };
    if parts.last().is_some_and(|last| is_else(m, last)) {
        return Ok(form_with_tail(m, Name::Cond, &[], clauses));
    }
    let call = m.heap.list(&[reraise]);
    let last = m.heap.list(&[insert(m, Name::Else), call]);
    Ok(form(m, Name::Cond, &[parts.as_slice(), &[last]].concat()))
}
