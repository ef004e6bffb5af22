//! Exact integers: fixnums, and big integers as limbs in the heap.
//!
//! Invariant: a big integer is normalised. It has no leading zero limb and does not fit a fixnum,
//! so that two equal integers are equal limb by limb. Nothing writes to one after it was made.
//!
//! Sums, products by one limb, small products and comparisons work on the limbs where they lie;
//! the rest goes through the library and is copied there and back.

use super::storage::{big_limbs, limbs_mut};
use super::{large, limbs};
use crate::condition::{Condition, Outcome};
use crate::heap::Heap;
use crate::layout::{Type, flag};
use crate::value::{FIXNUM_MAX, Value};
use dashu_int::{IBig, UBig};
use std::cmp::Ordering;

pub use dashu_int::Sign;

/// From this many limbs in the shorter factor on, the library's products win.
const LIBRARY_PRODUCT: usize = 32;

/// An exact integer seen as sign and magnitude, whichever way it is stored.
#[derive(Clone, Copy)]
pub struct Integer {
    /// The sign; zero is positive.
    pub sign: Sign,
    word: u64,
    big: Option<Value>,
}

impl Integer {
    /// The view of `value`, which the caller has found to be an exact integer.
    #[inline]
    pub fn of(value: Value) -> Integer {
        match value.as_fixnum() {
            Some(n) => Integer { sign: sign_of(n < 0), word: n.unsigned_abs(), big: None },
            None => Integer {
                sign: sign_of(value.header().flags() & flag::NEGATIVE != 0),
                word: 0,
                big: Some(value),
            },
        }
    }

    /// The magnitude's limbs.
    #[inline]
    pub fn limbs(&self) -> &[u64] {
        match &self.big {
            Some(big) => big_limbs(big),
            None if self.word == 0 => &[],
            None => std::slice::from_ref(&self.word),
        }
    }

    /// The integer with its sign turned.
    pub fn negated(self) -> Integer {
        Integer { sign: -self.sign, ..self }
    }

    /// The magnitude, copied into the library's form.
    pub fn to_ubig(&self) -> UBig {
        UBig::from_words(self.limbs())
    }

    /// The integer, copied into the library's form.
    pub fn to_ibig(&self) -> IBig {
        IBig::from_parts(self.sign, self.to_ubig())
    }

    /// The integer, if its magnitude has at most two limbs and 127 bits.
    pub fn to_i128(&self) -> Option<i128> {
        let magnitude = match *self.limbs() {
            [] => 0,
            [low] => i128::from(low),
            [low, high] => i128::try_from(u128::from(high) << 64 | u128::from(low)).ok()?,
            _ => return None,
        };
        Some(if self.sign == Sign::Negative { -magnitude } else { magnitude })
    }
}

/// Whether `value` is a fixnum or a big integer.
#[inline]
pub fn is_exact_integer(value: Value) -> bool {
    value.is_fixnum() || value.is_a(Type::Bignum)
}

fn sign_of(negative: bool) -> Sign {
    if negative { Sign::Negative } else { Sign::Positive }
}

/// A big integer to be filled and then `settle`d: `len` limbs of zero.
pub fn fresh(heap: &mut Heap, sign: Sign, len: usize) -> Outcome {
    let bytes = len.checked_mul(8).ok_or_else(|| too_large(f64::INFINITY))?;
    heap.reserve(bytes)?;
    let flags = if sign == Sign::Negative { flag::NEGATIVE } else { 0 };
    Ok(heap.bytes_filled(Type::Bignum, flags, bytes, 0))
}

/// Makes a filled big integer obey the invariant: cuts leading zeros, gives a fixnum where it fits.
pub fn settle(heap: &mut Heap, filled: Value) -> Outcome {
    let sign = Integer::of(filled).sign;
    let limbs = big_limbs(&filled);
    let kept = limbs::trim(limbs);
    match small(sign, kept) {
        Some(fixnum) => Ok(fixnum),
        None if kept.len() == limbs.len() => Ok(filled),
        None => from_limbs(heap, sign, kept),
    }
}

/// The integer of this sign and magnitude; leading zeros are allowed.
pub fn from_limbs(heap: &mut Heap, sign: Sign, magnitude: &[u64]) -> Outcome {
    let magnitude = limbs::trim(magnitude);
    if let Some(small) = small(sign, magnitude) {
        return Ok(small);
    }
    let new = fresh(heap, sign, magnitude.len())?;
    limbs_mut(heap, new).copy_from_slice(magnitude);
    Ok(new)
}

fn small(sign: Sign, magnitude: &[u64]) -> Option<Value> {
    match *magnitude {
        [] => Some(Value::fixnum(0)),
        [n] if n <= FIXNUM_MAX as u64 + 1 => {
            Value::try_fixnum(if sign == Sign::Negative { -(n as i64) } else { n as i64 })
        }
        _ => None,
    }
}

/// The integer `n`.
#[inline]
pub fn from_i64(heap: &mut Heap, n: i64) -> Value {
    match Value::try_fixnum(n) {
        Some(fixnum) => fixnum,
        None => from_few(heap, sign_of(n < 0), &[n.unsigned_abs()]),
    }
}

/// The integer `n`.
pub fn from_u64(heap: &mut Heap, n: u64) -> Value {
    from_few(heap, Sign::Positive, &[n])
}

/// The integer `n`.
pub fn from_i128(heap: &mut Heap, n: i128) -> Value {
    let magnitude = n.unsigned_abs();
    from_few(heap, sign_of(n < 0), &[magnitude as u64, (magnitude >> 64) as u64])
}

/// As `from_limbs`, for so few limbs that nothing need be reserved.
fn from_few(heap: &mut Heap, sign: Sign, magnitude: &[u64]) -> Value {
    let magnitude = limbs::trim(magnitude);
    if let Some(small) = small(sign, magnitude) {
        return small;
    }
    let flags = if sign == Sign::Negative { flag::NEGATIVE } else { 0 };
    let new = heap.bytes_filled(Type::Bignum, flags, magnitude.len() * 8, 0);
    limbs_mut(heap, new).copy_from_slice(magnitude);
    new
}

/// The integer of this sign and the library's magnitude.
pub fn from_ubig(heap: &mut Heap, sign: Sign, magnitude: &UBig) -> Outcome {
    from_limbs(heap, sign, magnitude.as_words())
}

/// The integer, copied from the library's form.
pub fn from_ibig(heap: &mut Heap, n: &IBig) -> Outcome {
    let (sign, magnitude) = n.as_sign_words();
    from_limbs(heap, sign, magnitude)
}

/// The condition for a result of about `bits` bits.
#[cold]
pub fn too_large(bits: f64) -> Box<Condition> {
    Box::new(Condition::OutOfMemory { wanted: (bits / 8.0) as usize })
}

/// From this many bytes on, the system is asked whether it has the room, as the library panics where
/// it does not.
const LARGE: usize = 1 << 24;
/// A product needs this many times its own size meanwhile.
const WORKSPACE: usize = 8;

/// Refuses a result of about `bits` bits (a float as the estimate may pass every integer) that
/// would not fit the memory limit.
pub fn reserve_bits(heap: &mut Heap, bits: f64) -> Outcome<()> {
    if bits < 512.0 {
        return Ok(());
    }
    // Headers count bytes in 48 bits.
    if bits > (1u64 << 48) as f64 {
        return Err(too_large(bits));
    }
    let bytes = (bits / 8.0) as usize + 16;
    heap.reserve(bytes)?;
    if bytes >= LARGE {
        let mut room: Vec<u8> = Vec::new();
        room.try_reserve_exact(bytes * WORKSPACE).map_err(|_| too_large(bits))?;
    }
    Ok(())
}

/// `a + b`.
pub fn add(heap: &mut Heap, a: Value, b: Value) -> Outcome {
    if let (Some(x), Some(y)) = (a.as_fixnum(), b.as_fixnum()) {
        return Ok(from_i64(heap, x + y));
    }
    sum(heap, &Integer::of(a), &Integer::of(b))
}

/// `a - b`.
pub fn sub(heap: &mut Heap, a: Value, b: Value) -> Outcome {
    if let (Some(x), Some(y)) = (a.as_fixnum(), b.as_fixnum()) {
        return Ok(from_i64(heap, x - y));
    }
    sum(heap, &Integer::of(a), &Integer::of(b).negated())
}

fn sum(heap: &mut Heap, a: &Integer, b: &Integer) -> Outcome {
    let (x, y) = (a.limbs(), b.limbs());
    if a.sign == b.sign {
        let new = fresh(heap, a.sign, limbs::sum_len(x, y))?;
        limbs::add(limbs_mut(heap, new), x, y);
        return settle(heap, new);
    }
    match limbs::compare(x, y) {
        Ordering::Equal => Ok(Value::fixnum(0)),
        Ordering::Greater => difference(heap, a.sign, x, y),
        Ordering::Less => difference(heap, b.sign, y, x),
    }
}

fn difference(heap: &mut Heap, sign: Sign, larger: &[u64], smaller: &[u64]) -> Outcome {
    let new = fresh(heap, sign, larger.len())?;
    limbs::sub(limbs_mut(heap, new), larger, smaller);
    settle(heap, new)
}

/// `a * b`.
pub fn mul(heap: &mut Heap, a: Value, b: Value) -> Outcome {
    if let (Some(x), Some(y)) = (a.as_fixnum(), b.as_fixnum()) {
        return Ok(from_i128(heap, i128::from(x) * i128::from(y)));
    }
    let (a, b) = (Integer::of(a), Integer::of(b));
    let (x, y) = (a.limbs(), b.limbs());
    let (long, short) = if x.len() >= y.len() { (x, y) } else { (y, x) };
    if short.len() >= LIBRARY_PRODUCT {
        return library_product(heap, &a, &b);
    }
    let new = fresh(heap, a.sign * b.sign, limbs::product_len(long, short))?;
    match *short {
        [] => return Ok(Value::fixnum(0)),
        [k] => limbs::mul_word(limbs_mut(heap, new), long, k),
        _ => {
            heap.effort.spend(long.len() * short.len())?;
            limbs::mul(limbs_mut(heap, new), long, short);
        }
    }
    settle(heap, new)
}

fn library_product(heap: &mut Heap, a: &Integer, b: &Integer) -> Outcome {
    reserve_bits(heap, 64.0 * (a.limbs().len() + b.limbs().len()) as f64)?;
    let product = large::product(&heap.effort, &a.to_ubig(), &b.to_ubig())?;
    from_ubig(heap, a.sign * b.sign, &product)
}

/// `-a`.
pub fn negate(heap: &mut Heap, a: Value) -> Outcome {
    match a.as_fixnum() {
        Some(n) => Ok(from_i64(heap, -n)),
        None => {
            let view = Integer::of(a);
            from_limbs(heap, -view.sign, view.limbs())
        }
    }
}

/// How `a` compares with `b`.
pub fn compare(a: Value, b: Value) -> Ordering {
    if let (Some(x), Some(y)) = (a.as_fixnum(), b.as_fixnum()) {
        return x.cmp(&y);
    }
    let (a, b) = (Integer::of(a), Integer::of(b));
    match (a.sign, b.sign) {
        (Sign::Positive, Sign::Negative) => Ordering::Greater,
        (Sign::Negative, Sign::Positive) => Ordering::Less,
        (Sign::Positive, Sign::Positive) => limbs::compare(a.limbs(), b.limbs()),
        (Sign::Negative, Sign::Negative) => limbs::compare(b.limbs(), a.limbs()),
    }
}

/// Whether `a` is below zero.
#[inline]
pub fn is_negative(a: Value) -> bool {
    Integer::of(a).sign == Sign::Negative
}

/// Whether `a` is odd.
pub fn is_odd(a: Value) -> bool {
    Integer::of(a).limbs().first().is_some_and(|low| low & 1 == 1)
}

/// `|a|`.
pub fn abs(heap: &mut Heap, a: Value) -> Outcome {
    if is_negative(a) { negate(heap, a) } else { Ok(a) }
}

/// `a * 2^count`.
pub fn shift_left(heap: &mut Heap, a: Value, count: usize) -> Outcome {
    let a = Integer::of(a);
    if a.limbs().is_empty() {
        return Ok(Value::fixnum(0));
    }
    let bits = limbs::bit_len(a.limbs()) as f64 + count as f64;
    reserve_bits(heap, bits)?;
    let new = fresh(heap, a.sign, (limbs::bit_len(a.limbs()) + count).div_ceil(64))?;
    limbs::shift_left(limbs_mut(heap, new), a.limbs(), count);
    settle(heap, new)
}

/// `floor(a / 2^count)`.
pub fn shift_right(heap: &mut Heap, a: Value, count: usize) -> Outcome {
    if let Some(n) = a.as_fixnum() {
        return Ok(Value::fixnum(n >> count.min(63)));
    }
    let a = Integer::of(a);
    let bits = limbs::bit_len(a.limbs()).saturating_sub(count);
    // One more limb than the bits need, for the carry of rounding down below zero.
    let new = fresh(heap, a.sign, bits.div_ceil(64) + 1)?;
    let out = limbs_mut(heap, new);
    limbs::shift_right(out, a.limbs(), count);
    if a.sign == Sign::Negative && limbs::any_below(a.limbs(), count) {
        limbs::increment(out);
    }
    settle(heap, new)
}
