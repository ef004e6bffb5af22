//! Arithmetic on operands that the loop does not know how to combine.

use super::Machine;
use crate::builtins::argument;
use crate::condition::{Condition, Expected, Outcome, wrong_type};
use crate::layout::Type;
use crate::value::Value;
use crate::{number, string};

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
        let len = string::len(string);
        match index.as_index() {
            Some(at) if at < len => Ok(Value::char(string::get(&self.heap, string, at))),
            Some(_) | None => {
                argument::index(WHO, 2, index, len.saturating_sub(1))?;
                let (who, position, found, limit) = (WHO, 2, index, 0);
                Err(Box::new(Condition::OutOfRange { who, position, found, limit }))
            }
        }
    }
}

operations! {
    add => add,
    subtract => sub,
    multiply => mul,
    quotient => quotient,
    remainder => remainder,
    modulo => modulo,
}

macro_rules! relations {
    ($($name:ident => $function:ident,)*) => {
        impl Machine {
            $(
                #[inline(never)]
                pub(super) fn $name(&mut self, x: Value, y: Value) -> Outcome<bool> {
                    number::$function(&self.heap.effort, x, y)
                }
            )*
        }
    };
}

relations! {
    less => less,
    less_equal => less_or_equal,
    greater => greater,
    greater_equal => greater_or_equal,
    numbers_equal => num_eq,
}
