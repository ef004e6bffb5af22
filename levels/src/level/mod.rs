//! What a level is made of, as values: its store, and the environments of its code.

pub mod store;
pub mod local;
