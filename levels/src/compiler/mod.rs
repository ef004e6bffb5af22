//! The compiler: forms → nodes (`syntax`, a file for each kind of form, with the expander one step at
//! a time) → loops and captures (`loops`) → instructions (`emit`).

pub mod ast;
pub mod scopes;
pub mod syntax;
mod variable;
pub mod definition;
mod sequence;
mod body;
pub mod lambda;
mod deferral;
mod application;
mod library;
mod primitive;
mod loops;
mod emit;
mod meanings;
mod reliance;
mod twin;
pub mod unread;

pub use emit::declared_arity;

use crate::condition::Outcome;
use crate::effort::Stopped;
use crate::machine::Machine;
use crate::procedure::code;
use crate::value::Value;
use ast::{Lambda, LambdaId, Unit};
use emit::{Buffers, Shared};
use lambda::lambda_parts;
use reliance::Phase;
use syntax::{Position, Syntax};

pub use reliance::{
    retire_all, retire_all_dependents, retire_callers, retire_careless, retire_dependents,
    retire_named, retire_users_in,
};
pub use twin::{
    Twin, cold_twin, forget_twin, generic_twin, given_twin, reified_twin, stepped_version,
};

/// Words that a frame has at most.
pub const MAX_FRAME: usize = 1 << 14;
/// Parameters that a procedure has at most.
pub const MAX_PARAMETERS: usize = 1 << 12;

/// What one compilation leaves for the next: vectors with room.
#[derive(Default)]
pub struct Workshop {
    unit: Option<Box<Unit>>,
    buffers: Vec<Buffers>,
}

/// The code of a procedure without parameters that evaluates `form` in `scope`. Its closures' own
/// context is the innermost one of the scope. What is malformed is raised when it is reached: fails
/// only where the work is stopped.
pub fn compile_form(m: &mut Machine, form: Value, scope: Value) -> Result<Value, Stopped> {
    let patient = m.heap.set_patient(false);
    let unit = expression_unit(Syntax::new(m), form, scope);
    m.heap.set_patient(patient);
    let unit = unit?;
    let template = emit::emit_lambda(m, &mut Shared::new(&unit), LambdaId(0), None);
    let flags = template.header().flags() | code::EXPRESSION;
    m.heap.set_flags(template, flags);
    m.workshop.unit = unit.cleared();
    Ok(template)
}

/// Gives a code without a version its version.
pub fn compile_code(m: &mut Machine, template: Value) -> Outcome<()> {
    if template.field(code::VERSION).is_true() {
        return Ok(());
    }
    let unit = unit_of(m, template, Vec::new(), false)?;
    emit::emit_version(m, &mut Shared::new(&unit), LambdaId(0), None, template);
    m.workshop.unit = unit.cleared();
    Ok(())
}

/// The nodes of a code's form, as names meant it in these phases, and from then on as they mean it; with
/// what the program wrote there, if that is `wanted`.
fn unit_of(m: &mut Machine, template: Value, past: Vec<Phase>, wanted: bool) -> Outcome<Box<Unit>> {
    let patient = m.heap.set_patient(false);
    let unit = read_unit_of(m, template, past, wanted);
    m.heap.set_patient(patient);
    unit
}

fn read_unit_of(
    m: &mut Machine,
    template: Value,
    past: Vec<Phase>,
    wanted: bool,
) -> Outcome<Box<Unit>> {
    let (form, scope) = (unread::source_of(m, template)?, template.field(code::SCOPE));
    let mut syntax = Syntax::new(m);
    syntax.enter_past(past);
    syntax.unit.written = wanted.then(Box::default);
    if template.header().flags() & code::EXPRESSION != 0 {
        return Ok(expression_unit(syntax, form, scope)?);
    }
    syntax.itself = template.field(code::ITSELF);
    syntax.depth = template.field(code::DEPTH).as_index().unwrap_or(0);
    let filled = lambda_parts(form).and_then(|(params, rest, body)| {
        let lambda = Lambda::new(None, template.field(code::NAME), form, scope);
        syntax.unit.lambdas.push(Lambda { rest, ..lambda });
        syntax.fill_lambda(LambdaId(0), &params, &body)
    });
    let room = syntax.check_room();
    let unit = syntax.finish()?;
    room.and(filled).map(|()| unit)
}

fn expression_unit(
    mut syntax: Syntax<'_>,
    form: Value,
    scope: Value,
) -> Result<Box<Unit>, Stopped> {
    syntax.unit.lambdas.push(Lambda::new(None, Value::FALSE, form, scope));
    let mut body = syntax.expression(form, scope, Position::Tail);
    if let Err(condition) = syntax.check_room() {
        *syntax.unit = Unit::default();
        syntax.unit.lambdas.push(Lambda::new(None, Value::FALSE, form, scope));
        body = syntax.error(&condition, form, scope);
    }
    let end = syntax.unit.nodes.len() as u32;
    let lambda = &mut syntax.unit.lambdas[0];
    (lambda.body, lambda.nodes) = (Some(body), 0..end);
    syntax.finish()
}
