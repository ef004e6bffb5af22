//! The operations of evaluators. They take environments; those that can fail give a failure.
//!
//! The universe binds them to names of its own, with `%` before: `(tower evaluator)` gives them out.

use super::argument::typed;
use super::{Builtin, exactly, row};
use crate::condition::{Condition, Expected, Outcome, wrong_type};
use crate::evaluator::failure::answer;
use crate::evaluator::form::{self, Kind};
use crate::evaluator::{call, condition_of, is_failure, syntax, variable};
use crate::expander::CoreForm;
use crate::expander::scope::{self, is_identifier};
use crate::layout::Type;
use crate::level::local;
use crate::machine::Machine;
use crate::pair::proper_length;
use crate::procedure::{closure, code};
use crate::value::Value;

/// The rows.
pub const BUILTINS: &[Builtin] = &[
    row("form-kind", exactly(2), "(form-kind exp env)", form_kind),
    row("malformation", exactly(2), "(malformation exp env)", malformation),
    row("look-up", exactly(2), "(look-up name env)", look_up),
    row("assign!", exactly(3), "(assign! name env value)", assign),
    row("define!", exactly(3), "(define! name env value)", define),
    row("definition-name", exactly(1), "(definition-name exp)", definition_name),
    row("definition-value", exactly(2), "(definition-value exp env)", definition_value),
    row("define-macro!", exactly(2), "(define-macro! exp env)", define_macro),
    row("macro-environment", exactly(2), "(macro-environment exp env)", macro_environment),
    row("expand", exactly(2), "(expand exp env)", expand),
    row("make-procedure", exactly(2), "(make-procedure exp env)", make_procedure),
    row("procedure-body", exactly(1), "(procedure-body procedure)", procedure_body),
    row(
        "procedure-environment",
        exactly(2),
        "(procedure-environment procedure operands)",
        procedure_environment,
    ),
    row("closed-environment", exactly(1), "(closed-environment procedure)", |m, a| {
        Ok(local::of_procedure(&mut m.heap, a[0]).unwrap_or(Value::FALSE))
    }),
    row("closed-in?", exactly(2), "(closed-in? object env)", closed_in),
    row("within", exactly(2), "(within exp env)", |m, a| {
        let environment = environment("within", a[1])?;
        Ok(local::within(&mut m.heap, environment, a[0]))
    }),
    row("failure?", exactly(1), "(failure? object)", |_, a| Ok(Value::boolean(is_failure(a[0])))),
    row("failure-condition", exactly(1), "(failure-condition failure)", |_, a| {
        let failure = typed("failure-condition", 1, Type::Failure, Expected::Failure, a[0])?;
        Ok(condition_of(failure))
    }),
    row("delta?", exactly(1), "(delta? object)", |_, a| Ok(Value::boolean(a[0].is_a(Type::Delta)))),
    row("foreign-procedure?", exactly(1), "(foreign-procedure? object)", |_, _| Ok(Value::FALSE)),
];

/// The environment that is argument 2.
#[inline]
fn environment(who: &'static str, found: Value) -> Outcome {
    typed(who, 2, Type::Environment, Expected::Environment, found)
}

/// Whether an object is a closure whose globals are those of an environment.
fn closed_in(_: &mut Machine, a: &[Value]) -> Outcome {
    let environment = environment("closed-in?", a[1])?;
    let globals = |scope| scope::globals_id(scope::outermost(scope));
    let home = globals(environment.field(local::field::SCOPE));
    let is_there =
        a[0].is_a(Type::Closure) && globals(a[0].field(closure::CODE).field(code::SCOPE)) == home;
    Ok(Value::boolean(is_there))
}

/// The identifier that is argument 1.
#[inline]
fn identifier(who: &'static str, found: Value) -> Outcome {
    if is_identifier(found) { Ok(found) } else { wrong_type(who, 1, Expected::Identifier, found) }
}

fn form_kind(m: &mut Machine, a: &[Value]) -> Outcome {
    let environment = environment("form-kind", a[1])?;
    let kind = match form::kind(m, a[0], environment) {
        Ok(kind) => kind,
        Err(condition) => {
            answer(m, Err(condition))?;
            Kind::Malformed
        }
    };
    Ok(form::symbol(m, kind))
}

fn malformation(m: &mut Machine, a: &[Value]) -> Outcome {
    let environment = environment("malformation", a[1])?;
    match form::kind(m, a[0], environment) {
        Ok(_) => {
            let reason = "nothing is wrong with the form";
            Err(Box::new(Condition::NoResult { who: "malformation", reason, found: a[0] }))
        }
        Err(condition) => answer(m, Err(condition)),
    }
}

fn look_up(m: &mut Machine, a: &[Value]) -> Outcome {
    let name = identifier("look-up", a[0])?;
    let environment = environment("look-up", a[1])?;
    match variable::look_up(m, name, environment) {
        // What a variable holds is no failure of the look-up.
        Ok(value) if is_failure(value) => Ok(m.heap.object(Type::Failure, &[value])),
        Ok(value) => Ok(value),
        Err(condition) => answer(m, Err(condition)),
    }
}

fn assign(m: &mut Machine, a: &[Value]) -> Outcome {
    let name = identifier("assign!", a[0])?;
    let environment = environment("assign!", a[1])?;
    let outcome = variable::assign(m, name, environment, a[2]);
    answer(m, outcome.map(|()| Value::UNSPECIFIED))
}

fn define(m: &mut Machine, a: &[Value]) -> Outcome {
    let name = identifier("define!", a[0])?;
    let environment = environment("define!", a[1])?;
    let outcome = variable::define(m, name, environment, a[2]);
    answer(m, outcome.map(|()| Value::UNSPECIFIED))
}

/// Argument 1, a pair: what is wrong further in is a `Syntax` condition.
fn pair(who: &'static str, found: Value) -> Outcome {
    if found.is_pair() { Ok(found) } else { wrong_type(who, 1, Expected::Pair, found) }
}

fn definition_name(_: &mut Machine, a: &[Value]) -> Outcome {
    variable::name_of_definition(pair("definition-name", a[0])?)
}

fn definition_value(m: &mut Machine, a: &[Value]) -> Outcome {
    let form = pair("definition-value", a[0])?;
    let environment = environment("definition-value", a[1])?;
    variable::value_of_definition(m, form, environment)
}

/// Checks that argument 1 of `who` is a well-formed one of these core forms in the environment. Its kind is
/// asked of the name that it begins with, whatever that means: the evaluator was told.
fn shaped(m: &mut Machine, who: &'static str, a: &[Value], kind: Kind) -> Outcome<Value> {
    let environment = environment(who, a[1])?;
    if form::kind(m, a[0], environment)? != kind {
        let reason = "the form is of another kind";
        return Err(Box::new(Condition::NoResult { who, reason, found: a[0] }));
    }
    Ok(environment)
}

fn define_macro(m: &mut Machine, a: &[Value]) -> Outcome {
    let environment = shaped(m, "define-macro!", a, Kind::DefineSyntax)?;
    let outcome = variable::define_macro(m, a[0], environment);
    answer(m, outcome.map(|()| Value::UNSPECIFIED))
}

fn macro_environment(m: &mut Machine, a: &[Value]) -> Outcome {
    let outside = shaped(m, "macro-environment", a, Kind::LetSyntax)?;
    let core = CoreForm::of_form(m, a[0], outside.field(local::field::SCOPE));
    let outcome = syntax::macro_environment(m, a[0], outside, core.unwrap_or(CoreForm::LetSyntax));
    answer(m, outcome)
}

fn expand(m: &mut Machine, a: &[Value]) -> Outcome {
    let environment = environment("expand", a[1])?;
    let Some(object) = syntax::macro_used(m, a[0], environment.field(local::field::SCOPE)) else {
        let reason = "the form is no use of a macro";
        return Err(Box::new(Condition::NoResult { who: "expand", reason, found: a[0] }));
    };
    let outcome = syntax::expand(m, a[0], environment, object);
    answer(m, outcome)
}

fn make_procedure(m: &mut Machine, a: &[Value]) -> Outcome {
    let form = pair("make-procedure", a[0])?;
    let environment = environment("make-procedure", a[1])?;
    call::make_procedure(m, form, environment)
}

fn procedure_body(m: &mut Machine, a: &[Value]) -> Outcome {
    let procedure = call::closure_argument("procedure-body", a[0])?;
    call::procedure_body(m, procedure)
}

fn procedure_environment(m: &mut Machine, a: &[Value]) -> Outcome {
    let procedure = call::closure_argument("procedure-environment", a[0])?;
    match call::procedure_environment(m, procedure, a[1]) {
        Ok(environment) => Ok(environment),
        Err(condition) => {
            // Operands that are no list are not the program's but the caller's.
            proper_length(&m.heap.effort, "procedure-environment", 2, a[1])?;
            answer(m, Err(condition))
        }
    }
}
