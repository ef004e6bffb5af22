use super::*;
use crate::layout::{GRANULE, Type};

const BOTH: [Collection; 2] = [Collection::Minor, Collection::Major];

#[test]
fn what_is_reachable_survives() {
    for kind in BOTH {
        let mut heap = heap();
        let mut roots = TestRoots::default();
        let list = count_down(&mut heap, 1000);
        let flonum = heap.flonum(2.5e300);
        let bytes = heap.bytes(Type::Bytes, 0, b"bytes");
        let inner = heap.words(Type::Vector, 10_000, list);
        let code = heap.words(Type::Code, 12, flonum);
        (8..12).for_each(|i| heap.init_field(code, i, Value::from_bits(u64::MAX)));
        let frames =
            heap.object(Type::Segment, &[Value::fixnum(1), bytes, Value::from_bits(0xdead_beef)]);
        roots.values.push(heap.object(Type::Record, &[inner, code, frames]));
        for _ in 0..3 {
            collect(&mut heap, kind, &mut roots);
            count_down(&mut heap, 100_000);
        }
        assert_counts_down(inner.field(9_999), 1000);
        assert_eq!(code.field(7).flonum_value(), 2.5e300);
        assert_eq!(heap.bytes_of(frames.field(1)), b"bytes");
        assert!([list, flonum, bytes, inner, code, frames].iter().all(|v| heap.is_marked(*v)));
    }
}

#[test]
fn an_old_object_keeps_the_young_one_it_was_given() {
    let mut heap = heap();
    let pair = heap.cons(Value::NIL, Value::NIL);
    let vector = heap.words(Type::Vector, 10_001, Value::NIL);
    let version = heap.words(Type::Version, 7, Value::NIL);
    let frames = heap.words(Type::Segment, 9, Value::fixnum(4));
    let mut roots = TestRoots { values: vec![pair, vector, version, frames], ..Default::default() };
    for kind in [Collection::Minor, Collection::Major, Collection::Minor] {
        collect(&mut heap, kind, &mut roots);
        for len in 1..4 {
            let lists: Vec<Value> = (0..6).map(|i| count_down(&mut heap, len + i)).collect();
            heap.set_car(pair, lists[0]);
            heap.set_cdr(pair, lists[1]);
            heap.set_field(vector, 10_000, lists[2]);
            heap.set_raw(version, 5, 0x7f77_7777_7777_7777);
            heap.set_field(version, 3, lists[3]);
            heap.set_raw(frames, 5, 0x7f77_7777_7777_7777);
            heap.set_field(frames, 4, lists[4]);
            heap.set_field(frames, 1, lists[5]);
            collect(&mut heap, Collection::Minor, &mut roots);
            count_down(&mut heap, 10_000);
            let found = [
                pair.car(),
                pair.cdr(),
                vector.field(10_000),
                version.field(3),
                frames.field(4),
                frames.field(1),
            ];
            found.into_iter().zip(len..).for_each(|(list, n)| assert_counts_down(list, n));
        }
    }
}

#[test]
fn deep_structures_need_no_native_stack() {
    let mut heap = heap();
    let by_cdr = count_down(&mut heap, 1_000_000);
    let by_car = (0..1_000_000).fold(Value::NIL, |deep, _| heap.cons(deep, Value::NIL));
    let by_field =
        (0..1_000_000).fold(Value::NIL, |deep, _| heap.object(Type::Vector, &[Value::TRUE, deep]));
    let mut roots = TestRoots { values: vec![by_cdr, by_car, by_field], ..Default::default() };
    collect(&mut heap, Collection::Minor, &mut roots);
    collect(&mut heap, Collection::Major, &mut roots);
    assert_counts_down(by_cdr, 1_000_000);
}

#[test]
fn weak_tables_see_what_died() {
    let mut heap = heap();
    let mut roots = TestRoots::default();
    let (kept, old) = (heap.flonum(1e300), heap.flonum(2e300));
    roots.values = vec![kept, old];
    roots.weak = vec![kept, old];
    collect(&mut heap, Collection::Minor, &mut roots);
    roots.values.pop();
    roots.weak.push(heap.flonum(3e300));
    roots.weak.push(Value::fixnum(7));
    collect(&mut heap, Collection::Minor, &mut roots);
    assert_eq!(roots.weak, [kept, old, Value::fixnum(7)]);
    collect(&mut heap, Collection::Major, &mut roots);
    assert_eq!(roots.weak, [kept, Value::fixnum(7)]);
}

#[test]
fn verify_sees_a_forgotten_root() {
    let mut heap = heap();
    let lost = heap.cons(Value::NIL, Value::NIL);
    let pair = heap.cons(Value::NIL, Value::NIL);
    let mut roots = TestRoots { values: vec![pair], ..Default::default() };
    collect(&mut heap, Collection::Minor, &mut roots);
    heap.set_car(pair, lost);
    let at = pair.address() as usize;
    let word = lost.bits();
    let reason = "not marked";
    assert_eq!(heap.verify(&mut roots), Err(crate::heap::Corruption { at, word, reason }));
}

#[test]
fn freed_memory_is_poisoned() {
    let mut heap = heap();
    let lost = heap.words(Type::Vector, 100_000, Value::NIL);
    let small = heap.words(Type::Vector, 1000, Value::NIL);
    collect(&mut heap, Collection::Minor, &mut TestRoots::default());
    // SAFETY: the memory is still committed, though no object's.
    let word = |address: *mut u64| unsafe { *address };
    assert_eq!(word(lost.address()), 0xf7f7_f7f7_f7f7_f7f7);
    assert_eq!(word(small.address().wrapping_add(500)), 0xf7f7_f7f7_f7f7_f7f7);
}

#[test]
fn epochs_wrap_without_losing_writes() {
    let mut heap = heap();
    let vector = heap.words(Type::Vector, 64, Value::NIL);
    let mut roots = TestRoots { values: vec![vector], ..Default::default() };
    for round in 0..2000usize {
        let list = count_down(&mut heap, 3);
        heap.set_field(vector, round * 31 % 64, list);
        heap.collect(Collection::Minor, &mut roots);
        count_down(&mut heap, 20);
    }
    (0..64).for_each(|i| assert_counts_down(vector.field(i), 3));
    assert_eq!(heap.verify(&mut roots).map_err(|e| e.reason), Ok(()));
    assert!(heap.statistics().occupied < (1 << 20) + 64 * 3 * GRANULE);
}
