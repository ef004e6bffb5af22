//! `--meta`: files that are run above the program.

use crate::command::{Ended, run, tower};
use std::fs;

/// Runs `tower` in a folder with these files and these lines on standard input.
fn with_files(test: &str, files: &[(&str, &str)], arguments: &[&str], lines: &str) -> Ended {
    let mut command = tower(test, arguments);
    for (name, text) in files {
        fs::write(command.get_current_dir().unwrap().join(name), text).unwrap();
    }
    run(&mut command, lines.as_bytes())
}

const DOUBLING: (&str, &str) = (
    "doubling.scm",
    "(define (transform forms) (append forms forms))\n(define here level)\n(set! shown '())",
);
const SHOWN: (&str, &str) =
    ("shown.scm", "(define shown 1)\n(define (print-result v) (write (list level v)) (newline))");

#[test]
fn files_are_run_above_the_program_in_their_order() {
    let files = [DOUBLING, SHOWN, ("prog.scm", "(display (em 'here)) (display (em 'shown))")];
    let arguments = ["--meta", "shown.scm", "--meta", "doubling.scm", "prog.scm"];
    let ended = with_files("meta-program", &files, &arguments, "");
    assert_eq!((ended.output.as_str(), ended.status.code()), ("11()()", Some(0)), "{ended:?}");
    let arguments = ["--meta=shown.scm", "-e", "(+ 1 2)", "-e", "level"];
    let ended = with_files("meta-expression", &files, &arguments, "");
    assert_eq!((ended.output.as_str(), ended.status.code()), ("(1 3)\n(1 0)\n", Some(0)));
    let arguments = ["--meta", "shown.scm", "repl", "--echo"];
    let ended = with_files("meta-repl", &files, &arguments, "(+ 1 2)\n,up\n(+ 1 2)\n");
    let output = "lisp-0> (+ 1 2)\n(1 3)\nlisp-0> ,up\nlisp-1> (+ 1 2)\n3\nlisp-1> \n";
    assert_eq!(ended.output, output, "{ended:?}");
}

#[test]
fn a_level_may_be_named() {
    let files = [SHOWN, ("up.scm", "(write level) (em '(define here level))")];
    let arguments = ["--meta", "2:up.scm", "--meta", "1000:up.scm", "--meta", "3:shown.scm"];
    let mut arguments = arguments.to_vec();
    arguments.extend(["-e", "(em '(em '(em 'here)))", "-i"]);
    let ended = with_files("meta-levels", &files, &arguments, ",up\n,up\nlevel\n");
    let output = "21000\n3\nlisp-0> \nlisp-1> \nlisp-2> (3 2)\nlisp-2> \n";
    assert_eq!(ended.output, output, "{ended:?}");
}

#[test]
fn an_error_names_its_level_and_ends_a_script() {
    let files = [("bad.scm", "(display 'begun)\n(define (f x) (car x))\n(list (f 5))")];
    let run = |arguments: &[&str]| with_files("meta-error", &files, arguments, "");
    let ended = run(&["--meta", "3:bad.scm", "-e", "(display 'never)"]);
    assert_eq!((ended.output.as_str(), ended.status.code()), ("begun", Some(1)), "{ended:?}");
    assert!(ended.errors.contains("bad.scm:2:20"), "{ended:?}");
    assert!(ended.errors.ends_with("\n  at level 3, above the program\n"), "{ended:?}");
    let ended = run(&["--meta", "nowhere.scm", "-e", "1"]);
    assert_eq!((ended.output.as_str(), ended.status.code()), ("", Some(1)), "{ended:?}");
    assert!(ended.errors.contains("nowhere.scm"), "{ended:?}");
    let ended = run(&["--meta", "2:bad.scm", "--json", "-e", "1"]);
    assert!(ended.output.contains("\"level\":2,\"type\":\"condition\""), "{ended:?}");
}

/// What the level above makes of the error ends it too: the run goes on only with a file that is done.
#[test]
fn a_rescue_above_may_go_on() {
    let rescue = "(define (rescue condition env cont) (cont '(1)))";
    let files = [("rescue.scm", rescue), ("bad.scm", "(display (car (car 5)))")];
    let arguments = ["--meta", "2:rescue.scm", "--meta", "bad.scm", "-e", "'went-on"];
    let ended = with_files("meta-rescue", &files, &arguments, "");
    assert_eq!(
        (ended.output.as_str(), ended.status.code()),
        ("1\nwent-on\n", Some(0)),
        "{ended:?}"
    );
}

#[test]
fn in_the_repl_an_error_moves_up_and_is_resumed() {
    let files = [("bad.scm", "(define x (+ 1 (car 5)))\n(define y 2)"), SHOWN];
    let arguments =
        ["--meta", "bad.scm", "--meta", "2:shown.scm", "-e", "(display 'then)", "repl", "--echo"];
    let lines = "level\n(old-cont 41)\n(em '(list x y))\n";
    let ended = with_files("meta-repl-error", &files, &arguments, lines);
    let output = "car: argument 1 is not a pair: 5 — moving up to level 2\nlisp-2> level\n2\n\
                  lisp-2> (old-cont 41)\nthen\nlisp-0> (em '(list x y))\n(42 2)\nlisp-0> \n";
    assert_eq!(ended.output, output, "{ended:?}");
    let ended = with_files("meta-repl-left", &files, &arguments, "(exit 3)\n");
    assert_eq!(ended.status.code(), Some(3), "{ended:?}");
    let ended = with_files("meta-repl-ended", &files, &arguments, "");
    assert_eq!(ended.status.code(), Some(1), "{ended:?}");
}

#[test]
fn a_saved_session_begins_with_its_files() {
    let saved = "; tower --meta bad.scm repl\n\
                 lisp-2> (old-cont 41)\nlisp-0> (em 'x)\n42\n";
    let files = [("bad.scm", "(define x (+ 1 (car 5)))"), ("session.out", saved)];
    let ended = with_files("meta-check", &files, &["check", "session.out"], "");
    assert_eq!(ended.status.code(), Some(0), "{ended:?}");
}
