//! The control primitives: procedures that decide what runs next. They are the machine's, not
//! builtins', because no builtin calls a procedure.

use super::call::Flow;
use super::case_lambda::CASES;
use super::continuation::field;
use super::stubs::{DATA, KIND, VALUE};
use super::{Event, Machine};
use crate::condition::{Arity, Condition, Expected, Outcome};
use crate::environment::{self, cell};
use crate::layout::Type;
use crate::level::local;
use crate::procedure::{builtin, closure, code};
use crate::value::Value;

macro_rules! controls {
    ($($(#[$doc:meta])* $name:ident = $text:literal, $min:literal, $max:expr, $tail:literal;)*) => {
        /// A control primitive.
        #[derive(Clone, Copy, PartialEq, Eq, Debug)]
        #[repr(u8)]
        pub enum Control { $($(#[$doc])* $name,)* }

        /// A row: the primitive, its name, its arity, and whether it takes the place of its
        /// caller's frame when called last.
        pub const CONTROLS: &[(Control, &str, Arity, bool)] =
            &[$((Control::$name, $text, Arity { min: $min, max: $max }, $tail),)*];
    };
}

controls! {
    /// `(apply f a … list)`.
    Apply = "apply", 1, None, true;
    /// `(%call/cc f)`: the continuation without its `dynamic-wind` duties is in it all the same.
    CallCc = "call-with-current-continuation", 1, Some(1), true;
    /// `(call-with-values producer consumer)`.
    CallWithValues = "call-with-values", 2, Some(2), true;
    /// `(with-exception-handler handler thunk)`.
    WithExceptionHandler = "with-exception-handler", 2, Some(2), false;
    /// `(raise object)`.
    Raise = "raise", 1, Some(1), false;
    /// `(raise-continuable object)`.
    RaiseContinuable = "raise-continuable", 1, Some(1), false;
    /// `(error message irritant …)`.
    Error = "error", 1, None, false;
    /// `(eval form environment)`.
    Eval = "eval", 1, Some(2), true;
    /// `(%with-bindings bindings thunk)`: the bindings of parameters while the thunk runs.
    WithBindings = "%with-bindings", 2, Some(2), false;
    /// `(%bindings)`.
    Bindings = "%bindings", 0, Some(0), false;
    /// `(%handlers)`: the handlers in force, innermost first.
    Handlers = "%handlers", 0, Some(0), false;
    /// `(%with-handlers handlers thunk)`: these handlers, and no others, while the thunk runs.
    WithHandlers = "%with-handlers", 2, Some(2), false;
    /// `(%decline k object)`: `k` is the continuation of a handler's call. Gives up everything that
    /// runs and has the object go on to the next handler outside, as if this one were not there.
    Decline = "%decline", 2, Some(2), true;
    /// `(%winders)`.
    Winders = "%winders", 0, Some(0), false;
    /// `(%set-winders! list)`.
    SetWinders = "%set-winders!", 1, Some(1), false;
    /// `(%continuation-winders k)`.
    ContinuationWinders = "%continuation-winders", 1, Some(1), false;
    /// `(%throw k value)`: resumes without running `dynamic-wind` thunks.
    Throw = "%throw", 2, Some(2), true;
    /// `(%make-parameter value converter)`.
    MakeParameter = "%make-parameter", 2, Some(2), false;
    /// `(%parameter-converter p)`.
    ParameterConverter = "%parameter-converter", 1, Some(1), false;
    /// `(procedure-arity p)`: `(min . max)`, max being `#f` for any number.
    ProcedureArity = "procedure-arity", 1, Some(1), false;
    /// `(%case-lambda procedure …)`: a procedure that is the first of these that takes the number of
    /// arguments it is given.
    CaseLambda = "%case-lambda", 0, None, false;
    /// `(collect-garbage)`.
    CollectGarbage = "collect-garbage", 0, Some(0), false;
}

/// The control primitive that a procedure is, if it is one.
pub(super) fn control_of(procedure: Value) -> Option<Control> {
    let row = Some(procedure).filter(|procedure| procedure.is_a(Type::Builtin))?;
    let number = -1 - row.field(builtin::ROW).fixnum_value();
    usize::try_from(number).ok().and_then(|number| CONTROLS.get(number)).map(|row| row.0)
}

/// Numbers from here on are the host's primitives.
const FIRST_OF_HOST: i64 = 1000;
/// Kinds of the machine's own frames: what happens to the value that comes back.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(u8)]
pub enum Resumption {
    /// Data: handlers to put back. The value goes on.
    Handlers,
    /// Data: handlers to put back, the object raised, whether continuable. A handler returned.
    Handler,
    /// Data: bindings to put back. The value goes on.
    Bindings,
    /// Data: the consumer of the values.
    Values,
    /// Data: arguments. The value is called with them.
    Operator,
    /// Data: procedure and arguments of a call that failed and that no code wrote down in this form.
    /// The value goes on.
    Call,
}

impl Resumption {
    const ALL: [Resumption; 6] = [
        Resumption::Handlers,
        Resumption::Handler,
        Resumption::Bindings,
        Resumption::Values,
        Resumption::Operator,
        Resumption::Call,
    ];
}

/// A primitive of the host's.
pub struct HostPrimitive {
    /// Its name.
    pub name: &'static str,
    /// How many arguments it takes.
    pub arity: Arity,
    /// The number in `Event::Called`.
    pub operation: usize,
}

impl HostPrimitive {
    /// Its number among control primitives, and its arity as an object holds it.
    fn encode(&self) -> (i64, Value) {
        let Arity { min, max } = self.arity;
        let bounds = i64::from(min) | i64::from(max.unwrap_or(u16::MAX)) << 16;
        (FIRST_OF_HOST + self.operation as i64, Value::fixnum(bounds))
    }
}

/// The arity of a control primitive or of a host's.
pub(super) fn arity(procedure: Value) -> Arity {
    let number = -1 - procedure.field(builtin::ROW).fixnum_value();
    if number >= CASES {
        let bounds = procedure.field(builtin::NAME + 1).fixnum_value();
        let max = (bounds >> 16) as u16;
        return Arity { min: bounds as u16, max: (max != u16::MAX).then_some(max) };
    }
    CONTROLS[number as usize].2
}

impl Machine {
    /// Binds every control primitive in the universe.
    pub(super) fn install_controls(&mut self) {
        for (number, (_, name, _, tail)) in CONTROLS.iter().enumerate() {
            let stub = if *tail { self.stubs.control_tail } else { self.stubs.control };
            self.install_control(name, stub, number as i64, Value::FALSE);
        }
    }

    /// Binds primitives of the host's in the universe.
    pub fn install_host(&mut self, primitives: &[HostPrimitive]) {
        for primitive in primitives {
            let (number, bounds) = primitive.encode();
            self.install_control(primitive.name, self.stubs.control, number, bounds);
        }
    }

    /// Binds the parameters that hold the current ports.
    pub(super) fn install_port_parameters(&mut self) {
        let names = ["current-input-port", "current-output-port", "current-error-port"];
        let ports = [self.standard_input, self.standard_output, self.standard_error];
        for (i, (name, port)) in names.into_iter().zip(ports).enumerate() {
            let code = self.stubs.parameter;
            let parameter = self.heap.object(Type::Parameter, &[code, port, Value::FALSE]);
            self.port_parameters[i] = parameter;
            let symbol = self.intern(name);
            environment::define(self, environment::UNIVERSE, symbol, parameter);
        }
    }

    /// A new primitive of the host's that is bound to no name; `data` is its own.
    pub fn new_host_procedure(&mut self, primitive: &HostPrimitive, data: Value) -> Value {
        let (stub, symbol) = (self.stubs.control_tail, self.intern(primitive.name));
        let (number, bounds) = primitive.encode();
        let row = Value::fixnum(-1 - number);
        self.heap.object(Type::Builtin, &[stub, row, symbol, bounds, data])
    }

    fn install_control(&mut self, name: &str, stub: Value, number: i64, bounds: Value) {
        let symbol = self.intern(name);
        let index = Value::fixnum(-1 - number);
        let procedure = self.heap.object(Type::Builtin, &[stub, index, symbol, bounds]);
        environment::define(self, environment::UNIVERSE, symbol, procedure);
    }

    /// Runs the control primitive whose frame is at `fp`.
    pub(super) fn control(&mut self) -> Flow {
        let procedure = self.slot(1);
        let Arity { min, max } = arity(procedure);
        if self.argc < min as usize || max.is_some_and(|max| self.argc > max as usize) {
            return self.wrong_arity();
        }
        let number = -1 - procedure.field(builtin::ROW).fixnum_value();
        if number == CASES {
            return self.enter_case(procedure);
        }
        if number >= FIRST_OF_HOST {
            let operation = (number - FIRST_OF_HOST) as usize;
            let arguments = self.arguments();
            return Flow::Stop(Box::new(Event::Called { procedure, operation, arguments }));
        }
        match self.perform(CONTROLS[number as usize].0) {
            Ok(flow) => flow,
            Err(condition) => self.raise_condition(&condition),
        }
    }

    fn perform(&mut self, control: Control) -> Outcome<Flow> {
        let (first, second) = (self.slot(2), self.slot(3));
        Ok(match control {
            Control::Apply => return self.apply(),
            Control::CallCc => {
                let continuation = self.capture();
                self.enter_call(first, &[continuation])
            }
            Control::CallWithValues => {
                let data = [second, Value::FALSE, Value::FALSE];
                self.push_resume_frame(Resumption::Values as i64, data);
                self.enter_call(first, &[])
            }
            Control::WithExceptionHandler => {
                let handlers = self.dynamic.handlers;
                let data = [handlers, Value::FALSE, Value::FALSE];
                self.push_resume_frame(Resumption::Handlers as i64, data);
                self.dynamic.handlers = self.heap.cons(first, handlers);
                self.enter_call(second, &[])
            }
            Control::WithHandlers => {
                let data = [self.dynamic.handlers, Value::FALSE, Value::FALSE];
                self.push_resume_frame(Resumption::Handlers as i64, data);
                self.dynamic.handlers = first;
                self.enter_call(second, &[])
            }
            Control::Decline => {
                let continuation = continuation_argument("%decline", 1, first)?;
                self.reinstate(continuation);
                self.decline(second)
            }
            Control::Raise => self.raise(first, false),
            Control::RaiseContinuable => self.raise(first, true),
            Control::Error => self.error(),
            Control::Eval => return self.eval(),
            Control::WithBindings => {
                let data = [self.dynamic.bindings, Value::FALSE, Value::FALSE];
                self.push_resume_frame(Resumption::Bindings as i64, data);
                self.set_bindings(first);
                self.enter_call(second, &[])
            }
            Control::Throw => {
                let continuation = continuation_argument("%throw", 1, first)?;
                self.reinstate(continuation);
                self.deliver(second)
            }
            Control::Bindings
            | Control::Handlers
            | Control::Winders
            | Control::SetWinders
            | Control::ContinuationWinders
            | Control::MakeParameter
            | Control::ParameterConverter
            | Control::ProcedureArity
            | Control::CaseLambda
            | Control::CollectGarbage => {
                let value = self.answer(control, first, second)?;
                self.deliver(value)
            }
        })
    }

    /// The primitives that only look at or set the machine's registers.
    fn answer(&mut self, control: Control, first: Value, second: Value) -> Outcome {
        Ok(match control {
            Control::Bindings => self.dynamic.bindings,
            Control::Handlers => self.dynamic.handlers,
            Control::Winders => self.dynamic.winders,
            Control::SetWinders => {
                self.dynamic.winders = first;
                Value::UNSPECIFIED
            }
            Control::ContinuationWinders => {
                continuation_argument("%continuation-winders", 1, first)?.field(field::WINDERS)
            }
            Control::MakeParameter => {
                let code = self.stubs.parameter;
                self.heap.object(Type::Parameter, &[code, first, second])
            }
            Control::ParameterConverter => {
                if !first.is_a(Type::Parameter) {
                    let (who, expected) = ("parameterize", Expected::Parameter);
                    return crate::condition::wrong_type(who, 1, expected, first);
                }
                first.field(2)
            }
            Control::ProcedureArity => self.procedure_arity(first)?,
            Control::CaseLambda => self.case_lambda()?,
            Control::CollectGarbage => {
                self.request_major_collection();
                Value::UNSPECIFIED
            }
            Control::Apply
            | Control::CallCc
            | Control::CallWithValues
            | Control::WithExceptionHandler
            | Control::Raise
            | Control::RaiseContinuable
            | Control::Error
            | Control::Eval
            | Control::WithBindings
            | Control::WithHandlers
            | Control::Decline
            | Control::Throw => Value::UNSPECIFIED,
        })
    }

    fn procedure_arity(&mut self, procedure: Value) -> Outcome {
        if !procedure.is_procedure() {
            let expected = Expected::Procedure;
            return crate::condition::wrong_type("procedure-arity", 1, expected, procedure);
        }
        let Arity { min, max } = super::call::arity_of(procedure);
        let max = max.map_or(Value::FALSE, |max| Value::fixnum(max.into()));
        Ok(self.heap.cons(Value::fixnum(min.into()), max))
    }

    fn apply(&mut self) -> Outcome<Flow> {
        let mut arguments = self.arguments();
        let procedure = arguments.remove(0);
        if let Some(mut rest) = arguments.pop() {
            let (list, position) = (rest, self.argc);
            let (mut slow, before) = (rest, arguments.len());
            while rest.is_pair() {
                arguments.push(rest.car());
                rest = rest.cdr();
                if (arguments.len() - before).is_multiple_of(2) && slow.is_pair() {
                    slow = slow.cdr();
                    if slow == rest && rest.is_pair() {
                        let who = "apply";
                        return Err(Box::new(Condition::Circular { who, position }));
                    }
                }
            }
            if !rest.is_nil() {
                let expected = Expected::ProperList;
                return crate::condition::wrong_type("apply", position, expected, list);
            }
        }
        Ok(self.enter_call_of_many(procedure, &arguments))
    }

    /// `enter_call` with any number of arguments: those that a rest list is going to take never
    /// lie on the stack all at once.
    fn enter_call_of_many(&mut self, procedure: Value, arguments: &[Value]) -> Flow {
        const ON_STACK: usize = 4096;
        if arguments.len() <= ON_STACK || !procedure.is_procedure() {
            return self.enter_call(procedure, arguments);
        }
        if let Some(row) = crate::builtins::row_of(procedure) {
            return self.call_builtin(row, procedure, arguments);
        }
        let (expected, found) = (super::call::arity_of(procedure), arguments.len());
        if !procedure.is_a(Type::Closure) || expected.max.is_some() {
            let condition = Condition::WrongArity { procedure, expected, found };
            self.push_call_frame(procedure, arguments);
            return self.raise_condition(&condition);
        }
        let required = expected.min as usize;
        let rest = self.heap.list(&arguments[required..]);
        self.enter_with_rest(procedure, &arguments[..required], rest)
    }

    /// Calls a closure with a rest list that is there already.
    fn enter_with_rest(&mut self, procedure: Value, required: &[Value], rest: Value) -> Flow {
        let template = procedure.field(0);
        if let Err(condition) = crate::compiler::compile_code(self, template) {
            return self.raise_condition(&condition);
        }
        let flow = self.enter_call(procedure, required);
        self.set_slot(2 + required.len(), rest);
        let ret = self.pc.wrapping_add(3);
        // SAFETY: a compiled closure with a rest list starts with `EnterRest`.
        let words = unsafe { *self.pc } >> 48;
        drop(flow);
        self.poll_at(ret, words as usize)
    }

    fn error(&mut self) -> Flow {
        let arguments = self.arguments();
        let object = crate::builtins::condition::user_error(self, arguments[0], &arguments[1..]);
        self.raise(object, false)
    }

    fn eval(&mut self) -> Outcome<Flow> {
        let form = self.slot(2);
        let environment = if self.argc == 2 { self.slot(3) } else { Value::ABSENT };
        let (scope, context) = self.environment_parts(environment)?;
        Ok(self.enter_evaluation(form, scope, context))
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
        crate::condition::wrong_type("eval", 2, Expected::Environment, environment)
    }

    /// The global scope of the code whose call is at the callee position.
    fn global_scope_of_caller(&self) -> Value {
        for frame in self.suspended_frames() {
            let procedure = frame.slot(1);
            if procedure.is_a(Type::Closure) {
                let scope = procedure.field(closure::CODE).field(code::SCOPE);
                if scope.is_a(Type::Scope) {
                    return crate::expander::scope::outermost(scope);
                }
            }
        }
        environment::globals(self, environment::UNIVERSE).scope
    }

    /// Puts bindings of parameters in force.
    pub(super) fn set_bindings(&mut self, bindings: Value) {
        if bindings == self.dynamic.bindings {
            return;
        }
        self.dynamic.bindings = bindings;
        let [input, output, error] = self.port_parameters;
        self.input_port = self.parameter_value(input);
        self.output_port = self.parameter_value(output);
        self.error_port = self.parameter_value(error);
    }

    /// A continuation is called. Jumps that have `dynamic-wind` thunks to run are left to a
    /// procedure of the standard library.
    pub(super) fn enter_continuation(&mut self) -> Flow {
        let continuation = self.slot(1);
        let value = match self.argc {
            1 => self.slot(2),
            _ => {
                let values = self.arguments();
                self.heap.object(Type::MultipleValues, &values)
            }
        };
        if continuation.field(field::WINDERS) != self.dynamic.winders {
            let symbol = self.intern("%rewind");
            let cell = environment::cell_for(self, environment::UNIVERSE, symbol);
            return self.enter_call(cell.field(cell::VALUE), &[continuation, value]);
        }
        self.reinstate(continuation);
        self.deliver(value)
    }

    /// A value came back to a frame of the machine's own.
    pub(super) fn resume(&mut self) -> Flow {
        let kind = Resumption::ALL[self.slot(KIND).fixnum_value() as usize];
        let (data, value) = (self.slot(DATA), self.slot(VALUE));
        match kind {
            Resumption::Handlers => {
                self.dynamic.handlers = data;
                self.deliver(value)
            }
            Resumption::Bindings => {
                self.set_bindings(data);
                self.deliver(value)
            }
            Resumption::Handler => {
                let (object, continuable) = (self.slot(DATA + 1), self.slot(DATA + 2));
                self.handler_returned(data, object, continuable.is_true(), value)
            }
            Resumption::Values => {
                let values = values_of(value);
                self.enter_call_of_many(data, &values)
            }
            Resumption::Operator => {
                let arguments = list_items(data);
                self.enter_application(value, &arguments)
            }
            Resumption::Call => self.deliver(value),
        }
    }

    /// At the callee position of a handler's call: gives the object to the next handler outside. What
    /// comes back is the value of the raise.
    fn decline(&mut self, object: Value) -> Flow {
        let handler = self.suspended_frames().next().map(|frame| {
            let is_handler = frame.ret == self.stubs.resume
                && frame.slot(KIND) == Value::fixnum(Resumption::Handler as i64);
            is_handler.then(|| (frame.slot(DATA), frame.slot(DATA + 2).is_true()))
        });
        let Some((handlers, continuable)) = handler.flatten() else {
            return self.raise(object, true);
        };
        self.underflow(Value::FALSE);
        self.raise_outside(handlers, object, continuable)
    }

    fn handler_returned(
        &mut self,
        handlers: Value,
        object: Value,
        continuable: bool,
        value: Value,
    ) -> Flow {
        if continuable {
            self.dynamic.handlers = handlers;
            return self.deliver(value);
        }
        let message = "a handler returned from a raise that is not continuable".to_string();
        let condition = Condition::Message { message, irritants: vec![object] };
        let object = crate::builtins::condition::to_object(self, &condition);
        self.raise_outside(handlers, object, false)
    }

    /// Raises to the handlers outside of the innermost of `handlers`; what is given for the raise
    /// comes back where all of them are in force.
    fn raise_outside(&mut self, handlers: Value, object: Value, continuable: bool) -> Flow {
        let data = [handlers, Value::FALSE, Value::FALSE];
        self.push_resume_frame(Resumption::Handlers as i64, data);
        self.dynamic.handlers = if handlers.is_pair() { handlers.cdr() } else { handlers };
        self.raise(object, continuable)
    }
}

/// The values that arrive as one object.
pub fn values_of(value: Value) -> Vec<Value> {
    if value.is_a(Type::MultipleValues) {
        return (0..value.header().len()).map(|i| value.field(i)).collect();
    }
    vec![value]
}

/// The items of a proper list that the machine made.
pub fn list_items(mut list: Value) -> Vec<Value> {
    let mut items = Vec::new();
    while list.is_pair() {
        items.push(list.car());
        list = list.cdr();
    }
    items
}

fn continuation_argument(who: &'static str, position: usize, found: Value) -> Outcome {
    if found.is_a(Type::Continuation) {
        return Ok(found);
    }
    crate::condition::wrong_type(who, position, Expected::Procedure, found)
}
