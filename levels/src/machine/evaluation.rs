//! `eval`: where a form is evaluated, and the call that evaluates it.

use super::call::Flow;
use super::points::Innermost;
use super::resumption::Resumption;
use super::{Event, Machine};
use crate::compiler;
use crate::condition::{Expected, Outcome, wrong_type};
use crate::environment::{self, cell};
use crate::expander::CoreForm;
use crate::expander::lookup::{Denotation, lookup};
use crate::expander::scope::is_global;
use crate::layout::Type;
use crate::level::local;
use crate::procedure::new_closure;
use crate::step::{Step, Steps};
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
        if let Some(value) = self.value_at_once(form, scope) {
            return self.deliver(value);
        }
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

    /// The value of a form that is not worth compiling, since nothing can fail: a small constant, quoted
    /// or not, or the name of a global variable that has a value.
    fn value_at_once(&mut self, form: Value, scope: Value) -> Option<Value> {
        if self.governed.by_text || self.governed.here.meets(AT_ONCE) || !is_global(scope) {
            return None;
        }
        // What is due is done where code is entered.
        if self.heap.should_collect().is_some() {
            return None;
        }
        if form.is_a(Type::Symbol) {
            let Denotation::Global(cell) = lookup(self, form, scope) else {
                return None;
            };
            return Some(cell.field(cell::VALUE)).filter(|value| *value != Value::UNBOUND);
        }
        if !form.is_pair() {
            return Some(form).filter(|form| is_small(*form));
        }
        let quoted = form.cdr();
        let is_long = !quoted.is_pair() || !quoted.cdr().is_nil() || !form.car().is_a(Type::Symbol);
        if is_long || !is_small(quoted.car()) && !quoted.car().is_a(Type::Symbol) {
            return None;
        }
        match lookup(self, form.car(), scope) {
            Denotation::Macro(object) if CoreForm::of(object) == Some(CoreForm::Quote) => {
                Some(quoted.car())
            }
            Denotation::Macro(_) | Denotation::Variable(_) | Denotation::Global(_) => None,
        }
    }
}

/// The steps that `value_at_once` takes.
const AT_ONCE: Steps =
    Steps::of(Step::Eval).with(Steps::of(Step::Var)).with(Steps::of(Step::Quote));

/// Whether a datum is a constant that is one word.
fn is_small(datum: Value) -> bool {
    datum.is_fixnum() || datum.is_char() || datum == Value::TRUE || datum == Value::FALSE
}
