//! What can be asked of snapshots. Taking them and going back is the tower's.

use super::{Builtin, exactly, row};
use crate::machine::time::is_snapshot;
use crate::value::Value;

/// The rows.
pub const BUILTINS: &[Builtin] = &[row("snapshot?", exactly(1), "(snapshot? object)", |_, a| {
    Ok(Value::boolean(is_snapshot(a[0])))
})];
