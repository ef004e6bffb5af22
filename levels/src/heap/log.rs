//! The log on an edge between two snapshots: what differs between their contents.
//!
//! Invariant: applying the entries of a log in its order, each exchanging its words with those in
//! memory, turns the contents on one side of the edge into those on the other, and the log into
//! the log of the way back.

use super::mark::{Marker, Roots, is_value_word};
use crate::layout::{GRANULE, Payload};
use crate::value::Value;
use std::collections::HashSet;
use std::ops::Range;

/// The words of one granule on the far side of the edge.
pub struct Entry {
    /// The object that the granule is in.
    pub object: Value,
    /// The granule's address.
    pub at: usize,
    words: [u64; 2],
}

impl Entry {
    /// The granule at `at`, in `object`, as it is.
    pub fn of(object: Value, at: usize) -> Entry {
        // SAFETY: the caller names a granule of an object.
        let words = unsafe { *(at as *const [u64; 2]) };
        Entry { object, at, words }
    }

    fn exchange(&mut self) {
        // SAFETY: the object is alive, as the log is: its granule can be written.
        std::mem::swap(&mut self.words, unsafe { &mut *(self.at as *mut [u64; 2]) });
    }

    fn mark(&self, marker: &mut Marker) {
        for (i, word) in self.words.into_iter().enumerate() {
            if is_value_word(self.object, self.at + 8 * i) {
                marker.value(Value::from_bits(word));
            }
        }
    }
}

/// See the module's documentation.
#[derive(Default)]
pub struct Log {
    entries: Vec<Entry>,
    /// Whether the first entry is applied first; else the last is.
    forward: bool,
    /// How many entries, from the first on, refer to nothing that is younger than the last
    /// collection.
    scanned: usize,
    /// The length after the last `compact`.
    compacted: usize,
}

/// Bytes that an entry takes.
pub const ENTRY_BYTES: usize = size_of::<Entry>();

impl Log {
    /// How many entries there are.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Adds what is about to be overwritten; it will be applied before the present entries.
    pub fn push(&mut self, entry: Entry) {
        debug_assert!(!self.forward);
        self.entries.push(entry);
    }

    /// Crosses the edge. Old objects that refer to young ones after it were remembered before: a
    /// reference to a young object was written, or overwritten, since the last collection.
    pub fn apply(&mut self) {
        if self.forward {
            self.entries.iter_mut().for_each(Entry::exchange);
        } else {
            self.entries.iter_mut().rev().for_each(Entry::exchange);
        }
        self.forward = !self.forward;
        self.scanned = 0;
    }

    /// The log of two edges in a row: `self`, then `far`. What is pushed next comes before both.
    pub fn join(mut self, mut far: Log) -> Log {
        self.make_backward();
        far.make_backward();
        if far.scanned == far.len() {
            far.scanned += self.scanned;
        }
        far.entries.append(&mut self.entries);
        if far.len() > 2 * far.compacted + 1024 {
            far.compact();
        }
        far
    }

    fn make_backward(&mut self) {
        if self.forward {
            self.entries.reverse();
            self.forward = false;
            self.scanned = 0;
        }
    }

    /// Keeps of several entries for a granule the one that is applied last.
    fn compact(&mut self) {
        debug_assert!(!self.forward);
        let mut seen = HashSet::with_capacity(self.entries.len());
        let (mut index, mut scanned) = (0, 0);
        self.entries.retain(|entry| {
            let first = seen.insert(entry.at);
            scanned += (first && index < self.scanned) as usize;
            index += 1;
            first
        });
        self.scanned = scanned;
        self.compacted = self.entries.len();
    }

    /// The entries that the collection of this kind must look at.
    pub fn unscanned(&self, everything: bool) -> Range<usize> {
        if everything { 0..self.len() } else { self.scanned..self.len() }
    }

    /// The object of an entry.
    pub fn object(&self, index: usize) -> Value {
        self.entries[index].object
    }

    /// The entries from `start` on that must be read together: all of a segment of frames, else one.
    pub fn group(&self, start: usize) -> Range<usize> {
        let object = self.entries[start].object;
        if is_frames(object) {
            start..start + object.header().object_bytes() / GRANULE
        } else {
            start..start + 1
        }
    }

    /// Marks what a group of entries refers to.
    pub fn mark(&mut self, group: Range<usize>, marker: &mut Marker, roots: &mut dyn Roots) {
        let object = self.entries[group.start].object;
        if !is_frames(object) {
            return self.entries[group].iter().for_each(|entry| entry.mark(marker));
        }
        // The machine reads frames in their place only: put them there for the while.
        self.entries[group.clone()].iter_mut().for_each(Entry::exchange);
        roots.mark_frames(object, marker);
        self.entries[group].iter_mut().for_each(Entry::exchange);
    }

    /// After marking: every entry was looked at, and those of dead objects go.
    pub fn settle(&mut self, everything: bool, some_died: bool, marker: &Marker) {
        if some_died {
            let mut seen = self.entries.split_off(self.unscanned(everything).start);
            seen.retain(|entry| marker.is_marked(entry.object));
            self.entries.append(&mut seen);
        }
        self.scanned = self.entries.len();
    }
}

/// Whether the object's contents can be read by the machine only.
pub fn is_frames(object: Value) -> bool {
    !object.is_pair() && matches!(object.header().type_of().payload(), Payload::Frames)
}
