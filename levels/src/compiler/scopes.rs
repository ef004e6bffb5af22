//! What the compiler keeps in scopes: which variable a name is, and where it lives at run time.
//!
//! A variable's object is `[id, name, index, slot, form, scope]`: its number in the unit that binds
//! it, its name, and, once its unit is compiled, its index in its scope's context, or `#f`, and the
//! slot in which it lies where it is in none. Field `EXTRA` of a scope is the slot of the context that the
//! scope has at run time in the frames of its own procedure, or `#f` where it has none; or an
//! environment (see `level::local`).

use super::ast::VarId;
use crate::expander::scope::{is_global, scope_field};
use crate::heap::Heap;
use crate::layout::Type;
use crate::value::Value;

/// Fields of a variable's object.
pub mod variable {
    /// Its number in its unit.
    pub const ID: usize = 0;
    /// The identifier.
    pub const NAME: usize = 1;
    /// Its index in the context of its scope, or `#f`.
    pub const INDEX: usize = 2;
    /// Its slot while it is in no context, or `#f`.
    pub const SLOT: usize = 3;
    /// The `lambda` form that it is defined to be, if it is never anything else, or `#f`.
    pub const FORM: usize = 4;
    /// The scope that binds it.
    pub const SCOPE: usize = 5;
    /// How many fields.
    pub const LEN: usize = 6;
}

/// The object by which `scope` knows variable `id`.
pub fn new_variable(heap: &mut Heap, id: VarId, name: Value, scope: Value) -> Value {
    let no = Value::FALSE;
    let object =
        heap.object(Type::Internal, &[Value::fixnum(id.0.into()), name, no, no, no, scope]);
    heap.make_timeless(object)
}

/// Whether a value is the object of a variable.
pub fn is_variable(value: Value) -> bool {
    value.is_a(Type::Internal) && value.header().len() == variable::LEN
}

/// Says that the scope of a variable has a context at run time, in `slot`, where the variable has
/// this index.
pub fn set_place(heap: &mut Heap, scope: Value, object: Value, index: usize, slot: u16) {
    heap.set_field(object, variable::INDEX, Value::fixnum(index as i64));
    set_context(heap, scope, slot);
}

/// Says that a scope has a context at run time, in `slot`.
pub fn set_context(heap: &mut Heap, scope: Value, slot: u16) {
    heap.set_field(scope, scope_field::EXTRA, Value::fixnum(slot.into()));
}

/// Says in which slot a variable lies while it is in no context.
pub fn set_slot(heap: &mut Heap, object: Value, slot: u16) {
    heap.set_field(object, variable::SLOT, Value::fixnum(slot.into()));
}

/// Whether the variable of an object of a unit that has been compiled lives in a context.
pub fn is_kept(object: Value) -> bool {
    object.field(variable::INDEX).as_index().is_some()
}

/// Links between contexts that an instruction can follow, but for those of its own unit.
const MOST_HOPS: u16 = 60_000;

/// Links from the innermost context of `scope` to the one that holds the variable of `object`, and
/// its index there; `None` if they are too many. Only for scopes of units that have been compiled.
pub fn outer_place(heap: &mut Heap, object: Value, scope: Value) -> Option<(u16, u16)> {
    let hops = contexts(heap, scope) - contexts(heap, object.field(variable::SCOPE));
    let hops = u16::try_from(hops).ok().filter(|hops| *hops <= MOST_HOPS)?;
    Some((hops, object.field(variable::INDEX).as_index().unwrap_or(0) as u16))
}

/// How many scopes from this one outwards have contexts. Each scope is asked once.
fn contexts(heap: &mut Heap, scope: Value) -> i64 {
    let mut asked = Vec::new();
    let mut at = scope;
    while !is_global(at) && !at.field(scope_field::CONTEXTS).is_fixnum() {
        asked.push(at);
        at = at.field(scope_field::PARENT);
    }
    let mut count = if is_global(at) { 0 } else { at.field(scope_field::CONTEXTS).fixnum_value() };
    for scope in asked.into_iter().rev() {
        count += i64::from(scope.field(scope_field::EXTRA).is_true());
        heap.set_field(scope, scope_field::CONTEXTS, Value::fixnum(count));
    }
    count
}
