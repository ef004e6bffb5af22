//! `eval`: where a form is evaluated, and the call that evaluates it.

use super::call::Flow;
use super::points::Innermost;
use super::resumption::Resumption;
use super::{Event, Machine};
use crate::compiler;
use crate::condition::{Expected, Outcome, wrong_type};
use crate::environment;
use crate::layout::Type;
use crate::level::local;
use crate::procedure::new_closure;
use crate::value::Value;

impl Machine {
    /// `(eval form [environment])`. Without an environment the form is for the host to evaluate, who knows
    /// the global one of what runs.
    pub(super) fn eval(&mut self) -> Outcome<Flow> {
        let form = self.slot(2);
        if self.argc == 1 {
            return Ok(Flow::Stop(Box::new(Event::Evaluate(form))));
        }
        let environment = self.slot(3);
        if !environment.is_a(Type::Environment) {
            return wrong_type("eval", 2, Expected::Environment, environment);
        }
        let scope = local::scope_for_evaluation(&mut self.heap, environment);
        Ok(self.enter_evaluation(form, scope, Value::NIL))
    }

    /// `(%the-environment)`. The frame that asks shares its variables from here on.
    pub(super) fn the_environment(&mut self) -> Flow {
        self.capture();
        let environment = match self.innermost() {
            Innermost::Expression(point, place) => local::at(self, point, place).1,
            Innermost::Within(_, environment) => environment,
            // No code of a program's asks.
            Innermost::Call(_) | Innermost::Nothing => {
                let scope = environment::globals(self, environment::UNIVERSE).scope;
                local::global(&mut self.heap, scope)
            }
        };
        self.deliver(environment)
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
        if self.is_left_to_text(thunk) {
            let environment = local::around(&mut self.heap, scope, context);
            return Flow::Stop(Box::new(Event::Govern { form, environment }));
        }
        self.enter_call(thunk, &[])
    }
}
