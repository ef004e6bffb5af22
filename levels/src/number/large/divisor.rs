//! Greatest common divisors, by Euclid's algorithm with Lehmer's way of taking many steps at once
//! (Knuth, TAOCP 4.5.2, algorithm L).

use super::{PART, div_rem, len};
use crate::effort::{Effort, Stopped};
use crate::number::limbs::bits_at;
use dashu_int::ops::{BitTest, Gcd};
use dashu_int::{IBig, UBig};

/// The greatest common divisor of two numbers that are not both zero. Costs the product of their
/// lengths.
pub fn gcd(effort: &Effort, a: &UBig, b: &UBig) -> Result<UBig, Stopped> {
    let (mut a, mut b) = if a >= b { (a.clone(), b.clone()) } else { (b.clone(), a.clone()) };
    while !b.is_zero() {
        effort.spend(8 * len(&a))?;
        if len(&a) <= PART {
            effort.spend(len(&a) * len(&b))?;
            return Ok((&a).gcd(&b));
        }
        (a, b) = match Steps::of(&a, &b) {
            Some(steps) => steps.take(&a, &b),
            None => {
                let rest = div_rem(effort, &a, &b)?.1;
                (b, rest)
            }
        };
    }
    Ok(a)
}

/// Some steps of the algorithm as one: the numbers become `a.0 x + a.1 y` and `b.0 x + b.1 y`.
struct Steps {
    a: (i128, i128),
    b: (i128, i128),
}

impl Steps {
    /// The steps that the highest bits of the numbers determine; `None` if there is not one.
    fn of(a: &UBig, b: &UBig) -> Option<Steps> {
        let from = a.bit_len() - 124;
        let top = |n: &UBig| {
            let (low, high) = (bits_at(n.as_words(), from), bits_at(n.as_words(), from + 64));
            i128::from(high) << 64 | i128::from(low)
        };
        let (mut x, mut y) = (top(a), top(b));
        let mut steps = Steps { a: (1, 0), b: (0, 1) };
        while let Some(quotient) = steps.certain_quotient(x, y) {
            let step = |x: i128, y: i128| x.checked_sub(quotient.checked_mul(y)?);
            let small = |n: &i128| n.unsigned_abs() >> 62 == 0;
            let (first, second) = (step(steps.a.0, steps.b.0), step(steps.a.1, steps.b.1));
            let Some(b) = first.filter(small).zip(second.filter(small)) else { break };
            steps = Steps { a: steps.b, b };
            (x, y) = (y, x - quotient * y);
        }
        (steps.a.1 != 0).then_some(steps)
    }

    /// The quotient that all numbers have which began like those whose rests begin with `x` and `y`.
    fn certain_quotient(&self, x: i128, y: i128) -> Option<i128> {
        let quotient = (x + self.a.0).checked_div(y + self.b.0)?;
        let other = (x + self.a.1).checked_div(y + self.b.1)?;
        (quotient == other).then_some(quotient)
    }

    fn take(&self, a: &UBig, b: &UBig) -> (UBig, UBig) {
        let (a, b) = (IBig::from(a.clone()), IBig::from(b.clone()));
        let combined = |(i, j): (i128, i128)| {
            let sum = &a * IBig::from(i) + &b * IBig::from(j);
            sum.into_parts().1
        };
        (combined(self.a), combined(self.b))
    }
}
