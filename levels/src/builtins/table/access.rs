//! Single entries of tables.

use super::any_table;
use crate::builtins::{Answer, Refusal};
use crate::condition::{Expected, Outcome, wrong_type};
use crate::layout::Type;
use crate::machine::Machine;
use crate::table::{self, Kind, Probe};
use crate::value::Value;

/// Argument 1 of `who` as a table whose keys are found without calling anything, and `key` as fit
/// for it. Other tables are the library's.
fn plain_table(who: &'static str, found: Value, key: Value) -> Answer {
    let table = any_table(who, found)?;
    match table::kind(table) {
        Kind::Eq | Kind::Eqv | Kind::Equal => Ok(table),
        Kind::String if key.is_a(Type::String) => Ok(table),
        Kind::String => Ok(wrong_type(who, 2, Expected::String, key)?),
        Kind::Custom => Err(Refusal::Left),
    }
}

/// A key that is not there, and a procedure that gets the value, are the library's. `fail` may be `#f`.
pub fn get_or_fail(m: &mut Machine, a: &[Value]) -> Answer {
    const WHO: &str = "hash-table-ref";
    let table = plain_table(WHO, a[0], a[1])?;
    let is_fail = |given: &Value| given.is_procedure() || *given == Value::FALSE;
    if let Some(given) = a.get(2).filter(|given| !is_fail(given)) {
        return Ok(wrong_type(WHO, 3, Expected::Procedure, *given)?);
    }
    match table::get(&m.heap, table, a[1]) {
        Some(value) if a.len() < 4 => Ok(value),
        Some(_) | None => Err(Refusal::Left),
    }
}

pub fn get(m: &mut Machine, who: &'static str, a: &[Value]) -> Answer {
    let table = plain_table(who, a[0], a[1])?;
    Ok(table::get(&m.heap, table, a[1]).unwrap_or(a[2]))
}

pub fn set(m: &mut Machine, who: &'static str, a: &[Value]) -> Answer {
    let table = plain_table(who, a[0], a[1])?;
    table::set(&mut m.heap, table, a[1], a[2])?;
    Ok(Value::UNSPECIFIED)
}

pub fn delete(m: &mut Machine, who: &'static str, a: &[Value]) -> Answer {
    let table = plain_table(who, a[0], a[1])?;
    table::remove(&mut m.heap, table, a[1]);
    Ok(Value::UNSPECIFIED)
}

pub fn contains(m: &mut Machine, who: &'static str, a: &[Value]) -> Answer {
    let table = plain_table(who, a[0], a[1])?;
    Ok(Value::boolean(table::get(&m.heap, table, a[1]).is_some()))
}

/// The probe for an entry of a custom table: `table hash stored-key …`.
fn custom_probe(m: &Machine, who: &'static str, a: &[Value], key: Value) -> Outcome<Probe> {
    any_table(who, a[0])?;
    if !a[1].is_fixnum() && !a[1].is_a(Type::Bignum) {
        return wrong_type(who, 2, Expected::ExactInteger, a[1]);
    }
    Ok(Probe::identical(&m.heap, key, a[1]))
}

pub fn bucket(m: &mut Machine, a: &[Value]) -> Outcome {
    let probe = custom_probe(m, "%hash-table-bucket", a, Value::ABSENT)?;
    let candidates = table::candidates(a[0], &probe);
    Ok(m.heap.list(&candidates))
}

pub fn get_by_hash(m: &mut Machine, a: &[Value]) -> Outcome {
    let probe = custom_probe(m, "%hash-table-ref/hash", a, a[2])?;
    Ok(table::get_probed(&m.heap, a[0], &probe).unwrap_or(a[3]))
}

pub fn set_by_hash(m: &mut Machine, a: &[Value]) -> Outcome {
    let probe = custom_probe(m, "%hash-table-set!/hash", a, a[2])?;
    table::set_probed(&mut m.heap, a[0], &probe, a[3])?;
    Ok(Value::UNSPECIFIED)
}

pub fn delete_by_hash(m: &mut Machine, a: &[Value]) -> Outcome {
    let probe = custom_probe(m, "%hash-table-delete!/hash", a, a[2])?;
    table::remove_probed(&mut m.heap, a[0], &probe);
    Ok(Value::UNSPECIFIED)
}
