//! Who runs and who waits: the meta-continuation as the machine carries it.
//!
//! The machine's `Dynamic::host` is a vector: the number of the level that runs, the list of the
//! levels that wait above it, the nearest first, and what is in force below. An element of the list is a
//! continuation, `#f` for a level that waits at its REPL, or `#t` for one that is finished: a value passes
//! it by. Levels beyond the end of the list have done nothing yet and wait at their REPLs.
//!
//! What is in force below are the handlers, bindings and winders of the level below at the step that
//! the running level is at work for, and what was in force below that level then: a vector of four; or
//! `()` where the level is at work for none.

use levels::heap::Heap;
use levels::layout::Type;
use levels::machine::Dynamic;
use levels::machine::continuation::field;
use levels::value::Value;

/// Number of a level. Those that count are from 0; a program that level 0 has the evaluator functions
/// interpret runs at level -1, and so on.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct LevelId(pub i64);

impl LevelId {
    /// The level that interprets this one.
    pub fn above(self) -> LevelId {
        LevelId(self.0 + 1)
    }

    /// The level that this one interprets.
    pub fn below(self) -> LevelId {
        LevelId(self.0 - 1)
    }

    /// Its place in a table of the levels that have stores of their own: level 0 lends its store to
    /// those below.
    pub fn index(self) -> usize {
        usize::try_from(self.0).unwrap_or(0)
    }
}

/// What a level that waits is doing.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Waiting {
    /// It waits at its REPL.
    AtRepl,
    /// Nothing of it remains: values go to the level above.
    Finished,
    /// It goes on with a value.
    With(Value),
}

impl Waiting {
    fn of(word: Value) -> Waiting {
        match word {
            Value::FALSE => Waiting::AtRepl,
            Value::TRUE => Waiting::Finished,
            continuation => Waiting::With(continuation),
        }
    }

    fn word(self) -> Value {
        match self {
            Waiting::AtRepl => Value::FALSE,
            Waiting::Finished => Value::TRUE,
            Waiting::With(continuation) => continuation,
        }
    }
}

/// The state with `level` running below `waiting`, a list as above, at work for what is in force `below`.
pub fn state(heap: &mut Heap, level: LevelId, waiting: Value, below: Value) -> Value {
    heap.object(Type::Vector, &[Value::fixnum(level.0), waiting, below])
}

/// The level that runs.
pub fn level(state: Value) -> LevelId {
    LevelId(state.field(0).fixnum_value())
}

/// The levels that wait.
pub fn waiting(state: Value) -> Value {
    state.field(1)
}

/// What is in force below.
pub fn below(state: Value) -> Value {
    state.field(2)
}

/// What is in force in a computation, as the level above it keeps it.
pub fn in_force(heap: &mut Heap, dynamic: &Dynamic) -> Value {
    let Dynamic { handlers, bindings, winders, host } = *dynamic;
    heap.object(Type::Vector, &[handlers, bindings, winders, below(host)])
}

/// Whether what was in force at two steps is the same.
pub fn is_same(kept: Value, other: Value) -> bool {
    let same = |index| kept.field(index) == other.field(index);
    kept == other || kept.is_vector() && other.is_vector() && [0, 1, 2, 3].into_iter().all(same)
}

/// Whether a continuation has in force what was kept at a step.
pub fn is_in_force(kept: Value, continuation: Value) -> bool {
    let held = [field::HANDLERS, field::BINDINGS, field::WINDERS].map(|at| continuation.field(at));
    let below = self::below(continuation.field(field::HOST));
    if !kept.is_vector() {
        return [held[0], held[1], held[2], below] == [Value::NIL; 4];
    }
    [held[0], held[1], held[2], below] == [0, 1, 2, 3].map(|index| kept.field(index))
}

/// What was in force, as `in_force` keeps it, for a computation in the state that `host` makes of what
/// was in force below it.
pub fn put_in_force(kept: Value, host: impl FnOnce(Value) -> Value) -> Dynamic {
    if !kept.is_vector() {
        let (handlers, bindings, winders) = (Value::NIL, Value::NIL, Value::NIL);
        return Dynamic { handlers, bindings, winders, host: host(Value::NIL) };
    }
    let [handlers, bindings, winders, below] = [0, 1, 2, 3].map(|index| kept.field(index));
    Dynamic { handlers, bindings, winders, host: host(below) }
}

/// The nearest level of a list of those that wait, and the rest.
pub fn nearest(list: Value) -> (Waiting, Value) {
    if list.is_pair() { (Waiting::of(list.car()), list.cdr()) } else { (Waiting::AtRepl, list) }
}

/// A list with one more level, nearer than the others.
pub fn with_nearer(heap: &mut Heap, nearer: Waiting, list: Value) -> Value {
    heap.cons(nearer.word(), list)
}

/// A list without its `count` nearest levels.
pub fn without(mut list: Value, count: i64) -> Value {
    for _ in 0..count {
        list = nearest(list).1;
    }
    list
}
