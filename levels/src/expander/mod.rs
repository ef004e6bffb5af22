//! Hygienic macros by aliases.
//!
//! An identifier is a symbol, or an alias: an object that a macro inserted, made of the identifier
//! it stands for and the scope where the macro was defined. Identifiers are compared by identity
//! where they bind; an alias that nothing binds means what its name means in its scope.

use crate::condition::Outcome;
use crate::machine::Machine;
use crate::value::Value;

pub mod scope;
pub mod lookup;
pub mod strip;
pub mod names;

/// What the expander keeps beside the heap, and what it asks of those around it.
pub struct Expander {
    /// The aliases that derived forms insert, in the order of `names::Name`: roots of the heap.
    pub aliases: Vec<Value>,
    /// Whether a library of this name can be imported: `(library name)` in `cond-expand`.
    pub library_exists: fn(&mut Machine, Value) -> bool,
    /// The data in the file that an `include` (the form) names by a string; folded to lower case
    /// if the flag says so.
    pub read_included: fn(&mut Machine, Value, Value, FoldCase) -> Outcome<Vec<Value>>,
}

/// Whether the reader folds letters to lower case.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum FoldCase {
    /// `include`.
    No,
    /// `include-ci`.
    Yes,
}

impl Default for Expander {
    fn default() -> Self {
        Expander {
            aliases: Vec::new(),
            library_exists: |_, _| false,
            read_included: |_, _, _, _| Ok(Vec::new()),
        }
    }
}
