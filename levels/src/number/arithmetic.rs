//! `+ - * /` on any numbers, and conversion between exact and inexact.
//!
//! The machine's inlined arithmetic comes here when its fast path does not apply.

use super::{Kind, complex, float, integer, ratio};
use crate::condition::{Condition, Expected, Outcome, wrong_type};
use crate::heap::Heap;
use crate::value::Value;

const ZERO: Value = Value::fixnum(0);

/// `(+ a b)`.
pub fn add(heap: &mut Heap, a: Value, b: Value) -> Outcome {
    match common_kind("+", a, b)? {
        Kind::Fixnum | Kind::Bignum => integer::add(heap, a, b),
        Kind::Ratio => ratio::add(heap, a, b),
        Kind::Flonum if a == ZERO => Ok(b),
        Kind::Flonum if b == ZERO => Ok(a),
        Kind::Flonum => Ok(heap.flonum(float::to_f64(a) + float::to_f64(b))),
        Kind::Complex => complex::add(heap, a, b),
    }
}

/// `(- a b)`.
pub fn sub(heap: &mut Heap, a: Value, b: Value) -> Outcome {
    match common_kind("-", a, b)? {
        Kind::Fixnum | Kind::Bignum => integer::sub(heap, a, b),
        Kind::Ratio => ratio::sub(heap, a, b),
        Kind::Flonum if a == ZERO => Ok(heap.flonum(-b.flonum_value())),
        Kind::Flonum => Ok(heap.flonum(float::to_f64(a) - float::to_f64(b))),
        Kind::Complex => complex::sub(heap, a, b),
    }
}

/// `(* a b)`.
pub fn mul(heap: &mut Heap, a: Value, b: Value) -> Outcome {
    match common_kind("*", a, b)? {
        Kind::Fixnum | Kind::Bignum => integer::mul(heap, a, b),
        Kind::Ratio => ratio::mul(heap, a, b),
        Kind::Flonum => Ok(heap.flonum(float::to_f64(a) * float::to_f64(b))),
        Kind::Complex => complex::mul(heap, a, b),
    }
}

/// `(/ a b)`; dividing by exact zero is an error whatever `a` is.
pub fn divide(heap: &mut Heap, a: Value, b: Value) -> Outcome {
    let kind = common_kind("/", a, b)?;
    if b == ZERO {
        return Err(Box::new(Condition::DivisionByZero { who: "/" }));
    }
    match kind {
        Kind::Fixnum | Kind::Bignum => ratio::divide(heap, "/", a, b),
        Kind::Ratio => {
            let inverse = ratio::invert(heap, b)?;
            ratio::mul(heap, a, inverse)
        }
        Kind::Flonum => Ok(heap.flonum(float::to_f64(a) / float::to_f64(b))),
        Kind::Complex => complex::divide(heap, a, b),
    }
}

/// `(- a)`.
pub fn negate(heap: &mut Heap, a: Value) -> Outcome {
    match Kind::of(a) {
        Some(Kind::Fixnum | Kind::Bignum) => integer::negate(heap, a),
        Some(Kind::Ratio) => ratio::negate(heap, a),
        Some(Kind::Flonum) => Ok(heap.flonum(-a.flonum_value())),
        Some(Kind::Complex) => complex::negate(heap, a),
        None => wrong_type("-", 1, Expected::Number, a),
    }
}

/// The kind that `a` and `b` are brought to, or the condition that names the one that is none.
#[inline]
fn common_kind(who: &'static str, a: Value, b: Value) -> Outcome<Kind> {
    match (Kind::of(a), Kind::of(b)) {
        (Some(x), Some(y)) => Ok(x.max(y)),
        (None, _) => wrong_type(who, 1, Expected::Number, a),
        (_, None) => wrong_type(who, 2, Expected::Number, b),
    }
}

/// `(inexact a)`, correctly rounded; `a` is a number.
pub fn inexact(heap: &mut Heap, a: Value) -> Value {
    match Kind::of(a) {
        Some(Kind::Fixnum | Kind::Bignum | Kind::Ratio) => heap.flonum(float::to_f64(a)),
        Some(Kind::Complex) => complex::inexact(heap, a),
        Some(Kind::Flonum) | None => a,
    }
}

/// `(exact a)` in the name of `who`; `a` is a number. Infinities and NaNs have no result.
pub fn exact(heap: &mut Heap, who: &'static str, a: Value) -> Outcome {
    match Kind::of(a) {
        Some(Kind::Flonum) => float::to_exact(heap, who, a),
        Some(Kind::Complex) => complex::exact(heap, who, a),
        Some(Kind::Fixnum | Kind::Bignum | Kind::Ratio) => Ok(a),
        None => wrong_type(who, 1, Expected::Number, a),
    }
}
