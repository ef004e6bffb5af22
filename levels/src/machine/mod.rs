//! The machine: everything one tower computes with.

use crate::environment::Globals;
use crate::expander::Expander;
use crate::heap::Heap;
use crate::source::Sources;
use crate::symbol::Symbols;
use crate::world::World;

/// One machine: a heap, what is interned in it, the sources it was read from and its only door to
/// the outside. Builtins are given it whole.
pub struct Machine {
    /// Where every value lives.
    pub heap: Heap,
    /// The interned symbols.
    pub symbols: Symbols,
    /// Texts that were read, and where each pair of them came from.
    pub sources: Sources,
    /// Every answer from outside.
    pub world: World,
    /// The global environments; the first is the universe of builtins (`environment::UNIVERSE`).
    pub globals: Vec<Globals>,
    /// What macros need beside the heap.
    pub expander: Expander,
}

impl Machine {
    /// A machine whose heap holds at most `limit` bytes, with an empty universe.
    pub fn new(limit: usize) -> Machine {
        let mut machine = Machine {
            heap: Heap::new(limit),
            symbols: Symbols::default(),
            sources: Sources::default(),
            world: World::default(),
            globals: Vec::new(),
            expander: Expander::default(),
        };
        crate::environment::make_universe(&mut machine);
        machine.expander.aliases = crate::expander::names::make_aliases(&mut machine);
        machine
    }

    /// The symbol of this name.
    pub fn intern(&mut self, name: &str) -> crate::value::Value {
        self.symbols.intern(&mut self.heap, name)
    }
}
