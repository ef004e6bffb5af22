//! The reference in `docs/reference/` is true and whole: every example gives what stands beside it,
//! every name has an entry, and every entry's names are where it says.

pub mod example;
pub mod session;
mod arity;
mod kind;
mod names;
pub mod pages;
mod guide;
