//! Reading numbers: R7RS 7.1.1 `<number>`, in radix 2 to 36.
//!
//! As in R5RS, `s`, `f`, `d` and `l` mark an exponent too: there is one precision. Beyond the reports,
//! a radix other than 10 may have a point (`#b1.01`), so that whatever is written
//! in that radix can be read again; exponents are decimal only. Past radix 18 `i` is a digit, so
//! there are no complex numbers.

use super::integer::{self, Sign};
use super::{arithmetic, complex, float, large, ratio, transcendental};
use crate::condition::{Condition, Outcome};
use crate::effort::Stopped;
use crate::heap::Heap;
use crate::value::Value;
use dashu_int::UBig;

/// Why a text gave no number.
#[derive(Debug)]
pub enum Unreadable {
    /// It is not the notation of a number.
    NotANumber,
    /// Its denominator is zero: `1/0`.
    DivisionByZero,
    /// It asks for an exact infinity or NaN: `#e+inf.0`.
    NoExactValue,
    /// The number would not fit the memory limit: `#e1e1000000000`. Or reading it was stopped.
    TooLarge(Box<Condition>),
}

impl From<Stopped> for Unreadable {
    fn from(stopped: Stopped) -> Self {
        Unreadable::TooLarge(stopped.into())
    }
}

impl From<Box<Condition>> for Unreadable {
    fn from(condition: Box<Condition>) -> Self {
        Unreadable::TooLarge(condition)
    }
}

type Parsed<T = Value> = Result<T, Unreadable>;

/// What `#e` and `#i` ask for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Exactness {
    Exact,
    Inexact,
    AsWritten,
}

#[derive(Clone, Copy)]
struct Notation {
    radix: u32,
    exactness: Exactness,
}

/// The number that the whole of `text` denotes; `radix` (2 to 36) holds where no prefix says
/// otherwise. Linear in `text` but for long runs of digits, which cost what a product does.
pub fn parse(heap: &mut Heap, text: &str, radix: u32) -> Parsed {
    let bytes = text.as_bytes();
    if radix == 10
        && let Some(fixnum) = short_decimal(bytes)
    {
        return Ok(fixnum);
    }
    match bytes.first() {
        Some(b'+' | b'-' | b'.' | b'#') => {}
        Some(first) if (*first as char).is_digit(radix) => {}
        Some(_) | None => return Err(Unreadable::NotANumber),
    }
    let (notation, rest) = prefixes(text, radix)?;
    number(heap, rest, notation)
}

/// A sign and up to 18 digits: a fixnum for sure.
fn short_decimal(bytes: &[u8]) -> Option<Value> {
    let (negative, digits) = match bytes {
        [b'-', digits @ ..] => (true, digits),
        [b'+', digits @ ..] | digits => (false, digits),
    };
    if digits.is_empty() || digits.len() > 18 {
        return None;
    }
    let mut n = 0;
    for byte in digits {
        let digit = byte.wrapping_sub(b'0');
        if digit > 9 {
            return None;
        }
        n = n * 10 + i64::from(digit);
    }
    Some(Value::fixnum(if negative { -n } else { n }))
}

/// At most one radix and one exactness, in either order.
fn prefixes(text: &str, radix: u32) -> Parsed<(Notation, &str)> {
    let (mut chosen, mut exactness, mut rest) = (None, None, text);
    while let Some(after) = rest.strip_prefix('#') {
        let twice = match after.bytes().next().map(|letter| letter.to_ascii_lowercase()) {
            Some(b'x') => chosen.replace(16).is_some(),
            Some(b'd') => chosen.replace(10).is_some(),
            Some(b'o') => chosen.replace(8).is_some(),
            Some(b'b') => chosen.replace(2).is_some(),
            Some(b'e') => exactness.replace(Exactness::Exact).is_some(),
            Some(b'i') => exactness.replace(Exactness::Inexact).is_some(),
            Some(_) | None => true,
        };
        if twice {
            return Err(Unreadable::NotANumber);
        }
        rest = &after[1..];
    }
    let exactness = exactness.unwrap_or(Exactness::AsWritten);
    Ok((Notation { radix: chosen.unwrap_or(radix), exactness }, rest))
}

fn number(heap: &mut Heap, text: &str, notation: Notation) -> Parsed {
    let complex = notation.radix <= 18;
    match text.strip_suffix(['i', 'I']) {
        Some(sum) if complex => return rectangular(heap, sum, notation),
        Some(_) | None => {}
    }
    match text.split_once('@') {
        Some((magnitude, angle)) if complex => polar(heap, magnitude, angle, notation),
        Some(_) | None => real(heap, text, notation),
    }
}

/// `sum` is what stands before the `i`: an optional real part, a sign, an optional imaginary part.
fn rectangular(heap: &mut Heap, sum: &str, notation: Notation) -> Parsed {
    let at = imaginary_start(sum, notation.radix).ok_or(Unreadable::NotANumber)?;
    let (re, im) = sum.split_at(at);
    let re = if re.is_empty() { Value::fixnum(0) } else { real(heap, re, notation)? };
    let im = match im {
        "+" => real(heap, "1", notation)?,
        "-" => real(heap, "-1", notation)?,
        im => real(heap, im, notation)?,
    };
    Ok(complex::rectangular(heap, re, im))
}

/// Where the last sign is that is no exponent's.
fn imaginary_start(sum: &str, radix: u32) -> Option<usize> {
    let bytes = sum.as_bytes();
    (0..bytes.len()).rev().find(|&i| {
        let exponent = radix == 10
            && i >= 2
            && is_marker(bytes[i - 1] as char)
            && matches!(bytes[i - 2], b'0'..=b'9' | b'.');
        matches!(bytes[i], b'+' | b'-') && !exponent
    })
}

fn polar(heap: &mut Heap, magnitude: &str, angle: &str, notation: Notation) -> Parsed {
    let magnitude = real(heap, magnitude, notation)?;
    let angle = real(heap, angle, notation)?;
    let point = transcendental::make_polar(heap, magnitude, angle);
    if notation.exactness == Exactness::Exact {
        return Ok(arithmetic::exact(heap, "exact", point)?);
    }
    Ok(point)
}

fn real(heap: &mut Heap, text: &str, notation: Notation) -> Parsed {
    let (sign, unsigned) = match text.as_bytes().first() {
        Some(b'-') => (Sign::Negative, &text[1..]),
        Some(b'+') => (Sign::Positive, &text[1..]),
        Some(_) | None => (Sign::Positive, text),
    };
    if text.len() > unsigned.len()
        && let Some(special) = special(unsigned)
    {
        if notation.exactness == Exactness::Exact {
            return Err(Unreadable::NoExactValue);
        }
        return Ok(heap.flonum(float::with_sign(special, sign)));
    }
    if let Some((numerator, denominator)) = unsigned.split_once('/') {
        return quotient(heap, sign, numerator, denominator, notation);
    }
    if is_digits(unsigned, notation.radix) {
        let n = digits(heap, sign, unsigned, notation.radix)?;
        return Ok(as_asked(heap, n, sign, notation));
    }
    let decimal = Decimal::split(unsigned, notation.radix).ok_or(Unreadable::NotANumber)?;
    if notation.radix == 10 && notation.exactness != Exactness::Exact {
        let x = decimal.nearest(unsigned)?;
        return Ok(heap.flonum(float::with_sign(x, sign)));
    }
    let exact = decimal.exact_value(heap, sign, notation.radix)?;
    if notation.exactness == Exactness::Exact {
        return Ok(exact);
    }
    let x = float::to_f64(exact).abs();
    Ok(heap.flonum(float::with_sign(x, sign)))
}

fn special(unsigned: &str) -> Option<f64> {
    if unsigned.eq_ignore_ascii_case("inf.0") {
        return Some(f64::INFINITY);
    }
    unsigned.eq_ignore_ascii_case("nan.0").then_some(f64::NAN)
}

fn quotient(
    heap: &mut Heap,
    sign: Sign,
    numerator: &str,
    denominator: &str,
    notation: Notation,
) -> Parsed {
    if !is_digits(numerator, notation.radix) || !is_digits(denominator, notation.radix) {
        return Err(Unreadable::NotANumber);
    }
    let numerator = digits(heap, sign, numerator, notation.radix)?;
    let denominator = digits(heap, Sign::Positive, denominator, notation.radix)?;
    if denominator == Value::fixnum(0) {
        return Err(Unreadable::DivisionByZero);
    }
    let quotient = ratio::divide(heap, "/", numerator, denominator)?;
    Ok(as_asked(heap, quotient, sign, notation))
}

/// An exact number, or the flonum nearest to it if `#i` asks for that.
fn as_asked(heap: &mut Heap, exact: Value, sign: Sign, notation: Notation) -> Value {
    match notation.exactness {
        Exactness::Inexact => {
            let x = float::to_f64(exact).abs();
            heap.flonum(float::with_sign(x, sign))
        }
        Exactness::Exact | Exactness::AsWritten => exact,
    }
}

fn is_digits(text: &str, radix: u32) -> bool {
    !text.is_empty() && text.bytes().all(|byte| (byte as char).is_digit(radix))
}

/// The integer of a text that `is_digits`.
fn digits(heap: &mut Heap, sign: Sign, text: &str, radix: u32) -> Outcome {
    // 12 digits in radix 36 are below 2^63.
    if text.len() <= 12 {
        let n = i64::from_str_radix(text, radix).unwrap_or(0);
        return Ok(integer::from_i64(heap, if sign == Sign::Negative { -n } else { n }));
    }
    integer::reserve_bits(heap, text.len() as f64 * f64::from(radix).log2())?;
    let magnitude = large::from_digits(&heap.effort, text, radix)?;
    integer::from_ubig(heap, sign, &magnitude)
}

/// Whether a letter marks an exponent of ten.
fn is_marker(letter: char) -> bool {
    matches!(letter.to_ascii_lowercase(), 'e' | 's' | 'f' | 'd' | 'l')
}

/// `whole.fraction` and an exponent of ten.
struct Decimal<'a> {
    whole: &'a str,
    fraction: &'a str,
    exponent: i64,
}

impl<'a> Decimal<'a> {
    fn split(text: &'a str, radix: u32) -> Option<Decimal<'a>> {
        let marker = if radix == 10 { text.find(is_marker) } else { None };
        let (mantissa, exponent) = match marker {
            Some(at) => (&text[..at], decimal_exponent(&text[at + 1..])?),
            None => (text, 0),
        };
        let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        let all_digits = |part: &str| part.is_empty() || is_digits(part, radix);
        let some = !whole.is_empty() || !fraction.is_empty();
        (some && all_digits(whole) && all_digits(fraction)).then_some(Decimal {
            whole,
            fraction,
            exponent,
        })
    }

    /// The flonum nearest to what `text`, from which this was split, denotes.
    fn nearest(&self, text: &str) -> Parsed<f64> {
        let read = match text.find(is_marker) {
            Some(at) if !matches!(text.as_bytes()[at], b'e' | b'E') => {
                [&text[..at], "e", &text[at + 1..]].concat().parse()
            }
            Some(_) | None => text.parse(),
        };
        read.map_err(|_| Unreadable::NotANumber)
    }

    fn exact_value(&self, heap: &mut Heap, sign: Sign, radix: u32) -> Outcome {
        let text = [self.whole, self.fraction].concat();
        let mantissa = digits(heap, sign, &text, radix)?;
        if mantissa == Value::fixnum(0) {
            return Ok(mantissa);
        }
        let exponent = self.exponent.saturating_sub(self.fraction.len() as i64);
        let bits = exponent.unsigned_abs() as f64 * f64::from(radix).log2();
        integer::reserve_bits(heap, bits)?;
        let count = exponent.unsigned_abs() as usize;
        let scale = large::power(&heap.effort, &UBig::from(radix), count)?;
        let scale = integer::from_ubig(heap, Sign::Positive, &scale)?;
        if exponent >= 0 {
            integer::mul(heap, mantissa, scale)
        } else {
            ratio::divide(heap, "/", mantissa, scale)
        }
    }
}

/// A sign and digits; what is past 64 bits counts as the largest.
fn decimal_exponent(text: &str) -> Option<i64> {
    let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
    if !is_digits(digits, 10) {
        return None;
    }
    let magnitude = digits.parse().unwrap_or(i64::MAX);
    Some(if text.starts_with('-') { -magnitude } else { magnitude })
}
