//! Writing numbers so that reading gives them back, in radix 2 to 36.
//!
//! Flonums are written with the fewest digits that are theirs alone, and always with a point, an
//! exponent or a `.0` of `+inf.0` and `+nan.0`. Only radix 10 has exponents: from 1e21 on and below
//! 1e-6.

use super::integer::{self, Integer, Sign};
use super::{Kind, complex, float, large, limbs, ratio};
use crate::condition::Outcome;
use crate::effort::{Effort, Stopped};
use crate::heap::Heap;
use crate::value::Value;
use dashu_int::UBig;
use dashu_int::ops::DivRem;
use std::fmt::Write;

const DIGITS: &[u8; 36] = b"0123456789abcdefghijklmnopqrstuvwxyz";

/// Appends the number `value` to `out`; nothing, where it is no number. Work that is stopped leaves a
/// part of it there.
pub fn write(effort: &Effort, value: Value, radix: u32, out: &mut String) -> Result<(), Stopped> {
    match Kind::of(value) {
        Some(Kind::Fixnum) => write_fixnum(value.fixnum_value(), radix, out),
        Some(Kind::Bignum) => write_big(effort, value, radix, out)?,
        Some(Kind::Ratio) => {
            let (n, d) = ratio::parts(value);
            write(effort, n, radix, out)?;
            out.push('/');
            write(effort, d, radix, out)?;
        }
        Some(Kind::Flonum) => write_flonum(value.flonum_value(), radix, out),
        Some(Kind::Complex) => write_complex(effort, value, radix, out)?,
        None => {}
    }
    Ok(())
}

/// Refuses a number whose text in this radix would not fit the memory limit.
pub fn reserve_text(heap: &mut Heap, value: Value, radix: u32) -> Outcome<()> {
    let (re, im) = complex::parts(value);
    let ((re_n, re_d), (im_n, im_d)) = (ratio::parts(re), ratio::parts(im));
    let integers = [re_n, re_d, im_n, im_d].into_iter().filter(|part| !part.is_flonum());
    let bits: f64 = integers.map(|part| limbs::bit_len(Integer::of(part).limbs()) as f64).sum();
    // A byte for each digit.
    integer::reserve_bits(heap, 8.0 * bits / f64::from(radix).log2())
}

fn write_fixnum(n: i64, radix: u32, out: &mut String) {
    let mut digits = [0; 64];
    let mut at = digits.len();
    let mut rest = n.unsigned_abs();
    loop {
        at -= 1;
        digits[at] = DIGITS[(rest % u64::from(radix)) as usize];
        rest /= u64::from(radix);
        if rest == 0 {
            break;
        }
    }
    if n < 0 {
        out.push('-');
    }
    out.extend(digits[at..].iter().map(|digit| *digit as char));
}

fn write_big(effort: &Effort, value: Value, radix: u32, out: &mut String) -> Result<(), Stopped> {
    let integer = Integer::of(value);
    if integer.sign == Sign::Negative {
        out.push('-');
    }
    large::to_digits(effort, &integer.to_ubig(), radix, out)
}

/// Writing to a `String` cannot fail.
fn push(out: &mut String, text: std::fmt::Arguments<'_>) {
    let written = out.write_fmt(text);
    debug_assert!(written.is_ok());
}

fn write_complex(
    effort: &Effort,
    value: Value,
    radix: u32,
    out: &mut String,
) -> Result<(), Stopped> {
    let (re, im) = complex::parts(value);
    if re != Value::fixnum(0) {
        write(effort, re, radix, out)?;
    }
    if im == Value::fixnum(1) || im == Value::fixnum(-1) {
        out.push(if im == Value::fixnum(1) { '+' } else { '-' });
    } else {
        let start = out.len();
        write(effort, im, radix, out)?;
        if !out[start..].starts_with(['+', '-']) {
            out.insert(start, '+');
        }
    }
    out.push('i');
    Ok(())
}

fn write_flonum(x: f64, radix: u32, out: &mut String) {
    if x.is_nan() {
        out.push_str("+nan.0");
        return;
    }
    if x.is_infinite() {
        out.push_str(if x > 0.0 { "+inf.0" } else { "-inf.0" });
        return;
    }
    if x.is_sign_negative() {
        out.push('-');
    }
    if x == 0.0 {
        out.push_str("0.0");
    } else if radix == 10 {
        write_decimal(x.abs(), out);
    } else {
        let (digits, point) = shortest(x.abs(), radix);
        place_point(&digits, point, out);
    }
}

fn write_decimal(x: f64, out: &mut String) {
    let mut scientific = String::with_capacity(24);
    push(&mut scientific, format_args!("{x:e}"));
    let (mantissa, exponent) = scientific.split_once('e').unwrap_or((&scientific, "0"));
    let exponent: i64 = exponent.parse().unwrap_or(0);
    if !(-6..21).contains(&exponent) {
        out.push_str(&scientific);
        return;
    }
    let digits: Vec<u8> = mantissa.bytes().filter(|byte| *byte != b'.').collect();
    place_point(&digits, exponent + 1, out);
}

/// Writes `0.DIGITS * radix^point` without an exponent.
fn place_point(digits: &[u8], point: i64, out: &mut String) {
    let zeros = |count: i64| std::iter::repeat_n('0', count.max(0) as usize);
    let whole = point.clamp(0, digits.len() as i64) as usize;
    if point <= 0 {
        out.push('0');
    }
    out.extend(digits[..whole].iter().map(|digit| *digit as char));
    out.extend(zeros(point - digits.len() as i64));
    out.push('.');
    out.extend(zeros(-point));
    out.extend(digits[whole..].iter().map(|digit| *digit as char));
    if whole == digits.len() {
        out.push('0');
    }
}

/// The shortest digits that round to the positive flonum `x`, and where the point is: the free-format
/// algorithm of Steele and White, and Dybvig and Burger ("Printing floating-point numbers quickly and
/// accurately", 1996), in exact integers.
pub(super) fn shortest(x: f64, radix: u32) -> (Vec<u8>, i64) {
    let mut state = Shortest::of(x, radix);
    let point = state.scale();
    let mut digits = Vec::new();
    loop {
        let (digit, low, high) = state.next_digit();
        let up = match (low, high) {
            (false, false) => None,
            (true, false) => Some(0),
            (false, true) => Some(1),
            (true, true) => Some(u64::from(&state.rest << 1 >= state.divisor)),
        };
        digits.push(DIGITS[(digit + up.unwrap_or(0)) as usize]);
        if up.is_some() {
            return (digits, point);
        }
    }
}

/// What is left to write is `rest / divisor`; `below / divisor` and `above / divisor` are the
/// distances to where the neighbouring flonums begin.
struct Shortest {
    rest: UBig,
    divisor: UBig,
    below: UBig,
    above: UBig,
    inclusive: bool,
    radix: UBig,
}

impl Shortest {
    fn of(x: f64, radix: u32) -> Shortest {
        let float::Parts { mantissa, exponent, .. } = float::parts(x);
        // At a power of two the neighbour below is half as far away as the one above.
        let uneven = usize::from(mantissa == 1 << 52 && exponent > -1074);
        let up = exponent.max(0) as usize;
        let down = (-exponent).max(0) as usize;
        Shortest {
            rest: UBig::from(mantissa) << (up + 1 + uneven),
            divisor: UBig::ONE << (down + 1 + uneven),
            below: UBig::ONE << up,
            above: UBig::ONE << (up + uneven),
            inclusive: mantissa % 2 == 0,
            radix: UBig::from(radix),
        }
    }

    fn past_high(&self) -> bool {
        let high = &self.rest + &self.above;
        if self.inclusive { high >= self.divisor } else { high > self.divisor }
    }

    /// Brings the number below 1, its first digit after the point other than zero.
    fn scale(&mut self) -> i64 {
        let mut point = 0;
        while self.past_high() {
            self.divisor *= &self.radix;
            point += 1;
        }
        loop {
            let before = (self.rest.clone(), self.below.clone(), self.above.clone());
            self.advance();
            if self.past_high() {
                (self.rest, self.below, self.above) = before;
                return point;
            }
            point -= 1;
        }
    }

    fn advance(&mut self) {
        self.rest *= &self.radix;
        self.below *= &self.radix;
        self.above *= &self.radix;
    }

    /// The next digit, and whether stopping there, or one above it, is near enough.
    fn next_digit(&mut self) -> (u64, bool, bool) {
        self.advance();
        let (digit, rest) = (&self.rest).div_rem(&self.divisor);
        self.rest = rest;
        let low = if self.inclusive { self.rest <= self.below } else { self.rest < self.below };
        (u64::try_from(digit).unwrap_or(0), low, self.past_high())
    }
}
