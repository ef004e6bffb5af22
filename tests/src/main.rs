//! The suite: the whole tower from outside, and the house rules.
//!
//! Invariant: the tower is run as a person runs it, as a command, and the command is built from the
//! sources as they are (`command`).

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod tree;
mod undone;
mod tidy;
mod command;
mod command_line;
mod meta;
mod check;
mod json;
mod repl_commands;
mod tower_commands;
mod wrong_input;
mod wrong_libraries;
mod wrong_arguments;
mod random;
mod mutated;
mod corpus;
mod mistakes;
mod libraries;
mod documents;
mod reference;
mod dialects;
mod transcript;
mod examples;
mod papers;
mod model;
mod stranded;
mod neutral;
mod opaque;
mod screen;
mod terminal;
mod tour;
mod honest;
mod soak;
mod spaces;
mod interrupts;
mod editing;
mod checked;
mod differential;

/// Whether the tests that have a quick slice are to run whole, as in CI.
fn whole() -> bool {
    std::env::var("TOWER_SUITE").is_ok_and(|wanted| wanted == "whole")
}

/// The tests that are files.
mod each {
    include!(concat!(env!("OUT_DIR"), "/each.rs"));
}
