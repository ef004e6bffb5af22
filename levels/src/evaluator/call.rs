//! Procedures, and the environments of their calls.
//!
//! Invariants: a procedure that is made here is a closure like any other, whose code compiled code
//! enters at full speed. Its variables are in contexts, so that its own code and whoever has the
//! environment share them. The name of a compiled procedure that it finds in no context
//! (`code::ITSELF`) has one between those around and that of the parameters: the one of
//! `closure::NAME`, which is made if there is none.

use super::body::{self, Body};
use super::memo::{self, Memory};
use crate::compiler::declared_arity;
use crate::compiler::lambda::lambda_parts;
use crate::condition::{Condition, Expected, Outcome, wrong_type};
use crate::expander::scope::{is_global, new_threshold};
use crate::layout::Type;
use crate::level::local::field;
use crate::machine::Machine;
use crate::machine::call::arity_of;
use crate::pair::proper_length;
use crate::procedure::{closure, code, new_closure, new_code};
use crate::value::Value;

/// The scope and the innermost context in which what is evaluated in an environment can be closed. One
/// with variables in a suspended frame is reached through a threshold.
pub fn ground(m: &mut Machine, environment: Value) -> (Value, Value) {
    let scope = environment.field(field::SCOPE);
    if !environment.field(field::SEGMENT).is_true() {
        return (scope, environment.field(field::CONTEXT));
    }
    (new_threshold(&mut m.heap, scope, environment), Value::NIL)
}

/// An environment all of whose variables are in contexts.
pub fn environment(m: &mut Machine, scope: Value, context: Value) -> Value {
    m.heap.object(Type::Environment, &[scope, context, Value::FALSE, Value::FALSE])
}

/// The code of a well-formed `lambda` form, which is compiled when it is called first.
pub fn new_template(m: &mut Machine, form: Value, scope: Value, name: Value) -> Value {
    let (no, nil) = (Value::FALSE, Value::NIL);
    let arity = Value::fixnum(declared_arity(form));
    let fields = [name, form, scope, no, nil, arity, no, Value::fixnum(0)];
    let (entry, flags) = (m.lazy_entry(), m.code_flags(scope));
    new_code(&mut m.heap, fields, entry, flags)
}

/// A closure of a `lambda` form in an environment. Errors: the form is malformed; no memory.
pub fn make_procedure(m: &mut Machine, form: Value, environment: Value) -> Outcome {
    let (scope, context) = ground(m, environment);
    let template = match memo::recall(&m.heap, scope, form) {
        Some(Memory::Code(template)) => template,
        Some(Memory::Expansion(_) | Memory::Definition(_) | Memory::Macro(_)) | None => {
            lambda_parts(form)?;
            let template = new_template(m, form, scope, m.nameless(scope));
            if !is_global(scope) {
                memo::note(&mut m.heap, scope, form, Memory::Code(template))?;
            }
            template
        }
    };
    Ok(new_closure(&mut m.heap, template, context))
}

/// Checks that the body of a `lambda` form in a local scope is one: the compiler does so when it reaches
/// the form, whereas one at the top level is looked at when it is called.
pub fn check_body(m: &mut Machine, form: Value, scope: Value) -> Outcome<()> {
    let template = match memo::recall(&m.heap, scope, form) {
        Some(Memory::Code(template)) if template.field(code::BODY).is_pointer() => return Ok(()),
        Some(Memory::Code(template)) => template,
        Some(Memory::Expansion(_) | Memory::Definition(_) | Memory::Macro(_)) | None => {
            new_template(m, form, scope, m.nameless(scope))
        }
    };
    body::of_code(m, template)?;
    memo::note(&mut m.heap, scope, form, Memory::Code(template))
}

/// The forms of a closure's body: a list.
pub fn procedure_body(m: &mut Machine, procedure: Value) -> Outcome {
    Ok(body::of_code(m, procedure.field(closure::CODE))?.forms())
}

/// What a call of a closure with these operands begins with: the environment, in which the parameters are
/// bound, and the names that the body defines, unassigned. Errors: a wrong number of operands; a malformed
/// body. Costs what the operands take, and the first time a look at the body.
pub fn procedure_environment(m: &mut Machine, procedure: Value, operands: Value) -> Outcome {
    let template = procedure.field(closure::CODE);
    let arity = template.field(code::ARITY).fixnum_value();
    let required = if arity >= 0 { arity } else { -1 - arity } as usize;
    let mut rest = operands;
    let mut count = 0;
    while count < required && rest.is_pair() {
        rest = rest.cdr();
        count += 1;
    }
    if count < required || (arity >= 0 && !rest.is_nil()) {
        return Err(wrong_arity(m, procedure, operands)?);
    }
    let body = body::of_code(m, template)?;
    let context = parameters(m, procedure, body, operands, required)?;
    let context = match body.defined() {
        0 => context,
        count => {
            m.heap.reserve(count * 8 + 16)?;
            let own = m.heap.words(Type::Context, count + 1, Value::UNASSIGNED);
            m.heap.init_field(own, 0, context);
            own
        }
    };
    Ok(environment(m, body.scope(), context))
}

#[cold]
fn wrong_arity(m: &Machine, procedure: Value, operands: Value) -> Outcome<Box<Condition>> {
    let found = proper_length(&m.heap.effort, "procedure-environment", 2, operands)?;
    Ok(Box::new(Condition::WrongArity { procedure, expected: arity_of(procedure), found }))
}

/// The context of the parameters; the one around if there are none.
fn parameters(
    m: &mut Machine,
    procedure: Value,
    body: Body,
    operands: Value,
    required: usize,
) -> Outcome {
    let mut around = procedure.field(closure::CONTEXT);
    if body.is_named() {
        around = own_name(m, procedure, around);
    }
    let count = body.parameters();
    if count == 0 {
        return Ok(around);
    }
    m.heap.reserve(count * 8 + 16)?;
    let context = m.heap.words(Type::Context, count + 1, Value::NIL);
    m.heap.init_field(context, 0, around);
    let mut rest = operands;
    for index in 1..=required {
        m.heap.init_field(context, index, rest.car());
        rest = rest.cdr();
    }
    if count > required {
        let elements = crate::pair::elements(&m.heap.effort, "procedure-environment", 2, rest)?;
        m.heap.reserve(elements.len() * 16)?;
        let list = m.heap.list(&elements);
        m.heap.init_field(context, count, list);
    }
    Ok(context)
}

/// The context in which the variable lives alone that holds this procedure.
fn own_name(m: &mut Machine, procedure: Value, around: Value) -> Value {
    let known = procedure.field(closure::NAME);
    if known.is_a(Type::Context) && known.field(0) == around {
        return known;
    }
    debug_assert!(!known.is_a(Type::Context), "a name stands beside its procedure");
    let own = m.heap.object(Type::Context, &[around, procedure]);
    m.heap.set_field(procedure, closure::NAME, own);
    own
}

/// Checks an argument that must be a closure.
pub fn closure_argument(who: &'static str, found: Value) -> Outcome {
    if found.is_a(Type::Closure) { Ok(found) } else { wrong_type(who, 1, Expected::Closure, found) }
}
