//! Roots, by quotients.

use super::{PART, div_rem, len, power, product};
use crate::effort::{Effort, Stopped};
use dashu_int::ops::{BitTest, SquareRootRem};
use dashu_int::{IBig, UBig};

/// The integer part of the square root, and what `n` has beyond its square (Zimmermann, Karatsuba
/// Square Root, 1999).
pub fn sqrt_rem(effort: &Effort, n: &UBig) -> Result<(UBig, UBig), Stopped> {
    if len(n) <= PART {
        effort.spend(len(n) * len(n) / 8)?;
        return Ok(n.sqrt_rem());
    }
    // `n` in four parts, of which the highest has `quarter` bits and some more.
    let quarter = (n.bit_len() - 1) / 4;
    let (root, rest) = sqrt_rem(effort, &(n >> (2 * quarter)))?;
    let mask = (UBig::ONE << quarter) - UBig::ONE;
    let dividend = (rest << quarter) + ((n >> quarter) & &mask);
    let (more, rest) = div_rem(effort, &dividend, &(&root << 1))?;
    let mut root = (root << quarter) + &more;
    let mut rest = IBig::from((rest << quarter) + (n & mask));
    rest -= IBig::from(product(effort, &more, &more)?);
    while rest < IBig::ZERO {
        rest += (&root << 1) - UBig::ONE;
        root -= UBig::ONE;
    }
    Ok((root, rest.into_parts().1))
}

/// The integer part of the root of this degree, which is at least 2, by Newton's method from above.
pub fn nth_root(effort: &Effort, n: &UBig, degree: usize) -> Result<UBig, Stopped> {
    if len(n) <= PART {
        effort.spend(len(n) * len(n) / 8)?;
        return Ok(n.nth_root(degree));
    }
    let mut root = UBig::ONE << n.bit_len().div_ceil(degree);
    loop {
        let (ratio, _) = div_rem(effort, n, &power(effort, &root, degree - 1)?)?;
        let sum = &root * UBig::from(degree - 1) + ratio;
        let next = div_rem(effort, &sum, &UBig::from(degree))?.0;
        if next >= root {
            return Ok(root);
        }
        root = next;
    }
}
