//! Hygienic macros by aliases.
//!
//! An identifier is a symbol, or an alias: an object that a macro inserted, made of the identifier
//! it stands for and the scope where the macro was defined. Identifiers are compared by identity
//! where they bind; an alias that nothing binds means what its name means in its scope.

pub mod scope;
pub mod lookup;
pub mod strip;
