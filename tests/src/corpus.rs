//! Programs: each `corpus/**/NAME.scm` beside which there is a `NAME.out`, run as `tower FILE` in an
//! empty folder, writes what stands there and ends with the status in `NAME.status` (0, if there is
//! none). `NAME.in`, if it is there, is its standard input. A program whose first comment says
//! `needs: WORDS` is ignored for that reason.

use crate::command::{run, tower};
use crate::tree::{Text, read, root, texts};

/// Runs the program, `dir/name` under `corpus/`, and compares.
#[track_caller]
pub fn check(name: &str) {
    check_with(name, "corpus", &[]);
}

/// The same with these variables of the environment, in a room of its own.
#[track_caller]
pub fn check_with(name: &str, room: &str, variables: &[(&str, &str)]) {
    let beside = |end: &str| {
        let path = format!("tests/corpus/{name}.{end}");
        if root().join(&path).exists() { read(&path) } else { String::new() }
    };
    let program = root().join(format!("tests/corpus/{name}.scm"));
    let test = format!("{room}-{}", name.replace('/', "-"));
    let mut command = tower(&test, &[program.to_str().unwrap()]);
    let ended = run(command.envs(variables.iter().copied()), beside("in").as_bytes());
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

/// The programs of the corpus that can be run.
pub fn names() -> Vec<String> {
    let runs = |text: &Text| {
        let mut comment = text.text.lines().take_while(|line| line.starts_with([';', '#']));
        let expected = root().join(&text.path).with_extension("out");
        expected.is_file() && !comment.any(|line| line.contains("needs: "))
    };
    let inside = |text: &Text| {
        let name = text.path.strip_prefix("tests/corpus/")?.strip_suffix(".scm")?;
        runs(text).then(|| name.to_owned())
    };
    texts(&[".scm"]).iter().filter_map(inside).collect()
}
