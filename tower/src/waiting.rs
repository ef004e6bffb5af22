//! Who runs and who waits: the meta-continuation as the machine carries it.
//!
//! The machine's `Dynamic::host` is a pair: the number of the level that runs, and the list of the
//! levels that wait above it, the nearest first. An element is a continuation, `#f` for a level that
//! waits at its REPL, or `#t` for one that is finished: a value passes it by. Levels beyond the end
//! of the list have done nothing yet and wait at their REPLs.

use levels::heap::Heap;
use levels::value::Value;

/// Number of a level, from 0.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct LevelId(pub usize);

impl LevelId {
    /// The level that interprets this one.
    pub fn above(self) -> LevelId {
        LevelId(self.0 + 1)
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

/// The state with `level` running below `waiting`, a list as above.
pub fn state(heap: &mut Heap, level: LevelId, waiting: Value) -> Value {
    heap.cons(Value::fixnum(level.0 as i64), waiting)
}

/// The level that runs.
pub fn level(state: Value) -> LevelId {
    LevelId(state.car().fixnum_value() as usize)
}

/// The levels that wait.
pub fn waiting(state: Value) -> Value {
    state.cdr()
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
pub fn without(mut list: Value, count: usize) -> Value {
    for _ in 0..count {
        list = nearest(list).1;
    }
    list
}
