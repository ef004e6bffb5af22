//! Polls: where the loop lets the outside and the collector in.
//!
//! Invariant: an entry or a loop leaves the fast path exactly when its frame's end lies above the
//! limit word. Whoever wants the machine's attention writes 0 there.

use super::call::Flow;
use super::stress::Stressing;
use super::{Event, Machine};
use crate::condition::Condition;
use crate::procedure::return_info;
use crate::value::Value;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

/// What other threads and signal handlers see of a machine.
#[derive(Clone)]
pub struct Attention {
    limit: Arc<AtomicUsize>,
    interrupted: Arc<AtomicBool>,
}

impl Attention {
    /// Asks the machine to stop at its next poll. Safe to call from a signal handler.
    pub fn interrupt(&self) {
        self.interrupted.store(true, Ordering::Relaxed);
        self.limit.store(0, Ordering::Relaxed);
    }

    /// Whether an interruption is waiting.
    pub fn is_interrupted(&self) -> bool {
        self.interrupted.load(Ordering::Relaxed)
    }
}

/// Why the machine stops at polls.
pub struct Poll {
    attention: Attention,
    stack_limit: usize,
    fuel: Option<u64>,
    stressing: Option<Stressing>,
}

impl Poll {
    /// For a stack with this limit; `interrupted` is the flag that what blocks looks at, too.
    pub fn new(stack_limit: usize, interrupted: Arc<AtomicBool>) -> Poll {
        let attention = Attention { limit: Arc::new(AtomicUsize::new(stack_limit)), interrupted };
        Poll { attention, stack_limit, fuel: None, stressing: None }
    }

    /// What others may ask for attention with.
    pub fn attention(&self) -> Attention {
        self.attention.clone()
    }

    /// The word that whoever wants a stop writes 0 to.
    pub(super) fn limit(&self) -> Arc<AtomicUsize> {
        self.attention.limit.clone()
    }

    /// The word that entries compare with; valid as long as the machine.
    pub(super) fn limit_word(&self) -> *const AtomicUsize {
        &raw const *self.attention.limit
    }

    /// Limits the number of polls (procedure entries and rounds of loops) from here on; `None`
    /// lifts the limit.
    pub fn set_fuel(&mut self, fuel: Option<u64>) {
        self.fuel = fuel;
        self.rearm();
    }

    /// What is kept of a checked machine.
    pub(super) fn stressing(&mut self) -> Option<&mut Stressing> {
        self.stressing.as_mut()
    }

    /// Whether the machine is checked while it runs.
    pub(super) fn is_stressed(&self) -> bool {
        self.stressing.is_some()
    }

    /// Polls that are left, if they are limited.
    pub fn fuel(&self) -> Option<u64> {
        self.fuel
    }

    /// Has every poll stop, so that the machine is checked there.
    pub(super) fn set_stress(&mut self, stressing: Option<Stressing>) {
        self.stressing = stressing;
        self.rearm();
    }

    /// Asks for a stop at the next poll, for the machine's own reasons.
    pub fn request(&self) {
        self.attention.limit.store(0, Ordering::Relaxed);
    }

    fn rearm(&self) {
        let always = self.fuel.is_some() || self.is_stressed();
        let limit = if always { 0 } else { self.stack_limit };
        self.attention.limit.store(limit, Ordering::Relaxed);
        if self.attention.is_interrupted() {
            self.attention.limit.store(0, Ordering::Relaxed);
        }
    }
}

impl Machine {
    /// The entry or loop whose return point is `ret` polls, in the frame at `fp`, which needs
    /// `words` words.
    #[cold]
    pub(super) fn poll_at(&mut self, ret: *const u64, words: usize) -> Flow {
        self.fp = self.fp.wrapping_add(return_info(ret).offset());
        self.set_return(ret);
        self.poll.rearm();
        let exhausted = self.collect_if_due();
        let refused = self.poll.is_stressed() && self.stress();
        if exhausted || refused {
            return self.raise_condition(&Condition::OutOfMemory { wanted: 0 });
        }
        if self.poll.attention.interrupted.swap(false, Ordering::Relaxed) {
            self.poll.rearm();
            return self.stop(&Condition::Interrupted);
        }
        if let Some(fuel) = self.poll.fuel {
            if fuel == 0 {
                self.poll.set_fuel(None);
                return self.stop(&Condition::FuelExhausted);
            }
            self.poll.fuel = Some(fuel - 1);
        }
        self.make_room(words);
        self.deliver(Value::UNSPECIFIED)
    }

    fn stop(&mut self, condition: &Condition) -> Flow {
        let object = crate::builtins::condition::to_object(self, condition);
        Flow::Stop(Box::new(Event::Interrupted(object)))
    }
}
