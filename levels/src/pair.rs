//! Pairs, and the lists made of them.
//!
//! Invariant: every walk along a list ends, whatever the list: a circle is noticed within a small
//! multiple of its length (Brent's algorithm), without memory and without marking anything.

use crate::condition::{Condition, Expected, Outcome, wrong_type};
use crate::effort::{Effort, Stopped};
use crate::heap::Heap;
use crate::value::Value;

/// How a walk along a list ended.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum End {
    /// At the empty list.
    Proper,
    /// At something that is neither a pair nor the empty list.
    Dotted(Value),
    /// Not at all: the list runs in a circle.
    Circular,
}

/// The pairs of a list, one after the other. In a circular list some pairs come more than once
/// before the walk notices and stops.
pub struct Walk {
    at: Value,
    mark: Value,
    steps: usize,
    next_mark: usize,
}

impl Walk {
    /// A walk that begins at `list`.
    #[inline]
    pub fn new(list: Value) -> Walk {
        Walk { at: list, mark: list, steps: 0, next_mark: 2 }
    }

    /// How the walk ended; meaningful once `next` has given `None`.
    pub fn end(&self) -> End {
        if self.at.is_nil() {
            End::Proper
        } else if self.at == Value::ABSENT {
            End::Circular
        } else {
            End::Dotted(self.at)
        }
    }

    /// The number of pairs met so far.
    pub fn steps(&self) -> usize {
        self.steps
    }

    /// Success if the walk ended properly; otherwise the condition that says how argument
    /// `position` of `who`, which is `list`, is no proper list.
    pub fn check(&self, who: &'static str, position: usize, list: Value) -> Outcome<()> {
        match self.end() {
            End::Proper => Ok(()),
            End::Dotted(_) => wrong_type(who, position, Expected::ProperList, list),
            End::Circular => Err(Box::new(Condition::Circular { who, position })),
        }
    }
}

/// Steps between two looks at the effort.
const STRIDE: usize = 1 << 10;

impl Walk {
    /// `next`, as work that may be stopped.
    #[inline]
    pub fn step(&mut self, effort: &Effort) -> Result<Option<Value>, Stopped> {
        if self.steps % STRIDE == STRIDE - 1 {
            effort.spend(STRIDE)?;
        }
        Ok(self.next())
    }

    /// Goes to the end.
    fn finish(&mut self, effort: &Effort) -> Result<(), Stopped> {
        loop {
            let before = self.steps;
            self.by_ref().take(STRIDE).for_each(drop);
            if self.steps - before < STRIDE {
                return Ok(());
            }
            effort.spend(STRIDE)?;
        }
    }
}

impl Iterator for Walk {
    type Item = Value;

    #[inline]
    fn next(&mut self) -> Option<Value> {
        let pair = self.at;
        if !pair.is_pair() {
            return None;
        }
        self.at = pair.cdr();
        self.steps += 1;
        if self.at == self.mark {
            self.at = Value::ABSENT;
        } else if self.steps == self.next_mark {
            self.mark = self.at;
            self.next_mark *= 2;
        }
        Some(pair)
    }
}

/// The number of pairs of a list, and how it ends. The number means nothing for a circular list.
pub fn measure(list: Value) -> (usize, End) {
    let mut walk = Walk::new(list);
    walk.by_ref().for_each(drop);
    (walk.steps(), walk.end())
}

/// `measure`, as work that may be stopped.
pub fn measured(effort: &Effort, list: Value) -> Result<(usize, End), Stopped> {
    let mut walk = Walk::new(list);
    walk.finish(effort)?;
    Ok((walk.steps(), walk.end()))
}

/// The length of argument `position` of `who`, which must be a proper list.
pub fn proper_length(
    effort: &Effort,
    who: &'static str,
    position: usize,
    list: Value,
) -> Outcome<usize> {
    let mut walk = Walk::new(list);
    walk.finish(effort)?;
    walk.check(who, position, list)?;
    Ok(walk.steps())
}

/// The elements of argument `position` of `who`, which must be a proper list.
pub fn elements(
    effort: &Effort,
    who: &'static str,
    position: usize,
    list: Value,
) -> Outcome<Vec<Value>> {
    let mut walk = Walk::new(list);
    let mut elements = Vec::new();
    while let Some(pair) = walk.step(effort)? {
        elements.push(pair.car());
    }
    walk.check(who, position, list)?;
    Ok(elements)
}

/// The items of a list that is known to be proper.
pub fn items(list: Value) -> Vec<Value> {
    Walk::new(list).map(Value::car).collect()
}

/// The items of a proper list; `None` of anything else.
pub fn proper_items(list: Value) -> Option<Vec<Value>> {
    let mut walk = Walk::new(list);
    let items = walk.by_ref().map(Value::car).collect();
    (walk.end() == End::Proper).then_some(items)
}

/// A list under construction from the front, so that its pairs lie in memory as they are walked.
pub struct ListBuilder {
    first: Value,
    last: Value,
}

impl ListBuilder {
    /// An empty list.
    pub fn new() -> ListBuilder {
        ListBuilder { first: Value::NIL, last: Value::NIL }
    }

    /// Adds an element at the end.
    #[inline]
    pub fn push(&mut self, heap: &mut Heap, element: Value) {
        let pair = heap.cons(element, Value::NIL);
        if self.first.is_nil() {
            self.first = pair;
        } else {
            heap.set_cdr(self.last, pair);
        }
        self.last = pair;
    }

    /// The list, ending in `tail`.
    pub fn finish(self, heap: &mut Heap, tail: Value) -> Value {
        if self.first.is_nil() {
            return tail;
        }
        heap.set_cdr(self.last, tail);
        self.first
    }
}

impl Default for ListBuilder {
    fn default() -> Self {
        ListBuilder::new()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A list of `len` pairs whose last cdr is pair number `back`, if there is one.
    fn circle(heap: &mut Heap, len: usize, back: usize) -> Value {
        let items = vec![Value::NIL; len];
        let list = heap.list(&items);
        let pairs: Vec<Value> = Walk::new(list).collect();
        heap.set_cdr(pairs[len - 1], pairs[back]);
        list
    }

    #[test]
    fn every_circle_is_noticed_soon() {
        let mut heap = Heap::new(1 << 20);
        for len in 1..40 {
            for back in 0..len {
                let list = circle(&mut heap, len, back);
                let mut walk = Walk::new(list);
                assert!(walk.by_ref().count() <= 4 * len);
                assert_eq!(walk.end(), End::Circular);
            }
        }
    }

    #[test]
    fn proper_and_dotted_lists_are_measured() {
        let mut heap = Heap::new(1 << 20);
        for len in 0..40 {
            let items = vec![Value::fixnum(7); len];
            let (proper, tail) = (heap.list(&items), Value::fixnum(1));
            assert_eq!(measure(proper), (len, End::Proper));
            let dotted = heap.list_with_tail(&items, tail);
            assert_eq!(measure(dotted), (len, End::Dotted(tail)));
        }
    }
}
