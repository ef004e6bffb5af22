//! The tower: levels stacked on each other, and the command that runs them.

pub mod cli;
pub mod diagnostics;
pub mod line_source;
pub mod nearest;
