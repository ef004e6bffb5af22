//! Quotients with remainders, by products (Burnikel and Ziegler, Fast Recursive Division, 1998).

use super::{PART, len, part, product};
use crate::effort::{Effort, Stopped};
use dashu_int::ops::{BitTest, DivRem};
use dashu_int::{IBig, UBig};

/// `a / b` and the remainder; `b` is not zero.
pub fn div_rem(effort: &Effort, a: &UBig, b: &UBig) -> Result<(UBig, UBig), Stopped> {
    let more = len(a).saturating_sub(len(b)) + 1;
    if more.saturating_mul(len(b)) <= PART * PART {
        effort.spend(more * len(b) / 8)?;
        return Ok(a.div_rem(b));
    }
    let halvings = len(b).div_ceil(PART).next_power_of_two().trailing_zeros();
    let width = len(b).div_ceil(1 << halvings) << halvings;
    if halvings == 0 {
        return digit_by_digit(effort, a, b, width.max(PART));
    }
    // Divisor and dividend grow alike, so that the divisor's top bit is set.
    let shift = 64 * width - b.bit_len();
    let (quotient, rest) = digit_by_digit(effort, &(a << shift), &(b << shift), width)?;
    Ok((quotient, rest >> shift))
}

/// Long division with digits of `width` limbs.
fn digit_by_digit(
    effort: &Effort,
    a: &UBig,
    b: &UBig,
    width: usize,
) -> Result<(UBig, UBig), Stopped> {
    let digits = len(a).div_ceil(width);
    let (mut quotient, mut rest) = (vec![0; digits * width], UBig::ZERO);
    for digit in (0..digits).rev() {
        let at = digit * width;
        let above = (rest << (64 * width)) + part(a, at, at + width);
        let (q, r) = two_by_one(effort, &above, b, width)?;
        quotient[at..at + len(&q)].copy_from_slice(q.as_words());
        rest = r;
    }
    Ok((UBig::from_words(&quotient), rest))
}

/// Divides `a` by `b` where the quotient has at most `width` limbs. Where `b` has as many, its top
/// bit is set.
fn two_by_one(effort: &Effort, a: &UBig, b: &UBig, width: usize) -> Result<(UBig, UBig), Stopped> {
    effort.spend(2 * width)?;
    if width <= PART || width % 2 == 1 || len(b) < width {
        effort.spend(width.saturating_mul(len(b).min(PART)) / 8)?;
        return Ok(a.div_rem(b));
    }
    let half = width / 2;
    let (high, rest) = three_by_two(effort, &part(a, half, usize::MAX), b, half)?;
    let rest = (rest << (64 * half)) + part(a, 0, half);
    let (low, rest) = three_by_two(effort, &rest, b, half)?;
    Ok(((high << (64 * half)) + low, rest))
}

/// Divides `a`, of three halves, by `b`, of two, where the quotient has at most one half.
fn three_by_two(effort: &Effort, a: &UBig, b: &UBig, half: usize) -> Result<(UBig, UBig), Stopped> {
    let (b_high, b_low) = (part(b, half, usize::MAX), part(b, 0, half));
    let a_high = part(a, half, usize::MAX);
    let one = UBig::ONE << (64 * half);
    let (mut quotient, rest) = if part(a, 2 * half, usize::MAX) < b_high {
        two_by_one(effort, &a_high, &b_high, half)?
    } else {
        let rest = a_high + &b_high - (&b_high << (64 * half));
        (one - UBig::ONE, rest)
    };
    let mut rest = IBig::from((rest << (64 * half)) + part(a, 0, half));
    rest -= IBig::from(product(effort, &quotient, &b_low)?);
    // The estimate is at most two too large, as the divisor's top bit is set.
    while rest < IBig::ZERO {
        quotient -= UBig::ONE;
        rest += b;
    }
    Ok((quotient, rest.into_parts().1))
}
