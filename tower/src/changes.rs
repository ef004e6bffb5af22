//! What a level's store holds that no level is born with.
//!
//! Invariant: looking makes no level and no binding.

use crate::hook::Hook;
use crate::tower::Tower;
use crate::waiting::LevelId;
use levels::environment::{self, CellState, GlobalsId, UNIVERSE, cell};
use levels::expander::scope::globals_id;
use levels::layout::Type;
use levels::level::local;
use levels::machine::Machine;
use levels::symbol;
use levels::value::Value;
use meta_interpreter::Function;

/// What a name beyond birth stands for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kind {
    /// A hook or an evaluator function, which was replaced.
    Governing,
    /// What the tower says of the paused level below.
    Paused,
    /// What a program defined.
    Own,
    /// A library's variable.
    Imported,
}

/// A name that a level's store binds beyond birth.
#[derive(Clone, Debug)]
pub struct Held {
    /// The name.
    pub name: String,
    /// What it is bound to: a value, or a macro.
    pub value: Value,
    /// What it stands for.
    pub kind: Kind,
}

/// The names by which a level governs the one below, hooks first.
pub fn governing() -> impl Iterator<Item = &'static str> {
    let functions = Function::ALL.iter().map(|function| function.name());
    Hook::ALL.into_iter().map(Hook::name).chain(functions)
}

/// What is bound in these globals to a name, themselves or by inheriting.
fn bound(m: &mut Machine, globals: GlobalsId, name: &str) -> Option<Value> {
    let symbol = m.intern(name);
    let cell = environment::globals(m, globals).find(symbol)?;
    (cell::state(cell) == CellState::Bound).then(|| cell.field(cell::VALUE))
}

impl Tower {
    /// What a level has in the place of a hook or an evaluator function of that name.
    pub fn replacement(&mut self, level: LevelId, name: &str) -> Option<Value> {
        let globals = self.globals_there_are(level)?;
        let present = bound(&mut self.m, globals, name)?;
        (Some(present) != self.value_at_birth(name)).then_some(present)
    }

    /// What every level is born with in the place of a hook or an evaluator function of that name.
    pub(crate) fn value_at_birth(&mut self, name: &str) -> Option<Value> {
        self.value_in_dialect(name).or_else(|| bound(&mut self.m, UNIVERSE, name))
    }

    /// The hooks and evaluator functions that a level has replaced, hooks first.
    pub fn replacements(&mut self, level: LevelId) -> Vec<(&'static str, Value)> {
        let names = governing();
        names.filter_map(|name| Some((name, self.replacement(level, name)?))).collect()
    }

    /// What a level's store binds beyond birth, sorted by name. Nothing if there is no such level yet.
    pub fn beyond_birth(&mut self, level: LevelId) -> Vec<Held> {
        let Some(globals) = self.globals_there_are(level) else { return Vec::new() };
        let symbols = environment::bound_names(&self.m, globals);
        symbols.into_iter().filter_map(|symbol| self.held(level, globals, symbol)).collect()
    }

    fn held(&mut self, level: LevelId, globals: GlobalsId, symbol: Value) -> Option<Held> {
        let name = symbol::name(&self.m.heap, symbol).to_owned();
        let cell = environment::globals(&self.m, globals).find(symbol)?;
        let value = cell.field(cell::VALUE);
        let kind = match name.as_str() {
            _ if cell::home(cell) != globals => Kind::Imported,
            name if governing().any(|of| of == name) => Kind::Governing,
            "condition" | "old-exp" | "old-env" | "old-cont" => Kind::Paused,
            _ => Kind::Own,
        };
        let held = Held { name, value, kind };
        (!self.is_of_birth(level, &held)).then_some(held)
    }

    /// Whether every level of that number is born with such a binding.
    fn is_of_birth(&mut self, level: LevelId, held: &Held) -> bool {
        let Held { name, value, kind } = held;
        let below = level.0.checked_sub(1).map(LevelId);
        match (kind, name.as_str()) {
            (Kind::Imported, _) => false,
            (Kind::Governing, name) => self.value_at_birth(name) == Some(*value),
            (_, "level") => *value == Value::fixnum(level.0),
            (_, "system-global-environment") => self.is_global_environment(*value, Some(level)),
            (_, "global-env" | "old-env") => self.is_global_environment(*value, below),
            (_, "old-exp" | "condition") => below.is_some() && *value == Value::FALSE,
            (_, "old-cont") => {
                below.is_some() && crate::moving::data_of(*value).is_some_and(Value::is_fixnum)
            }
            (Kind::Own | Kind::Paused, _) => false,
        }
    }

    fn is_global_environment(&self, value: Value, level: Option<LevelId>) -> bool {
        let Some(globals) = level.and_then(|level| self.globals_there_are(level)) else {
            return false;
        };
        let scope = environment::globals(&self.m, globals).scope;
        value.is_a(Type::Environment)
            && value.field(local::field::SCOPE) == scope
            && globals_id(scope) == globals
    }
}
