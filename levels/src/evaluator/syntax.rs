//! Macros: one step of an expansion, and the environments of local macros.

use super::body;
use super::call::{environment, ground};
use super::memo::{self, Memory};
use crate::compiler::definition::transformer;
use crate::compiler::syntax::malformed;
use crate::condition::{Condition, Outcome};
use crate::expander::lookup::{Denotation, lookup};
use crate::expander::scope::{self, MacroKind, is_global, macro_kind, new_scope};
use crate::expander::{CoreForm, expand_step};
use crate::layout::Type;
use crate::level::local::field;
use crate::machine::Machine;
use crate::pair::{items, proper_items};
use crate::value::Value;

impl CoreForm {
    /// The core form that a form whose head is an identifier is in a scope.
    pub fn of_form(m: &mut Machine, form: Value, scope: Value) -> Option<CoreForm> {
        match lookup(m, form.car(), scope) {
            Denotation::Macro(object) => CoreForm::of(object),
            Denotation::Variable(_) | Denotation::Global(_) => None,
        }
    }
}

/// The macro that a form is a use of; `None` of anything else.
pub fn macro_used(m: &mut Machine, form: Value, scope: Value) -> Option<Value> {
    if !form.is_pair() || !scope::is_identifier(form.car()) {
        return None;
    }
    match lookup(m, form.car(), scope) {
        Denotation::Macro(object) if macro_kind(object) != MacroKind::Core => Some(object),
        Denotation::Macro(_) | Denotation::Variable(_) | Denotation::Global(_) => None,
    }
}

/// One step: what a use of the macro `object` expands to. Errors: what the macro refuses; an expansion
/// that comes to no end; no memory.
pub fn expand(m: &mut Machine, form: Value, environment: Value, object: Value) -> Outcome {
    let scope = environment.field(field::SCOPE);
    if let Some(Memory::Expansion(known)) = memo::recall(&m.heap, scope, form)
        && known.car() == object
    {
        return Ok(known.cdr());
    }
    if !m.expander.steps.may_follow(form) {
        let reason = "the expansion comes to no end".to_string();
        return Err(Box::new(Condition::Syntax { form: m.expander.steps.written, reason }));
    }
    let expansion = expand_step(m, object, form, scope)?;
    m.expander.steps.last = expansion;
    if !is_global(scope) {
        let pair = m.heap.cons(object, expansion);
        memo::note(&mut m.heap, scope, form, Memory::Expansion(pair))?;
    }
    Ok(expansion)
}

/// The environment in which the body of a well-formed `let-syntax` or `letrec-syntax` is evaluated.
/// Errors: what is wrong with a transformer or the body; no memory.
pub fn macro_environment(m: &mut Machine, form: Value, outside: Value, core: CoreForm) -> Outcome {
    let (around, context) = ground(m, outside);
    let inner = new_scope(&mut m.heap, around);
    let scope_of_specs = if core == CoreForm::LetrecSyntax { inner } else { around };
    for binding in items(form.cdr().car()) {
        let (name, spec) = (binding.car(), binding.cdr().car());
        let syntax = transformer(m, spec, scope_of_specs, name)?;
        scope::bind(&mut m.heap, inner, name, syntax);
    }
    let Some(forms) = proper_items(form.cdr().cdr()) else {
        return malformed(form, "a form must be a proper list");
    };
    let found = body::find(m, &forms, inner, form)?;
    let mut context = context;
    if found.defined > 0 {
        m.heap.reserve(found.defined * 8 + 16)?;
        let own = m.heap.words(Type::Context, found.defined + 1, Value::UNASSIGNED);
        m.heap.init_field(own, 0, context);
        context = own;
    }
    Ok(environment(m, found.scope, context))
}
