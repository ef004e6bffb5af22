//! Division of integers with a remainder: R7RS 6.2.6, both families.

use super::integer::{self, Integer, Sign};
use super::{Kind, arithmetic, float, large, limbs};
use crate::condition::{Condition, Expected, Outcome, wrong_type};
use crate::heap::Heap;
use crate::layout::Type;
use crate::value::Value;
use dashu_int::IBig;
use dashu_int::ops::DivRem;

/// Which way the quotient is rounded.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Rounding {
    /// Down: the remainder has the divisor's sign.
    Floor,
    /// Towards zero: the remainder has the dividend's sign.
    Truncate,
}

/// What of a division is wanted.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Wanted {
    /// The quotient.
    Quotient,
    /// The remainder.
    Remainder,
    /// Both, as multiple values.
    Both,
}

/// Quotient and remainder, each as far as it was wanted (`UNSPECIFIED` where not).
type Pair = (Value, Value);

/// `(quotient a b)`.
pub fn quotient(heap: &mut Heap, a: Value, b: Value) -> Outcome {
    divide(heap, "quotient", Rounding::Truncate, Wanted::Quotient, a, b)
}

/// `(remainder a b)`.
pub fn remainder(heap: &mut Heap, a: Value, b: Value) -> Outcome {
    divide(heap, "remainder", Rounding::Truncate, Wanted::Remainder, a, b)
}

/// `(modulo a b)`.
pub fn modulo(heap: &mut Heap, a: Value, b: Value) -> Outcome {
    divide(heap, "modulo", Rounding::Floor, Wanted::Remainder, a, b)
}

/// Divides two integers, exact or not, in the name of `who`.
#[inline]
pub fn divide(
    heap: &mut Heap,
    who: &'static str,
    rounding: Rounding,
    wanted: Wanted,
    a: Value,
    b: Value,
) -> Outcome {
    let pair = match (a.as_fixnum(), b.as_fixnum()) {
        (Some(x), Some(y)) if y != 0 => fixnum_pair(heap, rounding, x, y),
        _ => slow_pair(heap, who, rounding, wanted, a, b)?,
    };
    Ok(match wanted {
        Wanted::Quotient => pair.0,
        Wanted::Remainder => pair.1,
        Wanted::Both => heap.object(Type::MultipleValues, &[pair.0, pair.1]),
    })
}

/// The quotient of exact integers, towards zero; `b` is not zero.
pub fn truncate_quotient(heap: &mut Heap, a: Value, b: Value) -> Outcome {
    Ok(exact_pair(heap, Rounding::Truncate, Wanted::Quotient, a, b)?.0)
}

/// The quotient of exact integers, rounded down; `b` is not zero.
pub fn floor_quotient(heap: &mut Heap, a: Value, b: Value) -> Outcome {
    Ok(exact_pair(heap, Rounding::Floor, Wanted::Quotient, a, b)?.0)
}

/// Quotient, rounded down, and remainder of exact integers; `b` is not zero.
pub fn floor_both(heap: &mut Heap, a: Value, b: Value) -> Outcome<Pair> {
    exact_pair(heap, Rounding::Floor, Wanted::Both, a, b)
}

#[inline]
fn fixnum_pair(heap: &mut Heap, rounding: Rounding, x: i64, y: i64) -> Pair {
    let (mut q, mut r) = (x / y, x % y);
    if rounding == Rounding::Floor && r != 0 && (r ^ y) < 0 {
        q -= 1;
        r += y;
    }
    (integer::from_i64(heap, q), Value::fixnum(r))
}

#[cold]
fn slow_pair(
    heap: &mut Heap,
    who: &'static str,
    rounding: Rounding,
    wanted: Wanted,
    a: Value,
    b: Value,
) -> Outcome<Pair> {
    let x = integer_argument(heap, who, 1, a)?;
    let y = integer_argument(heap, who, 2, b)?;
    if y == Value::fixnum(0) {
        return Err(Box::new(Condition::DivisionByZero { who }));
    }
    let (q, r) = exact_pair(heap, rounding, wanted, x, y)?;
    if !a.is_flonum() && !b.is_flonum() {
        return Ok((q, r));
    }
    let q = arithmetic::inexact(heap, q);
    Ok((q, arithmetic::inexact(heap, r)))
}

/// Argument `position` of `who`, an integer, as an exact one.
pub fn integer_argument(
    heap: &mut Heap,
    who: &'static str,
    position: usize,
    found: Value,
) -> Outcome {
    match Kind::of(found) {
        Some(Kind::Fixnum | Kind::Bignum) => Ok(found),
        Some(Kind::Flonum) if float::is_integer(found.flonum_value()) => {
            float::to_exact(heap, who, found)
        }
        Some(Kind::Flonum | Kind::Ratio | Kind::Complex) | None => {
            wrong_type(who, position, Expected::Integer, found)
        }
    }
}

fn exact_pair(
    heap: &mut Heap,
    rounding: Rounding,
    wanted: Wanted,
    a: Value,
    b: Value,
) -> Outcome<Pair> {
    if let (Some(x), Some(y)) = (a.as_fixnum(), b.as_fixnum()) {
        return Ok(fixnum_pair(heap, rounding, x, y));
    }
    let (x, y) = (Integer::of(a), Integer::of(b));
    if let (Some(x), Some(y)) = (x.to_i128(), y.to_i128()) {
        let (q, r) = wide_pair(rounding, x, y);
        return Ok((integer::from_i128(heap, q), integer::from_i128(heap, r)));
    }
    let same_sign = x.sign == y.sign;
    if limbs::compare(x.limbs(), y.limbs()).is_lt() && (rounding == Rounding::Truncate || same_sign)
    {
        return Ok((Value::fixnum(0), a));
    }
    library_pair(heap, rounding, wanted, &x, &y)
}

fn wide_pair(rounding: Rounding, x: i128, y: i128) -> (i128, i128) {
    // Both have at most 127 bits, so that `x / y` cannot overflow.
    let (q, r) = (x / y, x % y);
    if rounding == Rounding::Floor && r != 0 && (r ^ y) < 0 { (q - 1, r + y) } else { (q, r) }
}

fn library_pair(
    heap: &mut Heap,
    rounding: Rounding,
    wanted: Wanted,
    x: &Integer,
    y: &Integer,
) -> Outcome<Pair> {
    integer::reserve_bits(heap, 128.0 * x.limbs().len() as f64)?;
    heap.effort.spend(x.limbs().len())?;
    let (q, r) = match *y.limbs() {
        [word] => {
            let (q, r) = x.to_ubig().div_rem(word);
            (q, r.into())
        }
        _ => large::div_rem(&heap.effort, &x.to_ubig(), &y.to_ubig())?,
    };
    let (q, r) = (IBig::from_parts(x.sign * y.sign, q), IBig::from_parts(x.sign, r));
    let adjusted = rounding == Rounding::Floor && !r.is_zero() && r.sign() != y.sign;
    let mut pair = (Value::UNSPECIFIED, Value::UNSPECIFIED);
    if wanted != Wanted::Remainder {
        pair.0 = integer::from_ibig(heap, &if adjusted { q - 1 } else { q })?;
    }
    if wanted != Wanted::Quotient {
        pair.1 = integer::from_ibig(heap, &if adjusted { r + y.to_ibig() } else { r })?;
    }
    Ok(pair)
}

/// The greatest integer `s` with `s * s <= n`, and `n - s * s`; `n` is exact and not negative.
pub fn exact_integer_sqrt(heap: &mut Heap, n: Value) -> Outcome<Pair> {
    if let Some(n) = n.as_fixnum() {
        let root = (n as u64).isqrt();
        return Ok((Value::fixnum(root as i64), Value::fixnum(n - (root * root) as i64)));
    }
    let n = Integer::of(n).to_ubig();
    let (root, rest) = large::sqrt_rem(&heap.effort, &n)?;
    let root = integer::from_ubig(heap, Sign::Positive, &root)?;
    Ok((root, integer::from_ubig(heap, Sign::Positive, &rest)?))
}
