//! Ctrl-C, and leaving: whatever runs, the session goes on.

use crate::command::folder;
use crate::terminal::Terminal;
use std::fs::{self, OpenOptions};
use std::io::Write;
use std::process::Command;
use std::thread;
use std::time::Duration;

/// A definition to begin with, and an expression that keeps one builtin busy for longer than it takes to
/// type Ctrl-C. It is evaluated again and again, for a machine that is faster than anybody's fingers.
type Case = (&'static str, &'static str);

const NUMBERS: &str = "(begin (define a (expt 3 10000000)) (define b (expt 7 4000000)))";
const CIRCLE: &str = "(begin (define c (list 1 2 3)) (set-cdr! (cddr c) c))";
const SHARED: &str =
    "(define c (let loop ((n 60) (d '(1))) (if (= n 0) d (loop (- n 1) (cons d d)))))";
const FORM: &str = "(define f (cons 'begin (vector->list (make-vector 2000000 '(if 1 2 3)))))";
const SEVENS: &str = "(define s (make-string 30000000 #\\7))";

const LONG: &[Case] = &[
    ("", "(let loop () (loop))"),
    ("", "(let ((k #f)) (let ((v (call/cc (lambda (c) (set! k c) 0)))) (if (< v 3) (k v))))"),
    ("", "(expt 3 (expt 10 9))"),
    ("", "(expt (/ 2 3) 300000000)"),
    (NUMBERS, "(let ((c (* a a a a))) (* c c c c))"),
    (NUMBERS, "(number->string (* a a))"),
    (NUMBERS, "(display (* a a))"),
    (NUMBERS, "(quotient (* a a a a a a) b)"),
    (NUMBERS, "(exact-integer-sqrt (expt (+ a 1) 11))"),
    (NUMBERS, "(gcd (+ a 1) (+ b 1))"),
    (NUMBERS, "(/ (+ a 1) (+ b 1))"),
    (NUMBERS, "(exact (floor (/ (expt a 9) (expt b 3))))"),
    (
        NUMBERS,
        "(let ((q (/ a (+ a 1))) (r (/ b (+ b 1)))) (let more () (< q r) (if (< r q) (more))))",
    ),
    (SEVENS, "(string-search-all (string-append s \"8\") (string-append s s s s))"),
    (SEVENS, "(string->number s)"),
    (SEVENS, "(read (open-input-string s))"),
    (CIRCLE, "(write-simple c (open-output-file \"/dev/null\"))"),
    (CIRCLE, "(write-simple c (open-output-string))"),
    (SHARED, "(write c (open-output-file \"/dev/null\"))"),
    (SHARED, "(eval (list 'quote (list c (write c (open-output-string)))))"),
    ("", "(read-line (open-input-file \"/dev/zero\"))"),
    ("", "(read-bytevector 100000000000 (open-binary-input-file \"/dev/zero\"))"),
    ("", "(list-sort < (iota 5000000 0 -1))"),
    (FORM, "(eval f (interaction-environment))"),
];

#[test]
fn long_work_is_interrupted() {
    for (definition, expression) in LONG {
        let mut terminal = Terminal::start("long_work_is_interrupted", &[]);
        terminal.send(&format!("{definition}\r"));
        terminal.expect("lisp-0> ");
        terminal.send_busy(&format!("(let again () {expression} (again))"));
        terminal.interrupt();
        terminal.expect("interrupted — moving up to level 1\r\n");
        terminal.expect("lisp-1> ");
        terminal.expect_alive();
    }
}

/// What was stopped is done again, and its value is what it would have been. It does not end before it
/// was stopped, however fast the machine is.
#[test]
fn interrupted_work_can_be_resumed() {
    let test = "interrupted_work_can_be_resumed";
    let mut terminal = Terminal::start(test, &[]);
    let stopped = folder(&format!("{test}-file")).join("stopped");
    for expression in [
        "(modulo (expt 3 20000000) 1000007)",
        "(modulo (let ((x (expt 3 10000000))) (* x x)) 1000007)",
    ] {
        terminal.send_busy(&format!(
            "(let again () (let ((value {expression})) (if (file-exists? {stopped:?}) value (again))))"
        ));
        terminal.interrupt();
        terminal.expect("lisp-1> ");
        fs::write(&stopped, "").unwrap();
        terminal.send("(old-cont 'ignored)\r");
        terminal.expect("285037\r\n");
        terminal.expect("lisp-0> ");
        fs::remove_file(&stopped).unwrap();
    }
}

#[test]
fn a_read_that_waits_for_the_terminal_is_interrupted() {
    let mut terminal = Terminal::start("a_read_that_waits_for_the_terminal_is_interrupted", &[]);
    for read in ["(read-line)", "(read-char)", "(read)", "(read-string 10)", "(peek-char)"] {
        terminal.send_busy(read);
        terminal.interrupt();
        terminal.expect("interrupted — ");
        terminal.expect("> ");
        terminal.expect_alive();
    }
}

#[test]
fn what_arrived_before_an_interrupt_is_not_lost() {
    let mut terminal = Terminal::start("what_arrived_before_an_interrupt_is_not_lost", &[]);
    terminal.send_busy("(read)");
    terminal.send("(half of\r");
    terminal.expect("(half of\r\n");
    terminal.expect_read();
    terminal.interrupt();
    terminal.expect("interrupted — ");
    terminal.expect("lisp-1> ");
    terminal.send("(old-cont)\r");
    terminal.expect_lines();
    terminal.send("a datum)\r");
    terminal.expect("(half of a datum)\r\n");
    terminal.expect_alive();
}

#[test]
fn a_read_that_waits_for_a_pipe_is_interrupted() {
    let test = "a_read_that_waits_for_a_pipe_is_interrupted";
    let mut terminal = Terminal::start(test, &[]);
    // The command runs in the folder of the test, which is there from its start on.
    let pipe = folder(&format!("{test}-pipe")).join("pipe");
    assert!(Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    terminal.send(&format!("(define p (open-input-file {:?}))\r", pipe.to_str().unwrap()));
    terminal.expect("lisp-0> ");
    let mut writer = OpenOptions::new().write(true).open(&pipe).unwrap();
    terminal.send_busy("(list (read-line p) 'first)");
    writer.write_all(b"begun, ").unwrap();
    thread::sleep(Duration::from_millis(200));
    terminal.interrupt();
    terminal.expect("interrupted — moving up to level 1\r\n");
    terminal.expect_alive();
    writer.write_all(b"ended\nnext\n").unwrap();
    terminal.send("(old-cont)\r");
    terminal.expect("(\"begun, ended\" first)\r\n");
    terminal.send("(read-line p)\r");
    terminal.expect("\"next\"\r\n");
    terminal.expect_alive();
}

/// A hook that loops is the business of the level above it; who insists is brought back.
#[test]
fn hooks_that_loop_lock_nobody_out() {
    let mut terminal = Terminal::start("hooks_that_loop_lock_nobody_out", &[]);
    let hook = "(em '(set! print-result (lambda (value) (newline) (display 'be) (display 'gun) (newline) (let loop () (loop)))))\r";
    terminal.send(hook);
    terminal.expect("begun\r\n");
    terminal.interrupt();
    terminal.expect("interrupted — moving up to level 2\r\n");
    terminal.expect_alive();
    terminal.send("(em '(set! rescue (lambda arguments (let loop () (loop)))))\r");
    terminal.expect("> ");
    terminal.send_busy("(let loop () (loop))");
    terminal.interrupt();
    terminal.expect("interrupted — ");
    terminal.expect("> ");
    terminal.insist();
    terminal.expect("lisp-");
    terminal.expect_alive();
}

/// The second Ctrl-C finds the first one unanswered: the loop, which was resumed at once, goes on.
#[test]
fn who_insists_is_brought_back_to_the_prompt() {
    let mut terminal = Terminal::start("who_insists_is_brought_back_to_the_prompt", &[]);
    let tick = "(begin (display 'ti) (display 'ck) (newline) (loop 1000000))";
    terminal.send(&format!("(define (loop n) (if (= n 0) {tick} (loop (- n 1))))\r"));
    terminal.expect("lisp-0> ");
    terminal.send("(loop 0)\r");
    terminal.expect("tick\r\n");
    terminal.interrupt();
    terminal.expect("moving up to level 1\r\n");
    terminal.expect("lisp-1> ");
    terminal.send("(old-cont)\r");
    terminal.expect("tick\r\n");
    terminal.insist();
    terminal.expect("interrupted — ");
    terminal.expect("lisp-1> ");
    terminal.expect_alive();
}

#[test]
fn leaving_while_levels_wait() {
    let mut terminal = Terminal::start("leaving_while_levels_wait", &[]);
    terminal.send("(+ 5 nowhere)\r");
    terminal.expect("lisp-1> ");
    terminal.send("\x04");
    terminal.expect("level 1  reads here\r\nlevel 0  left at nowhere\r\n");
    assert_eq!(terminal.end().code(), Some(1));
}
