//! The mark phase: finds what is reachable, with a stack of its own.
//!
//! Invariant: an object whose granule is marked was pushed once; when `drain` returns, everything it
//! refers to is marked too, and so are the lines it lies in.

use super::Collection;
use super::region::{BLOCK, Tables};
use crate::layout::{Header, Payload, Tag};
use crate::value::Value;

/// What the machine does for the collector. None of these may allocate.
pub trait Roots {
    /// Hands every root to `marker.value`: in a minor collection all of them, too.
    fn mark(&mut self, marker: &mut Marker);

    /// Hands the live slots of the frames in `segment`, of `Type::Segment`, to `marker.value`.
    fn mark_frames(&mut self, segment: Value, marker: &mut Marker);

    /// Hands what a table holds for `handle`, an object whose payload is a row, to `marker.value`.
    /// Called once for each in a major collection; in a minor one for young handles, so that a row
    /// must not change once its handle is made.
    fn mark_row(&mut self, _handle: Value, _marker: &mut Marker) {}

    /// Drops the rows of weak tables whose values are not `marker.is_marked`. Called when marking
    /// is complete and no memory is reused yet: dead objects can be read for the last time. In a minor
    /// collection only what was made since the last collection can have died.
    fn forget(&mut self, kind: Collection, marker: &Marker);
}

/// The mark of a live object's first granule.
const MARKED: u8 = 1;
/// The mark of an object not yet reached that has contents in a log of a snapshot.
const AWAITED: u8 = 2;

/// Vectors are scanned in parts of so many words, to keep the stack short.
const PART: usize = 512;

/// Of a long object, memory is asked for so many words before it is marked.
const AHEAD: usize = 8;

/// Asks for memory that will be read soon.
#[inline(always)]
fn prefetch<T>(address: *const T) {
    #[cfg(target_arch = "x86_64")]
    // SAFETY: a hint to the processor; it reads nothing.
    unsafe {
        use std::arch::x86_64::{_MM_HINT_T0, _mm_prefetch};
        _mm_prefetch::<_MM_HINT_T0>(address.cast());
    }
    #[cfg(not(target_arch = "x86_64"))]
    let _ = address;
}

/// The rest of a long object: payload words `next .. end`.
struct Part {
    object: Value,
    next: usize,
    end: usize,
}

/// See the module's documentation.
pub struct Marker {
    tables: Tables,
    stack: Vec<Value>,
    parts: Vec<Part>,
    /// Awaited objects that were reached.
    woken: Vec<Value>,
    /// Lines that were marked first by this marker.
    lines: usize,
}

impl Marker {
    pub(super) fn new(tables: Tables, stack: Vec<Value>) -> Marker {
        Marker { tables, stack, parts: Vec::new(), woken: Vec::new(), lines: 0 }
    }

    /// Marks what `value` refers to; nothing for an immediate.
    #[inline(always)]
    pub fn value(&mut self, value: Value) {
        if value.is_pointer() && self.claim(value) {
            self.stack.push(value);
        }
    }

    /// Marks all of these.
    pub fn values(&mut self, values: &[Value]) {
        values.iter().for_each(|value| self.value(*value));
    }

    /// Whether the collection has found this value alive. Immediates always are.
    #[inline]
    pub fn is_marked(&self, value: Value) -> bool {
        !value.is_pointer() || is_marked(self.tables, value)
    }

    /// Marks an object; false if it was marked before.
    #[inline(always)]
    fn claim(&mut self, object: Value) -> bool {
        debug_assert!(object.tag_bits() != 7, "a word of no tag is reachable: {object:?}");
        let mark = self.tables.mark(object.address() as usize);
        // SAFETY: a pointer's granule has a committed mark (invariant of `Value`).
        let old = unsafe { *mark };
        if old & MARKED != 0 {
            return false;
        }
        if old == AWAITED {
            self.woken.push(object);
        }
        // SAFETY: as above.
        unsafe { *mark = MARKED };
        true
    }

    /// Marks everything reachable from what was handed in.
    pub(super) fn drain(&mut self, roots: &mut dyn Roots) {
        loop {
            while let Some(object) = self.stack.pop() {
                self.scan(object, roots);
            }
            let Some(part) = self.parts.pop() else { return };
            self.scan_part(part);
        }
    }

    #[inline]
    fn scan(&mut self, object: Value, roots: &mut dyn Roots) {
        if object.is_pair() {
            return self.scan_list(object);
        }
        let header = object.header();
        self.mark_lines(object, header);
        match header.type_of().payload() {
            Payload::Bytes => {}
            Payload::Frames => roots.mark_frames(object, self),
            Payload::Row => {
                roots.mark_row(object, self);
                self.scan_part(Part { object, next: 0, end: header.len() });
            }
            Payload::Values | Payload::Mixed(_) => {
                self.scan_part(Part { object, next: 0, end: value_count(header) });
            }
        }
    }

    /// A claimed pair, and the pairs along its cdr as far as they are not marked yet.
    #[inline]
    fn scan_list(&mut self, mut pair: Value) {
        loop {
            self.mark_line(pair.address() as usize);
            self.value(pair.car());
            let rest = pair.cdr();
            if !rest.has_tag(Tag::Pair) {
                return self.value(rest);
            }
            if !self.claim(rest) {
                return;
            }
            pair = rest;
        }
    }

    #[inline]
    fn scan_part(&mut self, Part { object, next, end }: Part) {
        let stop = end.min(next + PART);
        if stop < end {
            self.parts.push(Part { object, next: stop, end });
        }
        for i in next..stop {
            if i + AHEAD < stop {
                self.expect(object.field(i + AHEAD));
            }
            self.value(object.field(i));
        }
    }

    /// Asks for the memory that marking `value` will look at.
    #[inline(always)]
    fn expect(&self, value: Value) {
        if value.is_pointer() {
            prefetch(self.tables.mark(value.address() as usize));
            prefetch(value.address());
        }
    }

    #[inline(always)]
    fn mark_line(&mut self, address: usize) {
        let line = self.tables.line(address);
        // SAFETY: every address in the committed region has a line mark.
        unsafe {
            self.lines += (*line == 0) as usize;
            *line = 1;
        }
    }

    /// Marks the lines an object lies in, unless it has blocks of its own.
    #[inline]
    fn mark_lines(&mut self, object: Value, header: Header) {
        let bytes = header.object_bytes();
        if bytes > BLOCK {
            return;
        }
        let start = object.address() as usize;
        let (first, last) = (self.tables.line(start), self.tables.line(start + bytes - 1));
        let mut line = first;
        while line <= last {
            // SAFETY: as for `mark_line`.
            unsafe {
                self.lines += (*line == 0) as usize;
                *line = 1;
            }
            line = line.wrapping_add(1);
        }
    }

    /// Notes that `object`, not marked yet, is to be reported by `next_woken` if it is reached.
    pub(super) fn wait_for(&mut self, object: Value) {
        debug_assert!(!self.is_marked(object));
        // SAFETY: a pointer's granule has a committed mark.
        unsafe { *self.tables.mark(object.address() as usize) = AWAITED }
    }

    /// Undoes `wait_for` where the object was not reached.
    pub(super) fn stop_waiting(&mut self, object: Value) {
        debug_assert!(!self.is_marked(object));
        // SAFETY: a pointer's granule has a committed mark.
        unsafe { *self.tables.mark(object.address() as usize) = 0 }
    }

    /// An object that was claimed and not scanned: for those who scan in their own way.
    pub(super) fn next_claimed(&mut self) -> Option<Value> {
        self.stack.pop()
    }

    /// An awaited object that was reached since.
    pub(super) fn next_woken(&mut self) -> Option<Value> {
        self.woken.pop()
    }

    /// The number of newly marked lines, and the stack for the next marker.
    pub(super) fn finish(self) -> (usize, Vec<Value>) {
        (self.lines, self.stack)
    }
}

/// Whether the object is marked. It must be a pointer.
#[inline(always)]
pub(super) fn is_marked(tables: Tables, object: Value) -> bool {
    // SAFETY: a pointer's granule has a committed mark (invariant of `Value`).
    unsafe { *tables.mark(object.address() as usize) & MARKED != 0 }
}

/// How many payload words of an object with this header are values; none for frames, which only
/// the machine can read.
#[inline(always)]
pub(super) fn value_count(header: Header) -> usize {
    match header.type_of().payload() {
        Payload::Values | Payload::Row => header.len(),
        Payload::Mixed(values) => values.min(header.len()),
        Payload::Bytes | Payload::Frames => 0,
    }
}

/// Whether the machine's table holds something for the object.
pub(super) fn is_row(object: Value) -> bool {
    !object.is_pair() && matches!(object.header().type_of().payload(), Payload::Row)
}

/// Whether the word at `address`, in `object`, is a value for the collector. Never in frames.
pub(super) fn is_value_word(object: Value, address: usize) -> bool {
    if object.is_pair() {
        return true;
    }
    let word = (address - object.address() as usize) / 8;
    word != 0 && word <= value_count(object.header())
}
