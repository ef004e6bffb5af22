//! The evaluator's text, run as a program's own, evaluates what the machine runs.
//!
//! What the text asks of the tower is given by `evaluator.scm`, at one level.

use std::fs;

use super::generate::{Manner, generate, generate_redefining};
use super::{BATCH, PRELUDE, redefinition, run_text};
use crate::command::{Ended, run, tower};
use crate::corpus;
use crate::tree::{read, root};

/// Programs of the corpus that the text cannot be given so, and why. The name may be a folder's. Nor can
/// those that move up.
const LEFT_OUT: &[(&str, &str)] = &[
    ("r7rs/4.1.7-inclusion", "includes files from beside it"),
    ("r7rs/5.6-libraries", "includes files from beside it"),
    ("stdlib/simple-test-runner", "tells its own lines"),
    ("tail-calls/", "takes minutes"),
];

/// The library of the text, and a program that gives it the forms of a file.
fn driver(program: &str) -> String {
    let place = |path: &str| root().join(path).to_str().unwrap().to_owned();
    let stubs = place("tests/src/differential/evaluator.scm");
    let text = place("meta-interpreter/scheme/evaluator.scm");
    format!(
        "(define-library (the evaluator)
           (export evaluate-file)
           (import (scheme base) (scheme cxr) (scheme eval) (scheme file) (scheme repl)
                   (tower evaluator))
           (include {stubs:?} {text:?}))
         (import (the evaluator))
         (evaluate-file {program:?})\n"
    )
}

/// What comes of a program that the text evaluates.
fn evaluated(test: &str, program: &str, input: &str, stress: Option<&str>) -> Ended {
    let mut command = tower(test, &["driver.scm"]);
    if let Some(stress) = stress {
        command.env("TOWER_STRESS", stress);
    }
    let folder = command.get_current_dir().unwrap().to_owned();
    fs::write(folder.join("driver.scm"), driver(program)).unwrap();
    run(&mut command, input.as_bytes())
}

/// The same for a text; what it writes, a line each, and how it ended.
fn evaluated_text(test: &str, text: &str, stress: Option<&str>) -> Vec<String> {
    let folder = crate::command::folder(&format!("{test}-program"));
    let path = folder.join("program.scm");
    fs::write(&path, text).unwrap();
    let ended = evaluated(test, path.to_str().unwrap(), "", stress);
    let mut lines: Vec<String> = ended.output.lines().map(str::to_owned).collect();
    lines.push(format!("{} {}", ended.status, ended.errors));
    lines
}

#[test]
fn programs_at_random_evaluate_as_on_the_machine() {
    for batch in 1..if crate::whole() { 20 } else { 2 } {
        let seeds = batch * BATCH..(batch + 1) * BATCH;
        let programs: Vec<String> = seeds.map(|seed| generate(seed, Manner::Plain)).collect();
        let text = format!("{PRELUDE}{}", programs.join("\n"));
        let machine = run_text(&format!("machine-{batch}"), &text, None);
        assert_eq!(machine.len() as u64, BATCH + 1, "{:?}", machine.last());
        for (setting, stress) in [("usual", None), ("checked", Some("0,100"))] {
            let evaluator = evaluated_text(&format!("evaluator-{batch}-{setting}"), &text, stress);
            if let Some(at) = (0..machine.len()).find(|at| evaluator.get(*at) != machine.get(*at)) {
                let (one, other) = (&machine[at], evaluator.get(at));
                panic!("{setting}:\n{}\ngives\n{one}\nand\n{other:?}", programs[at.min(99)]);
            }
        }
    }
}

#[test]
fn redefinitions_reach_the_evaluator() {
    for seed in 0..if crate::whole() { 1000 } else { 30 } {
        let program = generate_redefining(seed, Manner::Plain);
        let text = format!("{}{program}", redefinition::PRELUDE);
        let machine = run_text(&format!("machine-redefining-{seed}"), &text, None);
        let evaluator = evaluated_text(&format!("evaluator-redefining-{seed}"), &text, None);
        assert_eq!(machine, evaluator, "{seed}:\n{program}");
    }
}

#[test]
fn the_corpus_evaluates_as_on_the_machine() {
    let moves_up = |name: &str| {
        let program = read(&format!("tests/corpus/{name}.scm"));
        ["(em", "(EM"].iter().any(|start| program.contains(start))
    };
    let left_out =
        |name: &str| LEFT_OUT.iter().any(|(start, _)| name.starts_with(start)) || moves_up(name);
    let names = corpus::names().into_iter().filter(|name| !left_out(name));
    let mut faults = Vec::new();
    for name in names.step_by(if crate::whole() { 1 } else { 6 }) {
        let beside = |end: &str| {
            let path = format!("tests/corpus/{name}.{end}");
            if root().join(&path).exists() { read(&path) } else { String::new() }
        };
        let program = root().join(format!("tests/corpus/{name}.scm"));
        let test = format!("evaluator-{}", name.replace('/', "-"));
        let ended = evaluated(&test, program.to_str().unwrap(), &beside("in"), None);
        let status = beside("status").trim().parse().unwrap_or(0);
        if ended.output != beside("out") || ended.status.code() != Some(status) {
            faults.push(format!("{name}: {}\n{}\n{}", ended.status, ended.output, ended.errors));
        }
    }
    assert!(faults.is_empty(), "\n{}", faults.join("\n"));
}

#[test]
fn what_is_left_out_is_there() {
    for (start, _) in LEFT_OUT {
        assert!(corpus::names().iter().any(|name| name.starts_with(start)), "{start}");
    }
}
