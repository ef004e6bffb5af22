//! How fast the heap alone is, collections included: pairs a second for lists that die young and
//! for a list that grows. Run with `cargo run --release -p levels --example conses`.

use levels::heap::{Collection, Heap, Marker, Roots};
use levels::value::Value;
use std::sync::LazyLock;
use std::time::Instant;

const LIMIT: usize = 8 << 30;

/// One list, as a machine's register would hold it.
struct Register(Value);

impl Roots for Register {
    fn mark(&mut self, marker: &mut Marker) {
        marker.value(self.0);
    }

    fn mark_frames(&mut self, _segment: Value, _marker: &mut Marker) {}

    fn forget(&mut self, _kind: Collection, _marker: &Marker) {}
}

static BEGAN: LazyLock<Instant> = LazyLock::new(Instant::now);

fn nanoseconds() -> u64 {
    BEGAN.elapsed().as_nanos() as u64
}

fn main() {
    dropped_lists(300_000_000);
    growing_list(30_000_000, "a list that grows", |_| {});
    growing_list(30_000_000, "a list that grows, minor collections only", |heap| {
        heap.set_growth(1_000_000);
    });
}

/// Lists of a thousand, each dropped when the next begins; a poll after each.
fn dropped_lists(pairs: usize) {
    let mut heap = Heap::new(LIMIT);
    heap.set_clock(nanoseconds);
    let mut register = Register(Value::NIL);
    let began = nanoseconds();
    for _ in 0..pairs / 1000 {
        register.0 = Value::NIL;
        extend(&mut heap, &mut register, 1000);
        poll(&mut heap, &mut register);
    }
    report("lists built and dropped", pairs, began, &heap);
}

/// One list that is never dropped; a poll every thousand pairs.
fn growing_list(pairs: usize, name: &str, set: fn(&mut Heap)) {
    let mut heap = Heap::new(LIMIT);
    heap.set_clock(nanoseconds);
    set(&mut heap);
    let mut register = Register(Value::NIL);
    let began = nanoseconds();
    for _ in 0..pairs / 1000 {
        extend(&mut heap, &mut register, 1000);
        poll(&mut heap, &mut register);
    }
    report(name, pairs, began, &heap);
    let began = nanoseconds();
    heap.collect(Collection::Major, &mut register);
    println!("  a major collection of it: {:.0} ms", (nanoseconds() - began) as f64 / 1e6);
}

fn extend(heap: &mut Heap, register: &mut Register, pairs: i64) {
    for n in 0..pairs {
        register.0 = heap.cons(Value::fixnum(n), register.0);
    }
}

fn poll(heap: &mut Heap, register: &mut Register) {
    if let Some(kind) = heap.should_collect() {
        heap.collect(kind, register);
    }
}

fn report(name: &str, pairs: usize, began: u64, heap: &Heap) {
    let seconds = (nanoseconds() - began) as f64 / 1e9;
    let statistics = heap.statistics();
    println!(
        "{name}: {:.0} million pairs a second; {} minor and {} major collections, {:.0} % of the time",
        pairs as f64 / seconds / 1e6,
        statistics.minor_collections,
        statistics.major_collections,
        100.0 * statistics.nanoseconds as f64 / 1e9 / seconds,
    );
}
