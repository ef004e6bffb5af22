//! Exact rationals that are no integers.
//!
//! Invariant: numerator and denominator are exact integers without a common factor, and the
//! denominator is at least 2.

use super::integer::{self, Integer, Sign};
use super::{division, gcd, large};
use crate::condition::{Condition, Outcome};
use crate::effort::{Effort, Stopped};
use crate::heap::Heap;
use crate::layout::Type;
use crate::value::Value;
use std::cmp::Ordering;

/// Numerator and denominator of an exact rational; those of an integer are itself and 1.
#[inline]
pub fn parts(value: Value) -> (Value, Value) {
    if value.is_a(Type::Ratio) {
        (value.field(0), value.field(1))
    } else {
        (value, Value::fixnum(1))
    }
}

/// `numerator / denominator`, which are exact integers; `who` divided, should that be by zero.
pub fn divide(heap: &mut Heap, who: &'static str, numerator: Value, denominator: Value) -> Outcome {
    if denominator == Value::fixnum(0) {
        return Err(Box::new(Condition::DivisionByZero { who }));
    }
    if let (Some(n), Some(d)) = (numerator.as_fixnum(), denominator.as_fixnum())
        && n % d == 0
    {
        return Ok(integer::from_i64(heap, n / d));
    }
    let common = gcd::of_integers(heap, numerator, denominator)?;
    let numerator = exact_quotient(heap, numerator, common)?;
    let denominator = exact_quotient(heap, denominator, common)?;
    if integer::is_negative(denominator) {
        let numerator = integer::negate(heap, numerator)?;
        let denominator = integer::negate(heap, denominator)?;
        return Ok(in_lowest_terms(heap, numerator, denominator));
    }
    Ok(in_lowest_terms(heap, numerator, denominator))
}

/// The rational of two integers without a common factor, the denominator at least 1.
pub fn in_lowest_terms(heap: &mut Heap, numerator: Value, denominator: Value) -> Value {
    if denominator == Value::fixnum(1) {
        return numerator;
    }
    heap.object(Type::Ratio, &[numerator, denominator])
}

/// `a / b` where `b` is known to divide `a`.
fn exact_quotient(heap: &mut Heap, a: Value, b: Value) -> Outcome {
    if b == Value::fixnum(1) { Ok(a) } else { division::truncate_quotient(heap, a, b) }
}

/// `a + b` (or `a - b`: `combine` is the integers' sum or difference), as in Knuth, TAOCP 4.5.1:
/// the common factor is looked for in small numbers, and not at all if the denominators have none.
fn combine(
    heap: &mut Heap,
    a: Value,
    b: Value,
    combine: fn(&mut Heap, Value, Value) -> Outcome,
) -> Outcome {
    let ((an, ad), (bn, bd)) = (parts(a), parts(b));
    let common = gcd::of_integers(heap, ad, bd)?;
    let ad_rest = exact_quotient(heap, ad, common)?;
    let bd_rest = exact_quotient(heap, bd, common)?;
    let left = integer::mul(heap, an, bd_rest)?;
    let right = integer::mul(heap, bn, ad_rest)?;
    let numerator = combine(heap, left, right)?;
    let left_over = gcd::of_integers(heap, numerator, common)?;
    let numerator = exact_quotient(heap, numerator, left_over)?;
    let bd_rest = exact_quotient(heap, bd, left_over)?;
    let denominator = integer::mul(heap, ad_rest, bd_rest)?;
    Ok(in_lowest_terms(heap, numerator, denominator))
}

/// `a + b` for exact rationals.
pub fn add(heap: &mut Heap, a: Value, b: Value) -> Outcome {
    combine(heap, a, b, integer::add)
}

/// `a - b` for exact rationals.
pub fn sub(heap: &mut Heap, a: Value, b: Value) -> Outcome {
    combine(heap, a, b, integer::sub)
}

/// `a * b` for exact rationals.
pub fn mul(heap: &mut Heap, a: Value, b: Value) -> Outcome {
    let ((an, ad), (bn, bd)) = (parts(a), parts(b));
    let (an, bd) = without_common_factor(heap, an, bd)?;
    let (bn, ad) = without_common_factor(heap, bn, ad)?;
    let numerator = integer::mul(heap, an, bn)?;
    let denominator = integer::mul(heap, ad, bd)?;
    Ok(in_lowest_terms(heap, numerator, denominator))
}

fn without_common_factor(heap: &mut Heap, a: Value, b: Value) -> Outcome<(Value, Value)> {
    let common = gcd::of_integers(heap, a, b)?;
    Ok((exact_quotient(heap, a, common)?, exact_quotient(heap, b, common)?))
}

/// `1 / a` for an exact rational that is not zero.
pub fn invert(heap: &mut Heap, a: Value) -> Outcome {
    let (n, d) = parts(a);
    if integer::is_negative(n) {
        let numerator = integer::negate(heap, d)?;
        let denominator = integer::negate(heap, n)?;
        return Ok(in_lowest_terms(heap, numerator, denominator));
    }
    Ok(in_lowest_terms(heap, d, n))
}

/// `-a` for an exact rational.
pub fn negate(heap: &mut Heap, a: Value) -> Outcome {
    let (n, d) = parts(a);
    let numerator = integer::negate(heap, n)?;
    Ok(in_lowest_terms(heap, numerator, d))
}

/// How `a` compares with `b`, exact rationals both.
pub fn compare(effort: &Effort, a: Value, b: Value) -> Result<Ordering, Stopped> {
    let ((an, ad), (bn, bd)) = (parts(a), parts(b));
    let (an, bn) = (Integer::of(an), Integer::of(bn));
    Ok(match (an.sign, bn.sign) {
        (Sign::Positive, Sign::Negative) => Ordering::Greater,
        (Sign::Negative, Sign::Positive) => Ordering::Less,
        (Sign::Positive, Sign::Positive) | (Sign::Negative, Sign::Negative) => {
            let (ad, bd) = (Integer::of(ad), Integer::of(bd));
            let left = large::product(effort, &an.to_ubig(), &bd.to_ubig())?;
            let right = large::product(effort, &bn.to_ubig(), &ad.to_ubig())?;
            let sizes = left.cmp(&right);
            if an.sign == Sign::Negative { sizes.reverse() } else { sizes }
        }
    })
}
