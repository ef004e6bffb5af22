//! Forms that take several values apart: `let-values`, `let*-values`, `define-values`, `receive`.

use crate::condition::Outcome;
use crate::expander::build::{bind, define, form, lambda, sequence, thunk};
use crate::expander::names::{Name, fresh};
use crate::expander::scope::is_identifier;
use crate::expander::shape::{body, formals, list, refuse, refuse_part, two};
use crate::machine::Machine;
use crate::value::Value;

/// `(let-values ((formals e) …) body …)`: nested `call-with-values` that receive fresh names, then
/// one binding of all the names. A single clause receives its own names.
pub fn let_values(m: &mut Machine, use_form: Value, _scope: Value) -> Outcome {
    let (clauses, rest) = clauses(m, use_form, "let-values")?;
    if clauses.len() < 2 {
        return Ok(nest(m, &clauses, rest));
    }
    let mut renamed = Vec::new();
    let mut pairs = Vec::new();
    for (names, expression) in &clauses {
        renamed.push((rename(m, *names, &mut pairs), *expression));
    }
    let inner = bind(m, &pairs, rest);
    let inner = m.heap.list(&[inner]);
    Ok(nest(m, &renamed, inner))
}

/// `(let*-values ((formals e) …) body …)`: nested `call-with-values`.
pub fn let_star_values(m: &mut Machine, use_form: Value, _scope: Value) -> Outcome {
    let (clauses, rest) = clauses(m, use_form, "let*-values")?;
    Ok(nest(m, &clauses, rest))
}

/// `(receive formals e body …)` is `(call-with-values (lambda () e) (lambda formals body …))`.
pub fn receive(m: &mut Machine, use_form: Value, _scope: Value) -> Outcome {
    let rest = use_form.cdr();
    if !rest.is_pair() || !rest.cdr().is_pair() {
        return refuse(
            use_form,
            "receive: needs names and an expression: (receive names e body …)",
        );
    }
    formals(m, use_form, rest.car(), "receive")?;
    body(use_form, rest.cdr().cdr(), "receive")?;
    Ok(nest(m, &[(rest.car(), rest.cdr().car())], rest.cdr().cdr()))
}

/// `(define-values formals e)`: the first name is defined as a vector of the values, each other name
/// as its element, and the first is assigned its own when the last is defined (as in R7RS 7.3, so
/// that no other name appears in the scope).
pub fn define_values(m: &mut Machine, use_form: Value, _scope: Value) -> Outcome {
    let Some((names, expression)) = two(use_form.cdr()) else {
        return refuse(use_form, "define-values: takes names and one expression");
    };
    let all = formals(m, use_form, names, "define-values")?;
    let mut pairs = Vec::new();
    let renamed = rename(m, names, &mut pairs);
    let received: Vec<Value> = pairs.iter().map(|(_, temporary)| *temporary).collect();
    let Some((first, others)) = all.split_first() else {
        let nothing = call_with(m, expression, Value::NIL, Value::UNSPECIFIED);
        return Ok(definition_of_nothing(m, nothing));
    };
    if others.is_empty() {
        let value = call_with(m, expression, renamed, received[0]);
        return Ok(define(m, *first, value));
    }
    let vector = form(m, Name::Vector, &received);
    let vector = call_with(m, expression, renamed, vector);
    let mut forms = vec![define(m, *first, vector)];
    for (index, name) in others.iter().enumerate() {
        let element = form(m, Name::VectorRef, &[*first, Value::fixnum(index as i64 + 1)]);
        let is_last = index + 1 == others.len();
        let value = if is_last { settle(m, *first, element) } else { element };
        forms.push(define(m, *name, value));
    }
    Ok(sequence(m, &forms))
}

/// `((lambda (t) (set! first (vector-ref first 0)) t) element)`.
fn settle(m: &mut Machine, first: Value, element: Value) -> Value {
    let t = fresh(m, Name::Temporary);
    let own = form(m, Name::VectorRef, &[first, Value::fixnum(0)]);
    let assignment = form(m, Name::Set, &[first, own]);
    let body = m.heap.list(&[assignment, t]);
    bind(m, &[(t, element)], body)
}

fn definition_of_nothing(m: &mut Machine, expression: Value) -> Value {
    let t = fresh(m, Name::Temporary);
    define(m, t, expression)
}

/// `(call-with-values (lambda () expression) (lambda formals result))`.
fn call_with(m: &mut Machine, expression: Value, formals: Value, result: Value) -> Value {
    let body = m.heap.list(&[result]);
    nest(m, &[(formals, expression)], body)
}

fn nest(m: &mut Machine, clauses: &[(Value, Value)], body: Value) -> Value {
    let Some(((names, expression), outer)) = clauses.split_last() else {
        return bind(m, &[], body);
    };
    let innermost = receive_values(m, *names, *expression, body);
    outer.iter().rev().fold(innermost, |inner, (names, expression)| {
        let body = m.heap.list(&[inner]);
        receive_values(m, *names, *expression, body)
    })
}

fn receive_values(m: &mut Machine, names: Value, expression: Value, body: Value) -> Value {
    let producer = m.heap.list(&[expression]);
    let producer = thunk(m, producer);
    let consumer = lambda(m, names, body);
    form(m, Name::CallWithValues, &[producer, consumer])
}

/// `names` with a fresh alias for each, which `pairs` notes as `(name, alias)`.
fn rename(m: &mut Machine, mut names: Value, pairs: &mut Vec<(Value, Value)>) -> Value {
    let mut fresh_names = Vec::new();
    while names.is_pair() {
        fresh_names.push(fresh(m, Name::Temporary));
        pairs.extend(fresh_names.last().map(|alias| (names.car(), *alias)));
        names = names.cdr();
    }
    let mut tail = Value::NIL;
    if is_identifier(names) {
        tail = fresh(m, Name::Temporary);
        pairs.push((names, tail));
    }
    m.heap.list_with_tail(&fresh_names, tail)
}

type Clauses = (Vec<(Value, Value)>, Value);

fn clauses(m: &Machine, use_form: Value, who: &str) -> Outcome<Clauses> {
    let rest = use_form.cdr();
    if !rest.is_pair() {
        return refuse(use_form, format!("{who}: there are no bindings: ({who} ((names e) …) …)"));
    }
    let mut clauses = Vec::new();
    for clause in list(use_form, rest.car(), format_args!("{who}: the bindings"))? {
        let Some((names, expression)) = two(clause) else {
            let reason = format_args!("{who}: each binding must be (names expression)");
            return refuse_part(m, use_form, reason, clause);
        };
        formals(m, use_form, names, who)?;
        clauses.push((names, expression));
    }
    body(use_form, rest.cdr(), who)?;
    Ok((clauses, rest.cdr()))
}
