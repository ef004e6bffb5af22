//! An interpreter of somebody's own in the place of the evaluator's text: definitions of functions, which each
//! level that interprets another has as variables of its store.
//!
//! Invariants:
//! 1. While the levels below N are interpreted by it, each level from 1 to N that there is has it, and the
//!    others get it when they come to be.
//! 2. Its code belongs to no level: what its functions do is a single step, like what the text does. Its
//!    variables are the functions as the level's store binds them, the operations that the text has, and what
//!    every level inherits.

use crate::text::{closure_of, import_operations};
use crate::tower::Tower;
use crate::waiting::LevelId;
use levels::compiler::lambda::lambda_parts;
use levels::condition::{Condition, Outcome};
use levels::environment::{self, CellState, GlobalsId, Owner, cell};
use levels::expander::names::{Name, insert};
use levels::layout::Type;
use levels::machine::Machine;
use levels::pair;
use levels::value::Value;

/// Such an interpreter.
#[derive(Clone)]
pub(crate) struct Port {
    /// How many levels, from 0 up, it interprets.
    levels: i64,
    /// Where in the machine's roots its definitions are: a list of names and `lambda` forms in turn.
    definitions: usize,
    /// Where what was bound for it is: a list of level, name, function and what was bound before, in turn.
    bound: usize,
}

impl Tower {
    /// Has the levels below this number be interpreted by the functions that are defined in a list of
    /// `(define (name . parameters) form …)`, and none of them by others that were given so before. An
    /// empty list: by the evaluator's text.
    pub(crate) fn interpret_by(&mut self, levels: i64, definitions: Value) -> Outcome<()> {
        let definitions = functions_of(&mut self.m, definitions)?;
        self.take_port_back();
        let definitions = self.m.heap.list(&definitions);
        let port = self.port.get_or_insert_with(|| {
            let first = self.m.roots.len();
            self.m.roots.extend([Value::NIL; 2]);
            Port { levels, definitions: first, bound: first + 1 }
        });
        port.levels = levels;
        self.m.roots[port.definitions] = definitions;
        self.interpret(levels);
        for level in 1..self.height() {
            self.bind_port(LevelId(level));
        }
        Ok(())
    }

    /// Binds the functions in the store of a level that interprets another.
    pub(crate) fn bind_port(&mut self, level: LevelId) {
        let Some(port) = self.port.as_ref().filter(|port| (1..=port.levels).contains(&level.0))
        else {
            return;
        };
        let (definitions, bound) = (pair::items(self.m.roots[port.definitions]), port.bound);
        if definitions.is_empty() {
            return;
        }
        let globals = self.globals(level);
        let own = self.globals_of_port(globals, &definitions);
        let scope = environment::globals(&self.m, own).scope;
        for definition in definitions.chunks_exact(2) {
            let (name, lambda) = (definition[0], definition[1]);
            let function = closure_of(&mut self.m, name, lambda, scope);
            let cell = environment::own_cell(&mut self.m, globals, name);
            let before = match cell::state(cell) {
                CellState::Bound => cell.field(cell::VALUE),
                CellState::Unbound | CellState::Inherited | CellState::Computed => Value::UNBOUND,
            };
            self.m.define_cell(cell, function);
            let entry = [Value::fixnum(level.0), name, function, before];
            self.m.roots[bound] = self.m.heap.list_with_tail(&entry, self.m.roots[bound]);
        }
    }

    /// Globals of the functions' own, in which they find each other as a level's globals bind them.
    fn globals_of_port(&mut self, globals: GlobalsId, definitions: &[Value]) -> GlobalsId {
        let name = self.m.intern("interpreter");
        let inherited = self.inherited();
        let own = environment::new_globals(&mut self.m, name, Some(inherited));
        environment::end_birth(&mut self.m, own);
        self.m.globals[own.0 as usize].owner = Owner::Evaluator;
        import_operations(&mut self.m, own);
        for name in definitions.iter().step_by(2) {
            let cell = environment::own_cell(&mut self.m, globals, *name);
            environment::import_cell(&mut self.m, own, *name, cell);
        }
        own
    }

    /// Puts back what the functions took the place of, where they are still there.
    fn take_port_back(&mut self) {
        let Some(bound) = self.port.as_ref().map(|port| port.bound) else { return };
        let entries = pair::items(std::mem::replace(&mut self.m.roots[bound], Value::NIL));
        for entry in entries.chunks_exact(4) {
            let [level, name, function, before] = *entry else { continue };
            let Some(globals) = self.globals_there_are(LevelId(level.fixnum_value())) else {
                continue;
            };
            let cell = environment::own_cell(&mut self.m, globals, name);
            if cell.field(cell::VALUE) != function {
                continue;
            }
            match before {
                Value::UNBOUND => self.m.undefine_cell(globals, name),
                before => self.m.define_cell(cell, before),
            }
        }
    }
}

/// The names and `lambda` forms, in turn, of a list of definitions.
fn functions_of(m: &mut Machine, definitions: Value) -> Outcome<Vec<Value>> {
    let Some(forms) = pair::proper_items(definitions) else { return refuse(definitions) };
    let mut functions = Vec::new();
    for form in forms {
        let parts = pair::proper_items(form).unwrap_or_default();
        let target = parts.get(1).copied().filter(|target| target.is_pair());
        let define = m.intern("define");
        let Some(target) =
            target.filter(|target| parts[0] == define && target.car().is_a(Type::Symbol))
        else {
            return refuse(form);
        };
        let lambda = insert(m, Name::Lambda);
        let lambda = m.heap.list_with_tail(&[lambda, target.cdr()], form.cdr().cdr());
        m.sources.copy_span(form, lambda);
        lambda_parts(lambda)?;
        functions.extend([target.car(), lambda]);
    }
    Ok(functions)
}

fn refuse<T>(found: Value) -> Outcome<T> {
    let message =
        "init-tower: argument 2 is a list of definitions, (define (name . parameters) form …), \
                   and this is none"
            .to_owned();
    Err(Box::new(Condition::Message { message, irritants: vec![found] }))
}
