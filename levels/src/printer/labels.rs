//! Which objects get a datum label, found before anything is printed.

use super::marks::{Mark, Marks};
use super::part;
use crate::effort::{Effort, Stopped};
use crate::value::Value;
use std::collections::HashMap;

/// The objects with a label, and the numbers that were given out so far.
pub(super) struct Labels {
    numbers: HashMap<u64, Option<usize>>,
    next: usize,
}

/// What to print for an object.
pub(super) enum Met {
    /// It has no label.
    Plain,
    /// It has this label, and is printed for the first time.
    First(usize),
    /// It has this label, and was printed before.
    Again(usize),
}

impl Labels {
    /// No labels.
    pub fn none() -> Labels {
        Labels { numbers: HashMap::new(), next: 0 }
    }

    /// Labels for what occurs more than once.
    pub fn of_shared(effort: &Effort, value: Value) -> Result<Labels, Stopped> {
        Walk::new(Wanted::Shared).run(effort, value)
    }

    /// Labels for what cycles lead back to.
    pub fn of_cycles(effort: &Effort, value: Value) -> Result<Labels, Stopped> {
        Walk::new(Wanted::Cycles).run(effort, value)
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.numbers.is_empty()
    }

    /// Whether an object has a label.
    #[inline]
    pub fn has(&self, value: Value) -> bool {
        !self.numbers.is_empty() && self.numbers.contains_key(&value.bits())
    }

    /// Meets an object on the way of printing: it gets its number when it is met first.
    #[inline]
    pub fn meet(&mut self, value: Value) -> Met {
        if self.numbers.is_empty() {
            return Met::Plain;
        }
        match self.numbers.get_mut(&value.bits()) {
            None => Met::Plain,
            Some(Some(number)) => Met::Again(*number),
            Some(number) => {
                *number = Some(self.next);
                self.next += 1;
                Met::First(self.next - 1)
            }
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Wanted {
    Shared,
    Cycles,
}

/// A depth-first walk. An object is `Open` exactly while it lies on the path to the one in hand, so
/// that meeting an open one again closes a cycle.
struct Walk {
    wanted: Wanted,
    marks: Marks,
    path: Vec<Step>,
    labels: Labels,
}

/// A part of the path.
enum Step {
    /// The first `count` pairs of a list; the walk goes on at `rest`, the cdr of the last.
    List { head: Value, count: usize, rest: Value },
    /// An object whose parts before `index` are done.
    Object(Value, usize),
}

impl Walk {
    fn new(wanted: Wanted) -> Walk {
        Walk { wanted, marks: Marks::default(), path: Vec::new(), labels: Labels::none() }
    }

    fn run(mut self, effort: &Effort, value: Value) -> Result<Labels, Stopped> {
        self.enter(value);
        while let Some(step) = self.path.pop() {
            match step {
                Step::List { head, count, rest } => self.list(effort, head, count, rest)?,
                Step::Object(object, index) => self.object(object, index),
            }
            effort.spend(1)?;
        }
        Ok(self.labels)
    }

    /// Begins with a value, unless it was met before or has no parts.
    fn enter(&mut self, value: Value) {
        if !part::has_parts(value) || self.is_known(value) {
            return;
        }
        self.path.push(if value.is_pair() {
            Step::List { head: value, count: 0, rest: value }
        } else {
            self.marks.set(value, Mark::Open);
            Step::Object(value, 0)
        });
    }

    /// Whether an object was met before; notes that it needs a label.
    fn is_known(&mut self, value: Value) -> bool {
        let mark = self.marks.get(value);
        let label = match self.wanted {
            Wanted::Shared => mark != Mark::New,
            Wanted::Cycles => mark == Mark::Open,
        };
        if label {
            self.labels.numbers.insert(value.bits(), None);
        }
        mark != Mark::New
    }

    /// Goes on along a list, up to a car that needs a walk of its own. Its first pair is known to be
    /// new; of `rest`, if it is a later one, that is still to be seen.
    fn list(
        &mut self,
        effort: &Effort,
        head: Value,
        mut count: usize,
        mut rest: Value,
    ) -> Result<(), Stopped> {
        while rest.is_pair() && (count == 0 || !self.is_known(rest)) {
            effort.spend(1)?;
            let pair = rest;
            self.marks.set(pair, Mark::Open);
            (count, rest) = (count + 1, pair.cdr());
            if part::has_parts(pair.car()) {
                self.path.push(Step::List { head, count, rest });
                self.enter(pair.car());
                return Ok(());
            }
        }
        if !rest.is_pair() && part::has_parts(rest) && !self.is_known(rest) {
            self.path.push(Step::List { head, count, rest: Value::NIL });
            self.enter(rest);
            return Ok(());
        }
        let mut pair = head;
        for _ in 0..count {
            effort.spend(1)?;
            self.marks.set(pair, Mark::Done);
            pair = pair.cdr();
        }
        Ok(())
    }

    fn object(&mut self, object: Value, index: usize) {
        if index == part::count(object) {
            self.marks.set(object, Mark::Done);
            return;
        }
        self.path.push(Step::Object(object, index + 1));
        self.enter(part::part(object, index));
    }
}
