//! Going back: `(snapshot)` and `(restore! snapshot [value])`.
//!
//! A snapshot holds all levels, since one heap does. What the tower keeps beside the heap goes with it: a
//! `Beside`.

use crate::library::Libraries;
use crate::port::Port;
use crate::tower::Tower;
use levels::condition::{Expected, wrong_type};
use levels::machine::call::Flow;
use levels::machine::time::is_snapshot;
use levels::reader::Reader;
use levels::value::Value;
use std::rc::Rc;

/// What the tower keeps beside the heap, at a snapshot.
struct Beside {
    libraries: Libraries,
    defined_libraries: Vec<String>,
    readers: Vec<Option<Reader>>,
    port: Option<Port>,
    honest: i64,
    honest_texts: i64,
    levels: usize,
}

impl Tower {
    /// `(snapshot)` at a callee position.
    pub(crate) fn snapshot(&mut self) -> Flow {
        let beside = self.beside();
        let snapshot = self.m.take_numbered_snapshot(beside);
        self.m.deliver(snapshot)
    }

    /// `(restore! snapshot [value])`: the call of `snapshot` returns the snapshot again, or the value.
    pub(crate) fn restore(&mut self, arguments: &[Value]) -> Flow {
        let snapshot = arguments[0];
        if !is_snapshot(snapshot) {
            let refused = wrong_type::<Value>("restore!", 1, Expected::Snapshot, snapshot);
            return match refused {
                Err(condition) => self.m.raise_condition(&condition),
                Ok(value) => self.m.deliver(value),
            };
        }
        self.go_to_snapshot(snapshot);
        self.m.deliver(arguments.get(1).copied().unwrap_or(snapshot))
    }

    /// At a callee position: a snapshot of all levels.
    pub(crate) fn take_snapshot(&mut self) -> Value {
        let beside = self.beside();
        self.m.take_snapshot(beside)
    }

    fn beside(&self) -> Rc<Beside> {
        Rc::new(Beside {
            libraries: self.libraries.clone(),
            defined_libraries: self.m.expander.defined_libraries.clone(),
            readers: self.readers.clone(),
            port: self.port.clone(),
            honest: self.honest,
            honest_texts: self.honest_texts,
            levels: self.levels.len(),
        })
    }

    /// Goes to the callee position where a snapshot was taken.
    pub(crate) fn go_to_snapshot(&mut self, snapshot: Value) {
        let host = self.m.go_to_snapshot(snapshot);
        if let Some(beside) = host.as_ref().and_then(|host| host.downcast_ref()) {
            self.put_beside(beside);
        }
        self.settle();
    }

    fn put_beside(&mut self, beside: &Beside) {
        self.libraries = beside.libraries.clone();
        self.m.expander.defined_libraries.clone_from(&beside.defined_libraries);
        self.readers.clone_from(&beside.readers);
        self.port.clone_from(&beside.port);
        self.interpret(beside.honest);
        self.honest_texts = beside.honest_texts;
        for level in beside.levels..self.levels.len() {
            let paused = self.levels[level].paused;
            self.m.roots[paused] = Value::FALSE;
        }
    }
}
