//! Magnitudes: slices of 64-bit limbs, least significant first. Nothing here allocates.
//!
//! Invariant: what is called a magnitude has no leading zero limb; zero is the empty slice.

use std::cmp::Ordering;

/// `limbs` without its leading zeros.
pub fn trim(limbs: &[u64]) -> &[u64] {
    let len = limbs.iter().rposition(|limb| *limb != 0).map_or(0, |top| top + 1);
    &limbs[..len]
}

/// Which of two magnitudes is the larger.
pub fn compare(a: &[u64], b: &[u64]) -> Ordering {
    a.len().cmp(&b.len()).then_with(|| a.iter().rev().cmp(b.iter().rev()))
}

/// How many bits a magnitude has: 0 for zero, 1 for one, 64 for `2^64 - 1`.
pub fn bit_len(a: &[u64]) -> usize {
    a.last().map_or(0, |top| a.len() * 64 - top.leading_zeros() as usize)
}

/// Bits `from..from + 64` of a magnitude; those past its top are 0.
pub fn bits_at(a: &[u64], from: usize) -> u64 {
    let (index, shift) = (from / 64, from % 64);
    let limb = |i: usize| a.get(i).copied().unwrap_or(0);
    if shift == 0 { limb(index) } else { limb(index) >> shift | limb(index + 1) << (64 - shift) }
}

/// Whether one of the lowest `count` bits is set.
pub fn any_below(a: &[u64], count: usize) -> bool {
    let (whole, rest) = (count / 64, count % 64);
    a.iter().take(whole).any(|limb| *limb != 0)
        || a.get(whole).is_some_and(|limb| *limb & ((1 << rest) - 1) != 0)
}

/// How many limbs `a + b` may need.
pub fn sum_len(a: &[u64], b: &[u64]) -> usize {
    let (long, short) = if a.len() >= b.len() { (a, b) } else { (b, a) };
    let top = long.last().copied().unwrap_or(0);
    let other = if short.len() == long.len() { short.last().copied().unwrap_or(0) } else { 0 };
    let spills = top.checked_add(other).is_none_or(|sum| sum == u64::MAX);
    long.len() + usize::from(spills)
}

/// How many limbs `a * b` may need.
pub fn product_len(a: &[u64], b: &[u64]) -> usize {
    (bit_len(a) + bit_len(b)).div_ceil(64)
}

/// `out = a + b`; `out` has `sum_len(a, b)` limbs.
pub fn add(out: &mut [u64], a: &[u64], b: &[u64]) {
    let (long, short) = if a.len() >= b.len() { (a, b) } else { (b, a) };
    let (low, high) = long.split_at(short.len());
    let mut carry = false;
    for ((out, x), y) in out.iter_mut().zip(low).zip(short) {
        (*out, carry) = add_carry(*x, *y, carry);
    }
    for (out, x) in out[short.len()..].iter_mut().zip(high) {
        (*out, carry) = x.overflowing_add(u64::from(carry));
    }
    if let Some(top) = out.get_mut(long.len()) {
        *top = u64::from(carry);
    }
}

/// `out += a`, where the sum is known to fit.
pub fn add_into(out: &mut [u64], a: &[u64]) {
    let mut carry = false;
    for (out, x) in out.iter_mut().zip(a) {
        (*out, carry) = add_carry(*out, *x, carry);
    }
    if carry {
        increment(&mut out[a.len()..]);
    }
}

/// `out = a - b` where `a >= b`; `out` has as many limbs as `a`.
pub fn sub(out: &mut [u64], a: &[u64], b: &[u64]) {
    let (low, high) = a.split_at(b.len());
    let mut borrow = false;
    for ((out, x), y) in out.iter_mut().zip(low).zip(b) {
        (*out, borrow) = sub_borrow(*x, *y, borrow);
    }
    for (out, x) in out[b.len()..].iter_mut().zip(high) {
        (*out, borrow) = x.overflowing_sub(u64::from(borrow));
    }
}

/// `out = a * k`; `out` has `product_len(a, [k])` limbs.
pub fn mul_word(out: &mut [u64], a: &[u64], k: u64) {
    let mut carry = 0;
    for (out, x) in out.iter_mut().zip(a) {
        let wide = u128::from(*x) * u128::from(k) + u128::from(carry);
        (*out, carry) = (wide as u64, (wide >> 64) as u64);
    }
    if let Some(top) = out.get_mut(a.len()) {
        *top = carry;
    }
}

/// `out = a * b` the schoolbook way; `out` is zero and has `product_len(a, b)` limbs.
pub fn mul(out: &mut [u64], a: &[u64], b: &[u64]) {
    for (i, k) in b.iter().enumerate() {
        let mut carry = 0;
        let row = &mut out[i..];
        for (out, x) in row.iter_mut().zip(a) {
            let wide = u128::from(*x) * u128::from(*k) + u128::from(*out) + u128::from(carry);
            (*out, carry) = (wide as u64, (wide >> 64) as u64);
        }
        if let Some(top) = row.get_mut(a.len()) {
            *top = carry;
        }
    }
}

/// `out = a * 2^count`; `out` has `(bit_len(a) + count).div_ceil(64)` limbs.
pub fn shift_left(out: &mut [u64], a: &[u64], count: usize) {
    let (whole, rest) = (count / 64, count % 64);
    out[..whole].fill(0);
    let mut carry = 0;
    for (out, x) in out[whole..].iter_mut().zip(a.iter().chain(std::iter::once(&0))) {
        *out = x << rest | carry;
        carry = if rest == 0 { 0 } else { x >> (64 - rest) };
    }
}

/// `out = floor(a / 2^count)`; bits past `out` are dropped.
pub fn shift_right(out: &mut [u64], a: &[u64], count: usize) {
    for (i, out) in out.iter_mut().enumerate() {
        *out = bits_at(a, count + i * 64);
    }
}

/// `out += 1`, wrapping.
pub fn increment(out: &mut [u64]) {
    for limb in out {
        let (sum, carry) = limb.overflowing_add(1);
        *limb = sum;
        if !carry {
            return;
        }
    }
}

#[inline(always)]
fn add_carry(x: u64, y: u64, carry: bool) -> (u64, bool) {
    let (sum, first) = x.overflowing_add(y);
    let (sum, second) = sum.overflowing_add(u64::from(carry));
    (sum, first | second)
}

#[inline(always)]
fn sub_borrow(x: u64, y: u64, borrow: bool) -> (u64, bool) {
    let (difference, first) = x.overflowing_sub(y);
    let (difference, second) = difference.overflowing_sub(u64::from(borrow));
    (difference, first | second)
}
