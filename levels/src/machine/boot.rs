//! A machine comes to be.

use super::collect::Codes;
use super::governed::Governed;
use super::light::Light;
use super::poll::Poll;
use super::recall::Recall;
use super::stack::{DEFAULT_WORDS, Stack, Under};
use super::stubs::Stubs;
use super::{Dynamic, Machine};
use crate::builtins::{Builtin, FAMILIES, INSIDE};
use crate::compiler::Workshop;
use crate::compiler::unread::Unread;
use crate::environment::{self, Owner, UNIVERSE};
use crate::expander::names::{self, Name};
use crate::expander::{self, Expander, scope};
use crate::heap::Heap;
use crate::layout::Type;
use crate::level::store::Stores;
use crate::port::{self, Ports};
use crate::procedure::{builtin, code};
use crate::source::Sources;
use crate::symbol::Symbols;
use crate::value::Value;
use crate::world::World;

/// What a machine is made with.
#[derive(Clone, Copy, Debug)]
pub struct Settings {
    /// Bytes that the heap may hold.
    pub memory: usize,
    /// Words of stack; deeper frames move to the heap.
    pub stack_words: usize,
}

impl Default for Settings {
    fn default() -> Settings {
        Settings { memory: 4 << 30, stack_words: DEFAULT_WORDS }
    }
}

fn builtin_rows() -> impl Iterator<Item = &'static Builtin> {
    FAMILIES.iter().flat_map(|(_, rows)| rows.iter())
}

impl Machine {
    /// A machine whose heap holds at most `limit` bytes, with the builtins and forms in its
    /// universe.
    pub fn new(limit: usize) -> Machine {
        Machine::with_settings(Settings { memory: limit, ..Settings::default() })
    }

    /// The same with more to choose.
    pub fn with_settings(settings: Settings) -> Machine {
        let mut heap = Heap::new(settings.memory);
        let stack = Stack::new(settings.stack_words);
        let world = World::default();
        let poll = Poll::new(stack.limit(), world.interrupt_flag());
        heap.set_poll(poll.limit());
        heap.effort = poll.effort();
        let stubs = Stubs::new(&mut heap);
        let dynamic = Dynamic {
            handlers: Value::NIL,
            bindings: Value::NIL,
            winders: Value::NIL,
            host: Value::FALSE,
        };
        let mut ports = Ports::default();
        let [input, output, error] = port::standard(&mut heap, &mut ports);
        let mut machine = Machine {
            heap,
            symbols: Symbols::default(),
            sources: Sources::default(),
            world,
            ports,
            standard_input: input,
            standard_output: output,
            standard_error: error,
            port_parameters: [Value::FALSE; 3],
            input_port: input,
            output_port: output,
            error_port: error,
            globals: Vec::new(),
            stores: Stores::default(),
            expander: Expander::default(),
            roots: Vec::new(),
            dynamic,
            poll,
            recall: Recall::default(),
            inlines: true,
            has_deltas: false,
            governed: Governed::default(),
            light: Light::default(),
            moments: Default::default(),
            fp: stack.base(),
            stack,
            under: Under::NOTHING,
            batch: 1,
            stubs,
            codes: Codes::default(),
            unread: Unread::default(),
            workshop: Workshop::default(),
            pc: std::ptr::null(),
            argc: 0,
        };
        machine.clear();
        environment::make_universe(&mut machine);
        expander::install(&mut machine);
        machine.install_builtins();
        machine.install_controls();
        machine.install_port_parameters();
        machine
    }

    fn install_builtins(&mut self) {
        for row in builtin_rows() {
            let procedure = self.new_builtin(row);
            environment::define(self, UNIVERSE, procedure.field(builtin::NAME), procedure);
        }
        for row in INSIDE.iter().flat_map(|(_, rows)| rows.iter()) {
            let procedure = self.new_builtin(row);
            let name = self.intern(&format!("%{}", row.name));
            environment::define(self, UNIVERSE, name, procedure);
        }
    }

    /// A procedure that is the builtin of this row.
    pub(super) fn new_builtin(&mut self, row: &'static Builtin) -> Value {
        let (code, name) = (self.stubs.builtin, self.intern(row.name));
        let address = Value::from_bits(&raw const *row as u64);
        self.heap.object(Type::Builtin, &[code, address, name])
    }

    /// The same for the row of this name, whatever the name means to programs.
    pub(super) fn builtin_named(&mut self, name: &str) -> Option<Value> {
        let row = builtin_rows().find(|row| row.name == name)?;
        Some(self.new_builtin(row))
    }

    /// The symbol of this name.
    pub fn intern(&mut self, name: &str) -> Value {
        self.symbols.intern(&mut self.heap, name)
    }

    /// The address at which a code without a version is entered.
    pub fn lazy_entry(&self) -> *const u64 {
        self.stubs.lazy
    }

    /// The header flags of a code that is made in `scope`.
    pub fn code_flags(&self, scope: Value) -> u8 {
        match self.owner_of(scope) {
            Owner::Program => 0,
            Owner::Library => code::KEEPS_CALLER | code::LIBRARY,
            Owner::Evaluator | Owner::Interpreter => code::LIBRARY,
        }
    }

    /// What a `lambda` expression that nothing names is known as: in the evaluator's text each is a `cont`.
    pub fn nameless(&self, scope: Value) -> Value {
        match self.owner_of(scope) {
            Owner::Program | Owner::Library => Value::FALSE,
            Owner::Evaluator | Owner::Interpreter => names::insert(self, Name::Cont).field(0),
        }
    }

    fn owner_of(&self, scope: Value) -> Owner {
        let id = scope::globals_id(scope::outermost(scope));
        environment::globals(self, id).owner
    }
}
