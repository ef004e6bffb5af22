//! Checking runs: collections where none is due, poison where nothing is alive, snapshots that are
//! gone back to, frames whose environment is asked for, memory that is refused on purpose. What a
//! program prints must not depend on all but the last.
//!
//! Invariant: all that happens here happens at a callee position, and changes nothing that the
//! program or the machine may still look at.

use super::Machine;
use super::points::Innermost;
use super::stack::Frame;
use crate::expander::scope::is_global;
use crate::heap::{Collection, Refused, SnapshotId};
use crate::value::Value;

/// How a machine is checked while it runs.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Stress {
    /// So many polls collect, each of them.
    pub polls: u64,
    /// After those, one poll in so many does, at random; none for 0.
    pub one_in: u64,
    /// Where the random choice starts.
    pub seed: u64,
    /// At one poll in so many, at random, what runs goes on as if its environment had been asked for;
    /// none for 0.
    pub reify: u64,
    /// The request for memory that is refused, counted from 1; 0 for none.
    pub refusal: u64,
    /// Whether that request is granted after a collection.
    pub refused: Refused,
    /// The poll that finds memory exhausted, counted from 1; 0 for none. What is allocated without
    /// asking first can fail there only.
    pub exhaustion: u64,
}

impl Default for Stress {
    fn default() -> Stress {
        Stress {
            polls: 100_000,
            one_in: 1000,
            seed: 1,
            reify: 0,
            refusal: 0,
            refused: Refused::ForGood,
            exhaustion: 0,
        }
    }
}

/// One collection in so many looks at everything.
const MAJOR_EVERY: u64 = 61;
/// Between two verifications lie at most so many collections, in a small heap.
const VERIFY_EVERY: u64 = 97;
/// Between two journeys to a snapshot, likewise.
const TRAVEL_EVERY: u64 = 397;
/// How many snapshots there are at most.
const SNAPSHOTS: usize = 3;
/// A heap that is larger by so many bytes is looked at whole half as often.
const SMALL_HEAP: usize = 8 << 20;

/// What a checked machine keeps.
pub(super) struct Stressing {
    settings: Stress,
    random: u64,
    polls: u64,
    collections: u64,
    verifications: Schedule,
    journeys: Schedule,
    /// Snapshots of earlier contents, with the digests of these.
    taken: Vec<(SnapshotId, u64)>,
}

/// What is done after some collections: often at first, then as seldom as can be paid for.
struct Schedule {
    next: u64,
    pause: u64,
    longest: u64,
}

impl Schedule {
    fn new(longest: u64) -> Schedule {
        Schedule { next: 2, pause: 3, longest }
    }

    /// Whether it is done at this collection of a heap of so many bytes.
    fn is_due(&mut self, collection: u64, occupied: usize) -> bool {
        let due = collection >= self.next;
        if due {
            self.next = collection + self.pause * (1 + occupied / SMALL_HEAP) as u64;
            self.pause = self.longest.min(self.pause + self.pause / 8 + 1);
        }
        due
    }
}

/// What is to be done at a poll.
struct Checks {
    kind: Collection,
    travels: bool,
    verifies: bool,
}

impl Stressing {
    pub(super) fn new(settings: Stress) -> Stressing {
        Stressing {
            settings,
            random: settings.seed | 1,
            polls: 0,
            collections: 0,
            verifications: Schedule::new(VERIFY_EVERY),
            journeys: Schedule::new(TRAVEL_EVERY),
            taken: Vec::new(),
        }
    }

    /// Whether this poll collects.
    fn collects(&mut self) -> bool {
        let Stress { polls, one_in, .. } = self.settings;
        self.polls <= polls || (one_in > 0 && self.below(one_in) == 0)
    }

    /// Whether what runs at this poll has its environment asked for.
    fn reifies(&mut self) -> bool {
        let one_in = self.settings.reify;
        one_in > 0 && self.below(one_in) == 0
    }

    /// What the next collection comes with.
    fn checks(&mut self, occupied: usize) -> Checks {
        self.collections += 1;
        let number = self.collections;
        let major = number.is_multiple_of(MAJOR_EVERY);
        Checks {
            kind: if major { Collection::Major } else { Collection::Minor },
            travels: self.journeys.is_due(number, occupied),
            verifies: self.verifications.is_due(number, occupied)
                || (major && occupied < SMALL_HEAP),
        }
    }

    /// The next random number: Marsaglia's xorshift64.
    fn below(&mut self, bound: u64) -> u64 {
        self.random ^= self.random << 13;
        self.random ^= self.random >> 7;
        self.random ^= self.random << 17;
        (self.random >> 8) % bound
    }

    /// One of the snapshots, to go to; the last journey to it when there are enough of them.
    fn destination(&mut self) -> Option<(SnapshotId, u64, bool)> {
        let count = self.taken.len();
        let index = (count > 0).then(|| self.below(count as u64) as usize)?;
        let last = count == SNAPSHOTS;
        let (id, digest) = if last { self.taken.remove(index) } else { self.taken[index] };
        Some((id, digest, last))
    }
}

impl Machine {
    /// Has the machine checked from here on; `None` ends that.
    pub fn set_stress(&mut self, settings: Option<Stress>) {
        let taken = self.poll.stressing().map(|stressing| std::mem::take(&mut stressing.taken));
        taken.into_iter().flatten().for_each(|(id, _)| self.heap.drop_snapshot(id));
        self.heap.set_poison(settings.is_some() || cfg!(debug_assertions));
        let Stress { refusal, refused, .. } =
            settings.unwrap_or(Stress { refusal: 0, ..Stress::default() });
        self.heap.fail_reserve(refusal, refused);
        self.poll.set_stress(settings.map(Stressing::new));
    }

    /// Whether the refusal of memory that the settings ask for is still to come.
    pub fn awaits_refusal(&mut self) -> bool {
        let polls = self
            .poll
            .stressing()
            .map_or((0, 0), |stressing| (stressing.polls, stressing.settings.exhaustion));
        self.heap.awaits_refusal() || polls.0 < polls.1
    }

    /// At a callee position, at a poll of a checked machine: says whether memory is to count as
    /// exhausted.
    pub(super) fn stress(&mut self) -> bool {
        let occupied = self.heap.statistics().occupied;
        let Some(stressing) = self.poll.stressing() else {
            return false;
        };
        stressing.polls += 1;
        let exhausted = stressing.polls == stressing.settings.exhaustion;
        let (reifies, collects) = (stressing.reifies(), stressing.collects());
        if reifies {
            self.reify_innermost();
        }
        if collects && let Some(stressing) = self.poll.stressing() {
            let Checks { kind, travels, verifies } = stressing.checks(occupied);
            self.poison_dead_slots();
            self.poison_above();
            if travels {
                self.travel();
            }
            self.collect(kind);
            if verifies {
                self.verify();
            }
        }
        exhausted
    }

    /// The innermost frame of a program's goes on in a reified version, if it has variables.
    fn reify_innermost(&mut self) {
        self.capture();
        if let Innermost::Expression(point, place) = self.innermost()
            && !is_global(point.scope)
        {
            self.reify(place);
        }
    }

    /// Goes to a snapshot and comes back, with a collection there: the contents must be what they
    /// were. Leaves a snapshot of the present.
    fn travel(&mut self) {
        let here = self.present_roots();
        let present = self.digest(&here);
        let destination = self.poll.stressing().and_then(Stressing::destination);
        if let Some((id, past, last)) = destination {
            let left = self.heap.restore(id, here.clone()).expect("a snapshot that is kept");
            let there = self.heap.snapshot_roots(id).map(<[Value]>::to_vec).unwrap_or_default();
            assert!(self.digest(&there) == past, "a write since a snapshot was not logged");
            self.collect(Collection::Minor);
            self.verify();
            let visited = self.heap.restore(left, Vec::new()).expect("a snapshot just made");
            assert!(self.digest(&here) == present, "what a snapshot was left for is not the same");
            let gone = [left, visited].into_iter().chain(last.then_some(id));
            gone.for_each(|id| self.heap.drop_snapshot(id));
        }
        let taken = (self.heap.snapshot(here), present);
        if let Some(stressing) = self.poll.stressing() {
            stressing.taken.push(taken);
        }
    }

    /// Writes poison into the slots that no live mask names: a value that is missing from a mask is
    /// met at once. A live slot must hold something.
    pub(super) fn poison_dead_slots(&mut self) {
        for frame in self.frames() {
            poison(frame);
        }
    }

    /// What lies above a callee position is nobody's.
    fn poison_above(&mut self) {
        let above = self.stack.limit().saturating_sub(self.fp as usize) / 8;
        for index in 1..above {
            self.set_slot(index, Value::POISON);
        }
    }
}

fn poison(frame: Frame) {
    for index in 2..frame.len() {
        if !frame.is_live(index) {
            // SAFETY: the slot lies in the frame, and no live value is in it.
            unsafe { *frame.slots.add(index) = Value::POISON.bits() }
        } else {
            let held = frame.slot(index) != Value::POISON;
            assert!(held, "slot {index} of {} is alive and holds nothing", frame.len());
        }
    }
}
