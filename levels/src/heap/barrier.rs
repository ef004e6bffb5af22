//! The barrier: one comparison for the collector and for snapshots.
//!
//! Invariant: a granule's stamp is the present epoch only if everything that has to be known of
//! its present contents is known: it was allocated in this epoch, or it is in the remembered set
//! and, where the newest snapshot is older than the epoch and younger than the granule's contents,
//! in that snapshot's log, or its object is outside of time. Every collection and every snapshot begins an epoch.
//!
//! An epoch is a byte. When it wraps, all stamps become one of two that no epoch has: `BEFORE`
//! the newest snapshot, or `SINCE` it.

use super::log::{Entry, is_frames};
use super::{Heap, log, mark};
use crate::layout::{GRANULE, Header, Payload, Type, flag};
use crate::value::Value;

/// The stamp, after a wrap, of granules last written before the newest snapshot.
const BEFORE: u8 = 0;
/// The stamp, after a wrap, of granules written since the newest snapshot.
const SINCE: u8 = 1;
/// The first epoch, and the first one after a wrap.
const FIRST_EPOCH: u8 = 2;

/// A granule of an old object that was written in this epoch.
pub struct Remembered {
    object: Value,
    at: usize,
}

/// What the barrier knows beyond the stamps.
pub struct Barrier {
    /// Stamps below this are older than the newest snapshot; 0 without snapshots.
    pub snapshot_epoch: u8,
    /// Changes whenever epochs before and after cannot be compared.
    pub era: u64,
    remembered: Vec<Remembered>,
}

impl Barrier {
    /// Nothing remembered, no snapshot.
    pub fn new() -> Barrier {
        Barrier { snapshot_epoch: 0, era: 0, remembered: Vec::new() }
    }

    /// Has the next minor collection look at the granule at `at` of an old object.
    pub fn remember(&mut self, object: Value, at: usize) {
        self.remembered.push(Remembered { object, at });
    }

    /// What was remembered; nothing is remembered after.
    pub fn take_remembered(&mut self) -> Vec<Remembered> {
        std::mem::take(&mut self.remembered)
    }
}

impl Remembered {
    /// Marks what the granule refers to.
    pub fn mark(&self, marker: &mut mark::Marker, roots: &mut dyn mark::Roots) {
        if is_frames(self.object) {
            return roots.mark_frames(self.object, marker);
        }
        for address in [self.at, self.at + 8] {
            if mark::is_value_word(self.object, address) {
                // SAFETY: an aligned word of a live object.
                marker.value(Value::from_bits(unsafe { *(address as *const u64) }));
            }
        }
    }
}

/// The epoch of a heap that is made.
pub const START: u8 = FIRST_EPOCH;

impl Heap {
    /// Stores into word `word` (0 is the car, or the header) of `object`, telling the barrier. The
    /// caller has checked that the object has that word, and stores what its type allows there.
    #[inline(always)]
    pub fn write(&mut self, object: Value, word: usize, value: Value) {
        let slot = object.address().wrapping_add(word);
        self.barrier(object, slot as usize);
        // SAFETY: the word is one of a live object.
        unsafe { slot.write(value.bits()) }
    }

    /// `set-car!`; the caller has checked `is_pair`.
    #[inline(always)]
    pub fn set_car(&mut self, pair: Value, value: Value) {
        self.write(pair, 0, value);
    }

    /// `set-cdr!`; the caller has checked `is_pair`.
    #[inline(always)]
    pub fn set_cdr(&mut self, pair: Value, value: Value) {
        self.write(pair, 1, value);
    }

    /// Stores payload word `index` of a headed object; the caller has checked the type or length.
    #[inline(always)]
    pub fn set_field(&mut self, object: Value, index: usize, value: Value) {
        self.write(object, 1 + index, value);
    }

    /// Stores a payload word that is no value (in the raw part of a `Mixed` object).
    #[inline(always)]
    pub fn set_raw(&mut self, object: Value, index: usize, word: u64) {
        self.set_field(object, index, Value::from_bits(word));
    }

    /// Fills payload word `index` of an object that nothing else has seen yet.
    #[inline(always)]
    pub fn init_field(&mut self, object: Value, index: usize, value: Value) {
        // SAFETY: as for `write`; fresh memory needs no barrier.
        unsafe { object.address().add(1 + index).write(value.bits()) }
    }

    /// Sets the header of an object that nothing else has seen yet.
    pub fn init_header(&mut self, object: Value, header: Header) {
        // SAFETY: as for `init_field`.
        unsafe { object.address().write(header.0) }
    }

    /// Replaces an object's header flags (`layout::flag`), telling the barrier.
    pub fn set_flags(&mut self, object: Value, flags: u8) {
        let header = Header::new(object.header_type(), object.header().len()).with_flags(flags);
        self.write(object, 0, Value::from_bits(header.0));
    }

    /// Has what an object holds count as what it held at every snapshot, so that going back to any takes back
    /// what is written from here on: for what is found by its name, whenever it was made.
    pub fn age(&mut self, object: Value) {
        let start = object.address() as usize;
        let bytes = if object.is_pair() { GRANULE } else { object.header().object_bytes() };
        for at in (start..start + bytes).step_by(GRANULE) {
            // SAFETY: the stamp of a granule of an object; nothing else borrows it.
            unsafe { *self.tables.stamp(at) = BEFORE };
        }
    }

    /// Has an object that nothing else has seen yet be outside of time: a vector or an internal one.
    pub fn make_timeless(&mut self, object: Value) -> Value {
        self.init_header(object, object.header().with_flags(flag::TIMELESS));
        object
    }

    /// Overwrites raw bytes from `start` on, telling the barrier. Panics if they are not there.
    pub fn write_bytes(&mut self, object: Value, start: usize, content: &[u8]) {
        if !content.is_empty() {
            let first = object.address() as usize + 8 + start;
            let last = first + content.len() - 1;
            for at in (first & !(GRANULE - 1)..=last).step_by(GRANULE) {
                self.barrier(object, at);
            }
        }
        self.bytes_mut(object)[start..start + content.len()].copy_from_slice(content);
    }

    /// Overwrites the raw byte at `index`, telling the barrier. Panics if it is not there.
    #[inline]
    pub fn write_byte(&mut self, object: Value, index: usize, byte: u8) {
        self.barrier(object, object.address() as usize + 8 + index);
        self.bytes_mut(object)[index] = byte;
    }

    #[inline(always)]
    fn barrier(&mut self, object: Value, address: usize) {
        // SAFETY: a word of an object has a committed stamp.
        if unsafe { *self.tables.stamp(address) } != self.epoch {
            self.note(object, address & !(GRANULE - 1));
        }
    }

    /// The first write in this epoch to the granule at `at` of an object not allocated in it.
    #[cold]
    #[inline(never)]
    fn note(&mut self, object: Value, at: usize) {
        if is_frames(object) {
            return self.note_frames(object);
        }
        self.log_granule(object, at);
        if holds_values(object) && mark::is_marked(self.tables, object) {
            self.barrier.remember(object, at);
        }
    }

    /// Frames can be read only whole, so they are logged whole.
    fn note_frames(&mut self, object: Value) {
        let start = object.address() as usize;
        for at in (start..start + object.header().object_bytes()).step_by(GRANULE) {
            self.log_granule(object, at);
        }
        if mark::is_marked(self.tables, object) {
            self.barrier.remember(object, start);
        }
    }

    fn log_granule(&mut self, object: Value, at: usize) {
        let stamp = self.tables.stamp(at);
        // SAFETY: the stamp of a granule of an object; nothing else borrows it.
        let old = unsafe { std::mem::replace(&mut *stamp, self.epoch) };
        if old < self.barrier.snapshot_epoch
            && !is_outside_of_time(object)
            && let Some(log) = self.snapshots.newest_log()
        {
            log.push(Entry::of(object, at));
            self.budget.took(log::ENTRY_BYTES);
        }
    }

    /// Begins an epoch: whatever is allocated or written before counts as older.
    pub(super) fn begin_epoch(&mut self) {
        if self.epoch == u8::MAX {
            self.wrap_epochs();
        } else {
            self.epoch += 1;
        }
        self.stamp_open_holes();
    }

    fn wrap_epochs(&mut self) {
        let threshold = self.barrier.snapshot_epoch;
        let frontier = self.blocks.frontier();
        for stamp in self.blocks.region.stamps_mut(frontier) {
            *stamp = if *stamp < threshold { BEFORE } else { SINCE };
        }
        self.epoch = FIRST_EPOCH;
        self.barrier.snapshot_epoch = if threshold == 0 { 0 } else { SINCE };
        self.barrier.era += 1;
        self.snapshots.renew_newest(self.barrier.era, SINCE);
    }
}

/// Whether an object is what it is in every snapshot: code, which is a cache of its source, with what the compiler
/// has noted for it, and identifiers, of which no more is written than what was learned of them.
pub(super) fn is_outside_of_time(object: Value) -> bool {
    if object.is_pair() {
        return false;
    }
    let always = [Type::Code, Type::Version, Type::Symbol, Type::Alias, Type::Scope];
    let header = object.header();
    always.contains(&header.type_of())
        || [Type::Vector, Type::Internal].contains(&header.type_of())
            && header.flags() & flag::TIMELESS != 0
}

/// Whether the collector looks into the object.
fn holds_values(object: Value) -> bool {
    object.is_pair() || !matches!(object.header().type_of().payload(), Payload::Bytes)
}
