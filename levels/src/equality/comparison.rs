//! `equal?` of data with parts.

use super::shallow;
use crate::effort::Stopped;
use crate::heap::Heap;
use crate::value::Value;
use std::collections::HashMap;

/// A walk along two data at once. It mostly just walks; from time to time, for a while, it notes
/// what it assumes equal, so that circles and much shared data are noticed at small cost
/// (Adams and Dybvig, Efficient Nondestructive Equality Checking for Trees and Graphs, 2008).
pub(super) struct Comparison<'h> {
    heap: &'h Heap,
    /// What is left to compare: both pairs, or elements of two vectors from an index on.
    todo: Vec<(Value, Value, usize)>,
    /// Steps until the walk begins (above zero) or ends (below) to take notes.
    countdown: i32,
    random: u64,
    assumed: Classes,
    stopped: Result<(), Stopped>,
}

const WALK: i32 = 400;
const NOTE: i32 = 40;
/// Elements of a vector between two looks at the effort.
const STRIDE: usize = 1 << 10;
/// Units of work for a note, and for the steps without any since the last.
const UNITS_A_NOTE: usize = 32;

impl<'h> Comparison<'h> {
    pub(super) fn new(heap: &'h Heap) -> Comparison<'h> {
        let assumed = Classes::default();
        let (todo, stopped) = (Vec::new(), Ok(()));
        Comparison { heap, todo, countdown: WALK, random: 0x9e37_79b9, assumed, stopped }
    }

    /// Compares two pairs, or two vectors of one length.
    pub(super) fn run(&mut self, a: Value, b: Value) -> Result<bool, Stopped> {
        self.todo.push((a, b, 0));
        while let Some((a, b, index)) = self.todo.pop() {
            let same = if a.is_pair() { self.pairs(a, b) } else { self.vectors(a, b, index) };
            self.stopped?;
            if !same {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// Compares along two lists until their cars need a walk of their own.
    fn pairs(&mut self, mut a: Value, mut b: Value) -> bool {
        loop {
            if self.is_assumed(a, b) {
                return true;
            }
            let (rest_a, rest_b) = (a.cdr(), b.cdr());
            let rest = shallow(self.heap, rest_a, rest_b);
            if rest == Some(false) {
                return false;
            }
            match shallow(self.heap, a.car(), b.car()) {
                Some(false) => return false,
                Some(true) => {}
                None => {
                    if rest.is_none() {
                        self.todo.push((rest_a, rest_b, 0));
                    }
                    self.todo.push((a.car(), b.car(), 0));
                    return true;
                }
            }
            if rest.is_some() {
                return true;
            }
            if !rest_a.is_pair() {
                self.todo.push((rest_a, rest_b, 0));
                return true;
            }
            (a, b) = (rest_a, rest_b);
        }
    }

    fn vectors(&mut self, a: Value, b: Value, start: usize) -> bool {
        if start == 0 && self.is_assumed(a, b) {
            return true;
        }
        for index in start..a.vector_len() {
            if index % STRIDE == STRIDE - 1 && self.spend(STRIDE) {
                return true;
            }
            match shallow(self.heap, a.field(index), b.field(index)) {
                Some(true) => {}
                Some(false) => return false,
                None => {
                    self.todo.push((a, b, index + 1));
                    self.todo.push((a.field(index), b.field(index), 0));
                    return true;
                }
            }
        }
        true
    }

    /// One step: whether the walk has assumed before that these two are equal.
    #[inline]
    fn is_assumed(&mut self, a: Value, b: Value) -> bool {
        self.countdown -= 1;
        if self.countdown > 0 {
            return false;
        }
        self.note(a, b)
    }

    /// Notes that the walk assumes these two to be equal. As long as notes spare it work it goes
    /// on taking them, or a circle could make more work than it is spared. Who is stopped assumes all.
    #[cold]
    fn note(&mut self, a: Value, b: Value) -> bool {
        if self.spend(UNITS_A_NOTE) {
            return true;
        }
        if self.assumed.join(a, b) {
            self.countdown = 0;
            return true;
        }
        if self.countdown <= -NOTE {
            self.random ^= self.random << 13;
            self.random ^= self.random >> 7;
            self.random ^= self.random << 17;
            self.countdown = (self.random % (2 * WALK as u64)) as i32;
        }
        false
    }
}

impl Comparison<'_> {
    /// Whether the work is stopped.
    fn spend(&mut self, units: usize) -> bool {
        self.stopped = self.stopped.and_then(|()| self.heap.effort.spend(units));
        self.stopped.is_err()
    }
}

/// Classes of objects assumed to be equal (union by size, with path halving).
#[derive(Default)]
struct Classes {
    numbers: HashMap<u64, u32>,
    parents: Vec<u32>,
    sizes: Vec<u32>,
}

impl Classes {
    /// Puts two objects in one class. Whether they were in one already.
    fn join(&mut self, a: Value, b: Value) -> bool {
        let (a, b) = (self.class(a), self.class(b));
        if a == b {
            return true;
        }
        let sizes = (self.sizes[a as usize], self.sizes[b as usize]);
        let (root, child) = if sizes.0 >= sizes.1 { (a, b) } else { (b, a) };
        self.parents[child as usize] = root;
        self.sizes[root as usize] = sizes.0 + sizes.1;
        false
    }

    fn class(&mut self, value: Value) -> u32 {
        let next = self.parents.len() as u32;
        let mut at = *self.numbers.entry(value.bits()).or_insert(next);
        if at == next {
            self.parents.push(next);
            self.sizes.push(1);
        }
        while self.parents[at as usize] != at {
            let parent = self.parents[at as usize];
            self.parents[at as usize] = self.parents[parent as usize];
            at = self.parents[at as usize];
        }
        at
    }
}
