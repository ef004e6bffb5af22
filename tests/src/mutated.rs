//! Programs that nobody would write: those of the corpus with tokens changed at random, and tokens at
//! random. Each run ends, in time and within its memory, with a status of its own and no panic.
//!
//! Invariant: a seed always gives the same program. One that fails is to be kept, made small, in
//! `corpus/found/`.

use std::fs;

use crate::command::{Ended, run, tower};
use crate::random::Random;
use crate::tree::texts;

/// Tokens that a corpus of programs that work has too few of.
const RARE: &[&str] = &[
    "(",
    ")",
    ".",
    "'",
    "`",
    ",",
    ",@",
    "#(",
    "#;",
    "#|",
    "|",
    "\"",
    "#0=",
    "#0#",
    "...",
    "=>",
    "else",
    "()",
    "1e400",
    "-1",
    "+nan.0",
    "1/0",
    "#\\x110000",
    "call/cc",
    "dynamic-wind",
    "raise",
    "eval",
    "em",
    "em-cont",
    "old-cont",
    "store",
    "old-env",
    "condition",
    "level",
    "transform",
    "print-result",
    "(em '(set! rescue 5))",
    "(em '(set! print-result car))",
    "(em '(set! transform cdr))",
    "(em-cont)",
    "(interaction-environment)",
    "environment-assign!",
    "exec-at-metalevel",
    "with-exception-handler",
    "parameterize",
    "delay-force",
    "syntax-rules",
    "let-syntax",
    "define-record-type",
    "define-library",
    "import",
    "include",
    "cond-expand",
    "quasiquote",
];

/// The status of a process that panicked; a program may give any other.
const PANIC: i32 = 101;

#[test]
fn changed_programs_come_to_an_end() {
    let programs: Vec<Vec<String>> = texts(&[".scm"])
        .iter()
        .filter(|text| text.path.starts_with("tests/corpus/"))
        .map(|text| tokens(&text.text))
        .collect();
    for seed in 0..if crate::whole() { 20_000 } else { 200 } {
        let text = program(seed, &programs);
        let ended = run_program(seed, &text);
        let status = ended.status.code();
        let in_order = status.is_some_and(|status| status != PANIC)
            && !ended.errors.contains("panicked")
            && ended.errors.len() < 20_000;
        assert!(in_order, "{seed}: {}\n{}\n{text}", ended.status, ended.errors);
    }
}

fn run_program(seed: u64, text: &str) -> Ended {
    let arguments = ["--memory", "64M", "--fuel", "300000", "prog.scm"];
    let mut command = tower("mutated", &arguments);
    if seed.is_multiple_of(3) {
        command.env("TOWER_STRESS", "0,100");
    }
    fs::write(command.get_current_dir().unwrap().join("prog.scm"), text).unwrap();
    run(&mut command, b"")
}

fn program(seed: u64, programs: &[Vec<String>]) -> String {
    let mut random = Random::new(seed);
    let tokens = match random.below(4) {
        0 => soup(&mut random, programs),
        _ => changed(&mut random, programs),
    };
    let text = tokens.join(" ");
    if random.below(3) == 0 {
        return format!("(define (f) (guard (e (#t (write e))) {text})) (f)");
    }
    text
}

/// Any tokens, with parentheses that mostly match.
fn soup(random: &mut Random, programs: &[Vec<String>]) -> Vec<String> {
    let (mut tokens, mut open) = (Vec::new(), 0);
    for _ in 0..5 + random.below(100) {
        match random.below(10) {
            0..3 => {
                tokens.push("(".to_owned());
                open += 1;
            }
            3..6 if open > 0 => {
                tokens.push(")".to_owned());
                open -= 1;
            }
            _ => tokens.push(any_token(random, programs)),
        }
    }
    tokens.extend((0..open).map(|_| ")".to_owned()));
    tokens
}

/// A program of the corpus after a few changes.
fn changed(random: &mut Random, programs: &[Vec<String>]) -> Vec<String> {
    let mut tokens = pick(random, programs).clone();
    for _ in 0..1 + random.below(12) {
        let at = random.below(tokens.len() as u64) as usize;
        let end = tokens.len().min(at + 1 + random.below(5) as usize);
        match random.below(6) {
            0 if tokens.len() > 10 => drop(tokens.drain(at..end)),
            1 => {
                let again = tokens[at..end].to_vec();
                tokens.splice(at..at, again);
            }
            2 => tokens[at] = any_token(random, programs),
            3 => tokens.insert(at, any_token(random, programs)),
            4 => {
                let other = pick(random, programs);
                let from = random.below(other.len() as u64) as usize;
                let to = other.len().min(from + 15);
                tokens.splice(at..at, other[from..to].iter().cloned());
            }
            _ => {
                let other = random.below(tokens.len() as u64) as usize;
                tokens.swap(at, other);
            }
        }
    }
    tokens
}

fn any_token(random: &mut Random, programs: &[Vec<String>]) -> String {
    if random.below(3) == 0 {
        return (*pick(random, RARE)).to_owned();
    }
    let program = pick(random, programs);
    pick(random, program).clone()
}

fn pick<'t, T>(random: &mut Random, items: &'t [T]) -> &'t T {
    &items[random.below(items.len() as u64) as usize]
}

/// The tokens of a program, comments left out; strings and characters stay whole.
fn tokens(text: &str) -> Vec<String> {
    let (mut tokens, mut rest) = (Vec::new(), text.trim_start());
    while let Some(first) = rest.chars().next() {
        let length = match first {
            ';' => rest.find('\n').unwrap_or(rest.len()),
            '"' => string_length(rest),
            '(' | ')' | '\'' | '`' | ',' => 1,
            '#' if rest.starts_with("#\\") => 2 + word_length(&rest[2..]).max(1),
            _ => word_length(rest).max(first.len_utf8()),
        };
        let length = (length..).find(|at| rest.is_char_boundary(*at)).unwrap_or(rest.len());
        if first != ';' {
            tokens.push(rest[..length].to_owned());
        }
        rest = rest[length..].trim_start();
    }
    tokens
}

fn word_length(text: &str) -> usize {
    let ends = |c: char| c.is_whitespace() || "()\"';`,".contains(c);
    text.find(ends).unwrap_or(text.len())
}

fn string_length(text: &str) -> usize {
    let mut escaped = false;
    let end = text.char_indices().skip(1).find(|(_, c)| {
        let ends = *c == '"' && !escaped;
        escaped = *c == '\\' && !escaped;
        ends
    });
    end.map_or(text.len(), |(at, _)| at + 1)
}
