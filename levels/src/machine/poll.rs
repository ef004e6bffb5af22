//! Polls: where the loop lets the outside and the collector in: entries, loops, jumps to
//! continuations. Whatever runs without end comes to one again and again.
//!
//! Invariant: an entry or a loop leaves the fast path exactly when its frame's end lies above the
//! limit word. Whoever wants the machine's attention writes 0 there.

use super::call::Flow;
use super::resumption::Resumption;
use super::stress::Stressing;
use super::{Event, Machine};
use crate::builtins::condition;
use crate::condition::Condition;
use crate::effort::{Effort, Fuel, Stopped};
use crate::procedure::return_info;
use crate::value::Value;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

/// How often memory may be exhausted, each time found by a whole collection, while handlers run that
/// are to make room.
const MOST_EXHAUSTIONS: u32 = 100;

/// What other threads and signal handlers see of a machine.
#[derive(Clone)]
pub struct Attention {
    limit: Arc<AtomicUsize>,
    interrupted: Arc<AtomicBool>,
    insisted: Arc<AtomicBool>,
}

impl Attention {
    /// Asks the machine to stop at its next poll. Safe to call from a signal handler.
    pub fn interrupt(&self) {
        self.interrupted.store(true, Ordering::Relaxed);
        self.limit.store(0, Ordering::Relaxed);
    }

    /// The same, once more: the host is told that it was (`Poll::take_insistence`).
    pub fn insist(&self) {
        self.insisted.store(true, Ordering::Relaxed);
        self.interrupt();
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
    fuel: Fuel,
    stressing: Option<Stressing>,
}

impl Poll {
    /// For a stack with this limit; `interrupted` is the flag that what blocks looks at, too.
    pub fn new(stack_limit: usize, interrupted: Arc<AtomicBool>) -> Poll {
        let limit = Arc::new(AtomicUsize::new(stack_limit));
        let attention = Attention { limit, interrupted, insisted: Arc::default() };
        Poll { attention, stack_limit, fuel: Fuel::default(), stressing: None }
    }

    /// The work of builtins, which the same stops.
    pub fn effort(&self) -> Effort {
        Effort::new(self.attention.interrupted.clone(), self.fuel.clone())
    }

    /// Forgets an interruption that came when nothing ran.
    pub fn forget_interruption(&mut self) {
        self.attention.interrupted.store(false, Ordering::Relaxed);
        self.attention.insisted.store(false, Ordering::Relaxed);
    }

    /// Whether somebody insisted (`Attention::insist`) since this was asked last.
    pub fn take_insistence(&mut self) -> bool {
        self.attention.insisted.swap(false, Ordering::Relaxed)
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
    /// lifts the limit. What builtins do for long costs as many polls as fit in its time (`effort`).
    pub fn set_fuel(&mut self, fuel: Option<u64>) {
        self.fuel.set(fuel);
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
        self.fuel.get()
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

    /// Whether somebody wants the machine's attention.
    pub(super) fn is_due(&self) -> bool {
        self.attention.limit.load(Ordering::Relaxed) == 0
    }

    fn rearm(&self) {
        let always = self.fuel.get().is_some() || self.is_stressed();
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
        if let Some(stopped) = self.attend() {
            return stopped;
        }
        self.make_room(words);
        self.deliver(Value::UNSPECIFIED)
    }

    /// A jump polls: at the callee position of a continuation's call, which is made when the machine
    /// goes on.
    #[cold]
    pub(super) fn poll_at_jump(&mut self, continuation: Value, value: Value) -> Flow {
        let data = [continuation, value, Value::FALSE];
        self.push_resume_frame(Resumption::Jump as i64, data);
        self.attend().unwrap_or_else(|| self.deliver(Value::UNSPECIFIED))
    }

    /// At a callee position: does what attention was asked for. Gives how the machine goes on if that
    /// is not with the call's return.
    fn attend(&mut self) -> Option<Flow> {
        self.poll.rearm();
        let exhausted = self.collect_if_due();
        let refused = self.poll.is_stressed() && self.stress();
        if exhausted.is_some() || refused {
            return Some(self.raise_exhaustion(exhausted.unwrap_or(1)));
        }
        if self.poll.attention.is_interrupted() {
            return Some(self.stop(Stopped::Interrupted));
        }
        match self.poll.fuel() {
            Some(0) => return Some(self.stop(Stopped::OutOfFuel)),
            Some(fuel) => self.poll.fuel.set(Some(fuel - 1)),
            None => {}
        }
        None
    }

    /// At a callee position: memory is exhausted for the `count`-th time since there was room. Handlers
    /// that find none time and again are passed over.
    fn raise_exhaustion(&mut self, count: u32) -> Flow {
        let condition = Condition::OutOfMemory { wanted: 0 };
        if count <= MOST_EXHAUSTIONS {
            return self.raise_condition(&condition);
        }
        let object = condition::to_object(self, &condition);
        Flow::Stop(Box::new(Event::Unhandled(object)))
    }

    /// At a callee position: the call that belongs there was given up (`effort`). Whatever is given for
    /// it, it is done again.
    #[cold]
    pub(super) fn stop_call(
        &mut self,
        cause: Stopped,
        procedure: Value,
        arguments: &[Value],
    ) -> Flow {
        let arguments = self.heap.list(arguments);
        let data = [procedure, arguments, Value::FALSE];
        self.push_resume_frame(Resumption::Again as i64, data);
        self.stop(cause)
    }

    /// At a callee position: tells the host why the program does not go on. What stopped it is over:
    /// the interruption is answered, and used-up fuel no limit any more.
    pub(super) fn stop(&mut self, cause: Stopped) -> Flow {
        match cause {
            Stopped::Interrupted => {
                self.poll.attention.interrupted.store(false, Ordering::Relaxed);
                self.poll.rearm();
            }
            Stopped::OutOfFuel => self.poll.set_fuel(None),
        }
        let object = condition::to_object(self, &cause.condition());
        Flow::Stop(Box::new(Event::Interrupted(object)))
    }
}
