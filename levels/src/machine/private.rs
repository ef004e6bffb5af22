//! Procedures that are private to the standard library: calls of them are part of its steps.
//!
//! Which those are is said where the library's code is compiled (`compiler::library`): a closure's code says
//! it of itself (`code::PRIVATE`, or a name that begins with `%`); what has a life outside, too, is passed on
//! as an object of the type `Private`, of which nothing shows but that `eq?` can tell it.

use super::call::Flow;
use super::governed::is_library;
use super::{Event, Machine};
use crate::layout::Type;
use crate::procedure::{closure, code, entry_of};
use crate::step::{Step, Steps};
use crate::value::Value;

impl Machine {
    /// At a callee position: a call that the machine makes of a procedure that a program gave it.
    pub fn enter_given(&mut self, procedure: Value, arguments: &[Value]) -> Flow {
        if self.governed.here.meets(Steps::of(Step::Apply)) && !self.is_private(procedure) {
            let arguments = arguments.to_vec();
            return Flow::Stop(Box::new(Event::Apply { procedure, arguments }));
        }
        self.enter_call(procedure, arguments)
    }

    /// Whether calling a procedure is part of the library's step that calls it: the library has passed it
    /// on as its own, or made it for itself, by its name.
    pub fn is_private(&self, procedure: Value) -> bool {
        if !procedure.is_a(Type::Closure) {
            return procedure.is_a(Type::Private);
        }
        let code = procedure.field(closure::CODE);
        let (flags, name) = (code.header().flags(), code.field(code::NAME));
        flags & code::PRIVATE != 0
            || flags & code::LIBRARY != 0
                && name.is_a(Type::Symbol)
                && crate::symbol::name(&self.heap, name).starts_with('%')
    }

    /// A procedure of the library's, as the library passes it on: the calls of it are part of the library's
    /// step. Anything else is given as it is.
    pub fn private(&mut self, procedure: Value) -> Value {
        let is_librarys = match procedure.is_a(Type::Closure) {
            true => is_library(procedure.field(closure::CODE)) && !self.is_private(procedure),
            false => procedure.is_a(Type::Builtin),
        };
        if !is_librarys {
            return procedure;
        }
        let stub = self.stubs.private;
        self.heap.object(Type::Private, &[stub, procedure])
    }

    /// A procedure is called that the library passes on as its own: the procedure itself takes its place.
    pub(super) fn enter_private(&mut self) -> Flow {
        let procedure = self.slot(1).field(1);
        self.set_slot(1, procedure);
        self.pc = entry_of(procedure);
        Flow::Continue
    }
}
