//! The honest tower: the text of the evaluator evaluates each step, and everything comes out the same.

use crate::checked::slice;
use crate::command::{Ended, run, tower};
use crate::corpus;
use crate::tree::root;
use std::time::{Duration, Instant};

/// What takes longer without the text is left out: it would take a hundred times as long.
const LONGEST: Duration = Duration::from_millis(300);
/// More than any of the programs takes.
const FUEL: &str = "50000000";

/// The program of that name, with so many levels interpreted.
fn ended(name: &str, levels: &str) -> Ended {
    let program = root().join(format!("tests/corpus/{name}.scm"));
    let room = format!("honest-{levels}-{}", name.replace('/', "-"));
    let options = ["--honest", levels, "--fuel", FUEL, program.to_str().unwrap()];
    run(&mut tower(&room, &options), b"")
}

/// Programs of the corpus write what they write, and end as they end, with one and two levels interpreted.
#[test]
fn programs_come_out_the_same() {
    let mut compared = 0;
    for name in slice(corpus::names()) {
        let start = Instant::now();
        let collapsed = ended(&name, "0");
        if start.elapsed() > LONGEST || TELLS_ITS_CODE.contains(&name.as_str()) {
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
    assert!(compared > 20, "{compared}");
}

/// Programs that write what only compiled code can tell.
const TELLS_ITS_CODE: &[&str] = &[];
