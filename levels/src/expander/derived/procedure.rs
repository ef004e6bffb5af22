//! `case-lambda`, and the short forms `fn` and `defn`.

use crate::condition::Outcome;
use crate::expander::build::{define, form, lambda};
use crate::expander::names::Name;
use crate::expander::scope::is_identifier;
use crate::expander::shape::{body, distinct_formals, formals, operands, refuse, refuse_part};
use crate::machine::Machine;
use crate::value::Value;

/// `(case-lambda (formals body …) …)` is `(%case-lambda (lambda formals body …) …)`, which makes a
/// procedure that calls the first of these that takes the number of arguments it is given.
pub fn case_lambda(m: &mut Machine, use_form: Value, _scope: Value) -> Outcome {
    let reason = "case-lambda: each clause must be (formals body …)";
    let mut closures = Vec::new();
    for clause in operands(use_form, "case-lambda")? {
        if !clause.is_pair() {
            return refuse_part(m, use_form, reason, clause);
        }
        formals(m, use_form, clause.car(), "case-lambda")?;
        body(use_form, clause.cdr(), "case-lambda")?;
        closures.push(lambda(m, clause.car(), clause.cdr()));
    }
    Ok(form(m, Name::CaseLambda, &closures))
}

/// `(fn formals body …)` is `(lambda formals body …)`.
pub fn short_lambda(m: &mut Machine, use_form: Value, _scope: Value) -> Outcome {
    let rest = use_form.cdr();
    if !rest.is_pair() {
        return refuse(use_form, "fn: there are no parameters: (fn [name …] body …)");
    }
    distinct_formals(m, use_form, rest.car(), "fn")?;
    body(use_form, rest.cdr(), "fn")?;
    Ok(lambda(m, rest.car(), rest.cdr()))
}

/// `(defn name formals body …)` is `(define name (lambda formals body …))`.
pub fn defn(m: &mut Machine, use_form: Value, _scope: Value) -> Outcome {
    let rest = use_form.cdr();
    if !rest.is_pair() || !rest.cdr().is_pair() {
        return refuse(use_form, "defn: needs a name and parameters: (defn name [x …] body …)");
    }
    let (name, parameters, rest) = (rest.car(), rest.cdr().car(), rest.cdr().cdr());
    if !is_identifier(name) {
        let reason = "defn: the name comes first, as in (defn area [w h] (* w h))";
        return refuse_part(m, use_form, reason, name);
    }
    distinct_formals(m, use_form, parameters, "defn")?;
    body(use_form, rest, "defn")?;
    let procedure = lambda(m, parameters, rest);
    Ok(define(m, name, procedure))
}
