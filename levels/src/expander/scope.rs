//! Scopes, identifiers and macro objects: their layout, and nothing else.
//!
//! Invariants: a scope whose parent is `NIL` is global and holds the index of its globals; every
//! other scope holds an association list from identifiers to denotations. A denotation is a
//! `Type::Macro`, or an object by which the compiler knows a variable. An identifier that a local
//! scope binds has the flag `LOCAL`, so that the look-up of one without goes to the global scope.
//! A scope binds nothing more once another was made inside it.

use crate::environment::GlobalsId;
use crate::heap::Heap;
use crate::layout::{Tag, Type, flag};
use crate::table::{self, Kind};
use crate::value::Value;

/// A scope with more bindings than this has a table of them.
const FEW: i64 = 24;

/// The fields of a `Type::Scope`.
pub mod scope_field {
    /// The enclosing scope; `NIL` in a global one.
    pub const PARENT: usize = 0;
    /// `((identifier . denotation) …)`, innermost first; the index of the globals in a global one.
    pub const BINDINGS: usize = 1;
    /// The compiler's.
    pub const EXTRA: usize = 2;
    /// How many bindings there are, or, where they are many, a table of them.
    pub const INDEX: usize = 3;
    /// The global scope around; `NIL` in a global one.
    pub const GLOBAL: usize = 4;
    /// How many scopes there are from the global one to this one.
    pub const DEPTH: usize = 5;
    /// `#f`, or `(table . scope)`: what the scopes from this one to that one, which is left out,
    /// bind.
    pub const REACH: usize = 6;
    /// The innermost scope from here outwards whose `EXTRA` is an environment, or `#f`.
    pub const THRESHOLD: usize = 7;
    /// The compiler's: how many scopes from here outwards have contexts at run time, once asked.
    pub const CONTEXTS: usize = 8;
    /// The evaluator's: `#f`, or a table of what forms in this scope have become.
    pub const MEMO: usize = 9;
    /// How many fields.
    pub const LEN: usize = 10;
}

/// Header flag of an alias, beside those of `layout`: it is mentioned nowhere but as an element of
/// the form that is the body of its scope, or of one of that form's elements.
pub const BRIEF: u8 = 16;

/// The fields of a `Type::Macro`.
pub mod macro_field {
    /// A `MacroKind`.
    pub const KIND: usize = 0;
    /// The index of the form in its table, or the compiled rules.
    pub const PAYLOAD: usize = 1;
    /// Where the macro was defined.
    pub const SCOPE: usize = 2;
    /// What it is called in messages: a symbol.
    pub const NAME: usize = 3;
}

/// How a macro object expands.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum MacroKind {
    /// A form that the evaluator itself knows: it does not expand.
    Core = 0,
    /// A form that a function of this crate rewrites.
    Derived = 1,
    /// `syntax-rules`.
    Rules = 2,
}

/// A new local scope without bindings.
pub fn new_scope(heap: &mut Heap, parent: Value) -> Value {
    let no = Value::FALSE;
    let outer = if is_global(parent) { no } else { parent.field(scope_field::THRESHOLD) };
    let depth = Value::fixnum(depth(parent) + 1);
    let fields =
        [parent, Value::NIL, no, Value::fixnum(0), outermost(parent), depth, no, outer, no, no];
    heap.object(Type::Scope, &fields)
}

/// A new local scope through which what is inside reaches variables by an environment.
pub fn new_threshold(heap: &mut Heap, parent: Value, environment: Value) -> Value {
    let scope = new_scope(heap, parent);
    heap.set_field(scope, scope_field::EXTRA, environment);
    heap.set_field(scope, scope_field::THRESHOLD, scope);
    scope
}

/// A new global scope, of the globals of this index.
pub fn new_global_scope(heap: &mut Heap, id: GlobalsId) -> Value {
    let mut fields = [Value::FALSE; scope_field::LEN];
    fields[scope_field::PARENT] = Value::NIL;
    fields[scope_field::BINDINGS] = id.to_value();
    fields[scope_field::GLOBAL] = Value::NIL;
    fields[scope_field::DEPTH] = Value::fixnum(0);
    heap.object(Type::Scope, &fields)
}

/// How many local scopes there are from this one outwards.
pub fn depth(scope: Value) -> i64 {
    scope.field(scope_field::DEPTH).fixnum_value()
}

/// Whether a scope is the one of a global environment.
pub fn is_global(scope: Value) -> bool {
    scope.field(scope_field::PARENT).is_nil()
}

/// The globals of a global scope.
pub fn globals_id(scope: Value) -> GlobalsId {
    debug_assert!(is_global(scope));
    GlobalsId::from_value(scope.field(scope_field::BINDINGS))
}

/// The global scope around a scope; a global one itself.
pub fn outermost(scope: Value) -> Value {
    if is_global(scope) { scope } else { scope.field(scope_field::GLOBAL) }
}

/// Binds `identifier` in a local scope, in front of what is bound there.
pub fn bind(heap: &mut Heap, scope: Value, identifier: Value, denotation: Value) {
    debug_assert!(!is_global(scope) && is_identifier(identifier));
    debug_assert!(!scope.field(scope_field::REACH).is_true());
    if !may_be_local(identifier) {
        heap.set_flags(identifier, identifier.header().flags() | flag::LOCAL);
    }
    let binding = heap.cons(identifier, denotation);
    let bindings = heap.cons(binding, scope.field(scope_field::BINDINGS));
    heap.set_field(scope, scope_field::BINDINGS, bindings);
    let index = match scope.field(scope_field::INDEX).as_fixnum() {
        Some(count) if count < FEW => Value::fixnum(count + 1),
        Some(_) => indexed(heap, scope),
        None => {
            let table = scope.field(scope_field::INDEX);
            let entered = table::set(heap, table, identifier, denotation);
            // Where a table finds no room, the list goes on alone.
            if entered.is_ok() { table } else { Value::fixnum(0) }
        }
    };
    heap.set_field(scope, scope_field::INDEX, index);
}

/// A table of all the bindings of a scope; the number 0 if there is no room for one.
fn indexed(heap: &mut Heap, scope: Value) -> Value {
    let Ok(table) = table::make(heap, Kind::Eq, 0, (Value::FALSE, Value::FALSE)) else {
        return Value::fixnum(0);
    };
    let mut bindings = scope.field(scope_field::BINDINGS);
    while bindings.is_pair() {
        let (identifier, denotation) = (bindings.car().car(), bindings.car().cdr());
        let known = table::get(heap, table, identifier).is_some();
        if !known && table::set(heap, table, identifier, denotation).is_err() {
            return Value::fixnum(0);
        }
        bindings = bindings.cdr();
    }
    table
}

/// The denotation of `identifier` in this local scope itself.
pub fn find_binding(heap: &Heap, scope: Value, identifier: Value) -> Option<Value> {
    debug_assert!(!is_global(scope));
    let index = scope.field(scope_field::INDEX);
    if index.is_pointer() {
        return table::get(heap, index, identifier);
    }
    let mut bindings = scope.field(scope_field::BINDINGS);
    while bindings.is_pair() {
        let binding = bindings.car();
        if binding.car() == identifier {
            return Some(binding.cdr());
        }
        bindings = bindings.cdr();
    }
    None
}

/// One step of the search for an identifier from a local scope outwards: its denotation, or the
/// scope to go on from.
pub fn step(heap: &Heap, scope: Value, identifier: Value) -> Result<Value, Value> {
    let reach = scope.field(scope_field::REACH);
    if reach.is_true() {
        return table::get(heap, reach.car(), identifier).ok_or(reach.cdr());
    }
    find_binding(heap, scope, identifier).ok_or(scope.field(scope_field::PARENT))
}

/// Every so many scopes, and every so many of these, and so on, one knows what those up to the last
/// such one bind.
const STRIDE: i64 = 32;

/// Gives the scopes around a scope their tables, so that `step` need not be taken for each.
pub fn cover(heap: &mut Heap, scope: Value) {
    let mut at = scope.field(scope_field::PARENT);
    while !is_global(at) {
        let depth = depth(at);
        if depth % STRIDE != 0 {
            at = at.field(scope_field::PARENT);
            continue;
        }
        if !at.field(scope_field::REACH).is_true() {
            let Some(reach) = reach_of(heap, at, depth) else { return };
            heap.set_field(at, scope_field::REACH, reach);
        }
        at = at.field(scope_field::REACH).cdr();
    }
}

/// A table of the bindings of the scopes from this one on, and the first one that it leaves out.
fn reach_of(heap: &mut Heap, scope: Value, depth: i64) -> Option<Value> {
    let mut count = STRIDE;
    while depth % (count * STRIDE) == 0 {
        count *= STRIDE;
    }
    let table = table::make(heap, Kind::Eq, 0, (Value::FALSE, Value::FALSE)).ok()?;
    let mut at = scope;
    for _ in 0..count {
        let mut bindings = at.field(scope_field::BINDINGS);
        while bindings.is_pair() {
            let (identifier, denotation) = (bindings.car().car(), bindings.car().cdr());
            if table::get(heap, table, identifier).is_none() {
                table::set(heap, table, identifier, denotation).ok()?;
            }
            bindings = bindings.cdr();
        }
        at = at.field(scope_field::PARENT);
    }
    Some(heap.cons(table, at))
}

/// Whether any local scope may bind this identifier.
#[inline]
pub fn may_be_local(identifier: Value) -> bool {
    identifier.has_tag(Tag::Object) && identifier.header().flags() & flag::LOCAL != 0
}

/// A new alias: `name` (a symbol or an alias) as it is meant in `scope`.
pub fn new_alias(heap: &mut Heap, name: Value, scope: Value) -> Value {
    heap.object(Type::Alias, &[name, scope])
}

/// Whether a value is an identifier: a symbol or an alias.
pub fn is_identifier(value: Value) -> bool {
    value.is_a(Type::Symbol) || value.is_a(Type::Alias)
}

/// The symbol that an identifier shows as.
pub fn symbol_of(mut identifier: Value) -> Value {
    while identifier.is_a(Type::Alias) {
        identifier = identifier.field(0);
    }
    identifier
}

/// A new macro object.
pub fn new_macro(
    heap: &mut Heap,
    kind: MacroKind,
    payload: Value,
    scope: Value,
    name: Value,
) -> Value {
    heap.object(Type::Macro, &[Value::fixnum(kind as i64), payload, scope, name])
}

/// How a macro object expands.
pub fn macro_kind(object: Value) -> MacroKind {
    match object.field(macro_field::KIND).fixnum_value() {
        0 => MacroKind::Core,
        1 => MacroKind::Derived,
        _ => MacroKind::Rules,
    }
}
