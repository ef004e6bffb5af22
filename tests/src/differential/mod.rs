//! The same programs under settings that must not show: the usual ones; 8 KB of stack, a
//! collection at each of the first polls and environments asked for at random; written so that nothing
//! is inlined or made a loop; and with variables looked up in `(the-environment)`.
//!
//! A failing program is to be kept, made small, in `corpus/found/`.

mod generate;
mod expression;
mod redefinition;
mod environment;
mod evaluator;

use std::fs;

use crate::command::{run, tower};
use environment::Keeping;
use generate::{Manner, generate, generate_redefining};

/// Programs in one file.
const BATCH: u64 = 100;

/// What the programs call.
const PRELUDE: &str = include_str!("prelude.scm");

/// A name, a manner, and what checks the machine.
type Setting = (&'static str, Manner, Option<&'static str>);

/// The settings to compare with the first.
const SETTINGS: [Setting; 6] = [
    ("usual", Manner::Plain, None),
    ("checked", Manner::Plain, Some("10000,10")),
    ("opaque", Manner::Opaque, None),
    ("opaque, checked", Manner::Opaque, Some("0,100")),
    ("reflective", Manner::Reflective, None),
    ("reflective, checked", Manner::Reflective, Some("0,100")),
];

#[test]
fn settings_do_not_show() {
    compare(1..if crate::whole() { 40 } else { 3 });
}

#[track_caller]
fn compare(batches: std::ops::Range<u64>) {
    for batch in batches {
        let seeds = batch * BATCH..(batch + 1) * BATCH;
        let mut outputs = SETTINGS.iter().map(|setting| answers(seeds.clone(), setting));
        let usual = outputs.next().unwrap();
        assert_eq!(usual.len() as u64, BATCH + 1, "{:?}", usual.last());
        for (output, (name, manner, _)) in outputs.zip(&SETTINGS[1..]) {
            let differing = usual.iter().zip(&output).position(|(a, b)| a != b);
            if let Some(at) = differing {
                let seed = seeds.start + at as u64;
                panic!(
                    "program {seed}, {name}:\n{}\ngives\n{}\nand\n{}",
                    generate(seed, *manner),
                    usual[at],
                    output[at]
                );
            }
            assert_eq!(usual.len(), output.len(), "{name}, seeds {seeds:?}: {:?}", output.last());
        }
    }
}

/// What is redefined while it runs is redefined for what runs: each program in a process of its own.
#[test]
fn redefinitions_hold_at_once() {
    for seed in 0..if crate::whole() { 4000 } else { 150 } {
        let answers = [
            ("plain", Manner::Plain, None),
            ("checked", Manner::Plain, Some("0,100")),
            ("indirect", Manner::Indirect, None),
        ]
        .map(|setting| (setting, redefining_answer(seed, &setting)));
        let [(_, usual), rest @ ..] = &answers;
        for ((name, manner, _), answer) in rest {
            let program = || generate_redefining(seed, Manner::Plain);
            let other = || generate_redefining(seed, *manner);
            assert_eq!(usual, answer, "{seed}, {name}:\n{}\n{}", program(), other());
        }
    }
}

fn redefining_answer(seed: u64, (name, manner, stress): &Setting) -> Vec<String> {
    let text = format!("{}{}", redefinition::PRELUDE, generate_redefining(seed, *manner));
    run_text(&format!("redefinition-{seed}-{name}"), &text, *stress)
}

/// An assignment from above is seen by what runs, as it would be if closures shared the variable.
#[test]
fn assignments_from_above_are_seen() {
    for batch in 0..if crate::whole() { 100 } else { 4 } {
        let seeds = batch * BATCH..(batch + 1) * BATCH;
        let answers = [
            ("plain", Keeping::Plain, None),
            ("kept", Keeping::Kept, None),
            ("plain, checked", Keeping::Plain, Some("0,100")),
        ]
        .map(|(name, keeping, stress)| {
            let programs: Vec<String> =
                seeds.clone().map(|seed| environment::program(seed, keeping)).collect();
            let test = format!("environment-{batch}-{}", name.replace([' ', ','], ""));
            let text = format!("{}{}(exit 0)\n", environment::PRELUDE, programs.concat());
            (name, run_text(&test, &text, stress))
        });
        let [(_, plain), rest @ ..] = &answers;
        assert_eq!(plain.len() as u64, BATCH + 1, "{:?}", plain.last());
        for (name, answer) in rest {
            let differing = plain.iter().zip(answer).position(|(a, b)| a != b);
            if let Some(at) = differing {
                let program = environment::program(seeds.start + at as u64, Keeping::Plain);
                panic!("{name}:\n{program}\ngives\n{}\nand\n{}", plain[at], answer[at]);
            }
        }
    }
}

/// What the programs of these seeds print, a line each; last, how the run ended.
fn answers(seeds: std::ops::Range<u64>, (name, manner, stress): &Setting) -> Vec<String> {
    let name = name.replace([' ', ','], "");
    let test = format!("differential-{}-{name}", seeds.start);
    let programs: Vec<String> = seeds.map(|seed| generate(seed, *manner)).collect();
    run_text(&test, &format!("{PRELUDE}{}", programs.join("\n")), *stress)
}

fn run_text(test: &str, text: &str, stress: Option<&str>) -> Vec<String> {
    let mut command = tower(test, &["prog.scm"]);
    if let Some(stress) = stress {
        command.env("TOWER_STRESS", stress).env("TOWER_STRESS_REIFY", "10");
    }
    let folder = command.get_current_dir().unwrap().to_owned();
    fs::write(folder.join("prog.scm"), text).unwrap();
    let ended = run(&mut command, b"");
    let mut lines: Vec<String> = ended.output.lines().map(str::to_owned).collect();
    lines.push(format!("{} {}", ended.status, ended.errors));
    let _ = fs::remove_dir_all(folder);
    lines
}
