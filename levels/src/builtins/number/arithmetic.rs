//! `+ - * /`, comparison, `max` and `min`, of any number of arguments.

use crate::condition::{Expected, Outcome, wrong_type};
use crate::heap::Heap;
use crate::machine::Machine;
use crate::number;
use crate::value::Value;
use std::cmp::Ordering;

pub fn add(m: &mut Machine, arguments: &[Value]) -> Outcome {
    let sum = arguments.iter().try_fold(0i64, |sum, term| sum.checked_add(term.as_fixnum()?));
    if let Some(sum) = sum.and_then(Value::try_fixnum) {
        return Ok(sum);
    }
    fold(m, "+", Value::fixnum(0), arguments, number::add)
}

pub fn multiply(m: &mut Machine, arguments: &[Value]) -> Outcome {
    fold(m, "*", Value::fixnum(1), arguments, number::mul)
}

pub fn subtract(m: &mut Machine, arguments: &[Value]) -> Outcome {
    match arguments {
        [z] => number::negate(&mut m.heap, *z),
        _ => fold(m, "-", Value::fixnum(0), arguments, number::sub),
    }
}

pub fn divide(m: &mut Machine, arguments: &[Value]) -> Outcome {
    match arguments {
        [z] if number::is_number(*z) => number::divide(&mut m.heap, Value::fixnum(1), *z),
        _ => fold(m, "/", Value::fixnum(1), arguments, number::divide),
    }
}

/// Combines the arguments from left to right; `empty` if there are none. All are checked first, so
/// that the position reported is right.
fn fold(
    m: &mut Machine,
    who: &'static str,
    empty: Value,
    arguments: &[Value],
    operation: fn(&mut Heap, Value, Value) -> Outcome,
) -> Outcome {
    check(who, Expected::Number, number::is_number, arguments)?;
    let Some((first, rest)) = arguments.split_first() else { return Ok(empty) };
    rest.iter().try_fold(*first, |total, z| operation(&mut m.heap, total, *z))
}

fn check(
    who: &'static str,
    expected: Expected,
    holds: fn(Value) -> bool,
    arguments: &[Value],
) -> Outcome<()> {
    match arguments.iter().position(|found| !holds(*found)) {
        Some(index) => wrong_type(who, index + 1, expected, arguments[index]),
        None => Ok(()),
    }
}

pub fn equal(m: &mut Machine, arguments: &[Value]) -> Outcome {
    check("=", Expected::Number, number::is_number, arguments)?;
    for pair in arguments.windows(2) {
        if !number::num_eq(&m.heap.effort, pair[0], pair[1])? {
            return Ok(Value::FALSE);
        }
    }
    Ok(Value::TRUE)
}

pub fn less(m: &mut Machine, arguments: &[Value]) -> Outcome {
    chain(m, "<", arguments, Ordering::is_lt)
}

pub fn greater(m: &mut Machine, arguments: &[Value]) -> Outcome {
    chain(m, ">", arguments, Ordering::is_gt)
}

pub fn less_or_equal(m: &mut Machine, arguments: &[Value]) -> Outcome {
    chain(m, "<=", arguments, Ordering::is_le)
}

pub fn greater_or_equal(m: &mut Machine, arguments: &[Value]) -> Outcome {
    chain(m, ">=", arguments, Ordering::is_ge)
}

/// Whether each argument stands to the next as `holds` says. All are checked to be real first.
fn chain(
    m: &Machine,
    who: &'static str,
    arguments: &[Value],
    holds: fn(Ordering) -> bool,
) -> Outcome {
    check(who, Expected::Real, number::is_real, arguments)?;
    for pair in arguments.windows(2) {
        if !number::compare(&m.heap.effort, who, pair[0], pair[1])?.is_some_and(holds) {
            return Ok(Value::FALSE);
        }
    }
    Ok(Value::TRUE)
}

pub fn max(m: &mut Machine, arguments: &[Value]) -> Outcome {
    extreme(m, "max", arguments, Ordering::Greater)
}

pub fn min(m: &mut Machine, arguments: &[Value]) -> Outcome {
    extreme(m, "min", arguments, Ordering::Less)
}

/// The argument that stands to the others as `wanted` says; a NaN if there is one, and inexact if
/// one of them is.
fn extreme(m: &mut Machine, who: &'static str, arguments: &[Value], wanted: Ordering) -> Outcome {
    check(who, Expected::Real, number::is_real, arguments)?;
    let mut best = arguments[0];
    for x in &arguments[1..] {
        match number::compare(&m.heap.effort, who, *x, best)? {
            Some(order) if order == wanted => best = *x,
            Some(_) => {}
            None if best.is_flonum() && best.flonum_value().is_nan() => {}
            None => best = *x,
        }
    }
    let inexact = arguments.iter().any(|x| x.is_flonum());
    Ok(if inexact { number::inexact(&mut m.heap, best) } else { best })
}
