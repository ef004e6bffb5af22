//! Sessions: each `transcripts/NAME.in`, piped into `tower repl --echo`, gives `NAME.out`; those in a folder
//! are of the dialect of that name.

use crate::command::{run, tower};
use crate::tree::{entries, name, read};

/// Runs the session of that name and compares.
#[track_caller]
pub fn check(name: &str) {
    check_with(name, "transcript", &[]);
}

/// The same with these variables of the environment, in a room of its own.
#[track_caller]
pub fn check_with(name: &str, room: &str, variables: &[(&str, &str)]) {
    let input = read(&format!("tests/transcripts/{name}.in"));
    let expected = read(&format!("tests/transcripts/{name}.out"));
    let options: &[&str] = match name.split_once('/') {
        Some((dialect, _)) => &["--lang", dialect, "repl", "--echo"],
        None => &["repl", "--echo"],
    };
    let mut command = tower(&format!("{room}-{}", name.replace('/', "-")), options);
    let ended = run(command.envs(variables.iter().copied()), input.as_bytes());
    let (found, wanted) = (essence(&ended.output), essence(&expected));
    assert!(
        found == wanted,
        "\n{name} gives\n{}\nand not\n{}\n{}",
        ended.output,
        expected,
        ended.errors
    );
}

/// The sessions.
pub fn names() -> Vec<String> {
    let paths = entries("tests/transcripts");
    let sessions = paths.iter().filter_map(|path| name(path).strip_suffix(".in"));
    sessions.map(str::to_owned).collect()
}

/// What of a session counts: not white space at the end of a line or of all, not a prompt with
/// nothing after it at the very end, and of a move the level only, unless a variable is unbound.
pub fn essence(session: &str) -> Vec<String> {
    let mut lines: Vec<String> = session.lines().map(essence_of_line).collect();
    let blank = |line: &String| line.is_empty();
    while lines.last().is_some_and(blank) {
        lines.pop();
    }
    if lines.last().is_some_and(|line| is_prompt(line)) {
        lines.pop();
    }
    while lines.last().is_some_and(blank) {
        lines.pop();
    }
    lines
}

fn essence_of_line(line: &str) -> String {
    let line = line.trim_end();
    match line.split_once(" — moving up to level ") {
        Some((words, level)) if !words.starts_with("unbound variable: ") => {
            format!("— moving up to level {level}")
        }
        Some(_) | None => line.to_owned(),
    }
}

fn is_prompt(line: &str) -> bool {
    let level = line.strip_prefix("lisp-").and_then(|rest| rest.strip_suffix('>'));
    level.is_some_and(|level| level.bytes().all(|byte| byte.is_ascii_digit()))
}

#[test]
fn what_counts_in_a_session() {
    let loose = "lisp-0> (car 5)  \ncar: no — moving up to level 1\nlisp-1> \n\n";
    let tight = "lisp-0> (car 5)\nother words: 5 — moving up to level 1\n";
    assert_eq!(essence(loose), essence(tight));
    let unbound = |name: &str| format!("unbound variable: {name} — moving up to level 1");
    assert_ne!(essence(&unbound("x")), essence(&unbound("y")));
    assert_ne!(essence("lisp-1> 1\n"), essence("lisp-0> 1\n"));
    assert_ne!(essence("a\nlisp-1>\nb"), essence("a\nb"));
}

#[test]
fn the_session_of_the_readme_is_one_of_them() {
    let session = read("tests/transcripts/semantics-2.out");
    assert!(read("README.md").contains(&format!("```text\n{session}```")));
}
