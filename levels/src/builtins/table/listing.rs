//! Whole tables as lists and vectors, and the other way round.

use super::{any_table, kind_argument};
use crate::condition::{Condition, Expected, Outcome, wrong_type};
use crate::layout::{GRANULE, Type};
use crate::machine::Machine;
use crate::pair::{self, Walk};
use crate::table::{self, Kind};
use crate::value::Value;

/// A list of what `part` makes of each entry, in the order of insertion.
pub fn listing(
    m: &mut Machine,
    who: &'static str,
    a: &[Value],
    part: fn(&mut Machine, Value, Value) -> Value,
) -> Outcome {
    let table = any_table(who, a[0])?;
    m.heap.reserve(table::len(table).saturating_mul(2 * GRANULE))?;
    let mut list = pair::ListBuilder::new();
    for (key, value) in table::entries(table) {
        m.heap.effort.spend(4)?;
        let element = part(m, key, value);
        list.push(&mut m.heap, element);
    }
    Ok(list.finish(&mut m.heap, Value::NIL))
}

/// A vector of one half of the entries, in the order of insertion.
fn half(m: &mut Machine, table: Value, part: fn((Value, Value)) -> Value) -> Outcome {
    let len = table::len(table);
    m.heap.reserve(len.saturating_mul(8).saturating_add(GRANULE))?;
    let vector = m.heap.words(Type::Vector, len, Value::UNSPECIFIED);
    for (index, entry) in table::entries(table).enumerate() {
        m.heap.effort.spend(4)?;
        m.heap.init_field(vector, index, part(entry));
    }
    Ok(vector)
}

pub fn hashtable_keys(m: &mut Machine, a: &[Value]) -> Outcome {
    let table = any_table("hashtable-keys", a[0])?;
    half(m, table, |(key, _)| key)
}

pub fn hashtable_entries(m: &mut Machine, a: &[Value]) -> Outcome {
    let table = any_table("hashtable-entries", a[0])?;
    let keys = half(m, table, |(key, _)| key)?;
    let values = half(m, table, |(_, value)| value)?;
    Ok(m.heap.object(Type::MultipleValues, &[keys, values]))
}

/// The first entry of a key counts, as `assoc` would find it.
pub fn from_alist(m: &mut Machine, a: &[Value]) -> Outcome {
    const WHO: &str = "alist->hash-table";
    pair::proper_length(&m.heap.effort, WHO, 1, a[0])?;
    let kind = kind_argument(m, WHO, 2, a[1])?;
    if kind == Kind::Custom {
        let reason = "a table with procedures of the program is not made of a list alone";
        return Err(Box::new(Condition::NoResult { who: WHO, reason, found: a[1] }));
    }
    let table = table::make(&mut m.heap, kind, 0, (Value::FALSE, Value::FALSE))?;
    let mut walk = Walk::new(a[0]);
    while let Some(pair) = walk.step(&m.heap.effort)? {
        let entry = pair.car();
        if !entry.is_pair() {
            return wrong_type(WHO, 1, Expected::AssociationList, a[0]);
        }
        if kind == Kind::String && !entry.car().is_a(Type::String) {
            return wrong_type(WHO, 2, Expected::String, entry.car());
        }
        if table::get(&m.heap, table, entry.car()).is_none() {
            table::set(&mut m.heap, table, entry.car(), entry.cdr())?;
        }
    }
    Ok(table)
}
