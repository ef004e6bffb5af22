//! Stores as values: persistent maps from names to values.

use super::argument::typed;
use super::{Builtin, between, exactly, row};
use crate::condition::{Condition, Expected, Outcome, wrong_type};
use crate::layout::Type;
use crate::level::store;
use crate::machine::Machine;
use crate::value::Value;

/// The rows.
pub const BUILTINS: &[Builtin] = &[
    row("store?", exactly(1), "(store? object)", |_, a| Ok(Value::boolean(store::is_store(a[0])))),
    row("store-ref", between(2, 3), "(store-ref store name [default])", store_ref),
    row("store-set", exactly(3), "(store-set store name value)", |m, a| {
        let (store, name) = (store_argument("store-set", a)?, symbol("store-set", a)?);
        store::with(m, store, name, a[2])
    }),
    row("store-names", exactly(1), "(store-names store)", |m, a| {
        let names = store::names(m, store_argument("store-names", a)?);
        m.heap.reserve(names.len() * 16)?;
        Ok(m.heap.list(&names))
    }),
];

fn store_argument(who: &'static str, a: &[Value]) -> Outcome {
    if store::is_store(a[0]) { Ok(a[0]) } else { wrong_type(who, 1, Expected::Store, a[0]) }
}

fn symbol(who: &'static str, a: &[Value]) -> Outcome {
    typed(who, 2, Type::Symbol, Expected::Symbol, a[1])
}

fn store_ref(m: &mut Machine, a: &[Value]) -> Outcome {
    const WHO: &str = "store-ref";
    let (store, name) = (store_argument(WHO, a)?, symbol(WHO, a)?);
    match store::lookup(m, store, name).or(a.get(2).copied()) {
        Some(value) => Ok(value),
        None => {
            let reason = "the store does not bind this name";
            Err(Box::new(Condition::NoResult { who: WHO, reason, found: name }))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::builtins::testing::{call, machine};
    use crate::environment::{self, UNIVERSE, cell};
    use crate::heap::Collection;
    use crate::layout::flag;

    /// Globals `below`, and a cell in others that shows them.
    fn shown(m: &mut Machine) -> (environment::GlobalsId, Value) {
        let name = m.intern("globals");
        let below = environment::new_globals(m, name, Some(UNIVERSE));
        let above = environment::new_globals(m, name, Some(UNIVERSE));
        let symbol = m.intern("store");
        let cell = environment::define_computed(m, above, symbol);
        m.stores.show(cell, below);
        (below, cell)
    }

    fn define(m: &mut Machine, id: environment::GlobalsId, name: &str, value: i64) -> Value {
        let symbol = m.intern(name);
        let cell = environment::own_cell(m, id, symbol);
        m.define_cell(cell, Value::fixnum(value));
        cell
    }

    #[test]
    fn a_view_shows_what_was_written_and_stays() {
        let m = &mut machine();
        let (below, cell) = shown(m);
        let (x, y) = (m.intern("x"), m.intern("y"));
        let own = define(m, below, "x", 1);
        let first = store::read_shown(m, cell);
        assert_eq!(store::read_shown(m, cell), first);
        assert_eq!(own.header().flags() & (flag::PLAIN | flag::DIRTY), 0);
        define(m, below, "x", 2);
        assert_ne!(own.header().flags() & flag::PLAIN, 0);
        m.heap.set_field(own, cell::VALUE, Value::fixnum(3));
        define(m, below, "y", 4);
        let second = store::read_shown(m, cell);
        assert_eq!(call(m, "store-ref", &[first, x]), Value::fixnum(1));
        assert_eq!(call(m, "store-ref", &[second, x]), Value::fixnum(3));
        assert_eq!(call(m, "store-ref", &[first, y, Value::NIL]), Value::NIL);
        let names = call(m, "store-names", &[second]);
        assert_eq!((names.car(), names.cdr().car()), (x, y));
    }

    #[test]
    fn writing_a_store_binds_and_unbinds() {
        let m = &mut machine();
        let (below, cell) = shown(m);
        let (x, car) = (m.intern("x"), m.intern("car"));
        let universal = environment::cell_for(m, below, car).field(cell::VALUE);
        let born = store::read_shown(m, cell);
        let own = define(m, below, "car", 1);
        define(m, below, "x", 1);
        let changed = call(m, "store-set", &[born, x, Value::TRUE]);
        assert!(store::write_shown(m, cell, changed).is_ok());
        assert_eq!(own.field(cell::VALUE), universal);
        assert_eq!(environment::cell_for(m, below, x).field(cell::VALUE), Value::TRUE);
        let now = store::read_shown(m, cell);
        assert_eq!(call(m, "store-ref", &[now, x]), Value::TRUE);
        assert!(store::write_shown(m, cell, Value::TRUE).is_err());
    }

    #[test]
    fn what_a_store_holds_is_kept_and_lost_stores_are_freed() {
        let m = &mut machine();
        let (_, cell) = shown(m);
        let x = m.intern("x");
        let mut store = store::read_shown(m, cell);
        for _ in 0..100 {
            let pair = m.heap.cons(store, Value::NIL);
            store = call(m, "store-set", &[store, x, pair]);
        }
        m.roots.push(store);
        m.collect(Collection::Minor);
        m.collect(Collection::Major);
        let pair = call(m, "store-ref", &[store, x]);
        assert!(m.heap.is_marked(pair.car()));
        let held = m.stores.bytes();
        m.roots.pop();
        m.collect(Collection::Major);
        assert!(m.stores.bytes() + 100_000 < held);
    }
}
