//! Reifiers: `(delta (exp env cont) body …)`, procedures whose bodies run one level up.

use crate::primitive::Primitive;
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
            let procedure = self.new_of_step(Primitive::Reifying, &[delta.field(1)]);
            return self.m.deliver(procedure);
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tower::{Manner, Stop};
    use crate::waiting::LevelId;
    use levels::machine::boot::Settings;
    use levels::machine::switch::instructions;
    use levels::ops::Op;
    use levels::procedure::{closure, code};

    fn tower_with(inputs: &[&str]) -> Tower {
        let mut tower = Tower::new(Settings::default(), Manner::Interactive);
        crate::prelude::load(&mut tower);
        tower.begin(LevelId(0), Value::NIL);
        for input in inputs {
            enter(&mut tower, input);
        }
        tower
    }

    fn enter(tower: &mut Tower, input: &str) {
        tower.note_prompt();
        assert!(matches!(tower.input(input), Stop::Prompt(LevelId(0))), "{input}");
    }

    /// The version that calls of a procedure of level 0 enter, and where.
    fn version_of(tower: &mut Tower, name: &str) -> (Value, Value) {
        let globals = tower.globals(LevelId(0));
        let template = tower.m.global_value(globals, name).field(closure::CODE);
        (template.field(code::VERSION), template.field(code::ENTRY))
    }

    fn has(version: Value, op: Op) -> bool {
        instructions(version).any(|(_, found, _)| found == op)
    }

    const PROGRAM: [&str; 4] = [
        "(define (fib n) (if (< n 2) n (+ (fib (- n 1)) (fib (- n 2)))))",
        "(define (sums l) (let loop ((l l) (s 0)) (if (pair? l) (loop (cdr l) (+ s (car l))) s)))",
        "(define (folded f l) (if (null? l) 0 (f (+ (car l) 1) (folded f (cdr l)))))",
        "(define unused (vector (fib 5) (sums (map fib '(1 2))) (folded + '(1 2))))",
    ];

    /// Code whose operators are builtins, global variables that hold no delta, and its own names stays as it
    /// is; other code looks at the others, and has the rest as instructions as before.
    #[test]
    fn a_delta_leaves_other_code_as_it_is() {
        let mut tower = tower_with(&PROGRAM);
        let names = ["fib", "sums", "folded"];
        let [fib, sums, folded] = names.map(|name| version_of(&mut tower, name));
        enter(&mut tower, "(define d (delta (exp env cont) (cont exp)))");
        enter(&mut tower, PROGRAM[3]);
        enter(&mut tower, "(define (calls) (d (fib 3)))");
        enter(&mut tower, "(define e (vector (d (car 5)) (calls)))");
        assert_eq!((version_of(&mut tower, "fib"), version_of(&mut tower, "sums")), (fib, sums));
        let (version, _) = version_of(&mut tower, "folded");
        assert!(version != folded.0 && !has(folded.0, Op::StepIfDelta));
        assert!(has(version, Op::StepIfDelta) && has(version, Op::AddImmediate));
        let (version, _) = version_of(&mut tower, "calls");
        assert!(has(version, Op::StepIfDelta));
        enter(&mut tower, "(define d list)");
        assert_eq!(version_of(&mut tower, "calls").0, version);
    }

    /// A variable that comes to hold a delta retires what calls it, once; nobody else.
    #[test]
    fn what_calls_a_variable_looks_once_it_holds_a_delta() {
        let mut tower = tower_with(&PROGRAM);
        enter(&mut tower, "(define (twice n) (fib (fib n)))");
        enter(&mut tower, "(define three (twice 3))");
        let [twice, sums] = ["twice", "sums"].map(|name| version_of(&mut tower, name));
        assert!(!has(twice.0, Op::StepIfDelta));
        enter(&mut tower, "(set! fib (delta (exp env cont) (cont 0)))");
        enter(&mut tower, "(define none (twice 3))");
        let (looking, _) = version_of(&mut tower, "twice");
        assert!(has(looking, Op::StepIfDelta));
        for value in ["-", "(delta (exp env cont) (cont 1))", "abs"] {
            enter(&mut tower, &format!("(set! fib {value})"));
            enter(&mut tower, "(define none (twice 3))");
        }
        assert_eq!(version_of(&mut tower, "twice").0, looking);
        assert_eq!(version_of(&mut tower, "sums"), sums);
    }
}
