//! What kind of number it is.

use crate::condition::{Expected, Outcome, wrong_type};
use crate::machine::Machine;
use crate::number::{self, Kind};
use crate::value::Value;
use std::cmp::Ordering;

pub fn is_number(_: &mut Machine, arguments: &[Value]) -> Outcome {
    Ok(Value::boolean(number::is_number(arguments[0])))
}

pub fn is_real(_: &mut Machine, arguments: &[Value]) -> Outcome {
    Ok(Value::boolean(number::is_real(arguments[0])))
}

pub fn is_rational(_: &mut Machine, arguments: &[Value]) -> Outcome {
    Ok(Value::boolean(number::is_rational(arguments[0])))
}

pub fn is_integer(_: &mut Machine, arguments: &[Value]) -> Outcome {
    Ok(Value::boolean(number::is_integer(arguments[0])))
}

pub fn is_exact(_: &mut Machine, arguments: &[Value]) -> Outcome {
    of_number("exact?", arguments[0], number::is_exact)
}

pub fn is_inexact(_: &mut Machine, arguments: &[Value]) -> Outcome {
    of_number("inexact?", arguments[0], number::is_inexact)
}

pub fn is_exact_integer(_: &mut Machine, arguments: &[Value]) -> Outcome {
    Ok(Value::boolean(number::is_exact_integer(arguments[0])))
}

pub fn is_exact_rational(_: &mut Machine, arguments: &[Value]) -> Outcome {
    Ok(Value::boolean(number::is_exact_rational(arguments[0])))
}

pub fn is_exact_nonnegative_integer(_: &mut Machine, arguments: &[Value]) -> Outcome {
    let found = arguments[0];
    let holds = number::is_exact_integer(found) && !number::is_negative(found);
    Ok(Value::boolean(holds))
}

pub fn is_fixnum(_: &mut Machine, arguments: &[Value]) -> Outcome {
    Ok(Value::boolean(arguments[0].is_fixnum()))
}

pub fn is_flonum(_: &mut Machine, arguments: &[Value]) -> Outcome {
    Ok(Value::boolean(arguments[0].is_flonum()))
}

pub fn is_finite(_: &mut Machine, arguments: &[Value]) -> Outcome {
    of_number("finite?", arguments[0], |z| !any_part(z, |x| !x.is_finite()))
}

pub fn is_infinite(_: &mut Machine, arguments: &[Value]) -> Outcome {
    of_number("infinite?", arguments[0], |z| any_part(z, f64::is_infinite))
}

pub fn is_nan(_: &mut Machine, arguments: &[Value]) -> Outcome {
    of_number("nan?", arguments[0], |z| any_part(z, f64::is_nan))
}

pub fn is_zero(_: &mut Machine, arguments: &[Value]) -> Outcome {
    of_number("zero?", arguments[0], |z| {
        let (re, im) = number::parts(z);
        is_real_zero(re) && is_real_zero(im)
    })
}

pub fn is_positive(m: &mut Machine, arguments: &[Value]) -> Outcome {
    let sign = number::compare(&m.heap.effort, "positive?", arguments[0], Value::fixnum(0))?;
    Ok(Value::boolean(sign == Some(Ordering::Greater)))
}

pub fn is_negative(m: &mut Machine, arguments: &[Value]) -> Outcome {
    let sign = number::compare(&m.heap.effort, "negative?", arguments[0], Value::fixnum(0))?;
    Ok(Value::boolean(sign == Some(Ordering::Less)))
}

pub fn is_odd(m: &mut Machine, arguments: &[Value]) -> Outcome {
    let n = number::integer_argument(&mut m.heap, "odd?", 1, arguments[0])?;
    Ok(Value::boolean(number::is_odd(n)))
}

pub fn is_even(m: &mut Machine, arguments: &[Value]) -> Outcome {
    let n = number::integer_argument(&mut m.heap, "even?", 1, arguments[0])?;
    Ok(Value::boolean(!number::is_odd(n)))
}

fn of_number(who: &'static str, found: Value, holds: fn(Value) -> bool) -> Outcome {
    if number::is_number(found) {
        return Ok(Value::boolean(holds(found)));
    }
    wrong_type(who, 1, Expected::Number, found)
}

/// Whether a flonum among the parts of `z` is like that; exact parts are finite.
fn any_part(z: Value, holds: fn(f64) -> bool) -> bool {
    let (re, im) = number::parts(z);
    [re, im].into_iter().any(|part| part.is_flonum() && holds(part.flonum_value()))
}

fn is_real_zero(x: Value) -> bool {
    match Kind::of(x) {
        Some(Kind::Flonum) => x.flonum_value() == 0.0,
        Some(Kind::Fixnum | Kind::Bignum | Kind::Ratio | Kind::Complex) | None => {
            x == Value::fixnum(0)
        }
    }
}
