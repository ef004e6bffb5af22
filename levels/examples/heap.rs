//! How fast the heap alone is, collections included, beside the allocator of the system, which frees
//! what it gave one by one. Run with `cargo run --release -p levels --example heap`.
//!
//! Times are the processor's where the system tells them. Each measurement is made three times, ours
//! and theirs in turn; the least counts.

use levels::heap::{Collection, Heap, Marker, Roots};
use levels::layout::Type;
use levels::value::Value;
use std::hint::black_box;

const LIMIT: usize = 8 << 30;
const ROUNDS: usize = 3;
/// Objects between two polls.
const BATCH: usize = 1000;
const MANY: usize = 100_000_000;
const KEPT: usize = 20_000_000;

/// What is alive, as a machine's registers would hold it.
struct Registers {
    old: Value,
    young: Value,
}

impl Roots for Registers {
    fn mark(&mut self, marker: &mut Marker) {
        marker.values(&[self.old, self.young]);
    }

    fn mark_frames(&mut self, _segment: Value, _marker: &mut Marker) {}

    fn forget(&mut self, _kind: Collection, _marker: &Marker) {}
}

/// Makes one object that refers to another.
type Make = fn(&mut Heap, usize, Value) -> Value;

fn pair(heap: &mut Heap, n: usize, rest: Value) -> Value {
    heap.cons(Value::fixnum(n as i64), rest)
}

fn vector(heap: &mut Heap, _n: usize, rest: Value) -> Value {
    heap.words(Type::Vector, 10, rest)
}

fn closure(heap: &mut Heap, _n: usize, rest: Value) -> Value {
    heap.object(Type::Closure, &[Value::NIL, rest])
}

fn main() {
    println!("| objects | million a second | the system's allocator | ratio | collecting |");
    println!("|---|---:|---:|---:|---:|");
    dying::<2>("pairs that die young", MANY, pair);
    dying::<4>("closures that die young", MANY / 2, closure);
    dying::<12>("vectors of ten that die young", MANY / 5, vector);
    growing::<2>("pairs that live", KEPT, pair);
    growing::<4>("closures that live", KEPT / 2, closure);
    growing::<12>("vectors of ten that live", KEPT / 5, vector);
    println!();
    large_old_heap();
    majors();
}

/// Chains of a thousand objects, each dropped when the next begins.
fn dying<const WORDS: usize>(name: &str, count: usize, make: Make) {
    let ours = || drop_chains(&mut Heap::new(LIMIT), Value::NIL, count, make);
    compare(name, count, ours, || {
        for _ in 0..count / BATCH {
            drop(chain::<WORDS>(BATCH));
        }
    });
}

/// One chain that is never dropped.
fn growing<const WORDS: usize>(name: &str, count: usize, make: Make) {
    let ours = || {
        let heap = &mut Heap::new(LIMIT);
        keep_chain(heap, count, make).1
    };
    compare(name, count, ours, || std::mem::forget(chain::<WORDS>(count)));
}

fn drop_chains(heap: &mut Heap, old: Value, count: usize, make: Make) -> u64 {
    heap.set_clock(now);
    let before = heap.statistics().nanoseconds;
    let mut registers = Registers { old, young: Value::NIL };
    for _ in 0..count / BATCH {
        registers.young = Value::NIL;
        extend(heap, &mut registers.young, make);
        poll(heap, &mut registers);
    }
    heap.statistics().nanoseconds - before
}

fn keep_chain(heap: &mut Heap, count: usize, make: Make) -> (Value, u64) {
    heap.set_clock(now);
    let mut registers = Registers { old: Value::NIL, young: Value::NIL };
    for _ in 0..count / BATCH {
        extend(heap, &mut registers.young, make);
        poll(heap, &mut registers);
    }
    (registers.young, heap.statistics().nanoseconds)
}

fn extend(heap: &mut Heap, chain: &mut Value, make: Make) {
    for n in 0..BATCH {
        *chain = make(heap, n, *chain);
    }
}

fn poll(heap: &mut Heap, registers: &mut Registers) {
    if let Some(kind) = heap.should_collect() {
        heap.collect(kind, registers);
    }
}

/// Boxes of so many words, as many as `count`, in the order they are made.
fn chain<const WORDS: usize>(count: usize) -> Vec<Box<[u64; WORDS]>> {
    (0..count).map(|n| black_box(Box::new([n as u64; WORDS]))).collect()
}

fn compare(name: &str, count: usize, ours: impl Fn() -> u64, theirs: impl Fn()) {
    let (mut best, mut rival, mut collecting) = (u64::MAX, u64::MAX, 0);
    for _ in 0..ROUNDS {
        let began = now();
        let spent = ours();
        let took = now() - began;
        if took < best {
            (best, collecting) = (took, spent);
        }
        let began = now();
        theirs();
        rival = rival.min(now() - began);
    }
    let rate = |nanoseconds: u64| count as f64 * 1e3 / nanoseconds as f64;
    println!(
        "| {name} | {:.0} | {:.0} | {:.2} | {:.0} % |",
        rate(best),
        rate(rival),
        best as f64 / rival as f64,
        100.0 * collecting as f64 / best as f64,
    );
}

/// Minor collections must not cost more for what is old.
fn large_old_heap() {
    let heap = &mut Heap::new(LIMIT);
    let alone = best_of(|| drop_chains(&mut Heap::new(LIMIT), Value::NIL, MANY / 5, pair));
    let old = keep_chain(heap, KEPT, pair).0;
    heap.collect(Collection::Major, &mut Registers { old, young: Value::NIL });
    let beside = best_of(|| drop_chains(heap, old, MANY / 5, pair));
    println!(
        "Minor collections of {} million dying pairs: {:.1} ms; beside {} MB of old pairs {:.1} ms.",
        MANY / 5_000_000,
        alone as f64 / 1e6,
        KEPT * 16 / 1_000_000,
        beside as f64 / 1e6,
    );
}

/// Full collections, by the shape of what lives.
fn majors() {
    let heap = &mut Heap::new(LIMIT);
    let list = keep_chain(heap, KEPT, pair).0;
    report_major("a list", heap, list, KEPT);
    let heap = &mut Heap::new(LIMIT);
    let tree = balanced_tree(heap, 24);
    report_major("a balanced tree", heap, tree, (1 << 24) - 1);
    let heap = &mut Heap::new(LIMIT);
    let scattered = scattered_vector(heap, KEPT / 4);
    report_major("a vector of pairs, shuffled", heap, scattered, KEPT / 4);
}

fn report_major(name: &str, heap: &mut Heap, old: Value, objects: usize) {
    let took = best_of(|| {
        let began = now();
        heap.collect(Collection::Major, &mut Registers { old, young: Value::NIL });
        now() - began
    });
    println!(
        "A major collection of {name}: {:.1} ns an object, {:.0} ms.",
        took as f64 / objects as f64,
        took as f64 / 1e6,
    );
}

/// Level by level from the leaves: children lie near each other, parents far from them.
fn balanced_tree(heap: &mut Heap, levels: u32) -> Value {
    let mut level = vec![Value::NIL; 1 << levels];
    while level.len() > 1 {
        level = level.chunks(2).map(|two| heap.cons(two[0], two[1])).collect();
    }
    level[0]
}

fn scattered_vector(heap: &mut Heap, count: usize) -> Value {
    let vector = heap.words(Type::Vector, count, Value::NIL);
    // A prime step visits every place once.
    for n in 0..count {
        let place = n * 7_368_787 % count;
        let pair = heap.cons(Value::fixnum(n as i64), Value::NIL);
        heap.init_field(vector, place, pair);
    }
    vector
}

fn best_of(mut measured: impl FnMut() -> u64) -> u64 {
    (0..ROUNDS).map(|_| measured()).min().unwrap_or(0)
}

/// Nanoseconds that the process has had of processors.
#[cfg(unix)]
fn now() -> u64 {
    let mut time = libc::timespec { tv_sec: 0, tv_nsec: 0 };
    // SAFETY: the call writes one `timespec`, and there it is.
    unsafe { libc::clock_gettime(libc::CLOCK_PROCESS_CPUTIME_ID, &raw mut time) };
    time.tv_sec as u64 * 1_000_000_000 + time.tv_nsec as u64
}

/// Nanoseconds since the first call.
#[cfg(not(unix))]
fn now() -> u64 {
    static BEGAN: std::sync::LazyLock<std::time::Instant> =
        std::sync::LazyLock::new(std::time::Instant::now);
    BEGAN.elapsed().as_nanos() as u64
}
