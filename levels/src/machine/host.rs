//! The host's primitives: procedures whose calls are events, by a number of the host's own.

use super::Machine;
use super::control::encode_arity;
use crate::condition::Arity;
use crate::layout::Type;
use crate::procedure::builtin;
use crate::value::Value;

/// Numbers of control primitives from here on are the host's.
pub(super) const FIRST_OF_HOST: i64 = 1000;

/// Fields of a primitive of the host's before its data.
const HOST_DATA: usize = 4;

/// What becomes of the frame of a caller that calls a primitive last.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Caller {
    /// It stays.
    Kept,
    /// The primitive takes its place.
    GivenUp,
    /// It stays where the primitive refuses its arguments: the host calls `leave_caller` where it does not.
    GivenUpUnlessRefused,
}

/// A primitive of the host's.
pub struct HostPrimitive {
    /// Its name.
    pub name: &'static str,
    /// How many arguments it takes.
    pub arity: Arity,
    /// The number in `Event::Called`.
    pub operation: usize,
}

impl HostPrimitive {
    /// Its number among control primitives, and its arity as an object holds it.
    fn encode(&self) -> (i64, Value) {
        (FIRST_OF_HOST + self.operation as i64, encode_arity(self.arity))
    }
}

impl Machine {
    /// Binds a primitive of the host's in the universe.
    pub fn install_host(&mut self, primitive: &HostPrimitive, caller: Caller) {
        let (number, bounds) = primitive.encode();
        let stub = match caller {
            Caller::Kept => self.stubs.control,
            Caller::GivenUp => self.stubs.control_tail,
            Caller::GivenUpUnlessRefused => self.stubs.control_checking,
        };
        self.install_control(primitive.name, stub, number, bounds);
    }

    /// A new primitive of the host's that is bound to no name; `data` is its own.
    pub fn new_host_procedure(&mut self, primitive: &HostPrimitive, data: Value) -> Value {
        self.new_host_object(primitive, &[data])
    }

    /// The same with more data of its own.
    pub fn new_host_object(&mut self, primitive: &HostPrimitive, data: &[Value]) -> Value {
        let (stub, symbol) = (self.stubs.control_tail, self.intern(primitive.name));
        let (number, bounds) = primitive.encode();
        let row = Value::fixnum(-1 - number);
        let fields = [&[stub, row, symbol, bounds], data].concat();
        self.heap.object(Type::Builtin, &fields)
    }

    /// A procedure that is the same primitive as `model`, with data of its own.
    pub fn new_host_like<const N: usize>(&mut self, model: Value, data: [Value; N]) -> Value {
        let new = self.heap.words(Type::Builtin, HOST_DATA + N, Value::FALSE);
        for index in 0..HOST_DATA {
            self.heap.init_field(new, index, model.field(index));
        }
        for (index, datum) in data.into_iter().enumerate() {
            self.heap.init_field(new, HOST_DATA + index, datum);
        }
        new
    }
}

/// The host's number of a procedure, if it is a primitive of the host's.
pub fn operation_of(procedure: Value) -> Option<usize> {
    let row =
        Some(procedure).filter(|procedure| procedure.is_a(Type::Builtin))?.field(builtin::ROW);
    usize::try_from(-1 - row.fixnum_value() - FIRST_OF_HOST).ok()
}
