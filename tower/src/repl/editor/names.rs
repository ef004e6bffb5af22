//! What names mean where an input is typed, as far as typing it needs to know.
//!
//! Invariant: nothing is evaluated or bound, and no name is interned that was only typed.

use crate::reference;
use crate::repl::names::{in_scope, usages};
use crate::tower::Tower;
use levels::environment::{self, CellState, GlobalsId, UNIVERSE, cell};
use levels::expander::scope::{MacroKind, macro_kind};
use levels::layout::Type;
use levels::machine::Machine;
use levels::value::Value;

/// Names as the level that reads understands them.
pub struct Names<'t> {
    tower: &'t mut Tower,
    globals: GlobalsId,
}

impl<'t> Names<'t> {
    /// The names of the level that runs.
    pub fn new(tower: &'t mut Tower) -> Names<'t> {
        let level = tower.running();
        let globals = tower.globals(level);
        Names { tower, globals }
    }

    /// Whether a name is that of a form: core syntax or a macro.
    pub fn is_form(&self, name: &str) -> bool {
        self.value(name).is_some_and(|value| value.is_a(Type::Macro))
    }

    /// Every name that is bound and begins so, sorted. Cost: a look at each name there is.
    pub fn beginning_with(&mut self, beginning: &str) -> Vec<String> {
        let level = self.tower.running();
        let names = in_scope(self.tower, level).into_iter().map(|known| known.name);
        names.filter(|name| name.starts_with(beginning)).collect()
    }

    /// How a name is used: `(append list ...)`; of what is not applied, what it is.
    pub fn usage(&mut self, name: &str) -> Option<String> {
        let value = self.value(name)?;
        if value.is_a(Type::Macro) {
            let own = || self.is_universal(name, value).then(|| of_reference(name)).flatten();
            return Some(own().unwrap_or_else(|| kind(value).to_owned()));
        }
        let usages = usages(&mut self.tower.m, name, value);
        Some(usages.into_iter().next().unwrap_or_else(|| "variable".to_owned()))
    }

    /// What a name is bound to; nothing if that is for the tower to compute.
    fn value(&self, name: &str) -> Option<Value> {
        let m = &self.tower.m;
        let symbol = m.symbols.find(&m.heap, name)?;
        bound(m, self.globals, symbol).or_else(|| bound(m, UNIVERSE, symbol))
    }

    fn is_universal(&self, name: &str, value: Value) -> bool {
        let m = &self.tower.m;
        let symbol = m.symbols.find(&m.heap, name);
        symbol.and_then(|symbol| bound(m, UNIVERSE, symbol)) == Some(value)
    }
}

fn bound(m: &Machine, globals: GlobalsId, symbol: Value) -> Option<Value> {
    let cell = environment::globals(m, globals).find(symbol)?;
    match cell::state(cell) {
        CellState::Bound | CellState::Inherited => Some(cell.field(cell::VALUE)),
        CellState::Unbound | CellState::Computed => None,
    }
}

fn kind(form: Value) -> &'static str {
    match macro_kind(form) {
        MacroKind::Core => "core syntax",
        MacroKind::Derived => "syntax",
        MacroKind::Rules => "macro",
    }
}

/// The reference's usage of a name.
fn of_reference(name: &str) -> Option<String> {
    let signatures = reference::describe(name).into_iter().flat_map(|entry| entry.signatures);
    let mut usages = signatures.filter(|signature| signature.name == name);
    usages.find(|signature| signature.usage.starts_with('(')).map(|found| found.usage.to_owned())
}
