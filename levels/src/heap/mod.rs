//! The heap: one non-moving, generational, logging heap for everything a program can reach.
//!
//! Contract for users of this module:
//! 1. Allocation never collects. Only `Heap::collect`, called at polls of the machine, does: Rust
//!    code between two polls may keep values in locals freely.
//! 2. Fixed-size allocation never fails. Before an allocation whose size a program chose, call
//!    `Heap::reserve`; it is where the memory limit is noticed.
//! 3. Every store into an object that existed before the current builtin began goes through
//!    `Heap::write` (or `set_car`, `set_field`, …), which logs what the barrier must know. A fresh
//!    object may be filled with `init_field`.

use crate::layout::{self, Header, Tag, Type};
use crate::value::Value;

/// The memory limit would be passed by an allocation of this many bytes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct OutOfMemory {
    /// What was asked for, in bytes.
    pub wanted: usize,
}

/// See the module's documentation.
pub struct Heap {
    cursor: *mut u8,
    limit: *mut u8,
}

impl Heap {
    /// An empty heap that holds at most `limit` bytes.
    pub fn new(limit: usize) -> Heap {
        let _ = limit;
        Heap { cursor: std::ptr::null_mut(), limit: std::ptr::null_mut() }
    }

    /// Bytes for `bytes` (a multiple of a granule), not initialised.
    #[inline(always)]
    pub fn allocate(&mut self, bytes: usize) -> *mut u64 {
        let start = self.cursor;
        let room = self.limit as usize - start as usize;
        if bytes <= room {
            self.cursor = start.wrapping_add(bytes);
            return start.cast();
        }
        self.allocate_slowly(bytes)
    }

    #[cold]
    #[inline(never)]
    fn allocate_slowly(&mut self, bytes: usize) -> *mut u64 {
        let size = bytes.max(1 << 20);
        let layout = std::alloc::Layout::from_size_align(size, layout::GRANULE).expect("a size");
        // SAFETY: `size` is not zero.
        let start = unsafe { std::alloc::alloc(layout) };
        if bytes < size {
            self.cursor = start.wrapping_add(bytes);
            self.limit = start.wrapping_add(size);
        }
        start.cast()
    }

    /// Says that about `bytes` are going to be allocated: an error if the memory limit forbids it.
    #[inline]
    pub fn reserve(&mut self, bytes: usize) -> Result<(), OutOfMemory> {
        if bytes > 1 << 40 { Err(OutOfMemory { wanted: bytes }) } else { Ok(()) }
    }

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

    /// A new flonum.
    #[inline(always)]
    pub fn flonum(&mut self, number: f64) -> Value {
        let at = self.allocate(layout::GRANULE);
        // SAFETY: `allocate` gave two words.
        unsafe {
            at.write(Header::new(Type::Flonum, 8).0);
            at.add(1).write(number.to_bits());
        }
        Value::from_bits(at as u64 | Tag::Flonum as u64)
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

    /// A new object of raw bytes, of these flags and this content.
    pub fn bytes(&mut self, ty: Type, flags: u8, content: &[u8]) -> Value {
        let new = self.bytes_filled(ty, flags, content.len(), 0);
        self.bytes_mut(new).copy_from_slice(content);
        new
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

    /// Overwrites raw bytes from `start` on, telling the barrier.
    pub fn write_bytes(&mut self, object: Value, start: usize, content: &[u8]) {
        self.bytes_mut(object)[start..start + content.len()].copy_from_slice(content);
    }

    /// Stores into the word at `slot`, telling the barrier.
    #[inline(always)]
    pub fn write(&mut self, slot: *mut u64, value: Value) {
        // SAFETY: callers pass the address of a word of a live object.
        unsafe { slot.write(value.bits()) }
    }

    /// `set-car!`; the caller has checked `is_pair`.
    #[inline(always)]
    pub fn set_car(&mut self, pair: Value, value: Value) {
        self.write(pair.address(), value);
    }

    /// `set-cdr!`; the caller has checked `is_pair`.
    #[inline(always)]
    pub fn set_cdr(&mut self, pair: Value, value: Value) {
        self.write(pair.address().wrapping_add(1), value);
    }

    /// Stores payload word `index` of a headed object; the caller has checked the type or length.
    #[inline(always)]
    pub fn set_field(&mut self, object: Value, index: usize, value: Value) {
        self.write(object.address().wrapping_add(1 + index), value);
    }

    /// Fills payload word `index` of an object that nothing else has seen yet.
    #[inline(always)]
    pub fn init_field(&mut self, object: Value, index: usize, value: Value) {
        // SAFETY: as for `write`; fresh memory needs no barrier.
        unsafe { object.address().add(1 + index).write(value.bits()) }
    }

    /// Replaces an object's header flags (`layout::flag`), telling the barrier.
    pub fn set_flags(&mut self, object: Value, flags: u8) {
        let header = Header::new(object.header_type(), object.header().len()).with_flags(flags);
        self.write(object.address(), Value::from_bits(header.0));
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
