//! Checks of arguments: each gives the argument in Rust's terms or the condition that names it.

use crate::condition::{Condition, Expected, Outcome, wrong_type};
use crate::layout::Type;
use crate::value::Value;

/// Argument `position` of `who` as an index in `0..=limit`.
#[inline]
pub fn index(who: &'static str, position: usize, found: Value, limit: usize) -> Outcome<usize> {
    match found.as_index() {
        Some(index) if index <= limit => Ok(index),
        Some(_) => Err(Box::new(Condition::OutOfRange { who, position, found, limit })),
        None if found.is_fixnum() => {
            Err(Box::new(Condition::OutOfRange { who, position, found, limit }))
        }
        None => wrong_type(who, position, Expected::Index, found),
    }
}

/// The optional arguments `[start [end]]`, the first of them argument `position` (from 1) of `who`.
pub fn range(
    who: &'static str,
    arguments: &[Value],
    position: usize,
    len: usize,
) -> Outcome<std::ops::Range<usize>> {
    let end = match arguments.get(position) {
        Some(end) => index(who, position + 1, *end, len)?,
        None => len,
    };
    let start = match arguments.get(position - 1) {
        Some(start) => index(who, position, *start, end)?,
        None => 0,
    };
    Ok(start..end)
}

/// Checks that argument `position` of `who` is a headed object of type `ty`.
#[inline]
pub fn typed(
    who: &'static str,
    position: usize,
    ty: Type,
    expected: Expected,
    found: Value,
) -> Outcome<Value> {
    if found.is_a(ty) { Ok(found) } else { wrong_type(who, position, expected, found) }
}
