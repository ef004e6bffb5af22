//! The primitives that move between levels, and a few that only the host can perform.

use levels::condition::Arity;
use levels::machine::host::HostPrimitive;
use levels::value::Value;
use meta_interpreter::Function;

macro_rules! primitives {
    ($($(#[$doc:meta])* $name:ident = $text:literal, $min:literal, $max:expr;)*) => {
        /// A primitive of the tower's.
        #[derive(Clone, Copy, PartialEq, Eq, Debug)]
        #[repr(usize)]
        pub enum Primitive { $($(#[$doc])* $name,)* }

        impl Primitive {
            /// Whether the text of the evaluator calls it in the place of what it does itself.
            pub const fn is_of_text(self) -> bool {
                matches!(
                    self,
                    Primitive::Fail
                        | Primitive::ApplyBelow
                        | Primitive::ApplyLast
                        | Primitive::LoadLibrary
                )
            }

            /// Whether calling one is part of a step, whatever it then calls.
            pub const fn is_of_step(self) -> bool {
                matches!(
                    self,
                    Primitive::Cont
                        | Primitive::ContOfText
                        | Primitive::Replaced
                        | Primitive::Reifying
                )
            }

            /// Whether its procedures are made while the tower runs: nothing is bound to one at birth.
            pub const fn is_made(self) -> bool {
                matches!(self, Primitive::OldCont | Primitive::Cont) || self.is_of_step()
            }

            /// Every primitive, in the order of its number.
            pub const ALL: &'static [Primitive] = &[$(Primitive::$name,)*];

            /// How the machine knows it.
            pub const fn description(self) -> HostPrimitive {
                match self {
                    $(Primitive::$name => HostPrimitive {
                        name: $text,
                        arity: Arity { min: $min, max: $max },
                        operation: self as usize,
                    },)*
                }
            }
        }
    };
}

/// How the machine knows the evaluator function `index` of `Function::ALL`.
pub(crate) const fn evaluator_function(index: usize) -> HostPrimitive {
    let function = Function::ALL[index];
    let arity = function.arity() as u16;
    HostPrimitive {
        name: function.name(),
        arity: Arity { min: arity, max: Some(arity) },
        operation: Primitive::ALL.len() + index,
    }
}

/// The primitive that a procedure is, if it is one.
pub(crate) fn primitive_of(procedure: Value) -> Option<Primitive> {
    let operation = levels::machine::host::operation_of(procedure)?;
    Primitive::ALL.get(operation).copied()
}

primitives! {
    /// `(em datum)`.
    Em = "em", 1, Some(1);
    /// `(EM form)`, with the environment that the compiler passes.
    EmForm = "%em", 2, Some(2);
    /// `(em-cont)`.
    EmCont = "em-cont", 0, Some(0);
    /// `(old-cont [value])`: its data is a continuation; or `(continuation . procedure)`, where the
    /// procedure is called with the value in the place of what was captured; or a level's number.
    OldCont = "old-cont", 0, Some(1);
    /// A `cont` as `rescue` gets it: its data is a continuation.
    Cont = "cont", 1, Some(1);
    /// A `cont` that the evaluator's text gives to a program: its data are a procedure of the text, what was in
    /// force below, and the number of the text's level.
    ContOfText = "cont", 1, Some(1);
    /// What the text finds under the name of a replaced function: its data is the function's number.
    Replaced = "%replaced", 3, Some(4);
    /// The procedure of a delta, as `delta-procedure` gives it, which is its data.
    Reifying = "%reifying", 3, Some(3);
    /// `(rescue condition env cont [sentence [notice]])`.
    Rescue = "rescue", 3, Some(5);
    /// `(read-forms text)`.
    ReadForms = "read-forms", 1, Some(1);
    /// `(transform forms)`.
    Transform = "transform", 1, Some(1);
    /// `(print-result value)`.
    PrintResult = "print-result", 1, Some(1);
    /// `(interaction-environment)`: the global environment of the level that runs (R7RS 6.12).
    InteractionEnvironment = "interaction-environment", 0, Some(0);
    /// `(environment set …)`: a new one with what the import sets bring (R7RS 6.12).
    Environment = "environment", 0, None;
    /// `(import set …)`, as the compiler passes it: the form and the environment.
    Import = "%import", 2, Some(2);
    /// `(define-library name …)`, in the same way.
    DefineLibrary = "%define-library", 2, Some(2);
    /// `(%delta form environment)`, as the compiler passes a `delta` form.
    DeltaForm = "%delta", 2, Some(2);
    /// What is called after something was written that the tower has to look at.
    Settled = "%settled", 0, None;
    /// `(fail failure exp env cont)`, for the text of the evaluator: an error of the level below.
    Fail = "%fail", 4, Some(4);
    /// `(apply-below operator operands env cont)`, for the same.
    ApplyBelow = "%apply-below", 4, Some(4);
    /// `(interpreted? procedure)`, for the same: whether the calls of a procedure are performed by the
    /// level that asks.
    Interpreted = "%interpreted?", 1, Some(1);
    /// `(how-it-runs procedure)`: in which manner, and under which names of the level above.
    HowItRuns = "%how-it-runs", 1, Some(1);
    /// `(apply-last procedure operands env)`, for a text that interprets another one: the last call of that.
    ApplyLast = "%apply-last", 3, Some(3);
    /// `(load-library exp env cont)`, for the text: `import` and `define-library`.
    LoadLibrary = "%load-library", 3, Some(3);
    /// `(make-delta exp env)`, for the same.
    MakeDelta = "%make-delta", 2, Some(2);
    /// `(delta-procedure delta)`, for the same.
    DeltaProcedure = "%delta-procedure", 1, Some(1);
    /// `(load file)`.
    Load = "load", 1, Some(2);
    /// `(%exit [status])`.
    Exit = "%exit", 0, Some(1);
    /// `(emergency-exit [status])`: no `dynamic-wind` thunk runs (R7RS 6.14).
    EmergencyExit = "emergency-exit", 0, Some(1);
    /// `(%environment-above)`: the global environment of the level above.
    EnvironmentAbove = "%environment-above", 0, Some(0);
    /// `(%call-above procedure argument)`: that call, made at the level above.
    CallAbove = "%call-above", 2, Some(2);
    /// `(evaluators level)`: what is replaced of what governs a level.
    Evaluators = "evaluators", 1, Some(1);
    /// `(reset-level! level)`: nothing of that is replaced any longer.
    ResetLevel = "reset-level!", 1, Some(1);
    /// `(init-tower levels [definitions])`: the levels below that number are interpreted step by step from
    /// here on.
    InitTower = "init-tower", 1, Some(2);
    /// `(snapshot)`.
    Snapshot = "snapshot", 0, Some(0);
    /// `(restore! snapshot [value])`.
    Restore = "restore!", 1, Some(2);
}
