//! `apply`, and calls with any number of arguments.

use super::call::{Flow, arity_of};
use super::{Event, Machine};
use crate::builtins::row_of;
use crate::compiler;
use crate::condition::{Condition, Outcome};
use crate::layout::Type;
use crate::pair::Walk;
use crate::step::{Step, Steps};
use crate::value::Value;

impl Machine {
    /// `(apply f a … list)`.
    pub(super) fn apply(&mut self) -> Outcome<Flow> {
        let mut arguments = self.arguments();
        let procedure = arguments.remove(0);
        if let Some(list) = arguments.pop() {
            let mut walk = Walk::new(list);
            arguments.extend(walk.by_ref().map(Value::car));
            walk.check("apply", self.argc, list)?;
        }
        Ok(self.enter_given_many(procedure, &arguments))
    }

    /// `(%apply-plainly f list)`.
    pub(super) fn apply_plainly(&mut self) -> Outcome<Flow> {
        let (procedure, list) = (self.slot(2), self.slot(3));
        let arguments = crate::pair::elements(&self.heap.effort, "apply", 2, list)?;
        Ok(self.enter_call_of_many(procedure, &arguments))
    }

    /// `enter_given` with any number of arguments.
    pub(super) fn enter_given_many(&mut self, procedure: Value, arguments: &[Value]) -> Flow {
        if self.governed.here.meets(Steps::of(Step::Apply)) {
            return self.enter_given(procedure, arguments);
        }
        self.enter_noted(procedure, arguments)
    }

    /// `enter_call` with any number of arguments: those that a rest list is going to take never
    /// lie on the stack all at once.
    pub(super) fn enter_call_of_many(&mut self, procedure: Value, arguments: &[Value]) -> Flow {
        const ON_STACK: usize = 4096;
        if arguments.len() <= ON_STACK || !procedure.is_procedure() {
            return self.enter_call(procedure, arguments);
        }
        if let Some(row) = row_of(procedure) {
            return self.call_builtin(row, procedure, arguments);
        }
        let (expected, found) = (arity_of(procedure), arguments.len());
        if !procedure.is_a(Type::Closure) || expected.max.is_some() {
            let condition = Condition::WrongArity { procedure, expected, found };
            self.push_call_frame(procedure, arguments);
            return self.raise_condition(&condition);
        }
        let required = expected.min as usize;
        let rest = self.heap.list(&arguments[required..]);
        self.enter_with_rest(procedure, &arguments[..required], rest)
    }

    /// Calls a closure with a rest list that is there already.
    fn enter_with_rest(&mut self, procedure: Value, required: &[Value], rest: Value) -> Flow {
        let template = procedure.field(0);
        if let Err(condition) = compiler::compile_code(self, template) {
            return self.raise_condition(&condition);
        }
        if self.is_left_to_text(procedure) {
            let mut arguments = required.to_vec();
            arguments.extend(Walk::new(rest).map(Value::car));
            return Flow::Stop(Box::new(Event::Enter { closure: procedure, arguments }));
        }
        let flow = self.enter_call(procedure, required);
        self.set_slot(2 + required.len(), rest);
        let first = self.first_here(template);
        let ret = first.wrapping_add(3);
        // SAFETY: a compiled closure with a rest list starts with `EnterRest`.
        let words = unsafe { *first } >> 48;
        drop(flow);
        self.poll_at(ret, words as usize)
    }
}
