//! `eqv?` and `equal?`, and hashes that agree with them. (`eq?` is `==` of words.)
//!
//! Invariant: nothing here recurses over data, and everything ends on circular data.

use crate::effort::Stopped;
use crate::hash;
use crate::heap::Heap;
use crate::layout::Type;
use crate::number;
use crate::string;
use crate::value::Value;
use std::collections::HashMap;

/// `eqv?`: the same object, or the same number of the same exactness (R7RS 6.1). Not-a-numbers are
/// the same as each other; the two zeros of flonums are not.
#[inline]
pub fn eqv(_: &Heap, a: Value, b: Value) -> bool {
    a == b || a.is_pointer() && a.tag_bits() == b.tag_bits() && number::eqv(a, b)
}

/// `equal?`: the same as far as reading can tell: pairs, vectors, strings and bytevectors by their
/// content, environments by their scopes, all else by `eqv?` (R7RS 6.1). Circular data are equal
/// if their infinite unfoldings are. Costs about the smaller datum's size.
pub fn equal(heap: &Heap, a: Value, b: Value) -> Result<bool, Stopped> {
    match shallow(heap, a, b) {
        Some(same) => Ok(same),
        None => Comparison::new(heap).run(a, b),
    }
}

/// `equal`, as work that is not to be stopped.
pub fn equal_without_stop(heap: &Heap, a: Value, b: Value) -> bool {
    match shallow(heap, a, b) {
        Some(same) => same,
        None => {
            let held = heap.effort.hold();
            let same = Comparison::new(heap).run(a, b);
            heap.effort.release(held);
            same.unwrap_or(false)
        }
    }
}

/// Whether two values are equal, unless both are pairs or vectors of one length.
#[inline]
fn shallow(heap: &Heap, a: Value, b: Value) -> Option<bool> {
    if a == b {
        return Some(true);
    }
    if !a.is_pointer() || a.tag_bits() != b.tag_bits() {
        return Some(false);
    }
    if a.is_pair() {
        return None;
    }
    if a.is_vector() {
        return if a.vector_len() == b.vector_len() { None } else { Some(false) };
    }
    Some(equal_objects(heap, a, b))
}

fn equal_objects(heap: &Heap, a: Value, b: Value) -> bool {
    let ty = a.header_type();
    if ty != b.header_type() {
        return false;
    }
    match content(ty) {
        Content::Number => number::eqv(a, b),
        Content::String => string::equal(heap, a, b),
        Content::Bytes => heap.bytes_of(a) == heap.bytes_of(b),
        Content::Environment => (0..4).all(|i| a.field(i) == b.field(i)),
        Content::Identity => false,
    }
}

/// What an object without elements is compared by.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Content {
    Number,
    String,
    Bytes,
    Environment,
    Identity,
}

fn content(ty: Type) -> Content {
    match ty {
        Type::Flonum | Type::Bignum | Type::Ratio | Type::Complex => Content::Number,
        Type::String => Content::String,
        Type::Bytes => Content::Bytes,
        Type::Environment => Content::Environment,
        Type::Symbol
        | Type::Alias
        | Type::Vector
        | Type::Closure
        | Type::Builtin
        | Type::Continuation
        | Type::Parameter
        | Type::Delta
        | Type::Code
        | Type::Version
        | Type::Cell
        | Type::Context
        | Type::Scope
        | Type::Macro
        | Type::Library
        | Type::RecordType
        | Type::Record
        | Type::Condition
        | Type::Promise
        | Type::Table
        | Type::Port
        | Type::MultipleValues
        | Type::Segment
        | Type::Raw
        | Type::Handle
        | Type::Internal => Content::Identity,
    }
}

/// A walk along two data at once. It mostly just walks; from time to time, for a while, it notes
/// what it assumes equal, so that circles and much shared data are noticed at small cost
/// (Adams and Dybvig, Efficient Nondestructive Equality Checking for Trees and Graphs, 2008).
struct Comparison<'h> {
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
    fn new(heap: &'h Heap) -> Comparison<'h> {
        let assumed = Classes::default();
        let (todo, stopped) = (Vec::new(), Ok(()));
        Comparison { heap, todo, countdown: WALK, random: 0x9e37_79b9, assumed, stopped }
    }

    /// Compares two pairs, or two vectors of one length.
    fn run(&mut self, a: Value, b: Value) -> Result<bool, Stopped> {
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

/// A hash that agrees with `eqv?`. It may come from an address: nothing that a program sees may
/// depend on it.
#[inline]
pub fn eqv_hash(_: &Heap, value: Value) -> u64 {
    if !value.is_pointer() || value.is_pair() {
        return value.bits();
    }
    match content(value.header_type()) {
        Content::Number => number::hash(value),
        Content::String | Content::Bytes | Content::Environment | Content::Identity => value.bits(),
    }
}

/// Objects that a hash looks at: what lies deeper or further does not change it.
const HASHED: usize = 256;

/// A hash that agrees with `equal?`. It looks at a bounded part of the datum, but at all of each
/// string. As for `eqv_hash`, it may come from an address.
pub fn equal_hash(heap: &Heap, value: Value) -> u64 {
    datum_hash(heap, value, leaf_hash)
}

/// A hash that agrees with `equal?`, for programs: the same in every run. Objects that are compared
/// by identity are told apart by their type only.
pub fn equal_hash_for_programs(heap: &Heap, value: Value) -> u64 {
    datum_hash(heap, value, settled_hash)
}

/// The same for `eqv?`.
pub fn eqv_hash_for_programs(heap: &Heap, value: Value) -> u64 {
    let by_content = !value.is_pointer() || value.is_a(Type::Symbol) || {
        !value.is_pair() && matches!(content(value.header_type()), Content::Number)
    };
    if by_content { settled_hash(heap, value) } else { type_hash(value) }
}

fn settled_hash(heap: &Heap, value: Value) -> u64 {
    if value.is_a(Type::Symbol) {
        return crate::symbol::hash(value).into();
    }
    if !value.is_pointer() {
        return hash::finish(value.bits());
    }
    match content(value.header_type()) {
        Content::Number | Content::String | Content::Bytes => leaf_hash(heap, value),
        Content::Environment | Content::Identity => type_hash(value),
    }
}

fn type_hash(value: Value) -> u64 {
    hash::finish(if value.is_pair() { u64::MAX } else { value.header_type() as u64 })
}

fn datum_hash(heap: &Heap, value: Value, leaf: fn(&Heap, Value) -> u64) -> u64 {
    if !value.is_pair() && !value.is_vector() {
        return leaf(heap, value);
    }
    let mut todo = vec![(value, 0)];
    let (mut state, mut left) = (0, HASHED);
    while let Some((value, index)) = todo.pop() {
        if left == 0 {
            break;
        }
        left -= 1;
        if value.is_pair() {
            state = hash::mix(state, Type::Internal as u64);
            todo.push((value.cdr(), 0));
            todo.push((value.car(), 0));
        } else if value.is_vector() {
            if index == 0 {
                state = hash::mix(state, value.vector_len() as u64);
            }
            if index < value.vector_len() {
                todo.push((value, index + 1));
                todo.push((value.field(index), 0));
            }
        } else {
            state = hash::mix(state, leaf(heap, value));
        }
    }
    hash::finish(state)
}

fn leaf_hash(heap: &Heap, value: Value) -> u64 {
    if !value.is_pointer() {
        return value.bits();
    }
    match content(value.header_type()) {
        Content::Number => number::hash(value),
        Content::String => string::hash(heap, value),
        Content::Bytes => hash::bytes(heap.bytes_of(value)),
        Content::Environment => hash::mix(value.field(0).bits(), value.field(1).bits()),
        Content::Identity => value.bits(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn heap() -> Heap {
        Heap::new(1 << 32)
    }

    fn long_list(heap: &mut Heap, len: usize, end: Value) -> Value {
        (0..len).fold(end, |rest, n| {
            let element = heap.list(&[Value::fixnum(n as i64)]);
            heap.cons(element, rest)
        })
    }

    /// A list that goes round after `len` pairs.
    fn circle(heap: &mut Heap, len: usize) -> Value {
        let last = heap.cons(Value::TRUE, Value::NIL);
        let first = (1..len).fold(last, |rest, _| heap.cons(Value::TRUE, rest));
        heap.set_cdr(last, first);
        first
    }

    #[test]
    fn numbers_are_eqv_by_value_and_exactness() {
        let mut heap = heap();
        let (zero, minus) = (heap.flonum(0.0), heap.flonum(-0.0));
        assert!(!eqv(&heap, zero, minus));
        let (nan, other) = (heap.flonum(f64::NAN), heap.flonum(-f64::NAN));
        assert!(eqv(&heap, nan, other));
        assert_eq!(eqv_hash(&heap, nan), eqv_hash(&heap, other));
        let big = |heap: &mut Heap, flags| heap.bytes(Type::Bignum, flags, &[1; 16]);
        let (a, b) = (big(&mut heap, 0), big(&mut heap, 0));
        let negative = big(&mut heap, crate::layout::flag::NEGATIVE);
        assert!(eqv(&heap, a, b) && !eqv(&heap, a, negative));
        let ratio = |heap: &mut Heap, n| heap.object(Type::Ratio, &[n, Value::fixnum(3)]);
        let (p, q) = (ratio(&mut heap, a), ratio(&mut heap, b));
        assert!(eqv(&heap, p, q) && eqv_hash(&heap, p) == eqv_hash(&heap, q));
        assert!(!eqv(&heap, Value::fixnum(0), zero));
    }

    #[test]
    fn data_are_equal_by_content() {
        let mut heap = heap();
        let mut make = |text: &str, bytes: &[u8]| {
            let string = string::from_str(&mut heap, text).unwrap();
            let bytes = heap.bytes(Type::Bytes, 0, bytes);
            let vector = heap.object(Type::Vector, &[string, Value::NIL]);
            heap.list(&[vector, bytes, Value::char('x')])
        };
        let (a, b) = (make("text", &[1, 2]), make("text", &[1, 2]));
        let (c, d) = (make("test", &[1, 2]), make("text", &[1, 3]));
        assert!(equal_without_stop(&heap, a, b));
        assert!(!equal_without_stop(&heap, a, c) && !equal_without_stop(&heap, a, d));
        assert!(!eqv(&heap, a, b));
        assert_eq!(equal_hash(&heap, a), equal_hash(&heap, b));
        assert_ne!(equal_hash(&heap, a), equal_hash(&heap, c));
    }

    #[test]
    fn long_and_deep_data_need_no_recursion() {
        let mut heap = heap();
        let (a, b) = (Value::fixnum(1), Value::fixnum(2));
        let first = long_list(&mut heap, 1_000_000, a);
        let second = long_list(&mut heap, 1_000_000, a);
        let third = long_list(&mut heap, 1_000_000, b);
        assert!(
            equal_without_stop(&heap, first, second) && !equal_without_stop(&heap, first, third)
        );
        assert_eq!(equal_hash(&heap, first), equal_hash(&heap, second));
        let nest = |heap: &mut Heap, inner| {
            (0..1_000_000).fold(inner, |inner, _| heap.object(Type::Vector, &[inner]))
        };
        let (first, second) = (nest(&mut heap, a), nest(&mut heap, a));
        let third = nest(&mut heap, b);
        assert!(
            equal_without_stop(&heap, first, second) && !equal_without_stop(&heap, first, third)
        );
    }

    #[test]
    fn circles_are_equal_if_they_unfold_alike() {
        let mut heap = heap();
        let (two, three) = (circle(&mut heap, 2), circle(&mut heap, 3));
        assert!(equal_without_stop(&heap, two, three));
        assert_eq!(equal_hash(&heap, two), equal_hash(&heap, three));
        let tail = heap.cons(Value::FALSE, two);
        let other = heap.cons(Value::FALSE, three);
        heap.set_car(two.cdr(), tail);
        assert!(!equal_without_stop(&heap, tail, other));
        let vector = heap.object(Type::Vector, &[Value::NIL, Value::TRUE]);
        heap.set_field(vector, 0, vector);
        let copy = heap.object(Type::Vector, &[vector, Value::TRUE]);
        assert!(equal_without_stop(&heap, vector, copy));
    }

    #[test]
    fn circles_through_every_part_end() {
        let mut heap = heap();
        let mut knot = |size: usize| {
            let all: Vec<Value> = (0..size).map(|_| heap.cons(Value::NIL, Value::NIL)).collect();
            for (index, pair) in all.iter().enumerate() {
                heap.set_car(*pair, all[(index * 7 + 1) % size]);
                heap.set_cdr(*pair, all[(index * 5 + 3) % size]);
            }
            all[0]
        };
        let (one, hundred, thousand) = (knot(1), knot(100), knot(1000));
        assert!(
            equal_without_stop(&heap, one, hundred) && equal_without_stop(&heap, thousand, hundred)
        );
        assert_eq!(equal_hash(&heap, one), equal_hash(&heap, thousand));
    }

    #[test]
    fn shared_data_cost_their_size_and_not_their_unfolding() {
        let mut heap = heap();
        let deep = |heap: &mut Heap| (0..100).fold(Value::NIL, |inner, _| heap.cons(inner, inner));
        let (a, b) = (deep(&mut heap), deep(&mut heap));
        assert!(equal_without_stop(&heap, a, b));
    }
}
