//! Procedures that are private to the standard library: calls of them are part of its steps.
//!
//! Which those are is said where the library's code is compiled (`compiler::library`): a closure's code says
//! it of itself (`code::PRIVATE`, or a name that begins with `%`); what has a life outside, too, is passed on
//! as an object of the type `Private`, of which nothing shows but that `eq?` can tell it.

use super::call::Flow;
use super::governed::is_library;
use super::points::point_of_return;
use super::resumption::Resumption;
use super::{Event, Machine};
use crate::builtins::row_of;
use crate::layout::{Tag, Type};
use crate::ops::PointKind;
use crate::procedure::{closure, code, entry_of};
use crate::step::{Step, Steps};
use crate::value::Value;

/// Whether a procedure is the library's, not the evaluator's, and not private by its code alone.
#[inline(always)]
pub(super) fn is_noted(procedure: Value) -> bool {
    let noted = code::LIBRARY | code::KEEPS_CALLER;
    procedure.has_tag(Tag::Procedure)
        && procedure.field(0).header().flags() & (noted | code::PRIVATE) == noted
}

/// Whether the call that waits at `ret` is one of a procedure that the library was given.
fn calls_given(ret: *const u64) -> bool {
    point_of_return(ret).is_some_and(|point| point.key.kind() == PointKind::Given)
}

impl Machine {
    /// At a callee position: a call that the machine makes of a procedure that a program gave it.
    pub fn enter_given(&mut self, procedure: Value, arguments: &[Value]) -> Flow {
        if self.governed.here.meets(Steps::of(Step::Apply)) && !self.is_private(procedure) {
            let arguments = arguments.to_vec();
            return Flow::Stop(Box::new(Event::Apply { procedure, arguments }));
        }
        self.enter_noted(procedure, arguments)
    }

    /// The same where the call is no step of anybody's. A procedure of the library's is noted, so that the call
    /// is what fails if something fails in it.
    pub fn enter_noted(&mut self, procedure: Value, arguments: &[Value]) -> Flow {
        if is_noted(procedure) && !self.is_private(procedure) {
            let list = self.heap.list(arguments);
            let call = self.heap.cons(procedure, list);
            self.push_resume_frame(Resumption::Given as i64, [call, Value::FALSE, Value::FALSE]);
        }
        self.enter_call_of_many(procedure, arguments)
    }

    /// The call at `pc`, in the library, of one of the library's procedures, which is in slot `base + 1` with the
    /// arguments behind it: `ret` waits for its value. The cache does not know it.
    #[cold]
    #[inline(never)]
    pub(super) fn call_of_library(&mut self, base: usize, argc: usize, ret: *const u64) -> Flow {
        let given = self.look_at_call(base, argc, ret);
        self.fp = self.fp.wrapping_add(base);
        self.set_return(ret);
        self.enter_librarys(argc, given)
    }

    /// The same for a call that takes the place of its caller's frame.
    #[cold]
    #[inline(never)]
    pub(super) fn last_call_of_library(
        &mut self,
        base: usize,
        argc: usize,
        ret: *const u64,
    ) -> Flow {
        let given = self.look_at_call(base, argc, ret);
        for index in 1..argc + 2 {
            self.set_slot(index, self.slot(base + index));
        }
        self.enter_librarys(argc, given)
    }

    /// Whether the call that `ret` waits for is one of what the library was given. The cache learns of others.
    fn look_at_call(&mut self, base: usize, argc: usize, ret: *const u64) -> bool {
        let given = calls_given(ret);
        if !given {
            self.fill_cache(self.pc, 2, self.slot(base + 1), argc);
        }
        given
    }

    /// At a callee position, the library's procedure and the arguments in their slots: it is called.
    fn enter_librarys(&mut self, argc: usize, given: bool) -> Flow {
        let procedure = self.slot(1);
        self.argc = argc;
        if given {
            let arguments = self.arguments();
            return self.enter_noted(procedure, &arguments);
        }
        self.pc = entry_of(procedure);
        Flow::Continue
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
    /// Where it is a builtin that fails, no call but the library's fails.
    pub(super) fn enter_private(&mut self) -> Flow {
        let procedure = self.slot(1).field(1);
        if row_of(procedure).is_some() {
            let arguments = self.arguments();
            self.push_resume_frame(Resumption::Private as i64, [Value::TRUE; 3]);
            return self.enter_application(procedure, &arguments);
        }
        self.set_slot(1, procedure);
        self.pc = entry_of(procedure);
        Flow::Continue
    }
}
