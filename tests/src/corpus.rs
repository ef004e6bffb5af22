//! Programs: each `corpus/**/NAME.scm` beside which there is a `NAME.out`, run as `tower FILE` in an
//! empty folder, writes what stands there and ends with the status in `NAME.status` (0, if there is
//! none). `NAME.in`, if it is there, is its standard input. A program whose first comment says
//! `needs: WORDS` is ignored for that reason.

use crate::command::{run, tower};
use crate::tree::{read, root};

/// Runs the program, `dir/name` under `corpus/`, and compares.
#[track_caller]
pub fn check(name: &str) {
    let beside = |end: &str| {
        let path = format!("tests/corpus/{name}.{end}");
        if root().join(&path).exists() { read(&path) } else { String::new() }
    };
    let program = root().join(format!("tests/corpus/{name}.scm"));
    let test = format!("corpus-{}", name.replace('/', "-"));
    let ended = run(&mut tower(&test, &[program.to_str().unwrap()]), beside("in").as_bytes());
    let status = beside("status");
    let status = if status.is_empty() { 0 } else { status.trim().parse().unwrap() };
    let expected = beside("out");
    assert!(
        ended.output == expected && ended.status.code() == Some(status),
        "\n{name} gives status {} and\n{}\nand not status {status} and\n{expected}\n{}",
        ended.status,
        ended.output,
        ended.errors
    );
}
