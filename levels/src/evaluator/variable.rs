//! Variables: what they hold, and assignments.

use super::memo::{self, Memory};
use crate::compiler::definition::{definition_name, definition_parts, transformer};
use crate::compiler::scopes::{is_variable, variable};
use crate::compiler::syntax::malformed;
use crate::condition::{Condition, Outcome};
use crate::environment::{CellState, cell};
use crate::expander::is_wildcard;
use crate::expander::lookup::{Denotation, cell_of, global_name, lookup};
use crate::expander::scope::{self, is_global, scope_field};
use crate::level::local::{self, field};
use crate::level::store;
use crate::machine::Machine;
use crate::value::Value;

/// What an identifier holds in an environment. Errors: as compiled code raises them.
#[inline]
pub fn look_up(m: &mut Machine, identifier: Value, environment: Value) -> Outcome {
    match lookup(m, identifier, environment.field(field::SCOPE)) {
        Denotation::Global(cell) => {
            let value = cell.field(cell::VALUE);
            if value == Value::UNBOUND { without_value(m, cell) } else { Ok(value) }
        }
        Denotation::Variable(object) => match place(environment, object) {
            Some((context, index)) if context.field(index) != Value::UNASSIGNED => {
                Ok(context.field(index))
            }
            Some(_) | None => local::value(m, environment, object),
        },
        Denotation::Macro(object) => of_syntax(m, object, identifier, environment),
    }
}

/// The context and the index of a variable of an environment, where they are quickly found.
#[inline]
fn place(environment: Value, object: Value) -> Option<(Value, usize)> {
    if environment.field(field::SEGMENT).is_true() {
        return None;
    }
    let index = object.field(variable::INDEX).as_index()?;
    let home = object.field(variable::SCOPE);
    let mut scope = environment.field(field::SCOPE);
    let mut context = environment.field(field::CONTEXT);
    loop {
        let extra = scope.field(scope_field::EXTRA);
        if extra.is_pointer() || is_global(scope) {
            return None;
        }
        if scope == home {
            return extra.is_true().then_some((context, index));
        }
        if extra.is_true() {
            context = context.field(0);
        }
        scope = scope.field(scope_field::PARENT);
    }
}

#[cold]
fn without_value(m: &mut Machine, cell: Value) -> Outcome {
    if let Some(value) = m.stands_for(cell) {
        return Ok(value);
    }
    if cell::state(cell) == CellState::Computed {
        return Ok(store::read_shown(m, cell));
    }
    Err(Machine::absent_global(cell))
}

/// The name of a form stands where a variable should.
#[cold]
fn of_syntax(m: &mut Machine, object: Value, identifier: Value, environment: Value) -> Outcome {
    let scope = environment.field(field::SCOPE);
    if is_wildcard(m, object)
        && let Some(cell) = cell_of(m, identifier, scope)
    {
        return without_value(m, cell);
    }
    malformed(scope::symbol_of(identifier), "the name of a form is used as a variable")
}

/// `set!`. Errors: as compiled code raises them.
pub fn assign(m: &mut Machine, identifier: Value, environment: Value, value: Value) -> Outcome<()> {
    let scope = environment.field(field::SCOPE);
    let cell = match lookup(m, identifier, scope) {
        Denotation::Variable(object) => return local::assign(m, environment, object, value),
        Denotation::Global(cell) => cell,
        Denotation::Macro(_) => match cell_of(m, identifier, scope) {
            Some(cell) => cell,
            None => {
                let name = scope::symbol_of(identifier);
                return malformed(name, "set! of the name of a local form");
            }
        },
    };
    match cell::state(cell) {
        CellState::Unbound => {
            let name = cell.field(cell::SYMBOL);
            Err(Box::new(Condition::SetUnbound { name }))
        }
        CellState::Computed => store::write_shown(m, cell, value),
        CellState::Bound | CellState::Inherited => {
            m.define_cell(cell, value);
            Ok(())
        }
    }
}

/// `define`: of a global variable, or of a name of the innermost scope. Where a form is evaluated that was
/// given to `eval` with an environment, that is the environment's.
pub fn define(m: &mut Machine, identifier: Value, environment: Value, value: Value) -> Outcome<()> {
    let inside = environment.field(field::SCOPE);
    let around = if is_global(inside) { None } else { local::threshold(inside) };
    let environment = around.unwrap_or(environment);
    let scope = environment.field(field::SCOPE);
    if is_global(scope) {
        return define_global(m, identifier, scope, value, true);
    }
    match scope::find_binding(&m.heap, scope, identifier).filter(|found| is_variable(*found)) {
        Some(object) => {
            // What is written as a `lambda` has its name from the definition, as where it is compiled.
            if object.field(variable::FORM).is_true() {
                m.name_procedure(value, scope::symbol_of(identifier));
            }
            local::assign(m, environment, object, value)
        }
        None => {
            let name = scope::symbol_of(identifier);
            Err(Box::new(Condition::EnvironmentClosed { name }))
        }
    }
}

/// Binds a name in the globals of a global scope; a procedure without a name gets this one if it is
/// `named`.
fn define_global(
    m: &mut Machine,
    identifier: Value,
    scope: Value,
    value: Value,
    named: bool,
) -> Outcome<()> {
    let id = scope::globals_id(scope);
    let name = global_name(m, id, identifier);
    let own = m.part_from_import(id, name);
    if named {
        m.name_procedure(value, own.field(cell::SYMBOL));
    }
    if cell::state(own) == CellState::Computed {
        return store::write_shown(m, own, value);
    }
    m.define_cell(own, value);
    Ok(())
}

/// `define-syntax`: of a global name; that of a body has been done when the body was entered.
pub fn define_macro(m: &mut Machine, form: Value, environment: Value) -> Outcome<()> {
    let scope = environment.field(field::SCOPE);
    if !is_global(scope) {
        return match memo::recall(&m.heap, scope, form) {
            Some(Memory::Macro(_)) => Ok(()),
            Some(Memory::Expansion(_) | Memory::Code(_) | Memory::Definition(_)) | None => {
                malformed(form, "define-syntax belongs at the beginning of a body")
            }
        };
    }
    let rest = form.cdr();
    let (name, spec) = (rest.car(), rest.cdr().car());
    let syntax = transformer(m, spec, scope, name)?;
    define_global(m, name, scope, syntax, false)
}

/// The name that a definition binds.
pub fn name_of_definition(form: Value) -> Outcome {
    definition_name(form)
}

/// The form of a definition's value; the unspecified value, which is a constant, where there is none.
pub fn value_of_definition(m: &mut Machine, form: Value, environment: Value) -> Outcome {
    let scope = environment.field(field::SCOPE);
    match memo::recall(&m.heap, scope, form) {
        Some(Memory::Definition(parts)) => Ok(parts.field(1)),
        Some(Memory::Expansion(_) | Memory::Code(_) | Memory::Macro(_)) | None => {
            let (_, value) = definition_parts(m, form)?;
            Ok(value.unwrap_or(Value::UNSPECIFIED))
        }
    }
}
