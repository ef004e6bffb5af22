//! Everything nondeterministic, behind one door.

/// The outside.
#[derive(Default)]
pub struct World {}
