//! `eval`: where a form is evaluated, and the call that evaluates it.

use super::Machine;
use super::call::Flow;
use super::points::Innermost;
use super::resumption::Resumption;
use crate::compiler;
use crate::condition::{Expected, Outcome, wrong_type};
use crate::environment;
use crate::expander::scope;
use crate::layout::Type;
use crate::level::local;
use crate::procedure::{closure, code, new_closure};
use crate::value::Value;

impl Machine {
    /// `(eval form environment)`.
    pub(super) fn eval(&mut self) -> Outcome<Flow> {
        let form = self.slot(2);
        let environment = if self.argc == 2 { self.slot(3) } else { Value::ABSENT };
        let (scope, context) = self.environment_parts(environment)?;
        Ok(self.enter_evaluation(form, scope, context))
    }

    /// `(%the-environment)`. The frame that asks shares its variables from here on.
    pub(super) fn the_environment(&mut self) -> Flow {
        self.capture();
        let environment = match self.innermost() {
            Innermost::Expression(point, place) => local::at(self, point, place).1,
            Innermost::Call(_) | Innermost::Nothing => {
                let scope = self.global_scope_of_caller();
                local::global(&mut self.heap, scope)
            }
        };
        self.deliver(environment)
    }

    /// The scope and context of an environment argument.
    pub fn environment_parts(&mut self, environment: Value) -> Outcome<(Value, Value)> {
        if environment.is_a(Type::Environment) {
            let scope = local::scope_for_evaluation(&mut self.heap, environment);
            return Ok((scope, Value::NIL));
        }
        if environment == Value::ABSENT {
            let scope = self.global_scope_of_caller();
            return Ok((scope, Value::NIL));
        }
        wrong_type("eval", 2, Expected::Environment, environment)
    }

    /// The global scope of the code whose call is at the callee position.
    fn global_scope_of_caller(&self) -> Value {
        for frame in self.suspended_frames() {
            let procedure = frame.slot(1);
            if procedure.is_a(Type::Closure) {
                let scope = procedure.field(closure::CODE).field(code::SCOPE);
                if scope.is_a(Type::Scope) {
                    return scope::outermost(scope);
                }
            }
        }
        environment::globals(self, environment::UNIVERSE).scope
    }

    /// Evaluates `form` in the global or first-class environment of `scope` and `context`, in place
    /// of the callee position. Where that is stopped before it begins, it begins again.
    pub fn enter_evaluation(&mut self, form: Value, scope: Value, context: Value) -> Flow {
        let template = match compiler::compile_form(self, form, scope) {
            Ok(template) => template,
            Err(cause) => {
                let data = [form, scope, context];
                self.push_resume_frame(Resumption::Evaluation as i64, data);
                return self.stop(cause);
            }
        };
        let thunk = new_closure(&mut self.heap, template, context);
        self.enter_call(thunk, &[])
    }
}
