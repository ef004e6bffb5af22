//! Putting forms together out of parts and inserted names.

use super::names::{Name, insert};
use crate::machine::Machine;
use crate::value::Value;

/// `(name part …)`.
pub fn form(m: &mut Machine, name: Name, parts: &[Value]) -> Value {
    form_with_tail(m, name, parts, Value::NIL)
}

/// `(name part … . tail)`.
pub fn form_with_tail(m: &mut Machine, name: Name, parts: &[Value], tail: Value) -> Value {
    let operands = m.heap.list_with_tail(parts, tail);
    m.heap.cons(insert(m, name), operands)
}

/// `(lambda formals . body)`.
pub fn lambda(m: &mut Machine, formals: Value, body: Value) -> Value {
    form_with_tail(m, Name::Lambda, &[formals], body)
}

/// `(lambda () . body)`.
pub fn thunk(m: &mut Machine, body: Value) -> Value {
    lambda(m, Value::NIL, body)
}

/// `(define name expression)`.
pub fn define(m: &mut Machine, name: Value, expression: Value) -> Value {
    form(m, Name::Define, &[name, expression])
}

/// `(begin . body)`.
pub fn begin(m: &mut Machine, body: Value) -> Value {
    form_with_tail(m, Name::Begin, &[], body)
}

/// `(begin form …)`.
pub fn sequence(m: &mut Machine, forms: &[Value]) -> Value {
    form(m, Name::Begin, forms)
}

/// `((lambda (name …) . body) expression …)`.
pub fn bind(m: &mut Machine, bindings: &[(Value, Value)], body: Value) -> Value {
    let (names, expressions): (Vec<Value>, Vec<Value>) = bindings.iter().copied().unzip();
    let names = m.heap.list(&names);
    let operator = lambda(m, names, body);
    let operands = m.heap.list(&expressions);
    m.heap.cons(operator, operands)
}

/// `(quote datum)`.
pub fn quote(m: &mut Machine, datum: Value) -> Value {
    form(m, Name::Quote, &[datum])
}

/// `(if test consequent alternative)`.
pub fn if_else(m: &mut Machine, test: Value, consequent: Value, alternative: Value) -> Value {
    form(m, Name::If, &[test, consequent, alternative])
}

/// `(if test consequent)`, or with an alternative where there is one.
pub fn if_maybe(
    m: &mut Machine,
    test: Value,
    consequent: Value,
    alternative: Option<Value>,
) -> Value {
    match alternative {
        Some(alternative) => if_else(m, test, consequent, alternative),
        None => form(m, Name::If, &[test, consequent]),
    }
}
