//! The numeric tower of R7RS 6.2: fixnums, big integers, rationals, flonums, and complex numbers in
//! rectangular form, whose parts are both exact or both inexact.
//!
//! Invariants. Every number has one representation: an integer in fixnum range is a fixnum, a
//! rational that is an integer is no ratio, a complex number's imaginary part is no exact zero.
//! Numbers never change once made. A result whose size a program chose is reserved before it is
//! computed, so that one past the memory limit is a condition at once.
//!
//! Where the report leaves a choice: an operand that is a flonum makes the result one, exact zero
//! times a flonum included; exact zero is the identity of addition, so `(+ 0 -0.0)` is `-0.0`.

mod limbs;
mod storage;
pub mod integer;
mod large;
mod gcd;
pub mod division;
mod ratio;
mod float;
mod complex;
pub mod arithmetic;
pub mod comparison;
pub mod rounding;
pub mod power;
pub mod transcendental;
pub mod bits;
mod parse;
mod write;

pub use arithmetic::{add, divide, exact, inexact, mul, negate, sub};
pub use comparison::{compare, eqv, greater, greater_or_equal, hash, less, less_or_equal, num_eq};
pub use complex::{parts, rectangular};
pub use division::{integer_argument, modulo, quotient, remainder};
pub use float::to_f64;
pub use gcd::{lcm_of_integers, of_integers as gcd_of_integers};
pub use integer::{from_i64, from_i128, from_u64, is_exact_integer, is_negative, is_odd};
pub use parse::{Unreadable, parse};
pub use write::{reserve_text, write};

use crate::layout::Type;
use crate::value::Value;

/// How a number is represented, in the order in which one operand draws the other to its kind.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Kind {
    /// An exact integer of 61 bits.
    Fixnum,
    /// Any other exact integer.
    Bignum,
    /// An exact rational that is no integer.
    Ratio,
    /// A double.
    Flonum,
    /// Two real parts, both exact or both flonums.
    Complex,
}

impl Kind {
    /// The kind of `value`, or `None` where it is no number.
    #[inline]
    pub fn of(value: Value) -> Option<Kind> {
        if value.is_fixnum() {
            return Some(Kind::Fixnum);
        }
        if value.is_flonum() {
            return Some(Kind::Flonum);
        }
        if !value.has_tag(Type::Bignum.tag()) {
            return None;
        }
        let ty = value.header_type();
        if ty == Type::Bignum {
            Some(Kind::Bignum)
        } else if ty == Type::Ratio {
            Some(Kind::Ratio)
        } else {
            (ty == Type::Complex).then_some(Kind::Complex)
        }
    }
}

/// `number?`, which is also `complex?`.
#[inline]
pub fn is_number(value: Value) -> bool {
    Kind::of(value).is_some()
}

/// `real?`.
pub fn is_real(value: Value) -> bool {
    Kind::of(value).is_some_and(|kind| kind < Kind::Complex)
}

/// `rational?`: a real number that is neither infinite nor a NaN.
pub fn is_rational(value: Value) -> bool {
    match Kind::of(value) {
        Some(Kind::Fixnum | Kind::Bignum | Kind::Ratio) => true,
        Some(Kind::Flonum) => value.flonum_value().is_finite(),
        Some(Kind::Complex) | None => false,
    }
}

/// `integer?`: exact or not.
pub fn is_integer(value: Value) -> bool {
    match Kind::of(value) {
        Some(Kind::Fixnum | Kind::Bignum) => true,
        Some(Kind::Flonum) => float::is_integer(value.flonum_value()),
        Some(Kind::Ratio | Kind::Complex) | None => false,
    }
}

/// Whether `value` is an exact rational number.
pub fn is_exact_rational(value: Value) -> bool {
    Kind::of(value).is_some_and(|kind| kind < Kind::Flonum)
}

/// `exact?`; false for what is no number.
pub fn is_exact(value: Value) -> bool {
    match Kind::of(value) {
        Some(Kind::Fixnum | Kind::Bignum | Kind::Ratio) => true,
        Some(Kind::Complex) => !value.field(0).is_flonum(),
        Some(Kind::Flonum) | None => false,
    }
}

/// `inexact?`; false for what is no number.
pub fn is_inexact(value: Value) -> bool {
    is_number(value) && !is_exact(value)
}

#[cfg(test)]
mod tests;
