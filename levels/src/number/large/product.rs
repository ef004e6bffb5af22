//! Products and powers.

use super::{PART, len, part};
use crate::effort::{Effort, Stopped};
use crate::number::limbs;
use dashu_int::{IBig, UBig};

/// `a * b`. Costs `n^1.47` for two factors of `n` limbs.
pub fn product(effort: &Effort, a: &UBig, b: &UBig) -> Result<UBig, Stopped> {
    let (long, short) = if len(a) >= len(b) { (a, b) } else { (b, a) };
    let area = len(long).saturating_mul(len(short));
    if area <= PART * PART {
        effort.spend(area / 16)?;
        return Ok(if a == b { a.sqr() } else { a * b });
    }
    if 3 * len(short) > 2 * len(long) + 2 {
        in_thirds(effort, long, short)
    } else {
        piecewise(effort, long, short)
    }
}

/// A product of factors of different lengths, one piece of the longer after the other.
fn piecewise(effort: &Effort, long: &UBig, short: &UBig) -> Result<UBig, Stopped> {
    let width = len(short).max(PART);
    let mut sum = vec![0; len(long) + len(short) + 1];
    for at in (0..len(long)).step_by(width) {
        effort.spend(width)?;
        let piece = product(effort, &part(long, at, at + width), short)?;
        limbs::add_into(&mut sum[at..], piece.as_words());
    }
    Ok(UBig::from_words(&sum))
}

/// A product of factors of about the same length by five of a third of it (Toom and Cook): the
/// product of two polynomials of degree 2 from its values at 0, 1, -1, 2 and infinity.
fn in_thirds(effort: &Effort, a: &UBig, b: &UBig) -> Result<UBig, Stopped> {
    effort.spend(16 * len(a))?;
    let third = len(a).div_ceil(3);
    let (a, b) = (values(a, third), if a == b { None } else { Some(values(b, third)) });
    let mut points = Vec::with_capacity(5);
    for (i, x) in a.iter().enumerate() {
        let y = b.as_ref().map_or(x, |b| &b[i]);
        points.push(signed_product(effort, x, y)?);
    }
    drop((a, b));
    effort.spend(32 * third)?;
    Ok(interpolated(points, third))
}

/// The values at 0, 1, -1, 2 and infinity of the polynomial whose value at `2^64third` is `n`.
fn values(n: &UBig, third: usize) -> [IBig; 5] {
    let part = |i: usize| IBig::from(part(n, i * third, (i + 1) * third));
    let (low, middle, high) = (part(0), part(1), part(2));
    let even = &low + &high;
    let two = &low + (&middle << 1) + (&high << 2);
    [low, &even + &middle, even - middle, two, high]
}

fn signed_product(effort: &Effort, x: &IBig, y: &IBig) -> Result<IBig, Stopped> {
    let ((x_sign, x), (y_sign, y)) = (x.clone().into_parts(), y.clone().into_parts());
    Ok(IBig::from_parts(x_sign * y_sign, product(effort, &x, &y)?))
}

/// The value at `2^64third` of the polynomial with these values at 0, 1, -1, 2 and infinity.
fn interpolated(points: Vec<IBig>, third: usize) -> UBig {
    let [zero, one, minus_one, two, infinity] = &points[..] else { return UBig::ZERO };
    let second = ((one + minus_one) >> 1) - zero - infinity;
    let odd: IBig = (one - minus_one) >> 1;
    let rest: IBig = (two - zero - (&second << 2) - (infinity << 4)) >> 1;
    let cubic = (rest - &odd) / IBig::from(3);
    let linear = odd - &cubic;
    let shift = 64 * third;
    let mut sum = infinity.clone();
    for coefficient in [&cubic, &second, &linear, zero] {
        sum = (sum << shift) + coefficient;
    }
    sum.into_parts().1
}

/// `base` to the power of `count`, by squaring.
pub fn power(effort: &Effort, base: &UBig, count: usize) -> Result<UBig, Stopped> {
    let mut power = UBig::ONE;
    for bit in (0..usize::BITS - count.leading_zeros()).rev() {
        power = product(effort, &power, &power)?;
        if count >> bit & 1 == 1 {
            power = product(effort, &power, base)?;
        }
    }
    Ok(power)
}
