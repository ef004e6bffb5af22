//! The variables by which level l + 1 decides how level l reads, rewrites, prints and fails.
//!
//! Invariant: while such a variable has its pristine value, what it stands for is done at once and no
//! application takes place; a replaced one is called as level l + 1's application.

use crate::frame::FrameKind;
use crate::tower::Tower;
use levels::condition::Condition;
use levels::environment::{GlobalsId, UNIVERSE};
use levels::layout::Type;
use levels::machine::call::Flow;
use levels::pair;
use levels::value::Value;

/// A hook.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Hook {
    /// `(read-forms text)`.
    ReadForms,
    /// `(transform forms)`.
    Transform,
    /// `(print-result value)`.
    PrintResult,
    /// `(rescue condition env cont [sentence [notice]])`.
    Rescue,
}

impl Hook {
    /// Every hook, in the order in which an input meets them.
    pub(crate) const ALL: [Hook; 4] =
        [Hook::ReadForms, Hook::Transform, Hook::PrintResult, Hook::Rescue];

    /// The variable.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Hook::ReadForms => "read-forms",
            Hook::Transform => "transform",
            Hook::PrintResult => "print-result",
            Hook::Rescue => "rescue",
        }
    }
}

impl Tower {
    /// Binds the hooks in the store that a level is born with, to their pristine values.
    pub(crate) fn bind_hooks(&mut self, globals: GlobalsId) {
        for hook in Hook::ALL {
            let pristine = self.m.global_value(UNIVERSE, hook.name());
            self.define(globals, hook.name(), pristine);
        }
    }

    /// What the level above the one that runs has put into the place of a hook.
    pub(crate) fn replaced(&mut self, hook: Hook) -> Option<Value> {
        let level = self.running().above();
        let globals = self.globals(level);
        let present = self.m.global_value(globals, hook.name());
        (present != self.m.global_value(UNIVERSE, hook.name())).then_some(present)
    }

    /// Whether the level that runs reads its inputs as every level does at birth.
    pub fn reads_as_at_birth(&mut self) -> bool {
        self.replaced(Hook::ReadForms).is_none()
    }

    /// At a callee position of level l + 1: calls a replaced hook, which is an application of that level,
    /// but of what stands in the place of the evaluator's text.
    pub(crate) fn call_hook(&mut self, hook: Value, arguments: &[Value]) -> Flow {
        if self.is_of_text(hook) {
            return self.m.enter_call(hook, arguments);
        }
        if !hook.is_a(Type::Macro) {
            return self.m.enter_given(hook, arguments);
        }
        let reason = "the name of a form is used as a variable".to_owned();
        let form = hook.field(levels::expander::scope::macro_field::NAME);
        self.m.raise_condition(&Condition::Syntax { form, reason })
    }

    /// Level l waits in a frame of this kind while level l + 1 calls `hook`; the datum is the call.
    pub(crate) fn call_above(&mut self, kind: FrameKind, hook: Value, argument: Value) -> Flow {
        let call = self.m.heap.list(&[hook, argument]);
        self.climb(kind, call);
        self.call_hook(hook, &[argument])
    }

    /// A hook has given something that level l cannot go on with: an error of level l + 1, whose
    /// resumption is another result of that call.
    pub(crate) fn refuse_result(
        &mut self,
        kind: FrameKind,
        data: [Value; 3],
        hook: Hook,
        found: Value,
    ) -> Flow {
        self.m.push_host_frame(kind as i64, data);
        let datum = data[2];
        let call = if datum.is_vector() { datum.field(2) } else { datum };
        let call = pair::items(call);
        self.m.push_call_frame(call[0], &call[1..]);
        let (who, reason) = (hook.name(), "the result is no list of forms");
        self.m.raise_condition(&Condition::NoResult { who, reason, found })
    }
}
