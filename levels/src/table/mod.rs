//! Hash tables: plain words in the heap, listed in the order of insertion.
//!
//! Invariants:
//! 1. A table is `kind, live, used, entries, index, equivalence, hash`. `entries` holds `used`
//!    entries densely, in the order of insertion, of which `live` are not deleted; a deleted one
//!    has the key `ABSENT` and keeps its place until the table is rebuilt.
//! 2. `index` is an open-addressing table of slots, a power of two of them and never full. A slot
//!    is 0 or names an entry: 32 bits of its hash above its position plus one. An entry's slot is
//!    found from bucket `hash / 2^32 × slots` on, before any empty slot.
//! 3. The order of entries depends on what was done to the table only, never on hashes or
//!    addresses.
//! 4. Entries that were replaced (by a rebuild or by clearing) lead to their successor, so that a
//!    walk begun in them can go on: see `cursor`.

use crate::condition::{Condition, Outcome};
use crate::heap::Heap;
use crate::layout::{GRANULE, Type};
use crate::value::Value;

mod key;
mod rebuild;
pub mod cursor;

pub use key::{Kind, Probe};

const KIND: usize = 0;
const LIVE: usize = 1;
const USED: usize = 2;
const ENTRIES: usize = 3;
const INDEX: usize = 4;
const EQUIVALENCE: usize = 5;
const HASH: usize = 6;
const FIELDS: usize = 7;

/// The field of `entries` that leads to the successor, or holds `#f`.
const SUCCESSOR: usize = 0;

const SMALLEST_INDEX: usize = 8;
/// Positions have 32 bits, of which one value is taken.
const LARGEST_INDEX: usize = 1 << 32;

/// The number of entries that an index of so many slots may name: three quarters.
fn capacity_of(slots: usize) -> usize {
    slots / 4 * 3
}

/// The number of slots for an index that can name `entries` entries.
fn slots_for(entries: usize) -> Outcome<usize> {
    let slots = entries.saturating_mul(4).div_ceil(3).max(SMALLEST_INDEX);
    if slots > LARGEST_INDEX {
        let wanted = entries.saturating_mul(3 * GRANULE);
        return Err(Box::new(Condition::OutOfMemory { wanted }));
    }
    Ok(slots.next_power_of_two())
}

/// A new table with room for `expected` entries. `equivalence` and `hash` are the procedures of a
/// `Kind::Custom` table, else `#f`.
pub fn make(heap: &mut Heap, kind: Kind, expected: usize, procedures: (Value, Value)) -> Outcome {
    let (entries, index) = rebuild::storage(heap, slots_for(expected)?)?;
    let mut fields = [Value::FALSE; FIELDS];
    fields[KIND] = Value::fixnum(kind as i64);
    fields[LIVE] = Value::fixnum(0);
    fields[USED] = Value::fixnum(0);
    fields[ENTRIES] = entries;
    fields[INDEX] = index;
    (fields[EQUIVALENCE], fields[HASH]) = procedures;
    Ok(heap.object(Type::Table, &fields))
}

/// What the table's keys are compared by.
pub fn kind(table: Value) -> Kind {
    Kind::from_number(table.field(KIND).fixnum_value())
}

/// The equivalence and hash procedures that a `Kind::Custom` table carries.
pub fn procedures(table: Value) -> (Value, Value) {
    (table.field(EQUIVALENCE), table.field(HASH))
}

/// The number of entries.
pub fn len(table: Value) -> usize {
    table.field(LIVE).fixnum_value() as usize
}

/// The value of `key`, if it has one. Constant time but for long keys.
#[inline]
pub fn get(heap: &Heap, table: Value, key: Value) -> Option<Value> {
    get_probed(heap, table, &Probe::new(heap, kind(table), key))
}

/// The value that `probe` finds.
#[inline]
pub fn get_probed(heap: &Heap, table: Value, probe: &Probe) -> Option<Value> {
    match locate(heap, table, probe) {
        Place::Entry(position) => Some(entry_value(table.field(ENTRIES), position)),
        Place::Free(_) => None,
    }
}

/// Gives `key` the value, at its old place if it has one, else at the end. Amortised constant
/// time.
pub fn set(heap: &mut Heap, table: Value, key: Value, value: Value) -> Outcome<()> {
    let probe = Probe::new(heap, kind(table), key);
    set_probed(heap, table, &probe, value)
}

/// `set` for the key of `probe`.
pub fn set_probed(heap: &mut Heap, table: Value, probe: &Probe, value: Value) -> Outcome<()> {
    match locate(heap, table, probe) {
        Place::Entry(position) => {
            heap.set_field(table.field(ENTRIES), value_field(position), value);
        }
        Place::Free(slot) => insert(heap, table, probe, value, slot)?,
    }
    Ok(())
}

/// Appends an entry; its key is not in the table and `slot` is where its name goes, if there is
/// room.
fn insert(heap: &mut Heap, table: Value, probe: &Probe, value: Value, slot: usize) -> Outcome<()> {
    let mut slot = slot;
    if used(table) == capacity_of(table.field(INDEX).header().len()) {
        rebuild::make_room(heap, table)?;
        slot = free_slot(table.field(INDEX), probe.hash());
    }
    let (position, entries) = (used(table), table.field(ENTRIES));
    heap.set_field(entries, key_field(position), probe.key());
    heap.set_field(entries, value_field(position), value);
    heap.set_field(table.field(INDEX), slot, name_of(probe.hash(), position));
    heap.set_field(table, USED, Value::fixnum(position as i64 + 1));
    heap.set_field(table, LIVE, Value::fixnum(len(table) as i64 + 1));
    Ok(())
}

/// Takes the entry of `key` out and gives its value.
pub fn remove(heap: &mut Heap, table: Value, key: Value) -> Option<Value> {
    let probe = Probe::new(heap, kind(table), key);
    remove_probed(heap, table, &probe)
}

/// `remove` for the key of `probe`.
pub fn remove_probed(heap: &mut Heap, table: Value, probe: &Probe) -> Option<Value> {
    let Place::Entry(position) = locate(heap, table, probe) else { return None };
    let entries = table.field(ENTRIES);
    let value = entry_value(entries, position);
    heap.set_field(entries, key_field(position), Value::ABSENT);
    heap.set_field(entries, value_field(position), Value::ABSENT);
    heap.set_field(table, LIVE, Value::fixnum(len(table) as i64 - 1));
    Some(value)
}

/// Takes all entries out. Its cost does not depend on their number.
pub fn clear(heap: &mut Heap, table: Value) -> Outcome<()> {
    let (entries, index) = rebuild::storage(heap, SMALLEST_INDEX)?;
    rebuild::succeed(heap, table.field(ENTRIES), entries, Value::TRUE);
    heap.set_field(table, ENTRIES, entries);
    heap.set_field(table, INDEX, index);
    heap.set_field(table, LIVE, Value::fixnum(0));
    heap.set_field(table, USED, Value::fixnum(0));
    Ok(())
}

/// A table of the same kind with the same entries in the same order.
pub fn copy(heap: &mut Heap, table: Value) -> Outcome {
    let new = make(heap, kind(table), 0, procedures(table))?;
    rebuild::copy_entries(heap, table, new)?;
    Ok(new)
}

/// Names all entries anew from their keys: for a table that was read from a file, where objects
/// lie elsewhere than before. The hashes of a `Kind::Custom` table stay as they are.
pub fn rehash(heap: &mut Heap, table: Value) -> Outcome<()> {
    rebuild::rename_entries(heap, table)
}

/// The live entries, in the order of insertion.
pub fn entries(table: Value) -> impl Iterator<Item = (Value, Value)> {
    let entries = table.field(ENTRIES);
    (0..used(table))
        .map(move |position| (entry_key(entries, position), entry_value(entries, position)))
        .filter(|(key, _)| *key != Value::ABSENT)
}

/// The keys of the live entries whose 32-bit hash is that of `probe`: the candidates for a
/// comparison by the procedure of a `Kind::Custom` table.
pub fn candidates(table: Value, probe: &Probe) -> Vec<Value> {
    let (index, entries) = (table.field(INDEX), table.field(ENTRIES));
    let mut found = Vec::new();
    let mut slot = bucket(index, probe.hash());
    while let Some((hash, position)) = named_by(index, slot) {
        let key = entry_key(entries, position);
        if hash == probe.hash() && key != Value::ABSENT {
            found.push(key);
        }
        slot = next_slot(index, slot);
    }
    found
}

/// The number of entries, deleted ones included.
fn used(table: Value) -> usize {
    table.field(USED).fixnum_value() as usize
}

fn key_field(position: usize) -> usize {
    1 + 2 * position
}

fn value_field(position: usize) -> usize {
    2 + 2 * position
}

fn entry_key(entries: Value, position: usize) -> Value {
    entries.field(key_field(position))
}

fn entry_value(entries: Value, position: usize) -> Value {
    entries.field(value_field(position))
}

/// The word in a slot that names an entry.
fn name_of(hash: u32, position: usize) -> Value {
    Value::from_bits(u64::from(hash) << 32 | (position as u64 + 1))
}

/// The hash and position of the entry that a slot names.
#[inline(always)]
fn named_by(index: Value, slot: usize) -> Option<(u32, usize)> {
    let word = index.field(slot).bits();
    if word == 0 { None } else { Some(((word >> 32) as u32, (word as u32 - 1) as usize)) }
}

/// Where the search for a hash begins.
#[inline(always)]
fn bucket(index: Value, hash: u32) -> usize {
    ((u64::from(hash) * index.header().len() as u64) >> 32) as usize
}

#[inline(always)]
fn next_slot(index: Value, slot: usize) -> usize {
    (slot + 1) & (index.header().len() - 1)
}

/// The first empty slot from a hash's bucket on.
fn free_slot(index: Value, hash: u32) -> usize {
    let mut slot = bucket(index, hash);
    while named_by(index, slot).is_some() {
        slot = next_slot(index, slot);
    }
    slot
}

/// Where a key is, or where the name of its entry would go.
enum Place {
    Entry(usize),
    Free(usize),
}

#[inline]
fn locate(heap: &Heap, table: Value, probe: &Probe) -> Place {
    let (index, entries) = (table.field(INDEX), table.field(ENTRIES));
    let mut slot = bucket(index, probe.hash());
    while let Some((hash, position)) = named_by(index, slot) {
        if hash == probe.hash() && probe.matches(heap, entry_key(entries, position)) {
            return Place::Entry(position);
        }
        slot = next_slot(index, slot);
    }
    Place::Free(slot)
}

#[cfg(test)]
mod tests;
