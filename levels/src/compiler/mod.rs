//! The compiler: forms → nodes (`syntax`, `body`, with the expander one step at a time) → loops and
//! captures (`loops`) → instructions (`emit`).

pub mod ast;
pub mod scopes;
pub mod syntax;
mod body;
mod loops;
mod emit;

use crate::condition::Outcome;
use crate::layout::Type;
use crate::machine::Machine;
use crate::procedure::{code, version};
use crate::value::Value;
use ast::{Lambda, LambdaId};
use emit::Shared;
use syntax::{Position, Syntax, lambda_parts};

/// Words that a frame has at most.
pub const MAX_FRAME: usize = 1 << 14;
/// Parameters that a procedure has at most.
pub const MAX_PARAMETERS: usize = 1 << 12;

/// The code of a procedure without parameters that evaluates `form` in `scope`. Its closures' own
/// context is the innermost one of the scope. Never fails: what is malformed is raised when it is
/// reached.
pub fn compile_form(m: &mut Machine, form: Value, scope: Value) -> Value {
    let mut syntax = Syntax::new(m);
    let unit_lambda = Lambda {
        parent: None,
        name: Value::FALSE,
        form,
        outer_scope: scope,
        scope,
        params: Vec::new(),
        rest: false,
        body: None,
        inlined: None,
    };
    syntax.unit.lambdas.push(unit_lambda);
    let body = syntax.expression(form, scope, Position::Tail);
    syntax.unit.lambdas[0].body = Some(body);
    syntax.settle_captures();
    syntax.settle_closures();
    let unit = syntax.unit;
    emit::emit_lambda(m, &mut Shared::new(&unit), LambdaId(0), None)
}

/// Gives a code without a version its version.
pub fn compile_code(m: &mut Machine, template: Value) -> Outcome<()> {
    if template.field(code::VERSION).is_true() {
        return Ok(());
    }
    let (form, scope) = (template.field(code::SOURCE), template.field(code::SCOPE));
    let mut syntax = Syntax::new(m);
    let (params, rest, body) = lambda_parts(form)?;
    syntax.unit.lambdas.push(Lambda {
        parent: None,
        name: template.field(code::NAME),
        form,
        outer_scope: scope,
        scope,
        params: Vec::new(),
        rest,
        body: None,
        inlined: None,
    });
    syntax.fill_lambda(LambdaId(0), &params, &body)?;
    syntax.settle_captures();
    syntax.settle_closures();
    let unit = syntax.unit;
    emit::emit_version(m, &mut Shared::new(&unit), LambdaId(0), None, template);
    Ok(())
}

/// A cell's contents are no longer what code relies on: such code is compiled anew when it is
/// called next.
pub fn retire_dependents(m: &mut Machine, cell: Value) {
    retire_all_dependents(m, &[cell]);
}

/// The same for several cells.
pub fn retire_all_dependents(m: &mut Machine, cells: &[Value]) {
    if cells.is_empty() {
        return;
    }
    for template in m.registered_codes() {
        let present = template.field(code::VERSION);
        if !present.is_a(Type::Version) {
            continue;
        }
        let dependencies = present.field(version::DEPENDENCIES);
        let relies = (0..dependencies.vector_len()).any(|i| cells.contains(&dependencies.field(i)));
        let mentions = || {
            let constants = present.field(version::CONSTANTS);
            (0..constants.vector_len()).any(|i| cells.contains(&constants.field(i)))
        };
        if relies || mentions() {
            m.retire(template);
        }
    }
    m.empty_caches();
}

/// The frame at `fp` has been resumed in a retired version.
pub fn switch_frame(_m: &mut Machine) {}
