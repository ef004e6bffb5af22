//! Files and functions are short. What is longer says why, in the tables here.

use super::none;
use crate::tree::{Text, texts};

const LONGEST_FILE: usize = 600;
const LONGEST_FUNCTION: usize = 80;

/// Files that may be longer than `LONGEST_FILE` lines: path and reason.
const LONG_FILES: &[(&str, &str)] =
    &[("levels/src/machine/run.rs", "the loop: an arm for each instruction")];

/// Functions that may be longer than `LONGEST_FUNCTION` lines: path, name and reason.
const LONG_FUNCTIONS: &[(&str, &str, &str)] =
    &[("levels/src/machine/run.rs", "run_instructions", "the loop: an arm for each instruction")];

#[test]
fn files_are_short() {
    let mut faults = Vec::new();
    for file in texts(&[".rs", ".scm", ".sld"]) {
        let lines = file.text.lines().count();
        let excused = LONG_FILES.iter().any(|(path, _)| *path == file.path);
        match (lines > LONGEST_FILE, excused) {
            (true, false) => faults.push(format!("{}: {lines} lines", file.path)),
            (false, true) => faults.push(format!("{}: needs no exception any more", file.path)),
            (true, true) | (false, false) => {}
        }
    }
    none(faults);
}

#[test]
fn functions_are_short() {
    let mut faults = Vec::new();
    let mut needed = Vec::new();
    for file in texts(&[".rs"]) {
        for (name, line, lines) in functions(&file) {
            if lines <= LONGEST_FUNCTION {
                continue;
            }
            if LONG_FUNCTIONS.iter().any(|(path, long, _)| *path == file.path && *long == name) {
                needed.push((file.path.clone(), name));
            } else {
                faults.push(format!("{}:{line}: `{name}` has {lines} lines", file.path));
            }
        }
    }
    for (path, name, _) in LONG_FUNCTIONS {
        if !needed.iter().any(|(file, long)| file == path && long == name) {
            faults.push(format!("{path}: `{name}` needs no exception any more"));
        }
    }
    none(faults);
}

/// Name, first line and number of lines of each function. The formatter has put the brace that ends
/// a function under its first word.
fn functions(file: &Text) -> Vec<(String, usize, usize)> {
    let lines: Vec<&str> = file.text.lines().collect();
    let mut functions = Vec::new();
    for (index, line) in lines.iter().enumerate() {
        let Some(name) = function_name(line) else { continue };
        let indent = line.len() - line.trim_start().len();
        let end = format!("{}}}", &line[..indent]);
        let length = lines[index..].iter().position(|line| *line == end);
        if let Some(length) = length.filter(|_| !line.trim_end().ends_with(';')) {
            functions.push((name, index + 1, length + 1));
        }
    }
    functions
}

fn function_name(line: &str) -> Option<String> {
    let (before, after) = line.split_once("fn ")?;
    let words = ["pub", "pub(crate)", "pub(super)", "const", "unsafe", "extern", "\"C\""];
    let name = after.split(['(', '<']).next()?;
    before.split_whitespace().all(|word| words.contains(&word)).then(|| name.to_owned())
}

#[test]
fn a_function_is_measured_from_its_first_word_to_its_brace() {
    let text =
        "impl X {\n    pub(crate) unsafe fn f<T>(\n        x: T,\n    ) {\n        y\n    }\n}\n";
    let file = Text { path: "x.rs".into(), text: text.into() };
    assert_eq!(functions(&file), [("f".to_owned(), 2, 5)]);
}
