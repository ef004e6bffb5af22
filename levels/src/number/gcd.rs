//! Greatest common divisors of exact integers.

use super::integer::{self, Integer, Sign};
use super::large;
use crate::condition::Outcome;
use crate::heap::Heap;
use crate::value::Value;

/// The greatest common divisor, not negative; that of 0 and 0 is 0.
pub fn of_integers(heap: &mut Heap, a: Value, b: Value) -> Outcome {
    if let (Some(x), Some(y)) = (a.as_fixnum(), b.as_fixnum()) {
        return Ok(integer::from_u64(heap, of_words(x.unsigned_abs(), y.unsigned_abs())));
    }
    let (x, y) = (Integer::of(a), Integer::of(b));
    match (x.limbs(), y.limbs()) {
        ([], _) => integer::abs(heap, b),
        (_, []) => integer::abs(heap, a),
        ([1], _) | (_, [1]) => Ok(Value::fixnum(1)),
        ([one], many) | (many, [one]) => {
            let rest = dashu_int::UBig::from_words(many) % *one;
            Ok(integer::from_u64(heap, of_words(rest, *one)))
        }
        _ => {
            let common = large::gcd(&heap.effort, &x.to_ubig(), &y.to_ubig())?;
            integer::from_ubig(heap, Sign::Positive, &common)
        }
    }
}

/// The binary algorithm.
fn of_words(a: u64, b: u64) -> u64 {
    if a == 0 || b == 0 {
        return a | b;
    }
    let twos = (a | b).trailing_zeros();
    let (mut a, mut b) = (a >> a.trailing_zeros(), b >> b.trailing_zeros());
    while a != b {
        if a < b {
            std::mem::swap(&mut a, &mut b);
        }
        a -= b;
        a >>= a.trailing_zeros();
    }
    a << twos
}

/// The least common multiple, not negative; 0 if one of them is 0.
pub fn lcm_of_integers(heap: &mut Heap, a: Value, b: Value) -> Outcome {
    let zero = Value::fixnum(0);
    if a == zero || b == zero {
        return Ok(zero);
    }
    let common = of_integers(heap, a, b)?;
    let rest = super::division::truncate_quotient(heap, a, common)?;
    let product = integer::mul(heap, rest, b)?;
    integer::abs(heap, product)
}
