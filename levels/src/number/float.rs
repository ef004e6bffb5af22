//! Flonums: what they are exactly, and correctly rounded conversion to them.

use super::integer::{self, Integer, Sign};
use super::{Kind, limbs, ratio};
use crate::condition::{Condition, Outcome};
use crate::heap::Heap;
use crate::value::Value;
use dashu_int::UBig;
use dashu_int::ops::{DivRem, SquareRootRem};

/// A finite flonum other than zero is `±mantissa * 2^exponent`; zero has mantissa 0.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Parts {
    /// The sign, that of zero included.
    pub sign: Sign,
    /// At most 53 bits.
    pub mantissa: u64,
    /// Of the mantissa's lowest bit.
    pub exponent: i32,
}

/// Takes a finite flonum apart.
pub fn parts(x: f64) -> Parts {
    let bits = x.to_bits();
    let field = (bits >> 52 & 0x7ff) as i32;
    let fraction = bits & ((1 << 52) - 1);
    let sign = if x.is_sign_negative() { Sign::Negative } else { Sign::Positive };
    match field {
        0 => Parts { sign, mantissa: fraction, exponent: -1074 },
        _ => Parts { sign, mantissa: fraction | 1 << 52, exponent: field - 1075 },
    }
}

/// A positive number on its way to a flonum: `bits * 2^exponent`, where `bits` has its top bit set
/// and its lowest bit is set also if anything below it was cut off.
#[derive(Clone, Copy)]
pub struct Scaled {
    /// The 64 leading bits.
    pub bits: u64,
    /// Of the lowest bit.
    pub exponent: i64,
}

impl Scaled {
    /// A magnitude other than zero.
    pub fn of_magnitude(a: &[u64]) -> Scaled {
        let len = limbs::bit_len(a);
        if len <= 64 {
            let bits = a[0] << (64 - len);
            return Scaled { bits, exponent: len as i64 - 64 };
        }
        let cut = len - 64;
        let sticky = u64::from(limbs::any_below(a, cut));
        Scaled { bits: limbs::bits_at(a, cut) | sticky, exponent: cut as i64 }
    }

    /// `quotient * 2^exponent`, and a little more unless that is `exact`.
    fn of_quotient((quotient, exact): (UBig, bool), exponent: i64) -> Scaled {
        let scaled = Scaled::of_magnitude(quotient.as_words());
        let bits = scaled.bits | u64::from(!exact);
        Scaled { bits, exponent: scaled.exponent + exponent }
    }

    /// The nearest flonum, ties to even; infinite past the largest, zero below half the smallest.
    pub fn round(self) -> f64 {
        let leading = self.exponent.saturating_add(63);
        if leading > 1023 {
            return f64::INFINITY;
        }
        if leading < -1075 {
            return 0.0;
        }
        let cut = if leading >= -1022 { 11 } else { 11 + (-1022 - leading) as u32 };
        let kept = self.bits.checked_shr(cut).unwrap_or(0);
        let rest = self.bits & 1u64.checked_shl(cut).map_or(u64::MAX, |bit| bit - 1);
        let half = 1u64 << (cut - 1);
        let up = rest > half || rest == half && kept & 1 == 1;
        let kept = kept + u64::from(up);
        // A carry out of the mantissa runs into the exponent's field, as it should.
        let field = if leading >= -1022 { (leading + 1022) as u64 } else { 0 };
        f64::from_bits((field << 52) + kept)
    }

    /// The number as a mantissa in `0.5..1` (rounded) and an exponent of two.
    pub fn fraction(self) -> (f64, i64) {
        (Scaled { exponent: -64, ..self }.round(), self.exponent + 64)
    }
}

/// The 64 leading bits of the magnitude of an exact rational other than zero.
pub fn scaled(value: Value) -> Scaled {
    if integer::is_exact_integer(value) {
        return Scaled::of_magnitude(Integer::of(value).limbs());
    }
    // Of a quotient of 65 or 66 bits what is cut off only matters as being there.
    let shift = leading_shift(value, 65);
    Scaled::of_quotient(shifted_quotient(value, shift), -shift)
}

/// The square root of an exact positive rational, which may itself lie past every flonum.
pub fn square_root(value: Value) -> f64 {
    if let Some(n) = value.as_fixnum()
        && n < 1 << 53
    {
        return (n as f64).sqrt();
    }
    // A quotient of 129 bits or more has a root of 65; the shift is even, to be halved.
    let shift = leading_shift(value, 129);
    let shift = shift + shift % 2;
    let (quotient, exact) = shifted_quotient(value, shift);
    let (root, rest) = quotient.sqrt_rem();
    Scaled::of_quotient((root, exact && rest.is_zero()), -shift / 2).round()
}

/// The shift by which `shifted_quotient` has `bits` bits or one more.
fn leading_shift(value: Value, bits: i64) -> i64 {
    let (n, d) = ratio::parts(value);
    let len = |part| limbs::bit_len(Integer::of(part).limbs()) as i64;
    len(d) - len(n) + bits
}

/// The magnitude of `value * 2^shift`, rounded down, and whether that is exact.
fn shifted_quotient(value: Value, shift: i64) -> (UBig, bool) {
    let (n, d) = ratio::parts(value);
    let (mut n, mut d) = (Integer::of(n).to_ubig(), Integer::of(d).to_ubig());
    if shift >= 0 {
        n <<= shift as usize;
    } else {
        d <<= shift.unsigned_abs() as usize;
    }
    let (quotient, rest) = n.div_rem(d);
    (quotient, rest.is_zero())
}

/// The flonum nearest to a real number; a complex number's real part.
pub fn to_f64(value: Value) -> f64 {
    match Kind::of(value) {
        Some(Kind::Fixnum) => value.fixnum_value() as f64,
        Some(Kind::Flonum) => value.flonum_value(),
        Some(Kind::Bignum) => with_sign(scaled(value).round(), Integer::of(value).sign),
        Some(Kind::Ratio) => {
            with_sign(scaled(value).round(), Integer::of(ratio::parts(value).0).sign)
        }
        Some(Kind::Complex) => to_f64(value.field(0)),
        None => f64::NAN,
    }
}

/// `magnitude` or its negative.
pub fn with_sign(magnitude: f64, sign: Sign) -> f64 {
    match sign {
        Sign::Positive => magnitude,
        Sign::Negative => -magnitude,
    }
}

/// The exact rational that a finite flonum is; for others the condition that `who` has no result.
pub fn to_exact(heap: &mut Heap, who: &'static str, flonum: Value) -> Outcome {
    let x = flonum.flonum_value();
    if let Some(fixnum) = as_fixnum(x) {
        return Ok(fixnum);
    }
    if !x.is_finite() {
        let reason = "no exact number is infinite or not a number";
        return Err(Box::new(Condition::NoResult { who, reason, found: flonum }));
    }
    exact_value(heap, x)
}

/// `x` as a fixnum, if it is one exactly.
#[inline]
pub fn as_fixnum(x: f64) -> Option<Value> {
    // The conversion saturates, so that only true integers survive the comparison.
    let n = x as i64;
    if n as f64 == x && n != i64::MAX { Value::try_fixnum(n) } else { None }
}

/// The exact rational that the finite flonum `x` is.
pub fn exact_value(heap: &mut Heap, x: f64) -> Outcome {
    let Parts { sign, mantissa, exponent } = parts(x);
    if mantissa == 0 {
        return Ok(Value::fixnum(0));
    }
    let odd = mantissa >> mantissa.trailing_zeros();
    let exponent = exponent + mantissa.trailing_zeros() as i32;
    let numerator = integer::from_limbs(heap, sign, &[odd])?;
    if exponent >= 0 {
        return integer::shift_left(heap, numerator, exponent as usize);
    }
    let denominator = integer::shift_left(heap, Value::fixnum(1), -exponent as usize)?;
    Ok(ratio::in_lowest_terms(heap, numerator, denominator))
}

/// Whether `x` has no fraction; false for infinities.
pub fn is_integer(x: f64) -> bool {
    x.is_finite() && x.trunc() == x
}
