//! Failures: what an operation answers where the program that is interpreted is wrong.
//!
//! Invariant: only the operations make one. It holds what compiled code would raise there.

use crate::builtins::condition::to_object;
use crate::condition::{Condition, Outcome};
use crate::effort::Stopped;
use crate::layout::Type;
use crate::machine::Machine;
use crate::value::Value;

/// The field of the object that is to be raised.
const CONDITION: usize = 0;

/// What an operation gives: the value, or the failure. What concerns whoever asks, and not the program
/// that is interpreted, stays an error: no memory, and work that was stopped.
pub fn answer(m: &mut Machine, outcome: Outcome) -> Outcome {
    outcome.or_else(|condition| {
        let is_callers = matches!(*condition, Condition::OutOfMemory { .. });
        if is_callers || Stopped::of(&condition).is_some() {
            return Err(condition);
        }
        Ok(failure(m, &condition))
    })
}

/// The failure of this condition.
pub fn failure(m: &mut Machine, condition: &Condition) -> Value {
    let object = to_object(m, condition);
    m.heap.object(Type::Failure, &[object])
}

/// Whether a value is a failure.
#[inline]
pub fn is_failure(value: Value) -> bool {
    value.is_a(Type::Failure)
}

/// What a failure's program is to raise.
pub fn condition_of(failure: Value) -> Value {
    debug_assert!(is_failure(failure));
    failure.field(CONDITION)
}
