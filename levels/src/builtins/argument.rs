//! Checks of arguments: each gives the argument in Rust's terms or the condition that names it.

use crate::condition::{Condition, Expected, Outcome, wrong_type};
use crate::heap::Heap;
use crate::layout::{Type, flag};
use crate::value::{FIXNUM_MAX, Value};

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

/// Argument `position` of `who` as the index of an element of something `len` long.
#[inline]
pub fn element(who: &'static str, position: usize, found: Value, len: usize) -> Outcome<usize> {
    match found.as_index() {
        Some(index) if index < len => Ok(index),
        Some(_) | None => Err(no_element(who, position, found, len)),
    }
}

/// Why `found`, argument `position` of `who`, is the index of no element of something `len` long.
#[cold]
pub fn no_element(who: &'static str, position: usize, found: Value, len: usize) -> Box<Condition> {
    Box::new(match len.checked_sub(1) {
        _ if !found.is_fixnum() => {
            Condition::WrongType { who, position, expected: Expected::Index, found }
        }
        Some(limit) => Condition::OutOfRange { who, position, found, limit },
        None => Condition::NoResult { who, reason: "there is no element to refer to", found },
    })
}

/// Why `found`, the argument of `who`, lacks the part that `who` takes of a pair.
#[cold]
pub fn no_part(who: &'static str, found: Value) -> Box<Condition> {
    Box::new(if found.is_pair() {
        Condition::NoResult { who, reason: "the argument has no such part", found }
    } else {
        Condition::WrongType { who, position: 1, expected: Expected::Pair, found }
    })
}

/// Argument `position` of `who` as the number of elements of something to be made. One too large
/// for any memory is out of memory, whatever its type.
pub fn size(who: &'static str, position: usize, found: Value) -> Outcome<usize> {
    match found.as_index() {
        Some(size) => Ok(size),
        None if found.is_a(Type::Bignum) && found.header().flags() & flag::NEGATIVE == 0 => {
            Err(Box::new(Condition::OutOfMemory { wanted: usize::MAX }))
        }
        None => wrong_type(who, position, Expected::ExactNonNegativeInteger, found),
    }
}

/// A hash below argument 2, if there is one.
pub fn bounded_hash(who: &'static str, a: &[Value], hash: u64) -> Outcome {
    let bound = match a.get(1).map(|bound| bound.as_index()) {
        None => FIXNUM_MAX as u64 + 1,
        Some(Some(bound)) if bound > 0 => bound as u64,
        Some(_) => return wrong_type(who, 2, Expected::ExactPositiveInteger, a[1]),
    };
    Ok(Value::fixnum((hash % bound) as i64))
}

/// Argument `position` of `who`, a string, as Rust has them: a name of a file or the like.
pub fn text(heap: &Heap, who: &'static str, position: usize, found: Value) -> Outcome<String> {
    let string = typed(who, position, Type::String, Expected::String, found)?;
    Ok(crate::string::to_rust(heap, string))
}

/// Whether `holds` of every two neighbours among `arguments`. All are converted first, with
/// their position, so that one of the wrong type is noticed.
pub fn chain<T>(
    arguments: &[Value],
    mut convert: impl FnMut(usize, Value) -> Outcome<T>,
    holds: impl Fn(&T, &T) -> bool,
) -> Outcome {
    let mut all = true;
    let mut last = None;
    for (index, argument) in arguments.iter().enumerate() {
        let next = convert(index + 1, *argument)?;
        all = all && last.as_ref().is_none_or(|last| holds(last, &next));
        last = Some(next);
    }
    Ok(Value::boolean(all))
}

/// Argument `position` of `who` as a string.
#[inline]
pub fn string(who: &'static str, position: usize, found: Value) -> Outcome {
    typed(who, position, Type::String, Expected::String, found)
}

/// Argument `position` of `who` as a string that is no literal.
#[inline]
pub fn mutable_string(who: &'static str, position: usize, found: Value) -> Outcome {
    let string = string(who, position, found)?;
    if crate::string::is_immutable(string) {
        return wrong_type(who, position, Expected::MutableString, found);
    }
    Ok(string)
}

/// Argument `position` of `who` as a character.
#[inline]
pub fn char(who: &'static str, position: usize, found: Value) -> Outcome<char> {
    match found.as_char() {
        Some(c) => Ok(c),
        None => wrong_type(who, position, Expected::Char, found),
    }
}

/// Argument 2 of `who`, where to copy `count` elements of `from` to in something `len` long.
pub fn target(
    who: &'static str,
    at: Value,
    len: usize,
    count: usize,
    from: Value,
) -> Outcome<usize> {
    let start = index(who, 2, at, len)?;
    if len - start < count {
        let reason = "there is not so much room in the target";
        return Err(Box::new(Condition::NoResult { who, reason, found: from }));
    }
    Ok(start)
}
