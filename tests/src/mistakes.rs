//! The classic mistakes: each `mistakes/NAME.scm`, run as a script in an empty folder, gives on
//! standard error what stands in `NAME.err`, and ends with status 1. A line that begins with
//! `; options: ` names options of the command. A program without a `NAME.err` fails.

use crate::command::{folder, run, tower};
use crate::terminal::Terminal;
use crate::tree::{read, root};

/// Runs the program of that name and compares.
#[track_caller]
pub fn check(name: &str) {
    let program = read(&format!("tests/mistakes/{name}.scm"));
    let test = format!("mistake-{name}");
    let options = program.lines().find_map(|line| line.strip_prefix("; options: ")).unwrap_or("");
    let file = format!("{name}.scm");
    let mut arguments: Vec<&str> = options.split_whitespace().collect();
    arguments.push(&file);
    let mut command = tower(&test, &arguments);
    std::fs::write(folder(&test).join(&file), &program).unwrap();
    let ended = run(&mut command, b"");
    let expected = root().join(format!("tests/mistakes/{name}.err"));
    let expected = std::fs::read_to_string(&expected).unwrap_or_default();
    assert!(
        without_counts(&ended.errors) == without_counts(&expected)
            && ended.status.code() == Some(1),
        "\n{name} gives status {} and\n{}\nand not\n{expected}",
        ended.status,
        ended.errors
    );
}

/// How deep a recursion comes before memory is used up is nobody's promise: long numbers do not count.
fn without_counts(text: &str) -> String {
    let is_digit = |c: char| c.is_ascii_digit();
    let mut counted = String::new();
    for piece in text.split_inclusive(|c: char| !c.is_ascii_digit()) {
        let digits = piece.trim_end_matches(|c| !is_digit(c));
        let shown = if digits.len() > 4 { "N" } else { digits };
        counted = counted + shown + &piece[digits.len()..];
    }
    counted
}

#[test]
fn the_teachers_list_is_long() {
    let files = crate::tree::entries("tests/mistakes");
    assert!(
        files.iter().filter(|path| path.extension().is_some_and(|end| end == "err")).count() > 25
    );
}

#[test]
fn a_terminal_shows_the_diagnostic_before_the_line() {
    let mut terminal = Terminal::start("explained", &["repl"]);
    terminal.send("(define (f x) (car x))\r");
    terminal.expect("lisp-0> ");
    terminal.send("(f 5)\r");
    terminal.expect("<repl>:1:20");
    terminal.expect("expected a pair, found 5");
    terminal.expect("car: argument 1 is not a pair: 5 — moving up to level 1");
    terminal.expect("lisp-1> ");
    terminal.send("(f))\r");
    terminal.expect("the reader stopped here");
    terminal.expect("lisp-1> ");
}

#[test]
fn a_session_that_is_piped_has_the_line_alone() {
    let ended = run(&mut tower("unexplained", &["repl"]), b"(car 5)\n(f))\n");
    assert_eq!(ended.errors, "");
    assert!(ended.output.contains("car: argument 1 is not a pair: 5 — moving up to level 1\n"));
}
