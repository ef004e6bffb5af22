//! Deltas: procedures that want the operands of their calls as they are written.
//!
//! While there is none, no code looks whether an operator is one. From the first on, a version of a
//! program's code looks at each operator before the operands are evaluated (`Op::StepIfDelta`), but for those
//! that are certainly no delta (`compiler::emit::operator`): what a global variable holds is trusted.
//!
//! Invariant: a version that is not retired and trusts a cell finds an ordinary value in it, which is no
//! delta; once there are deltas, one that looks at no operator has none that it would have to look at.

use super::call::Flow;
use super::{Event, Machine};
use crate::compiler;
use crate::environment::cell;
use crate::layout::{Type, flag};
use crate::value::Value;

/// Whether calls of what a cell holds are ordinary applications.
fn is_ordinary(value: Value) -> bool {
    value != Value::UNBOUND && !value.is_a(Type::Macro) && !value.is_a(Type::Delta)
}

/// Whether code may call what a cell holds without looking at it.
pub fn is_trusted(cell: Value) -> bool {
    cell.header().flags() & flag::DOUBTFUL == 0 && is_ordinary(cell.field(cell::VALUE))
}

impl Machine {
    /// Whether there has been a delta.
    pub fn has_deltas(&self) -> bool {
        self.has_deltas
    }

    /// A new delta: `procedure` runs one level up. The first one retires the versions that should have
    /// looked at operators: costs a look at each code that has been compiled.
    pub fn new_delta(&mut self, procedure: Value) -> Value {
        if !self.has_deltas {
            self.has_deltas = true;
            compiler::retire_careless(self);
        }
        let stub = self.stubs.delta;
        self.heap.object(Type::Delta, &[stub, procedure])
    }

    /// A cell that held something else before has been written. Where it was trusted and cannot be any
    /// longer, nothing trusts it again, so that this costs a look at each code once a cell.
    pub(super) fn note_callee(&mut self, cell: Value, before: Value) {
        let flags = cell.header().flags();
        let was_trusted = flags & flag::DOUBTFUL == 0 && is_ordinary(before);
        if was_trusted && !is_ordinary(cell.field(cell::VALUE)) {
            self.heap.set_flags(cell, flags | flag::DOUBTFUL);
            compiler::retire_callers(self, cell);
        }
    }

    /// A delta is called with values.
    pub(super) fn enter_delta(&mut self) -> Flow {
        let (procedure, arguments) = (self.slot(1).field(1), self.arguments());
        Flow::Stop(Box::new(Event::Delta { procedure, arguments }))
    }
}
