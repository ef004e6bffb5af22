//! The same programs under settings that must not show: the usual ones; 8 KB of stack and a
//! collection at each of the first polls; and written so that nothing is inlined or made a loop.
//!
//! A failing program is to be kept, made small, in `corpus/found/`.

mod generate;
mod expression;

use std::fs;

use crate::command::{run, tower};
use generate::{Manner, generate};

/// Programs in one file.
const BATCH: u64 = 100;

/// What the programs call.
const PRELUDE: &str = include_str!("prelude.scm");

/// The settings to compare with the first.
const SETTINGS: [(&str, Manner, Option<&str>); 4] = [
    ("usual", Manner::Plain, None),
    ("checked", Manner::Plain, Some("10000,10")),
    ("opaque", Manner::Opaque, None),
    ("opaque, checked", Manner::Opaque, Some("0,100")),
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

/// What the programs of these seeds print, a line each; last, how the run ended.
fn answers(
    seeds: std::ops::Range<u64>,
    (name, manner, stress): &(&str, Manner, Option<&str>),
) -> Vec<String> {
    let name = name.replace([' ', ','], "");
    let mut command = tower(&format!("differential-{}-{name}", seeds.start), &["prog.scm"]);
    if let Some(stress) = stress {
        command.env("TOWER_STRESS", stress);
    }
    let programs: Vec<String> = seeds.map(|seed| generate(seed, *manner)).collect();
    let path = command.get_current_dir().unwrap().join("prog.scm");
    fs::write(path, format!("{PRELUDE}{}", programs.join("\n"))).unwrap();
    let ended = run(&mut command, b"");
    let mut lines: Vec<String> = ended.output.lines().map(str::to_owned).collect();
    lines.push(format!("{} {}", ended.status, ended.errors));
    lines
}
