use super::*;
use crate::heap::budget::Budget;
use crate::heap::{LINE, OutOfMemory, Refused};
use crate::layout::Type;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

/// What a machine's poll does.
fn poll(heap: &mut Heap, roots: &mut TestRoots) {
    if let Some(kind) = heap.should_collect() {
        heap.collect(kind, roots);
    }
}

#[test]
fn garbage_is_reused() {
    let mut heap = heap();
    heap.set_poison(false);
    let mut roots = TestRoots { values: vec![count_down(&mut heap, 1000)], ..Default::default() };
    for _ in 0..10_000 {
        count_down(&mut heap, 1000);
        poll(&mut heap, &mut roots);
    }
    let statistics = heap.statistics();
    assert!(statistics.peak < 4 << 20, "{statistics:?}");
    assert!(statistics.minor_collections > 50 && statistics.major_collections == 0);
    assert_counts_down(roots.values[0], 1000);
}

#[test]
fn holes_between_the_living_are_reused() {
    let mut heap = heap();
    let mut roots = TestRoots::default();
    for _ in 0..2000 {
        roots.values.push(count_down(&mut heap, 8));
        count_down(&mut heap, 120);
    }
    collect(&mut heap, Collection::Major, &mut roots);
    let before = heap.statistics().occupied;
    for _ in 0..50 {
        count_down(&mut heap, 20_000);
        collect(&mut heap, Collection::Minor, &mut roots);
    }
    assert_eq!(heap.statistics().occupied, before);
    assert!(heap.statistics().peak < 2 * before + (2000 * 128 * 16));
    roots.values.iter().for_each(|list| assert_counts_down(*list, 8));
}

#[test]
fn large_objects_are_freed() {
    let mut heap = heap();
    let mut roots = TestRoots::default();
    let kept = heap.words(Type::Vector, 50_000, Value::TRUE);
    roots.values.push(kept);
    for round in 0..2000 {
        heap.words(Type::Vector, 10_000 + round % 7 * 10_000, Value::NIL);
        poll(&mut heap, &mut roots);
    }
    assert!(heap.statistics().peak < 8 << 20, "{:?}", heap.statistics());
    roots.values.clear();
    collect(&mut heap, Collection::Minor, &mut roots);
    assert!(heap.is_marked(kept));
    collect(&mut heap, Collection::Major, &mut roots);
    assert_eq!(heap.statistics().occupied, 0);
}

#[test]
fn the_limit_is_noticed_and_the_reserve_used_once() {
    let mut heap = Heap::new(64 << 20);
    let mut roots = TestRoots::default();
    assert_eq!(heap.reserve(1 << 50), Err(OutOfMemory { wanted: 1 << 50 }));
    assert!(!heap.needs_collection_for(1 << 50));
    let chunk = 8 << 17;
    let mut count = 0;
    while heap.reserve(chunk).is_ok() {
        roots.values.push(heap.words(Type::Vector, chunk / 8 - 1, Value::NIL));
        count += 1;
    }
    assert!((50..64).contains(&count), "{count}");
    assert!(heap.needs_collection_for(chunk));
    collect(&mut heap, Collection::Major, &mut roots);
    assert!(heap.is_exhausted() && !heap.needs_collection_for(chunk));
    heap.use_reserve();
    assert_eq!(heap.reserve(chunk), Ok(()));
    roots.values.clear();
    assert!(heap.reserve(32 << 20).is_err() && !heap.needs_collection_for(32 << 20));
    heap.cons(Value::NIL, Value::NIL);
    assert!(heap.needs_collection_for(32 << 20));
    collect(&mut heap, Collection::Major, &mut roots);
    assert!(!heap.is_exhausted() && heap.reserve(32 << 20).is_ok());
    assert!(heap.reserve(62 << 20).is_err(), "the reserve is kept back again");
}

#[test]
fn small_allocation_alone_reaches_the_limit_by_collections() {
    let mut heap = Heap::new(16 << 20);
    let mut roots = TestRoots { values: vec![Value::NIL], ..Default::default() };
    for round in 0.. {
        roots.values[0] = (0..1000).fold(roots.values[0], |rest, _| heap.cons(Value::NIL, rest));
        poll(&mut heap, &mut roots);
        if heap.is_exhausted() {
            assert!((650..1100).contains(&round), "{round}");
            break;
        }
    }
    assert!(heap.statistics().peak <= 17 << 20, "{:?}", heap.statistics());
}

#[test]
fn the_end_of_the_systems_memory_is_like_the_limit() {
    let mut heap = Heap::new(16 << 20);
    // The address space has 64 MB.
    heap.budget = Budget::new(1 << 40, heap.blocks.space());
    let mut roots = TestRoots { values: vec![Value::NIL], ..Default::default() };
    while !heap.is_exhausted() {
        roots.values[0] = (0..1000).fold(roots.values[0], |rest, _| heap.cons(Value::NIL, rest));
        poll(&mut heap, &mut roots);
    }
    assert!((50 << 20..64 << 20).contains(&heap.statistics().occupied));
    assert!(heap.reserve(64 << 20).is_err());
}

/// Keeps a pair in the rest of every other block that a vector leaves, and no vector: in the end too few
/// blocks are free for two, though next to nothing is alive. Whether it came to that.
fn scatter(heap: &mut Heap, roots: &mut TestRoots) -> bool {
    const WORDS: usize = 3000;
    heap.set_nursery(1 << 18);
    for _ in 0..10_000 {
        if heap.reserve(16 * WORDS).is_err() {
            assert!(heap.needs_collection_for(16 * WORDS));
            collect(heap, Collection::Major, roots);
            if heap.reserve(16 * WORDS).is_err() {
                return true;
            }
        }
        heap.words(Type::Vector, WORDS, Value::NIL);
        heap.words(Type::Vector, WORDS, Value::NIL);
        roots.values[0] = heap.cons(Value::NIL, roots.values[0]);
        count_down(heap, 511);
        poll(heap, roots);
    }
    false
}

#[test]
fn a_scattered_heap_refuses_what_has_no_place() {
    let mut heap = Heap::new(4 << 20);
    heap.set_poison(false);
    let mut roots = TestRoots { values: vec![Value::NIL], ..Default::default() };
    assert!(scatter(&mut heap, &mut roots));
    assert!(!heap.is_exhausted() && heap.reserve(LINE).is_ok());
    for bytes in [LINE + 8, 100_000, 2 << 20] {
        if heap.reserve(bytes).is_ok() {
            heap.words(Type::Vector, bytes / 8 - 1, Value::NIL);
        }
    }
    roots.values.clear();
    collect(&mut heap, Collection::Major, &mut roots);
    assert_eq!((heap.statistics().occupied, heap.reserve(2 << 20)), (0, Ok(())));
}

#[test]
fn requests_fail_on_purpose() {
    let mut heap = heap();
    heap.fail_reserve(3, Refused::ForGood);
    assert_eq!((heap.reserve(8), heap.reserve(8)), (Ok(()), Ok(())));
    heap.cons(Value::NIL, Value::NIL);
    assert_eq!(heap.reserve(8), Err(OutOfMemory { wanted: 8 }));
    assert!(!heap.needs_collection_for(8));
    assert_eq!(heap.reserve(8), Ok(()));
}

#[test]
fn the_poll_word_is_zeroed_when_a_collection_is_due() {
    let mut heap = heap();
    let word = Arc::new(AtomicUsize::new(1));
    heap.set_poll(word.clone());
    heap.set_nursery(1 << 20);
    count_down(&mut heap, 60_000);
    assert_eq!((word.load(Ordering::Relaxed), heap.should_collect()), (1, None));
    count_down(&mut heap, 10_000);
    assert_eq!(word.load(Ordering::Relaxed), 0);
    assert_eq!(heap.should_collect(), Some(Collection::Minor));
}
