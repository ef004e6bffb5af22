//! First-class environments. These look without evaluating, so no evaluator function sees them.

use super::argument::typed;
use super::{Answer, Builtin, Refusal, exactly, partial_row, row};
use crate::compiler::scopes;
use crate::condition::{Condition, Expected, Outcome, wrong_type};
use crate::environment::{self, CellState, cell};
use crate::expander::lookup::{Denotation, global_name, lookup};
use crate::expander::scope::{self, is_global, scope_field};
use crate::layout::Type;
use crate::level::local::{self, field};
use crate::level::store;
use crate::machine::Machine;
use crate::procedure::closure;
use crate::symbol;
use crate::value::Value;

/// The rows.
pub const BUILTINS: &[Builtin] = &[
    row("environment?", exactly(1), "(environment? object)", |_, a| {
        Ok(Value::boolean(a[0].is_a(Type::Environment)))
    }),
    row(
        "environment-bound-names",
        exactly(1),
        "(environment-bound-names environment)",
        bound_names,
    ),
    row("environment-bound?", exactly(2), "(environment-bound? environment name)", is_bound),
    row("environment-lookup", exactly(2), "(environment-lookup environment name)", look_up),
    partial_row(
        "environment-assign!",
        exactly(3),
        "(environment-assign! environment name value)",
        SETTLED,
        |m, a| {
            let value = assign(m, a);
            unless_stale(m, value)
        },
    ),
    partial_row(
        "environment-define",
        exactly(3),
        "(environment-define environment name value)",
        SETTLED,
        |m, a| {
            let value = define(m, a);
            unless_stale(m, value)
        },
    ),
    row("%environment-value", exactly(2), "(%environment-value environment variable)", |m, a| {
        let (environment, variable) = reified("%environment-value", a)?;
        local::value(m, environment, variable)
    }),
    row(
        "%environment-set!",
        exactly(3),
        "(%environment-set! environment variable value)",
        |m, a| {
            let (environment, variable) = reified("%environment-set!", a)?;
            local::assign(m, environment, variable, a[2]).map(|()| Value::UNSPECIFIED)
        },
    ),
];

/// What is called where the host has to look at what was written before anything else happens: it gives the
/// unspecified value. No such builtin is inlined: the code that calls it may rely on what it writes, and goes
/// on in another version where the call returns.
pub const SETTLED: &str = "%settled";

/// What a builtin answers that may have written what the host wants to know of.
fn unless_stale(m: &Machine, value: Outcome) -> Answer {
    if m.governed.is_stale && value.is_ok() { Err(Refusal::Left) } else { Ok(value?) }
}

/// What code calls that finds its own procedure in a variable that has been assigned from outside: the
/// value of the variable. No name is bound to it.
pub static NAMED: Builtin = row("%named", exactly(1), "(%named procedure)", |_, a| {
    let name = if a[0].is_a(Type::Closure) { a[0].field(closure::NAME) } else { Value::FALSE };
    Ok(if name.is_a(Type::Context) { name.field(local::BOXED) } else { a[0] })
});

/// What code calls that has defined a variable, which lives alone in the context given, to be a procedure.
pub static NAMING: Builtin = row("%naming", exactly(1), "(%naming context)", |m, a| {
    let procedure = if a[0].is_a(Type::Context) { a[0].field(local::BOXED) } else { Value::FALSE };
    if procedure.is_a(Type::Closure) {
        m.heap.set_field(procedure, closure::NAME, a[0]);
    }
    Ok(Value::UNSPECIFIED)
});

/// What code calls that has defined a variable to be what the host gave for a `lambda` expression.
pub static DEFINED_AS: Builtin =
    row("%defined-as", exactly(2), "(%defined-as value name)", |m, a| {
        m.name_procedure(a[0], a[1]);
        Ok(Value::UNSPECIFIED)
    });

/// The scope of the environment and the identifier, the first two arguments of `who`.
fn arguments(who: &'static str, a: &[Value]) -> Outcome<(Value, Value)> {
    let environment = typed(who, 1, Type::Environment, Expected::Environment, a[0])?;
    if !scope::is_identifier(a[1]) {
        return wrong_type(who, 2, Expected::Identifier, a[1]);
    }
    Ok((environment.field(field::SCOPE), a[1]))
}

/// What the compiler hands to the primitives by which code reaches an environment's variables.
fn reified(who: &'static str, a: &[Value]) -> Outcome<(Value, Value)> {
    let environment = typed(who, 1, Type::Environment, Expected::Environment, a[0])?;
    if !scopes::is_variable(a[1]) {
        return wrong_type(who, 2, Expected::Identifier, a[1]);
    }
    Ok((environment, a[1]))
}

fn is_bound(m: &mut Machine, a: &[Value]) -> Outcome {
    let (scope, name) = arguments("environment-bound?", a)?;
    Ok(Value::boolean(match lookup(m, name, scope) {
        Denotation::Variable(_) => true,
        Denotation::Macro(_) => false,
        Denotation::Global(cell) => cell::state(cell) != CellState::Unbound,
    }))
}

fn look_up(m: &mut Machine, a: &[Value]) -> Outcome {
    let (scope, name) = arguments("environment-lookup", a)?;
    match lookup(m, name, scope) {
        Denotation::Variable(variable) => local::value(m, a[0], variable),
        Denotation::Macro(_) => Err(is_syntax(name)),
        Denotation::Global(cell) => {
            let name = cell.field(cell::SYMBOL);
            match cell::state(cell) {
                CellState::Bound | CellState::Inherited => Ok(cell.field(cell::VALUE)),
                CellState::Computed => Ok(store::read_shown(m, cell)),
                CellState::Unbound if symbol::name(&m.heap, name).starts_with(':') => Ok(name),
                CellState::Unbound => Err(Box::new(Condition::UnboundVariable { name })),
            }
        }
    }
}

fn is_syntax(name: Value) -> Box<Condition> {
    let reason = "the name of a form is used as a variable".to_string();
    Box::new(Condition::Syntax { form: scope::symbol_of(name), reason })
}

fn assign(m: &mut Machine, a: &[Value]) -> Outcome {
    let (scope, name) = arguments("environment-assign!", a)?;
    match lookup(m, name, scope) {
        Denotation::Variable(variable) => local::assign(m, a[0], variable, a[2])?,
        Denotation::Macro(_) => return Err(is_syntax(name)),
        Denotation::Global(cell) => match cell::state(cell) {
            CellState::Unbound => {
                let name = cell.field(cell::SYMBOL);
                return Err(Box::new(Condition::SetUnbound { name }));
            }
            CellState::Computed => store::write_shown(m, cell, a[2])?,
            CellState::Bound | CellState::Inherited => m.define_cell(cell, a[2]),
        },
    }
    Ok(Value::UNSPECIFIED)
}

fn define(m: &mut Machine, a: &[Value]) -> Outcome {
    let (scope, name) = arguments("environment-define", a)?;
    if !is_global(scope) {
        let Some(variable) = scope::find_binding(&m.heap, scope, name) else {
            let name = scope::symbol_of(name);
            return Err(Box::new(Condition::EnvironmentClosed { name }));
        };
        local::assign(m, a[0], variable, a[2])?;
        return Ok(Value::UNSPECIFIED);
    }
    let id = scope::globals_id(scope);
    let name = global_name(m, id, name);
    let own = m.part_from_import(id, name);
    if cell::state(own) == CellState::Computed {
        store::write_shown(m, own, a[2])?;
    } else {
        m.define_cell(own, a[2]);
    }
    Ok(Value::UNSPECIFIED)
}

/// The names of all scopes, the innermost first, then those of the store, sorted; each once.
fn bound_names(m: &mut Machine, a: &[Value]) -> Outcome {
    const WHO: &str = "environment-bound-names";
    let environment = typed(WHO, 1, Type::Environment, Expected::Environment, a[0])?;
    let mut scope = environment.field(field::SCOPE);
    let mut seen = Vec::new();
    let mut names = Vec::new();
    while !is_global(scope) {
        let mut bindings = scope.field(scope_field::BINDINGS);
        let mut here = Vec::new();
        while bindings.is_pair() {
            let (name, denotation) = (bindings.car().car(), bindings.car().cdr());
            if name.is_a(Type::Symbol) && !seen.contains(&name) {
                seen.push(name);
                if !denotation.is_a(Type::Macro) {
                    here.push(name);
                }
            }
            bindings = bindings.cdr();
        }
        names.extend(here.into_iter().rev());
        scope = scope.field(scope_field::PARENT);
    }
    let id = scope::globals_id(scope);
    for name in environment::bound_names(m, id) {
        let cell = environment::cell_for(m, id, name);
        if !cell.field(cell::VALUE).is_a(Type::Macro) && !seen.contains(&name) {
            names.push(name);
        }
    }
    m.heap.reserve(names.len() * 16)?;
    Ok(m.heap.list(&names))
}
