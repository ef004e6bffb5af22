use super::*;
use crate::heap::BLOCK;
use crate::layout::{Type, flag};

#[test]
fn objects_of_every_shape_hold_what_was_put_in() {
    let mut heap = heap();
    let pair = heap.cons(Value::TRUE, Value::NIL);
    let flonum = heap.flonum(1e300);
    let sizes = [0, 1, 2, 13, 14, 15, 500, 3000, 4095, 4096, 100_000];
    let vectors: Vec<Value> =
        sizes.iter().map(|len| heap.words(Type::Vector, *len, Value::TRUE)).collect();
    let bytes: Vec<Value> =
        sizes.iter().map(|len| heap.bytes_filled(Type::Bytes, flag::IMMUTABLE, *len, 9)).collect();
    assert_eq!((pair.car(), pair.cdr()), (Value::TRUE, Value::NIL));
    assert_eq!(flonum.flonum_value(), 1e300);
    for (i, len) in sizes.into_iter().enumerate() {
        assert_eq!(vectors[i].vector_len(), len);
        assert!((0..len).all(|j| vectors[i].field(j) == Value::TRUE));
        assert_eq!(bytes[i].header().flags(), flag::IMMUTABLE);
        assert!(heap.bytes_of(bytes[i]) == vec![9; len]);
    }
}

#[test]
fn objects_do_not_overlap() {
    let mut heap = heap();
    let mut extents = Vec::new();
    for i in 0..20_000usize {
        let len = [1, 3, 14, 17, 200, 1000, 5000][i * 7919 % 7];
        let object = heap.words(Type::Vector, len, Value::NIL);
        extents.push((object.address() as usize, object.header().object_bytes()));
    }
    extents.sort();
    assert!(extents.windows(2).all(|pair| pair[0].0 + pair[0].1 <= pair[1].0));
    assert!(extents.iter().all(|(start, _)| start % 16 == 0));
}

#[test]
fn medium_objects_leave_holes_to_small_ones() {
    let mut heap = heap();
    for _ in 0..100 {
        heap.words(Type::Vector, 2000, Value::NIL);
    }
    let before = heap.statistics().occupied;
    // Each of the 50 blocks of 32 KB has two of the vectors, and room for 46 pairs beside them.
    // That of the last one is not given up yet.
    for _ in 0..46 * 49 {
        heap.cons(Value::NIL, Value::NIL);
    }
    assert_eq!(heap.statistics().occupied, before);
    heap.cons(Value::NIL, Value::NIL);
    assert_eq!(heap.statistics().occupied, before + BLOCK);
}
