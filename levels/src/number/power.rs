//! Powers and square roots: exact where the result is, R7RS 6.2.6.

use super::integer::{self, Integer, Sign};
use super::{
    Kind, arithmetic, complex, division, float, is_exact_rational, large, ratio, transcendental,
};
use crate::condition::{Condition, Expected, Outcome, wrong_type};
use crate::heap::Heap;
use crate::value::Value;

const ZERO: Value = Value::fixnum(0);
const ONE: Value = Value::fixnum(1);

/// `(sqrt z)`: the principal root, exact where `z` is an exact square.
pub fn sqrt(heap: &mut Heap, z: Value) -> Outcome {
    match Kind::of(z) {
        Some(Kind::Fixnum | Kind::Bignum | Kind::Ratio) => exact_real_sqrt(heap, z),
        Some(Kind::Flonum) => Ok(flonum_sqrt(heap, z.flonum_value())),
        Some(Kind::Complex) => complex_sqrt(heap, z),
        None => wrong_type("sqrt", 1, Expected::Number, z),
    }
}

fn flonum_sqrt(heap: &mut Heap, x: f64) -> Value {
    if x < 0.0 { complex::from_flonums(heap, (0.0, (-x).sqrt())) } else { heap.flonum(x.sqrt()) }
}

fn exact_real_sqrt(heap: &mut Heap, a: Value) -> Outcome {
    let (n, _) = ratio::parts(a);
    let negative = integer::is_negative(n);
    let magnitude = if negative { ratio::negate(heap, a)? } else { a };
    if let Some(root) = exact_root(heap, magnitude)? {
        return Ok(if negative { complex::rectangular(heap, ZERO, root) } else { root });
    }
    let root = float::square_root(magnitude);
    Ok(if negative { complex::from_flonums(heap, (0.0, root)) } else { heap.flonum(root) })
}

/// The exact root of an exact rational that is not negative, if it has one.
fn exact_root(heap: &mut Heap, a: Value) -> Outcome<Option<Value>> {
    let (n, d) = ratio::parts(a);
    let (n_root, n_rest) = division::exact_integer_sqrt(heap, n)?;
    if n_rest != ZERO {
        return Ok(None);
    }
    let (d_root, d_rest) = division::exact_integer_sqrt(heap, d)?;
    Ok((d_rest == ZERO).then(|| ratio::in_lowest_terms(heap, n_root, d_root)))
}

fn complex_sqrt(heap: &mut Heap, z: Value) -> Outcome {
    let (re, im) = complex::parts(z);
    if !re.is_flonum()
        && let Some(root) = exact_complex_root(heap, re, im)?
    {
        return Ok(root);
    }
    let root = transcendental::complex_sqrt(complex::flonum_parts(z));
    Ok(complex::from_flonums(heap, root))
}

/// `p + qi` with `2p² = |z| + re`, `2q² = |z| - re` and `q` of `im`'s sign, if all that is exact.
fn exact_complex_root(heap: &mut Heap, re: Value, im: Value) -> Outcome<Option<Value>> {
    let z = complex::rectangular(heap, re, im);
    let norm = complex::norm(heap, z)?;
    let Some(magnitude) = exact_root(heap, norm)? else { return Ok(None) };
    let half = ratio::divide(heap, "sqrt", ONE, Value::fixnum(2))?;
    let sum = ratio::add(heap, magnitude, re)?;
    let sum = ratio::mul(heap, sum, half)?;
    let Some(p) = exact_root(heap, sum)? else { return Ok(None) };
    let difference = ratio::sub(heap, magnitude, re)?;
    let difference = ratio::mul(heap, difference, half)?;
    let Some(q) = exact_root(heap, difference)? else { return Ok(None) };
    let q = if integer::is_negative(ratio::parts(im).0) { ratio::negate(heap, q)? } else { q };
    Ok(Some(complex::rectangular(heap, p, q)))
}

/// `(expt base exponent)`.
pub fn expt(heap: &mut Heap, base: Value, exponent: Value) -> Outcome {
    let Some(kind) = Kind::of(base) else {
        return wrong_type("expt", 1, Expected::Number, base);
    };
    match Kind::of(exponent) {
        Some(Kind::Fixnum | Kind::Bignum) => integer_power(heap, base, kind, exponent),
        Some(Kind::Ratio) if super::is_exact(base) => {
            match exact_rational_power(heap, base, exponent)? {
                Some(power) => Ok(power),
                None => general_power(heap, base, exponent),
            }
        }
        Some(Kind::Ratio | Kind::Flonum | Kind::Complex) => general_power(heap, base, exponent),
        None => wrong_type("expt", 2, Expected::Number, exponent),
    }
}

fn integer_power(heap: &mut Heap, base: Value, kind: Kind, exponent: Value) -> Outcome {
    if exponent == ZERO {
        return Ok(if super::is_exact(base) { ONE } else { heap.flonum(1.0) });
    }
    match kind {
        Kind::Fixnum | Kind::Bignum | Kind::Ratio => exact_power(heap, base, exponent),
        Kind::Flonum => Ok(heap.flonum(flonum_power(base.flonum_value(), exponent))),
        Kind::Complex if complex::parts(base).0.is_flonum() => {
            inexact_complex_power(heap, base, exponent)
        }
        Kind::Complex => exact_complex_power(heap, base, exponent),
    }
}

fn flonum_power(x: f64, exponent: Value) -> f64 {
    let power = x.abs().powf(float::to_f64(exponent));
    if x.is_sign_negative() && integer::is_odd(exponent) { -power } else { power }
}

/// An exact rational to an exact integer that is not 0.
fn exact_power(heap: &mut Heap, base: Value, exponent: Value) -> Outcome {
    let negative = integer::is_negative(exponent);
    if base == ZERO && negative {
        return Err(Box::new(Condition::DivisionByZero { who: "expt" }));
    }
    if base == ZERO || base == ONE {
        return Ok(base);
    }
    if base == Value::fixnum(-1) {
        return Ok(Value::fixnum(if integer::is_odd(exponent) { -1 } else { 1 }));
    }
    let (n, d) = ratio::parts(base);
    let count = counted(exponent, log2(n).max(log2(d)))?;
    let n = natural_power(heap, n, count)?;
    let d = natural_power(heap, d, count)?;
    let power = ratio::in_lowest_terms(heap, n, d);
    if negative { ratio::invert(heap, power) } else { Ok(power) }
}

/// The magnitude of an exponent for a base of about `bits` bits, if any memory could hold the power.
fn counted(exponent: Value, bits: f64) -> Outcome<usize> {
    match exponent.as_fixnum() {
        Some(n) => Ok(n.unsigned_abs() as usize),
        None => Err(integer::too_large(float::to_f64(exponent).abs() * bits)),
    }
}

/// The logarithm of an exact integer's magnitude, to base 2; that of 0 is 0.
fn log2(n: Value) -> f64 {
    if n == ZERO {
        return 0.0;
    }
    let (fraction, exponent) = float::scaled(n).fraction();
    fraction.log2() + exponent as f64
}

fn natural_power(heap: &mut Heap, base: Value, count: usize) -> Outcome {
    if base == ONE {
        return Ok(ONE);
    }
    let bits = log2(base) * count as f64;
    if let Some(n) = base.as_fixnum()
        && bits < 126.0
    {
        return Ok(integer::from_i128(heap, i128::from(n).pow(count as u32)));
    }
    integer::reserve_bits(heap, bits)?;
    let base = Integer::of(base);
    let sign = if count.is_multiple_of(2) { Sign::Positive } else { base.sign };
    let power = large::power(&heap.effort, &base.to_ubig(), count)?;
    integer::from_ubig(heap, sign, &power)
}

fn exact_complex_power(heap: &mut Heap, base: Value, exponent: Value) -> Outcome {
    let (re, im) = complex::parts(base);
    let ((_, re_d), (_, im_d)) = (ratio::parts(re), ratio::parts(im));
    let norm = complex::norm(heap, base)?;
    let (norm_n, norm_d) = ratio::parts(norm);
    let grows = (log2(norm_n) - log2(norm_d)).max(0.0) / 2.0 + log2(re_d) + log2(im_d);
    // What does not grow is i or -i.
    let exponent = if grows == 0.0 {
        division::floor_both(heap, exponent, Value::fixnum(4))?.1
    } else {
        exponent
    };
    let count = counted(exponent, grows)?;
    integer::reserve_bits(heap, 2.0 * grows * count as f64)?;
    let power = by_squaring(heap, base, count)?;
    if integer::is_negative(exponent) { arithmetic::divide(heap, ONE, power) } else { Ok(power) }
}

fn by_squaring(heap: &mut Heap, base: Value, mut count: usize) -> Outcome {
    let (mut power, mut square) = (ONE, base);
    loop {
        if count % 2 == 1 {
            power = arithmetic::mul(heap, power, square)?;
        }
        count /= 2;
        if count == 0 {
            return Ok(power);
        }
        square = arithmetic::mul(heap, square, square)?;
    }
}

fn inexact_complex_power(heap: &mut Heap, base: Value, exponent: Value) -> Outcome {
    match exponent.as_fixnum() {
        Some(n) if n.unsigned_abs() <= 1024 => {
            let power = by_squaring(heap, base, n.unsigned_abs() as usize)?;
            if n < 0 { arithmetic::divide(heap, ONE, power) } else { Ok(power) }
        }
        Some(_) | None => general_power(heap, base, exponent),
    }
}

/// An exact number to a ratio `p/q`: exact if the base has an exact `q`-th root.
fn exact_rational_power(heap: &mut Heap, base: Value, exponent: Value) -> Outcome<Option<Value>> {
    let (p, q) = ratio::parts(exponent);
    let positive = is_exact_rational(base) && !integer::is_negative(ratio::parts(base).0);
    let root = match q.as_fixnum() {
        Some(2) => Some(sqrt(heap, base)?),
        Some(q) if positive => exact_nth_root(heap, base, q as usize)?,
        Some(_) | None => None,
    };
    match root {
        Some(root) if super::is_exact(root) => Ok(Some(expt(heap, root, p)?)),
        Some(_) | None => Ok(None),
    }
}

fn exact_nth_root(heap: &mut Heap, base: Value, degree: usize) -> Outcome<Option<Value>> {
    let (n, d) = ratio::parts(base);
    let Some(n) = integer_nth_root(heap, n, degree)? else { return Ok(None) };
    let Some(d) = integer_nth_root(heap, d, degree)? else { return Ok(None) };
    Ok(Some(ratio::in_lowest_terms(heap, n, d)))
}

fn integer_nth_root(heap: &mut Heap, n: Value, degree: usize) -> Outcome<Option<Value>> {
    if n == ZERO || n == ONE {
        return Ok(Some(n));
    }
    // A root of 2 or more to this degree would be larger.
    if log2(n) < degree as f64 {
        return Ok(None);
    }
    let power = Integer::of(n).to_ubig();
    let root = large::nth_root(&heap.effort, &power, degree)?;
    if large::power(&heap.effort, &root, degree)? != power {
        return Ok(None);
    }
    Ok(Some(integer::from_ubig(heap, Sign::Positive, &root)?))
}

/// `base` to an exponent that is no exact integer, by logarithms unless both are real.
fn general_power(heap: &mut Heap, base: Value, exponent: Value) -> Outcome {
    let (re, im) = complex::flonum_parts(exponent);
    if base == ZERO && (re <= 0.0 || re.is_nan()) {
        return zero_power(heap, exponent);
    }
    if im == 0.0 && re == 0.5 {
        let root = sqrt(heap, base)?;
        return Ok(arithmetic::inexact(heap, root));
    }
    if Kind::of(base) < Some(Kind::Complex) && Kind::of(exponent) < Some(Kind::Complex) {
        let x = float::to_f64(base);
        let in_range = base.is_flonum() || x.is_finite();
        if in_range && (x.is_nan() || x >= 0.0 || re.trunc() == re) {
            return Ok(heap.flonum(x.powf(re)));
        }
    }
    if base == ZERO || complex::flonum_parts(base) == (0.0, 0.0) {
        return Ok(complex::from_flonums(heap, (0.0, 0.0)));
    }
    let logarithm = transcendental::log(heap, base)?;
    let product = arithmetic::mul(heap, exponent, logarithm)?;
    transcendental::exp(heap, product)
}

/// Exact zero to a power whose real part is not positive.
fn zero_power(heap: &mut Heap, exponent: Value) -> Outcome {
    match complex::flonum_parts(exponent) {
        (0.0, 0.0) => Ok(heap.flonum(1.0)),
        (re, im) if re.is_nan() || im.is_nan() => Ok(heap.flonum(f64::NAN)),
        _ => Err(Box::new(Condition::DivisionByZero { who: "expt" })),
    }
}
