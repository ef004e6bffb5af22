//! The honest tower: the text of the evaluator evaluates each step, and everything comes out the same.

use crate::checked::{each, slice};
use crate::command::{Ended, run, tower};
use crate::corpus;
use crate::tree::root;
use std::sync::atomic::{AtomicUsize, Ordering};

/// What takes more steps than this without the text is left out: it would take a thousand times as long.
const FUEL: &str = "250000";
/// Programs that write what the operations of the evaluator see of compiled code, and one that evaluates a
/// `define` in the environment of a body, which the text takes for a part of that body.
const OF_COMPILED_CODE: &[&str] = &["evaluation/operations", "tower/the-environment"];

/// The program of that name, with so many levels interpreted and these options.
fn ended(name: &str, levels: &str, others: &[&str]) -> Ended {
    let program = root().join(format!("tests/corpus/{name}.scm"));
    let room = format!("honest-{levels}-{}", name.replace('/', "-"));
    let options = [&["--honest", levels], others, &[program.to_str().unwrap()]].concat();
    run(&mut tower(&room, &options), b"")
}

/// Whether a program comes to its end with that many steps, on whatever machine.
fn is_short(name: &str) -> bool {
    !ended(name, "0", &["--fuel", FUEL]).errors.contains("Error: out of fuel")
}

/// Programs of the corpus write what they write, and end as they end, with one and two levels interpreted.
#[test]
fn programs_come_out_the_same() {
    let names = slice(corpus::names());
    let compared = AtomicUsize::new(0);
    each(&names, |name| {
        if OF_COMPILED_CODE.contains(&name) || !is_short(name) {
            return;
        }
        let collapsed = ended(name, "0", &[]);
        for levels in ["1", "2"] {
            let honest = ended(name, levels, &[]);
            assert_eq!(honest.output, collapsed.output, "{name}, {levels}: {}", honest.errors);
            assert_eq!(honest.status, collapsed.status, "{name}, {levels}: {}", honest.errors);
        }
        compared.fetch_add(1, Ordering::Relaxed);
    });
    let compared = compared.into_inner();
    println!("{compared} programs of {} compared", names.len());
    assert!(compared * 10 >= names.len() * 7, "{compared}");
}

/// Loops that must not grow where each step is interpreted: what calls last keeps nothing.
const LOOPS: &[&str] = &[
    "(let loop ((n 20000)) (if (= n 0) 'done (loop (- n 1))))",
    "(define (even? n) (if (= n 0) 'done (odd? (- n 1)))) (define (odd? n) (even? (- n 1))) (even? 20000)",
    "(define (pass k n) (if (= n 0) (k 'done) (pass (lambda (v) (k v)) 0)))
     (do ((n 10000 (- n 1))) ((= n 0) 'done) (pass (lambda (v) v) 1))",
    "(let loop ((n 10000)) (cond ((= n 0) 'done) (else (for-each car '((a))) (apply loop (list (- n 1))))))",
    "(let loop ((n 10000)) (if (= n 0) 'done (call/cc (lambda (k) (loop (- n 1))))))",
    "(let loop ((n 10000)) (if (= n 0) 'done (call-with-values (lambda () (values n 1)) (lambda (a b) (loop (- a b))))))",
];

#[test]
fn tail_calls_keep_nothing() {
    for levels in ["1", "2"] {
        for program in LOOPS {
            let options = ["--memory", "16M", "--honest", levels, "-e", program];
            let ended = run(&mut tower(&format!("honest-loops-{levels}"), &options), b"");
            assert_eq!(ended.output, "done\n", "{program}, {levels}: {}", ended.errors);
        }
    }
}
