//! Whether data end: a walk over a datum that may be circular.

use crate::environment::WordHasher;
use crate::value::Value;
use std::collections::HashMap;
use std::hash::BuildHasherDefault;

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    Open,
    Closed,
}

enum Task {
    Enter(Value),
    Leave(Value),
}

/// Whether no pair or vector of `datum` holds itself. Linear in the datum.
pub fn is_acyclic(datum: Value) -> bool {
    let mut states: HashMap<Value, State, BuildHasherDefault<WordHasher>> = HashMap::default();
    let mut tasks = vec![Task::Enter(datum)];
    while let Some(task) = tasks.pop() {
        let node = match task {
            Task::Leave(node) => {
                states.insert(node, State::Closed);
                continue;
            }
            Task::Enter(node) => node,
        };
        if !node.is_pair() && !node.is_vector() {
            continue;
        }
        match states.get(&node) {
            Some(State::Open) => return false,
            Some(State::Closed) => continue,
            None => {}
        }
        states.insert(node, State::Open);
        tasks.push(Task::Leave(node));
        if node.is_pair() {
            tasks.extend([Task::Enter(node.cdr()), Task::Enter(node.car())]);
        } else {
            tasks.extend((0..node.vector_len()).map(|index| Task::Enter(node.field(index))));
        }
    }
    true
}
