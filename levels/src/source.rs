//! Texts that were read, and where each pair came from.

/// The texts and spans of one machine.
#[derive(Default)]
pub struct Sources {}
