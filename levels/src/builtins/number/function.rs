//! Powers, roots, transcendental functions, and the parts of complex numbers.

use crate::condition::{Expected, Outcome, wrong_type};
use crate::machine::Machine;
use crate::number::{self, power, transcendental};
use crate::value::Value;

pub fn square(m: &mut Machine, arguments: &[Value]) -> Outcome {
    let z = number_argument("square", arguments[0])?;
    number::mul(&mut m.heap, z, z)
}

pub fn cube(m: &mut Machine, arguments: &[Value]) -> Outcome {
    let z = number_argument("cube", arguments[0])?;
    let square = number::mul(&mut m.heap, z, z)?;
    number::mul(&mut m.heap, square, z)
}

pub fn sqrt(m: &mut Machine, arguments: &[Value]) -> Outcome {
    power::sqrt(&mut m.heap, arguments[0])
}

pub fn expt(m: &mut Machine, arguments: &[Value]) -> Outcome {
    power::expt(&mut m.heap, arguments[0], arguments[1])
}

pub fn exp(m: &mut Machine, arguments: &[Value]) -> Outcome {
    transcendental::exp(&mut m.heap, arguments[0])
}

pub fn log(m: &mut Machine, arguments: &[Value]) -> Outcome {
    match arguments.get(1) {
        Some(base) => transcendental::log_to_base(&mut m.heap, arguments[0], *base),
        None => transcendental::log(&mut m.heap, arguments[0]),
    }
}

pub fn sin(m: &mut Machine, arguments: &[Value]) -> Outcome {
    transcendental::sin(&mut m.heap, arguments[0])
}

pub fn cos(m: &mut Machine, arguments: &[Value]) -> Outcome {
    transcendental::cos(&mut m.heap, arguments[0])
}

pub fn tan(m: &mut Machine, arguments: &[Value]) -> Outcome {
    transcendental::tan(&mut m.heap, arguments[0])
}

pub fn asin(m: &mut Machine, arguments: &[Value]) -> Outcome {
    transcendental::asin(&mut m.heap, arguments[0])
}

pub fn acos(m: &mut Machine, arguments: &[Value]) -> Outcome {
    transcendental::acos(&mut m.heap, arguments[0])
}

pub fn atan(m: &mut Machine, arguments: &[Value]) -> Outcome {
    match arguments.get(1) {
        Some(x) => transcendental::atan2(&mut m.heap, arguments[0], *x),
        None => transcendental::atan(&mut m.heap, arguments[0]),
    }
}

pub fn make_rectangular(m: &mut Machine, arguments: &[Value]) -> Outcome {
    let (re, im) = two_reals("make-rectangular", arguments)?;
    Ok(number::rectangular(&mut m.heap, re, im))
}

pub fn make_polar(m: &mut Machine, arguments: &[Value]) -> Outcome {
    let (magnitude, angle) = two_reals("make-polar", arguments)?;
    Ok(transcendental::make_polar(&mut m.heap, magnitude, angle))
}

pub fn real_part(_: &mut Machine, arguments: &[Value]) -> Outcome {
    Ok(number::parts(number_argument("real-part", arguments[0])?).0)
}

pub fn imag_part(_: &mut Machine, arguments: &[Value]) -> Outcome {
    Ok(number::parts(number_argument("imag-part", arguments[0])?).1)
}

pub fn magnitude(m: &mut Machine, arguments: &[Value]) -> Outcome {
    transcendental::magnitude(&mut m.heap, arguments[0])
}

pub fn angle(m: &mut Machine, arguments: &[Value]) -> Outcome {
    transcendental::angle(&mut m.heap, arguments[0])
}

fn number_argument(who: &'static str, found: Value) -> Outcome {
    if number::is_number(found) { Ok(found) } else { wrong_type(who, 1, Expected::Number, found) }
}

fn two_reals(who: &'static str, arguments: &[Value]) -> Outcome<(Value, Value)> {
    for (index, found) in arguments.iter().enumerate() {
        if !number::is_real(*found) {
            return wrong_type(who, index + 1, Expected::Real, *found);
        }
    }
    Ok((arguments[0], arguments[1]))
}
