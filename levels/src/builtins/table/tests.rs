//! Tests of the builtins of hash tables.

use crate::builtins::testing::{call, is_left, machine, numbers, refused};
use crate::condition::{Condition, Expected};
use crate::value::Value;

#[test]
fn listings_are_in_the_order_of_insertion() {
    let m = &mut machine();
    let table = call(m, "make-equal-hash-table", &[]);
    for key in [5, 3, 9, 3] {
        call(m, "hash-table-set!", &[table, Value::fixnum(key), Value::fixnum(key * 10)]);
    }
    let keys = call(m, "hash-table-keys", &[table]);
    let values = call(m, "hash-table-values", &[table]);
    assert_eq!((numbers(keys), numbers(values)), (vec![5, 3, 9], vec![50, 30, 90]));
    let alist = call(m, "hash-table->alist", &[table]);
    let kind = m.symbols.intern(&mut m.heap, "eqv");
    let again = call(m, "%alist->hash-table", &[alist, kind]);
    let keys = call(m, "hash-table-keys", &[again]);
    assert_eq!(numbers(keys), [5, 3, 9]);
}

#[test]
fn hashes_for_programs_agree_with_equivalence_in_every_run() {
    let m = &mut machine();
    let read = |m: &mut crate::machine::Machine| {
        let text = "(#(a \"b\" 1/2) 1.5 . #\\c)";
        let source = m.sources.add("test", text);
        crate::reader::read_all(&mut m.heap, &mut m.symbols, &mut m.sources, source).unwrap()[0]
    };
    let (a, b) = (read(m), read(m));
    let (x, y) = (call(m, "equal-hash", &[a]), call(m, "equal-hash", &[b]));
    assert_eq!(x, y);
    let bounded = call(m, "hash", &[a, Value::fixnum(7)]);
    assert!((0..7).contains(&bounded.fixnum_value()));
    let other = &mut machine();
    let c = read(other);
    assert_eq!(call(other, "equal-hash", &[c]), x);
    assert_eq!(call(m, "eqv-hash", &[a]), call(m, "eq-hash", &[b]));
}

#[test]
fn wrong_tables_keys_and_kinds_are_refused() {
    let m = &mut machine();
    let n = Value::fixnum(1);
    assert!(matches!(
        refused(m, "hash-table-set!", &[n, n, n]),
        Condition::WrongType { expected: Expected::Table, position: 1, .. }
    ));
    let strings = call(m, "make-string-hash-table", &[]);
    assert!(matches!(
        refused(m, "hash-table-set!", &[strings, n, n]),
        Condition::WrongType { expected: Expected::String, position: 2, .. }
    ));
    let custom = m.symbols.intern(&mut m.heap, "custom");
    let custom = call(m, "%make-hash-table", &[custom]);
    assert!(is_left(m, "hash-table-ref/default", &[custom, n, n]));
    assert!(matches!(refused(m, "%hash-table-next", &[n]), Condition::WrongType { .. }));
    let huge = Value::fixnum(1 << 50);
    assert!(matches!(refused(m, "make-equal-hash-table", &[huge]), Condition::OutOfMemory { .. }));
}
