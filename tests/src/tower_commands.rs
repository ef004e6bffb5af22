//! The REPL's commands about the levels, where a transcript cannot say what comes: tall towers, narrow
//! terminals, hooks that never end.

use crate::command::{Ended, run, tower};
use crate::terminal::{Seat, Terminal};
use crate::tree::read;
use std::fs;

/// A session with these lines, in a folder with a file `up.scm`.
fn session(test: &str, up: &str, arguments: &[&str], lines: &str) -> Ended {
    let mut command = tower(test, arguments);
    fs::write(command.get_current_dir().unwrap().join("up.scm"), up).unwrap();
    run(command.args(["repl", "--echo"]), lines.as_bytes())
}

#[test]
fn runs_of_untouched_levels_share_a_line() {
    let arguments = ["--meta", "1000:up.scm", "--meta", "500:up.scm"];
    let ended = session("tall-tower", "(define here level)", &arguments, ",levels\n,store 500\n");
    let wanted = "lisp-0> ,levels\nabove           untouched\n\
                  level 1000      at the REPL\n                1 definition\n\
                  levels 501-999  untouched\n\
                  level 500       at the REPL\n                1 definition\n\
                  levels 1-499    untouched\n\
                  level 0         reads here\n\
                  lisp-0> ,store 500\nhere  500\nlisp-0> \n";
    assert_eq!(ended.output, wanted, "{ended:?}");
}

#[test]
fn a_tall_tower_is_shown_by_its_ends() {
    let climb = "(car 5)\n(car 6)\n".repeat(500);
    let ended = session("changed-tower", "", &[], &format!("{climb},levels\n,levels 500\n"));
    let (_, shown) = ended.output.split_once(",levels\nabove").unwrap();
    let lines: Vec<&str> = shown.lines().collect();
    assert_eq!(lines.len(), 44, "{shown}");
    assert_eq!(lines[1], "level 1000  reads here");
    assert_eq!(lines[20], "…           and 962 rows more; ,levels LEVEL shows one");
    assert_eq!(lines[21], "level 19    left at (car 6)");
    assert_eq!(lines[42], "level 500  left at (car 5)");
}

#[test]
fn narrow_terminals_are_enough_to_see_the_tower() {
    let seat = Seat { size: (40, 24), ..Seat::default() };
    let mut terminal = Terminal::start_at("narrow-tower", &[], seat);
    terminal.send("(em '(begin (define (transform forms) forms) (define (rescue c e k) (k 1)) (define (print-result v) (write v))))\r");
    terminal.expect("lisp-0> ");
    terminal.send(",levels\r");
    terminal.expect("above    untouched\r\n");
    terminal.expect("level 1  at the REPL\r\n");
    terminal.expect("         changed: transform,\r\n");
    terminal.expect("           print-result, rescue\r\n");
    terminal.expect("level 0  reads here\r\n");
    terminal.expect("lisp-0> ");
    terminal.send("(define a-name-that-is-much-too-long-to-be-shown '(a value that is too))\r");
    terminal.expect("lisp-0> ");
    terminal.send(",store\r");
    terminal.expect("a-name-that-is-much…  (a value that is …\r\n");
    terminal.expect_alive();
}

/// What a level is made of may be anything.
const BROKEN: [&str; 7] = [
    "5",
    "(lambda () 1)",
    "(lambda arguments (car 'broken))",
    "(lambda arguments (raise 'broken))",
    "(lambda arguments 'nothing)",
    "(lambda arguments (em-cont))",
    "(call/cc (lambda (k) k))",
];

#[test]
fn commands_work_whatever_the_hooks_are() {
    let hooks = ["read-forms", "transform", "print-result", "rescue"];
    for (number, broken) in BROKEN.into_iter().enumerate() {
        let set = |hook: &str| format!("(set! {hook} {broken})\n");
        let broken: String = hooks.into_iter().map(set).collect();
        let both = format!("{broken}(EM (begin\n{broken}))\n");
        let lines = ",levels\n,hooks\n,store\n,store 1\n,env\n,k\n,env 0\n,k 0\n\
                     ,source car\n,describe car\n,apropos hash-table->\n,time 1\n";
        let walk = format!(
            "{lines},up\n{lines}(+ 1 nowhere)\n,down\n{lines}(+ 1 2)\n,down\n,down\n,up\n,up\n"
        );
        let test = format!("broken-{number}");
        let ended = session(
            &test,
            &both,
            &["--meta", "up.scm"],
            &format!("{walk},hooks\n(exit 7)\n,up\n,up\n(exit 7)\n"),
        );
        assert!(ended.status.code().is_some_and(|status| status <= 7), "{ended:?}");
        assert!(
            ended.output.contains("level 1, which governs level 0\n  read-forms "),
            "{ended:?}"
        );
        assert!(!ended.errors.contains("panicked"), "{ended:?}");
        let last = ended.output.rsplit("governs level 0\n").next().unwrap();
        assert!(hooks.iter().all(|hook| last.contains(hook)), "{ended:?}");
    }
}

/// Ctrl-C leaves a hook that never ends, and `,up` and `,down` go on from there.
#[test]
fn who_meets_endless_hooks_walks_on() {
    for hook in ["read-forms", "transform", "print-result", "rescue"] {
        let mut terminal = Terminal::start("endless-hooks", &[]);
        let endless = "(lambda arguments (newline) (display 'be) (display 'gun) (newline) (let loop () (loop)))";
        terminal.send(&format!(
            "(em '(begin (set! {hook} {endless}) (EM (set! {hook} {endless})) (if #f #f)))\r"
        ));
        // The value of the form that sets it is printed by it.
        if hook != "print-result" {
            terminal.expect("lisp-0> ");
            terminal.send(if hook == "rescue" { "(car 5)\r" } else { "'input\r" });
        }
        terminal.expect("begun\r\n");
        terminal.interrupt();
        terminal.expect("lisp-2> ");
        terminal.send(",levels\r");
        terminal.expect("changed: ");
        terminal.expect(hook);
        terminal.expect("lisp-2> ");
        terminal.send(",up\r");
        terminal.expect("lisp-3> ");
        terminal.send(",down\r");
        terminal.expect("lisp-2> ");
        terminal.send("(set! rescue rescue)\r");
        terminal.expect("> ");
        terminal.expect_alive();
    }
}

/// What is shown of an evaluator function stands in its file at that line.
#[test]
fn the_evaluators_text_is_shown() {
    let file = read("meta-interpreter/scheme/evaluator.scm");
    let lines: Vec<&str> = file.lines().collect();
    let names = file.lines().filter_map(|line| line.strip_prefix("(define ("));
    let names: Vec<&str> = names.filter_map(|rest| rest.split(' ').next()).collect();
    assert!(names.len() >= 17, "{names:?}");
    let inputs: String = names.iter().map(|name| format!(",source {name}\n")).collect();
    let ended = session("evaluators-text", "", &[], &inputs);
    let answers: Vec<&str> = ended.output.split("lisp-0> ,source ").skip(1).collect();
    assert_eq!(answers.len(), names.len());
    for (name, answer) in names.into_iter().zip(answers) {
        let (head, text) =
            answer.strip_prefix(name).unwrap().trim_start().split_once('\n').unwrap();
        let place = head.strip_prefix("; meta-interpreter/scheme/evaluator.scm:").unwrap();
        let line: usize = place.strip_suffix(":1").unwrap().parse().unwrap();
        let text = text.strip_suffix("lisp-0> \n").unwrap_or(text);
        let shown: Vec<&str> = text.lines().collect();
        assert_eq!(shown, lines[line - 1..line - 1 + shown.len()], "{name}");
        assert!(text.contains(&format!("(define ({name} ")), "{name}");
    }
    let own = "(define (eval-if exp env cont)\n  (cont 5))\n,source eval-if\n";
    let ended = session("own-evaluator", "", &[], own);
    let wanted = "; <repl>:1:1\n(define (eval-if exp env cont)\n  (cont 5))\nlisp-0> \n";
    assert!(ended.output.ends_with(wanted), "{ended:?}");
}

/// At a terminal each call waits for what is to be done.
#[test]
fn steps_wait_for_whoever_types() {
    let mut terminal = Terminal::start("steps-wait", &[]);
    terminal.send("(define (f x) (* x (+ x 1)))\r");
    terminal.expect("lisp-0> ");
    terminal.send(",step (list (f 3) (f 4))\r");
    terminal.expect("base-eval (list (f 3) (f 4))\r\n");
    terminal.send("\r");
    terminal.expect("  eval-application (list (f 3) (f 4))\r\n");
    terminal.send("\r");
    terminal.expect("    base-eval list\r\n");
    terminal.send("n\r");
    terminal.expect("    = #<procedure list>\r\n");
    terminal.expect("    eval-list ((f 3) (f 4))\r\n");
    terminal.send("\r");
    terminal.expect("      base-eval (f 3)\r\n");
    terminal.send("\r");
    terminal.expect("        eval-application (f 3)\r\n");
    terminal.send("o\r");
    terminal.expect("      = 12\r\n");
    terminal.expect("      eval-list ((f 4))\r\n");
    terminal.send("q\r");
    terminal.expect("(12 20)\r\n");
    terminal.expect("lisp-0> ");
    terminal.send("(evaluators 0)\r");
    terminal.expect("()\r\n");
    terminal.send(",step (let loop () (loop))\r");
    terminal.expect("base-eval (let loop () (loop))\r\n");
    terminal.send("n\r");
    std::thread::sleep(std::time::Duration::from_millis(300));
    terminal.interrupt();
    terminal.expect("interrupted — moving up to level ");
    terminal.expect("> ");
    terminal.send("(reset-level! 0)\r");
    terminal.expect("> ");
    terminal.send("(evaluators 0)\r");
    terminal.expect("()\r\n");
    terminal.expect_alive();
}
