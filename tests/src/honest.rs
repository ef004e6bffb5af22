//! The honest tower: the text of the evaluator evaluates each step, and everything comes out the same.

use crate::checked::{each, slice};
use crate::command::{Ended, run, tower};
use crate::corpus;
use crate::transcript::essence;
use crate::tree::{read, root};
use std::sync::atomic::{AtomicUsize, Ordering};

/// So many levels interpreted, and how many steps a program may take without that: what takes more is left
/// out, for each level takes some tens of times the time of the one below.
const LEVELS: &[(&str, &str)] = &[("1", "250000"), ("2", "30000")];
/// The program of that name, with so many levels interpreted and these options.
fn ended(name: &str, levels: &str, others: &[&str]) -> Ended {
    let program = root().join(format!("tests/corpus/{name}.scm"));
    let room = format!("honest-{levels}-{}", name.replace('/', "-"));
    let options = [&["--honest", levels], others, &[program.to_str().unwrap()]].concat();
    run(&mut tower(&room, &options), b"")
}

/// Whether a program comes to its end with that many steps, on whatever machine.
fn is_short(name: &str, fuel: &str) -> bool {
    !ended(name, "0", &["--fuel", fuel]).errors.contains("Error: out of fuel")
}

/// Programs of the corpus write what they write, and end as they end, with one and two levels interpreted.
#[test]
fn programs_come_out_the_same() {
    let names = slice(corpus::names());
    let compared = AtomicUsize::new(0);
    each(&names, |name| {
        let collapsed = ended(name, "0", &[]);
        for (levels, fuel) in LEVELS {
            if !is_short(name, fuel) {
                return;
            }
            let honest = ended(name, levels, &[]);
            assert_eq!(honest.output, collapsed.output, "{name}, {levels}: {}", honest.errors);
            assert_eq!(honest.status, collapsed.status, "{name}, {levels}: {}", honest.errors);
            compared.fetch_add(1, Ordering::Relaxed);
        }
    });
    let compared = compared.into_inner();
    println!("{compared} runs of {} programs compared", names.len());
    assert!(compared * 10 >= names.len() * 12, "{compared}");
}

/// Loops that must not grow where each step is interpreted: what calls last keeps nothing.
const LOOPS: &[&str] = &[
    "(let loop ((n ROUNDS)) (if (= n 0) 'done (loop (- n 1))))",
    "(define (even? n) (if (= n 0) 'done (odd? (- n 1)))) (define (odd? n) (even? (- n 1))) (even? ROUNDS)",
    "(define (pass k n) (if (= n 0) (k 'done) (pass (lambda (v) (k v)) 0)))
     (do ((n ROUNDS (- n 1))) ((= n 0) 'done) (pass (lambda (v) v) 1))",
    "(let loop ((n ROUNDS)) (cond ((= n 0) 'done) (else (for-each car '((a))) (apply loop (list (- n 1))))))",
    "(let loop ((n ROUNDS)) (if (= n 0) 'done (call/cc (lambda (k) (loop (- n 1))))))",
    "(let loop ((n ROUNDS)) (if (= n 0) 'done (call-with-values (lambda () (values n 1)) (lambda (a b) (loop (- a b))))))",
];

#[test]
fn tail_calls_keep_nothing() {
    for (levels, rounds) in [("1", "20000"), ("2", "400")] {
        for program in LOOPS {
            let program = &program.replace("ROUNDS", rounds);
            let options = ["--memory", "16M", "--honest", levels, "-e", program];
            let ended = run(&mut tower(&format!("honest-loops-{levels}"), &options), b"");
            assert_eq!(ended.output, "done\n", "{program}, {levels}: {}", ended.errors);
        }
    }
}

/// Transcripts that show what programs do, and not what the levels are at.
const TRANSCRIPTS: &[&str] = &[
    "aliases",
    "amb",
    "environments",
    "failing-expressions",
    "hooks",
    "importing",
    "pausing",
    "rescuing",
    "results",
    "resuming",
    "stores",
    "tracing",
];

#[test]
fn transcripts_come_out_the_same() {
    for name in TRANSCRIPTS {
        let input = read(&format!("tests/transcripts/{name}.in"));
        let expected = read(&format!("tests/transcripts/{name}.out"));
        for levels in ["1", "2"] {
            let room = format!("honest-transcript-{name}-{levels}");
            let options = ["--honest", levels, "repl", "--echo"];
            let found = run(&mut tower(&room, &options), input.as_bytes()).output;
            let same = essence(&found) == essence(&expected);
            assert!(same, "\n{name}, {levels}:\n{found}\nand not\n{expected}");
        }
    }
}
