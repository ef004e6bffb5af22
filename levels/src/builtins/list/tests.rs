use crate::builtins::testing::{call, machine, numbers, outcome, refused};
use crate::condition::{Condition, Expected};
use crate::machine::Machine;
use crate::value::Value;

fn list(m: &mut Machine, items: &[i64]) -> Value {
    let items: Vec<Value> = items.iter().copied().map(Value::fixnum).collect();
    m.heap.list(&items)
}

fn n(number: i64) -> Value {
    Value::fixnum(number)
}

/// A list of three pairs in a circle.
fn circle(m: &mut Machine) -> Value {
    let circle = list(m, &[0, 1, 2]);
    let last = call(m, "last-pair", &[circle]);
    m.heap.set_cdr(last, circle);
    circle
}

#[test]
fn circular_lists_never_hang() {
    let m = &mut machine();
    let round = circle(m);
    assert_eq!(call(m, "list?", &[round]), Value::FALSE);
    assert_eq!(call(m, "length+", &[round]), Value::FALSE);
    for name in ["length", "reverse", "reverse!", "list-copy", "last-pair", "list->vector"] {
        let refusal = refused(m, name, &[round]);
        assert!(matches!(refusal, Condition::Circular { position: 1, .. }), "{name}");
    }
    for name in ["memq", "memv", "member", "delete"] {
        let refusal = refused(m, name, &[n(9), round]);
        assert!(matches!(refusal, Condition::Circular { position: 2, .. }), "{name}");
    }
    assert!(outcome(m, "append", &[round, n(1)]).is_err());
    assert!(outcome(m, "append!", &[round, n(1)]).is_err());
    let far = Value::fixnum((1 << 59) + 1);
    let expected = ((1i64 << 59) + 1) % 3;
    assert_eq!(call(m, "list-ref", &[round, far]), n(expected));
}

#[test]
fn parts_of_what_has_no_such_part() {
    let m = &mut machine();
    let short = list(m, &[1]);
    assert!(matches!(
        refused(m, "cadr", &[n(5)]),
        Condition::WrongType { expected: Expected::Pair, .. }
    ));
    assert!(matches!(refused(m, "cadr", &[short]), Condition::NoResult { who: "cadr", .. }));
    assert!(matches!(refused(m, "third", &[short]), Condition::NoResult { who: "third", .. }));
    let refusal = refused(m, "list-ref", &[short, n(5)]);
    assert!(matches!(refusal, Condition::OutOfRange { limit: 0, .. }));
    assert!(matches!(refused(m, "list-ref", &[Value::NIL, n(0)]), Condition::NoResult { .. }));
    assert!(matches!(refused(m, "list-tail", &[short, n(2)]), Condition::OutOfRange { .. }));
    assert!(matches!(refused(m, "list-tail", &[short, n(-1)]), Condition::OutOfRange { .. }));
}

#[test]
fn cxr_names_mean_what_they_spell() {
    let m = &mut machine();
    for row in super::BUILTINS {
        let inside = row.name.strip_prefix('c').and_then(|rest| rest.strip_suffix('r'));
        let Some(inside) = inside.filter(|s| s.len() > 1 && s.chars().all(|c| "ad".contains(c)))
        else {
            continue;
        };
        let mut object = n(42);
        for letter in inside.chars() {
            object = match letter {
                'a' => m.heap.cons(object, Value::NIL),
                _ => m.heap.cons(Value::NIL, object),
            };
        }
        assert_eq!(call(m, row.name, &[object]), n(42), "{}", row.name);
    }
}

#[test]
fn appending_shares_the_tail_and_copies_the_rest() {
    let m = &mut machine();
    let (a, b) = (list(m, &[1, 2]), list(m, &[3]));
    let joined = call(m, "append", &[a, Value::NIL, b]);
    assert_eq!(numbers(joined), [1, 2, 3]);
    assert_eq!(call(m, "list-tail", &[joined, n(2)]), b);
    assert_eq!(numbers(a), [1, 2]);
    let linked = call(m, "append!", &[Value::NIL, a, Value::NIL, b]);
    assert_eq!((linked, numbers(linked)), (a, vec![1, 2, 3]));
    assert_eq!(call(m, "append", &[n(5)]), n(5));
    assert!(outcome(m, "append", &[n(5), Value::NIL]).is_err());
}

#[test]
fn heads_tails_and_what_is_between() {
    let m = &mut machine();
    let l = list(m, &[0, 1, 2, 3, 4]);
    for (name, arguments, expected) in [
        ("take", vec![l, n(2)], vec![0, 1]),
        ("drop", vec![l, n(2)], vec![2, 3, 4]),
        ("take-right", vec![l, n(2)], vec![3, 4]),
        ("drop-right", vec![l, n(2)], vec![0, 1, 2]),
        ("except-last-pair", vec![l], vec![0, 1, 2, 3]),
        ("sublist", vec![l, n(1), n(3)], vec![1, 2]),
        ("reverse", vec![l], vec![4, 3, 2, 1, 0]),
        ("delq", vec![n(3), l], vec![0, 1, 2, 4]),
        ("iota", vec![n(3), n(5), n(-2)], vec![5, 3, 1]),
        ("append-reverse", vec![l, Value::NIL], vec![4, 3, 2, 1, 0]),
        ("reverse!", vec![l], vec![4, 3, 2, 1, 0]),
    ] {
        let result = call(m, name, &arguments);
        assert_eq!(numbers(result), expected, "{name}");
    }
}

#[test]
fn association_lists_must_be_made_of_pairs() {
    let m = &mut machine();
    let entry = m.heap.cons(n(1), n(2));
    let alist = m.heap.list(&[entry, n(7)]);
    assert_eq!(call(m, "assv", &[n(1), alist]), entry);
    assert!(matches!(
        refused(m, "assv", &[n(3), alist]),
        Condition::WrongType { expected: Expected::AssociationList, position: 2, .. }
    ));
}

#[test]
fn sizes_that_cannot_be_are_conditions() {
    let m = &mut machine();
    let huge = n(1_000_000_000_000_000);
    for name in ["make-list", "iota"] {
        assert!(matches!(refused(m, name, &[n(-1)]), Condition::WrongType { .. }));
        assert!(matches!(refused(m, name, &[huge]), Condition::OutOfMemory { .. }));
    }
}
