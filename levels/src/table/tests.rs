use super::*;
use std::collections::HashMap;

fn table(heap: &mut Heap, kind: Kind) -> Value {
    make(heap, kind, 0, (Value::FALSE, Value::FALSE)).unwrap()
}

fn n(number: i64) -> Value {
    Value::fixnum(number)
}

fn keys(table: Value) -> Vec<i64> {
    entries(table).map(|(key, _)| key.fixnum_value()).collect()
}

/// The keys that a walk meets, `change` being called after each.
fn walk(
    heap: &mut Heap,
    table: Value,
    mut change: impl FnMut(&mut Heap, i64),
) -> Vec<(i64, Value)> {
    let mut met = Vec::new();
    let mut at = cursor::first(heap, table);
    while let Some(cursor) = at {
        met.push((cursor::key(cursor).fixnum_value(), cursor::value(cursor)));
        change(heap, cursor::key(cursor).fixnum_value());
        at = cursor::next(heap, cursor);
    }
    met
}

/// A small generator, so that the sequence is the same in every run.
fn next_random(state: &mut u64) -> u64 {
    *state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
    *state >> 33
}

#[test]
fn random_changes_agree_with_a_simple_model() {
    let heap = &mut Heap::new(1 << 30);
    let table = table(heap, Kind::Eqv);
    let (mut model, mut order, mut state) = (HashMap::new(), Vec::new(), 7);
    for step in 0..200_000 {
        let key = (next_random(&mut state) % 500) as i64;
        match next_random(&mut state) % 5 {
            0..=2 => {
                set(heap, table, n(key), n(step)).unwrap();
                if model.insert(key, step).is_none() {
                    order.push(key);
                }
            }
            3 => {
                assert_eq!(remove(heap, table, n(key)), model.remove(&key).map(n));
                order.retain(|other| *other != key);
            }
            _ => assert_eq!(get(heap, table, n(key)), model.get(&key).copied().map(n)),
        }
        assert_eq!(len(table), model.len());
        if step % 10_007 == 0 {
            assert_eq!(keys(table), order);
            let copied = copy(heap, table).unwrap();
            assert_eq!(keys(copied), order);
            rehash(heap, table).unwrap();
        }
    }
    assert_eq!(keys(table), order);
}

#[test]
fn a_walk_meets_what_was_there_and_still_is() {
    let heap = &mut Heap::new(1 << 30);
    let table = table(heap, Kind::Eq);
    for key in 0..100 {
        set(heap, table, n(key), n(key)).unwrap();
    }
    let met = walk(heap, table, |heap, key| {
        assert_eq!(remove(heap, table, n(key)), Some(n(key)));
        remove(heap, table, n(key * 2 + 1));
        for fresh in 0..5 {
            set(heap, table, n(1000 + key * 10 + fresh), n(0)).unwrap();
        }
    });
    let gone = |key: i64| key % 2 == 1 && met.iter().any(|(other, _)| other * 2 + 1 == key);
    let expected: Vec<i64> = (0..100).filter(|key| !gone(*key)).collect();
    assert_eq!(met.iter().map(|(key, _)| *key).collect::<Vec<_>>(), expected);
}

#[test]
fn clearing_ends_a_walk() {
    let heap = &mut Heap::new(1 << 30);
    let table = table(heap, Kind::Eq);
    for key in 0..10 {
        set(heap, table, n(key), n(key)).unwrap();
    }
    let met = walk(heap, table, |heap, key| {
        if key == 3 {
            clear(heap, table).unwrap();
            set(heap, table, n(77), n(0)).unwrap();
        }
    });
    assert_eq!((met.len(), keys(table)), (4, vec![77]));
}

#[test]
fn compaction_keeps_a_queue_small() {
    let heap = &mut Heap::new(1 << 30);
    let table = table(heap, Kind::Eq);
    for step in 0..100_000 {
        set(heap, table, n(step), n(step)).unwrap();
        if step >= 10 {
            assert_eq!(remove(heap, table, n(step - 10)), Some(n(step - 10)));
        }
    }
    assert_eq!((len(table), table.field(INDEX).header().len() <= 64), (10, true));
}

#[test]
fn equal_tables_compare_by_content_and_eqv_tables_numbers_by_value() {
    let heap = &mut Heap::new(1 << 30);
    let (equal, eqv) = (table(heap, Kind::Equal), table(heap, Kind::Eqv));
    let (a, b) = (heap.list(&[n(1), n(2)]), heap.list(&[n(1), n(2)]));
    set(heap, equal, a, n(5)).unwrap();
    assert_eq!(get(heap, equal, b), Some(n(5)));
    set(heap, eqv, a, n(5)).unwrap();
    assert_eq!((get(heap, eqv, b), get(heap, eqv, a)), (None, Some(n(5))));
    let (x, y) = (heap.flonum(1e300), heap.flonum(1e300));
    set(heap, eqv, x, n(6)).unwrap();
    assert_eq!((get(heap, eqv, y), get(heap, equal, y)), (Some(n(6)), None));
}

#[test]
fn custom_tables_give_the_candidates_for_a_hash() {
    let heap = &mut Heap::new(1 << 30);
    let table = table(heap, Kind::Custom);
    let (a, b) = (heap.list(&[n(1)]), heap.list(&[n(2)]));
    for key in [a, b] {
        let probe = Probe::identical(heap, key, n(42));
        set_probed(heap, table, &probe, n(0)).unwrap();
    }
    let probe = Probe::identical(heap, a, n(42));
    assert_eq!(candidates(table, &probe), [a, b]);
    assert_eq!(remove_probed(heap, table, &probe), Some(n(0)));
    assert_eq!(candidates(table, &probe), [b]);
}
