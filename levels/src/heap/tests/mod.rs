//! Tests of the heap as its users see it.

use super::{Collection, Heap, Marker, Roots};
use crate::value::Value;

mod allocation;
mod collection;
mod memory;
mod snapshots;

/// Roots in a vector. Frames, here, are a fixnum that counts the values after it, then raw words.
#[derive(Default)]
struct TestRoots {
    values: Vec<Value>,
    /// Forgets what dies.
    weak: Vec<Value>,
}

impl Roots for TestRoots {
    fn mark(&mut self, marker: &mut Marker) {
        marker.values(&self.values);
    }

    fn mark_frames(&mut self, segment: Value, marker: &mut Marker) {
        let count = segment.field(0).fixnum_value() as usize;
        (1..=count).for_each(|i| marker.value(segment.field(i)));
    }

    fn forget(&mut self, _kind: Collection, marker: &Marker) {
        self.weak.retain(|value| marker.is_marked(*value));
    }
}

fn heap() -> Heap {
    let mut heap = Heap::new(1 << 30);
    heap.set_poison(true);
    heap
}

fn collect(heap: &mut Heap, kind: Collection, roots: &mut TestRoots) {
    heap.collect(kind, roots);
    assert_eq!(heap.verify(roots), Ok(()));
}

/// A list of `len` fixnums, counting down.
fn count_down(heap: &mut Heap, len: i64) -> Value {
    (1..=len).fold(Value::NIL, |rest, n| heap.cons(Value::fixnum(n), rest))
}

fn assert_counts_down(list: Value, len: i64) {
    let mut at = list;
    for n in (1..=len).rev() {
        assert_eq!(at.car(), Value::fixnum(n));
        at = at.cdr();
    }
    assert!(at.is_nil());
}
