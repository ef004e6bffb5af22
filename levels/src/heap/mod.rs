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

use crate::effort::Effort;
use crate::value::Value;
use barrier::Barrier;
use blocks::{Blocks, Hole};
use budget::Budget;
use region::{BLOCK, LINE, Tables};
use snapshot::Snapshots;
use std::sync::Arc;
use std::sync::atomic::AtomicUsize;

mod objects;
mod barrier;
mod snapshot;
mod log;
mod collect;
mod mark;
mod budget;
mod blocks;
mod region;
mod pages;
mod verify;
mod digest;
#[cfg(test)]
mod tests;

pub use budget::Refused;
pub use collect::{Collection, Statistics};
pub use mark::{Marker, Roots};
pub use snapshot::SnapshotId;
pub use verify::Corruption;

/// The memory limit would be passed by an allocation of this many bytes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct OutOfMemory {
    /// What was asked for, in bytes.
    pub wanted: usize,
}

/// See the module's documentation.
pub struct Heap {
    /// What those who work on the heap for long look at.
    pub effort: Effort,
    /// The free part of the hole that small objects are allocated in.
    cursor: *mut u8,
    limit: *mut u8,
    /// The stamp of what is allocated or written now: see `barrier`.
    epoch: u8,
    tables: Tables,
    /// The free part of the block for objects that did not fit in a hole.
    overflow: Hole,
    /// What was left of earlier such blocks.
    leftovers: Vec<Hole>,
    blocks: Blocks,
    budget: Budget,
    barrier: Barrier,
    snapshots: Snapshots,
    /// The marker's stack, empty between collections.
    mark_stack: Vec<Value>,
    statistics: Statistics,
    clock: fn() -> u64,
}

const NO_HOLE: Hole = Hole { start: std::ptr::null_mut(), bytes: 0 };

impl Heap {
    /// An empty heap that holds at most `limit` bytes. Takes address space, but no memory yet.
    pub fn new(limit: usize) -> Heap {
        let blocks = Blocks::new(limit);
        let space = blocks.space();
        Heap {
            effort: Effort::default(),
            cursor: std::ptr::null_mut(),
            limit: std::ptr::null_mut(),
            epoch: barrier::START,
            tables: blocks.region.tables(),
            overflow: NO_HOLE,
            leftovers: Vec::new(),
            blocks,
            budget: Budget::new(limit, space),
            barrier: Barrier::new(),
            snapshots: Snapshots::default(),
            mark_stack: Vec::new(),
            statistics: Statistics::default(),
            clock: || 0,
        }
    }

    /// Bytes for `bytes` (a multiple of a granule, not zero), not initialised.
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
        if bytes <= LINE {
            self.open_hole();
            return self.allocate(bytes);
        }
        if bytes <= BLOCK { self.allocate_in_overflow(bytes) } else { self.allocate_large(bytes) }
    }

    /// Any hole has room for a line's bytes.
    fn open_hole(&mut self) {
        let hole = match self.leftovers.pop() {
            Some(hole) => hole,
            None => {
                let Some(hole) = self.blocks.next_hole() else { exhausted() };
                self.took(hole.bytes);
                hole
            }
        };
        self.tables.fill_stamps(hole.start as usize, hole.bytes, self.epoch);
        self.cursor = hole.start;
        self.limit = hole.start.wrapping_add(hole.bytes);
    }

    fn allocate_in_overflow(&mut self, bytes: usize) -> *mut u64 {
        if bytes > self.overflow.bytes {
            let fresh = self.blocks.fresh_block().or_else(|| self.blocks.hole_of(bytes));
            let Some(hole) = fresh else { exhausted() };
            self.took(hole.bytes);
            self.tables.fill_stamps(hole.start as usize, hole.bytes, self.epoch);
            let rest = std::mem::replace(&mut self.overflow, hole);
            if rest.bytes >= LINE {
                self.leftovers.push(rest);
            }
        }
        let start = self.overflow.start;
        self.overflow.start = start.wrapping_add(bytes);
        self.overflow.bytes -= bytes;
        start.cast()
    }

    fn allocate_large(&mut self, bytes: usize) -> *mut u64 {
        let count = bytes.div_ceil(BLOCK);
        let Some(start) = self.blocks.take_large(count) else { exhausted() };
        self.took(count * BLOCK);
        self.tables.fill_stamps(start as usize, count * BLOCK, self.epoch);
        start.cast()
    }

    fn took(&mut self, bytes: usize) {
        self.budget.set_space(self.blocks.space());
        self.budget.took(bytes);
        if let Some(most) = self.blocks.region.end_of_memory() {
            self.budget.lower_limit(most);
        }
    }

    fn stamp_open_holes(&mut self) {
        let room = self.limit as usize - self.cursor as usize;
        if room > 0 {
            self.tables.fill_stamps(self.cursor as usize, room, self.epoch);
        }
        if self.overflow.bytes > 0 {
            let Hole { start, bytes } = self.overflow;
            self.tables.fill_stamps(start as usize, bytes, self.epoch);
        }
    }

    fn close_holes(&mut self) {
        (self.cursor, self.limit) = (std::ptr::null_mut(), std::ptr::null_mut());
        self.overflow = NO_HOLE;
        self.leftovers.clear();
        self.blocks.stop_allocation();
    }

    /// Says that about `bytes` are going to be allocated: an error if the memory limit forbids it.
    /// Garbage not yet collected counts as used: see `needs_collection_for`.
    #[inline]
    pub fn reserve(&mut self, bytes: usize) -> Result<(), OutOfMemory> {
        if self.budget.grants_at_once(bytes) {
            return Ok(());
        }
        let blocks = &mut self.blocks;
        self.budget.grant(bytes, || blocks.has_run(bytes.div_ceil(BLOCK)))
    }

    /// Bytes that `reserve` would grant, garbage that is not yet collected counting as used.
    pub fn room(&self) -> usize {
        self.budget.room()
    }

    /// Whether a major collection might make room for a request that `reserve` has just refused.
    /// The machine then collects and repeats what asked.
    pub fn needs_collection_for(&self, bytes: usize) -> bool {
        self.budget.may_grant_later(bytes)
    }

    /// Whether the major collection just made left next to no room: time to raise `OutOfMemory`.
    pub fn is_exhausted(&self) -> bool {
        self.budget.is_exhausted()
    }

    /// Lets the reserve be used, so that running out of memory can be handled. It is kept back
    /// again when a major collection finds room. Says how often memory was exhausted since it last was.
    pub fn use_reserve(&mut self) -> u32 {
        self.budget.use_reserve()
    }

    /// The collection that the next poll should make, if one is due.
    #[inline]
    pub fn should_collect(&self) -> Option<Collection> {
        self.budget.due()
    }

    /// Has 0 stored in `poll` whenever a collection becomes due. The machine puts its limit back.
    pub fn set_poll(&mut self, poll: Arc<AtomicUsize>) {
        self.budget.set_poll(poll);
    }

    /// Tells that an object was made that keeps so many bytes alive outside of the heap: they count
    /// against the limit, and towards the next collection.
    pub fn charge_outside(&mut self, bytes: usize) {
        self.took(bytes);
    }

    /// Tells, after a collection, how many bytes all objects keep alive outside of the heap.
    pub fn keeps_outside(&mut self, bytes: usize) {
        self.budget.keeps_outside(bytes);
    }

    /// Runs `work`, which nothing stops and which is refused no memory: for work that is small
    /// whatever a program does, and of which a program must not see when it is done.
    pub fn undisturbed<T>(&mut self, work: impl FnOnce(&mut Heap) -> T) -> T {
        let held = self.effort.hold();
        self.budget.set_unlimited(true);
        let done = work(self);
        self.budget.set_unlimited(false);
        self.effort.release(held);
        done
    }

    /// Tells whether who asks `reserve` for memory is asked again after a collection. Then requests are
    /// refused until there is one, too, where much was allocated since the last. Gives what was before.
    pub fn set_patient(&mut self, patient: bool) -> bool {
        self.budget.set_patient(patient)
    }

    /// Sets the number of bytes allocated between collections.
    pub fn set_nursery(&mut self, bytes: usize) {
        self.budget.set_nursery(bytes);
    }

    /// Sets by what factor, in percent, the heap grows before a major collection is due.
    pub fn set_growth(&mut self, percent: usize) {
        self.budget.set_growth(percent);
    }

    /// Has the `count`-th `reserve` from here on refused: for tests of what handles that. 0 for none.
    pub fn fail_reserve(&mut self, count: u64, refused: Refused) {
        self.budget.fail_after(count, refused);
    }

    /// Whether the request that `fail_reserve` has refused is still to come.
    pub fn awaits_refusal(&self) -> bool {
        self.budget.awaits_failure()
    }

    /// Whether collections overwrite what they free, so that a use of it is noticed. They do by
    /// default where debug assertions are compiled in.
    pub fn set_poison(&mut self, poison: bool) {
        self.blocks.poisoned = poison;
    }
}

/// Address space or memory ended before the limit did. Nothing can be promised any more.
#[cold]
fn exhausted() -> ! {
    std::alloc::handle_alloc_error(std::alloc::Layout::new::<[u8; BLOCK]>())
}
