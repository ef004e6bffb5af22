//! Exponential, logarithm, trigonometry and their inverses, R7RS 6.2.6, on real and complex numbers.
//!
//! Results are flonums, but for the exact ones that R7RS allows: `(exp 0)`, `(log 1)`, `(sin 0)`,
//! `(cos 0)`, `(acos 1)`, …. The branch cuts are those of the report; a signed zero tells the sides
//! of a cut apart. The formulas for complex inverse functions are Kahan's ("Branch cuts for complex
//! elementary functions", 1987).

use super::{Kind, arithmetic, complex, float, integer, is_exact_rational, ratio};
use crate::condition::{Condition, Expected, Outcome, wrong_type};
use crate::heap::Heap;
use crate::value::Value;
use std::f64::consts::{LN_2, PI};

const ZERO: Value = Value::fixnum(0);
const ONE: Value = Value::fixnum(1);

/// The leading 33 bits of `LN_2`, whose product with a small integer is exact.
const LN_2_HIGH: f64 = f64::from_bits(LN_2.to_bits() & !0xf_ffff);
/// The rest of the natural logarithm of 2, to twice the precision of `LN_2`.
const LN_2_LOW: f64 = (LN_2 - LN_2_HIGH) + 2.319_046_813_846_3e-17;

/// A complex number in flonums.
type Point = (f64, f64);

/// `(exp z)`.
pub fn exp(heap: &mut Heap, z: Value) -> Outcome {
    apply(heap, "exp", z, (ZERO, ONE), f64::exp, complex_exp)
}

/// `(sin z)`.
pub fn sin(heap: &mut Heap, z: Value) -> Outcome {
    apply(heap, "sin", z, (ZERO, ZERO), f64::sin, |(x, y)| (x.sin() * y.cosh(), x.cos() * y.sinh()))
}

/// `(cos z)`.
pub fn cos(heap: &mut Heap, z: Value) -> Outcome {
    apply(heap, "cos", z, (ZERO, ONE), f64::cos, |(x, y)| {
        (x.cos() * y.cosh(), -(x.sin() * y.sinh()))
    })
}

/// `(tan z)`.
pub fn tan(heap: &mut Heap, z: Value) -> Outcome {
    apply(heap, "tan", z, (ZERO, ZERO), f64::tan, complex_tan)
}

/// `(asin z)`: `-i log(iz + sqrt(1 - z²))`.
pub fn asin(heap: &mut Heap, z: Value) -> Outcome {
    match real_past_one(z) {
        // On its cuts a real number is continuous with the second and the fourth quadrant.
        Some(x) => {
            Ok(complex::from_flonums(heap, ((PI / 2.0).copysign(x), -x.abs().acosh().copysign(x))))
        }
        None => apply(heap, "asin", z, (ZERO, ZERO), f64::asin, complex_asin),
    }
}

/// `(acos z)`: `π/2 - (asin z)`.
pub fn acos(heap: &mut Heap, z: Value) -> Outcome {
    match real_past_one(z) {
        Some(x) => {
            let re = if x > 0.0 { 0.0 } else { PI };
            Ok(complex::from_flonums(heap, (re, x.abs().acosh().copysign(x))))
        }
        None => apply(heap, "acos", z, (ONE, ZERO), f64::acos, complex_acos),
    }
}

/// `(atan z)`: `(log(1 + iz) - log(1 - iz)) / 2i`. Exact `i` and `-i` have none.
pub fn atan(heap: &mut Heap, z: Value) -> Outcome {
    let (re, im) = complex::parts(z);
    if re == ZERO && (im == ONE || im == Value::fixnum(-1)) {
        return Err(undefined("atan", "the arc tangent has a pole here", z));
    }
    apply(heap, "atan", z, (ZERO, ZERO), f64::atan, complex_atan)
}

/// `(log z)`. Exact zero has none; that of inexact zero is `-inf.0`.
pub fn log(heap: &mut Heap, z: Value) -> Outcome {
    match Kind::of(z) {
        Some(Kind::Fixnum | Kind::Bignum | Kind::Ratio) if z == ZERO => {
            Err(undefined("log", "exact zero has no logarithm", z))
        }
        Some(Kind::Fixnum | Kind::Bignum | Kind::Ratio) if z == ONE => Ok(ZERO),
        Some(Kind::Fixnum | Kind::Bignum | Kind::Ratio) => {
            let negative = integer::is_negative(ratio::parts(z).0);
            let magnitude = if negative { ratio::negate(heap, z)? } else { z };
            let logarithm = exact_log(heap, magnitude)?;
            Ok(real_or_upper(heap, logarithm, negative))
        }
        Some(Kind::Flonum) => {
            let x = z.flonum_value();
            let negative = x.is_sign_negative() && !x.is_nan();
            Ok(real_or_upper(heap, x.abs().ln(), negative))
        }
        Some(Kind::Complex) => {
            let logarithm = complex_log(complex::flonum_parts(z));
            Ok(complex::from_flonums(heap, logarithm))
        }
        None => wrong_type("log", 1, Expected::Number, z),
    }
}

/// `(log z base)`.
pub fn log_to_base(heap: &mut Heap, z: Value, base: Value) -> Outcome {
    if !super::is_number(base) {
        return wrong_type("log", 2, Expected::Number, base);
    }
    if let Some(logarithm) = common_log(z, base) {
        return Ok(heap.flonum(logarithm));
    }
    let logarithm = log(heap, z)?;
    let divisor = log(heap, base)?;
    if divisor == ZERO {
        return Err(Box::new(Condition::DivisionByZero { who: "log" }));
    }
    if logarithm == ZERO { Ok(ZERO) } else { arithmetic::divide(heap, logarithm, divisor) }
}

/// The logarithm of a positive real number other than exact 1 to base 2 or 10, which the library
/// has functions for, accurate at the powers.
fn common_log(z: Value, base: Value) -> Option<f64> {
    if !super::is_real(z) || !super::is_real(base) || z == ONE {
        return None;
    }
    let x = float::to_f64(z);
    match float::to_f64(base) {
        2.0 if x.is_normal() && x > 0.0 => Some(x.log2()),
        10.0 if x.is_normal() && x > 0.0 => Some(x.log10()),
        _ => None,
    }
}

/// `(atan y x)`: the angle of the point `x + yi`.
pub fn atan2(heap: &mut Heap, y: Value, x: Value) -> Outcome {
    for (position, found) in [(1, y), (2, x)] {
        if !super::is_real(found) {
            return wrong_type("atan", position, Expected::Real, found);
        }
    }
    if y == ZERO && is_exact_rational(x) {
        if x == ZERO {
            return Err(undefined("atan", "the point 0 has no angle", x));
        }
        if !integer::is_negative(ratio::parts(x).0) {
            return Ok(ZERO);
        }
    }
    let (y, x) = comparable_floats(heap, y, x)?;
    Ok(heap.flonum(y.atan2(x)))
}

/// Two real numbers as flonums of the same ratio, even where one of them lies past every flonum.
fn comparable_floats(heap: &mut Heap, y: Value, x: Value) -> Outcome<(f64, f64)> {
    let (a, b) = (float::to_f64(y), float::to_f64(x));
    let ordinary = |f: f64| f.is_finite() && (f == 0.0 || f.is_normal());
    if ordinary(a) && ordinary(b) || !is_exact_rational(y) || !is_exact_rational(x) || x == ZERO {
        return Ok((a, b));
    }
    let quotient = arithmetic::divide(heap, y, x)?;
    let quotient = float::to_f64(quotient);
    let sign = if integer::is_negative(ratio::parts(x).0) { -1.0 } else { 1.0 };
    Ok((quotient * sign, sign))
}

/// `(magnitude z)`, exact where it can be.
pub fn magnitude(heap: &mut Heap, z: Value) -> Outcome {
    match Kind::of(z) {
        Some(Kind::Fixnum | Kind::Bignum) => integer::abs(heap, z),
        Some(Kind::Ratio) if integer::is_negative(ratio::parts(z).0) => ratio::negate(heap, z),
        Some(Kind::Ratio) => Ok(z),
        Some(Kind::Flonum) => Ok(heap.flonum(z.flonum_value().abs())),
        Some(Kind::Complex) if complex::parts(z).0.is_flonum() => {
            let (x, y) = complex::flonum_parts(z);
            Ok(heap.flonum(x.hypot(y)))
        }
        Some(Kind::Complex) => {
            let norm = complex::norm(heap, z)?;
            super::power::sqrt(heap, norm)
        }
        None => wrong_type("magnitude", 1, Expected::Number, z),
    }
}

/// `(angle z)`: exact 0 for an exact number that is not negative.
pub fn angle(heap: &mut Heap, z: Value) -> Outcome {
    match Kind::of(z) {
        Some(Kind::Fixnum | Kind::Bignum | Kind::Ratio) => {
            let negative = integer::is_negative(ratio::parts(z).0);
            Ok(if negative { heap.flonum(PI) } else { ZERO })
        }
        Some(Kind::Flonum) => {
            let x = z.flonum_value();
            Ok(heap.flonum(if x.is_nan() { x } else { 0.0f64.atan2(x) }))
        }
        Some(Kind::Complex) => {
            let (re, im) = complex::parts(z);
            atan2(heap, im, re)
        }
        None => wrong_type("angle", 1, Expected::Number, z),
    }
}

/// `(make-polar magnitude angle)`, real numbers both.
pub fn make_polar(heap: &mut Heap, magnitude: Value, angle: Value) -> Value {
    if angle == ZERO || magnitude == ZERO {
        return magnitude;
    }
    let point = from_polar(float::to_f64(magnitude), float::to_f64(angle));
    complex::from_flonums(heap, point)
}

/// `real` where `z` is real, with the exact result `at.1` at the exact argument `at.0`.
fn apply(
    heap: &mut Heap,
    who: &'static str,
    z: Value,
    at: (Value, Value),
    real: fn(f64) -> f64,
    complex: fn(Point) -> Point,
) -> Outcome {
    match Kind::of(z) {
        Some(Kind::Fixnum) if z == at.0 => Ok(at.1),
        Some(Kind::Fixnum | Kind::Bignum | Kind::Ratio | Kind::Flonum) => {
            Ok(heap.flonum(real(float::to_f64(z))))
        }
        Some(Kind::Complex) => {
            let point = complex(complex::flonum_parts(z));
            Ok(complex::from_flonums(heap, point))
        }
        None => wrong_type(who, 1, Expected::Number, z),
    }
}

fn undefined(who: &'static str, reason: &'static str, found: Value) -> Box<Condition> {
    Box::new(Condition::NoResult { who, reason, found })
}

/// `z` as a flonum if it is a real number outside of `-1..=1`.
fn real_past_one(z: Value) -> Option<f64> {
    let x = super::is_real(z).then(|| float::to_f64(z))?;
    (x.abs() > 1.0).then_some(x)
}

fn real_or_upper(heap: &mut Heap, re: f64, negative: bool) -> Value {
    if negative { complex::from_flonums(heap, (re, PI)) } else { heap.flonum(re) }
}

/// The logarithm of an exact positive rational: accurate near 1, and past every flonum.
fn exact_log(heap: &mut Heap, a: Value) -> Outcome<f64> {
    let x = float::to_f64(a);
    if (0.5..=2.0).contains(&x) {
        let over = ratio::sub(heap, a, ONE)?;
        return Ok(float::to_f64(over).ln_1p());
    }
    if x.is_normal() {
        return Ok(x.ln());
    }
    let (fraction, exponent) = float::scaled(a).fraction();
    let exponent = exponent as f64;
    Ok(exponent * LN_2_HIGH + (fraction.ln() + exponent * LN_2_LOW))
}

fn from_polar(magnitude: f64, angle: f64) -> Point {
    if angle == 0.0 {
        return (magnitude, angle);
    }
    (magnitude * angle.cos(), magnitude * angle.sin())
}

fn complex_exp((x, y): Point) -> Point {
    let magnitude = x.exp();
    if magnitude.is_infinite() && x.is_finite() && y != 0.0 {
        // The parts may be in range where the magnitude is not.
        let root = (x / 2.0).exp();
        return (root * y.cos() * root, root * y.sin() * root);
    }
    from_polar(magnitude, y)
}

/// Accurate near the poles, without overflow on the way.
fn complex_tan((x, y): Point) -> Point {
    if y.abs() > 178.0 {
        return (4.0 * x.sin() * x.cos() * (-2.0 * y.abs()).exp(), 1.0f64.copysign(y));
    }
    let (t, s) = (x.tan(), y.sinh());
    let slope = 1.0 + t * t;
    let denominator = 1.0 + slope * s * s;
    (t / denominator, slope * s.hypot(1.0) * s / denominator)
}

fn complex_log((x, y): Point) -> Point {
    let magnitude = x.hypot(y);
    let re = if (0.5..=2.0).contains(&magnitude) {
        let (large, small) = if x.abs() >= y.abs() { (x.abs(), y) } else { (y.abs(), x) };
        ((large - 1.0) * (large + 1.0) + small * small).ln_1p() / 2.0
    } else if magnitude.is_infinite() && x.is_finite() && y.is_finite() {
        (x / 2.0).hypot(y / 2.0).ln() + LN_2
    } else {
        magnitude.ln()
    };
    (re, y.atan2(x))
}

/// The principal square root, without overflow or loss on the way.
pub(super) fn complex_sqrt((x, y): Point) -> Point {
    if x == 0.0 && y == 0.0 {
        return (0.0, y);
    }
    if y.is_infinite() {
        return (f64::INFINITY, y);
    }
    if x.is_infinite() {
        let small = if y.is_nan() { y } else { 0.0 };
        return if x > 0.0 { (x, small.copysign(y)) } else { (small, (-x).copysign(y)) };
    }
    // Scaling by a power of four keeps the sum below in range.
    let largest = x.abs().max(y.abs());
    let (up, down) = if largest > f64::MAX / 8.0 {
        (1.0 / 16.0, 4.0)
    } else if largest < f64::MIN_POSITIVE * 16.0 {
        (2f64.powi(108), 2f64.powi(-54))
    } else {
        (1.0, 1.0)
    };
    let (x, y) = (x * up, y * up);
    let root = ((x.abs() + x.hypot(y)) / 2.0).sqrt();
    let other = y.abs() / (2.0 * root);
    let (re, im) = if x >= 0.0 { (root, other) } else { (other, root) };
    (re * down, (im * down).copysign(y))
}

/// The square roots of `1 - z` and `1 + z`.
fn roots_beside_one((x, y): Point) -> (Point, Point) {
    (complex_sqrt((1.0 - x, -y)), complex_sqrt((1.0 + x, y)))
}

fn complex_asin(z: Point) -> Point {
    let (minus, plus) = roots_beside_one(z);
    let re = z.0.atan2(minus.0 * plus.0 - minus.1 * plus.1);
    (re, (minus.0 * plus.1 - minus.1 * plus.0).asinh())
}

fn complex_acos(z: Point) -> Point {
    let (minus, plus) = roots_beside_one(z);
    let re = 2.0 * minus.0.atan2(plus.0);
    (re, (plus.0 * minus.1 - plus.1 * minus.0).asinh())
}

fn complex_atan((x, y): Point) -> Point {
    let height = y.abs();
    let re = (2.0 * x).atan2((1.0 - height) * (1.0 + height) - x * x) / 2.0;
    let (size, gap) = (x.hypot(y), x.hypot(1.0 - height));
    let im = if size > 1e150 && size.is_finite() {
        height / size / size
    } else if gap < 1e-150 {
        // Beside the pole at i.
        (LN_2 - gap.ln()) / 2.0
    } else {
        (4.0 * height / (gap * gap)).ln_1p() / 4.0
    };
    (re, im.copysign(y))
}
