//! Reifiers: `(delta (exp env cont) body …)`, procedures whose bodies run one level up.

use crate::tower::{Next, Tower};
use levels::condition::Condition;
use levels::evaluator::call::new_template;
use levels::expander::CoreForm;
use levels::expander::lookup::{Denotation, lookup};
use levels::expander::names::{Name, insert};
use levels::expander::scope::is_identifier;
use levels::layout::Type;
use levels::level::local;
use levels::machine::Machine;
use levels::machine::call::Flow;
use levels::pair;
use levels::procedure::new_closure;
use levels::value::Value;

impl Tower {
    /// A `delta` form is evaluated at a callee position of level l: its body is level l + 1's.
    pub(crate) fn delta_form(&mut self, form: Value) -> Flow {
        let level = self.running().above();
        let scope = self.scope(level);
        let delta = self.new_delta(form, scope);
        self.m.deliver(delta)
    }

    /// `(make-delta exp env)` at a callee position of level l + 1.
    pub(crate) fn make_delta(&mut self, form: Value) -> Flow {
        let scope = self.scope(self.running());
        let delta = self.new_delta(form, scope);
        self.m.deliver(delta)
    }

    fn new_delta(&mut self, form: Value, scope: Value) -> Value {
        let (lambda, parts) = (insert(&self.m, Name::Lambda), form.cdr());
        let lambda = self.m.heap.cons(lambda, parts);
        self.m.sources.copy_span(form, lambda);
        let template = new_template(&mut self.m, lambda, scope, Value::FALSE);
        let procedure = new_closure(&mut self.m.heap, template, Value::NIL);
        self.note_delta();
        self.m.new_delta(procedure)
    }

    /// At a callee position of level l: a delta is called with values.
    pub(crate) fn apply_delta(&mut self, procedure: Value, arguments: &[Value]) -> Next {
        let operands = self.m.heap.list(arguments);
        let environment = self.environment_here();
        let cont = self.cont_here();
        self.rise();
        Next::Go(self.m.enter_given(procedure, &[operands, environment, cont]))
    }

    /// `(delta-procedure delta)`.
    pub(crate) fn delta_procedure(&mut self, delta: Value) -> Flow {
        if delta.is_a(Type::Delta) {
            return self.m.deliver(delta.field(1));
        }
        let message = "delta-procedure: the argument is no delta".to_owned();
        self.m.raise_condition(&Condition::Message { message, irritants: vec![delta] })
    }

    /// `(load-library exp env cont)` at a callee position of level m: level m - 1 imports, or defines a
    /// library.
    pub(crate) fn load_library_below(&mut self, arguments: &[Value]) -> Flow {
        let [form, environment, cont] = *arguments else {
            return self.m.deliver(Value::UNSPECIFIED);
        };
        self.descend_to(cont);
        self.m.push_expression_frame(form, environment);
        let head = pair::items(form).first().copied().unwrap_or(Value::NIL);
        match core_form(&mut self.m, head, environment) {
            Some(CoreForm::DefineLibrary) => self.define_library(form, environment, Value::FALSE),
            Some(_) | None => self.import(form, environment, Value::FALSE),
        }
    }
}

/// The core form that an identifier means in an environment; none for anything else.
fn core_form(m: &mut Machine, head: Value, environment: Value) -> Option<CoreForm> {
    if !is_identifier(head) {
        return None;
    }
    let scope = environment.field(local::field::SCOPE);
    match lookup(m, head, scope) {
        Denotation::Macro(object) => CoreForm::of(object),
        Denotation::Variable(_) | Denotation::Global(_) => None,
    }
}
