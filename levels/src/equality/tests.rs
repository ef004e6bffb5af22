//! Tests of equivalences and of the hashes that agree with them.

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
    assert!(equal_without_stop(&heap, first, second) && !equal_without_stop(&heap, first, third));
    assert_eq!(equal_hash(&heap, first), equal_hash(&heap, second));
    let nest = |heap: &mut Heap, inner| {
        (0..1_000_000).fold(inner, |inner, _| heap.object(Type::Vector, &[inner]))
    };
    let (first, second) = (nest(&mut heap, a), nest(&mut heap, a));
    let third = nest(&mut heap, b);
    assert!(equal_without_stop(&heap, first, second) && !equal_without_stop(&heap, first, third));
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
