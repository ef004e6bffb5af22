//! The characters of a string, borrowed from the heap; and the builder of strings.

use super::{WIDE_UNIT, from_latin1, wide_storage, with_storage};
use crate::heap::{Heap, OutOfMemory};
use crate::layout::flag;
use crate::value::Value;
use std::cmp::Ordering;
use std::ops::Range;

/// Characters in the heap, one unit each. Every unit is a Unicode scalar value.
#[derive(Clone, Copy)]
pub enum Text<'h> {
    /// Latin-1.
    Narrow(&'h [u8]),
    /// Code points.
    Wide(&'h [u32]),
}

impl<'h> Text<'h> {
    /// The first `len` units of `storage`.
    #[inline]
    pub(super) fn of(storage: &'h [u8], len: usize, wide: bool) -> Text<'h> {
        if !wide {
            return Text::Narrow(&storage[..len]);
        }
        // SAFETY: any four bytes are a `u32`. An object's payload begins at a multiple of eight
        // bytes, so that nothing is cut off in front.
        let (_, units, _) = unsafe { storage.align_to::<u32>() };
        Text::Wide(&units[..len])
    }

    /// The number of characters.
    #[inline]
    pub fn len(self) -> usize {
        match self {
            Text::Narrow(bytes) => bytes.len(),
            Text::Wide(units) => units.len(),
        }
    }

    /// Whether there is no character.
    pub fn is_empty(self) -> bool {
        self.len() == 0
    }

    /// The character at `index`, which must be less than `len`.
    #[inline]
    pub fn at(self, index: usize) -> char {
        match self {
            Text::Narrow(bytes) => bytes[index].into(),
            Text::Wide(units) => scalar(units[index]),
        }
    }

    /// The characters of `range`, which must lie in `0..len`.
    #[inline]
    pub fn slice(self, range: Range<usize>) -> Text<'h> {
        match self {
            Text::Narrow(bytes) => Text::Narrow(&bytes[range]),
            Text::Wide(units) => Text::Wide(&units[range]),
        }
    }

    /// The characters one by one, from either end.
    pub fn chars(self) -> Chars<'h> {
        Chars { text: self }
    }

    /// The characters as ASCII text, if they are; at the speed of memory.
    pub fn as_ascii(self) -> Option<&'h str> {
        match self {
            Text::Narrow(bytes) if bytes.is_ascii() => {
                // SAFETY: ASCII is UTF-8.
                Some(unsafe { std::str::from_utf8_unchecked(bytes) })
            }
            Text::Narrow(_) | Text::Wide(_) => None,
        }
    }

    /// The characters as Rust has them: UTF-8.
    pub fn to_rust(self) -> String {
        let mut out = String::new();
        self.push_to(&mut out);
        out
    }

    /// Appends the characters to `out`, as UTF-8.
    pub fn push_to(self, out: &mut String) {
        match self.as_ascii() {
            Some(ascii) => out.push_str(ascii),
            None => {
                out.reserve(self.utf8_len());
                out.extend(self.chars());
            }
        }
    }

    /// How many bytes the characters take as UTF-8.
    pub fn utf8_len(self) -> usize {
        match self {
            Text::Narrow(bytes) => bytes.len() + bytes.iter().filter(|byte| **byte >= 0x80).count(),
            Text::Wide(units) => units.iter().map(|unit| scalar(*unit).len_utf8()).sum(),
        }
    }

    /// The order by code points, a prefix before what it begins.
    pub fn compare(self, other: Text<'_>) -> Ordering {
        match (self, other) {
            (Text::Narrow(a), Text::Narrow(b)) => a.cmp(b),
            (Text::Wide(a), Text::Wide(b)) => a.cmp(b),
            (Text::Narrow(_), Text::Wide(_)) | (Text::Wide(_), Text::Narrow(_)) => {
                self.chars().cmp(other.chars())
            }
        }
    }
}

/// The invariant of strings says that every unit is a scalar value.
#[inline(always)]
fn scalar(unit: u32) -> char {
    debug_assert!(char::from_u32(unit).is_some());
    // SAFETY: units are written from `char`s only (`set`, `fill`, `Builder`, copies of units).
    unsafe { char::from_u32_unchecked(unit) }
}

/// See `Text::chars`.
#[derive(Clone)]
pub struct Chars<'h> {
    text: Text<'h>,
}

impl Iterator for Chars<'_> {
    type Item = char;

    #[inline]
    fn next(&mut self) -> Option<char> {
        match &mut self.text {
            Text::Narrow(bytes) => bytes.split_off_first().map(|byte| char::from(*byte)),
            Text::Wide(units) => units.split_off_first().map(|unit| scalar(*unit)),
        }
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        (self.text.len(), Some(self.text.len()))
    }
}

impl DoubleEndedIterator for Chars<'_> {
    #[inline]
    fn next_back(&mut self) -> Option<char> {
        match &mut self.text {
            Text::Narrow(bytes) => bytes.split_off_last().map(|byte| char::from(*byte)),
            Text::Wide(units) => units.split_off_last().map(|unit| scalar(*unit)),
        }
    }
}

impl ExactSizeIterator for Chars<'_> {}

/// Collects characters outside of the heap, as narrow as they allow, for a string made at the end.
pub enum Builder {
    /// So far all characters are Latin-1.
    Narrow(Vec<u8>),
    /// Some character is past U+00FF.
    Wide(Vec<u32>),
}

impl Default for Builder {
    fn default() -> Builder {
        Builder::Narrow(Vec::new())
    }
}

impl Builder {
    /// Adds a character.
    #[inline]
    pub fn push(&mut self, c: char) {
        match (&mut *self, u8::try_from(c)) {
            (Builder::Narrow(bytes), Ok(byte)) => bytes.push(byte),
            (Builder::Narrow(_), Err(_)) => self.widened().push(c as u32),
            (Builder::Wide(units), _) => units.push(c as u32),
        }
    }

    /// Adds characters.
    pub fn push_str(&mut self, content: &str) {
        match self {
            Builder::Narrow(bytes) if content.is_ascii() => {
                bytes.extend_from_slice(content.as_bytes());
            }
            Builder::Narrow(_) | Builder::Wide(_) => content.chars().for_each(|c| self.push(c)),
        }
    }

    /// The number of characters so far.
    pub fn len(&self) -> usize {
        match self {
            Builder::Narrow(bytes) => bytes.len(),
            Builder::Wide(units) => units.len(),
        }
    }

    /// Whether there is no character yet.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The new mutable string.
    pub fn finish(&self, heap: &mut Heap) -> Result<Value, OutOfMemory> {
        match self {
            Builder::Narrow(bytes) => from_latin1(heap, bytes),
            Builder::Wide(units) => {
                let storage = wide_storage(heap, units.len())?;
                let room = heap.bytes_mut(storage).chunks_exact_mut(WIDE_UNIT);
                for (bytes, unit) in room.zip(units) {
                    bytes.copy_from_slice(&unit.to_ne_bytes());
                }
                Ok(with_storage(heap, units.len(), storage, flag::WIDE))
            }
        }
    }

    fn widened(&mut self) -> &mut Vec<u32> {
        if let Builder::Narrow(bytes) = self {
            *self = Builder::Wide(bytes.iter().map(|byte| u32::from(*byte)).collect());
        }
        match self {
            Builder::Wide(units) => units,
            Builder::Narrow(_) => unreachable!("it was replaced above"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::string::text;

    #[test]
    fn texts_of_both_widths_read_alike() {
        let mut heap = Heap::new(1 << 30);
        for content in ["", "abc", "äöü", "a\u{100}b", "\u{10ffff}é\u{0}"] {
            let mut builder = Builder::default();
            builder.push_str(content);
            assert_eq!(builder.len(), content.chars().count());
            let string = builder.finish(&mut heap).unwrap();
            let text = text(&heap, string);
            assert_eq!(text.to_rust(), content);
            assert_eq!(text.utf8_len(), content.len());
            assert!(text.chars().rev().eq(content.chars().rev()));
            assert_eq!(text.as_ascii().is_some(), content.is_ascii());
        }
    }
}
