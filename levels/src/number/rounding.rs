//! Rounding to integers, numerators and denominators, `rationalize`: R7RS 6.2.6.

use super::division::{self, floor_quotient};
use super::{Kind, arithmetic, comparison, float, integer, is_exact_rational, is_real, ratio};
use crate::condition::{Expected, Outcome, wrong_type};
use crate::heap::Heap;
use crate::value::Value;
use std::cmp::Ordering;

const ONE: Value = Value::fixnum(1);

/// Where to look for the nearest integer.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Direction {
    /// Towards negative infinity.
    Floor,
    /// Towards positive infinity.
    Ceiling,
    /// Towards zero.
    Truncate,
    /// To the nearest, ties to even.
    Round,
}

/// The integer near the real number `a`, of `a`'s exactness, in the name of `who`.
pub fn to_integer(heap: &mut Heap, who: &'static str, to: Direction, a: Value) -> Outcome {
    match Kind::of(a) {
        Some(Kind::Fixnum | Kind::Bignum) => Ok(a),
        Some(Kind::Flonum) => Ok(heap.flonum(float_to_integer(to, a.flonum_value()))),
        Some(Kind::Ratio) => ratio_to_integer(heap, to, a),
        Some(Kind::Complex) | None => wrong_type(who, 1, Expected::Real, a),
    }
}

fn float_to_integer(to: Direction, x: f64) -> f64 {
    match to {
        Direction::Floor => x.floor(),
        Direction::Ceiling => x.ceil(),
        Direction::Truncate => x.trunc(),
        Direction::Round => x.round_ties_even(),
    }
}

fn ratio_to_integer(heap: &mut Heap, to: Direction, a: Value) -> Outcome {
    let (n, d) = ratio::parts(a);
    let (below, rest) = division::floor_both(heap, n, d)?;
    let up = match to {
        Direction::Floor => false,
        Direction::Ceiling => true,
        Direction::Truncate => integer::is_negative(n),
        Direction::Round => {
            let twice = integer::shift_left(heap, rest, 1)?;
            match integer::compare(twice, d) {
                Ordering::Less => false,
                Ordering::Greater => true,
                Ordering::Equal => integer::is_odd(below),
            }
        }
    };
    if up { integer::add(heap, below, ONE) } else { Ok(below) }
}

/// `(numerator a)`.
pub fn numerator(heap: &mut Heap, a: Value) -> Outcome {
    term(heap, "numerator", a, |(n, _)| n)
}

/// `(denominator a)`; that of 0 is 1.
pub fn denominator(heap: &mut Heap, a: Value) -> Outcome {
    term(heap, "denominator", a, |(_, d)| d)
}

fn term(
    heap: &mut Heap,
    who: &'static str,
    a: Value,
    choose: fn((Value, Value)) -> Value,
) -> Outcome {
    match Kind::of(a) {
        Some(Kind::Fixnum | Kind::Bignum | Kind::Ratio) => Ok(choose(ratio::parts(a))),
        Some(Kind::Flonum) if a.flonum_value().is_finite() => {
            let exact = float::to_exact(heap, who, a)?;
            Ok(arithmetic::inexact(heap, choose(ratio::parts(exact))))
        }
        Some(Kind::Flonum | Kind::Complex) | None => wrong_type(who, 1, Expected::Rational, a),
    }
}

/// `(rationalize x y)`: the simplest rational that differs from `x` by no more than `y`.
pub fn rationalize(heap: &mut Heap, x: Value, y: Value) -> Outcome {
    for (position, found) in [(1, x), (2, y)] {
        if !is_real(found) {
            return wrong_type("rationalize", position, Expected::Real, found);
        }
    }
    if is_exact_rational(x) && is_exact_rational(y) {
        return simplest_within(heap, x, y);
    }
    let (a, b) = (float::to_f64(x), float::to_f64(y));
    if !a.is_finite() || !b.is_finite() {
        let limit = if b.is_infinite() && a.is_finite() { 0.0 } else { a - b.abs() };
        return Ok(heap.flonum(limit));
    }
    let x = arithmetic::exact(heap, "rationalize", x)?;
    let y = arithmetic::exact(heap, "rationalize", y)?;
    let simplest = simplest_within(heap, x, y)?;
    Ok(arithmetic::inexact(heap, simplest))
}

fn simplest_within(heap: &mut Heap, x: Value, y: Value) -> Outcome {
    let zero = Value::fixnum(0);
    let y =
        if ratio::compare(&heap.effort, y, zero)?.is_lt() { ratio::negate(heap, y)? } else { y };
    let low = ratio::sub(heap, x, y)?;
    let high = ratio::add(heap, x, y)?;
    if ratio::compare(&heap.effort, low, zero)?.is_gt() {
        return simplest_between(heap, low, high);
    }
    if ratio::compare(&heap.effort, high, zero)?.is_lt() {
        let (low, high) = (ratio::negate(heap, high)?, ratio::negate(heap, low)?);
        let simplest = simplest_between(heap, low, high)?;
        return ratio::negate(heap, simplest);
    }
    Ok(zero)
}

/// The simplest rational in `low..=high`, both positive: the continued fraction that both share,
/// and then the smallest term that is between them.
fn simplest_between(heap: &mut Heap, mut low: Value, mut high: Value) -> Outcome {
    let mut shared = Vec::new();
    let mut simplest = loop {
        let below = integer_below(heap, low)?;
        if comparison::eqv(below, low) {
            break below;
        }
        if integer::compare(below, integer_below(heap, high)?).is_lt() {
            break integer::add(heap, below, ONE)?;
        }
        shared.push(below);
        let low_rest = ratio::sub(heap, low, below)?;
        let high_rest = ratio::sub(heap, high, below)?;
        low = ratio::invert(heap, high_rest)?;
        high = ratio::invert(heap, low_rest)?;
    };
    for term in shared.into_iter().rev() {
        let rest = ratio::invert(heap, simplest)?;
        simplest = ratio::add(heap, term, rest)?;
    }
    Ok(simplest)
}

fn integer_below(heap: &mut Heap, a: Value) -> Outcome {
    let (n, d) = ratio::parts(a);
    floor_quotient(heap, n, d)
}
