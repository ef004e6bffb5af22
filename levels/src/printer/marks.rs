//! A set of objects with two bits of state each, as compact as the heap is dense: half a kilobyte
//! for each 32 KiB of heap that holds one of them.

use crate::layout::GRANULE;
use crate::value::Value;
use std::collections::HashMap;

/// What a walk knows of an object.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Mark {
    /// It was not met.
    New,
    /// It is being walked through.
    Open,
    /// It was walked through.
    Done,
}

const PAGE: usize = 32 << 10;
const STATES: usize = PAGE / GRANULE;
const STATES_IN_WORD: usize = 32;

/// See the module's documentation.
#[derive(Default)]
pub(super) struct Marks {
    numbers: HashMap<usize, usize>,
    pages: Vec<[u64; STATES / STATES_IN_WORD]>,
    /// The page that was looked at last, and its number.
    last: Option<(usize, usize)>,
}

impl Marks {
    /// The mark of an object.
    #[inline]
    pub fn get(&mut self, object: Value) -> Mark {
        let (page, word, shift) = self.at(object);
        match self.pages[page][word] >> shift & 3 {
            0 => Mark::New,
            1 => Mark::Open,
            _ => Mark::Done,
        }
    }

    /// Marks an object.
    #[inline]
    pub fn set(&mut self, object: Value, mark: Mark) {
        let (page, word, shift) = self.at(object);
        let bits = &mut self.pages[page][word];
        *bits = *bits & !(3 << shift) | (mark as u64) << shift;
    }

    /// The page, word and bit of an object's state.
    #[inline]
    fn at(&mut self, object: Value) -> (usize, usize, usize) {
        let address = object.address() as usize;
        let state = address % PAGE / GRANULE;
        let page = match self.last {
            Some((key, number)) if key == address / PAGE => number,
            Some(_) | None => self.page(address / PAGE),
        };
        (page, state / STATES_IN_WORD, state % STATES_IN_WORD * 2)
    }

    fn page(&mut self, key: usize) -> usize {
        let next = self.pages.len();
        let number = *self.numbers.entry(key).or_insert(next);
        if number == next {
            self.pages.push([0; STATES / STATES_IN_WORD]);
        }
        self.last = Some((key, number));
        number
    }
}
