//! Conditions on their way to a handler.

use super::call::Flow;
use super::resumption::Resumption;
use super::stubs::{DATA, KIND};
use super::{Event, Machine};
use crate::builtins::{Answer, Builtin, Refusal, argument};
use crate::condition::{Condition, Expected};
use crate::effort::Stopped;
use crate::environment::UNIVERSE;
use crate::value::Value;

impl Machine {
    /// At a callee position: raises `object` to the innermost handler; with none left it is the
    /// host's. What a handler returns is the value of the call if `continuable`, else a further
    /// error (R7RS 6.11).
    pub fn raise(&mut self, object: Value, continuable: bool) -> Flow {
        let handlers = self.dynamic.handlers;
        if !handlers.is_pair() {
            return Flow::Stop(Box::new(Event::Unhandled(object)));
        }
        let data = [handlers, object, Value::boolean(continuable)];
        self.push_resume_frame(Resumption::Handler as i64, data);
        self.dynamic.handlers = handlers.cdr();
        self.enter_given(handlers.car(), &[object])
    }

    /// At a callee position: raises a condition. What stops the program is no handler's business, but
    /// the host's.
    pub fn raise_condition(&mut self, condition: &Condition) -> Flow {
        if let Some(cause) = Stopped::of(condition) {
            return self.stop(cause);
        }
        let object = crate::builtins::condition::to_object(self, condition);
        self.raise(object, false)
    }

    /// The instruction at `pc` of the frame at `fp` fails.
    #[cold]
    pub(super) fn fail_at(&mut self, condition: Box<Condition>) -> Flow {
        self.leave_instruction(None);
        self.raise_condition(&condition)
    }

    /// The instruction at `pc`, which does what this builtin does with these operands, fails. Where it
    /// was stopped, or lacks memory that a collection might free, the builtin is called in its place. A
    /// branch is taken when the value equals `branch`.
    #[cold]
    pub(super) fn operation_fails_at(
        &mut self,
        builtin: &'static str,
        operands: [Value; 2],
        branch: Option<bool>,
        condition: Box<Condition>,
    ) -> Flow {
        let lacking = self.lacks_until_collected(&condition);
        let stopped = Stopped::of(&condition);
        self.leave_instruction(branch);
        if let Some(wanted) = lacking {
            self.collect_keeping(&operands, wanted);
        }
        match (self.builtin_named(builtin), stopped) {
            (Some(procedure), Some(cause)) => self.stop_call(cause, procedure, &operands),
            (Some(procedure), None) if lacking.is_some() => self.enter_call(procedure, &operands),
            (Some(_) | None, _) => self.raise_condition(&condition),
        }
    }

    /// The builtin that the instruction at `pc` applies to these arguments gave no value.
    #[cold]
    pub(super) fn inlined_builtin_refused(
        &mut self,
        row: &'static Builtin,
        refusal: Refusal,
        arguments: &[Value],
    ) -> Flow {
        match refusal {
            Refusal::Failed(_) | Refusal::CutShort(_) => self.leave_instruction(None),
            Refusal::Left => self.leave_briefly(),
        }
        self.builtin_refused(row, refusal, arguments)
    }

    /// At the callee position of a builtin's call with these arguments, which gave no value. One that
    /// gave up whole is called again, whatever is given for it.
    #[cold]
    pub fn builtin_refused(
        &mut self,
        row: &'static Builtin,
        refusal: Refusal,
        arguments: &[Value],
    ) -> Flow {
        match self.repeated(row, refusal, arguments) {
            Ok(value) => self.deliver(value),
            Err(refusal) => self.builtin_refused_again(row, refusal, arguments),
        }
    }

    /// What the builtin answers once garbage was collected, if it has refused for want of memory that
    /// may be there then; else what it has answered. It had given up whole.
    fn repeated(&mut self, row: &'static Builtin, refusal: Refusal, arguments: &[Value]) -> Answer {
        if let Refusal::Failed(condition) = &refusal
            && let Some(wanted) = self.lacks_until_collected(condition)
        {
            self.collect_keeping(arguments, wanted);
            let patient = self.heap.set_patient(false);
            let answer = row.apply(self, arguments);
            self.heap.set_patient(patient);
            return answer;
        }
        Err(refusal)
    }

    /// The bytes that a refusal was for, if they may be there after a collection.
    pub(super) fn lacks_until_collected(&self, condition: &Condition) -> Option<usize> {
        let Condition::OutOfMemory { wanted } = *condition else { return None };
        let may_be_there = self.heap.needs_collection_for(wanted) || !self.recall.is_empty();
        may_be_there.then_some(wanted)
    }

    fn builtin_refused_again(
        &mut self,
        row: &'static Builtin,
        refusal: Refusal,
        arguments: &[Value],
    ) -> Flow {
        match refusal {
            Refusal::CutShort(cause) => self.stop(cause),
            Refusal::Failed(condition) => match Stopped::of(&condition) {
                Some(cause) => {
                    let procedure = self.new_builtin(row);
                    self.stop_call(cause, procedure, arguments)
                }
                None => {
                    self.note_given_call();
                    self.raise_condition(&condition)
                }
            },
            Refusal::Left => {
                let library = self.global_value(UNIVERSE, row.library.unwrap_or(row.name));
                self.enter_call(library, arguments)
            }
        }
    }

    #[cold]
    pub(super) fn not_a_pair(&mut self, who: &'static str, found: Value) -> Flow {
        let expected = Expected::Pair;
        self.fail_at(Box::new(Condition::WrongType { who, position: 1, expected, found }))
    }

    #[cold]
    pub(super) fn lacks_part(&mut self, who: &'static str, found: Value) -> Flow {
        self.fail_at(argument::no_part(who, found))
    }

    #[cold]
    pub(super) fn bad_vector_ref(&mut self, vector: Value, index: Value) -> Flow {
        let condition = bad_access("vector-ref", vector, index, Expected::Vector);
        self.fail_at(condition)
    }

    #[cold]
    pub(super) fn bad_vector_set(&mut self, vector: Value, index: Value) -> Flow {
        let literal = vector.is_vector() && vector.header().flags() != 0;
        let expected = if literal { Expected::MutableVector } else { Expected::Vector };
        let condition = if literal {
            let who = "vector-set!";
            Box::new(Condition::WrongType { who, position: 1, expected, found: vector })
        } else {
            bad_access("vector-set!", vector, index, expected)
        };
        self.fail_at(condition)
    }

    #[cold]
    pub(super) fn bad_vector_length(&mut self, found: Value) -> Flow {
        let (who, expected) = ("vector-length", Expected::Vector);
        self.fail_at(Box::new(Condition::WrongType { who, position: 1, expected, found }))
    }

    /// The instruction `Raise`: a syntax error whose form has been reached.
    pub(super) fn raise_constant(&mut self, parts: Value) -> Flow {
        self.leave_instruction(None);
        self.raise(parts, false)
    }

    /// At the callee position of a handler's call: gives the object to the next handler outside. What
    /// comes back is the value of the raise. However many decline, one frame waits for it.
    pub(super) fn decline(&mut self, object: Value) -> Flow {
        let Some([handlers, _, continuable]) = self.innermost_data(Resumption::Handler) else {
            return self.raise(object, true);
        };
        self.drop_frame();
        let restored = match self.innermost_data(Resumption::Handlers) {
            Some([restored, ..]) => {
                self.drop_frame();
                restored
            }
            None => handlers,
        };
        self.raise_outside(handlers, restored, object, continuable.is_true())
    }

    /// The data of the innermost frame, if it is one of the machine's own of this kind.
    fn innermost_data(&self, kind: Resumption) -> Option<[Value; 3]> {
        let frame = self.suspended_frames().next()?;
        let is_it =
            frame.ret == self.stubs.resume && frame.slot(KIND) == Value::fixnum(kind as i64);
        is_it.then(|| [0, 1, 2].map(|index| frame.slot(DATA + index)))
    }

    pub(super) fn handler_returned(
        &mut self,
        handlers: Value,
        object: Value,
        continuable: bool,
        value: Value,
    ) -> Flow {
        if continuable {
            self.dynamic.handlers = handlers;
            return self.deliver(value);
        }
        let message = "a handler returned from a raise that is not continuable".to_string();
        let condition = Condition::Message { message, irritants: vec![object] };
        let object = crate::builtins::condition::to_object(self, &condition);
        self.raise_outside(handlers, handlers, object, false)
    }

    /// Raises to the handlers outside of the innermost of `handlers`; what is given for the raise
    /// comes back where those to be restored are in force.
    fn raise_outside(
        &mut self,
        handlers: Value,
        restored: Value,
        object: Value,
        continuable: bool,
    ) -> Flow {
        let data = [restored, Value::FALSE, Value::FALSE];
        self.push_resume_frame(Resumption::Handlers as i64, data);
        self.dynamic.handlers = if handlers.is_pair() { handlers.cdr() } else { handlers };
        self.raise(object, continuable)
    }
}

fn bad_access(
    who: &'static str,
    vector: Value,
    index: Value,
    expected: Expected,
) -> Box<Condition> {
    if !vector.is_vector() {
        return Box::new(Condition::WrongType { who, position: 1, expected, found: vector });
    }
    argument::no_element(who, 2, index, vector.vector_len())
}
