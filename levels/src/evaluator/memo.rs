//! What forms have become in a local scope, so that evaluating them again costs less.
//!
//! Invariants: nothing but the clock can tell whether something is remembered, except for what the forms
//! of a body have become when its definitions were found: those stay as long as the scope. A form is
//! remembered by its identity.

use crate::condition::Outcome;
use crate::expander::CoreForm;
use crate::expander::scope::{is_global, is_identifier, scope_field};
use crate::heap::Heap;
use crate::layout::Type;
use crate::machine::Machine;
use crate::table::{self, Kind};
use crate::value::Value;
use std::collections::HashSet;

/// A memo of so many entries gets no more but those of a body: forms that are made while a program runs
/// come to no end.
const MOST: usize = 1 << 12;

/// What a form has become.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Memory {
    /// A use of a macro: the macro and the expansion, a pair.
    Expansion(Value),
    /// A `lambda` form: the code of its procedures.
    Code(Value),
    /// A definition of the body: the name and the value's form, a vector.
    Definition(Value),
    /// A definition of syntax of the body: the macro.
    Macro(Value),
}

/// What is remembered of a form in a local scope.
#[inline]
pub fn recall(heap: &Heap, scope: Value, form: Value) -> Option<Memory> {
    let table = scope.field(scope_field::MEMO);
    if !table.is_pointer() || is_global(scope) {
        return None;
    }
    let found = table::get(heap, table, form)?;
    match () {
        () if found.is_pair() => Some(Memory::Expansion(found)),
        () if found.is_a(Type::Code) => Some(Memory::Code(found)),
        () if found.is_vector() => Some(Memory::Definition(found)),
        () if found.is_a(Type::Macro) => Some(Memory::Macro(found)),
        () => None,
    }
}

/// Remembers what a form has become in a local scope, if there is room.
pub fn note(heap: &mut Heap, scope: Value, form: Value, memory: Memory) -> Outcome<()> {
    let table = scope.field(scope_field::MEMO);
    if table.is_pointer() && table::len(table) >= MOST {
        return Ok(());
    }
    keep(heap, scope, form, memory)
}

/// Remembers it for good.
pub fn keep(heap: &mut Heap, scope: Value, form: Value, memory: Memory) -> Outcome<()> {
    let mut table = scope.field(scope_field::MEMO);
    if !table.is_pointer() {
        table = table::make(heap, Kind::Eq, 0, (Value::FALSE, Value::FALSE))?;
        heap.set_field(scope, scope_field::MEMO, table);
    }
    let (Memory::Expansion(word)
    | Memory::Code(word)
    | Memory::Definition(word)
    | Memory::Macro(word)) = memory;
    table::set(heap, table, form, word)
}

/// Remembers what the forms of the body are that is evaluated in a local scope.
pub fn keep_text(heap: &mut Heap, scope: Value, forms: &[Value]) -> Outcome<()> {
    heap.reserve(forms.len() * 16)?;
    let list = heap.list(forms);
    // No form is a scope: under its own name there is room.
    keep(heap, scope, scope, Memory::Expansion(list))
}

/// Whether a form is a part of the body that is evaluated in a local scope, or of what its forms have
/// become, and no quoted datum there. Costs a walk over all of it.
pub fn is_of_text(m: &mut Machine, scope: Value, form: Value) -> bool {
    let table = scope.field(scope_field::MEMO);
    if !table.is_pointer() {
        return false;
    }
    let mut pending: Vec<Value> = table::entries(table).map(|(_, became)| became).collect();
    let mut seen = HashSet::new();
    while let Some(next) = pending.pop() {
        if next == form {
            return true;
        }
        if next.is_pair() && seen.insert(next) && !is_quotation(m, next, scope) {
            pending.extend([next.cdr(), next.car()]);
        }
    }
    false
}

fn is_quotation(m: &mut Machine, form: Value, scope: Value) -> bool {
    is_identifier(form.car()) && CoreForm::of_form(m, form, scope) == Some(CoreForm::Quote)
}
