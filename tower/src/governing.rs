//! What a program asks and says of the hooks and evaluator functions that govern a level: those of the
//! level above it.

use crate::frame::FrameKind;
use crate::primitive::Primitive;
use crate::tower::Tower;
use crate::waiting::LevelId;
use levels::condition::{Expected, Outcome, wrong_type};
use levels::layout::Type;
use levels::level::local;
use levels::machine::call::Flow;
use levels::value::Value;

impl Tower {
    /// `(%environment-above)`: the global environment of the level above the one that runs.
    pub(crate) fn environment_above(&mut self) -> Flow {
        let level = self.running().above();
        let scope = self.scope(level);
        let environment = local::global(&mut self.m.heap, scope);
        self.m.deliver(environment)
    }

    /// `(%call-above procedure argument)`: the value of that call, made at the level above.
    pub(crate) fn call_at_level_above(&mut self, procedure: Value, argument: Value) -> Flow {
        self.climb(FrameKind::Em, Value::FALSE);
        self.call_hook(procedure, &[argument])
    }

    /// `(evaluators level)`: the names of what is replaced of what governs that level, hooks first.
    pub(crate) fn evaluators(&mut self, level: Value) -> Flow {
        match governor(Primitive::Evaluators, level) {
            Ok(governor) => {
                let replaced = self.replaced_above(governor);
                let names: Vec<Value> = replaced.iter().map(|name| self.m.intern(name)).collect();
                let names = self.m.heap.list(&names);
                self.m.deliver(names)
            }
            Err(condition) => self.m.raise_condition(&condition),
        }
    }

    /// `(reset-level! level)`: what governs that level is as at birth.
    pub(crate) fn reset_level(&mut self, level: Value) -> Flow {
        match governor(Primitive::ResetLevel, level) {
            Ok(governor) => {
                for name in self.replaced_above(governor) {
                    self.make_pristine(governor, name);
                }
                self.m.deliver(Value::UNSPECIFIED)
            }
            Err(condition) => self.m.raise_condition(&condition),
        }
    }

    /// `(init-tower levels [definitions])`: what `--honest` asks for, from the next step on, or the same
    /// with functions in the place of the evaluator's text.
    pub(crate) fn init_tower(&mut self, arguments: &[Value]) -> Flow {
        let definitions = arguments.get(1).copied().unwrap_or(Value::NIL);
        let done = count_of_levels(Primitive::InitTower, arguments[0])
            .and_then(|levels| self.interpret_by(levels, definitions));
        match done {
            Ok(()) => self.m.deliver(Value::UNSPECIFIED),
            Err(condition) => self.m.raise_condition(&condition),
        }
    }

    fn replaced_above(&mut self, governor: LevelId) -> Vec<&'static str> {
        self.replacements(governor).into_iter().map(|(name, _)| name).collect()
    }

    fn make_pristine(&mut self, governor: LevelId, name: &'static str) {
        let born = self.value_at_birth(name);
        if let (Some(born), Some(globals)) = (born, self.globals_there_are(governor)) {
            self.define(globals, name, born);
        }
    }
}

/// The level whose store governs the level of that number.
fn governor(who: Primitive, level: Value) -> Outcome<LevelId> {
    Ok(LevelId(count_of_levels(who, level)?).above())
}

/// Argument 1, the number of a level or of levels.
fn count_of_levels(who: Primitive, count: Value) -> Outcome<i64> {
    let who = who.description().name;
    if count.is_a(Type::Bignum) {
        return wrong_type(who, 1, Expected::Index, count);
    }
    match count.as_index() {
        Some(count) => Ok(count as i64),
        None => wrong_type(who, 1, Expected::ExactNonNegativeInteger, count),
    }
}
