//! Steps across levels: a level has one of its steps performed by the level above, which has it go on.
//!
//! Level l rises for a step: what it was doing becomes a `cont`, and level l + 1 goes on where it
//! waited, with the call of the function that performs the step. Level m descends when it has level m - 1
//! do something: it waits, and level m - 1 begins above a frame of the kind `Down`, which holds the `cont`
//! that gets the value, at level m.

use crate::frame::FrameKind;
use crate::moving::host_of;
use crate::primitive::{Primitive, primitive_of};
use crate::tower::{Next, Tower};
use crate::waiting::{self, Waiting};
use levels::builtins::{Builtin, row_of};
use levels::condition::{Condition, Expected, Outcome, wrong_type};
use levels::environment::{self, Owner, cell};
use levels::evaluator::call::{procedure_body, procedure_environment};
use levels::expander::scope::{self, is_identifier, symbol_of};
use levels::layout::Type;
use levels::level::local;
use levels::machine::Machine;
use levels::machine::call::Flow;
use levels::machine::governed::Rest;
use levels::pair::{self, End, measured};
use levels::procedure::{closure, code};
use levels::step::{Step, Steps};
use levels::value::Value;
use meta_interpreter::Function;

impl Tower {
    /// At a callee position of level l, which is given up: level l + 1 goes on where it waits, at work
    /// for what is in force at level l.
    pub(crate) fn rise(&mut self) {
        let below = waiting::in_force(&mut self.m.heap, &self.m.dynamic);
        let host = self.m.dynamic.host;
        let level = waiting::level(host).above();
        let (next, rest) = waiting::nearest(waiting::waiting(host));
        self.go_on(level, next, rest);
        self.keep_below(below);
        self.m.dynamic.host = waiting::state(&mut self.m.heap, level, rest, below);
        self.settle();
    }

    /// At a callee position of a level that is about to work for a step at which this was in force: has it be
    /// at work for the step of now again when a value comes back. A frame that does so already will do, and one
    /// with which the level is done.
    pub(crate) fn keep_below(&mut self, below: Value) {
        let kept = waiting::below(self.m.dynamic.host);
        if waiting::is_same(kept, below) {
            return;
        }
        let Some(frame) = self.m.suspended_frames().next() else { return };
        let kind = self.m.host_frame(&frame).map(|(kind, _)| FrameKind::ALL[kind as usize]);
        let will_do = [FrameKind::Below, FrameKind::Input, FrameKind::Down];
        if !kind.is_some_and(|kind| will_do.contains(&kind)) {
            self.m.push_host_frame(FrameKind::Below as i64, [kept, Value::FALSE, Value::FALSE]);
        }
    }

    /// The running level is at work for a step at which this was in force.
    pub(crate) fn set_below(&mut self, below: Value) {
        let host = self.m.dynamic.host;
        let (level, list) = (waiting::level(host), waiting::waiting(host));
        self.m.dynamic.host = waiting::state(&mut self.m.heap, level, list, below);
    }

    /// Goes to the callee position where a level waits, the levels of `rest` above it.
    pub(crate) fn go_on(&mut self, level: waiting::LevelId, next: Waiting, rest: Value) {
        match next {
            Waiting::With(continuation) => self.m.reinstate(continuation),
            Waiting::Finished => self.begin(level, rest),
            Waiting::AtRepl => {
                self.begin(level, rest);
                let nothing = [Value::NIL, Value::FALSE, Value::FALSE];
                self.m.push_host_frame(FrameKind::Input as i64, nothing);
            }
        }
    }

    /// At a callee position of level l: its continuation, as level l + 1 gets it.
    pub(crate) fn cont_here(&mut self) -> Value {
        let paused = self.m.capture();
        self.own_cont(0).unwrap_or_else(|| self.m.new_host_like(self.model_cont, [paused]))
    }

    /// At a callee position of level l, above so many frames that do nothing: the procedure that a program of
    /// level l + 1 gave as the `cont`, where nothing remains to be done but to call it. The text passes it on
    /// as it is.
    fn own_cont(&self, idle: usize) -> Option<Value> {
        let frame = self.m.suspended_frames().nth(idle)?;
        let (kind, [cont, ..]) = self.m.host_frame(&frame)?;
        let is_down = FrameKind::ALL[kind as usize] == FrameKind::Down;
        (is_down && !self.is_of_text(cont)).then_some(cont)
    }

    /// At a callee position of level l: level l + 1 performs a step that takes these arguments, but for
    /// the continuation.
    pub(crate) fn step(&mut self, function: Function, arguments: &[Value]) -> Next {
        let cont = self.cont_here();
        self.rise();
        let arguments = [arguments, &[cont]].concat();
        Next::Go(self.call_function(function, &arguments))
    }

    /// A frame of level l comes to a step of level l + 1's. The `cont` knows the step, so that the frame
    /// can be told to do it itself.
    pub(crate) fn step_of_frame(
        &mut self,
        step: Step,
        form: Value,
        scope: Value,
        pristine: bool,
    ) -> Next {
        let function = Function::ALL[step as usize];
        if !pristine {
            self.lighten(step);
        }
        let arguments = self.rise_for_step(step, form, scope);
        Next::Go(match pristine {
            true => self.call_pristine(function, &arguments),
            false => self.call_function(function, &arguments),
        })
    }

    /// At a callee position of level l, above a frame that comes to a step: level l + 1 goes on. Gives what
    /// the function that performs the step is called with.
    fn rise_for_step(&mut self, step: Step, form: Value, scope: Value) -> [Value; 3] {
        let (paused, rest, own) = self.pause_frame();
        let environment = self.m.environment_below(scope);
        let number = Value::fixnum(step as i64);
        let data = [rest, paused, number, form, environment];
        let cont = own.unwrap_or_else(|| self.m.new_host_like(self.model_cont, data));
        self.rise();
        [form, environment, cont]
    }

    /// A hook of level l + 1's ran on the frame of level l that has come to its step: it goes on at level
    /// l + 1.
    pub(crate) fn lift(&mut self) -> Next {
        let lifted = self.m.lift();
        let [_, environment, cont] = self.rise_for_step(lifted.step, lifted.form, lifted.scope);
        Next::Go(self.m.go_on_lifted(lifted, environment, cont))
    }

    /// At a callee position of level l, above a frame that comes to a step: finds out whether the hook that
    /// performs it can run on such frames from now on. It cannot where somebody has changed how level
    /// l + 1 evaluates what it does.
    fn lighten(&mut self, step: Step) {
        let governor = self.running().above();
        let Some(cell) = self.hook_cell(governor, step) else {
            return;
        };
        let hook = cell.field(cell::VALUE);
        if !self.m.might_be_light(step, hook) {
            return;
        }
        let here = self.steps_above(governor);
        if !here.meets(Steps::of(Step::Apply)) && !self.m.takes(hook, here) {
            self.m.look_whether_light(step, cell, self.pristine[step as usize]);
        }
    }

    /// At a callee position of level l, above a frame that comes to a step: the continuation with that
    /// frame, the one that gets the step's value: a frame that would only return it is left out; and a
    /// program's own `cont`, if that one does nothing but to call it.
    fn pause_frame(&mut self) -> (Value, Value, Option<Value>) {
        let paused = self.m.capture();
        if self.m.frame_below_only_returns() {
            let own = self.own_cont(1);
            (paused, self.m.without_frame_below(paused), own)
        } else {
            (paused, paused, self.own_cont(0))
        }
    }

    /// A frame of level l comes to a call.
    pub(crate) fn apply_of_frame(
        &mut self,
        procedure: Value,
        arguments: &[Value],
        form: Value,
        scope: Value,
    ) -> Next {
        let is_librarys = form == Value::FALSE;
        let is_own = || self.is_opaque(procedure) || self.m.is_private(procedure);
        if is_librarys && (is_own() || !self.is_applied_above()) {
            return Next::Go(self.m.enter_noted(procedure, arguments));
        }
        let operands = self.m.heap.list(arguments);
        let (_, rest, own) = self.pause_frame();
        let environment = if is_librarys {
            self.environment_here()
        } else {
            let around = self.m.environment_below(scope);
            local::within(&mut self.m.heap, around, form)
        };
        let cont = own.unwrap_or_else(|| self.m.new_host_like(self.model_cont, [rest]));
        self.rise();
        let arguments = [procedure, operands, environment, cont];
        Next::Go(self.call_function(Function::BaseApply, &arguments))
    }

    /// A frame of level l comes to what is left of an application.
    pub(crate) fn rest_of_frame(&mut self, rest: &Rest) -> Next {
        let (paused, continuation, own) = self.pause_frame();
        if continuation == paused {
            self.m.reify_below();
        }
        let environment = self.m.environment_below(rest.scope);
        let operator = match rest.operator {
            Ok(operator) => operator,
            Err((lambda, scope)) => {
                let around = self.m.environment_below(scope);
                local::procedure_of(&mut self.m, lambda, around, Value::FALSE)
            }
        };
        let done = self.m.heap.list(&rest.done);
        let cont = own.unwrap_or_else(|| self.m.new_host_like(self.model_cont, [continuation]));
        self.rise();
        let arguments = [operator, done, rest.left, rest.form, environment, cont];
        Next::Go(self.call_resumption(&arguments))
    }

    /// A pristine evaluator function is called at a callee position of level m. If that is what a frame of
    /// a level below has come to, the frame does it itself.
    pub(crate) fn perform(&mut self, function: Function, arguments: &[Value]) -> Flow {
        let position = arguments.len() - 1;
        let environment = arguments[position - 1];
        if !environment.is_a(Type::Environment) {
            let (name, expected) = (function.name(), Expected::Environment);
            let refused = wrong_type::<Value>(name, position, expected, environment);
            return match refused {
                Err(condition) => self.refuse(function, arguments, &condition),
                Ok(value) => self.m.deliver(value),
            };
        }
        if let Some(paused) = self.frame_at_step(function, arguments) {
            self.m.leave_caller();
            self.resume(paused);
            return self.m.go_on_inline();
        }
        match self.can_take_apart(function, arguments) {
            Ok(()) => {
                self.m.leave_caller();
                self.call_pristine(function, arguments)
            }
            Err(condition) => self.refuse(function, arguments, &condition),
        }
    }

    fn refuse(&mut self, function: Function, arguments: &[Value], condition: &Condition) -> Flow {
        self.m.note_refused_call(self.pristine[function as usize], arguments);
        self.m.raise_condition(condition)
    }

    /// Refuses what a program gave to a function and the function's text cannot take apart, as a builtin
    /// refuses an argument: the text checks nothing.
    fn can_take_apart(&self, function: Function, arguments: &[Value]) -> Outcome<()> {
        let [first, second] = [arguments[0], arguments[1]];
        let (given, words) = if function == Function::BaseApply
            || function == Function::ForeignApply
        {
            let is_list =
                || -> Outcome<bool> { Ok(measured(&self.m.heap.effort, second)?.1 == End::Proper) };
            if first.is_a(Type::Delta) || is_list()? {
                return Ok(());
            }
            (second, "the operands are no proper list")
        } else if has_shape(function, first) {
            return Ok(());
        } else {
            (first, "the form is of another kind")
        };
        let message = format!("{}: {words}", function.name());
        Err(Box::new(Condition::Message { message, irritants: vec![given] }))
    }

    /// The continuation whose frame has come to this very step, and can do it.
    fn frame_at_step(&self, function: Function, arguments: &[Value]) -> Option<Value> {
        let [form, environment, cont] = *arguments else {
            return None;
        };
        let is_cont = primitive_of(cont) == Some(Primitive::Cont);
        let about = cont_step(cont).filter(|_| is_cont)?;
        let same =
            about.form == form && about.environment == environment && about.step == function as i64;
        let goes_on = same && self.is_below(about.paused) && self.m.can_go_on_inline(about.paused);
        goes_on.then_some(about.paused)
    }

    /// Whether a continuation is one of the level below the one that runs, and has in force what that level
    /// finds when it goes on now.
    fn is_below(&self, continuation: Value) -> bool {
        let host = self.m.dynamic.host;
        waiting::level(host_of(continuation)) == waiting::level(host).below()
            && waiting::is_in_force(waiting::below(host), continuation)
    }

    /// At a callee position of level l, an application whose procedure and arguments are there.
    pub(crate) fn apply_above(&mut self, procedure: Value, arguments: &[Value]) -> Next {
        let operands = self.m.heap.list(arguments);
        let environment = self.environment_here();
        self.step(Function::BaseApply, &[procedure, operands, environment])
    }

    /// The global environment of the level that runs.
    pub(crate) fn environment_here(&mut self) -> Value {
        let scope = self.scope(self.running());
        local::global(&mut self.m.heap, scope)
    }

    /// At a callee position of level l, the call of a closure whose body level l + 1 performs.
    pub(crate) fn enter_above(&mut self, closure: Value, arguments: &[Value]) -> Next {
        let operands = self.m.heap.list(arguments);
        match call_of(&mut self.m, closure, operands) {
            Ok((body, environment)) => self.step(Function::EvalBegin, &[body, environment]),
            Err(condition) => {
                self.m.push_call_frame(closure, arguments);
                Next::Go(self.m.raise_condition(&condition))
            }
        }
    }

    /// At a callee position of level m: level m - 1 begins, and `cont` gets its value at level m.
    pub(crate) fn descend_to(&mut self, cont: Value) {
        let host = self.m.dynamic.host;
        let (level, list) = (waiting::level(host), waiting::waiting(host));
        let kept = waiting::below(host);
        let caller = self.m.capture();
        let heap = &mut self.m.heap;
        let list = waiting::with_nearer(heap, Waiting::With(caller), list);
        let dynamic =
            waiting::put_in_force(kept, |below| waiting::state(heap, level.below(), list, below));
        self.m.clear();
        self.m.set_dynamic(dynamic);
        self.m.push_host_frame(FrameKind::Down as i64, [cont, kept, Value::FALSE]);
        self.settle();
    }

    /// What level m had the level below do has come to a value: `cont` gets it at level m, which is at work
    /// for the same step again, of which it kept what was in force.
    pub(crate) fn came_up(&mut self, [cont, kept, _]: [Value; 3], value: Value) -> Flow {
        let host = self.m.dynamic.host;
        let level = waiting::level(host).above();
        let (next, rest) = waiting::nearest(waiting::waiting(host));
        self.go_on(level, next, rest);
        self.keep_below(kept);
        self.m.dynamic.host = waiting::state(&mut self.m.heap, level, rest, kept);
        self.settle();
        self.call_cont(cont, value)
    }

    /// At a callee position of level m: a `cont` gets its value. Calling one of a program's is an
    /// application of level m.
    fn call_cont(&mut self, cont: Value, value: Value) -> Flow {
        if self.is_opaque(cont) {
            return self.m.enter_call(cont, &[value]);
        }
        self.m.enter_given(cont, &[value])
    }

    /// `(apply-last procedure operands env)` at a callee position of level m, where a text that another one
    /// interprets calls something last: an application of level m, if it is no part of the step.
    pub(crate) fn apply_last(&mut self, arguments: &[Value]) -> Next {
        let [procedure, operands, _] = *arguments else {
            return Next::Go(self.m.deliver(Value::UNSPECIFIED));
        };
        let operands = pair::items(operands);
        let is_texts = primitive_of(procedure).is_some_and(Primitive::is_of_text);
        if is_texts || self.is_opaque(procedure) || !self.is_applied_above() {
            return Next::Go(self.m.enter_call(procedure, &operands));
        }
        self.apply_above(procedure, &operands)
    }

    /// Whether somebody has changed how the level that runs calls procedures.
    fn is_applied_above(&self) -> bool {
        self.m.governed.here.meets(Steps::of(Step::Apply))
    }

    /// Whether calling a procedure is part of a step: it is the text's own, or holds a level.
    fn is_opaque(&self, procedure: Value) -> bool {
        let operation = levels::machine::host::operation_of(procedure);
        operation.is_some_and(|operation| operation >= Primitive::ALL.len())
            || primitive_of(procedure).is_some_and(Primitive::is_of_step)
            || self.is_of_text(procedure)
    }

    /// Whether a procedure is one of the evaluator's text, or of what stands in its place.
    pub(crate) fn is_of_text(&self, procedure: Value) -> bool {
        if !procedure.is_a(Type::Closure) {
            return false;
        }
        let scope = procedure.field(closure::CODE).field(code::SCOPE);
        let globals = scope::globals_id(scope::outermost(scope));
        match environment::globals(&self.m, globals).owner {
            Owner::Evaluator | Owner::Interpreter => true,
            Owner::Program | Owner::Library => false,
        }
    }

    /// `(interpreted? procedure)` at a callee position of level m: whether level m performs the steps of
    /// the procedure's body one by one, by the text.
    pub(crate) fn is_interpreted(&mut self, procedure: Value) -> bool {
        let level = self.running().below();
        level.0 < self.honest
            && !self.is_of_library(procedure)
            && self.m.takes(procedure, self.steps_above(level))
    }

    /// Whether a procedure is one of the standard library's: a single step, whose own are nobody's.
    pub(crate) fn is_of_library(&self, procedure: Value) -> bool {
        procedure.is_a(Type::Closure)
            && procedure.field(closure::CODE).header().flags() & code::LIBRARY != 0
    }

    /// `(fail failure exp env cont)` at a callee position of level m: the error of level m - 1.
    pub(crate) fn fail_below(&mut self, arguments: &[Value]) -> Flow {
        let [failure, expression, environment, cont] = *arguments else {
            return self.m.deliver(Value::UNSPECIFIED);
        };
        let expression = if is_identifier(expression) { symbol_of(expression) } else { expression };
        let object = levels::evaluator::condition_of(failure);
        if levels::evaluator::is_failure(object) {
            // A variable held it.
            return self.call_cont(cont, object);
        }
        self.go_down_for(cont);
        self.m.push_expression_frame(expression, environment);
        self.m.raise(object, false)
    }

    /// `(apply-below operator operands env cont)` at a callee position of level m: level m - 1 calls the
    /// procedure.
    pub(crate) fn apply_below(&mut self, arguments: &[Value]) -> Flow {
        let [operator, operands, environment, cont] = *arguments else {
            return self.m.deliver(Value::UNSPECIFIED);
        };
        if let Some((row, arguments)) = self.simple_call(operator, operands) {
            return match row.apply(&mut self.m, &arguments) {
                Ok(value) => self.call_cont(cont, value),
                Err(refusal) => {
                    self.go_down_for(cont);
                    match local::expression_within(environment) {
                        Some(form) => self.m.push_expression_frame(form, environment),
                        None => self.m.push_call_frame(operator, &arguments),
                    }
                    self.m.builtin_refused(row, refusal, &arguments)
                }
            };
        }
        let Some(arguments) = pair::proper_items(operands) else {
            let message = "base-apply: the operands are no proper list".to_owned();
            let condition = Condition::Message { message, irritants: vec![operands] };
            return self.m.raise_condition(&condition);
        };
        self.go_down_for(cont);
        let Some(application) = local::expression_within(environment) else {
            return self.m.enter_noted(operator, &arguments);
        };
        if self.m.keeps_caller(operator) {
            self.m.push_expression_frame(application, environment);
        }
        self.m.enter_application(operator, &arguments)
    }

    /// At a callee position of level m: goes where level m - 1 does something whose value `cont` gets.
    fn go_down_for(&mut self, cont: Value) {
        if primitive_of(cont) == Some(Primitive::Cont) && self.is_below(cont.field(4)) {
            self.resume(cont.field(4));
        } else {
            self.descend_to(cont);
        }
    }

    /// A builtin's call, which calls nothing: level m can do it itself where the same parameters, at which a
    /// builtin may look, are in force.
    fn simple_call(
        &self,
        operator: Value,
        operands: Value,
    ) -> Option<(&'static Builtin, Vec<Value>)> {
        let kept = waiting::below(self.m.dynamic.host);
        let theirs = if kept.is_vector() { kept.field(1) } else { Value::NIL };
        let row = row_of(operator).filter(|_| theirs == self.m.dynamic.bindings)?;
        let arguments = pair::proper_items(operands)?;
        let fits = arguments.len() >= row.arity.min as usize
            && row.arity.max.is_none_or(|max| arguments.len() <= max as usize);
        fits.then_some((row, arguments))
    }
}

/// Whether a form has the parts that the text of a function takes out of it.
fn has_shape(function: Function, form: Value) -> bool {
    use Function::*;
    match function {
        BaseEval | BaseApply | ForeignApply => true,
        EvalVar => is_identifier(form),
        EvalBegin | EvalList => form.is_nil() || form.is_pair(),
        EvalImport | EvalMacroUse | EvalApplication => form.is_pair(),
        EvalQuote => has_parts(form, 2),
        EvalIf | EvalLambda | EvalDelta | EvalLetSyntax => has_parts(form, 3),
        EvalSet | EvalDefineSyntax => has_parts(form, 3) && is_identifier(form.cdr().car()),
        EvalDefine => has_parts(form, 2) && is_target(form.cdr().car()),
    }
}

/// Whether it is what a `define` may name: an identifier, or one with parameters.
fn is_target(target: Value) -> bool {
    is_identifier(target) || target.is_pair()
}

/// Whether a list has so many elements, or more.
fn has_parts(mut form: Value, count: usize) -> bool {
    for _ in 0..count {
        if !form.is_pair() {
            return false;
        }
        form = form.cdr();
    }
    true
}

/// The body of a closure, and the environment of a call of it.
fn call_of(m: &mut Machine, closure: Value, operands: Value) -> Outcome<(Value, Value)> {
    let environment = procedure_environment(m, closure, operands)?;
    Ok((procedure_body(m, closure)?, environment))
}

/// What a `cont` knows of the step that a frame has come to.
struct About {
    /// The continuation, with that frame.
    paused: Value,
    step: i64,
    form: Value,
    environment: Value,
}

fn cont_step(cont: Value) -> Option<About> {
    if !cont.is_a(Type::Builtin) || cont.header().len() < 9 {
        return None;
    }
    let step = cont.field(6).as_fixnum()?;
    Some(About { paused: cont.field(5), step, form: cont.field(7), environment: cont.field(8) })
}
