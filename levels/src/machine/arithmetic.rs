//! Arithmetic on operands that the loop does not know how to combine.

use super::Machine;
use crate::builtins::argument;
use crate::condition::{Expected, Outcome, wrong_type};
use crate::effort::Effort;
use crate::layout::Type;
use crate::value::Value;
use crate::{number, string};

/// Compares `x`, the argument of `zero?`, with zero.
fn is_zero(effort: &Effort, x: Value, zero: Value) -> Outcome<bool> {
    if number::is_number(x) {
        number::num_eq(effort, x, zero)
    } else {
        wrong_type("zero?", 1, Expected::Number, x)
    }
}

macro_rules! operations {
    ($($name:ident => $function:ident,)*) => {
        impl Machine {
            $(
                #[inline(never)]
                pub(super) fn $name(&mut self, x: Value, y: Value) -> Outcome {
                    number::$function(&mut self.heap, x, y)
                }
            )*
        }
    };
}

impl Machine {
    /// `string-ref`.
    #[inline(never)]
    pub(super) fn string_ref(&mut self, string: Value, index: Value) -> Outcome {
        const WHO: &str = "string-ref";
        if !string.is_a(Type::String) {
            return wrong_type(WHO, 1, Expected::String, string);
        }
        let at = argument::element(WHO, 2, index, string::len(string))?;
        Ok(Value::char(string::get(&self.heap, string, at)))
    }
}

operations! {
    add => add,
    subtract => sub,
    multiply => mul,
    divide => divide,
    quotient => quotient,
    remainder => remainder,
    modulo => modulo,
}

macro_rules! relations {
    ($($name:ident => $function:path,)*) => {
        impl Machine {
            $(
                #[inline(never)]
                pub(super) fn $name(&mut self, x: Value, y: Value) -> Outcome<bool> {
                    $function(&self.heap.effort, x, y)
                }
            )*
        }
    };
}

relations! {
    less => number::less,
    less_equal => number::less_or_equal,
    greater => number::greater,
    greater_equal => number::greater_or_equal,
    numbers_equal => number::num_eq,
    is_zero => is_zero,
}
