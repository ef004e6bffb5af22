//! Growing, compacting and copying tables.

use super::{
    ENTRIES, INDEX, Kind, LIVE, Probe, SUCCESSOR, USED, capacity_of, entry_key, entry_value,
    free_slot, key_field, kind, len, name_of, named_by, slots_for, used, value_field,
};
use crate::condition::Outcome;
use crate::heap::Heap;
use crate::layout::{GRANULE, Type};
use crate::value::Value;

/// Units of work for an entry that is moved.
const UNITS_AN_ENTRY: usize = 4;

/// Entries and an index of `slots` slots, both empty.
pub fn storage(heap: &mut Heap, slots: usize) -> Outcome<(Value, Value)> {
    let words = 1 + 2 * capacity_of(slots);
    heap.reserve((words + slots) * 8 + 2 * GRANULE)?;
    let entries = heap.words(Type::Internal, words, Value::ABSENT);
    heap.init_field(entries, SUCCESSOR, Value::FALSE);
    Ok((entries, heap.words(Type::Raw, slots, Value::from_bits(0))))
}

/// Leads walks from `old` entries on to `new` ones. `dead` says which positions have gone: `#f` for
/// none, `#t` for all, else their numbers in ascending order in a `Raw`.
pub fn succeed(heap: &mut Heap, old: Value, new: Value, dead: Value) {
    let link = heap.object(Type::Internal, &[new, dead]);
    heap.set_field(old, SUCCESSOR, link);
}

/// Makes room for one entry more: drops the deleted ones, and grows unless that gained a third.
pub fn make_room(heap: &mut Heap, table: Value) -> Outcome<()> {
    let live = len(table);
    let slots = slots_for(live + live / 2 + 1)?;
    let (entries, index) = storage(heap, slots)?;
    let dead = dead_positions(heap, table)?;
    move_entries(heap, table, entries)?;
    move_names(heap, table, index)?;
    succeed(heap, table.field(ENTRIES), entries, dead);
    install(heap, table, entries, index, live);
    Ok(())
}

fn install(heap: &mut Heap, table: Value, entries: Value, index: Value, live: usize) {
    heap.set_field(table, ENTRIES, entries);
    heap.set_field(table, INDEX, index);
    heap.set_field(table, USED, Value::fixnum(live as i64));
    heap.set_field(table, LIVE, Value::fixnum(live as i64));
}

/// The positions of the table's deleted entries as `succeed` wants them.
fn dead_positions(heap: &mut Heap, table: Value) -> Outcome {
    let count = used(table) - len(table);
    if count == 0 {
        return Ok(Value::FALSE);
    }
    heap.reserve(count * 8 + GRANULE)?;
    let dead = heap.words(Type::Raw, count, Value::from_bits(0));
    let entries = table.field(ENTRIES);
    let positions = (0..used(table)).filter(|p| entry_key(entries, *p) == Value::ABSENT);
    for (at, position) in positions.enumerate() {
        heap.init_field(dead, at, Value::from_bits(position as u64));
    }
    Ok(dead)
}

/// Writes the live entries densely into fresh entries.
fn move_entries(heap: &mut Heap, table: Value, to: Value) -> Outcome<()> {
    for (position, (key, value)) in super::entries(table).enumerate() {
        heap.effort.spend(UNITS_AN_ENTRY)?;
        heap.init_field(to, key_field(position), key);
        heap.init_field(to, value_field(position), value);
    }
    Ok(())
}

/// Names the live entries in a fresh index, at the positions where `move_entries` puts them. The old
/// index is read in its order, in which hashes ascend but for a few: so is the new one written.
fn move_names(heap: &mut Heap, table: Value, to: Value) -> Outcome<()> {
    let positions = positions_without_dead(table);
    let (entries, index) = (table.field(ENTRIES), table.field(INDEX));
    for slot in 0..index.header().len() {
        heap.effort.spend(UNITS_AN_ENTRY)?;
        let Some((hash, position)) = named_by(index, slot) else { continue };
        if entry_key(entries, position) == Value::ABSENT {
            continue;
        }
        let position = positions.as_ref().map_or(position, |moved| moved[position] as usize);
        heap.init_field(to, free_slot(to, hash), name_of(hash, position));
    }
    Ok(())
}

/// For each old position the number of live entries before it, unless no entry is dead.
fn positions_without_dead(table: Value) -> Option<Vec<u32>> {
    if used(table) == len(table) {
        return None;
    }
    let entries = table.field(ENTRIES);
    let mut live = 0;
    let moved = (0..used(table)).map(|position| {
        let before = live;
        live += u32::from(entry_key(entries, position) != Value::ABSENT);
        before
    });
    Some(moved.collect())
}

/// Gives the empty table `to` the live entries of `from`, which is of its kind.
pub fn copy_entries(heap: &mut Heap, from: Value, to: Value) -> Outcome<()> {
    let (entries, index) = storage(heap, slots_for(len(from))?)?;
    move_entries(heap, from, entries)?;
    move_names(heap, from, index)?;
    install(heap, to, entries, index, len(from));
    Ok(())
}

/// See `table::rehash`.
pub fn rename_entries(heap: &mut Heap, table: Value) -> Outcome<()> {
    if kind(table) == Kind::Custom {
        return Ok(());
    }
    let (entries, index) = storage(heap, slots_for(len(table))?)?;
    for (position, (key, value)) in super::entries(table).enumerate() {
        heap.effort.spend(UNITS_AN_ENTRY)?;
        heap.init_field(entries, key_field(position), key);
        heap.init_field(entries, value_field(position), value);
        let hash = Probe::new(heap, kind(table), key).hash();
        heap.init_field(index, free_slot(index, hash), name_of(hash, position));
    }
    let dead = dead_positions(heap, table)?;
    succeed(heap, table.field(ENTRIES), entries, dead);
    install(heap, table, entries, index, len(table));
    Ok(())
}

/// The entries that stand in for `entries` today, and the position that answers to `position`.
pub fn follow(entries: Value, position: usize) -> (Value, usize) {
    let (mut entries, mut position) = (entries, position);
    while entries.field(SUCCESSOR).is_true() {
        let link = entries.field(SUCCESSOR);
        position = survivors_before(link.field(1), position);
        entries = link.field(0);
    }
    (entries, position)
}

/// `position` less the dead positions below it.
fn survivors_before(dead: Value, position: usize) -> usize {
    if !dead.is_pointer() {
        return if dead.is_true() { 0 } else { position };
    }
    let (mut low, mut high) = (0, dead.header().len());
    while low < high {
        let middle = (low + high) / 2;
        if (dead.field(middle).bits() as usize) < position {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    position - low
}

/// The value at a live position of today's entries, with its key; `None` for a deleted entry.
pub fn live_at(entries: Value, position: usize) -> Option<(Value, Value)> {
    let key = entry_key(entries, position);
    if key == Value::ABSENT { None } else { Some((key, entry_value(entries, position))) }
}
