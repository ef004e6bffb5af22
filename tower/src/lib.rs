//! The tower: levels stacked on each other, and the command that runs them.

pub mod cli;
pub mod diagnostics;
pub mod nearest;
pub mod reference;
pub mod waiting;
pub mod primitive;
pub mod frame;
pub mod tower;
mod moving;
mod rescue;
mod hook;
mod evaluator;
mod port;
mod text;
mod descent;
mod delta;
mod time;
mod giving;
mod input;
pub mod changes;
mod governing;
pub mod doing;
mod reading;
pub mod library;
pub mod dialect;
pub mod source_file;
pub mod report;
pub mod voice;
pub mod prelude;
pub mod repl;
pub mod session;
pub mod hlisp;
pub mod interrupt;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod manners;

/// The builtins of every level, by family.
pub use levels::builtins::FAMILIES as BUILTINS;
/// The control primitives of every level.
pub use levels::machine::control::CONTROLS;
