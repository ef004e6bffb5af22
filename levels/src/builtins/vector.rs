//! Vectors (R7RS 6.8), and what others' libraries add without procedure arguments.
//!
//! Invariant: literals are never changed, and a vector whose size the program chose is reserved
//! before it is made.

use super::{Builtin, argument, at_least, between, exactly, row};
use crate::condition::{Condition, Expected, Outcome, wrong_type};
use crate::layout::{GRANULE, Type, flag};
use crate::machine::Machine;
use crate::pair::{self, ListBuilder, Walk};
use crate::value::Value;

/// The rows.
pub const BUILTINS: &[Builtin] = &[
    row("vector?", exactly(1), "(vector? object)", |_, a| Ok(Value::boolean(a[0].is_vector()))),
    row("make-vector", between(1, 2), "(make-vector k [fill])", make_vector),
    row("vector", at_least(0), "(vector object …)", |m, a| Ok(m.heap.object(Type::Vector, a))),
    row("vector-length", exactly(1), "(vector-length vector)", vector_length),
    row("vector-empty?", exactly(1), "(vector-empty? vector)", is_vector_empty),
    row("vector-ref", exactly(2), "(vector-ref vector k)", vector_ref),
    row("vector-set!", exactly(3), "(vector-set! vector k object)", vector_set),
    row("vector-first", exactly(1), "(vector-first vector)", vector_first),
    row("vector-last", exactly(1), "(vector-last vector)", vector_last),
    row("vector->list", between(1, 3), "(vector->list vector [start [end]])", vector_to_list),
    row("subvector->list", exactly(3), "(subvector->list vector start end)", vector_to_list),
    row(
        "reverse-vector->list",
        between(1, 3),
        "(reverse-vector->list vector [start [end]])",
        reverse_vector_to_list,
    ),
    row("list->vector", exactly(1), "(list->vector list)", list_to_vector),
    row("reverse-list->vector", exactly(1), "(reverse-list->vector list)", reverse_list_to_vector),
    row("vector-fill!", between(2, 4), "(vector-fill! vector fill [start [end]])", vector_fill),
    row("subvector-fill!", exactly(4), "(subvector-fill! vector start end fill)", subvector_fill),
    row("vector-copy", between(1, 3), "(vector-copy vector [start [end]])", |m, a| {
        copy(m, "vector-copy", a)
    }),
    row("subvector", exactly(3), "(subvector vector start end)", |m, a| copy(m, "subvector", a)),
    row("vector-head", exactly(2), "(vector-head vector end)", |m, a| {
        copy(m, "vector-head", &[a[0], Value::fixnum(0), a[1]])
    }),
    row("vector-tail", exactly(2), "(vector-tail vector start)", |m, a| copy(m, "vector-tail", a)),
    row(
        "vector-reverse-copy",
        between(1, 3),
        "(vector-reverse-copy vector [start [end]])",
        vector_reverse_copy,
    ),
    row("vector-copy!", between(3, 5), "(vector-copy! to at from [start [end]])", vector_copy_into),
    row("vector-append", at_least(0), "(vector-append vector …)", vector_append),
    row("vector-concatenate", exactly(1), "(vector-concatenate vectors)", vector_concatenate),
    row("vector-grow", exactly(2), "(vector-grow vector k)", vector_grow),
    row("vector-swap!", exactly(3), "(vector-swap! vector i j)", vector_swap),
    row(
        "vector-reverse!",
        between(1, 3),
        "(vector-reverse! vector [start [end]])",
        vector_reverse_in_place,
    ),
];

/// Argument `position` of `who` as a vector.
fn vector(who: &'static str, position: usize, found: Value) -> Outcome {
    if found.is_vector() { Ok(found) } else { wrong_type(who, position, Expected::Vector, found) }
}

/// Argument 1 of `who` as a vector that is no literal.
fn mutable(who: &'static str, found: Value) -> Outcome {
    if vector(who, 1, found)?.header().flags() & flag::IMMUTABLE == 0 {
        Ok(found)
    } else {
        wrong_type(who, 1, Expected::MutableVector, found)
    }
}

/// A new vector of `len` elements, once the heap has agreed to its size.
fn allocate(m: &mut Machine, len: usize, fill: Value) -> Outcome {
    m.heap.reserve(len.saturating_mul(8).saturating_add(GRANULE))?;
    Ok(m.heap.words(Type::Vector, len, fill))
}

fn make_vector(m: &mut Machine, a: &[Value]) -> Outcome {
    let len = argument::size("make-vector", 1, a[0])?;
    m.heap.effort.spend(len)?;
    allocate(m, len, a.get(1).copied().unwrap_or(Value::UNSPECIFIED))
}

fn vector_length(_: &mut Machine, a: &[Value]) -> Outcome {
    Ok(Value::fixnum(vector("vector-length", 1, a[0])?.vector_len() as i64))
}

fn is_vector_empty(_: &mut Machine, a: &[Value]) -> Outcome {
    Ok(Value::boolean(vector("vector-empty?", 1, a[0])?.vector_len() == 0))
}

fn vector_ref(_: &mut Machine, a: &[Value]) -> Outcome {
    let len = vector("vector-ref", 1, a[0])?.vector_len();
    Ok(a[0].field(argument::element("vector-ref", 2, a[1], len)?))
}

fn vector_set(m: &mut Machine, a: &[Value]) -> Outcome {
    let len = mutable("vector-set!", a[0])?.vector_len();
    let index = argument::element("vector-set!", 2, a[1], len)?;
    m.heap.set_field(a[0], index, a[2]);
    Ok(Value::UNSPECIFIED)
}

fn vector_first(_: &mut Machine, a: &[Value]) -> Outcome {
    let len = vector("vector-first", 1, a[0])?.vector_len();
    Ok(a[0].field(argument::element("vector-first", 1, Value::fixnum(0), len)?))
}

fn vector_last(_: &mut Machine, a: &[Value]) -> Outcome {
    let len = vector("vector-last", 1, a[0])?.vector_len();
    let last = Value::fixnum(len.saturating_sub(1) as i64);
    Ok(a[0].field(argument::element("vector-last", 1, last, len)?))
}

fn vector_to_list(m: &mut Machine, a: &[Value]) -> Outcome {
    let len = vector("vector->list", 1, a[0])?.vector_len();
    let range = argument::range("vector->list", a, 2, len)?;
    m.heap.reserve(range.len().saturating_mul(GRANULE))?;
    let mut list = ListBuilder::new();
    for index in range {
        m.heap.effort.spend(1)?;
        list.push(&mut m.heap, a[0].field(index));
    }
    Ok(list.finish(&mut m.heap, Value::NIL))
}

fn reverse_vector_to_list(m: &mut Machine, a: &[Value]) -> Outcome {
    let len = vector("reverse-vector->list", 1, a[0])?.vector_len();
    let range = argument::range("reverse-vector->list", a, 2, len)?;
    m.heap.reserve(range.len().saturating_mul(GRANULE))?;
    let mut list = Value::NIL;
    for index in range {
        m.heap.effort.spend(1)?;
        list = m.heap.cons(a[0].field(index), list);
    }
    Ok(list)
}

fn list_to_vector(m: &mut Machine, a: &[Value]) -> Outcome {
    let len = pair::proper_length(&m.heap.effort, "list->vector", 1, a[0])?;
    let new = allocate(m, len, Value::UNSPECIFIED)?;
    let mut walk = Walk::new(a[0]);
    while let Some(pair) = walk.step(&m.heap.effort)? {
        let index = walk.steps() - 1;
        m.heap.init_field(new, index, pair.car());
    }
    Ok(new)
}

fn reverse_list_to_vector(m: &mut Machine, a: &[Value]) -> Outcome {
    let len = pair::proper_length(&m.heap.effort, "reverse-list->vector", 1, a[0])?;
    let new = allocate(m, len, Value::UNSPECIFIED)?;
    let mut walk = Walk::new(a[0]);
    while let Some(pair) = walk.step(&m.heap.effort)? {
        let index = walk.steps() - 1;
        m.heap.init_field(new, len - 1 - index, pair.car());
    }
    Ok(new)
}

/// One that is stopped has filled a part, and fills it again.
fn vector_fill(m: &mut Machine, a: &[Value]) -> Outcome {
    let len = mutable("vector-fill!", a[0])?.vector_len();
    for index in argument::range("vector-fill!", a, 3, len)? {
        m.heap.effort.spend(1)?;
        m.heap.set_field(a[0], index, a[1]);
    }
    Ok(Value::UNSPECIFIED)
}

fn subvector_fill(m: &mut Machine, a: &[Value]) -> Outcome {
    let len = mutable("subvector-fill!", a[0])?.vector_len();
    for index in argument::range("subvector-fill!", &a[..3], 2, len)? {
        m.heap.effort.spend(1)?;
        m.heap.set_field(a[0], index, a[3]);
    }
    Ok(Value::UNSPECIFIED)
}

/// Copies `count` elements into a vector that nothing else has seen yet.
fn fill_fresh(
    m: &mut Machine,
    new: Value,
    at: usize,
    from: Value,
    start: usize,
    count: usize,
) -> Outcome<()> {
    for offset in 0..count {
        m.heap.effort.spend(1)?;
        m.heap.init_field(new, at + offset, from.field(start + offset));
    }
    Ok(())
}

/// `(copy vector [start [end]])` for all its names.
fn copy(m: &mut Machine, who: &'static str, a: &[Value]) -> Outcome {
    let len = vector(who, 1, a[0])?.vector_len();
    let range = argument::range(who, a, 2, len)?;
    let new = allocate(m, range.len(), Value::UNSPECIFIED)?;
    fill_fresh(m, new, 0, a[0], range.start, range.len())?;
    Ok(new)
}

fn vector_reverse_copy(m: &mut Machine, a: &[Value]) -> Outcome {
    let len = vector("vector-reverse-copy", 1, a[0])?.vector_len();
    let range = argument::range("vector-reverse-copy", a, 2, len)?;
    let new = allocate(m, range.len(), Value::UNSPECIFIED)?;
    for (index, from) in range.rev().enumerate() {
        m.heap.effort.spend(1)?;
        m.heap.init_field(new, index, a[0].field(from));
    }
    Ok(new)
}

/// `(vector-copy! to at from [start [end]])`: right where the two overlap, too.
fn vector_copy_into(m: &mut Machine, a: &[Value]) -> Outcome {
    const WHO: &str = "vector-copy!";
    let room = mutable(WHO, a[0])?.vector_len();
    let at = argument::index(WHO, 2, a[1], room)?;
    let len = vector(WHO, 3, a[2])?.vector_len();
    let range = argument::range(WHO, a, 4, len)?;
    if range.len() > room - at {
        let reason = "there is not so much room in the target";
        return Err(Box::new(Condition::NoResult { who: WHO, reason, found: a[2] }));
    }
    let count = range.len();
    // Looked at once: what has been moved cannot be moved again where the two overlap.
    m.heap.effort.spend(count)?;
    if at <= range.start {
        (0..count).for_each(|i| m.heap.set_field(a[0], at + i, a[2].field(range.start + i)));
    } else {
        (0..count).rev().for_each(|i| m.heap.set_field(a[0], at + i, a[2].field(range.start + i)));
    }
    Ok(Value::UNSPECIFIED)
}

fn append_vectors(m: &mut Machine, who: &'static str, vectors: &[Value]) -> Outcome {
    let mut len = 0;
    for (index, part) in vectors.iter().enumerate() {
        len += vector(who, index + 1, *part)?.vector_len();
    }
    let new = allocate(m, len, Value::UNSPECIFIED)?;
    let mut at = 0;
    for part in vectors {
        fill_fresh(m, new, at, *part, 0, part.vector_len())?;
        at += part.vector_len();
    }
    Ok(new)
}

fn vector_append(m: &mut Machine, a: &[Value]) -> Outcome {
    append_vectors(m, "vector-append", a)
}

fn vector_concatenate(m: &mut Machine, a: &[Value]) -> Outcome {
    let vectors = pair::elements(&m.heap.effort, "vector-concatenate", 1, a[0])?;
    append_vectors(m, "vector-concatenate", &vectors)
}

/// A vector of at least the same length that begins like the given one.
fn vector_grow(m: &mut Machine, a: &[Value]) -> Outcome {
    let len = vector("vector-grow", 1, a[0])?.vector_len();
    let wanted = argument::size("vector-grow", 2, a[1])?;
    if wanted < len {
        let reason = "the new length is less than the vector's";
        return Err(Box::new(Condition::NoResult { who: "vector-grow", reason, found: a[1] }));
    }
    let new = allocate(m, wanted, Value::UNSPECIFIED)?;
    fill_fresh(m, new, 0, a[0], 0, len)?;
    Ok(new)
}

fn vector_swap(m: &mut Machine, a: &[Value]) -> Outcome {
    let len = mutable("vector-swap!", a[0])?.vector_len();
    let i = argument::element("vector-swap!", 2, a[1], len)?;
    let j = argument::element("vector-swap!", 3, a[2], len)?;
    swap(m, a[0], i, j);
    Ok(Value::UNSPECIFIED)
}

fn swap(m: &mut Machine, vector: Value, i: usize, j: usize) {
    let (at_i, at_j) = (vector.field(i), vector.field(j));
    m.heap.set_field(vector, i, at_j);
    m.heap.set_field(vector, j, at_i);
}

fn vector_reverse_in_place(m: &mut Machine, a: &[Value]) -> Outcome {
    let len = mutable("vector-reverse!", a[0])?.vector_len();
    let range = argument::range("vector-reverse!", a, 2, len)?;
    for offset in 0..range.len() / 2 {
        swap(m, a[0], range.start + offset, range.end - 1 - offset);
    }
    Ok(Value::UNSPECIFIED)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::builtins::testing::{call, machine, numbers, refused};

    fn vector_of(m: &mut Machine, items: &[i64]) -> Value {
        let items: Vec<Value> = items.iter().copied().map(Value::fixnum).collect();
        m.heap.object(Type::Vector, &items)
    }

    fn content(vector: Value) -> Vec<i64> {
        (0..vector.vector_len()).map(|i| vector.field(i).fixnum_value()).collect()
    }

    #[test]
    fn sizes_that_cannot_be_are_conditions() {
        let m = &mut machine();
        let refusal = refused(m, "make-vector", &[Value::fixnum(-1)]);
        assert!(matches!(refusal, Condition::WrongType { position: 1, .. }));
        let refusal = refused(m, "make-vector", &[Value::fixnum(1_000_000_000_000_000)]);
        assert!(matches!(refusal, Condition::OutOfMemory { .. }));
        let empty = vector_of(m, &[]);
        for name in ["vector-first", "vector-last"] {
            assert!(matches!(refused(m, name, &[empty]), Condition::NoResult { .. }));
        }
    }

    #[test]
    fn overlapping_copies_are_right_in_both_directions() {
        let m = &mut machine();
        let n = Value::fixnum;
        let v = vector_of(m, &[0, 1, 2, 3, 4, 5]);
        call(m, "vector-copy!", &[v, n(1), v, n(0), n(5)]);
        assert_eq!(content(v), [0, 0, 1, 2, 3, 4]);
        call(m, "vector-copy!", &[v, n(0), v, n(2)]);
        assert_eq!(content(v), [1, 2, 3, 4, 3, 4]);
        let refusal = refused(m, "vector-copy!", &[v, n(3), v, n(0), n(4)]);
        assert!(matches!(refusal, Condition::NoResult { .. }));
    }

    #[test]
    fn literals_are_not_changed() {
        let m = &mut machine();
        let v = vector_of(m, &[1, 2]);
        m.heap.set_flags(v, flag::IMMUTABLE);
        for (name, rest) in [("vector-set!", 2), ("vector-fill!", 1), ("vector-reverse!", 0)] {
            let mut arguments = vec![Value::fixnum(0); rest + 1];
            arguments[0] = v;
            let refusal = refused(m, name, &arguments);
            assert!(matches!(
                refusal,
                Condition::WrongType { expected: Expected::MutableVector, .. }
            ));
        }
        assert_eq!(content(v), [1, 2]);
    }

    #[test]
    fn ranges_lists_and_growth() {
        let m = &mut machine();
        let n = Value::fixnum;
        let v = vector_of(m, &[0, 1, 2, 3]);
        let list = call(m, "vector->list", &[v, n(1), n(3)]);
        assert_eq!(numbers(list), [1, 2]);
        let list = call(m, "reverse-vector->list", &[v]);
        assert_eq!(numbers(list), [3, 2, 1, 0]);
        let back = call(m, "reverse-list->vector", &[list]);
        assert_eq!(content(back), content(v));
        let grown = call(m, "vector-grow", &[v, n(6)]);
        assert_eq!((grown.vector_len(), grown.field(3)), (6, n(3)));
        call(m, "subvector-fill!", &[v, n(1), n(3), n(9)]);
        assert_eq!(content(v), [0, 9, 9, 3]);
        let joined = call(m, "vector-append", &[v, v]);
        assert_eq!(content(joined), [0, 9, 9, 3, 0, 9, 9, 3]);
    }
}
