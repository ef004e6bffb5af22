//! The control primitives: procedures that decide what runs next. They are the machine's, not
//! builtins', because no builtin calls a procedure.

use super::call::Flow;
use super::case_lambda::CASES;
use super::continuation::field;
use super::host::FIRST_OF_HOST;
use super::resumption::Resumption;
use super::{Event, Machine};
use crate::condition::{Arity, Expected, Outcome, wrong_type};
use crate::environment;
use crate::heap::Collection;
use crate::layout::Type;
use crate::procedure::builtin;
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
    Apply = "apply", 2, None, true;
    /// `(%apply-plainly f list)`: a call that is part of what calls it, whoever governs calls.
    ApplyPlainly = "%apply-plainly", 2, Some(2), true;
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
    /// `(%the-environment)`: the environment of the call itself.
    TheEnvironment = "%the-environment", 0, Some(0), false;
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
    /// `(%set-parameter! p value)`: the value that is in force is this one from here on.
    SetParameter = "%set-parameter!", 2, Some(2), false;
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

/// Whether a procedure that the library knows by name may call what it is given, at once or, as promises
/// do, when it is asked.
pub(crate) fn may_call_given(procedure: Value) -> bool {
    if !procedure.is_a(Type::Builtin) {
        return true;
    }
    if let Some(row) = crate::builtins::row_of(procedure) {
        return row.library.is_some() || matches!(row.name, "%delay" | "%delay-force");
    }
    match control_of(procedure) {
        Some(control) => matches!(
            control,
            Control::Apply
                | Control::CallCc
                | Control::CallWithValues
                | Control::WithExceptionHandler
                | Control::WithHandlers
                | Control::WithBindings
        ),
        None => super::case_lambda::is_case_lambda(procedure),
    }
}

/// An arity as a word of a primitive's object.
pub(super) fn encode_arity(Arity { min, max }: Arity) -> Value {
    Value::fixnum(i64::from(min) | i64::from(max.unwrap_or(u16::MAX)) << 16)
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

    pub(super) fn install_control(&mut self, name: &str, stub: Value, number: i64, bounds: Value) {
        let symbol = self.intern(name);
        let index = Value::fixnum(-1 - number);
        let procedure = self.heap.object(Type::Builtin, &[stub, index, symbol, bounds]);
        environment::define(self, environment::UNIVERSE, symbol, procedure);
    }

    /// Runs the control primitive whose frame is at `fp`. Never part of the loop, whose registers it would take.
    #[inline(never)]
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
            Control::ApplyPlainly => return self.apply_plainly(),
            Control::CallCc => {
                let continuation = self.capture();
                self.enter_given(first, &[continuation])
            }
            Control::CallWithValues => {
                procedure_argument("call-with-values", 1, first)?;
                procedure_argument("call-with-values", 2, second)?;
                let data = [second, Value::FALSE, Value::FALSE];
                self.push_resume_frame(Resumption::Values as i64, data);
                self.enter_given(first, &[])
            }
            Control::WithExceptionHandler => {
                procedure_argument("with-exception-handler", 1, first)?;
                procedure_argument("with-exception-handler", 2, second)?;
                let handlers = self.dynamic.handlers;
                let data = [handlers, Value::FALSE, Value::FALSE];
                self.push_resume_frame(Resumption::Handlers as i64, data);
                self.dynamic.handlers = self.heap.cons(first, handlers);
                self.enter_given(second, &[])
            }
            Control::WithHandlers => {
                let data = [self.dynamic.handlers, Value::FALSE, Value::FALSE];
                self.push_resume_frame(Resumption::Handlers as i64, data);
                self.dynamic.handlers = first;
                self.enter_given(second, &[])
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
            Control::TheEnvironment => self.the_environment(),
            Control::WithBindings => {
                let data = [self.dynamic.bindings, Value::FALSE, Value::FALSE];
                self.push_resume_frame(Resumption::Bindings as i64, data);
                self.set_bindings(first);
                self.enter_given(second, &[])
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
            | Control::SetParameter
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
                    return wrong_type(who, 1, expected, first);
                }
                first.field(2)
            }
            Control::SetParameter => {
                if !first.is_a(Type::Parameter) {
                    return wrong_type("%set-parameter!", 1, Expected::Parameter, first);
                }
                self.set_parameter(first, second);
                Value::UNSPECIFIED
            }
            Control::ProcedureArity => self.procedure_arity(first)?,
            Control::CaseLambda => self.case_lambda()?,
            Control::CollectGarbage => {
                self.collect(Collection::Major);
                Value::UNSPECIFIED
            }
            Control::Apply
            | Control::ApplyPlainly
            | Control::CallCc
            | Control::CallWithValues
            | Control::WithExceptionHandler
            | Control::Raise
            | Control::RaiseContinuable
            | Control::Error
            | Control::Eval
            | Control::TheEnvironment
            | Control::WithBindings
            | Control::WithHandlers
            | Control::Decline
            | Control::Throw => Value::UNSPECIFIED,
        })
    }

    fn procedure_arity(&mut self, procedure: Value) -> Outcome {
        if !procedure.is_procedure() {
            let expected = Expected::Procedure;
            return wrong_type("procedure-arity", 1, expected, procedure);
        }
        let Arity { min, max } = super::call::arity_of(procedure);
        let max = max.map_or(Value::FALSE, |max| Value::fixnum(max.into()));
        Ok(self.heap.cons(Value::fixnum(min.into()), max))
    }

    fn error(&mut self) -> Flow {
        let arguments = self.arguments();
        let object = crate::builtins::condition::user_error(self, arguments[0], &arguments[1..]);
        self.raise(object, false)
    }
}

fn continuation_argument(who: &'static str, position: usize, found: Value) -> Outcome {
    if found.is_a(Type::Continuation) {
        return Ok(found);
    }
    wrong_type(who, position, Expected::Procedure, found)
}

fn procedure_argument(who: &'static str, position: usize, found: Value) -> Outcome<()> {
    if found.is_procedure() {
        return Ok(());
    }
    wrong_type(who, position, Expected::Procedure, found)
}
