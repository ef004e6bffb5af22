//! Exact integers as infinite two's complement bit strings (SRFI 151). Arguments have been checked
//! to be exact integers.

use super::integer::{self, Integer, Sign};
use super::limbs;
use super::storage::limbs_mut;
use crate::condition::Outcome;
use crate::heap::Heap;
use crate::value::Value;

/// The limbs of an integer in two's complement, without end.
struct Twos<'a> {
    limbs: std::slice::Iter<'a, u64>,
    negative: bool,
    carry: bool,
}

impl<'a> Twos<'a> {
    fn of(integer: &'a Integer) -> Twos<'a> {
        let negative = integer.sign == Sign::Negative;
        Twos { limbs: integer.limbs().iter(), negative, carry: true }
    }

    fn next(&mut self) -> u64 {
        let limb = self.limbs.next().copied().unwrap_or(0);
        if !self.negative {
            return limb;
        }
        let (limb, carry) = (!limb).overflowing_add(u64::from(self.carry));
        self.carry = carry;
        limb
    }
}

/// Combines two integers bit by bit; `operation` works on 64 bits at once.
pub fn combine(heap: &mut Heap, operation: fn(u64, u64) -> u64, a: Value, b: Value) -> Outcome {
    if let (Some(x), Some(y)) = (a.as_fixnum(), b.as_fixnum()) {
        return Ok(Value::fixnum(operation(x as u64, y as u64) as i64));
    }
    let (a, b) = (Integer::of(a), Integer::of(b));
    let mask = |integer: &Integer| if integer.sign == Sign::Negative { u64::MAX } else { 0 };
    let negative = operation(mask(&a), mask(&b)) != 0;
    let sign = if negative { Sign::Negative } else { Sign::Positive };
    // One limb more than the operands have holds the carry of a magnitude of `2^64n`.
    let new = integer::fresh(heap, sign, a.limbs().len().max(b.limbs().len()) + 1)?;
    let out = limbs_mut(heap, new);
    let (mut left, mut right) = (Twos::of(&a), Twos::of(&b));
    for limb in out.iter_mut() {
        let bits = operation(left.next(), right.next());
        *limb = if negative { !bits } else { bits };
    }
    if negative {
        limbs::increment(out);
    }
    integer::settle(heap, new)
}

/// `(bitwise-not a)`: `-1 - a`.
pub fn not(heap: &mut Heap, a: Value) -> Outcome {
    integer::sub(heap, Value::fixnum(-1), a)
}

/// `(arithmetic-shift a count)`: `floor(a * 2^count)`. A count past every memory limit gives 0 or -1
/// to the right, an out-of-memory condition to the left.
pub fn shift(heap: &mut Heap, a: Value, count: Value) -> Outcome {
    match count.as_fixnum() {
        Some(n) if n >= 0 => shift_left(heap, a, n),
        Some(n) => integer::shift_right(heap, a, n.unsigned_abs() as usize),
        None if a == Value::fixnum(0) => Ok(a),
        None if integer::is_negative(count) => {
            Ok(Value::fixnum(if integer::is_negative(a) { -1 } else { 0 }))
        }
        None => Err(integer::too_large(super::to_f64(count))),
    }
}

fn shift_left(heap: &mut Heap, a: Value, count: i64) -> Outcome {
    if let Some(n) = a.as_fixnum()
        && count < 64
    {
        return Ok(integer::from_i128(heap, i128::from(n) << count));
    }
    integer::shift_left(heap, a, count as usize)
}

/// `(bit-count a)`: the ones of an integer that is not negative, the zeros of another.
pub fn count(heap: &mut Heap, a: Value) -> Outcome {
    let a = if integer::is_negative(a) { not(heap, a)? } else { a };
    let ones = Integer::of(a).limbs().iter().map(|limb| i64::from(limb.count_ones())).sum();
    Ok(Value::fixnum(ones))
}

/// `(integer-length a)`: the bits that `a` needs beside a sign bit.
pub fn length(heap: &mut Heap, a: Value) -> Outcome {
    let a = if integer::is_negative(a) { not(heap, a)? } else { a };
    Ok(Value::fixnum(limbs::bit_len(Integer::of(a).limbs()) as i64))
}

/// `(first-set-bit a)`: the index of the lowest one, -1 for 0.
pub fn first_set(a: Value) -> i64 {
    let a = Integer::of(a);
    match a.limbs().iter().position(|limb| *limb != 0) {
        Some(index) => (index * 64) as i64 + i64::from(a.limbs()[index].trailing_zeros()),
        None => -1,
    }
}

/// `(bit-set? index a)`: whether bit `index`, an exact integer that is not negative, is one.
pub fn is_set(index: Value, a: Value) -> bool {
    let a = Integer::of(a);
    let Some(index) = index.as_index() else { return a.sign == Sign::Negative };
    if index / 64 >= a.limbs().len() {
        return a.sign == Sign::Negative;
    }
    let mut twos = Twos::of(&a);
    let limb = (0..=index / 64).map(|_| twos.next()).last().unwrap_or(0);
    limb >> (index % 64) & 1 == 1
}
