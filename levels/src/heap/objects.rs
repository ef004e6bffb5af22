//! Making objects, and reading raw bytes.
//!
//! Invariant: an object is complete when the function that made it returns: no word that the
//! collector may read is left as the memory was found.

use super::Heap;
use crate::layout::{self, Header, Tag, Type};
use crate::value::Value;
use std::ops::Range;

impl Heap {
    /// A new pair.
    #[inline(always)]
    pub fn cons(&mut self, car: Value, cdr: Value) -> Value {
        let at = self.allocate(layout::GRANULE);
        // SAFETY: `allocate` gave two words.
        unsafe {
            at.write(car.bits());
            at.add(1).write(cdr.bits());
        }
        Value::from_bits(at as u64 | Tag::Pair as u64)
    }

    /// A flonum. Allocates only what no word can hold: see `crate::flonum`.
    #[inline(always)]
    pub fn flonum(&mut self, number: f64) -> Value {
        match Value::try_flonum(number) {
            Some(flonum) => flonum,
            None => self.boxed_flonum(number),
        }
    }

    #[cold]
    #[inline(never)]
    fn boxed_flonum(&mut self, number: f64) -> Value {
        let at = self.allocate(layout::GRANULE);
        // SAFETY: `allocate` gave two words.
        unsafe {
            at.write(Header::new(Type::Flonum, 8).0);
            at.add(1).write(number.to_bits());
        }
        Value::from_bits(at as u64 | Type::Flonum.tag() as u64)
    }

    /// A new object whose payload is `len` words, each `fill`.
    pub fn words(&mut self, ty: Type, len: usize, fill: Value) -> Value {
        let header = Header::new(ty, len);
        let at = self.allocate(header.object_bytes());
        // SAFETY: `allocate` gave room for the header and `len` words.
        unsafe {
            at.write(header.0);
            for i in 1..=len {
                at.add(i).write(fill.bits());
            }
        }
        Value::from_bits(at as u64 | ty.tag() as u64)
    }

    /// A new object with these payload words.
    #[inline]
    pub fn object(&mut self, ty: Type, fields: &[Value]) -> Value {
        let header = Header::new(ty, fields.len());
        let at = self.allocate(header.object_bytes());
        // SAFETY: `allocate` gave room for the header and the fields.
        unsafe {
            at.write(header.0);
            for (i, field) in fields.iter().enumerate() {
                at.add(1 + i).write(field.bits());
            }
        }
        Value::from_bits(at as u64 | ty.tag() as u64)
    }

    /// A new object whose payload is these words, then copies of `more`, in one pass.
    pub fn copied(&mut self, ty: Type, fields: &[Value], more: &[u64]) -> Value {
        let header = Header::new(ty, fields.len() + more.len());
        let at = self.allocate(header.object_bytes());
        // SAFETY: `allocate` gave room for the header and all the words, of which `more` is none.
        unsafe {
            at.write(header.0);
            for (i, field) in fields.iter().enumerate() {
                at.add(1 + i).write(field.bits());
            }
            std::ptr::copy_nonoverlapping(more.as_ptr(), at.add(1 + fields.len()), more.len());
        }
        Value::from_bits(at as u64 | ty.tag() as u64)
    }

    /// A new object of raw bytes, of these flags and this content.
    pub fn bytes(&mut self, ty: Type, flags: u8, content: &[u8]) -> Value {
        let header = Header::new(ty, content.len()).with_flags(flags);
        let at = self.allocate(header.object_bytes());
        // SAFETY: `allocate` gave room for the header and the content, which lies elsewhere.
        unsafe {
            at.write(header.0);
            at.add(1).cast::<u8>().copy_from_nonoverlapping(content.as_ptr(), content.len());
        }
        Value::from_bits(at as u64 | ty.tag() as u64)
    }

    /// A new `Bytes` of the bytes `range` of another object. Panics if they are not there.
    pub fn bytes_copied(&mut self, from: Value, range: Range<usize>) -> Value {
        let content = &raw const self.bytes_of(from)[range];
        // SAFETY: objects do not move, and `bytes` writes to fresh memory only.
        self.bytes(Type::Bytes, 0, unsafe { &*content })
    }

    /// Fills the first `len` raw bytes of an object that nothing else has seen yet with those of
    /// another one. Panics if either has fewer.
    pub fn init_bytes(&mut self, fresh: Value, from: Value, len: usize) {
        let content = self.bytes_of(from)[..len].as_ptr();
        let room = self.bytes_mut(fresh)[..len].as_mut_ptr();
        // SAFETY: both have `len` bytes, and a fresh object is not the other one.
        unsafe { room.copy_from_nonoverlapping(content, len) }
    }

    /// A new object of `len` raw bytes, each `fill`.
    pub fn bytes_filled(&mut self, ty: Type, flags: u8, len: usize, fill: u8) -> Value {
        let header = Header::new(ty, len).with_flags(flags);
        let at = self.allocate(header.object_bytes());
        // SAFETY: `allocate` gave room for the header and `len` bytes.
        unsafe {
            at.write(header.0);
            at.add(1).cast::<u8>().write_bytes(fill, len);
        }
        Value::from_bits(at as u64 | ty.tag() as u64)
    }

    /// The raw bytes of an object of a `Bytes` type.
    pub fn bytes_of(&self, object: Value) -> &[u8] {
        let len = object.header().len();
        // SAFETY: the header says how many bytes follow it; the borrow of the heap keeps writers out.
        unsafe { std::slice::from_raw_parts(object.address().add(1).cast(), len) }
    }

    /// The raw bytes of an object of a `Bytes` type, to be filled. Only for objects that are fresh:
    /// the barrier is not told. For others see `write_bytes`.
    pub fn bytes_mut(&mut self, object: Value) -> &mut [u8] {
        let len = object.header().len();
        // SAFETY: as for `bytes_of`, and the heap is borrowed mutably.
        unsafe { std::slice::from_raw_parts_mut(object.address().add(1).cast(), len) }
    }

    /// A proper list of `items`, ending in `tail`.
    pub fn list_with_tail(&mut self, items: &[Value], tail: Value) -> Value {
        items.iter().rev().fold(tail, |rest, item| self.cons(*item, rest))
    }

    /// A proper list.
    pub fn list(&mut self, items: &[Value]) -> Value {
        self.list_with_tail(items, Value::NIL)
    }
}
