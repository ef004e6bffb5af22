//! What may be used in a few places only: the outside, and `unsafe`.

use super::none;
use crate::tree::texts;

/// The ways out of the process.
const OUTSIDE: &[&str] = &[
    "std::fs",
    "std::env",
    "std::time",
    "std::net",
    "std::process",
    "io::stdin",
    "io::stdout",
    "io::stderr",
    "SystemTime",
    "Instant::now",
    "eprintln!",
    "println!",
    "thread::sleep",
];

/// Where they may be used, and for what.
const DOORS: &[(&str, &str)] = &[
    ("levels/src/world", "the one door of a machine"),
    ("tower/src/main.rs", "the command: its arguments, its environment, its exit status"),
    ("tower/src/repl/", "the REPL's terminal and its files"),
    ("tower/src/interrupt.rs", "how long ago the last Ctrl-C was"),
    ("levels/examples/", "figures: a clock, and a line to say what it said"),
    ("tests/", "the suite starts the command and reads the project's files"),
];

/// Where `unsafe` may be written, and for what.
const UNSAFE: &[(&str, &str)] = &[
    ("levels/src/heap/", "memory of our own"),
    ("levels/src/value.rs", "words that are pointers"),
    ("levels/src/machine/", "frames and instructions, on a stack of our own"),
    ("levels/src/builtins/mod.rs", "rows behind addresses, functions behind types"),
    ("levels/src/ops.rs", "an instruction's number is one of the table's"),
    ("levels/src/procedure.rs", "the records that return points refer to"),
    ("levels/src/number/storage.rs", "limbs in our heap"),
    ("levels/src/string/", "text that was checked when it was stored"),
    ("levels/src/symbol.rs", "text that was checked when it was interned"),
    ("levels/src/port/buffer.rs", "text that was checked when it was read"),
    ("levels/src/world/live.rs", "calls of the operating system"),
    ("tower/src/repl/editor/terminal.rs", "calls of the operating system"),
    ("levels/examples/heap.rs", "the processor's clock"),
];

#[test]
fn the_outside_is_behind_a_door() {
    let mut faults = Vec::new();
    for file in texts(&[".rs"]) {
        if file.is_test() || DOORS.iter().any(|(door, _)| file.path.starts_with(door)) {
            continue;
        }
        for (line, code) in file.code() {
            // What is the same in every process is no answer.
            let code = code.replace("std::env::consts", "").replace("std::env::split_paths", "");
            if let Some(way) = OUTSIDE.iter().find(|way| code.contains(*way)) {
                faults.push(format!("{}:{line}: {way}", file.path));
            }
        }
    }
    none(faults);
}

#[test]
fn unsafe_code_is_where_memory_is() {
    let mut faults = Vec::new();
    let mut used = vec![false; UNSAFE.len()];
    for file in texts(&[".rs"]) {
        let place = UNSAFE.iter().position(|(place, _)| file.path.starts_with(place));
        for (line, code) in file.code() {
            let word = "unsafe";
            if !code.split(|c: char| !c.is_alphanumeric() && c != '_').any(|w| w == word) {
                continue;
            }
            match place {
                Some(place) => used[place] = true,
                None if file.is_test() => {}
                None => faults.push(format!("{}:{line}: {}", file.path, code.trim())),
            }
        }
    }
    let idle = UNSAFE.iter().zip(used).filter(|(_, used)| !used);
    faults.extend(idle.map(|((place, _), _)| format!("{place}: has no unsafe code any more")));
    none(faults);
}
