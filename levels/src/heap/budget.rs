//! How much memory there is, how much of it is used, and when to collect.
//!
//! Invariant: `used` never forgets memory that may be alive: it is what the last collection found,
//! the logs of snapshots, and every hole opened
//! and log entry made since.

use super::blocks::Space;
use super::region::{BLOCK, LINE};
use super::{Collection, OutOfMemory};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

/// Bytes allocated between two collections, unless set otherwise: about a processor's own cache.
const NURSERY: usize = 2 << 20;
/// Below this many bytes a heap's growth asks for no major collection.
const SMALL_HEAP: usize = 32 << 20;
/// A major collection is due when the heap has grown by this factor, in percent.
const GROWTH: usize = 200;
/// What handling an exhausted memory takes: a stack moved into the heap, and some work.
const SMALL_RESERVE: usize = 4 << 20;
/// Garbage may pile up to this many bytes where no poll comes by, before who can wait for a collection
/// is asked to; or to half of what is alive, if that is more.
const PILE: usize = 32 << 20;
/// Requests below this are granted without a search of the address space, while it is plenty.
const ORDINARY_REQUEST: usize = 1 << 20;

/// What a request that is refused on purpose meets when it is made again.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Refused {
    /// Its sender is not to try again.
    ForGood,
    /// It is granted after a collection.
    UntilCollected,
}

/// See the module's documentation.
pub struct Budget {
    limit: usize,
    /// The part of `limit` kept back for handling its exhaustion.
    reserve: usize,
    reserve_in_use: bool,
    /// How often memory was exhausted since the reserve was last kept back.
    exhaustions: u32,
    nursery: usize,
    growth: usize,
    /// Bytes found by the last collection.
    occupied: usize,
    /// Bytes found by the last major collection, those outside of the heap among them.
    after_major: usize,
    last: Collection,
    /// Bytes of holes opened, and of log entries made, since the last collection.
    since: usize,
    /// Bytes of holes opened, and of log entries made, in all.
    taken: u64,
    /// Bytes of the logs at the last collection.
    logs: usize,
    /// Bytes that the heap's objects keep alive outside of it.
    outside: usize,
    /// What the address space has left.
    space: Space,
    peak: usize,
    /// Requests below this pass at once.
    quick: usize,
    /// The requests until one fails on purpose; zero for none.
    failing: u64,
    /// Whether every request is granted.
    unlimited: bool,
    /// Whether who asks can wait for a collection.
    patient: bool,
    /// Whether the last failure was on purpose, and one that a collection does not mend.
    injected: bool,
    refused: Refused,
    /// What the machine's polls compare with: 0 makes the next one stop.
    poll: Arc<AtomicUsize>,
}

impl Budget {
    /// The budget of an empty heap that may hold `limit` bytes.
    pub fn new(limit: usize, space: Space) -> Budget {
        let mut budget = Budget {
            limit,
            reserve: (limit / 16).clamp(SMALL_RESERVE.min(limit / 4), 16 << 20),
            reserve_in_use: false,
            exhaustions: 0,
            nursery: NURSERY,
            growth: GROWTH,
            occupied: 0,
            after_major: 0,
            last: Collection::Minor,
            since: 0,
            taken: 0,
            logs: 0,
            outside: 0,
            space,
            peak: 0,
            quick: 0,
            failing: 0,
            unlimited: false,
            patient: false,
            injected: false,
            refused: Refused::ForGood,
            poll: Arc::new(AtomicUsize::new(0)),
        };
        budget.refresh();
        budget
    }

    /// Bytes in use, or not yet known to be free.
    pub fn used(&self) -> usize {
        self.occupied + self.since + self.logs + self.outside
    }

    /// Bytes of holes opened, and of log entries made, since the beginning.
    pub fn taken(&self) -> u64 {
        self.taken
    }

    /// The most bytes that were ever in use.
    pub fn peak(&self) -> usize {
        self.peak
    }

    /// What may be used: the limit, less the reserve while that is kept back.
    fn allowed(&self) -> usize {
        if self.reserve_in_use { self.limit } else { self.limit - self.reserve }
    }

    /// Bytes that are left.
    pub fn room(&self) -> usize {
        self.allowed().saturating_sub(self.used())
    }

    fn refresh(&mut self) {
        self.peak = self.peak.max(self.used());
        self.quick = match (self.unlimited, self.failing) {
            (true, _) => usize::MAX,
            (false, 0) if !self.is_overdue() => self.room().min(self.at_once()),
            (false, _) => 0,
        };
        if self.due().is_some() {
            self.poll.store(0, Ordering::Relaxed);
        }
    }

    /// The bytes of a request that whole blocks can hold, however it is cut into objects of at most a
    /// block: each leaves less than half of a block unused. Blocks for the reserve are kept back with it.
    fn in_blocks(&self) -> usize {
        let kept = if self.reserve_in_use { 0 } else { self.reserve };
        (self.space.whole / 2).saturating_sub(kept)
    }

    /// Requests below this find their place, whatever the sizes of the objects are: what fits in a line
    /// finds a hole wherever there is room, a row of blocks is found above those ever used.
    fn at_once(&self) -> usize {
        let in_row = if self.space.row < ORDINARY_REQUEST { BLOCK } else { ORDINARY_REQUEST };
        self.in_blocks().min(in_row).max(LINE + 1)
    }

    /// Tells what the address space has left; `took` or `collected` follows.
    pub fn set_space(&mut self, space: Space) {
        self.space = space;
    }

    /// Tells that a hole was opened, or that a log grew.
    pub fn took(&mut self, bytes: usize) {
        self.since += bytes;
        self.taken += bytes as u64;
        self.refresh();
    }

    /// Tells that the heap's objects keep so many bytes alive outside of it, after a collection.
    pub fn keeps_outside(&mut self, bytes: usize) {
        self.outside = bytes;
        if self.last == Collection::Major {
            self.after_major = self.occupied + bytes;
        }
        self.refresh();
    }

    /// Tells that the logs of snapshots take so many bytes less.
    pub fn unlogged(&mut self, bytes: usize) {
        self.logs = self.logs.saturating_sub(bytes);
        self.refresh();
    }

    /// Tells what a collection left: bytes of objects, bytes of logs.
    pub fn collected(&mut self, kind: Collection, occupied: usize, logs: usize) {
        self.peak = self.peak.max(self.used());
        (self.occupied, self.logs, self.since, self.last) = (occupied, logs, 0, kind);
        if kind == Collection::Major {
            self.after_major = occupied;
            let safe = self.limit.saturating_sub(2 * self.reserve);
            self.reserve_in_use &= self.used() > safe;
            if !self.reserve_in_use {
                self.exhaustions = 0;
            }
        }
        self.refresh();
    }

    /// The collection that the next poll should make, if any.
    #[inline]
    pub fn due(&self) -> Option<Collection> {
        let full = self.used() > self.allowed();
        if self.since < self.nursery && !(full && self.since > 0) {
            return None;
        }
        let grown = self.after_major.max(SMALL_HEAP / 2) / 100 * self.growth;
        Some(if full || self.occupied + self.outside > grown {
            Collection::Major
        } else {
            Collection::Minor
        })
    }

    /// Whether so much was allocated that who asks for memory has to wait for a collection, and can.
    fn is_overdue(&self) -> bool {
        let alive = self.occupied + self.outside;
        self.patient && !self.unlimited && self.since > PILE.max(alive / 2)
    }

    /// Tells whether who asks for memory from here on can wait for a collection: is asked again after it.
    pub fn set_patient(&mut self, patient: bool) -> bool {
        let before = std::mem::replace(&mut self.patient, patient);
        self.refresh();
        before
    }

    /// Tells that the system has only so much memory.
    pub fn lower_limit(&mut self, bytes: usize) {
        if bytes < self.limit {
            self.limit = bytes;
            self.reserve = self.reserve.min(bytes / 16);
            self.refresh();
        }
    }

    /// Whether a request passes without further questions.
    #[inline(always)]
    pub fn grants_at_once(&self, bytes: usize) -> bool {
        bytes < self.quick
    }

    /// A request that does not pass at once. `has_room` says whether the address space can hold it.
    #[cold]
    pub fn grant(
        &mut self,
        wanted: usize,
        has_room: impl FnOnce() -> bool,
    ) -> Result<(), OutOfMemory> {
        let fails = self.failing == 1;
        self.injected = fails && self.refused == Refused::ForGood;
        if self.failing > 0 {
            self.failing -= 1;
            self.refresh();
        }
        if self.is_overdue() {
            return Err(OutOfMemory { wanted });
        }
        let fits = self.used().saturating_add(wanted) <= self.allowed();
        if fails || !fits || !(wanted < self.at_once() || self.finds_blocks(wanted, has_room)) {
            return Err(OutOfMemory { wanted });
        }
        Ok(())
    }

    /// Whether there are blocks for a request that is not small: a row of them for one object of more
    /// than a block.
    fn finds_blocks(&self, wanted: usize, has_row: impl FnOnce() -> bool) -> bool {
        (wanted >= ORDINARY_REQUEST || wanted <= self.in_blocks()) && (wanted <= BLOCK || has_row())
    }

    /// Whether a major collection might make room for a request that was refused.
    pub fn may_grant_later(&self, bytes: usize) -> bool {
        let unsettled = self.since > 0 || self.last == Collection::Minor;
        unsettled && !self.injected && bytes <= self.allowed()
    }

    /// Whether a major collection has just left next to no room.
    pub fn is_exhausted(&self) -> bool {
        let slack = self.reserve / 4;
        self.last == Collection::Major && self.since == 0 && self.used() + slack > self.allowed()
    }

    /// Whether the last collection was a major one and nothing was taken since.
    pub fn is_settled(&self) -> bool {
        self.last == Collection::Major && self.since == 0
    }

    /// Lets the reserve be used until a major collection finds room again. Says how often it was asked
    /// to since then.
    pub fn use_reserve(&mut self) -> u32 {
        self.reserve_in_use = true;
        self.exhaustions += 1;
        self.refresh();
        self.exhaustions
    }

    /// Has the request `countdown` requests from now refused (1 for the next); 0 for none.
    pub fn fail_after(&mut self, countdown: u64, refused: Refused) {
        (self.failing, self.refused) = (countdown, refused);
        self.refresh();
    }

    /// Whether the request that `fail_after` has refused is still to come.
    pub fn awaits_failure(&self) -> bool {
        self.failing > 0
    }

    /// Grants every request from here on, or none any more that the limit forbids.
    pub fn set_unlimited(&mut self, unlimited: bool) {
        self.unlimited = unlimited;
        self.refresh();
    }

    /// Sets how many bytes may be allocated between collections.
    pub fn set_nursery(&mut self, bytes: usize) {
        self.nursery = bytes.max(1);
        self.refresh();
    }

    /// Sets by what factor, in percent, the heap may grow between major collections.
    pub fn set_growth(&mut self, percent: usize) {
        self.growth = percent.max(101);
        self.refresh();
    }

    /// The word that becomes 0 when a collection is due.
    pub fn set_poll(&mut self, poll: Arc<AtomicUsize>) {
        self.poll = poll;
        self.refresh();
    }

    /// Bytes between collections.
    pub fn nursery(&self) -> usize {
        self.nursery
    }
}
