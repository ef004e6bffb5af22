//! How procedures run where some kinds of steps are the host's: what a person asks who has changed some.
//!
//! Invariant: asking compiles what a call would compile, and changes nothing else.

use super::Machine;
use super::case_lambda::{clauses, is_case_lambda};
use crate::compiler;
use crate::layout::Type;
use crate::pair::Walk;
use crate::procedure::{closure, code, points, version};
use crate::step::Steps;
use crate::value::Value;

/// How calls run, from the least to the most that is the host's.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Manner {
    /// In the version that is there where no step is the host's.
    Compiled,
    /// In a version of which single steps are the host's.
    Hooked,
    /// The host performs some forms as a whole, step by step, or the calls themselves.
    Interpreted,
}

/// How the calls of a procedure run.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Execution {
    /// In which manner.
    pub manner: Manner,
    /// The steps that it takes and that are the host's.
    pub steps: Steps,
}

impl Execution {
    /// Of what takes no step of the host's.
    pub const COMPILED: Execution = Execution { manner: Manner::Compiled, steps: Steps::NONE };

    /// Of a procedure that may run in either way.
    #[must_use]
    pub fn or(self, other: Execution) -> Execution {
        let manner = self.manner.max(other.manner);
        Execution { manner, steps: self.steps.with(other.steps) }
    }
}

impl Machine {
    /// How the calls of a procedure run where these steps are the host's. Of one that is made of several:
    /// all of them. Costs compiling what has not been called.
    pub fn execution(&mut self, procedure: Value, steps: Steps) -> Execution {
        if procedure.is_a(Type::Closure) {
            return self.execution_of_code(procedure.field(closure::CODE), steps);
        }
        if !is_case_lambda(procedure) {
            return Execution::COMPILED;
        }
        let clauses = Walk::new(clauses(procedure)).map(Value::car);
        let each: Vec<Execution> = clauses
            .filter(|clause| clause.is_a(Type::Closure))
            .map(|clause| self.execution_of_code(clause.field(closure::CODE), steps))
            .collect();
        each.into_iter().fold(Execution::COMPILED, Execution::or)
    }

    /// The same for a code. What cannot be compiled takes no step: it says so when it is called.
    pub fn execution_of_code(&mut self, template: Value, steps: Steps) -> Execution {
        if steps == Steps::NONE || compiler::compile_code(self, template).is_err() {
            return Execution::COMPILED;
        }
        let taken = Steps(template.field(code::STEPS).as_fixnum().unwrap_or(0) as u32);
        let steps_here = taken.both(steps);
        if steps_here == Steps::NONE {
            return Execution::COMPILED;
        }
        let stepped = compiler::stepped_version(self, template.field(code::VERSION), steps);
        let has_all =
            |stepped: Value| stepped.field(version::POINTS).field(points::LEAVES) == Value::FALSE;
        let manner =
            if stepped.is_some_and(has_all) { Manner::Hooked } else { Manner::Interpreted };
        Execution { manner, steps: steps_here }
    }
}
