//! Names and words that do not belong here.

use super::none;
use crate::tree::texts;

const EVERY_TEXT: &[&str] = &[".rs", ".scm", ".sld", ".md", ".toml", ".sh", ".txt", "/run"];

#[test]
fn files_are_named_after_what_they_hold() {
    let doers = ["util", "utils", "helper", "helpers", "common", "manager", "misc"];
    let mut faults = Vec::new();
    for file in texts(&[".rs"]) {
        let mut words = file.path.split(['/', '_', '-', '.']);
        if let Some(word) = words.find(|word| doers.contains(word)) {
            faults.push(format!("{}: what does a `{word}` hold?", file.path));
        }
    }
    none(faults);
}

#[test]
fn nothing_is_left_to_do() {
    // Spelled in two parts, so that this file passes.
    let marks = ["TO\u{44}O", "FIX\u{4d}E", "X\u{58}X"];
    let mut faults = Vec::new();
    for file in texts(EVERY_TEXT) {
        for (index, line) in file.text.lines().enumerate() {
            if let Some(mark) = marks.iter().find(|mark| line.contains(*mark)) {
                faults.push(format!("{}:{}: {mark}", file.path, index + 1));
            }
        }
    }
    none(faults);
}

#[test]
fn lints_are_expected_and_never_allowed() {
    let mut faults = Vec::new();
    for file in texts(&[".rs"]) {
        for (index, line) in file.text.lines().enumerate() {
            let attribute = line.trim_start();
            if attribute.starts_with("#[allow(") || attribute.starts_with("#![allow(") {
                faults.push(format!("{}:{}: {attribute}", file.path, index + 1));
            }
        }
    }
    none(faults);
}

#[test]
fn every_module_says_what_it_is() {
    let silent = texts(&[".rs"]).into_iter().filter(|file| {
        let of_a_module = file.is_test() && !file.path.starts_with("tests/");
        !of_a_module && !file.text.starts_with("//!")
    });
    none(silent.map(|file| format!("{}: begin it with `//!`", file.path)).collect());
}
