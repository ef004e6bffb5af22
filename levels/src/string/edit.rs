//! Copies of strings and parts of them, and overwriting.

use super::{
    Text, WIDE_UNIT, detached, from_latin1, is_wide, len, narrowed, wide_storage, with_storage,
};
use crate::heap::{Heap, OutOfMemory};
use crate::layout::{Type, flag};
use crate::value::Value;
use std::ops::Range;

/// A new mutable string of the characters of `range`, which the caller has checked.
pub fn substring(heap: &mut Heap, from: Value, range: Range<usize>) -> Result<Value, OutOfMemory> {
    // SAFETY: a new object is written only.
    match unsafe { text_of(from) }.slice(range) {
        Text::Narrow(bytes) => from_latin1(heap, bytes),
        Text::Wide(units) => match narrowed(units) {
            Some(bytes) => from_latin1(heap, &bytes),
            None => {
                let storage = wide_storage(heap, units.len())?;
                put_wide(heap.bytes_mut(storage), Text::Wide(units));
                Ok(with_storage(heap, units.len(), storage, flag::WIDE))
            }
        },
    }
}

/// A new mutable string of all the characters of `parts`.
pub fn append(heap: &mut Heap, parts: &[Value]) -> Result<Value, OutOfMemory> {
    let total = parts.iter().map(|part| len(*part)).sum();
    let wide = parts.iter().any(|part| is_wide(*part));
    let storage = if wide {
        wide_storage(heap, total)?
    } else {
        heap.reserve(total)?;
        heap.bytes_filled(Type::Bytes, 0, total, 0)
    };
    let mut rest = heap.bytes_mut(storage);
    for part in parts {
        // SAFETY: only `storage` is written, which no string has yet.
        let text = unsafe { text_of(*part) };
        let (room, behind) = rest.split_at_mut(text.len() * if wide { WIDE_UNIT } else { 1 });
        put(room, text, wide);
        rest = behind;
    }
    Ok(with_storage(heap, total, storage, if wide { flag::WIDE } else { 0 }))
}

/// Overwrites `to` from `at` on with the characters `range` of `from`, as if through a copy of
/// them. The caller has checked that they fit and that `to` is mutable.
pub fn copy_into(
    heap: &mut Heap,
    to: Value,
    at: usize,
    from: Value,
    range: Range<usize>,
) -> Result<(), OutOfMemory> {
    let narrow_fits = super::text(heap, from).slice(range.clone()).chars().all(|c| c <= '\u{ff}');
    if !is_wide(to) && is_wide(from) && !narrow_fits {
        widen(heap, to)?;
    }
    let text = super::text(heap, from).slice(range);
    let unit = if is_wide(to) { WIDE_UNIT } else { 1 };
    let mut copied = vec![0; text.len() * unit];
    put(&mut copied, text, is_wide(to));
    heap.write_bytes(to.field(1), at * unit, &copied);
    Ok(())
}

/// Overwrites the characters of `range` with `c`. The caller has checked the range and that the
/// string is mutable.
pub fn fill(
    heap: &mut Heap,
    string: Value,
    range: Range<usize>,
    c: char,
) -> Result<(), OutOfMemory> {
    if !is_wide(string) {
        if let Ok(byte) = u8::try_from(c) {
            heap.write_bytes(string.field(1), range.start, &vec![byte; range.len()]);
            return Ok(());
        }
        widen(heap, string)?;
    }
    let content = (c as u32).to_ne_bytes().repeat(range.len());
    heap.write_bytes(string.field(1), range.start * WIDE_UNIT, &content);
    Ok(())
}

/// Gives a narrow string storage of four bytes a character.
pub(super) fn widen(heap: &mut Heap, string: Value) -> Result<(), OutOfMemory> {
    let storage = wide_storage(heap, len(string))?;
    // SAFETY: only `storage` is written while the text is borrowed.
    put_wide(heap.bytes_mut(storage), unsafe { text_of(string) });
    heap.set_field(string, 1, storage);
    heap.set_flags(string, string.header().flags() | flag::WIDE);
    Ok(())
}

/// The characters of a string, not tied to a borrow of the heap.
///
/// # Safety
/// As for `detached`, of the string and its storage.
unsafe fn text_of<'a>(string: Value) -> Text<'a> {
    // SAFETY: the caller's promise.
    let storage = unsafe { detached(string.field(1)) };
    Text::of(storage, len(string), is_wide(string))
}

/// Writes characters into units of one byte or of four; in one byte they must fit.
fn put(room: &mut [u8], text: Text<'_>, wide: bool) {
    match text {
        Text::Narrow(bytes) if !wide => room.copy_from_slice(bytes),
        Text::Wide(units) if !wide => {
            room.iter_mut().zip(units).for_each(|(byte, unit)| *byte = *unit as u8);
        }
        Text::Narrow(_) | Text::Wide(_) => put_wide(room, text),
    }
}

fn put_wide(room: &mut [u8], text: Text<'_>) {
    let (room, _) = room.as_chunks_mut::<WIDE_UNIT>();
    match text {
        Text::Narrow(bytes) => {
            room.iter_mut().zip(bytes).for_each(|(to, b)| *to = u32::from(*b).to_ne_bytes());
        }
        Text::Wide(units) => {
            room.iter_mut().zip(units).for_each(|(to, unit)| *to = unit.to_ne_bytes());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::string::{from_str, to_rust};

    #[test]
    fn parts_of_a_wide_string_are_as_narrow_as_they_can_be() {
        let mut heap = Heap::new(1 << 30);
        let string = from_str(&mut heap, "aλé").unwrap();
        let wide = substring(&mut heap, string, 0..2).unwrap();
        let narrow = substring(&mut heap, string, 2..3).unwrap();
        assert!(is_wide(wide) && !is_wide(narrow));
        let all = append(&mut heap, &[narrow, wide, narrow]).unwrap();
        assert_eq!(to_rust(&heap, all), "éaλé");
    }

    #[test]
    fn overlapping_copies_are_as_if_through_a_copy() {
        let mut heap = Heap::new(1 << 30);
        for (content, expected) in [("12345", "11234"), ("1λ345", "11λ34")] {
            let string = from_str(&mut heap, content).unwrap();
            copy_into(&mut heap, string, 1, string, 0..4).unwrap();
            assert_eq!(to_rust(&heap, string), expected);
        }
    }

    #[test]
    fn writing_wide_characters_widens() {
        let mut heap = Heap::new(1 << 30);
        let string = from_str(&mut heap, "abcd").unwrap();
        let other = from_str(&mut heap, "xλ").unwrap();
        copy_into(&mut heap, string, 0, other, 0..1).unwrap();
        assert!(!is_wide(string));
        copy_into(&mut heap, string, 0, other, 0..2).unwrap();
        fill(&mut heap, string, 3..4, '→').unwrap();
        assert_eq!(to_rust(&heap, string), "xλc→");
    }
}
