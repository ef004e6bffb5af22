//! Environments as values: a scope, and where the variables of its activation are.
//!
//! Invariants:
//! 1. An `Environment` is `[scope, context, segment, top]`. With a segment, the innermost scopes are
//!    those of the suspended frame that ends at `top` there, as far as the scope of the frame's
//!    procedure; beyond, or without a segment, the variables are in the contexts from `context` on
//!    (with a segment: from the procedure's own). A global one has no context and no segment.
//! 2. Code that is evaluated in a local environment stands in a scope of its own whose `EXTRA` is
//!    that environment: what it finds beyond that scope it reaches through the environment.
//! 3. A frame whose environment is asked for goes on in a reified version (`machine::reify`): all its
//!    variables are in contexts, which it shares with the environment from then on. Where there is no
//!    such version for it, they lie in its slots, and a captured frame is copied when it goes on: an
//!    assignment from here is seen by what goes on from this capture.

use crate::compiler;
use crate::compiler::scopes::{is_kept, variable};
use crate::condition::{Condition, Outcome};
use crate::expander::scope::{self, is_global, scope_field};
use crate::heap::Heap;
use crate::layout::Type;
use crate::machine::Machine;
use crate::machine::continuation::{FRAMES, frame_ending_at};
use crate::machine::points::{Place, Point};
use crate::machine::stack::Frame;
use crate::procedure::{closure, code, new_closure, new_code, version, version_of_return};
use crate::value::Value;

/// Fields of an `Environment`.
pub mod field {
    /// The innermost scope.
    pub const SCOPE: usize = 0;
    /// The innermost context outside of the frame.
    pub const CONTEXT: usize = 1;
    /// The segment in which the frame lies, or `#f`.
    pub const SEGMENT: usize = 2;
    /// Where the frame ends in it.
    pub const TOP: usize = 3;
    /// The expression that is being evaluated there, in those that know it (see `within`).
    pub const EXPRESSION: usize = 4;
}

/// The index of a variable in a context of its own.
pub const BOXED: usize = 1;

/// Where a variable is.
enum Held {
    /// In word `.1` of the payload of an object: a context, or a segment.
    In(Value, usize),
    /// It is a procedure that is not assigned, and this is it.
    Procedure(Value),
    /// It is defined to be the procedure of this `lambda` form, of which no closure is kept, in this
    /// environment; an assignment goes where the last says.
    Form(Value, Value, Option<(Value, usize)>),
    /// Its definition has not been reached.
    Unassigned,
    /// Nothing that can still run mentions it, and it is gone.
    Gone,
}

/// The same environment, which knows the expression that is being evaluated in it.
pub fn within(heap: &mut Heap, environment: Value, expression: Value) -> Value {
    let [scope, context, segment, top] = [0, 1, 2, 3].map(|index| environment.field(index));
    heap.object(Type::Environment, &[scope, context, segment, top, expression])
}

/// What `within` was told, if this is one of its environments.
pub fn expression_within(environment: Value) -> Option<Value> {
    let knows = environment.header().len() > field::EXPRESSION;
    knows.then(|| environment.field(field::EXPRESSION))
}

/// The environment of a global scope.
pub fn global(heap: &mut Heap, scope: Value) -> Value {
    heap.object(Type::Environment, &[scope, Value::NIL, Value::FALSE, Value::FALSE])
}

/// The expression that a suspended frame waits for at a point, and its environment. The frame is going to
/// share its variables with it. What a macro inserted in the expression means in the environment what it
/// means in the frame: where the frame goes on in another version, both are of that version's expansion.
pub fn at(m: &mut Machine, point: Point, place: Place) -> (Value, Value) {
    if is_global(point.scope) {
        return (point.form, global(&mut m.heap, point.scope));
    }
    let point = m.reify(place).unwrap_or(point);
    let top = Value::fixnum(place.top as i64);
    let words = [point.scope, Value::NIL, place.segment, top];
    (point.form, m.heap.object(Type::Environment, &words))
}

/// The environment of a scope whose innermost context is `context`; of a threshold the one beyond it.
pub fn around(heap: &mut Heap, scope: Value, context: Value) -> Value {
    match threshold(scope) {
        Some(environment) => environment,
        None => heap.object(Type::Environment, &[scope, context, Value::FALSE, Value::FALSE]),
    }
}

/// The environment that a closure keeps; `None` for other procedures.
pub fn of_procedure(heap: &mut Heap, procedure: Value) -> Option<Value> {
    if !procedure.is_a(Type::Closure) {
        return None;
    }
    let scope = procedure.field(closure::CODE).field(code::SCOPE);
    let context = procedure.field(closure::CONTEXT);
    Some(heap.object(Type::Environment, &[scope, context, Value::FALSE, Value::FALSE]))
}

/// The scope in which forms are to be evaluated that are given to `eval` with this environment.
pub fn scope_for_evaluation(heap: &mut Heap, environment: Value) -> Value {
    let inside = environment.field(field::SCOPE);
    if is_global(inside) {
        return inside;
    }
    scope::new_threshold(heap, inside, environment)
}

/// The environment of which a scope is the threshold.
pub fn threshold(scope: Value) -> Option<Value> {
    let environment = scope.field(scope_field::EXTRA);
    environment.is_a(Type::Environment).then_some(environment)
}

/// The environment by which code in `scope` reaches a variable beyond it, if it is not through
/// contexts.
pub fn reaching(variable: Value, scope: Value) -> Option<Value> {
    let nearest = scope.field(scope_field::THRESHOLD);
    let between =
        nearest.is_true() && scope::depth(nearest) > scope::depth(variable.field(variable::SCOPE));
    if between { threshold(nearest) } else { None }
}

/// The value of a local variable that the environment's scope binds, or one around it.
pub fn value(m: &mut Machine, environment: Value, variable: Value) -> Outcome {
    let name = scope::symbol_of(variable.field(variable::NAME));
    let value = match held(&mut m.heap, environment, variable) {
        Held::In(object, index) => object.field(index),
        Held::Procedure(procedure) => procedure,
        Held::Form(form, environment, _) => procedure_of(m, form, environment, name),
        Held::Unassigned => Value::UNASSIGNED,
        Held::Gone => return Err(gone("no code that can still run mentions the variable", name)),
    };
    if value.bits() == Value::UNASSIGNED.bits() {
        return Err(Box::new(Condition::UnassignedVariable { name }));
    }
    Ok(value)
}

/// Assigns a local variable.
pub fn assign(m: &mut Machine, environment: Value, variable: Value, value: Value) -> Outcome<()> {
    let name = scope::symbol_of(variable.field(variable::NAME));
    match held(&mut m.heap, environment, variable) {
        Held::In(holder, index) | Held::Form(_, _, Some((holder, index))) => {
            rename(m, variable, holder, index);
            m.heap.set_field(holder, index, value);
            Ok(())
        }
        Held::Procedure(_) | Held::Form(_, _, None) => {
            Err(gone("the code that calls this procedure does not look at the variable", name))
        }
        Held::Unassigned => Err(gone("the variable's definition has not been reached", name)),
        Held::Gone => Err(gone("no code that can still run mentions the variable", name)),
    }
}

/// The variable in this word is going to be assigned. If its procedure counts on being its value, it
/// looks at the variable from here on.
fn rename(m: &mut Machine, object: Value, holder: Value, index: usize) {
    let procedure = holder.field(index);
    if !procedure.is_a(Type::Closure) {
        return;
    }
    let template = procedure.field(closure::CODE);
    let itself = template.field(code::ITSELF);
    let is_kept_there = itself.is_true() && is_kept(itself);
    if procedure.field(closure::NAME) == holder {
        m.heap.set_flags(template, template.header().flags() | code::RENAMED);
    } else if !is_kept_there || !object.field(variable::FORM).is_true() {
        return;
    }
    compiler::retire_named(m, template);
}

fn gone(message: &str, name: Value) -> Box<Condition> {
    Box::new(Condition::Message { message: message.to_owned(), irritants: vec![name] })
}

fn held(heap: &mut Heap, mut environment: Value, object: Value) -> Held {
    loop {
        let mut scope = environment.field(field::SCOPE);
        let mut context = environment.field(field::CONTEXT);
        if environment.field(field::SEGMENT).is_true() {
            match in_frame(heap, environment, object) {
                Ok(held) => return held,
                Err(outside) => (scope, context) = outside,
            }
        }
        match in_contexts(heap, scope, context, object) {
            Ok(held) => return held,
            Err(outer) => environment = outer,
        }
    }
}

/// Where the variable is in the environment's frame; else the scope and the context around it.
fn in_frame(heap: &mut Heap, environment: Value, object: Value) -> Result<Held, (Value, Value)> {
    let segment = environment.field(field::SEGMENT);
    let top = environment.field(field::TOP).fixnum_value() as usize;
    let frame = frame_ending_at(segment, top);
    let procedure = frame.slot(1);
    let end = procedure.field(closure::CODE).field(code::SCOPE);
    let mut scope = environment.field(field::SCOPE);
    while scope != end && !is_global(scope) {
        if !binds(heap, scope, object) {
            scope = scope.field(scope_field::PARENT);
            continue;
        }
        let live = |slot: Value| slot.as_index().filter(|slot| frame.is_live(*slot));
        if let Some(slot) = live(scope.field(scope_field::EXTRA))
            && let Some(index) = object.field(variable::INDEX).as_index()
        {
            return Ok(Held::In(frame.slot(slot), index));
        }
        let held = live(object.field(variable::SLOT)).map(|slot| match boxed(&frame, slot) {
            Some(context) => (context, BOXED),
            None => (segment, FRAMES + top - frame.len() + slot),
        });
        if let Some((object, index)) = held
            && object.field(index) != Value::ABSENT
        {
            return Ok(Held::In(object, index));
        }
        let form = object.field(variable::FORM);
        if form.is_true() {
            let words = [scope, Value::NIL, segment, environment.field(field::TOP)];
            let inside = heap.object(Type::Environment, &words);
            return Ok(Held::Form(form, inside, held));
        }
        return Ok(Held::Unassigned);
    }
    if procedure.field(closure::CODE).field(code::ITSELF) == object && !is_kept(object) {
        let name = procedure.field(closure::NAME);
        let known = name.is_a(Type::Context);
        return Ok(if known { Held::In(name, BOXED) } else { Held::Procedure(procedure) });
    }
    Err((end, procedure.field(closure::CONTEXT)))
}

/// Where the variable is in the contexts that belong to `scope` and those around it; else the
/// environment by which that is to be found out.
fn in_contexts(
    heap: &Heap,
    mut scope: Value,
    mut context: Value,
    object: Value,
) -> Result<Held, Value> {
    while !is_global(scope) {
        let has_context = scope.field(scope_field::EXTRA).is_true();
        if binds(heap, scope, object) {
            return Ok(match object.field(variable::INDEX).as_index() {
                Some(index) if has_context => Held::In(context, index),
                Some(_) | None => Held::Gone,
            });
        }
        if let Some(environment) = threshold(scope) {
            return Err(environment);
        }
        if has_context {
            context = context.field(0);
        }
        scope = scope.field(scope_field::PARENT);
    }
    Ok(Held::Gone)
}

/// The context of its own that a variable has in a slot of a frame of a reified version.
fn boxed(frame: &Frame, slot: usize) -> Option<Value> {
    let reified = version_of_return(frame.ret).header().flags() & version::REIFIED != 0;
    reified.then(|| frame.slot(slot))
}

fn binds(heap: &Heap, scope: Value, object: Value) -> bool {
    scope::find_binding(heap, scope, object.field(variable::NAME)) == Some(object)
}

/// A closure of a `lambda` form, which has been found well formed, in a local environment.
pub fn procedure_of(m: &mut Machine, form: Value, environment: Value, name: Value) -> Value {
    let scope = scope_for_evaluation(&mut m.heap, environment);
    let arity = Value::fixnum(crate::compiler::declared_arity(form));
    let (no, nil) = (Value::FALSE, Value::NIL);
    let fields = [name, form, scope, no, nil, arity, no, no];
    let (entry, flags) = (m.lazy_entry(), m.code_flags(scope));
    let code = new_code(&mut m.heap, fields, entry, flags);
    new_closure(&mut m.heap, code, nil)
}
