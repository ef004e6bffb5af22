//! Walking through a table while it may change.
//!
//! A cursor is an immutable object, so a walk can be re-entered by a continuation: each entry that
//! was there when the walk began, and still is when its turn comes, comes exactly once, in the order
//! of insertion; entries added meanwhile do not come.
//!
//! Its fields: a mark, entries, position after its own, position where the walk ends, key, value.

use super::{ENTRIES, rebuild, used};
use crate::heap::Heap;
use crate::layout::Type;
use crate::value::Value;

const MARK: usize = 0;
const AT: usize = 1;
const POSITION: usize = 2;
const END: usize = 3;
const KEY: usize = 4;
const CURSOR_VALUE: usize = 5;
const FIELDS: usize = 6;

/// What tells a cursor from other internal objects: none of them begins with a character.
const CURSOR: Value = Value::char('\u{2192}');

/// The cursor at the first entry.
pub fn first(heap: &mut Heap, table: Value) -> Option<Value> {
    forward(heap, table.field(ENTRIES), 0, used(table))
}

/// The cursor at the next entry.
pub fn next(heap: &mut Heap, cursor: Value) -> Option<Value> {
    let at = cursor.field(AT);
    let (entries, position) = rebuild::follow(at, number(cursor, POSITION));
    let (_, end) = rebuild::follow(at, number(cursor, END));
    forward(heap, entries, position, end)
}

/// Whether the object is a cursor.
pub fn is_cursor(object: Value) -> bool {
    object.is_a(Type::Internal) && object.header().len() == FIELDS && object.field(MARK) == CURSOR
}

/// The key at the cursor.
pub fn key(cursor: Value) -> Value {
    cursor.field(KEY)
}

/// The value at the cursor, as it was when the cursor got there.
pub fn value(cursor: Value) -> Value {
    cursor.field(CURSOR_VALUE)
}

fn number(cursor: Value, field: usize) -> usize {
    cursor.field(field).fixnum_value() as usize
}

/// The cursor at the first live entry among `position..end`.
fn forward(heap: &mut Heap, entries: Value, position: usize, end: usize) -> Option<Value> {
    let (at, (key, value)) =
        (position..end).find_map(|at| Some((at, rebuild::live_at(entries, at)?)))?;
    let after = Value::fixnum(at as i64 + 1);
    let end = Value::fixnum(end as i64);
    Some(heap.object(Type::Internal, &[CURSOR, entries, after, end, key, value]))
}
