//! A collection, from its roots to the memory it frees.
//!
//! Invariant between collections: what the last one marked is old, everything else young; an old
//! object refers to a young one only from a granule that is remembered. A minor collection keeps
//! the marks and follows only what leads to young objects; a major one marks everything anew.

use super::Heap;
use super::mark::{Marker, Roots, is_marked};
use super::region::{BLOCK, LINE};
use crate::value::Value;

/// How much a collection looks at.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Collection {
    /// The objects allocated since the last collection.
    Minor,
    /// All objects.
    Major,
}

/// What the heap has done so far.
#[derive(Clone, Copy, Default, PartialEq, Eq, Debug)]
pub struct Statistics {
    /// Bytes in use, garbage not yet collected and logs of snapshots included.
    pub occupied: usize,
    /// The most they ever were.
    pub peak: usize,
    /// Bytes allocated since the beginning, with what was left over of blocks.
    pub allocated: u64,
    /// Minor collections made.
    pub minor_collections: u64,
    /// Major collections made.
    pub major_collections: u64,
    /// Nanoseconds spent in collections, if there is a clock: see `Heap::set_clock`.
    pub nanoseconds: u64,
    lines: usize,
}

/// Free memory beyond the nursery that is kept after a major collection, as a part of what lives.
const KEPT_PART: usize = 1;

impl Heap {
    /// Frees what is not reachable from `roots`, from snapshots or, in a minor collection, from
    /// old objects. Must not be called while Rust code holds values that are not among the roots.
    pub fn collect(&mut self, kind: Collection, roots: &mut dyn Roots) {
        let began = (self.clock)();
        let everything = kind == Collection::Major;
        self.close_holes();
        if everything {
            self.blocks.clear_marks();
            self.statistics.lines = 0;
        }
        let marker = self.mark(everything, roots);
        roots.forget(kind, &marker);
        let (lines, stack) = marker.finish();
        self.mark_stack = stack;
        self.statistics.lines += lines;
        self.blocks.sweep(everything);
        self.settle(kind);
        self.begin_epoch();
        self.statistics.nanoseconds += (self.clock)() - began;
    }

    fn mark(&mut self, everything: bool, roots: &mut dyn Roots) -> Marker {
        let mut marker = Marker::new(self.tables, std::mem::take(&mut self.mark_stack));
        roots.mark(&mut marker);
        self.snapshots.mark_roots(everything, &mut marker);
        for granule in self.barrier.take_remembered() {
            if !everything {
                granule.mark(&mut marker, roots);
            }
        }
        marker.drain(roots);
        if !self.snapshots.is_empty() {
            self.snapshots.mark_logs(everything, &mut marker, roots);
        }
        marker
    }

    fn settle(&mut self, kind: Collection) {
        let large: usize = self.blocks.large().iter().map(|large| large.count).sum();
        let occupied = self.statistics.lines * LINE + large * BLOCK;
        self.budget.set_space(self.blocks.space());
        self.budget.collected(kind, occupied, self.snapshots.log_bytes());
        match kind {
            Collection::Minor => self.statistics.minor_collections += 1,
            Collection::Major => {
                self.statistics.major_collections += 1;
                self.mark_stack = Vec::new();
                let keep = occupied * KEPT_PART + 4 * self.budget.nursery();
                self.blocks.trim(keep / BLOCK);
            }
        }
    }

    /// Whether the last collection found `value` alive; immediates are. Says nothing of objects
    /// allocated since.
    pub fn is_marked(&self, value: Value) -> bool {
        !value.is_pointer() || is_marked(self.tables, value)
    }

    /// Measures collections with this clock, of nanoseconds since some moment. A program never
    /// sees it, so it need not be replayed.
    pub fn set_clock(&mut self, clock: fn() -> u64) {
        self.clock = clock;
    }

    /// What the heap has done so far.
    pub fn statistics(&self) -> Statistics {
        let (occupied, peak) = (self.budget.used(), self.budget.peak());
        let leftovers: usize = self.leftovers.iter().map(|hole| hole.bytes).sum();
        let open = (self.limit as usize - self.cursor as usize) + self.overflow.bytes + leftovers;
        let allocated = self.budget.taken().saturating_sub(open as u64);
        Statistics { occupied, peak, allocated, ..self.statistics }
    }
}
