//! What the evaluator's text gives to programs: to replaced functions and to reifiers.
//!
//! Invariant: no program gets a procedure of the text as a `cont`. What it gets brings back, when it is
//! called, what was in force below where it was given, at the level of the text.

use crate::primitive::Primitive;
use crate::tower::Tower;
use crate::waiting::{self, LevelId, Waiting};
use levels::environment::cell;
use levels::machine::call::Flow;
use levels::machine::host::operation_of;
use levels::value::Value;
use meta_interpreter::Function;

/// The fields of a primitive's object before its data.
const DATA: usize = 4;

impl Tower {
    /// A new procedure of a step's, with its data.
    pub(crate) fn new_of_step(&mut self, primitive: Primitive, data: &[Value]) -> Value {
        self.m.new_host_object(&primitive.description(), data)
    }

    /// What the text of a level is to find under a function's name, where the level's store has this value,
    /// and it found that so far.
    pub(crate) fn shown_to_text(
        &mut self,
        function: Function,
        value: Value,
        before: Value,
    ) -> Value {
        let own = self.pristine[function as usize];
        if value == own || !value.is_procedure() || self.is_of_text(value) {
            return value;
        }
        if operation_of(before) == Some(Primitive::Replaced as usize) {
            return before;
        }
        let number = Value::fixnum(function as i64);
        self.new_of_step(Primitive::Replaced, &[number])
    }

    /// Has the texts of all levels find what the levels' stores bind.
    pub(crate) fn show_to_texts(&mut self) {
        for level in 0..self.levels.len() {
            let functions = &self.levels[level].functions;
            let Some(text) = &functions.text else { continue };
            let pairs: Vec<(Value, Value)> =
                text.cells.iter().copied().zip(functions.cells.iter().copied()).collect();
            for (function, (shown, own)) in Function::ALL.iter().zip(pairs) {
                let before = shown.field(cell::VALUE);
                let value = self.shown_to_text(*function, own.field(cell::VALUE), before);
                if value != before {
                    self.m.heap.set_field(shown, cell::VALUE, value);
                }
            }
        }
    }

    /// At a callee position: the text calls a replaced function.
    pub(crate) fn call_replaced(&mut self, procedure: Value, arguments: &[Value]) -> Flow {
        let number = procedure.field(DATA).as_index().unwrap_or(0);
        let arguments = self.given(arguments);
        self.call_function(Function::ALL[number], &arguments)
    }

    /// At a callee position: the text, or a program in its place, calls the procedure of a delta.
    pub(crate) fn call_reifying(&mut self, procedure: Value, arguments: &[Value]) -> Flow {
        let arguments = self.given(arguments);
        self.m.enter_given(procedure.field(DATA), &arguments)
    }

    /// The arguments with a `cont` for programs in the place of the text's own, which is the last.
    fn given(&mut self, arguments: &[Value]) -> Vec<Value> {
        let mut arguments = arguments.to_vec();
        if let Some(cont) = arguments.last_mut()
            && self.is_of_text(*cont)
        {
            let below = waiting::below(self.m.dynamic.host);
            let level = Value::fixnum(self.running().0);
            *cont = self.new_of_step(Primitive::ContOfText, &[*cont, below, level]);
        }
        arguments
    }

    /// At a callee position: a `cont` of the text is called. A level further above waits from here on.
    pub(crate) fn cont_of_text(&mut self, procedure: Value, value: Value) -> Flow {
        let [closure, below, level] = [0, 1, 2].map(|index| procedure.field(DATA + index));
        let level = LevelId(level.fixnum_value());
        let host = self.m.dynamic.host;
        let (running, mut list) = (waiting::level(host), waiting::waiting(host));
        if running > level {
            let caller = self.m.capture();
            list = waiting::with_nearer(&mut self.m.heap, Waiting::With(caller), list);
            for _ in level.0 + 1..running.0 {
                list = waiting::with_nearer(&mut self.m.heap, Waiting::Finished, list);
            }
            self.begin(level, list);
        } else if running < level {
            let (next, rest) = waiting::nearest(waiting::without(list, level.0 - running.0 - 1));
            self.go_on(level, next, rest);
            list = rest;
        }
        self.keep_below(below);
        self.m.dynamic.host = waiting::state(&mut self.m.heap, level, list, below);
        self.settle();
        self.m.enter_call(closure, &[value])
    }
}
