//! Snapshots: the machine at a moment, to which it can go back.
//!
//! The heap goes back by its logs (`heap::snapshot`). Here is what lies beside it: registers, which a snapshot
//! keeps; and what has been concluded from the heap's contents, which is settled for each variable that changes
//! as if it had been assigned.
//!
//! Invariants:
//! 1. A snapshot is a `Handle` with a row that names one of the heap's; that one goes when the handle is found
//!    by nobody.
//! 2. Outside of time are code and its versions, output that was written, the files behind ports, and what was
//!    learned of names (`heap::barrier::is_outside_of_time`).

use super::Machine;
use crate::compiler;
use crate::environment::{self, cell};
use crate::heap::SnapshotId;
use crate::layout::{Type, flag};
use crate::value::Value;
use std::any::Any;
use std::collections::BTreeMap;
use std::rc::Rc;

/// The kind of the handles of snapshots.
pub const HANDLE_KIND: i64 = 3;

/// The field of a handle that holds the number.
const NUMBER: usize = 2;

struct Row {
    handle: Value,
    id: SnapshotId,
    random: [u64; 4],
    host: Rc<dyn Any>,
}

/// The snapshots of one machine.
#[derive(Default)]
pub struct Moments {
    rows: Vec<Option<Row>>,
    free: Vec<usize>,
    /// How many a program has taken.
    numbered: i64,
    /// Snapshots of the heap whose handles are gone.
    gone: Vec<SnapshotId>,
    /// Those that the host holds, and whether it must have them.
    held: BTreeMap<Held, (Value, bool)>,
    /// How many it has held.
    holdings: u64,
}

/// A snapshot that the host holds, unless it was given up for memory.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Held(u64);

impl Moments {
    fn row(&self, handle: Value) -> Option<&Row> {
        self.rows.get(handle.field(1).as_index()?)?.as_ref()
    }

    /// Has the host hold a snapshot; it is given up before a program is refused memory.
    pub fn hold(&mut self, snapshot: Value) -> Held {
        self.holdings += 1;
        let held = Held(self.holdings);
        self.held.insert(held, (snapshot, false));
        held
    }

    /// Has a snapshot that the host holds not be given up for memory.
    pub fn keep(&mut self, held: Held) {
        if let Some((_, is_kept)) = self.held.get_mut(&held) {
            *is_kept = true;
        }
    }

    /// A snapshot that the host holds, if it was not given up.
    pub fn held(&self, held: Held) -> Option<Value> {
        Some(self.held.get(&held)?.0)
    }

    pub(super) fn roots(&self) -> impl Iterator<Item = Value> + '_ {
        self.held.values().map(|(snapshot, _)| *snapshot)
    }

    /// Frees the rows whose handles are not marked.
    pub(super) fn sweep(&mut self, is_marked: impl Fn(Value) -> bool) {
        for (index, place) in self.rows.iter_mut().enumerate() {
            if let Some(row) = place.take_if(|row| !is_marked(row.handle)) {
                self.gone.push(row.id);
                self.free.push(index);
            }
        }
    }

    /// The snapshots of the heap that nobody can go to any longer.
    pub(super) fn take_gone(&mut self) -> Vec<SnapshotId> {
        std::mem::take(&mut self.gone)
    }
}

/// Whether a value is a snapshot.
pub fn is_snapshot(value: Value) -> bool {
    value.is_a(Type::Handle) && value.field(0) == Value::fixnum(HANDLE_KIND)
}

/// The number of a snapshot that a program took: they are counted from 1.
pub fn number(snapshot: Value) -> i64 {
    snapshot.field(NUMBER).fixnum_value()
}

/// A cell before the machine goes back: what it holds, and what is known of it.
struct Before {
    cell: Value,
    value: Value,
    flags: u8,
}

impl Machine {
    /// At a callee position: a snapshot of everything, with what the host keeps beside it. Returning to the
    /// frame below is what remains to be done there. Costs the frames that were not captured before, and a word
    /// for each register.
    pub fn take_snapshot(&mut self, host: Rc<dyn Any>) -> Value {
        let here = self.capture();
        let mut registers = vec![here];
        registers.extend(&self.roots);
        let random = self.world.random_state();
        let id = self.heap.snapshot(registers);
        let index = self.moments.free.pop().unwrap_or(self.moments.rows.len());
        let fields = [HANDLE_KIND, index as i64, 0].map(Value::fixnum);
        let handle = self.heap.object(Type::Handle, &fields);
        if index == self.moments.rows.len() {
            self.moments.rows.push(None);
        }
        self.moments.rows[index] = Some(Row { handle, id, random, host });
        handle
    }

    /// The same for a program, which sees its number.
    pub fn take_numbered_snapshot(&mut self, host: Rc<dyn Any>) -> Value {
        let snapshot = self.take_snapshot(host);
        self.moments.numbered += 1;
        self.heap.init_field(snapshot, NUMBER, Value::fixnum(self.moments.numbered));
        snapshot
    }

    /// Goes to the callee position of a snapshot, everything being as it was there, and gives what the host
    /// kept. Costs what has changed since. The host sees to what it has concluded from variables itself.
    pub fn go_to_snapshot(&mut self, snapshot: Value) -> Option<Rc<dyn Any>> {
        let Row { id, random, host, .. } = self.moments.row(snapshot)?;
        let (id, random, host) = (*id, *random, host.clone());
        let cells = self.cells_that_change(id);
        let meanings = environment::stamps(self);
        let left = self.heap.restore(id, Vec::new())?;
        self.heap.drop_snapshot(left);
        let registers = self.heap.snapshot_roots(id)?.to_vec();
        let (here, registers) = registers.split_first()?;
        let kept = registers.len().min(self.roots.len());
        self.roots[..kept].copy_from_slice(&registers[..kept]);
        self.world.set_random_state(random);
        self.stores.forget_views();
        self.expander.forget();
        self.light.forget();
        self.expander.meanings += 1;
        self.expander.steps = Default::default();
        if environment::stamps(self) != meanings {
            compiler::retire_all(self);
        }
        cells.into_iter().for_each(|before| self.settle_cell(&before));
        self.reinstate(*here);
        Some(host)
    }

    /// Has the host hold a snapshot no longer, which nobody else has. False if it was given up before.
    pub fn let_go(&mut self, held: Held) -> bool {
        let Some((snapshot, _)) = self.moments.held.remove(&held) else { return false };
        let index = snapshot.field(1).as_index().unwrap_or(0);
        if let Some(row) = self.moments.rows[index].take() {
            self.moments.free.push(index);
            self.heap.drop_snapshot(row.id);
        }
        true
    }

    /// Gives up the snapshots that the host need not have. Says whether there were any.
    pub(super) fn give_up_snapshots(&mut self) -> bool {
        let held = self.moments.held.iter();
        let given_up: Vec<Held> =
            held.filter(|(_, (_, is_kept))| !is_kept).map(|(held, _)| *held).collect();
        given_up.into_iter().filter(|held| self.let_go(*held)).count() > 0
    }

    /// The cells that are not at a snapshot what they are.
    fn cells_that_change(&self, id: SnapshotId) -> Vec<Before> {
        let mut cells = self.heap.changed_since(id);
        cells.retain(|object| object.is_a(Type::Cell));
        cells.sort_unstable_by_key(|cell| cell.bits());
        cells.dedup();
        let before = |cell: Value| {
            let (value, flags) = (cell.field(cell::VALUE), cell.header().flags());
            Before { cell, value, flags }
        };
        cells.into_iter().map(before).collect()
    }

    /// A cell holds what it held at a snapshot: what code relied on, what it trusts and what the host watches is
    /// as after an assignment.
    fn settle_cell(&mut self, before: &Before) {
        let Before { cell, value: held, flags } = *before;
        let value = cell.field(cell::VALUE);
        let known = flags & !(flag::PLAIN | flag::DIRTY);
        self.heap.set_flags(cell, known);
        if value == held {
            return;
        }
        if held.is_a(Type::Macro) != value.is_a(Type::Macro) {
            compiler::retire_all_dependents(self, &[cell]);
        } else if flags & flag::RELIED_ON != 0 || value.is_a(Type::Macro) {
            compiler::retire_dependents(self, cell);
            let universal = cell::home(cell) == environment::UNIVERSE;
            self.heap.set_flags(cell, known & if universal { !0 } else { !flag::RELIED_ON });
        }
        self.note_callee(cell, held);
        self.governed.is_stale |= flags & flag::HOOK != 0;
    }
}
