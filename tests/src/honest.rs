//! The honest tower: the text of the evaluator evaluates each step, and everything comes out the same.

use crate::checked::slice;
use crate::command::{Ended, run, tower};
use crate::corpus;
use crate::tree::root;
use std::time::{Duration, Instant};

/// What takes longer without the text is left out: it would take a hundred times as long.
const LONGEST: Duration = Duration::from_millis(300);
/// Programs that take minutes, or more memory than there is, where each step is interpreted.
const TOO_LONG: &[&str] = &[
    "expressions/long",
    "programs/interpreter",
    "r7rs/3-concepts",
    "sicp/picture",
    "sicp/processes",
    "versions/loops-entered-anywhere",
];
/// Programs that write what the operations of the evaluator see of compiled code, and one that evaluates a
/// `define` in the environment of a body, which the text takes for a part of that body.
const OF_COMPILED_CODE: &[&str] = &["evaluation/operations", "tower/the-environment"];

/// The program of that name, with so many levels interpreted.
fn ended(name: &str, levels: &str) -> Ended {
    let program = root().join(format!("tests/corpus/{name}.scm"));
    let room = format!("honest-{levels}-{}", name.replace('/', "-"));
    let options = ["--honest", levels, program.to_str().unwrap()];
    run(&mut tower(&room, &options), b"")
}

/// Programs of the corpus write what they write, and end as they end, with one and two levels interpreted.
#[test]
fn programs_come_out_the_same() {
    let mut compared = 0;
    for name in slice(corpus::names()) {
        if TOO_LONG.iter().chain(OF_COMPILED_CODE).any(|left_out| *left_out == name) {
            continue;
        }
        let start = Instant::now();
        let collapsed = ended(&name, "0");
        if start.elapsed() > LONGEST {
            continue;
        }
        for levels in ["1", "2"] {
            let honest = ended(&name, levels);
            assert_eq!(honest.output, collapsed.output, "{name}, {levels}: {}", honest.errors);
            assert_eq!(honest.status, collapsed.status, "{name}, {levels}: {}", honest.errors);
        }
        compared += 1;
    }
    println!("{compared} programs compared");
    assert!(compared >= 10, "{compared}");
}
