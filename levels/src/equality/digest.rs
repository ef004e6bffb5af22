//! Hashes that agree with the equivalences.

use super::{Content, content};
use crate::hash;
use crate::heap::Heap;
use crate::layout::Type;
use crate::number;
use crate::string;
use crate::value::Value;

/// A hash that agrees with `eqv?`. It may come from an address: nothing that a program sees may
/// depend on it.
#[inline]
pub fn eqv_hash(_: &Heap, value: Value) -> u64 {
    if !value.is_pointer() || value.is_pair() {
        return value.bits();
    }
    match content(value.header_type()) {
        Content::Number => number::hash(value),
        Content::String | Content::Bytes | Content::Environment | Content::Identity => value.bits(),
    }
}

/// Objects that a hash looks at: what lies deeper or further does not change it.
const HASHED: usize = 256;

/// A hash that agrees with `equal?`. It looks at a bounded part of the datum, but at all of each
/// string. As for `eqv_hash`, it may come from an address.
pub fn equal_hash(heap: &Heap, value: Value) -> u64 {
    datum_hash(heap, value, leaf_hash)
}

/// A hash that agrees with `equal?`, for programs: the same in every run. Objects that are compared
/// by identity are told apart by their type only.
pub fn equal_hash_for_programs(heap: &Heap, value: Value) -> u64 {
    datum_hash(heap, value, settled_hash)
}

/// The same for `eqv?`.
pub fn eqv_hash_for_programs(heap: &Heap, value: Value) -> u64 {
    let by_content = !value.is_pointer() || value.is_a(Type::Symbol) || {
        !value.is_pair() && matches!(content(value.header_type()), Content::Number)
    };
    if by_content { settled_hash(heap, value) } else { type_hash(value) }
}

fn settled_hash(heap: &Heap, value: Value) -> u64 {
    if value.is_a(Type::Symbol) {
        return crate::symbol::hash(value).into();
    }
    if !value.is_pointer() {
        return hash::finish(value.bits());
    }
    match content(value.header_type()) {
        Content::Number | Content::String | Content::Bytes => leaf_hash(heap, value),
        Content::Environment | Content::Identity => type_hash(value),
    }
}

fn type_hash(value: Value) -> u64 {
    hash::finish(if value.is_pair() { u64::MAX } else { value.header_type() as u64 })
}

fn datum_hash(heap: &Heap, value: Value, leaf: fn(&Heap, Value) -> u64) -> u64 {
    if !value.is_pair() && !value.is_vector() {
        return leaf(heap, value);
    }
    let mut todo = vec![(value, 0)];
    let (mut state, mut left) = (0, HASHED);
    while let Some((value, index)) = todo.pop() {
        if left == 0 {
            break;
        }
        left -= 1;
        if value.is_pair() {
            state = hash::mix(state, Type::Internal as u64);
            todo.push((value.cdr(), 0));
            todo.push((value.car(), 0));
        } else if value.is_vector() {
            if index == 0 {
                state = hash::mix(state, value.vector_len() as u64);
            }
            if index < value.vector_len() {
                todo.push((value, index + 1));
                todo.push((value.field(index), 0));
            }
        } else {
            state = hash::mix(state, leaf(heap, value));
        }
    }
    hash::finish(state)
}

fn leaf_hash(heap: &Heap, value: Value) -> u64 {
    if !value.is_pointer() {
        return value.bits();
    }
    match content(value.header_type()) {
        Content::Number => number::hash(value),
        Content::String => string::hash(heap, value),
        Content::Bytes => hash::bytes(heap.bytes_of(value)),
        Content::Environment => hash::mix(value.field(0).bits(), value.field(1).bits()),
        Content::Identity => value.bits(),
    }
}
