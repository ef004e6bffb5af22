//! `,tour`: the saved session that it is, and the ways through it.

use std::fs;

use crate::command::{run, tower};
use crate::terminal::Terminal;
use crate::tree::{read, root};

const TEXT: &str = "tower/src/repl/tour.md";

#[test]
fn the_tour_is_a_session() {
    let path = root().join(TEXT);
    let ended = run(&mut tower("tour-check", &["check", path.to_str().unwrap()]), b"");
    assert!(ended.status.success(), "{ended:?}");
    assert!(ended.output.ends_with("tour.md: 10 inputs, as it was\n"), "{ended:?}");
}

/// On a pipe it shows every input and what comes of it, and the session is as it was before.
#[test]
fn on_a_pipe_it_runs_to_its_end() {
    let lines = ",tour\n(guard (e (#t (list 'again level))) (car nowhere))\n";
    let ended = run(&mut tower("tour-pipe", &["repl", "--echo"]), lines.as_bytes());
    let mut rest = ended.output.as_str();
    let text = read(TEXT);
    let blocks = text.split("```text\n").skip(1).map(|rest| rest.split("```").next().unwrap());
    for block in blocks {
        let at = rest.find(block).unwrap_or_else(|| panic!("{block} does not come in {rest}"));
        rest = &rest[at + block.len()..];
    }
    assert!(rest.starts_with("\nThat was the tour."), "{rest}");
    assert!(rest.ends_with("(car nowhere))\n(again 0)\nlisp-0> \n"), "{rest}");
}

#[test]
fn it_begins_at_level_0_and_takes_no_more_than_off() {
    let lines = ",up\n,tour\n,tour off\n,tour on\n,down\n'alive\n";
    let ended = run(&mut tower("tour-words", &["repl", "--echo"]), lines.as_bytes());
    for words in ["begins at level 0", "no tour going on", "is given on\n", "'alive\nalive\n"] {
        assert!(ended.output.contains(words), "{words} is not in {ended:?}");
    }
}

#[test]
fn a_saved_session_has_the_inputs_of_the_tour() {
    let mut command = tower("tour-saved", &["repl", "--echo"]);
    let folder = command.get_current_dir().unwrap().to_owned();
    run(&mut command, b",transcript saved.out\n,tour\n(+ 1 2)\n");
    let text = fs::read_to_string(folder.join("saved.out")).unwrap();
    assert!(!text.contains("Step") && text.contains("lisp-1> (old-cont 20)\n42\n"), "{text}");
    let mut check = tower("tour-check-saved", &["check", "saved.out"]);
    let ended = run(check.current_dir(folder), b"");
    assert_eq!(ended.output, "saved.out: 11 inputs, as it was\n", "{text}");
}

#[test]
fn enter_goes_on_and_other_inputs_do_not() {
    let mut terminal = Terminal::start("tour-enter", &["repl"]);
    terminal.send(",tour\r");
    terminal.expect("Step 1 of 10");
    terminal.expect("Enter runs   (map ");
    terminal.expect("lisp-0> ");
    terminal.send("(+ 40 2)\r");
    terminal.expect("42\r\n");
    terminal.expect("Enter runs   (map ");
    terminal.send("\r");
    terminal.expect("lisp-0> (map (lambda (x) (* x x)) '(1 2 3))\r\n(1 4 9)\r\n");
    for step in 2..=10 {
        terminal.expect(&format!("Step {step} of 10"));
        terminal.expect("Enter runs ");
        terminal.expect("> ");
        terminal.send("\r");
    }
    terminal.expect("That was the tour.");
    terminal.expect("lisp-0> ");
    terminal.expect_alive();
}

#[test]
fn it_can_be_left_at_any_time() {
    for leave in ["\x03", "\x04", ",tour off\r"] {
        let mut terminal = Terminal::start("tour-left", &["repl"]);
        terminal.send(",tour\r");
        for _ in 0..3 {
            terminal.expect("Enter runs ");
            terminal.expect("> ");
            terminal.send("\r");
        }
        terminal.expect("Step 4 of 10");
        terminal.expect("lisp-1> ");
        terminal.send(leave);
        terminal.expect("You have left the tour");
        terminal.expect("lisp-1> ");
        terminal.expect_alive();
    }
}
