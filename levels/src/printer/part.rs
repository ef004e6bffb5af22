//! What an object is made of, as far as printing shows it.

use crate::layout::Type;
use crate::value::Value;
use std::ops::Range;

/// Whether a value is made of others that are printed.
#[inline]
pub(super) fn has_parts(value: Value) -> bool {
    value.is_pair() || value.is_vector() || value.is_pointer() && is_composite(value)
}

/// Whether an object other than a pair and a vector has parts.
fn is_composite(value: Value) -> bool {
    value.is_a(Type::Record)
        || value.is_a(Type::Condition)
        || value.is_a(Type::MultipleValues)
        || value.is_a(Type::Library)
}

/// The payload words of an object other than a pair that are its parts.
fn fields(value: Value) -> Range<usize> {
    if value.is_vector() || value.is_a(Type::MultipleValues) {
        0..value.header().len()
    } else if value.is_a(Type::Record) {
        1..value.header().len()
    } else if value.is_a(Type::Condition) {
        if value.field(2).is_nil() { 1..2 } else { 1..3 }
    } else if value.is_a(Type::Library) {
        0..1
    } else {
        0..0
    }
}

/// How many parts an object other than a pair has.
#[inline]
pub(super) fn count(value: Value) -> usize {
    fields(value).len()
}

/// A part of an object other than a pair.
#[inline]
pub(super) fn part(value: Value, index: usize) -> Value {
    value.field(fields(value).start + index)
}
