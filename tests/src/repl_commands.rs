//! The REPL's commands, where a transcript cannot say what comes: figures, instructions, limits.

use crate::command::{Ended, run, tower};
use crate::terminal::Terminal;

/// A session with these lines.
fn session(test: &str, arguments: &[&str], lines: &str) -> Ended {
    run(tower(test, arguments).args(["repl", "--echo"]), lines.as_bytes())
}

#[test]
fn time_says_what_an_expression_took() {
    let loops = ",time (let loop ((i 0)) (if (< i 300000) (loop (+ i 1)) 'done))\n_\n";
    let ended = session("time", &[], loops);
    let lines: Vec<&str> = ended.output.lines().collect();
    let words = ["real ", " s, cpu ", " collections, ", " allocated"];
    assert!(words.iter().all(|word| lines[1].contains(word)), "{ended:?}");
    assert_eq!(lines[2..], ["done", "lisp-0> _", "done", "lisp-0> "]);
    let ended = session("time-of-memory", &[], ",time (begin (make-vector 100000 1) 'made)\n");
    let allocated = ended.output.contains(" 8") && ended.output.contains(" kB allocated\nmade");
    assert!(allocated, "{ended:?}");
}

#[test]
fn time_waits_for_what_an_error_is_resumed_with() {
    let ended = session("time-of-error", &[], ",time (list (car 'x))\n(old-cont 5)\n");
    let lines: Vec<&str> = ended.output.lines().collect();
    assert!(lines[1].ends_with("moving up to level 1"), "{ended:?}");
    assert!(lines[3].starts_with("real ") && lines[4] == "(5)", "{ended:?}");
}

#[test]
fn disassemble_lists_instructions() {
    let lines = "(define (same x) x)\n,disassemble same\n,disassemble (lambda (y) y)\n";
    let ended = session("disassemble", &[], lines);
    assert_eq!(ended.output.matches("  return ").count(), 2, "{ended:?}");
}

#[test]
fn load_acts_at_the_level_that_reads() {
    let mut command = tower("load-command", &["repl", "--echo"]);
    let place = command.get_current_dir().unwrap().join("some file.scm");
    std::fs::write(place, "(define loaded (+ level 40))\n(display \"in\")\n(car 5)\n(display 1)")
        .unwrap();
    let lines = ",load some file.scm\n,up\n,load \"some file.scm\"\nloaded\n";
    let ended = run(&mut command, lines.as_bytes());
    assert!(ended.output.starts_with("lisp-0> ,load some file.scm\nin\ncar: "), "{ended:?}");
    assert!(ended.output.contains("lisp-2> ,load \"some file.scm\"\nin\ncar: "), "{ended:?}");
    assert!(ended.output.contains("lisp-3> loaded\nunbound variable"), "{ended:?}");
}

/// What the REPL keeps for `$1` is given up before a program is refused memory.
#[test]
fn results_make_room() {
    let make = "(make-vector 3000000 0)\n".repeat(5);
    let lines = format!("(define (size v) (vector-length v))\n{make}(size _)\n$1\n");
    let limit = ["--memory", "100M"];
    let ended = run(tower("results-make-room", &limit).args(["repl", "--echo"]), lines.as_bytes());
    assert!(!ended.output.contains("out of memory"), "{}", tail(&ended.output));
    assert!(ended.output.contains("lisp-0> (size _)\n3000000\n"), "{}", tail(&ended.output));
    let cons = "(define (grow n) (let loop ((i 0) (xs '())) (if (= i n) (length xs) (loop (+ i 1) (cons i xs)))))";
    let lines = format!("{cons}\n(iota 2000000)\n(iota 1000000)\n(grow 3000000)\n");
    let ended = run(tower("results-give-way", &limit).args(["repl", "--echo"]), lines.as_bytes());
    assert!(
        ended.output.ends_with("\nlisp-0> (grow 3000000)\n3000000\nlisp-0> \n"),
        "{}",
        tail(&ended.output)
    );
}

fn tail(output: &str) -> &str {
    &output[output.floor_char_boundary(output.len().saturating_sub(500))..]
}

#[test]
fn limits_hold_in_commands() {
    let ended = session("fuel-command", &["--fuel", "100000"], ",time (let loop () (loop))\n");
    assert!(ended.output.contains("fuel") && ended.output.contains("level 1"), "{ended:?}");
    let hungry = ",inspect (let loop ((xs '())) (loop (cons xs xs)))\n'alive\n";
    let ended = session("memory-command", &["--memory", "64M"], hungry);
    assert!(ended.output.contains("out of memory"), "{ended:?}");
    assert!(ended.output.contains("lisp-1> 'alive\nalive\n"), "{ended:?}");
    let macros =
        "(define-syntax grow (syntax-rules () ((_ x ...) (grow (x ... x ...) x ... x ...))))
                  ,expand (grow 1)\n'alive\n";
    let ended = session("memory-expand", &["--memory", "64M"], macros);
    assert!(ended.output.ends_with("lisp-0> 'alive\nalive\nlisp-0> \n"), "{ended:?}");
}

/// Ctrl-C interrupts what a command evaluates, as it does an input.
#[test]
fn what_commands_evaluate_is_interrupted() {
    let mut terminal = Terminal::start("interrupted-command", &["repl"]);
    let endless = "(begin (display 'be) (display 'gun) (newline) (let loop () (loop)))";
    for (level, command) in [",time", ",inspect"].into_iter().enumerate() {
        terminal.send(&format!("{command} {endless}\r"));
        terminal.expect("begun\r\n");
        terminal.interrupt();
        terminal.expect(&format!("interrupted — moving up to level {}", level + 1));
        terminal.expect("> ");
    }
    terminal.expect_alive();
}
