//! Looking for things in lists, and lists without them.

use crate::builtins::{Answer, Refusal};
use crate::condition::{Condition, Expected, Outcome, wrong_type};
use crate::effort::Stopped;
use crate::equality;
use crate::heap::Heap;
use crate::layout::GRANULE;
use crate::machine::Machine;
use crate::pair::{End, ListBuilder, Walk};
use crate::value::Value;

/// One of `eq?`, `eqv?`, `equal?`.
type Same = fn(&Heap, Value, Value) -> Result<bool, Stopped>;

fn eq(_: &Heap, a: Value, b: Value) -> Result<bool, Stopped> {
    Ok(a == b)
}

fn eqv(heap: &Heap, a: Value, b: Value) -> Result<bool, Stopped> {
    Ok(equality::eqv(heap, a, b))
}

/// The first tail of the list `a[1]` whose car is the same as `a[0]`, or `#f`.
#[inline(always)]
fn find(m: &Machine, who: &'static str, a: &[Value], same: Same) -> Outcome {
    let mut walk = Walk::new(a[1]);
    while let Some(pair) = walk.step(&m.heap.effort)? {
        if same(&m.heap, a[0], pair.car())? {
            return Ok(pair);
        }
    }
    walk.check(who, 2, a[1])?;
    Ok(Value::FALSE)
}

pub fn memq(m: &mut Machine, a: &[Value]) -> Outcome {
    find(m, "memq", a, eq)
}

pub fn memv(m: &mut Machine, a: &[Value]) -> Outcome {
    find(m, "memv", a, eqv)
}

/// With an equivalence of the program's, the library's `%member-by`.
pub fn member(m: &mut Machine, a: &[Value]) -> Answer {
    if a.len() > 2 {
        return Err(Refusal::Left);
    }
    Ok(find(m, "member", a, equality::equal)?)
}

/// The first entry of the association list `a[1]` whose car is the same as `a[0]`, or `#f`.
#[inline(always)]
fn find_entry(m: &Machine, who: &'static str, a: &[Value], same: Same) -> Outcome {
    let mut walk = Walk::new(a[1]);
    while let Some(pair) = walk.step(&m.heap.effort)? {
        let entry = pair.car();
        if !entry.is_pair() {
            return wrong_type(who, 2, Expected::AssociationList, a[1]);
        }
        if same(&m.heap, a[0], entry.car())? {
            return Ok(entry);
        }
    }
    check_association_list(&walk, who, a[1])?;
    Ok(Value::FALSE)
}

fn check_association_list(walk: &Walk, who: &'static str, list: Value) -> Outcome<()> {
    match walk.end() {
        End::Proper => Ok(()),
        End::Dotted(_) => wrong_type(who, 2, Expected::AssociationList, list),
        End::Circular => Err(Box::new(Condition::Circular { who, position: 2 })),
    }
}

pub fn assq(m: &mut Machine, a: &[Value]) -> Outcome {
    find_entry(m, "assq", a, eq)
}

pub fn assv(m: &mut Machine, a: &[Value]) -> Outcome {
    find_entry(m, "assv", a, eqv)
}

/// With an equivalence of the program's, the library's `%assoc-by`.
pub fn assoc(m: &mut Machine, a: &[Value]) -> Answer {
    if a.len() > 2 {
        return Err(Refusal::Left);
    }
    Ok(find_entry(m, "assoc", a, equality::equal)?)
}

/// The elements of the list `a[1]` that are not the same as `a[0]`, in fresh pairs.
fn without(m: &mut Machine, who: &'static str, a: &[Value], same: Same) -> Outcome {
    let len = crate::pair::proper_length(&m.heap.effort, who, 2, a[1])?;
    m.heap.reserve(len.saturating_mul(GRANULE))?;
    let mut list = ListBuilder::new();
    let mut walk = Walk::new(a[1]);
    while let Some(pair) = walk.step(&m.heap.effort)? {
        if !same(&m.heap, a[0], pair.car())? {
            list.push(&mut m.heap, pair.car());
        }
    }
    Ok(list.finish(&mut m.heap, Value::NIL))
}

pub fn delq(m: &mut Machine, a: &[Value]) -> Outcome {
    without(m, "delq", a, eq)
}

pub fn delv(m: &mut Machine, a: &[Value]) -> Outcome {
    without(m, "delv", a, eqv)
}

/// With an equivalence of the program's, the library's `%delete-by`.
pub fn delete(m: &mut Machine, a: &[Value]) -> Answer {
    if a.len() > 2 {
        return Err(Refusal::Left);
    }
    Ok(without(m, "delete", a, equality::equal)?)
}

/// The entries of the association list `a[1]` whose car is not the same as `a[0]`.
fn without_entry(m: &mut Machine, who: &'static str, a: &[Value], same: Same) -> Outcome {
    let (len, _) = crate::pair::measured(&m.heap.effort, a[1])?;
    m.heap.reserve(len.saturating_mul(GRANULE))?;
    let mut walk = Walk::new(a[1]);
    let mut list = ListBuilder::new();
    while let Some(pair) = walk.step(&m.heap.effort)? {
        let entry = pair.car();
        if !entry.is_pair() {
            return wrong_type(who, 2, Expected::AssociationList, a[1]);
        }
        if !same(&m.heap, a[0], entry.car())? {
            list.push(&mut m.heap, entry);
        }
    }
    check_association_list(&walk, who, a[1])?;
    Ok(list.finish(&mut m.heap, Value::NIL))
}

pub fn del_assq(m: &mut Machine, a: &[Value]) -> Outcome {
    without_entry(m, "del-assq", a, eq)
}

pub fn del_assv(m: &mut Machine, a: &[Value]) -> Outcome {
    without_entry(m, "del-assv", a, eqv)
}

pub fn del_assoc(m: &mut Machine, a: &[Value]) -> Outcome {
    without_entry(m, "del-assoc", a, equality::equal)
}
