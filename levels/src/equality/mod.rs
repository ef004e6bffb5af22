//! `eqv?` and `equal?`, and hashes that agree with them. (`eq?` is `==` of words.)
//!
//! Invariant: nothing here recurses over data, and everything ends on circular data.

mod comparison;
mod digest;
#[cfg(test)]
mod tests;

pub use digest::{equal_hash, equal_hash_for_programs, eqv_hash, eqv_hash_for_programs};

use crate::effort::Stopped;
use crate::heap::Heap;
use crate::layout::Type;
use crate::number;
use crate::string;
use crate::value::Value;
use comparison::Comparison;

/// `eqv?`: the same object, or the same number of the same exactness (R7RS 6.1). Not-a-numbers are
/// the same as each other; the two zeros of flonums are not.
#[inline]
pub fn eqv(_: &Heap, a: Value, b: Value) -> bool {
    a == b || a.is_pointer() && a.tag_bits() == b.tag_bits() && number::eqv(a, b)
}

/// `equal?`: the same as far as reading can tell: pairs, vectors, strings and bytevectors by their
/// content, environments by their scopes, all else by `eqv?` (R7RS 6.1). Circular data are equal
/// if their infinite unfoldings are. Costs about the smaller datum's size.
pub fn equal(heap: &Heap, a: Value, b: Value) -> Result<bool, Stopped> {
    match shallow(heap, a, b) {
        Some(same) => Ok(same),
        None => Comparison::new(heap).run(a, b),
    }
}

/// `equal`, as work that is not to be stopped.
pub fn equal_without_stop(heap: &Heap, a: Value, b: Value) -> bool {
    match shallow(heap, a, b) {
        Some(same) => same,
        None => {
            let held = heap.effort.hold();
            let same = Comparison::new(heap).run(a, b);
            heap.effort.release(held);
            same.unwrap_or(false)
        }
    }
}

/// Whether two values are equal, unless both are pairs or vectors of one length.
#[inline]
fn shallow(heap: &Heap, a: Value, b: Value) -> Option<bool> {
    if a == b {
        return Some(true);
    }
    if !a.is_pointer() || a.tag_bits() != b.tag_bits() {
        return Some(false);
    }
    if a.is_pair() {
        return None;
    }
    if a.is_vector() {
        return if a.vector_len() == b.vector_len() { None } else { Some(false) };
    }
    Some(equal_objects(heap, a, b))
}

fn equal_objects(heap: &Heap, a: Value, b: Value) -> bool {
    let ty = a.header_type();
    if ty != b.header_type() {
        return false;
    }
    match content(ty) {
        Content::Number => number::eqv(a, b),
        Content::String => string::equal(heap, a, b),
        Content::Bytes => heap.bytes_of(a) == heap.bytes_of(b),
        Content::Environment => (0..4).all(|i| a.field(i) == b.field(i)),
        Content::Identity => false,
    }
}

/// What an object without elements is compared by.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Content {
    Number,
    String,
    Bytes,
    Environment,
    Identity,
}

fn content(ty: Type) -> Content {
    match ty {
        Type::Flonum | Type::Bignum | Type::Ratio | Type::Complex => Content::Number,
        Type::String => Content::String,
        Type::Bytes => Content::Bytes,
        Type::Environment => Content::Environment,
        Type::Symbol
        | Type::Alias
        | Type::Vector
        | Type::Closure
        | Type::Builtin
        | Type::Continuation
        | Type::Parameter
        | Type::Delta
        | Type::Private
        | Type::Code
        | Type::Version
        | Type::Cell
        | Type::Context
        | Type::Scope
        | Type::Macro
        | Type::Library
        | Type::RecordType
        | Type::Record
        | Type::Condition
        | Type::Promise
        | Type::Table
        | Type::Port
        | Type::MultipleValues
        | Type::Segment
        | Type::Raw
        | Type::Handle
        | Type::Failure
        | Type::Internal => Content::Identity,
    }
}
