//! What an identifier means in a scope.

use super::scope::{cover, globals_id, is_global, may_be_local, outermost, step, symbol_of};
use crate::environment::{self, CellState, GlobalsId, UNIVERSE, cell};
use crate::layout::Type;
use crate::machine::Machine;
use crate::value::Value;

/// What an identifier means.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Denotation {
    /// A local variable: the object by which the compiler knows it.
    Variable(Value),
    /// Syntax: a `Type::Macro`.
    Macro(Value),
    /// A global variable: its cell, bound or not.
    Global(Value),
}

/// Where the search for an identifier ends, no cell having been made.
enum Found {
    Local(Value),
    Global(GlobalsId, Value),
}

/// Searches longer than this give the scopes around their tables.
const LONG: usize = 80;

/// What `identifier` means in `scope`. At a global scope the cell that references use is made if
/// there is none. An identifier that no local scope ever bound is found at once; another costs a
/// walk over the bindings of some of the scopes around, for each alias in turn: their number grows
/// as the logarithm of the depth.
pub fn lookup(m: &mut Machine, identifier: Value, scope: Value) -> Denotation {
    match find_again(m, identifier, scope) {
        Found::Local(denotation) if denotation.is_a(Type::Macro) => Denotation::Macro(denotation),
        Found::Local(denotation) => Denotation::Variable(denotation),
        Found::Global(id, identifier) => {
            let cell = environment::cell_for(m, id, identifier);
            let value = cell.field(cell::VALUE);
            if value.is_a(Type::Macro) {
                Denotation::Macro(value)
            } else {
                Denotation::Global(cell)
            }
        }
    }
}

/// The cell that `identifier` means in `scope`, whatever it holds; `None` for local bindings.
pub fn cell_of(m: &mut Machine, identifier: Value, scope: Value) -> Option<Value> {
    match find_again(m, identifier, scope) {
        Found::Local(_) => None,
        Found::Global(id, identifier) => Some(environment::cell_for(m, id, identifier)),
    }
}

/// What the global variable holds that `identifier` means in `scope`; `None` for local bindings and
/// unbound names. Makes no cell.
pub fn global_value(m: &Machine, identifier: Value, scope: Value) -> Option<Value> {
    let (Found::Global(id, name), _) = find(m, identifier, scope) else { return None };
    let mut next = Some(id);
    while let Some(id) = next {
        let globals = environment::globals(m, id);
        if let Some(cell) = globals.find(name) {
            return Some(cell.field(cell::VALUE)).filter(|value| *value != Value::UNBOUND);
        }
        next = globals.parent;
    }
    None
}

/// The identifier that a definition of `identifier` binds in these globals: an alias means the
/// symbol it shows as where its macro belongs to these globals, and itself, a name that no program
/// can write, where the macro came from elsewhere.
pub fn global_name(m: &Machine, id: GlobalsId, identifier: Value) -> Value {
    match find(m, identifier, environment::globals(m, id).scope).0 {
        Found::Global(home, name) if home == id => name,
        Found::Global(..) | Found::Local(_) => identifier,
    }
}

/// Whether two identifiers mean the same binding, each in its scope (`free-identifier=?`). Two that
/// nothing binds are the same if they show as the same symbol. Makes no cell.
pub fn identifier_eq(m: &Machine, a: Value, scope_a: Value, b: Value, scope_b: Value) -> bool {
    match (find(m, a, scope_a).0, find(m, b, scope_b).0) {
        (Found::Local(a), Found::Local(b)) => a == b,
        (Found::Global(a, name_a), Found::Global(b, name_b)) => {
            binding_key(m, a, name_a) == binding_key(m, b, name_b)
        }
        (Found::Local(_), Found::Global(..)) | (Found::Global(..), Found::Local(_)) => false,
    }
}

/// `find`, after which the next search in this scope is no long one.
fn find_again(m: &mut Machine, identifier: Value, scope: Value) -> Found {
    let (found, steps) = find(m, identifier, scope);
    if steps > LONG {
        cover(&mut m.heap, scope);
    }
    found
}

/// What an identifier means, and how many steps it took to find that out.
fn find(m: &Machine, mut identifier: Value, scope: Value) -> (Found, usize) {
    let mut at = scope;
    let mut steps = 0;
    loop {
        if !may_be_local(identifier) {
            at = outermost(at);
        }
        while !is_global(at) {
            steps += 1;
            match step(&m.heap, at, identifier) {
                Ok(denotation) => return (Found::Local(denotation), steps),
                Err(further) => at = further,
            }
        }
        let id = globals_id(at);
        if !identifier.is_a(Type::Alias) || environment::globals(m, id).find(identifier).is_some() {
            return (Found::Global(id, identifier), steps);
        }
        at = identifier.field(1);
        identifier = identifier.field(0);
    }
}

/// What tells global bindings apart: the cell where a program or a library bound it; the symbol
/// where it is the universe's, inherited or not, or nobody's.
fn binding_key(m: &Machine, id: GlobalsId, identifier: Value) -> Value {
    let own = environment::globals(m, id).find(identifier);
    let bound = own.filter(|cell| cell::state(*cell) == CellState::Bound);
    let bound = bound.or_else(|| Some(environment::testator(m, id, identifier)?.1));
    match bound.filter(|cell| cell::home(*cell) != UNIVERSE) {
        Some(cell) => cell,
        None => symbol_of(identifier),
    }
}

#[cfg(test)]
mod tests {
    use super::super::scope::{bind, new_alias, new_scope};
    use super::*;
    use crate::environment::{define, new_globals};

    #[test]
    fn aliases_mean_what_their_scope_says_unless_bound_themselves() {
        let mut m = Machine::new(1 << 24);
        let (x, name) = (m.intern("x"), m.intern("level"));
        let level = new_globals(&mut m, name, Some(UNIVERSE));
        let top = environment::globals(&m, level).scope;
        let variable = m.heap.object(Type::Internal, &[Value::TRUE]);
        let inner = new_scope(&mut m.heap, top);
        bind(&mut m.heap, inner, x, variable);
        let alias = new_alias(&mut m.heap, x, top);
        let again = new_alias(&mut m.heap, alias, inner);
        assert_eq!(lookup(&mut m, x, inner), Denotation::Variable(variable));
        assert_eq!(global_value(&m, x, inner), None);
        let cell = environment::cell_for(&mut m, level, x);
        assert_eq!(lookup(&mut m, again, inner), Denotation::Global(cell));
        assert_eq!(global_value(&m, again, inner), None);
        m.define_cell(cell, Value::TRUE);
        assert_eq!(global_value(&m, again, inner), Some(Value::TRUE));
        assert!(identifier_eq(&m, again, inner, x, top));
        assert!(!identifier_eq(&m, again, inner, x, inner));
        let other = m.heap.object(Type::Internal, &[Value::FALSE]);
        bind(&mut m.heap, inner, alias, other);
        assert_eq!(lookup(&mut m, again, inner), Denotation::Variable(other));
    }

    #[test]
    fn a_definition_parts_a_level_from_the_universe() {
        let mut m = Machine::new(1 << 24);
        let (word, name) = (m.intern("else"), m.intern("level"));
        let level = new_globals(&mut m, name, Some(UNIVERSE));
        let universe = environment::globals(&m, UNIVERSE).scope;
        let top = environment::globals(&m, level).scope;
        assert!(identifier_eq(&m, word, top, word, universe));
        environment::cell_for(&mut m, level, word);
        assert!(identifier_eq(&m, word, top, word, universe));
        define(&mut m, level, word, Value::TRUE);
        assert!(!identifier_eq(&m, word, top, word, universe));
        let alias = new_alias(&mut m.heap, word, universe);
        assert!(identifier_eq(&m, alias, top, word, universe));
        assert_eq!(global_name(&m, level, alias), alias);
        let own = new_alias(&mut m.heap, word, top);
        assert_eq!(global_name(&m, level, own), word);
    }
}
