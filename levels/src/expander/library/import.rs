//! `import` and its sets.

use super::{Binding, library_name, name_text, symbols, text};
use crate::condition::Outcome;
use crate::environment::{self, GlobalsId, WordHasher};
use crate::expander::scope::{is_identifier, symbol_of};
use crate::expander::shape::{list, operands, refuse, refuse_part, two};
use crate::layout::Type;
use crate::machine::Machine;
use crate::symbol;
use crate::value::Value;
use std::collections::HashMap;
use std::hash::BuildHasherDefault;

/// Where names come from.
#[derive(Clone, PartialEq, Debug)]
pub enum ImportSource {
    /// A library of this name.
    Library(Value),
    /// `"module" :option value …`: a module of another language.
    Foreign {
        /// The string.
        module: Value,
        /// The options: a symbol with its colon, a datum.
        options: Vec<(Value, Value)>,
    },
}

/// One change to the names of an import set.
#[derive(Clone, PartialEq, Debug)]
pub enum ImportStep {
    /// Keeps these names.
    Only(Vec<Value>),
    /// Drops these names.
    Except(Vec<Value>),
    /// Puts this symbol's name in front of every name.
    Prefix(Value),
    /// Renames each first to the second, all at once.
    Rename(Vec<(Value, Value)>),
}

/// One import set: a source and what is done to its names, in this order.
#[derive(Clone, PartialEq, Debug)]
pub struct ImportSet {
    /// The `import` form, for messages.
    pub form: Value,
    /// Where the names come from.
    pub source: ImportSource,
    /// The innermost step first.
    pub steps: Vec<ImportStep>,
}

/// The import sets of an `import` form or declaration.
pub fn parse_imports(m: &mut Machine, form: Value) -> Outcome<Vec<ImportSet>> {
    let mut sets = Vec::new();
    let parts = operands(form, "import")?;
    let mut rest = parts.as_slice();
    while let Some((first, others)) = rest.split_first() {
        rest = others;
        if !first.is_a(Type::String) {
            sets.push(parse_set(m, form, *first)?);
            continue;
        }
        let options = foreign_options(m, &mut rest);
        let source = ImportSource::Foreign { module: *first, options };
        sets.push(ImportSet { form, source, steps: Vec::new() });
    }
    Ok(sets)
}

fn foreign_options(m: &Machine, rest: &mut &[Value]) -> Vec<(Value, Value)> {
    let mut options = Vec::new();
    while let [keyword, value, others @ ..] = *rest {
        if !text(m, *keyword).starts_with(':') {
            break;
        }
        options.push((symbol_of(*keyword), *value));
        *rest = others;
    }
    options
}

fn parse_set(m: &mut Machine, form: Value, set: Value) -> Outcome<ImportSet> {
    let mut steps = Vec::new();
    let mut at = set;
    while let Some(inner) = inner_set(m, at) {
        list(form, at, "import: a set")?;
        steps.push(parse_step(m, form, at)?);
        at = inner;
    }
    steps.reverse();
    let source = ImportSource::Library(library_name(m, form, at)?);
    Ok(ImportSet { form, source, steps })
}

/// The set that `(only set …)` and the like change; none for a library's name.
fn inner_set(m: &Machine, set: Value) -> Option<Value> {
    let is_step = set.is_pair()
        && matches!(text(m, set.car()), "only" | "except" | "prefix" | "rename")
        && set.cdr().is_pair()
        && set.cdr().car().is_pair();
    is_step.then(|| set.cdr().car())
}

fn parse_step(m: &Machine, form: Value, set: Value) -> Outcome<ImportStep> {
    let (keyword, rest) = (text(m, set.car()), set.cdr().cdr());
    match keyword {
        "only" => Ok(ImportStep::Only(symbols(m, form, rest, "only")?)),
        "except" => Ok(ImportStep::Except(symbols(m, form, rest, "except")?)),
        "prefix" => match symbols(m, form, rest, "prefix")?.as_slice() {
            [prefix] => Ok(ImportStep::Prefix(*prefix)),
            _ => refuse(form, "prefix: takes an import set and one name"),
        },
        _ => {
            let renames = list(form, rest, "rename: the names")?;
            let renames = renames.into_iter().map(|pair| parse_rename(m, form, pair));
            Ok(ImportStep::Rename(renames.collect::<Outcome<_>>()?))
        }
    }
}

/// `(from to)`.
pub fn parse_rename(m: &Machine, form: Value, pair: Value) -> Outcome<(Value, Value)> {
    match two(pair) {
        Some((from, to)) if is_identifier(from) && is_identifier(to) => {
            Ok((symbol_of(from), symbol_of(to)))
        }
        Some(_) | None => {
            refuse_part(m, form, "rename: each renaming must be (name new-name)", pair)
        }
    }
}

type Names = HashMap<Value, Value, BuildHasherDefault<WordHasher>>;

impl ImportSet {
    /// The names that this set binds, given what its source exports: in the order of the exports.
    /// Errors: a step names what is not there; two names become one.
    pub fn resolve(&self, m: &mut Machine, exports: &[Binding]) -> Outcome<Vec<Binding>> {
        let mut bindings = exports.to_vec();
        for step in &self.steps {
            bindings = self.apply(m, step, bindings)?;
        }
        let mut seen = Names::default();
        for (name, cell) in &bindings {
            if seen.insert(*name, *cell).is_some_and(|other| other != *cell) {
                let name = symbol::name(&m.heap, *name);
                return refuse(self.form, format!("two variables become {name}"));
            }
        }
        Ok(bindings)
    }

    fn apply(
        &self,
        m: &mut Machine,
        step: &ImportStep,
        bindings: Vec<Binding>,
    ) -> Outcome<Vec<Binding>> {
        let identity = |names: &[Value]| names.iter().map(|name| (*name, *name)).collect();
        Ok(match step {
            ImportStep::Only(names) => {
                let kept = self.listed(m, "only", identity(names), &bindings)?;
                bindings.into_iter().filter(|(name, _)| kept.contains_key(name)).collect()
            }
            ImportStep::Except(names) => {
                let dropped = self.listed(m, "except", identity(names), &bindings)?;
                bindings.into_iter().filter(|(name, _)| !dropped.contains_key(name)).collect()
            }
            ImportStep::Prefix(prefix) => bindings
                .into_iter()
                .map(|(name, cell)| Ok((prefixed(m, *prefix, name)?, cell)))
                .collect::<Outcome<_>>()?,
            ImportStep::Rename(pairs) => {
                let renamed =
                    self.listed(m, "rename", pairs.iter().copied().collect(), &bindings)?;
                let new = |name: Value| renamed.get(&name).copied().unwrap_or(name);
                bindings.into_iter().map(|(name, cell)| (new(name), cell)).collect()
            }
        })
    }

    /// `names`, all of which must be among the keys of `bindings`.
    fn listed(&self, m: &Machine, who: &str, names: Names, bindings: &[Binding]) -> Outcome<Names> {
        let there: Names = bindings.iter().copied().collect();
        let strays = names.keys().filter(|name| !there.contains_key(name));
        match strays.map(|name| symbol::name(&m.heap, *name)).min() {
            Some(stray) => {
                refuse(self.form, format!("{who}: {} does not export {stray}", self.source_text(m)))
            }
            None => Ok(names),
        }
    }

    fn source_text(&self, m: &Machine) -> String {
        match &self.source {
            ImportSource::Library(name) => format!("({})", name_text(m, *name)),
            ImportSource::Foreign { .. } => "the module".into(),
        }
    }
}

fn prefixed(m: &mut Machine, prefix: Value, name: Value) -> Outcome {
    let text = [symbol::name(&m.heap, prefix), symbol::name(&m.heap, name)].concat();
    m.heap.effort.spend(text.len())?;
    m.heap.reserve(text.len())?;
    Ok(m.intern(&text))
}

/// Makes the names mean these cells in a global environment. Gives the cells that they meant there
/// before: code that refers to these means other variables from here on.
pub fn import_into(m: &mut Machine, id: GlobalsId, bindings: &[Binding]) -> Vec<Value> {
    let import = |(name, cell): &Binding| environment::import_cell(m, id, *name, *cell);
    bindings.iter().filter_map(import).collect()
}
