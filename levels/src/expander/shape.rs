//! Looking at a form's shape: each check gives the parts or the `Syntax` condition that teaches.

use super::scope::{is_identifier, symbol_of};
use crate::condition::{Condition, Outcome};
use crate::heap::Heap;
use crate::layout::Type;
use crate::machine::Machine;
use crate::pair::{End, Walk, measure};
use crate::symbol;
use crate::value::Value;
use std::collections::HashSet;
use std::fmt::Display;

/// The condition for a malformed `form`; `reason` is a plain clause.
#[cold]
pub fn refuse<T>(form: Value, reason: impl Into<String>) -> Outcome<T> {
    Err(Box::new(Condition::Syntax { form, reason: reason.into() }))
}

/// The condition for a malformed `form`, whose part `found` is not what `reason` asks for.
#[cold]
pub fn refuse_part<T>(m: &Machine, form: Value, reason: impl Display, found: Value) -> Outcome<T> {
    refuse(form, format!("{reason}, found {}", describe(&m.heap, found)))
}

/// The elements of a proper list; `what` begins the reason if it is none.
pub fn list(form: Value, list: Value, what: impl Display) -> Outcome<Vec<Value>> {
    let mut walk = Walk::new(list);
    let elements = walk.by_ref().map(Value::car).collect();
    match walk.end() {
        End::Proper => Ok(elements),
        End::Dotted(_) => refuse(form, format!("{what} must be a proper list")),
        End::Circular => refuse(form, format!("{what} is a circular list")),
    }
}

/// What follows the keyword of a form that is called `who`.
pub fn operands(form: Value, who: &str) -> Outcome<Vec<Value>> {
    list(form, form.cdr(), format_args!("{who}: the form"))
}

/// The two parts of `(first second)`.
pub fn two(datum: Value) -> Option<(Value, Value)> {
    let rest = Some(datum).filter(|datum| datum.is_pair())?.cdr();
    (rest.is_pair() && rest.cdr().is_nil()).then(|| (datum.car(), rest.car()))
}

/// Checks that a body is a proper list with something in it.
pub fn body(form: Value, body: Value, who: impl Display) -> Outcome<()> {
    match measure(body) {
        (0, End::Proper) => refuse(form, format!("{who}: the body is empty")),
        (_, End::Proper) => Ok(()),
        (_, End::Dotted(_) | End::Circular) => {
            refuse(form, format!("{who}: the body must be a proper list"))
        }
    }
}

/// The `(name expression)` of a list of bindings.
pub fn bindings(
    m: &Machine,
    form: Value,
    bindings: Value,
    who: &str,
) -> Outcome<Vec<(Value, Value)>> {
    let parts = list(form, bindings, format_args!("{who}: the bindings"))?;
    let binding = |datum: Value| match two(datum) {
        Some((name, expression)) if is_identifier(name) => Ok((name, expression)),
        Some(_) | None => {
            let reason = format_args!("{who}: each binding must be (name expression)");
            refuse_part(m, form, reason, datum)
        }
    };
    parts.into_iter().map(binding).collect()
}

/// The identifiers of a parameter list, which may be dotted or a single name.
pub fn formals(m: &Machine, form: Value, formals: Value, who: &str) -> Outcome<Vec<Value>> {
    let mut walk = Walk::new(formals);
    let mut names: Vec<Value> = walk.by_ref().map(Value::car).collect();
    match walk.end() {
        End::Proper => {}
        End::Dotted(rest) => names.push(rest),
        End::Circular => return refuse(form, format!("{who}: the names are a circular list")),
    }
    match names.iter().find(|name| !is_identifier(**name)) {
        Some(found) => refuse_part(m, form, format_args!("{who}: expected a name"), *found),
        None => Ok(names),
    }
}

/// Checks parameters as `formals` does, and that no name stands there twice.
pub fn distinct_formals(m: &Machine, form: Value, parameters: Value, who: &str) -> Outcome<()> {
    let mut seen = HashSet::new();
    match formals(m, form, parameters, who)?.into_iter().find(|name| !seen.insert(*name)) {
        Some(name) => {
            refuse(form, format!("{who}: {} stands there twice", describe(&m.heap, name)))
        }
        None => Ok(()),
    }
}

/// A few words that say what a datum is, whatever its size.
pub fn describe(heap: &Heap, datum: Value) -> String {
    if is_identifier(datum) {
        return format!("the name {}", symbol::name(heap, symbol_of(datum)));
    }
    if let Some(number) = datum.as_fixnum() {
        return format!("the number {number}");
    }
    if datum.is_pair() {
        return match measure(datum) {
            (1, End::Proper) => "a list of one element".into(),
            (len, End::Proper) => format!("a list of {len} elements"),
            (_, End::Dotted(_)) => "a dotted list".into(),
            (_, End::Circular) => "a circular list".into(),
        };
    }
    let words = match () {
        () if datum.is_nil() => "the empty list",
        () if datum.is_boolean() => "a boolean",
        () if datum.is_char() => "a character",
        () if datum.is_vector() => "a vector",
        () if datum.is_a(Type::String) => "a string",
        () => "a constant",
    };
    words.into()
}
