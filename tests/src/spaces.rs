//! Tail calls keep nothing: loops of all kinds go round for long in little memory, also where a hook
//! performs their steps. Those of the honest tower are `honest`'s.

use crate::command::{run, tower};

/// Enough for a run, and not for what so many rounds would keep.
const LITTLE: &str = "16M";

/// Loops of `rounds` rounds that end in `done`.
const LOOPS: &[&str] = &[
    "(define (one n) (if (= n 0) 'done (two (- n 1)))) (define (two n) (if (= n 0) 'done (one (- n 1)))) (one rounds)",
    "(define (local n)
       (define (one n) (cond ((= n 0) 'done) (else (two (- n 1)))))
       (define (two n) (and #t (or #f (when #t (one n)))))
       (one n))
     (local rounds)",
    "(define (pass k n) (if (= n 0) (k 'done) (pass (lambda (v) (k v)) 0)))
     (do ((n rounds (- n 1))) ((= n 0) 'done) (pass (lambda (v) v) 1))",
    "(define (with-list n . rest) (case n ((0) 'done) (else (apply with-list (- n 1) rest)))) (with-list rounds 1 2)",
    "(define (values-of n) (if (= n 0) 'done (call-with-values (lambda () (values n 1)) (lambda (a b) (values-of (- a b))))))
     (values-of rounds)",
    "(define (continued n) (if (= n 0) 'done (call/cc (lambda (k) (continued (- n 1)))))) (continued rounds)",
    "(define (called f n) (if (= n 0) 'done (f f (- n 1)))) (called called rounds)",
];

/// Runs each loop in little memory after `before`.
#[track_caller]
fn loops_end(test: &str, before: &str, rounds: u64) {
    for program in LOOPS {
        let text = format!("{before} (define rounds {rounds}) {program}");
        let ended = run(&mut tower(test, &["--memory", LITTLE, "-e", &text]), b"");
        assert_eq!(ended.output, "done\n", "{before}, {program}: {}", ended.errors);
    }
}

#[test]
fn tail_calls_keep_nothing() {
    loops_end("spaces", "", 2_000_000);
}

#[test]
fn tail_calls_under_hooks_keep_nothing() {
    for (name, parameters) in
        [("eval-var", "x e k"), ("base-apply", "o l e k"), ("eval-if", "x e k")]
    {
        let hook = format!(
            "(EM (set! {name} (let ((original {name})) (lambda ({parameters}) (original {parameters})))))"
        );
        loops_end(&format!("spaces-{name}"), &hook, 30_000);
    }
}
