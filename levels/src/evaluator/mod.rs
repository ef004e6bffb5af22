//! What an evaluator written in the language is made of: operations on forms, environments and
//! procedures (`builtins::evaluator` hands them to programs).
//!
//! Invariants: an operation evaluates nothing and calls no procedure. What is wrong with the program that
//! is interpreted is told in the very words that compiled code would raise.

pub mod failure;
pub mod memo;
pub mod body;
pub mod call;
pub mod variable;
pub mod syntax;
pub mod form;

pub use failure::{condition_of, is_failure};
pub use form::{Kind, make_kinds};
