//! Checking runs: collections where none is due, poison where nothing is alive, allocations that
//! fail on purpose. What a program prints must not depend on any of it.
//!
//! Invariant: all that happens here happens at a callee position, and changes nothing that the
//! program or the machine may still look at.

use super::Machine;
use super::stack::Frame;
use crate::heap::Collection;
use crate::value::Value;

/// How a machine is checked while it runs.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Stress {
    /// So many polls collect, each of them.
    pub polls: u64,
    /// After those, one poll in so many does, at random.
    pub one_in: u64,
    /// Where the random choice starts.
    pub seed: u64,
    /// The request for memory that is refused, counted from 1; 0 for none.
    pub refusal: u64,
}

/// One collection in so many looks at everything, and one in so many is verified.
const MAJOR_EVERY: u64 = 61;
const VERIFY_EVERY: u64 = 97;

impl Default for Stress {
    fn default() -> Stress {
        Stress { polls: 100_000, one_in: 1000, seed: 1, refusal: 0 }
    }
}

/// What a checked machine keeps.
pub(super) struct Stressing {
    settings: Stress,
    random: u64,
    polls: u64,
    collections: u64,
}

impl Stressing {
    pub(super) fn new(settings: Stress) -> Stressing {
        Stressing { settings, random: settings.seed | 1, polls: 0, collections: 0 }
    }

    /// Whether this poll collects.
    fn collects(&mut self) -> bool {
        self.polls += 1;
        self.polls <= self.settings.polls
            || self.next_random().is_multiple_of(self.settings.one_in.max(1))
    }

    /// Marsaglia's xorshift64.
    fn next_random(&mut self) -> u64 {
        self.random ^= self.random << 13;
        self.random ^= self.random >> 7;
        self.random ^= self.random << 17;
        self.random >> 8
    }
}

impl Machine {
    /// Has the machine checked from here on; `None` ends that.
    pub fn set_stress(&mut self, settings: Option<Stress>) {
        self.heap.set_poison(settings.is_some());
        self.heap.fail_reserve(settings.map_or(0, |settings| settings.refusal));
        self.poll.set_stress(settings.map(Stressing::new));
    }

    /// At a callee position, at a poll of a checked machine.
    pub(super) fn stress(&mut self) {
        let Some(stressing) = self.poll.stressing() else {
            return;
        };
        if !stressing.collects() {
            return;
        }
        stressing.collections += 1;
        let number = stressing.collections;
        self.poison_dead_slots();
        self.poison_above();
        let major = number.is_multiple_of(MAJOR_EVERY);
        self.collect(if major { Collection::Major } else { Collection::Minor });
        if number.is_multiple_of(VERIFY_EVERY) {
            self.verify();
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
