//! Walks along tables, one entry at a time.

use super::any_table;
use crate::condition::{Expected, Outcome, wrong_type};
use crate::machine::Machine;
use crate::table::cursor;
use crate::value::Value;

pub fn first(m: &mut Machine, a: &[Value]) -> Outcome {
    let table = any_table("%hash-table-cursor", a[0])?;
    Ok(cursor::first(&mut m.heap, table).unwrap_or(Value::FALSE))
}

fn cursor_argument(who: &'static str, found: Value) -> Outcome {
    if cursor::is_cursor(found) { Ok(found) } else { wrong_type(who, 1, Expected::Cursor, found) }
}

pub fn next(m: &mut Machine, a: &[Value]) -> Outcome {
    let cursor = cursor_argument("%hash-table-next", a[0])?;
    Ok(cursor::next(&mut m.heap, cursor).unwrap_or(Value::FALSE))
}

pub fn key(_: &mut Machine, a: &[Value]) -> Outcome {
    Ok(cursor::key(cursor_argument("%hash-table-cursor-key", a[0])?))
}

pub fn value(_: &mut Machine, a: &[Value]) -> Outcome {
    Ok(cursor::value(cursor_argument("%hash-table-cursor-value", a[0])?))
}
