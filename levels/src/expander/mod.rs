//! Hygienic macros by aliases.
//!
//! An identifier is a symbol, or an alias: an object that a macro inserted, made of the identifier
//! it stands for and the scope where the macro was defined. Identifiers are compared by identity
//! where they bind; an alias that nothing binds means what its name means in its scope.

use crate::condition::Outcome;
use crate::environment::{self, UNIVERSE};
use crate::layout::Type;
use crate::machine::Machine;
use crate::value::Value;

pub mod scope;
pub mod lookup;
pub mod strip;
pub mod unfold;
pub mod steps;
pub mod names;
pub mod core_form;
pub mod build;
pub mod shape;
pub mod derived;
pub mod rules;
pub mod include;
pub mod library;
pub mod whole;

pub use core_form::CoreForm;
use scope::{MacroKind, macro_kind, new_macro};
pub use steps::{Chain, Steps};

/// Binds every core form and derived form in the universe. Called once, before anything is read.
pub fn install(m: &mut Machine) {
    m.expander.aliases = names::make_aliases(m);
    m.expander.kinds = crate::evaluator::make_kinds(m);
    for (index, name) in CoreForm::NAMES.iter().enumerate() {
        bind(m, name, MacroKind::Core, index);
    }
    for (index, row) in derived::TABLE.iter().enumerate() {
        bind(m, row.name, MacroKind::Derived, index);
    }
}

fn bind(m: &mut Machine, name: &str, kind: MacroKind, index: usize) {
    let symbol = m.intern(name);
    let scope = environment::globals(m, UNIVERSE).scope;
    let object = new_macro(&mut m.heap, kind, Value::fixnum(index as i64), scope, symbol);
    environment::define(m, UNIVERSE, symbol, object);
}

/// Whether a value of a cell is what `_` means in patterns, which stands for a value elsewhere if one is
/// recalled.
pub fn is_wildcard(m: &Machine, value: Value) -> bool {
    let name = names::insert(m, names::Name::Underscore).field(0);
    let cell = environment::globals(m, UNIVERSE).find(name);
    value.is_a(Type::Macro)
        && cell.is_some_and(|cell| cell.field(environment::cell::VALUE) == value)
}

/// One step: what `form`, a use of the macro `object` found in `scope`, expands to. A core form
/// stands for itself. Errors: `Syntax` where the form does not fit; what `syntax-error` says; no
/// memory. Costs what the form's own shape takes, whatever is inside its subforms. The expansion
/// counts as written where the form was, unless it was written elsewhere.
pub fn expand_step(m: &mut Machine, object: Value, form: Value, scope: Value) -> Outcome {
    let expansion = match macro_kind(object) {
        MacroKind::Core => form,
        MacroKind::Derived => match derived::row_of(object) {
            Some(row) => (row.expand)(m, form, scope)?,
            None => form,
        },
        MacroKind::Rules => rules::expand(m, object, form, scope)?,
    };
    if expansion.is_pair()
        && let Some(span) = m.sources.form_span(form)
        && m.sources.form_span(expansion).is_none()
    {
        m.sources.record_form(expansion, span);
    }
    Ok(expansion)
}

/// What the expander keeps beside the heap, and what it asks of those around it.
pub struct Expander {
    /// The aliases that derived forms insert, in the order of `names::Name`: roots of the heap.
    pub aliases: Vec<Value>,
    /// The symbols of the kinds of forms, in the order of `evaluator::Kind`: roots of the heap.
    pub kinds: Vec<Value>,
    /// Grows whenever a global name may come to mean a macro, or another one, or none any more.
    pub meanings: i64,
    /// The expansion that an evaluator is making step by step.
    pub steps: Chain,
    /// The cells that names were found to mean lately. Not roots: they are forgotten at each collection.
    pub recent: environment::Recent,
    /// Data that is known to hold no aliases. Not a root: it is forgotten at each collection.
    pub plain: strip::Plain,
    /// Whether a library of this name can be imported: `(library name)` in `cond-expand`.
    pub library_exists: fn(&mut Machine, Value) -> bool,
    /// What `(features)` lists and `cond-expand` finds true.
    pub features: Vec<String>,
    /// The names (`scheme base`) of the libraries that were defined so far.
    pub defined_libraries: Vec<String>,
    /// Folders in which libraries are looked for.
    pub library_folders: Vec<String>,
    /// The text that `include` finds under this path, before it looks for a file.
    pub carried_text: fn(&str) -> Option<&'static str>,
}

impl Expander {
    /// What must be kept.
    pub fn roots(&self) -> impl Iterator<Item = Value> + '_ {
        let steps = [self.steps.written, self.steps.last];
        self.aliases.iter().chain(&self.kinds).copied().chain(steps)
    }

    /// A collection begins: forgets what is not among the roots.
    pub fn forget(&mut self) {
        self.plain.clear();
        self.recent.clear();
    }
}

impl Default for Expander {
    fn default() -> Self {
        Expander {
            aliases: Vec::new(),
            kinds: Vec::new(),
            meanings: 0,
            steps: Chain::default(),
            recent: environment::Recent::default(),
            plain: strip::Plain::default(),
            library_exists: |_, _| false,
            features: derived::feature::FEATURES.iter().map(ToString::to_string).collect(),
            defined_libraries: Vec::new(),
            library_folders: Vec::new(),
            carried_text: |_| None,
        }
    }
}

#[cfg(test)]
mod tests;
