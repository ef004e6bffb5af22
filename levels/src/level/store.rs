//! Stores as values: the cell is the truth, a store a view of it.
//!
//! Invariants:
//! 1. A store is a `Handle` whose row holds a persistent map from names to what they are bound to.
//!    Nothing changes the row of a handle.
//! 2. An entry of a map is a value, or the cell of a library: an imported name is an alias of it.
//!    Only what a program can write is a name: no aliases of macros, no uninterned symbols.
//! 3. Globals with a view have on its dirty list the name of everything that the view does not show
//!    as it is. A cell with the flag `DIRTY` is on the list, and no other cell of such globals is
//!    `PLAIN`: so the first write after a reading is noticed, and the ones after that cost nothing.

use crate::condition::{Condition, Expected, Outcome};
use crate::environment::{self, CellState, GlobalsId, cell};
use crate::layout::{Type, flag};
use crate::machine::Machine;
use crate::symbol;
use crate::value::Value;
use im::OrdMap;
use im::ordmap::DiffItem;
use std::borrow::Borrow;
use std::collections::HashMap;
use std::sync::Arc;

/// The kind of the handles of stores.
pub const HANDLE_KIND: i64 = 2;

/// Bytes that an entry takes in a map, about.
const ENTRY_BYTES: usize = 64;
/// Bytes that a map with one change does not share with the one it was made from, about.
const PATH_BYTES: usize = 1200;

/// A name, ordered by its text, so that no listing depends on when a symbol was made.
#[derive(Clone)]
struct Name {
    text: Arc<str>,
    symbol: Value,
}

impl PartialEq for Name {
    fn eq(&self, other: &Name) -> bool {
        self.text == other.text
    }
}

impl Eq for Name {}

impl PartialOrd for Name {
    fn partial_cmp(&self, other: &Name) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Name {
    fn cmp(&self, other: &Name) -> std::cmp::Ordering {
        self.text.cmp(&other.text)
    }
}

impl Borrow<str> for Name {
    fn borrow(&self) -> &str {
        &self.text
    }
}

type Map = OrdMap<Name, Value>;

struct Row {
    handle: Value,
    map: Map,
    bytes: usize,
}

/// What globals' store was when it was last looked at.
struct View {
    handle: Value,
    dirty: Vec<Value>,
}

/// The stores of one machine that are values, and which of them show which globals.
#[derive(Default)]
pub struct Stores {
    rows: Vec<Option<Row>>,
    free: Vec<usize>,
    /// Rows made since the last sweep.
    young: Vec<usize>,
    /// The sum of the rows' bytes.
    bytes: usize,
    views: Vec<Option<View>>,
    shown: HashMap<Value, GlobalsId>,
}

impl Stores {
    /// Says that the computed cell `cell` shows the store of `globals`.
    pub fn show(&mut self, cell: Value, globals: GlobalsId) {
        self.shown.insert(cell, globals);
    }

    /// Notes that `symbol` may mean something else in these globals; false if nobody looks at them.
    pub fn note_name(&mut self, id: GlobalsId, symbol: Value) -> bool {
        match self.views.get_mut(id.0 as usize) {
            Some(Some(view)) => {
                view.dirty.push(symbol);
                true
            }
            Some(None) | None => false,
        }
    }

    /// Forgets what all globals' stores were: the next reading of each looks at every name.
    pub fn forget_views(&mut self) {
        self.views.clear();
    }

    /// What must be kept: the stores that the next readings begin with.
    pub fn roots(&self) -> impl Iterator<Item = Value> + '_ {
        self.views.iter().flatten().map(|view| view.handle)
    }

    /// Hands what a store's map holds to `visit`; nothing for other handles.
    pub fn row_values(&self, handle: Value, visit: &mut impl FnMut(Value)) {
        if let Some(row) = self.row(handle) {
            for (name, value) in &row.map {
                visit(name.symbol);
                visit(*value);
            }
        }
    }

    /// Frees the rows whose handles are not marked: for a full collection.
    pub fn sweep(&mut self, is_marked: impl Fn(Value) -> bool) {
        self.young.clear();
        for index in 0..self.rows.len() {
            self.sweep_row(index, &is_marked);
        }
    }

    /// The same for the rows made since the last sweep: for a collection of young objects only.
    pub fn sweep_young(&mut self, is_marked: impl Fn(Value) -> bool) {
        for index in std::mem::take(&mut self.young) {
            self.sweep_row(index, &is_marked);
        }
    }

    fn sweep_row(&mut self, index: usize, is_marked: &impl Fn(Value) -> bool) {
        if let Some(row) = self.rows[index].take_if(|row| !is_marked(row.handle)) {
            self.bytes -= row.bytes;
            self.free.push(index);
        }
    }

    /// Bytes held outside of the heap, about.
    pub fn bytes(&self) -> usize {
        self.bytes
    }

    fn row(&self, handle: Value) -> Option<&Row> {
        if !is_store(handle) {
            return None;
        }
        self.rows.get(handle.field(1).as_index()?)?.as_ref()
    }

    fn map(&self, handle: Value) -> Map {
        self.row(handle).map_or_else(Map::new, |row| row.map.clone())
    }

    fn take_view(&mut self, id: GlobalsId) -> Option<View> {
        self.views.get_mut(id.0 as usize)?.take()
    }

    fn put_view(&mut self, id: GlobalsId, view: View) {
        let index = id.0 as usize;
        if self.views.len() <= index {
            self.views.resize_with(index + 1, || None);
        }
        self.views[index] = Some(view);
    }
}

/// Whether a value is a store.
pub fn is_store(value: Value) -> bool {
    value.is_a(Type::Handle) && value.field(0) == Value::fixnum(HANDLE_KIND)
}

/// What `symbol` is bound to in a store, if it is bound to a value. Costs a walk as deep as the
/// logarithm of the store's size.
pub fn lookup(m: &Machine, store: Value, symbol: Value) -> Option<Value> {
    let row = m.stores.row(store)?;
    let entry = *row.map.get(symbol::name(&m.heap, symbol))?;
    if !symbol::is_interned(symbol) { None } else { value_of(entry) }
}

/// The store that differs from `store` in binding `symbol` to `value`. An uninterned symbol is
/// refused.
pub fn with(m: &mut Machine, store: Value, symbol: Value, value: Value) -> Outcome {
    if !symbol::is_interned(symbol) {
        let (who, reason) = ("store-set", "an uninterned symbol is no name in a store");
        return Err(Box::new(Condition::NoResult { who, reason, found: symbol }));
    }
    m.heap.reserve(PATH_BYTES)?;
    let mut map = m.stores.map(store);
    map.insert(name_of(m, symbol), value);
    Ok(new_store(m, map, PATH_BYTES))
}

/// The names that a store binds to values, sorted.
pub fn names(m: &Machine, store: Value) -> Vec<Value> {
    let Some(row) = m.stores.row(store) else {
        return Vec::new();
    };
    let bound = row.map.iter().filter(|(_, entry)| value_of(**entry).is_some());
    bound.map(|(name, _)| name.symbol).collect()
}

/// The value of an entry: syntax is none.
fn value_of(entry: Value) -> Option<Value> {
    let value = if entry.is_a(Type::Cell) { entry.field(cell::VALUE) } else { entry };
    let is_value = !value.is_a(Type::Macro) && value.bits() != Value::UNBOUND.bits();
    is_value.then_some(value)
}

fn name_of(m: &Machine, symbol: Value) -> Name {
    Name { text: symbol::name(&m.heap, symbol).into(), symbol }
}

fn new_store(m: &mut Machine, map: Map, bytes: usize) -> Value {
    let index = m.stores.free.pop().unwrap_or(m.stores.rows.len());
    let (kind, row) = (Value::fixnum(HANDLE_KIND), Value::fixnum(index as i64));
    let handle = m.heap.object(Type::Handle, &[kind, row, Value::FALSE]);
    if index == m.stores.rows.len() {
        m.stores.rows.push(None);
    }
    m.stores.rows[index] = Some(Row { handle, map, bytes });
    m.stores.young.push(index);
    m.stores.bytes += bytes;
    m.heap.charge_outside(bytes);
    handle
}

/// The store that a computed cell shows. Costs what was written since it was last read, and a look
/// at each level below.
pub fn read_shown(m: &mut Machine, cell: Value) -> Value {
    let ids = shown_by(m, cell);
    let mut below = None;
    for id in ids.into_iter().rev() {
        below = Some(read(m, id, below));
    }
    below.unwrap_or(Value::UNSPECIFIED)
}

/// The globals that a computed cell shows, then those that their own `store` shows, and so on.
fn shown_by(m: &mut Machine, cell: Value) -> Vec<GlobalsId> {
    let mut ids = Vec::new();
    let mut next = m.stores.shown.get(&cell).copied();
    while let Some(id) = next {
        ids.push(id);
        next = store_cell(m, id).and_then(|cell| m.stores.shown.get(&cell).copied());
    }
    ids
}

/// The computed cell `store` of these globals, if they have one.
fn store_cell(m: &mut Machine, id: GlobalsId) -> Option<Value> {
    let symbol = m.intern("store");
    let cell = environment::globals(m, id).find(symbol)?;
    (cell::state(cell) == CellState::Computed).then_some(cell)
}

/// The store of these globals, `below` being what their own `store` is.
fn read(m: &mut Machine, id: GlobalsId, below: Option<Value>) -> Value {
    let (before, dirty) = match m.stores.take_view(id) {
        Some(View { handle, dirty }) => (Some(handle), dirty),
        None => (None, environment::globals(m, id).identifiers().to_vec()),
    };
    let mut map = before.map_or_else(Map::new, |handle| m.stores.map(handle));
    let mut changes = 0;
    for symbol in dirty {
        let entry = settle_entry(m, id, symbol);
        changes += change(m, &mut map, symbol, entry);
    }
    if let Some(below) = below {
        let symbol = m.intern("store");
        changes += change(m, &mut map, symbol, Some(below));
    }
    let handle = match before {
        Some(handle) if changes == 0 => handle,
        Some(_) => {
            let bytes = (changes * PATH_BYTES).min(map.len() * ENTRY_BYTES + PATH_BYTES);
            new_store(m, map, bytes)
        }
        None => {
            let bytes = map.len() * ENTRY_BYTES;
            new_store(m, map, bytes)
        }
    };
    m.stores.put_view(id, View { handle, dirty: Vec::new() });
    handle
}

/// Brings one entry up to date; 1 if it was not.
fn change(m: &Machine, map: &mut Map, symbol: Value, entry: Option<Value>) -> usize {
    let text = symbol::name(&m.heap, symbol);
    if map.get(text).copied() == entry {
        return 0;
    }
    match entry {
        Some(entry) => {
            map.insert(name_of(m, symbol), entry);
        }
        None => {
            map.remove(text);
        }
    }
    1
}

/// What an identifier is bound to in these globals themselves. From here on its cell's first write
/// is noticed.
fn settle_entry(m: &mut Machine, id: GlobalsId, identifier: Value) -> Option<Value> {
    if !identifier.is_a(Type::Symbol) {
        if let Some(cell) = environment::globals(m, id).find(identifier) {
            watch(m, id, cell);
        }
        return None;
    }
    let cell = environment::globals(m, id).find(identifier)?;
    watch(m, id, cell);
    if cell::state(cell) != CellState::Bound || !symbol::is_interned(identifier) {
        return None;
    }
    Some(if cell::home(cell) == id { cell.field(cell::VALUE) } else { cell })
}

fn watch(m: &mut Machine, id: GlobalsId, cell: Value) {
    let flags = cell.header().flags();
    if cell::home(cell) == id && flags & (flag::PLAIN | flag::DIRTY) != 0 {
        m.heap.set_flags(cell, flags & !(flag::PLAIN | flag::DIRTY));
    }
}

/// Makes the globals that a computed cell shows, and those below as far as the store names them,
/// what `store` says. An error if it, or what it says of those below, is no store: then nothing has
/// changed.
pub fn write_shown(m: &mut Machine, cell: Value, store: Value) -> Outcome<()> {
    read_shown(m, cell);
    let mut changes = Vec::new();
    let mut next = Some(store);
    for id in shown_by(m, cell) {
        let Some(store) = next else {
            break;
        };
        if !is_store(store) {
            let (who, expected) = ("set!", Expected::Store);
            return crate::condition::wrong_type(who, 2, expected, store);
        }
        next = None;
        let has_below = store_cell(m, id).is_some();
        for (symbol, entry) in differences(m, id, store) {
            if has_below && symbol::name(&m.heap, symbol) == "store" {
                next = entry;
            } else {
                changes.push((id, symbol, entry));
            }
        }
    }
    for (id, symbol, entry) in changes {
        assign(m, id, symbol, entry);
    }
    Ok(())
}

/// In what a store differs from the present view of these globals.
fn differences(m: &Machine, id: GlobalsId, store: Value) -> Vec<(Value, Option<Value>)> {
    let present = match m.stores.views.get(id.0 as usize) {
        Some(Some(view)) => m.stores.map(view.handle),
        Some(None) | None => Map::new(),
    };
    let wanted = m.stores.map(store);
    let items = present.diff(&wanted).map(|item| match item {
        DiffItem::Add(name, entry) => (name.symbol, Some(*entry)),
        DiffItem::Update { new: (name, entry), .. } => (name.symbol, Some(*entry)),
        DiffItem::Remove(name, _) => (name.symbol, None),
    });
    items.collect()
}

fn assign(m: &mut Machine, id: GlobalsId, symbol: Value, entry: Option<Value>) {
    match entry {
        Some(imported) if imported.is_a(Type::Cell) => {
            if let Some(replaced) = environment::import_cell(m, id, symbol, imported) {
                crate::compiler::retire_users_in(m, id, replaced);
            }
        }
        Some(value) => {
            let own = m.part_from_import(id, symbol);
            m.define_cell(own, value);
        }
        None => m.undefine_cell(id, symbol),
    }
}

impl Machine {
    /// A cell has been written: it goes onto the dirty list of its globals, if somebody looks at
    /// them and it is not there.
    pub(crate) fn note_change(&mut self, cell: Value) {
        let flags = cell.header().flags();
        if flags & flag::DIRTY == 0
            && self.stores.note_name(cell::home(cell), cell.field(cell::SYMBOL))
        {
            self.heap.set_flags(cell, flags | flag::DIRTY);
        }
    }
}
