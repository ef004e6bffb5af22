//! The house rules of STYLE and LAYOUT that a program can check.

mod size;
mod word;
mod import;
mod door;
mod manifest;
mod architecture;
mod kind;
mod fault;

/// Fails with all the faults, if there are any.
#[track_caller]
fn none(faults: Vec<String>) {
    assert!(faults.is_empty(), "\n{}\n", faults.join("\n"));
}
