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
use levels::machine::execution::{Execution, Manner};
use levels::procedure::code;
use levels::step::{Step, Steps};
use levels::value::Value;
use meta_interpreter::Function;

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

    /// `(how-it-runs procedure)` at the level that calls it: the manner, then the names of what the level
    /// above performs of it.
    pub(crate) fn how_it_runs(&mut self, procedure: Value) -> Flow {
        if !procedure.is_procedure() {
            let who = Primitive::HowItRuns.description().name.trim_start_matches('%');
            let refused = wrong_type::<Value>(who, 1, Expected::Procedure, procedure);
            return match refused {
                Err(condition) => self.m.raise_condition(&condition),
                Ok(value) => self.m.deliver(value),
            };
        }
        let execution = self.execution(self.running(), procedure);
        let mut words = vec![word_of(execution.manner)];
        words.extend(performed(execution.steps));
        let words: Vec<Value> = words.into_iter().map(|word| self.m.intern(word)).collect();
        let words = self.m.heap.list(&words);
        self.m.deliver(words)
    }

    /// How a level runs a procedure: a delta's body is run by the level above it.
    pub(crate) fn execution(&mut self, level: LevelId, procedure: Value) -> Execution {
        let delta = procedure.is_a(Type::Delta).then(|| procedure.field(1));
        let level = if delta.is_some() { level.above() } else { level };
        let (procedure, steps) = (delta.unwrap_or(procedure), self.steps_above(level));
        let execution = self.m.execution(procedure, steps);
        self.as_performed(level, execution, self.is_of_library(procedure))
    }

    /// The same for a code of a library or of a program's.
    pub(crate) fn execution_of_code(&mut self, level: LevelId, template: Value) -> Execution {
        let execution = self.m.execution_of_code(template, self.steps_above(level));
        let is_library = template.header().flags() & code::LIBRARY != 0;
        self.as_performed(level, execution, is_library)
    }

    /// Of an interpreted level, the text performs the calls of a program's procedures themselves.
    fn as_performed(&self, level: LevelId, run: Execution, is_library: bool) -> Execution {
        let is_by_text = level.0 < self.honest && !is_library && run.steps != Steps::NONE;
        if is_by_text { Execution { manner: Manner::Interpreted, ..run } } else { run }
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

/// How a manner is called.
pub(crate) fn word_of(manner: Manner) -> &'static str {
    match manner {
        Manner::Compiled => "compiled",
        Manner::Hooked => "hooked",
        Manner::Interpreted => "interpreted",
    }
}

/// The names of the functions that perform these steps.
pub(crate) fn performed(steps: Steps) -> impl Iterator<Item = &'static str> {
    let functions = Function::ALL.iter().map(|function| function.name());
    let kinds = Step::ALL.into_iter().zip(functions);
    kinds.filter(move |(step, _)| steps.meets(Steps::of(*step))).map(|(_, name)| name)
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
