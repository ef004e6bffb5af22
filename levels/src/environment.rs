//! Global environments: tables from identifiers to cells.
//!
//! Invariants:
//! 1. A cell is made once for each identifier of a table and stays the one that code refers to;
//!    only importing over it or defining over an imported name puts another in its place.
//! 2. A cell whose state is `Inherited` holds what the parent's cell of that name holds.
//! 3. Names of the universe that begin with `%` are its own: no other environment inherits them.
//! 4. A table only grows, and what a slot and a cell hold from the beginning they held at every snapshot from
//!    before, too: what a snapshot binds is what the heap held then.
//! 5. The keys are symbols, and aliases that a macro of another global environment inserted and
//!    defined here: these are no names of the program, and no listing shows them.

use crate::heap::Heap;
use crate::layout::{Type, flag};
use crate::machine::Machine;
use crate::pair;
use crate::symbol;
use crate::value::Value;
use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

/// The index of a global environment in `Machine::globals`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct GlobalsId(pub u32);

/// The builtins, shared by all levels.
pub const UNIVERSE: GlobalsId = GlobalsId(0);

impl GlobalsId {
    /// The index as scopes and cells hold it.
    pub fn to_value(self) -> Value {
        Value::fixnum(self.0.into())
    }

    /// The index in a word that `to_value` made.
    pub fn from_value(word: Value) -> GlobalsId {
        GlobalsId(word.fixnum_value() as u32)
    }
}

/// What is known of a cell's value: field `cell::STATE`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum CellState {
    /// Nothing is bound: the value is `Value::UNBOUND`.
    Unbound = 0,
    /// Defined in the cell's home.
    Bound = 1,
    /// Not defined in the cell's home: a copy of what its parent binds.
    Inherited = 2,
    /// The host computes the value at each look-up: the value is `Value::UNBOUND`.
    Computed = 3,
}

/// The fields of a `Type::Cell`.
pub mod cell {
    use super::{CellState, GlobalsId};
    use crate::value::Value;

    /// The value, or `Value::UNBOUND`.
    pub const VALUE: usize = 0;
    /// The symbol that the variable is called.
    pub const SYMBOL: usize = 1;
    /// A `CellState`.
    pub const STATE: usize = 2;
    /// The global environment that made the cell.
    pub const HOME: usize = 3;

    /// The state of a cell.
    pub fn state(cell: Value) -> CellState {
        match cell.field(STATE).fixnum_value() {
            0 => CellState::Unbound,
            1 => CellState::Bound,
            3 => CellState::Computed,
            _ => CellState::Inherited,
        }
    }

    /// The global environment that made the cell.
    pub fn home(cell: Value) -> GlobalsId {
        GlobalsId::from_value(cell.field(HOME))
    }
}

/// Whose the code of a global environment is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Owner {
    /// Programs': each step is one of its level's.
    Program,
    /// The standard library's: what it does is part of single steps, which nobody governs.
    Library,
    /// The evaluator's text: the same, and its procedures are no steps at all.
    Evaluator,
    /// A text that interprets another: the same, and nobody sees what it calls, given to it or not.
    Interpreter,
}

/// One global environment: the universe, a level's, or a library's.
pub struct Globals {
    /// What it is called: a symbol or a library's name.
    pub name: Value,
    /// Its `Type::Scope` (see `expander::scope`).
    pub scope: Value,
    /// Where names that it does not bind are looked for.
    pub parent: Option<GlobalsId>,
    /// Whose its code is. To be set before there is any.
    pub owner: Owner,
    /// The procedure that performs the calls of those that are closed here, given the procedure and the list
    /// of operands; or `#f`: they run as ever. Something else keeps it alive.
    pub performer: Value,
    /// The slot of each identifier that has one: what it means is in the heap, and goes back in time with that.
    table: HashMap<Value, Value, BuildHasherDefault<WordHasher>>,
    order: Vec<Value>,
    /// What has become of names that meant other cells.
    history: Value,
    /// Whether what it binds is what it was born with.
    is_newborn: bool,
    /// How many of `order` the last collection found.
    settled: usize,
}

/// The field of a slot that holds the cell, or `ABSENT`.
const CELL: usize = 0;

/// The fields of a history.
mod history {
    /// A list of pairs of cells, the last first: names that meant the one mean the other.
    pub const REPLACED: usize = 0;
    /// A fixnum that no other history ever held, of the last time that a name came to mean another cell.
    pub const STAMP: usize = 1;
}

impl Globals {
    /// The values that a full collection must keep.
    pub fn roots(&self) -> impl Iterator<Item = Value> + '_ {
        let entries = self.table.iter().flat_map(|(key, slot)| [*key, *slot]);
        [self.name, self.scope, self.history].into_iter().chain(entries)
    }

    /// Those of them that came after the last collection: what one of young objects must keep.
    pub fn young_roots(&self) -> impl Iterator<Item = Value> + '_ {
        let entries = self.order[self.settled..].iter().flat_map(|key| [*key, self.table[key]]);
        [self.name, self.scope, self.history].into_iter().chain(entries)
    }

    /// Says that a collection has found them all.
    pub fn settle(&mut self) {
        self.settled = self.order.len();
    }

    /// The cell of `identifier` in this table, if there is one.
    pub fn find(&self, identifier: Value) -> Option<Value> {
        let cell = self.table.get(&identifier)?.field(CELL);
        (cell != Value::ABSENT).then_some(cell)
    }

    /// Every identifier with a cell, bound or not, in the order in which the cells were made.
    pub fn identifiers(&self) -> &[Value] {
        &self.order
    }

    /// The cell that names which meant `cell` once mean in this table.
    pub fn present(&self, mut cell: Value) -> Value {
        let replaced = pair::items(self.history.field(history::REPLACED));
        for entry in replaced.into_iter().rev() {
            if entry.car() == cell {
                cell = entry.cdr();
            }
        }
        cell
    }
}

/// What these globals bind is what they were born with: it is there at every snapshot, also those from before.
pub fn end_birth(m: &mut Machine, id: GlobalsId) {
    let globals = &mut m.globals[id.0 as usize];
    globals.is_newborn = false;
    let slots: Vec<Value> = globals.table.values().copied().collect();
    for slot in slots {
        let cell = slot.field(CELL);
        m.heap.age(slot);
        if cell::home(cell) == id {
            m.heap.age(cell);
        }
    }
    let history = globals.history;
    m.heap.age(history);
}

/// Has an identifier mean a cell in these globals; gives the one that it meant before.
fn insert(m: &mut Machine, id: GlobalsId, identifier: Value, cell: Value) -> Option<Value> {
    let slot = match m.globals[id.0 as usize].table.get(&identifier) {
        Some(slot) => *slot,
        None => new_slot(m, id, identifier, Value::ABSENT),
    };
    let before = slot.field(CELL);
    if before == cell {
        return Some(cell);
    }
    m.heap.set_field(slot, CELL, cell);
    note_meaning(m, id, before, cell);
    (before != Value::ABSENT).then_some(before)
}

/// A slot for an identifier that has none, which held this ever since.
fn new_slot(m: &mut Machine, id: GlobalsId, identifier: Value, cell: Value) -> Value {
    let slot = m.heap.object(Type::Internal, &[cell]);
    let globals = &mut m.globals[id.0 as usize];
    globals.table.insert(identifier, slot);
    globals.order.push(identifier);
    if !globals.is_newborn {
        m.heap.age(slot);
    }
    slot
}

fn note_meaning(m: &mut Machine, id: GlobalsId, before: Value, after: Value) {
    let history = m.globals[id.0 as usize].history;
    if before != Value::ABSENT {
        let entry = m.heap.cons(before, after);
        let replaced = m.heap.cons(entry, history.field(history::REPLACED));
        m.heap.set_field(history, history::REPLACED, replaced);
    }
    m.expander.meanings += 1;
    let stamp = Value::fixnum(m.expander.meanings);
    m.heap.set_field(history, history::STAMP, stamp);
}

/// What differs whenever names mean other cells.
pub fn stamps(m: &Machine) -> Vec<Value> {
    m.globals.iter().map(|globals| globals.history.field(history::STAMP)).collect()
}

/// The cell that a definition of `identifier` in these globals writes: an imported name gets a cell
/// of its own, which holds what the library's holds until then.
pub fn own_cell(m: &mut Machine, id: GlobalsId, identifier: Value) -> Value {
    let cell = cell_for(m, id, identifier);
    if cell::home(cell) == id {
        return cell;
    }
    let own = make_cell(m, id, identifier);
    write(&mut m.heap, own, cell.field(cell::VALUE), cell::state(cell));
    own
}

/// What a definition did.
#[derive(Clone, Copy, Debug)]
pub struct Definition {
    /// The cell that holds the value.
    pub cell: Value,
    /// The imported cell that the name meant before: code that refers to it means another variable
    /// from here on.
    pub replaced: Option<Value>,
}

/// Makes the universe. Called once, before anything else is bound.
pub fn make_universe(m: &mut Machine) -> GlobalsId {
    let name = m.intern("universe");
    let id = new_globals(m, name, None);
    debug_assert_eq!(id, UNIVERSE);
    id
}

/// A new global environment. A level's has the universe as its parent, or what a dialect binds, whose
/// parent is the universe; a library's has none.
pub fn new_globals(m: &mut Machine, name: Value, parent: Option<GlobalsId>) -> GlobalsId {
    let id = GlobalsId(m.globals.len() as u32);
    let scope = crate::expander::scope::new_global_scope(&mut m.heap, id);
    let (table, order, settled) = (HashMap::default(), Vec::new(), 0);
    let owner = if m.globals.is_empty() { Owner::Library } else { Owner::Program };
    let history = m.heap.object(Type::Internal, &[Value::NIL, Value::fixnum(0)]);
    m.globals.push(Globals {
        name,
        scope,
        parent,
        owner,
        performer: Value::FALSE,
        table,
        order,
        history,
        is_newborn: true,
        settled,
    });
    id
}

/// The global environment of this index.
pub fn globals(m: &Machine, id: GlobalsId) -> &Globals {
    &m.globals[id.0 as usize]
}

/// The cells that were asked for lately, each in the place that its identifier and globals give it.
///
/// Invariant: what is here is what the tables say. Not a root: it is forgotten at each collection.
pub struct Recent([(Value, GlobalsId, Value); RECENT]);

const RECENT: usize = 256;

impl Default for Recent {
    fn default() -> Recent {
        Recent([(Value::FALSE, UNIVERSE, Value::FALSE); RECENT])
    }
}

impl Recent {
    /// Forgets everything.
    pub fn clear(&mut self) {
        *self = Recent::default();
    }

    fn place(&mut self, id: GlobalsId, identifier: Value) -> &mut (Value, GlobalsId, Value) {
        let mixed = (identifier.bits() >> 4) ^ (identifier.bits() >> 12) ^ u64::from(id.0) << 3;
        &mut self.0[mixed as usize % RECENT]
    }
}

/// The cell that a reference to `identifier` in these globals uses, made if need be: its own, else
/// a copy of the parent's binding, else an unbound one.
#[inline]
pub fn cell_for(m: &mut Machine, id: GlobalsId, identifier: Value) -> Value {
    let place = m.expander.recent.place(id, identifier);
    if place.0 == identifier && place.1 == id {
        return place.2;
    }
    let cell = cell_in_tables(m, id, identifier);
    *m.expander.recent.place(id, identifier) = (identifier, id, cell);
    cell
}

fn cell_in_tables(m: &mut Machine, id: GlobalsId, identifier: Value) -> Value {
    if let Some(cell) = globals(m, id).find(identifier) {
        return cell;
    }
    make_cell(m, id, identifier)
}

/// Binds `identifier` in these globals. A definition in the universe reaches the environments that
/// inherit the name and have not bound it themselves. Costs a look at each environment there.
pub fn define(m: &mut Machine, id: GlobalsId, identifier: Value, value: Value) -> Definition {
    let definition = match globals(m, id).find(identifier) {
        Some(cell) if cell::home(cell) == id => {
            write(&mut m.heap, cell, value, CellState::Bound);
            Definition { cell, replaced: None }
        }
        replaced => {
            let cell = make_cell(m, id, identifier);
            write(&mut m.heap, cell, value, CellState::Bound);
            Definition { cell, replaced }
        }
    };
    hand_down(m, id, identifier, value);
    definition
}

/// Binds `symbol` to a cell whose value the host computes.
pub fn define_computed(m: &mut Machine, id: GlobalsId, symbol: Value) -> Value {
    let cell = own_cell(m, id, symbol);
    write(&mut m.heap, cell, Value::UNBOUND, CellState::Computed);
    cell
}

/// Takes the binding of `symbol` away: its cell holds again what it inherits, or nothing. The caller
/// retires what relied on the binding.
pub fn undefine(m: &mut Machine, id: GlobalsId, symbol: Value) {
    let Some(cell) = globals(m, id).find(symbol).filter(|cell| cell::home(*cell) == id) else {
        return;
    };
    m.heap.set_flags(cell, cell.header().flags() & !flag::PLAIN);
    match inherited_value(m, id, symbol) {
        Some(value) => write(&mut m.heap, cell, value, CellState::Inherited),
        None => write(&mut m.heap, cell, Value::UNBOUND, CellState::Unbound),
    }
}

/// Makes `symbol` mean a library's cell in these globals; gives the cell that it meant before, if
/// that was another: code that refers to it means another variable from here on.
pub fn import_cell(m: &mut Machine, id: GlobalsId, symbol: Value, cell: Value) -> Option<Value> {
    m.stores.note_name(id, symbol);
    m.expander.meanings += 1;
    *m.expander.recent.place(id, symbol) = (symbol, id, cell);
    insert(m, id, symbol, cell).filter(|before| *before != cell)
}

/// The symbols bound in these globals themselves (imported ones included), sorted by name, so that
/// no listing depends on when a cell was made.
pub fn bound_names(m: &Machine, id: GlobalsId) -> Vec<Value> {
    let globals = globals(m, id);
    let mut names: Vec<Value> = globals
        .order
        .iter()
        .copied()
        .filter(|key| key.is_a(Type::Symbol) && globals.find(*key).is_some_and(is_bound))
        .collect();
    names.sort_by(|a, b| symbol::name(&m.heap, *a).cmp(symbol::name(&m.heap, *b)));
    names
}

fn is_bound(cell: Value) -> bool {
    cell::state(cell) == CellState::Bound
}

/// Whether a name is the universe's own: what it is bound to checks no arguments.
fn is_private(m: &Machine, identifier: Value) -> bool {
    symbol::name(&m.heap, crate::expander::scope::symbol_of(identifier)).starts_with('%')
}

/// What the ancestors of these globals bind `identifier` to.
fn inherited_value(m: &Machine, id: GlobalsId, identifier: Value) -> Option<Value> {
    if is_private(m, identifier) {
        return None;
    }
    let (_, cell) = testator(m, id, identifier)?;
    Some(cell.field(cell::VALUE))
}

/// The nearest ancestor of these globals that binds `identifier`, and its cell.
pub fn testator(m: &Machine, id: GlobalsId, identifier: Value) -> Option<(GlobalsId, Value)> {
    let mut next = globals(m, id).parent;
    while let Some(id) = next {
        let ancestor = globals(m, id);
        if let Some(cell) = ancestor.find(identifier).filter(|cell| is_bound(*cell)) {
            return Some((id, cell));
        }
        next = ancestor.parent;
    }
    None
}

/// The cells that inherit what a cell of the universe's holds.
pub fn heirs(m: &Machine, cell: Value) -> Vec<Value> {
    let symbol = cell.field(cell::SYMBOL);
    let inherits = |id: GlobalsId| {
        let own = globals(m, id).find(symbol)?;
        let inherited = cell::state(own) == CellState::Inherited;
        let from_there = testator(m, id, symbol).is_some_and(|(_, bound)| bound == cell);
        (inherited && from_there).then_some(own)
    };
    (0..m.globals.len() as u32).map(GlobalsId).filter_map(inherits).collect()
}

fn hand_down(m: &mut Machine, ancestor: GlobalsId, identifier: Value, value: Value) {
    if is_private(m, identifier) {
        return;
    }
    for index in 0..m.globals.len() {
        let heir = &m.globals[index];
        if heir.parent.is_none() {
            continue;
        }
        let nearest = testator(m, GlobalsId(index as u32), identifier);
        if nearest.is_none_or(|(id, _)| id != ancestor) {
            continue;
        }
        let own = |cell: &Value| cell::home(*cell).0 as usize == index && !is_bound(*cell);
        if let Some(cell) = heir.find(identifier).filter(own) {
            write(&mut m.heap, cell, value, CellState::Inherited);
        }
    }
}

/// A new cell for an identifier, which holds what that inherits.
fn make_cell(m: &mut Machine, id: GlobalsId, identifier: Value) -> Value {
    let (value, state) = match inherited_value(m, id, identifier) {
        Some(value) => (value, CellState::Inherited),
        None => (Value::UNBOUND, CellState::Unbound),
    };
    let symbol = crate::expander::scope::symbol_of(identifier);
    let fields = [value, symbol, Value::fixnum(state as i64), id.to_value()];
    let cell = m.heap.object(Type::Cell, &fields);
    if !globals(m, id).is_newborn {
        m.heap.age(cell);
    }
    *m.expander.recent.place(id, identifier) = (identifier, id, cell);
    if globals(m, id).table.contains_key(&identifier) {
        insert(m, id, identifier, cell);
    } else {
        new_slot(m, id, identifier, cell);
    }
    cell
}

fn write(heap: &mut Heap, cell: Value, value: Value, state: CellState) {
    heap.set_field(cell, cell::VALUE, value);
    heap.set_field(cell, cell::STATE, Value::fixnum(state as i64));
}

/// Hashes a word by one multiplication: identifiers are addresses of objects that do not move.
#[derive(Default)]
pub struct WordHasher(u64);

impl Hasher for WordHasher {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.write_u64((*byte).into());
        }
    }

    fn write_u64(&mut self, word: u64) {
        let product = (self.0 ^ word).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        self.0 = product ^ product >> 32;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn value_in(m: &mut Machine, id: GlobalsId, symbol: Value) -> (Value, CellState) {
        let cell = cell_for(m, id, symbol);
        (cell.field(cell::VALUE), cell::state(cell))
    }

    #[test]
    fn levels_inherit_and_shadow() {
        let mut m = Machine::new(1 << 24);
        let (car, level) = (m.intern("some-name"), m.intern("level"));
        let a = new_globals(&mut m, level, Some(UNIVERSE));
        let b = new_globals(&mut m, level, Some(UNIVERSE));
        let early = cell_for(&mut m, a, car);
        assert_eq!(cell::state(early), CellState::Unbound);
        define(&mut m, UNIVERSE, car, Value::TRUE);
        assert_eq!(value_in(&mut m, a, car), (Value::TRUE, CellState::Inherited));
        assert_eq!(cell_for(&mut m, a, car), early);
        define(&mut m, a, car, Value::FALSE);
        define(&mut m, UNIVERSE, car, Value::NIL);
        assert_eq!(value_in(&mut m, a, car), (Value::FALSE, CellState::Bound));
        assert_eq!(value_in(&mut m, b, car), (Value::NIL, CellState::Inherited));
        undefine(&mut m, a, car);
        assert_eq!(value_in(&mut m, a, car), (Value::NIL, CellState::Inherited));
    }

    #[test]
    fn imports_are_the_librarys_cells_until_defined_over() {
        let mut m = Machine::new(1 << 24);
        let (f, g) = (m.intern("f"), m.intern("g"));
        let library = new_globals(&mut m, f, None);
        let level = new_globals(&mut m, g, Some(UNIVERSE));
        let theirs = define(&mut m, library, f, Value::TRUE).cell;
        let unbound = cell_for(&mut m, level, g);
        assert_eq!(import_cell(&mut m, level, g, theirs), Some(unbound));
        assert_eq!(import_cell(&mut m, level, g, theirs), None);
        assert_eq!(cell_for(&mut m, level, g), theirs);
        assert_eq!(bound_names(&m, level), [g]);
        let own = define(&mut m, level, g, Value::FALSE);
        assert_eq!(own.replaced, Some(theirs));
        assert_eq!(theirs.field(cell::VALUE), Value::TRUE);
        assert_eq!(globals(&m, level).identifiers(), [g]);
    }
}
