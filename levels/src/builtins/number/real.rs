//! Rounding, fractions, exactness.

use crate::condition::{Expected, Outcome, wrong_type};
use crate::machine::Machine;
use crate::number;
use crate::number::rounding::{self, Direction};
use crate::number::transcendental;
use crate::value::Value;

pub fn abs(m: &mut Machine, arguments: &[Value]) -> Outcome {
    if !number::is_real(arguments[0]) {
        return wrong_type("abs", 1, Expected::Real, arguments[0]);
    }
    transcendental::magnitude(&mut m.heap, arguments[0])
}

pub fn floor(m: &mut Machine, arguments: &[Value]) -> Outcome {
    rounding::to_integer(&mut m.heap, "floor", Direction::Floor, arguments[0])
}

pub fn ceiling(m: &mut Machine, arguments: &[Value]) -> Outcome {
    rounding::to_integer(&mut m.heap, "ceiling", Direction::Ceiling, arguments[0])
}

pub fn truncate(m: &mut Machine, arguments: &[Value]) -> Outcome {
    rounding::to_integer(&mut m.heap, "truncate", Direction::Truncate, arguments[0])
}

pub fn round(m: &mut Machine, arguments: &[Value]) -> Outcome {
    rounding::to_integer(&mut m.heap, "round", Direction::Round, arguments[0])
}

pub fn numerator(m: &mut Machine, arguments: &[Value]) -> Outcome {
    rounding::numerator(&mut m.heap, arguments[0])
}

pub fn denominator(m: &mut Machine, arguments: &[Value]) -> Outcome {
    rounding::denominator(&mut m.heap, arguments[0])
}

pub fn rationalize(m: &mut Machine, arguments: &[Value]) -> Outcome {
    rounding::rationalize(&mut m.heap, arguments[0], arguments[1])
}

pub fn exact(m: &mut Machine, arguments: &[Value]) -> Outcome {
    number::exact(&mut m.heap, "exact", arguments[0])
}

pub fn inexact_to_exact(m: &mut Machine, arguments: &[Value]) -> Outcome {
    number::exact(&mut m.heap, "inexact->exact", arguments[0])
}

pub fn inexact(m: &mut Machine, arguments: &[Value]) -> Outcome {
    inexact_in_name_of(m, "inexact", arguments[0])
}

pub fn exact_to_inexact(m: &mut Machine, arguments: &[Value]) -> Outcome {
    inexact_in_name_of(m, "exact->inexact", arguments[0])
}

fn inexact_in_name_of(m: &mut Machine, who: &'static str, z: Value) -> Outcome {
    if !number::is_number(z) {
        return wrong_type(who, 1, Expected::Number, z);
    }
    Ok(number::inexact(&mut m.heap, z))
}
