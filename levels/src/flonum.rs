//! Doubles as words.
//!
//! A double whose exponent lies in the middle, above 2^-287 and below 2^225 in magnitude, is kept in
//! the word itself: rotated so that the upper bits of its exponent become the tag. So are the zeros,
//! in place of the two doubles of magnitude 2^-287. All others (infinities, NaN, the very large and
//! the very small) are objects. Each double has one form only: equal words are the same number.
//!
//! After Sasada's flonums of Ruby, and Melançon, Serrano and Feeley, "Float Self-Tagging" (2025).

use crate::layout::{self, Tag, Type};
use crate::value::Value;

/// Added to a double's bits, it brings the exponents of the middle to `110…` and `111…`. Its lower part
/// keeps numbers that programs use often, such as 2.0, away from the words below `RARE`.
const SHIFT: u64 = (0x300 + 0x20) << 52;
/// The sign and the upper three bits of the exponent.
const ROTATION: u32 = 4;
/// The bit of the sign in a word.
const SIGN: u64 = 8;
/// Words below are the zeros and two powers of two.
const RARE: u64 = 16;

impl Value {
    /// The word for `number`, or `None` where it takes an object.
    #[inline(always)]
    pub const fn try_flonum(number: f64) -> Option<Value> {
        let shifted = number.to_bits().wrapping_add(SHIFT);
        if shifted << 1 > layout::FLONUM_MASK << 61 {
            return Some(Value::from_bits(shifted.rotate_left(ROTATION)));
        }
        std::hint::cold_path();
        if number != 0.0 {
            return None;
        }
        let sign = if number.is_sign_negative() { SIGN } else { 0 };
        Some(Value::from_bits(sign | Tag::Small as u64))
    }

    /// Whether the word is a flonum.
    #[inline(always)]
    pub fn is_flonum(self) -> bool {
        self.is_unboxed_flonum() || self.is_a(Type::Flonum)
    }

    /// Whether the word is a flonum and no address.
    #[inline(always)]
    pub const fn is_unboxed_flonum(self) -> bool {
        self.bits() & layout::FLONUM_MASK == layout::FLONUM_MASK
    }

    /// The number in a flonum. The caller has checked `is_flonum`.
    #[inline(always)]
    pub fn flonum_value(self) -> f64 {
        debug_assert!(self.is_flonum());
        if self.is_unboxed_flonum() {
            return self.unboxed_flonum_value();
        }
        f64::from_bits(self.field(0).bits())
    }

    /// The number in a flonum. The caller has checked `is_unboxed_flonum`.
    #[inline(always)]
    pub const fn unboxed_flonum_value(self) -> f64 {
        debug_assert!(self.is_unboxed_flonum());
        if self.bits() < RARE {
            std::hint::cold_path();
            if self.has_tag(Tag::Small) {
                return if self.bits() & SIGN == 0 { 0.0 } else { -0.0 };
            }
        }
        f64::from_bits(self.bits().rotate_right(ROTATION).wrapping_sub(SHIFT))
    }
}

/// Whether both words are flonums and no addresses.
#[inline(always)]
pub const fn are_unboxed_flonums(a: Value, b: Value) -> bool {
    a.bits() & b.bits() & layout::FLONUM_MASK == layout::FLONUM_MASK
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_there_and_back(bits: u64) -> bool {
        let number = f64::from_bits(bits);
        let Some(flonum) = Value::try_flonum(number) else {
            return false;
        };
        assert!(flonum.is_flonum() && !flonum.is_pointer() && !flonum.is_fixnum(), "{number}");
        assert_eq!(flonum.flonum_value().to_bits(), bits, "{number}");
        true
    }

    #[test]
    fn the_middle_and_the_zeros_are_words() {
        for number in [0.0, -0.0, 1.0, -1.0, 2.0, 1e-86, -5e67, 2f64.powi(-31), f64::EPSILON] {
            assert!(is_there_and_back(f64::to_bits(number)), "{number}");
        }
        let edge = 2f64.powi(-287);
        for number in [edge, -edge, 1e-87, 2f64.powi(225), 1e300, f64::MIN_POSITIVE, 5e-324] {
            assert!(!is_there_and_back(number.to_bits()), "{number}");
        }
        for number in [f64::INFINITY, f64::NEG_INFINITY, f64::NAN, f64::MAX] {
            assert!(!is_there_and_back(number.to_bits()), "{number}");
        }
    }

    #[test]
    fn exactly_the_exponents_of_the_middle_are_words() {
        let mut mantissa = 0x9e37_79b9_7f4a_7c15_u64;
        for exponent in 0..2048_u64 {
            for sign in [0, 1 << 63] {
                mantissa = mantissa.wrapping_mul(0xd129_0ddf_53c8_ab75) | 1;
                let bits = sign | exponent << 52 | mantissa >> 12;
                let middle = (0x2e0..0x4e0).contains(&exponent);
                assert_eq!(is_there_and_back(bits), middle, "{exponent:#x}");
            }
        }
    }
}
