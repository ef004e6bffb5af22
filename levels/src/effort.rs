//! How much work a builtin does before it looks whether it shall go on.
//!
//! Invariant: whoever works for longer than a millisecond or so calls `spend` as it goes, and gives
//! up whole where that fails: nothing of what it did can be seen, so that it can be done again from
//! the beginning. The few builtins of which that is not true say so. What moves bytes at the speed of
//! memory spends all of it before it begins, as does what takes a few nanoseconds for a character:
//! they are not stopped midway, but cost fuel. Collections and the emission of instructions do not look.

use crate::condition::Condition;
use std::cell::Cell;
use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// Why work is given up.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Stopped {
    /// Somebody interrupted.
    Interrupted,
    /// The fuel is used up.
    OutOfFuel,
}

impl Stopped {
    /// The condition that tells a program.
    pub fn condition(self) -> Condition {
        match self {
            Stopped::Interrupted => Condition::Interrupted,
            Stopped::OutOfFuel => Condition::FuelExhausted,
        }
    }

    /// What stopped work that was given up whole, if the condition says that something did.
    pub fn of(condition: &Condition) -> Option<Stopped> {
        let causes = [Stopped::Interrupted, Stopped::OutOfFuel];
        causes.into_iter().find(|cause| cause.condition() == *condition)
    }
}

impl From<Stopped> for Box<Condition> {
    #[cold]
    fn from(stopped: Stopped) -> Self {
        Box::new(stopped.condition())
    }
}

/// Polls that are left, if they are limited; shared by all that use them up.
pub type Fuel = Rc<Cell<Option<u64>>>;

/// The work between two looks, in units: a unit is a few nanoseconds, the time for a word of an
/// object or a byte of a text.
const STRIDE: usize = 1 << 16;
/// So many units cost as much fuel as a poll.
const UNITS_A_POLL: usize = 1 << 5;

/// Bytes moved in the time of a unit.
const BYTES_A_UNIT: usize = 16;

/// The work of one machine's builtins.
pub struct Effort {
    /// Units until the next look.
    left: Cell<usize>,
    interrupted: Arc<AtomicBool>,
    fuel: Fuel,
}

impl Effort {
    /// Work that stops when the flag is set, or the fuel used up. The flag stays as it is.
    pub fn new(interrupted: Arc<AtomicBool>, fuel: Fuel) -> Effort {
        Effort { left: Cell::new(STRIDE), interrupted, fuel }
    }

    /// Tells that so many units of work are done, or about to be. An error: they are to be given up.
    #[inline(always)]
    pub fn spend(&self, units: usize) -> Result<(), Stopped> {
        let left = self.left.get();
        if units < left {
            self.left.set(left - units);
            return Ok(());
        }
        self.look(units - left)
    }

    /// The same for so many bytes that are moved, filled or compared as fast as memory goes.
    #[inline]
    pub fn move_bytes(&self, bytes: usize) -> Result<(), Stopped> {
        self.spend(bytes / BYTES_A_UNIT)
    }

    /// Does work that is not to be stopped, for nobody could do it again.
    pub fn hold(&self) -> Held {
        Held(self.left.replace(usize::MAX))
    }

    /// Ends what `hold` began.
    pub fn release(&self, held: Held) {
        self.left.set(held.0);
    }

    #[cold]
    fn look(&self, over: usize) -> Result<(), Stopped> {
        self.left.set(STRIDE);
        if self.interrupted.load(Ordering::Relaxed) {
            return Err(Stopped::Interrupted);
        }
        let Some(fuel) = self.fuel.get() else { return Ok(()) };
        let cost = (STRIDE + over) / UNITS_A_POLL;
        let rest = fuel.checked_sub(cost as u64);
        self.fuel.set(Some(rest.unwrap_or(0)));
        rest.map(|_| ()).ok_or(Stopped::OutOfFuel)
    }
}

/// What `Effort::release` puts back.
#[must_use]
pub struct Held(usize);

impl Default for Effort {
    /// Work that nothing stops.
    fn default() -> Effort {
        Effort::new(Arc::default(), Fuel::default())
    }
}

#[test]
fn work_stops_at_the_next_look() {
    let (flag, fuel) = (Arc::new(AtomicBool::new(false)), Fuel::default());
    let effort = Effort::new(flag.clone(), fuel.clone());
    let until_stopped = || (0..10 * STRIDE).find_map(|n| Some((n, effort.spend(1).err()?)));
    assert_eq!(until_stopped(), None);
    flag.store(true, Ordering::Relaxed);
    assert!(matches!(until_stopped(), Some((0..STRIDE, Stopped::Interrupted))));
    flag.store(false, Ordering::Relaxed);
    fuel.set(Some((3 * STRIDE / UNITS_A_POLL) as u64));
    assert!(matches!(until_stopped(), Some((n, Stopped::OutOfFuel)) if n / STRIDE == 3));
    fuel.set(None);
    assert_eq!(effort.spend(usize::MAX / 2), Ok(()));
}
