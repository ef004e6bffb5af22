//! Complex numbers in rectangular form.
//!
//! Invariant: the parts are both exact or both flonums, and the imaginary part is no exact zero. A
//! real operand has an imaginary part that is an exact zero, and so leaves the sign of an inexact
//! zero in the other's alone.

use super::{Kind, arithmetic, float};
use crate::condition::{Condition, Outcome};
use crate::heap::Heap;
use crate::layout::Type;
use crate::value::Value;

const ZERO: Value = Value::fixnum(0);

/// Real and imaginary part of any number.
#[inline]
pub fn parts(z: Value) -> (Value, Value) {
    if z.is_a(Type::Complex) { (z.field(0), z.field(1)) } else { (z, ZERO) }
}

/// The parts of any number as flonums.
pub fn flonum_parts(z: Value) -> (f64, f64) {
    let (re, im) = parts(z);
    (float::to_f64(re), float::to_f64(im))
}

/// The number of these real parts.
pub fn rectangular(heap: &mut Heap, re: Value, im: Value) -> Value {
    if im == ZERO {
        return re;
    }
    let (re, im) = match (re.is_flonum(), im.is_flonum()) {
        (true, false) => (re, arithmetic::inexact(heap, im)),
        (false, true) => (arithmetic::inexact(heap, re), im),
        (true, true) | (false, false) => (re, im),
    };
    heap.object(Type::Complex, &[re, im])
}

/// The inexact number of these parts: complex even where `im` is zero.
pub fn from_flonums(heap: &mut Heap, (re, im): (f64, f64)) -> Value {
    let re = heap.flonum(re);
    let im = heap.flonum(im);
    heap.object(Type::Complex, &[re, im])
}

/// `a + b`.
pub fn add(heap: &mut Heap, a: Value, b: Value) -> Outcome {
    by_parts(heap, a, b, arithmetic::add)
}

/// `a - b`.
pub fn sub(heap: &mut Heap, a: Value, b: Value) -> Outcome {
    by_parts(heap, a, b, arithmetic::sub)
}

fn by_parts(
    heap: &mut Heap,
    a: Value,
    b: Value,
    combine: fn(&mut Heap, Value, Value) -> Outcome,
) -> Outcome {
    let ((a_re, a_im), (b_re, b_im)) = (parts(a), parts(b));
    let re = combine(heap, a_re, b_re)?;
    let im = combine(heap, a_im, b_im)?;
    Ok(rectangular(heap, re, im))
}

/// `-a`.
pub fn negate(heap: &mut Heap, a: Value) -> Outcome {
    let (re, im) = parts(a);
    let re = arithmetic::negate(heap, re)?;
    let im = arithmetic::negate(heap, im)?;
    Ok(rectangular(heap, re, im))
}

/// `a * b`, one of which is complex.
pub fn mul(heap: &mut Heap, a: Value, b: Value) -> Outcome {
    let ((a_re, a_im), (b_re, b_im)) = (parts(a), parts(b));
    if a_im == ZERO {
        return scale(heap, b_re, b_im, a, arithmetic::mul);
    }
    if b_im == ZERO {
        return scale(heap, a_re, a_im, b, arithmetic::mul);
    }
    let (left, right) = (arithmetic::mul(heap, a_re, b_re)?, arithmetic::mul(heap, a_im, b_im)?);
    let re = arithmetic::sub(heap, left, right)?;
    let (left, right) = (arithmetic::mul(heap, a_re, b_im)?, arithmetic::mul(heap, a_im, b_re)?);
    let im = arithmetic::add(heap, left, right)?;
    Ok(rectangular(heap, re, im))
}

fn scale(
    heap: &mut Heap,
    re: Value,
    im: Value,
    by: Value,
    operation: fn(&mut Heap, Value, Value) -> Outcome,
) -> Outcome {
    let re = operation(heap, re, by)?;
    let im = operation(heap, im, by)?;
    Ok(rectangular(heap, re, im))
}

/// `a / b`, one of which is complex; `b` is no exact zero.
pub fn divide(heap: &mut Heap, a: Value, b: Value) -> Outcome {
    let (a_re, a_im) = parts(a);
    let (b_re, b_im) = parts(b);
    if b_im == ZERO {
        return scale(heap, a_re, a_im, b, arithmetic::divide);
    }
    if a_re.is_flonum() || b_re.is_flonum() {
        let quotient = flonum_quotient(flonum_parts(a), flonum_parts(b));
        return Ok(from_flonums(heap, quotient));
    }
    let norm = norm(heap, b)?;
    let conjugate_im = arithmetic::negate(heap, b_im)?;
    let conjugate = rectangular(heap, b_re, conjugate_im);
    let product = arithmetic::mul(heap, a, conjugate)?;
    arithmetic::divide(heap, product, norm)
}

/// Smith's method: no overflow on the way to a quotient that has none.
fn flonum_quotient((a, b): (f64, f64), (c, d): (f64, f64)) -> (f64, f64) {
    if c.abs() >= d.abs() {
        let ratio = d / c;
        let denominator = c + d * ratio;
        ((a + b * ratio) / denominator, (b - a * ratio) / denominator)
    } else {
        let ratio = c / d;
        let denominator = c * ratio + d;
        ((a * ratio + b) / denominator, (b * ratio - a) / denominator)
    }
}

/// The square of the magnitude.
pub fn norm(heap: &mut Heap, z: Value) -> Outcome {
    let (re, im) = parts(z);
    let re = arithmetic::mul(heap, re, re)?;
    let im = arithmetic::mul(heap, im, im)?;
    arithmetic::add(heap, re, im)
}

/// `(inexact z)`.
pub fn inexact(heap: &mut Heap, z: Value) -> Value {
    from_flonums(heap, flonum_parts(z))
}

/// `(exact z)`.
pub fn exact(heap: &mut Heap, who: &'static str, z: Value) -> Outcome {
    let (re, im) = parts(z);
    if [re, im]
        .into_iter()
        .any(|part| Kind::of(part) == Some(Kind::Flonum) && !float::to_f64(part).is_finite())
    {
        let reason = "no exact number is infinite or not a number";
        return Err(Box::new(Condition::NoResult { who, reason, found: z }));
    }
    let re = arithmetic::exact(heap, who, re)?;
    let im = arithmetic::exact(heap, who, im)?;
    Ok(rectangular(heap, re, im))
}
