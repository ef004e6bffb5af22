//! Strings: characters in one byte each (Latin-1) as long as all allow it, else in four.
//!
//! Invariant: field 0 is the length in characters; field 1 is a `Bytes` of at least that many
//! units, of four bytes if the flag `WIDE` is set and of one byte else; each of the first `length`
//! units is a character. Storage may be shared by immutable strings and symbols only. Every
//! operation here is linear in the characters it reads or makes, and reserves what it allocates.

mod text;
mod edit;
mod case;
mod search;

pub use case::{compare_folded, downcase, foldcase, upcase};
pub use edit::{append, copy_into, fill, substring};
pub use search::{find, find_all, find_last};
pub use text::{Builder, Chars, Text};

use crate::hash;
use crate::heap::{Heap, OutOfMemory};
use crate::layout::{Type, flag};
use crate::value::Value;
use std::cmp::Ordering;
use std::ops::Range;

/// Bytes in a unit of a wide string.
const WIDE_UNIT: usize = 4;

/// A new mutable string.
pub fn from_str(heap: &mut Heap, content: &str) -> Result<Value, OutOfMemory> {
    if content.is_ascii() {
        return from_latin1(heap, content.as_bytes());
    }
    let mut builder = Builder::default();
    builder.push_str(content);
    builder.finish(heap)
}

/// A new mutable string of characters up to U+00FF, a byte each.
pub fn from_latin1(heap: &mut Heap, content: &[u8]) -> Result<Value, OutOfMemory> {
    heap.reserve(content.len())?;
    let storage = heap.bytes(Type::Bytes, 0, content);
    Ok(with_storage(heap, content.len(), storage, 0))
}

/// A new mutable string of the bytes `range` of another object, each a character up to U+00FF.
pub fn from_latin1_of(
    heap: &mut Heap,
    bytes: Value,
    range: Range<usize>,
) -> Result<Value, OutOfMemory> {
    heap.reserve(range.len())?;
    let len = range.len();
    let storage = heap.bytes_copied(bytes, range);
    Ok(with_storage(heap, len, storage, 0))
}

/// A new immutable string, as a literal or a symbol's name is.
pub fn immutable(heap: &mut Heap, content: &str) -> Result<Value, OutOfMemory> {
    let string = from_str(heap, content)?;
    freeze(heap, string);
    Ok(string)
}

/// Makes a string immutable from now on.
pub fn freeze(heap: &mut Heap, string: Value) {
    heap.set_flags(string, string.header().flags() | flag::IMMUTABLE);
}

/// A new mutable string of `len` characters, each `c`.
pub fn filled(heap: &mut Heap, len: usize, c: char) -> Result<Value, OutOfMemory> {
    if let Ok(byte) = u8::try_from(c) {
        heap.reserve(len)?;
        let storage = heap.bytes_filled(Type::Bytes, 0, len, byte);
        return Ok(with_storage(heap, len, storage, 0));
    }
    let storage = wide_storage(heap, len)?;
    for unit in heap.bytes_mut(storage).chunks_exact_mut(WIDE_UNIT) {
        unit.copy_from_slice(&(c as u32).to_ne_bytes());
    }
    Ok(with_storage(heap, len, storage, flag::WIDE))
}

/// The immutable string that is a symbol's name; of an ASCII name it shares the storage.
pub fn of_symbol(heap: &mut Heap, symbol: Value) -> Result<Value, OutOfMemory> {
    let storage = symbol.field(1);
    let len = storage.header().len();
    if heap.bytes_of(storage).is_ascii() {
        return Ok(with_storage(heap, len, storage, flag::IMMUTABLE));
    }
    let name = crate::symbol::name(heap, symbol).to_owned();
    immutable(heap, &name)
}

/// The length in characters.
#[inline(always)]
pub fn len(string: Value) -> usize {
    debug_assert!(string.is_a(Type::String));
    string.field(0).fixnum_value() as usize
}

/// Whether assignment is an error.
#[inline(always)]
pub fn is_immutable(string: Value) -> bool {
    string.header().flags() & flag::IMMUTABLE != 0
}

/// Whether a character takes four bytes.
#[inline(always)]
pub fn is_wide(string: Value) -> bool {
    string.header().flags() & flag::WIDE != 0
}

/// The characters, to be read while the heap is not written.
#[inline]
pub fn text(heap: &Heap, string: Value) -> Text<'_> {
    Text::of(heap.bytes_of(string.field(1)), len(string), is_wide(string))
}

/// The character at `index`, which the caller has checked.
#[inline]
pub fn get(heap: &Heap, string: Value, index: usize) -> char {
    text(heap, string).at(index)
}

/// The character at `index`, if it is there and its string has a byte for each.
#[inline(always)]
pub fn narrow_char(heap: &Heap, string: Value, index: usize) -> Option<char> {
    if index >= len(string) || is_wide(string) {
        return None;
    }
    Some(char::from(heap.bytes_of(string.field(1))[index]))
}

/// Replaces the character at `index`; `false` if it is not there, the string is immutable, or either
/// character may take more than a byte.
#[inline(always)]
pub fn set_narrow(heap: &mut Heap, string: Value, index: usize, c: char) -> bool {
    let Ok(byte) = u8::try_from(c) else { return false };
    if string.header().flags() & (flag::WIDE | flag::IMMUTABLE) != 0 || index >= len(string) {
        return false;
    }
    heap.write_byte(string.field(1), index, byte);
    true
}

/// Replaces the character at `index`. The caller has checked it and that the string is mutable.
/// Widens the storage (linear, at most once in a string's life) for the first character past U+00FF.
#[inline]
pub fn set(heap: &mut Heap, string: Value, index: usize, c: char) -> Result<(), OutOfMemory> {
    debug_assert!(index < len(string) && !is_immutable(string));
    if !is_wide(string) {
        if let Ok(byte) = u8::try_from(c) {
            heap.write_byte(string.field(1), index, byte);
            return Ok(());
        }
        edit::widen(heap, string)?;
    }
    heap.write_bytes(string.field(1), index * WIDE_UNIT, &(c as u32).to_ne_bytes());
    Ok(())
}

/// The string as Rust has them: UTF-8.
pub fn to_rust(heap: &Heap, string: Value) -> String {
    text(heap, string).to_rust()
}

/// The order of two strings by code points.
pub fn compare(heap: &Heap, a: Value, b: Value) -> Ordering {
    text(heap, a).compare(text(heap, b))
}

/// Whether two strings have the same characters.
pub fn equal(heap: &Heap, a: Value, b: Value) -> bool {
    len(a) == len(b) && compare(heap, a, b) == Ordering::Equal
}

/// A hash of the characters: equal for `equal` strings, the same in every run.
pub fn hash(heap: &Heap, string: Value) -> u64 {
    match text(heap, string) {
        Text::Narrow(bytes) => hash::bytes(bytes),
        Text::Wide(units) => match narrowed(units) {
            Some(bytes) => hash::bytes(&bytes),
            None => hash::units(units),
        },
    }
}

/// The units as bytes, if all are small enough.
fn narrowed(units: &[u32]) -> Option<Vec<u8>> {
    let all = units.iter().fold(0, |all, unit| all | unit);
    (all <= 0xff).then(|| units.iter().map(|unit| *unit as u8).collect())
}

fn with_storage(heap: &mut Heap, len: usize, storage: Value, flags: u8) -> Value {
    let string = heap.object(Type::String, &[Value::fixnum(len as i64), storage]);
    if flags != 0 {
        heap.set_flags(string, flags);
    }
    string
}

/// Storage for `len` wide units, all zero.
fn wide_storage(heap: &mut Heap, len: usize) -> Result<Value, OutOfMemory> {
    let bytes = len.saturating_mul(WIDE_UNIT);
    heap.reserve(bytes)?;
    Ok(heap.bytes_filled(Type::Bytes, 0, bytes, 0))
}

/// The raw bytes of `object`, not tied to a borrow of the heap.
///
/// # Safety
/// While the slice lives, nobody writes to `object`, and no collection happens.
pub(crate) unsafe fn detached<'a>(object: Value) -> &'a [u8] {
    // SAFETY: the header says how many bytes follow it; objects do not move, and the caller keeps
    // writers and the collector out.
    unsafe { std::slice::from_raw_parts(object.address().add(1).cast(), object.header().len()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn widening_keeps_what_was_there() {
        let mut heap = Heap::new(1 << 30);
        let string = from_str(&mut heap, "naïve").unwrap();
        assert!(!is_wide(string));
        set(&mut heap, string, 0, 'λ').unwrap();
        assert!(is_wide(string));
        set(&mut heap, string, 4, 'f').unwrap();
        assert_eq!(to_rust(&heap, string), "λaïvf");
    }

    #[test]
    fn equal_strings_hash_alike_whatever_their_storage() {
        let mut heap = Heap::new(1 << 30);
        let narrow = from_str(&mut heap, "straße").unwrap();
        let wide = from_str(&mut heap, "λtraße").unwrap();
        assert_ne!(hash(&heap, narrow), hash(&heap, wide));
        set(&mut heap, wide, 0, 's').unwrap();
        assert!(equal(&heap, narrow, wide));
        assert_eq!(hash(&heap, narrow), hash(&heap, wide));
    }

    #[test]
    fn a_symbols_name_is_immutable() {
        let mut heap = Heap::new(1 << 30);
        let mut symbols = crate::symbol::Symbols::default();
        for name in ["list", "überλ", ""] {
            let symbol = symbols.intern(&mut heap, name);
            let string = of_symbol(&mut heap, symbol).unwrap();
            assert!(is_immutable(string));
            assert_eq!(to_rust(&heap, string), name);
        }
    }
}
