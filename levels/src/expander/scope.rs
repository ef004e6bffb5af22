//! Scopes, identifiers and macro objects: their layout, and nothing else.
//!
//! Invariants: a scope whose parent is `NIL` is global and holds the index of its globals; every
//! other scope holds an association list from identifiers to denotations. A denotation is a
//! `Type::Macro`, or an object by which the compiler knows a variable. An identifier that a local
//! scope binds has the flag `LOCAL`, so that the look-up of one without goes to the global scope.

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
}

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
    let global = outermost(parent);
    heap.object(Type::Scope, &[parent, Value::NIL, Value::FALSE, Value::fixnum(0), global])
}

/// A new global scope, of the globals of this index.
pub fn new_global_scope(heap: &mut Heap, id: GlobalsId) -> Value {
    let fields = [Value::NIL, id.to_value(), Value::FALSE, Value::FALSE, Value::NIL];
    heap.object(Type::Scope, &fields)
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
