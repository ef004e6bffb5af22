//! The machine: everything one tower computes with.

use crate::environment::Globals;
use crate::expander::Expander;
use crate::heap::Heap;
use crate::port::{self, Ports};
use crate::source::Sources;
use crate::symbol::Symbols;
use crate::value::Value;
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
    /// The files behind ports.
    pub ports: Ports,
    /// The port on standard input.
    pub standard_input: Value,
    /// The port on standard output.
    pub standard_output: Value,
    /// The port on standard error.
    pub standard_error: Value,
    /// What `current-input-port` gives: where a builtin reads that was given no port.
    pub input_port: Value,
    /// What `current-output-port` gives.
    pub output_port: Value,
    /// What `current-error-port` gives.
    pub error_port: Value,
    /// The global environments; the first is the universe of builtins (`environment::UNIVERSE`).
    pub globals: Vec<Globals>,
    /// What macros need beside the heap.
    pub expander: Expander,
}

impl Machine {
    /// A machine whose heap holds at most `limit` bytes, with an empty universe.
    pub fn new(limit: usize) -> Machine {
        let (mut heap, mut ports) = (Heap::new(limit), Ports::default());
        let [input, output, error] = port::standard(&mut heap, &mut ports);
        let mut machine = Machine {
            heap,
            symbols: Symbols::default(),
            sources: Sources::default(),
            world: World::default(),
            ports,
            standard_input: input,
            standard_output: output,
            standard_error: error,
            input_port: input,
            output_port: output,
            error_port: error,
            globals: Vec::new(),
            expander: Expander::default(),
        };
        crate::environment::make_universe(&mut machine);
        crate::expander::install(&mut machine);
        machine
    }

    /// The symbol of this name.
    pub fn intern(&mut self, name: &str) -> Value {
        self.symbols.intern(&mut self.heap, name)
    }
}
