//! Conditions on their way to a handler.

use super::call::Flow;
use super::control::Resumption;
use super::{Event, Machine};
use crate::condition::{Condition, Expected};
use crate::environment::{self, cell};
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
        self.enter_call(handlers.car(), &[object])
    }

    /// At a callee position: raises a condition.
    pub fn raise_condition(&mut self, condition: &Condition) -> Flow {
        let object = crate::builtins::condition::to_object(self, condition);
        self.raise(object, false)
    }

    /// The instruction at `pc` of the frame at `fp` fails.
    #[cold]
    pub(super) fn fail_at(&mut self, condition: Box<Condition>) -> Flow {
        self.leave_instruction(None);
        self.raise_condition(&condition)
    }

    /// The same for a branch that is taken when its test equals `polarity`.
    #[cold]
    pub(super) fn fail_branch_at(&mut self, condition: Box<Condition>, polarity: bool) -> Flow {
        self.leave_instruction(Some(polarity));
        self.raise_condition(&condition)
    }

    /// The builtin that the instruction at `pc` applies to these arguments failed.
    #[cold]
    pub(super) fn inlined_builtin_failed(
        &mut self,
        condition: Box<Condition>,
        arguments: &[Value],
    ) -> Flow {
        if matches!(*condition, Condition::Delegate { .. }) {
            self.leave_briefly();
        } else {
            self.leave_instruction(None);
        }
        self.builtin_failed(condition, arguments)
    }

    /// At the callee position of a builtin's call, which failed with these arguments.
    #[cold]
    pub(super) fn builtin_failed(
        &mut self,
        condition: Box<Condition>,
        arguments: &[Value],
    ) -> Flow {
        let Condition::Delegate { to } = *condition else {
            self.note_given_call();
            return self.raise_condition(&condition);
        };
        let symbol = self.intern(to);
        let cell = environment::cell_for(self, environment::UNIVERSE, symbol);
        self.enter_call(cell.field(cell::VALUE), arguments)
    }

    #[cold]
    pub(super) fn not_a_pair(&mut self, who: &'static str, found: Value) -> Flow {
        let expected = Expected::Pair;
        self.fail_at(Box::new(Condition::WrongType { who, position: 1, expected, found }))
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
    if !index.is_fixnum() {
        let expected = Expected::Index;
        return Box::new(Condition::WrongType { who, position: 2, expected, found: index });
    }
    let limit = vector.vector_len().saturating_sub(1);
    Box::new(Condition::OutOfRange { who, position: 2, found: index, limit })
}
