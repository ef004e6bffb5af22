//! The machine: everything one tower computes with.

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
}
