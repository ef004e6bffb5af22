//! Libraries and imports: what `define-library` and `import` say, as facts.
//!
//! Invariant: names in these facts are symbols, never aliases. Finding a library's text, running
//! its body and keeping what it exports belong to those who call this.

use super::scope::{is_identifier, symbol_of};
use super::shape::{list, refuse_part};
use super::strip::strip;
use crate::condition::Outcome;
use crate::machine::Machine;
use crate::symbol;
use crate::value::Value;

mod declaration;
mod import;
#[cfg(test)]
mod tests;

pub use declaration::{Declaration, Export, exported, parse_library};
pub use import::{ImportSet, ImportSource, ImportStep, import_into, parse_imports};

/// A name with the cell it means.
pub type Binding = (Value, Value);

/// The name of a library: a list of symbols and exact non-negative integers, with at least one.
pub fn library_name(m: &mut Machine, form: Value, name: Value) -> Outcome {
    let reason = "a library's name must be a list of names and integers";
    if !name.is_pair() {
        return refuse_part(m, form, reason, name);
    }
    let is_part = |part: &Value| is_identifier(*part) || part.as_index().is_some();
    match list(form, name, "a library's name")?.iter().find(|part| !is_part(part)) {
        Some(found) => refuse_part(m, form, reason, *found),
        None => strip(m, name),
    }
}

/// A library's name as text: `(scheme base)` is `scheme base`.
pub fn name_text(m: &Machine, mut name: Value) -> String {
    let mut parts = Vec::new();
    while name.is_pair() {
        parts.push(match name.car().as_fixnum() {
            Some(number) => number.to_string(),
            None => symbol::name(&m.heap, name.car()).to_owned(),
        });
        name = name.cdr();
    }
    parts.join(" ")
}

/// The symbols of a list of identifiers.
fn symbols(m: &Machine, form: Value, names: Value, who: &str) -> Outcome<Vec<Value>> {
    let names = list(form, names, format_args!("{who}: the names"))?;
    match names.iter().find(|name| !is_identifier(**name)) {
        Some(found) => refuse_part(m, form, format_args!("{who}: expected a name"), *found),
        None => Ok(names.into_iter().map(symbol_of).collect()),
    }
}

/// The text of an identifier; empty for anything else.
fn text(m: &Machine, datum: Value) -> &str {
    if is_identifier(datum) { symbol::name(&m.heap, symbol_of(datum)) } else { "" }
}
