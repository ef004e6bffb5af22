//! Numbers to digits and back, in radix 2 to 36.

use super::{PART, div_rem, len, product};
use crate::effort::{Effort, Stopped};
use dashu_int::UBig;

/// How many digits the library is given at a time.
fn digits_a_part(radix: u32) -> usize {
    (PART as f64 * 64.0 / f64::from(radix).log2()) as usize
}

/// Appends the digits of `n`.
pub fn to_digits(effort: &Effort, n: &UBig, radix: u32, out: &mut String) -> Result<(), Stopped> {
    // The powers by which the number is cut: each is the square of the one before.
    let (part, mut powers) = (digits_a_part(radix), Vec::new());
    while powers.last().map_or(PART, |power| 2 * len(power)) < len(n) {
        let next = match powers.last() {
            Some(power) => product(effort, power, power)?,
            None => UBig::from(radix).pow(part),
        };
        powers.push(next);
    }
    // What is left to write, the last first: how many of the powers cut it, and whether it is the
    // first, which begins without zeros.
    let mut todo = vec![(n.clone(), powers.len(), true)];
    while let Some((n, cuts, first)) = todo.pop() {
        if cuts == 0 {
            effort.spend(len(&n).saturating_mul(len(&n)) / 8)?;
            let text = n.in_radix(radix as u8).to_string();
            let zeros = if first { 0 } else { part - text.len() };
            out.extend(std::iter::repeat_n('0', zeros));
            out.push_str(&text);
            continue;
        }
        let (high, low) = div_rem(effort, &n, &powers[cuts - 1])?;
        if first && high.is_zero() {
            todo.push((low, cuts - 1, true));
        } else {
            todo.extend([(low, cuts - 1, false), (high, cuts - 1, first)]);
        }
    }
    Ok(())
}

/// The number with these digits, which are some, and all of the radix.
pub fn from_digits(effort: &Effort, digits: &str, radix: u32) -> Result<UBig, Stopped> {
    let part = digits_a_part(radix);
    let mut numbers = Vec::new();
    let mut rest = digits;
    while !rest.is_empty() {
        effort.spend(rest.len().min(part) * PART / 8)?;
        let (before, last) = rest.split_at(rest.len().saturating_sub(part));
        numbers.push(UBig::from_str_radix(last, radix).unwrap_or_default());
        rest = before;
    }
    // The numbers, the lowest first, are the digits in radix `power`; two at a time they become those
    // in radix `power * power`.
    let mut power = UBig::from(radix).pow(part.min(digits.len()));
    while numbers.len() > 1 {
        let mut joined = Vec::with_capacity(numbers.len().div_ceil(2));
        let mut numbers_left = numbers.into_iter();
        while let Some(low) = numbers_left.next() {
            joined.push(match numbers_left.next() {
                Some(high) => product(effort, &high, &power)? + low,
                None => low,
            });
        }
        numbers = joined;
        if numbers.len() > 1 {
            power = product(effort, &power, &power)?;
        }
    }
    Ok(numbers.pop().unwrap_or_default())
}
