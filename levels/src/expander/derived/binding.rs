//! `let`, `let*`, `letrec`, `letrec*` and named `let`.

use crate::condition::Outcome;
use crate::expander::build::{bind, define, lambda, thunk};
use crate::expander::names::{Name, fresh, means};
use crate::expander::scope::is_identifier;
use crate::expander::shape::{bindings, body, refuse};
use crate::machine::Machine;
use crate::value::Value;

/// `(let ((x e) …) body …)` is `((lambda (x …) body …) e …)`; with a name before the bindings see
/// `named_let`.
pub fn let_form(m: &mut Machine, form: Value, _scope: Value) -> Outcome {
    let (first, rest) = head(form, "let")?;
    if is_identifier(first) {
        return named_let(m, form, first, rest);
    }
    let pairs = bindings(m, form, first, "let")?;
    body(form, rest, "let")?;
    Ok(bind(m, &pairs, rest))
}

/// `(let name ((x e) …) body …)` is
/// `(((lambda () (define name (lambda (x …) body …)) name)) e …)`.
fn named_let(m: &mut Machine, form: Value, name: Value, rest: Value) -> Outcome {
    if !rest.is_pair() {
        return refuse(
            form,
            "let: a named let needs bindings: (let name ((variable init) …) body …)",
        );
    }
    let pairs = bindings(m, form, rest.car(), "let")?;
    body(form, rest.cdr(), "let")?;
    let (names, inits): (Vec<Value>, Vec<Value>) = pairs.into_iter().unzip();
    Ok(loop_form(m, name, &names, &inits, rest.cdr()))
}

/// The loop that a named `let` stands for.
pub fn loop_form(
    m: &mut Machine,
    name: Value,
    names: &[Value],
    inits: &[Value],
    body: Value,
) -> Value {
    let names = m.heap.list(names);
    let procedure = lambda(m, names, body);
    let definition = define(m, name, procedure);
    let body = m.heap.list(&[definition, name]);
    let maker = thunk(m, body);
    let operator = m.heap.list(&[maker]);
    let inits = m.heap.list(inits);
    m.heap.cons(operator, inits)
}

/// `(let* (b1 b2 …) body …)` is `(let (b1) (let (b2) … body …))`, the `let`s as applications.
pub fn let_star(m: &mut Machine, form: Value, _scope: Value) -> Outcome {
    let (first, rest) = head(form, "let*")?;
    let mut pairs = bindings(m, form, first, "let*")?;
    body(form, rest, "let*")?;
    let innermost = pairs.pop();
    let innermost = bind(m, innermost.as_slice(), rest);
    Ok(pairs.iter().rev().fold(innermost, |inner, binding| {
        let body = m.heap.list(&[inner]);
        bind(m, &[*binding], body)
    }))
}

/// `letrec` is `letrec*` for expressions whose evaluation is not seen. The others are evaluated
/// before any variable has its value, and again give all of them theirs if they return again
/// (R7RS 4.2.2): `(letrec ((x e) (y 1)) body …)` is
/// `((lambda () (define t e) (define x t) (define y 1) ((lambda () body …))))`.
pub fn letrec(m: &mut Machine, form: Value, scope: Value) -> Outcome {
    let pairs = checked(m, form, "letrec")?;
    let mut forms = Vec::with_capacity(pairs.len() + 1);
    let mut definitions = Vec::with_capacity(pairs.len());
    for (name, init) in &pairs {
        if pairs.len() == 1 || is_unseen(m, *init, scope) {
            definitions.push(define(m, *name, *init));
        } else {
            let t = fresh(m, Name::Temporary);
            forms.push(define(m, t, *init));
            definitions.push(define(m, *name, t));
        }
    }
    forms.extend(definitions);
    Ok(recursive(m, form, forms))
}

/// `(letrec* ((x e) …) body …)` is `((lambda () (define x e) … ((lambda () body …))))`.
pub fn letrec_star(m: &mut Machine, form: Value, _scope: Value) -> Outcome {
    let pairs = checked(m, form, "letrec*")?;
    let forms = pairs.iter().map(|(name, init)| define(m, *name, *init)).collect();
    Ok(recursive(m, form, forms))
}

/// Whether nobody can tell when, and how often, an expression is evaluated: a constant, a `lambda`.
fn is_unseen(m: &Machine, init: Value, scope: Value) -> bool {
    if init.is_pair() {
        let operator = init.car();
        return means(m, operator, scope, Name::Lambda) || means(m, operator, scope, Name::Quote);
    }
    !is_identifier(init)
}

/// The bindings of a form that is one.
fn checked(m: &Machine, form: Value, who: &str) -> Outcome<Vec<(Value, Value)>> {
    let (first, rest) = head(form, who)?;
    let pairs = bindings(m, form, first, who)?;
    body(form, rest, who)?;
    Ok(pairs)
}

/// A body of these definitions and the body of `form` as one of its own.
fn recursive(m: &mut Machine, form: Value, mut definitions: Vec<Value>) -> Value {
    let inner = thunk(m, form.cdr().cdr());
    definitions.push(m.heap.list(&[inner]));
    let outer = m.heap.list(&definitions);
    let outer = thunk(m, outer);
    m.heap.list(&[outer])
}

fn head(form: Value, who: &str) -> Outcome<(Value, Value)> {
    let rest = form.cdr();
    if rest.is_pair() {
        return Ok((rest.car(), rest.cdr()));
    }
    refuse(form, format!("{who}: there are no bindings: ({who} ((name expression) …) body …)"))
}
