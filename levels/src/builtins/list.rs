//! To be filled.

use super::Builtin;

/// The rows.
pub const BUILTINS: &[Builtin] = &[];
