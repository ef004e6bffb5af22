//! Making lists of lists.

use super::part;
use crate::builtins::argument;
use crate::condition::{Condition, Expected, Outcome, wrong_type};
use crate::layout::{GRANULE, Type};
use crate::machine::Machine;
use crate::number::{self, arithmetic};
use crate::pair::{self, End, ListBuilder, Walk};
use crate::value::Value;

pub fn cons_star(m: &mut Machine, a: &[Value]) -> Outcome {
    let (items, tail) = a.split_at(a.len() - 1);
    Ok(m.heap.list_with_tail(items, tail[0]))
}

pub fn make_list(m: &mut Machine, a: &[Value]) -> Outcome {
    let len = argument::size("make-list", 1, a[0])?;
    let fill = a.get(1).copied().unwrap_or(Value::UNSPECIFIED);
    m.heap.reserve(len.saturating_mul(GRANULE))?;
    let mut list = Value::NIL;
    for _ in 0..len {
        m.heap.effort.spend(1)?;
        list = m.heap.cons(fill, list);
    }
    Ok(list)
}

/// `(iota count [start [step]])`: each element is `start + i × step`, as SRFI 1 asks, so that
/// inexact steps do not add up their errors.
pub fn iota(m: &mut Machine, a: &[Value]) -> Outcome {
    let count = argument::size("iota", 1, a[0])?;
    let start = a.get(1).copied().unwrap_or(Value::fixnum(0));
    let step = a.get(2).copied().unwrap_or(Value::fixnum(1));
    for (position, number) in [(2, start), (3, step)] {
        if !number::is_number(number) {
            return wrong_type("iota", position, Expected::Number, number);
        }
    }
    m.heap.reserve(count.saturating_mul(GRANULE))?;
    let mut list = ListBuilder::new();
    for i in 0..count {
        m.heap.effort.spend(4)?;
        let element = match i {
            0 => start,
            _ => {
                let product = arithmetic::mul(&mut m.heap, Value::fixnum(i as i64), step)?;
                arithmetic::add(&mut m.heap, start, product)?
            }
        };
        list.push(&mut m.heap, element);
    }
    Ok(list.finish(&mut m.heap, Value::NIL))
}

/// Pushes the elements of argument `position` of `who`, which must be a proper list.
fn push_all(
    m: &mut Machine,
    list: &mut ListBuilder,
    who: &'static str,
    position: usize,
    source: Value,
) -> Outcome<()> {
    let len = pair::proper_length(&m.heap.effort, who, position, source)?;
    m.heap.reserve(len.saturating_mul(GRANULE))?;
    let mut walk = Walk::new(source);
    while let Some(pair) = walk.step(&m.heap.effort)? {
        list.push(&mut m.heap, pair.car());
    }
    Ok(())
}

/// A copy of the list's pairs; the end of a dotted list is kept (R7RS 6.4).
pub fn list_copy(m: &mut Machine, a: &[Value]) -> Outcome {
    let (len, end) = pair::measured(&m.heap.effort, a[0])?;
    let tail = match end {
        End::Proper => Value::NIL,
        End::Dotted(tail) => tail,
        End::Circular => {
            return Err(Box::new(Condition::Circular { who: "list-copy", position: 1 }));
        }
    };
    m.heap.reserve(len.saturating_mul(GRANULE))?;
    let mut list = ListBuilder::new();
    let mut walk = Walk::new(a[0]);
    while let Some(pair) = walk.step(&m.heap.effort)? {
        list.push(&mut m.heap, pair.car());
    }
    Ok(list.finish(&mut m.heap, tail))
}

pub fn alist_copy(m: &mut Machine, a: &[Value]) -> Outcome {
    let len = pair::proper_length(&m.heap.effort, "alist-copy", 1, a[0])?;
    m.heap.reserve(len.saturating_mul(2 * GRANULE))?;
    let mut list = ListBuilder::new();
    let mut walk = Walk::new(a[0]);
    while let Some(pair) = walk.step(&m.heap.effort)? {
        let entry = pair.car();
        let entry = if entry.is_pair() { m.heap.cons(entry.car(), entry.cdr()) } else { entry };
        list.push(&mut m.heap, entry);
    }
    Ok(list.finish(&mut m.heap, Value::NIL))
}

fn append_lists(m: &mut Machine, who: &'static str, lists: &[Value]) -> Outcome {
    let Some((tail, lists)) = lists.split_last() else { return Ok(Value::NIL) };
    let mut list = ListBuilder::new();
    for (index, source) in lists.iter().enumerate() {
        push_all(m, &mut list, who, index + 1, *source)?;
    }
    Ok(list.finish(&mut m.heap, *tail))
}

pub fn append(m: &mut Machine, a: &[Value]) -> Outcome {
    append_lists(m, "append", a)
}

pub fn concatenate(m: &mut Machine, a: &[Value]) -> Outcome {
    let lists = pair::elements(&m.heap.effort, "concatenate", 1, a[0])?;
    append_lists(m, "concatenate", &lists)
}

/// `append!` by linking the lists; nothing is linked unless all of them are in order.
pub fn append_in_place(m: &mut Machine, a: &[Value]) -> Outcome {
    let Some((tail, lists)) = a.split_last() else { return Ok(Value::NIL) };
    let mut ends = Vec::with_capacity(lists.len());
    for (index, list) in lists.iter().enumerate() {
        if pair::proper_length(&m.heap.effort, "append!", index + 1, *list)? > 0 {
            ends.push((*list, part::final_pair(&m.heap.effort, "append!", *list)?));
        }
    }
    let mut result = *tail;
    for (list, last) in ends.into_iter().rev() {
        m.heap.set_cdr(last, result);
        result = list;
    }
    Ok(result)
}

fn reversed_onto(m: &mut Machine, who: &'static str, list: Value, tail: Value) -> Outcome {
    let len = pair::proper_length(&m.heap.effort, who, 1, list)?;
    m.heap.reserve(len.saturating_mul(GRANULE))?;
    let (mut walk, mut reversed) = (Walk::new(list), tail);
    while let Some(pair) = walk.step(&m.heap.effort)? {
        reversed = m.heap.cons(pair.car(), reversed);
    }
    Ok(reversed)
}

pub fn reverse(m: &mut Machine, a: &[Value]) -> Outcome {
    reversed_onto(m, "reverse", a[0], Value::NIL)
}

pub fn append_reverse(m: &mut Machine, a: &[Value]) -> Outcome {
    reversed_onto(m, "append-reverse", a[0], a[1])
}

pub fn reverse_in_place(m: &mut Machine, a: &[Value]) -> Outcome {
    pair::proper_length(&m.heap.effort, "reverse!", 1, a[0])?;
    let (mut rest, mut done) = (a[0], Value::NIL);
    while rest.is_pair() {
        let next = rest.cdr();
        m.heap.set_cdr(rest, done);
        done = rest;
        rest = next;
    }
    Ok(done)
}

/// The first `count` elements of argument 1 of `who`, and the tail after them.
fn split(m: &mut Machine, who: &'static str, list: Value, k: Value) -> Outcome<(Value, Value)> {
    let tail = part::tail(&m.heap.effort, who, list, k)?;
    let count = k.as_index().unwrap_or(0);
    m.heap.reserve(count.saturating_mul(GRANULE))?;
    let mut head = ListBuilder::new();
    let mut at = list;
    for _ in 0..count {
        m.heap.effort.spend(1)?;
        head.push(&mut m.heap, at.car());
        at = at.cdr();
    }
    Ok((head.finish(&mut m.heap, Value::NIL), tail))
}

/// `list-head`, `take`, `take!`: the first `k` elements, in fresh pairs.
pub fn head(m: &mut Machine, who: &'static str, a: &[Value]) -> Outcome {
    Ok(split(m, who, a[0], a[1])?.0)
}

pub fn split_at(m: &mut Machine, a: &[Value]) -> Outcome {
    let (head, tail) = split(m, "split-at", a[0], a[1])?;
    Ok(m.heap.object(Type::MultipleValues, &[head, tail]))
}

/// The number of pairs that stand before the last `k` ones.
fn before_the_last(m: &Machine, who: &'static str, list: Value, k: Value) -> Outcome<usize> {
    let (len, end) = pair::measured(&m.heap.effort, list)?;
    if end == End::Circular {
        return Err(Box::new(Condition::Circular { who, position: 1 }));
    }
    Ok(len - argument::index(who, 2, k, len)?)
}

/// The last `k` pairs: a tail of the list, shared with it.
pub fn take_right(m: &mut Machine, a: &[Value]) -> Outcome {
    let skip = before_the_last(m, "take-right", a[0], a[1])?;
    part::tail(&m.heap.effort, "take-right", a[0], Value::fixnum(skip as i64))
}

pub fn drop_right(m: &mut Machine, a: &[Value]) -> Outcome {
    let keep = before_the_last(m, "drop-right", a[0], a[1])?;
    Ok(split(m, "drop-right", a[0], Value::fixnum(keep as i64))?.0)
}

pub fn except_last_pair(m: &mut Machine, a: &[Value]) -> Outcome {
    part::final_pair(&m.heap.effort, "except-last-pair", a[0])?;
    let keep = before_the_last(m, "except-last-pair", a[0], Value::fixnum(1))?;
    Ok(split(m, "except-last-pair", a[0], Value::fixnum(keep as i64))?.0)
}

/// `(sublist list start end)`: the elements from `start` up to `end`, in fresh pairs.
pub fn sublist(m: &mut Machine, a: &[Value]) -> Outcome {
    let len = pair::proper_length(&m.heap.effort, "sublist", 1, a[0])?;
    let range = argument::range("sublist", a, 2, len)?;
    let tail = part::tail(&m.heap.effort, "sublist", a[0], Value::fixnum(range.start as i64))?;
    Ok(split(m, "sublist", tail, Value::fixnum(range.len() as i64))?.0)
}
