//! Comparison, `eqv?` on numbers and the hash that agrees with it.
//!
//! Exact numbers are compared with flonums by value, never by conversion, so that comparison is
//! transitive as R7RS 6.2.6 asks.

use super::integer::{Integer, Sign};
use super::{Kind, complex, float, integer, is_number, is_real, ratio};
use crate::condition::{Expected, Outcome, wrong_type};
use crate::effort::{Effort, Stopped};
use crate::value::Value;
use dashu_int::IBig;
use std::cmp::Ordering;

/// How `a` compares with `b` in the name of `who`: `None` where one is a NaN.
#[inline]
pub fn compare(
    effort: &Effort,
    who: &'static str,
    a: Value,
    b: Value,
) -> Outcome<Option<Ordering>> {
    if let (Some(x), Some(y)) = (a.as_fixnum(), b.as_fixnum()) {
        return Ok(Some(x.cmp(&y)));
    }
    if !is_real(a) {
        return wrong_type(who, 1, Expected::Real, a);
    }
    if !is_real(b) {
        return wrong_type(who, 2, Expected::Real, b);
    }
    Ok(compare_reals(effort, a, b)?)
}

/// `(< a b)`.
#[inline]
pub fn less(effort: &Effort, a: Value, b: Value) -> Outcome<bool> {
    Ok(compare(effort, "<", a, b)?.is_some_and(Ordering::is_lt))
}

/// `(> a b)`.
#[inline]
pub fn greater(effort: &Effort, a: Value, b: Value) -> Outcome<bool> {
    Ok(compare(effort, ">", a, b)?.is_some_and(Ordering::is_gt))
}

/// `(<= a b)`.
#[inline]
pub fn less_or_equal(effort: &Effort, a: Value, b: Value) -> Outcome<bool> {
    Ok(compare(effort, "<=", a, b)?.is_some_and(Ordering::is_le))
}

/// `(>= a b)`.
#[inline]
pub fn greater_or_equal(effort: &Effort, a: Value, b: Value) -> Outcome<bool> {
    Ok(compare(effort, ">=", a, b)?.is_some_and(Ordering::is_ge))
}

/// `(= a b)`, complex numbers included.
#[inline]
pub fn num_eq(effort: &Effort, a: Value, b: Value) -> Outcome<bool> {
    if a.is_fixnum() && b.is_fixnum() {
        return Ok(a == b);
    }
    match (Kind::of(a), Kind::of(b)) {
        (Some(x), Some(y)) if x.max(y) < Kind::Complex => {
            Ok(compare_reals(effort, a, b)? == Some(Ordering::Equal))
        }
        (Some(_), Some(_)) => {
            let ((a_re, a_im), (b_re, b_im)) = (complex::parts(a), complex::parts(b));
            let same = compare_reals(effort, a_re, b_re)? == Some(Ordering::Equal);
            Ok(same && compare_reals(effort, a_im, b_im)? == Some(Ordering::Equal))
        }
        (None, _) => wrong_type("=", 1, Expected::Number, a),
        (_, None) => wrong_type("=", 2, Expected::Number, b),
    }
}

/// How two real numbers compare: `None` where one is a NaN.
fn compare_reals(effort: &Effort, a: Value, b: Value) -> Result<Option<Ordering>, Stopped> {
    Ok(match (a.is_flonum(), b.is_flonum()) {
        (true, true) => a.flonum_value().partial_cmp(&b.flonum_value()),
        (false, true) => compare_with_flonum(a, b.flonum_value()),
        (true, false) => compare_with_flonum(b, a.flonum_value()).map(Ordering::reverse),
        (false, false) if integer::is_exact_integer(a) && integer::is_exact_integer(b) => {
            Some(integer::compare(a, b))
        }
        (false, false) => Some(ratio::compare(effort, a, b)?),
    })
}

/// Rounding is monotone: where the nearest flonum differs from `x`, so does the exact number, in
/// the same way. Only where they are equal do the exact values decide.
fn compare_with_flonum(exact: Value, x: f64) -> Option<Ordering> {
    match float::to_f64(exact).partial_cmp(&x)? {
        Ordering::Equal if x.is_finite() => Some(compare_exactly(exact, x)),
        Ordering::Equal if x > 0.0 => Some(Ordering::Less),
        Ordering::Equal => Some(Ordering::Greater),
        unequal @ (Ordering::Less | Ordering::Greater) => Some(unequal),
    }
}

fn compare_exactly(exact: Value, x: f64) -> Ordering {
    if let Some(n) = exact.as_fixnum() {
        return i128::from(n).cmp(&(x as i128));
    }
    let (numerator, denominator) = ratio::parts(exact);
    let float::Parts { sign, mantissa, exponent } = float::parts(x);
    let mut left = Integer::of(numerator).to_ibig();
    let mut right = IBig::from_parts(sign, mantissa.into()) * Integer::of(denominator).to_ibig();
    if exponent >= 0 {
        right <<= exponent as usize;
    } else {
        left <<= exponent.unsigned_abs() as usize;
    }
    left.cmp(&right)
}

/// `eqv?` of two numbers: the same number, of the same exactness, zeros of different sign apart; a
/// NaN is `eqv?` to a NaN. False where one is no number.
pub fn eqv(a: Value, b: Value) -> bool {
    if a == b {
        return is_number(a);
    }
    let (Some(kind), Some(other)) = (Kind::of(a), Kind::of(b)) else { return false };
    if kind != other {
        return false;
    }
    match kind {
        Kind::Fixnum => false,
        Kind::Bignum => integer::compare(a, b).is_eq(),
        Kind::Flonum => flonum_bits(a) == flonum_bits(b),
        Kind::Ratio | Kind::Complex => {
            eqv_part(a.field(0), b.field(0)) && eqv_part(a.field(1), b.field(1))
        }
    }
}

/// `eqv` of the parts of numbers, which are no complex numbers.
fn eqv_part(a: Value, b: Value) -> bool {
    match (a.is_flonum(), b.is_flonum()) {
        (true, true) => flonum_bits(a) == flonum_bits(b),
        (false, false) => {
            let ((an, ad), (bn, bd)) = (ratio::parts(a), ratio::parts(b));
            integer::compare(an, bn).is_eq() && integer::compare(ad, bd).is_eq()
        }
        (true, false) | (false, true) => false,
    }
}

/// Tells numbers of the same bits apart: flonums from fixnums, below from above zero.
const SALT: u64 = 0x5851_f42d_4c95_7f2d;

/// The bits that tell flonums apart: all NaNs have the same.
fn flonum_bits(a: Value) -> u64 {
    let x = a.flonum_value();
    if x.is_nan() { f64::NAN.to_bits() } else { x.to_bits() }
}

/// A hash that agrees with `eqv`, the same in every run. 0 for what is no number.
pub fn hash(a: Value) -> u64 {
    match Kind::of(a) {
        Some(Kind::Fixnum) => mix(a.bits()),
        Some(Kind::Flonum) => mix(flonum_bits(a) ^ SALT),
        Some(Kind::Bignum) => hash_integer(a),
        Some(Kind::Ratio | Kind::Complex) => {
            hash_part(a.field(0)).wrapping_mul(31).wrapping_add(hash_part(a.field(1)))
        }
        None => 0,
    }
}

fn hash_part(a: Value) -> u64 {
    if a.is_flonum() {
        return mix(flonum_bits(a));
    }
    let (n, d) = ratio::parts(a);
    hash_integer(n) ^ hash_integer(d).rotate_left(32)
}

fn hash_integer(a: Value) -> u64 {
    let a = Integer::of(a);
    let seed = match a.sign {
        Sign::Positive => 0,
        Sign::Negative => SALT,
    };
    a.limbs().iter().fold(seed, |hash, limb| mix(hash ^ limb))
}

/// A step of splitmix64: every bit of the word decides about every bit of the hash.
fn mix(word: u64) -> u64 {
    let word = word.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let word = (word ^ word >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let word = (word ^ word >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
    word ^ word >> 31
}
