//! The faults that `tests/faults/run` plants can still be planted.

use super::none;
use crate::tree::{entries, name, read, root};

/// What a file of `tests/faults/` says.
struct Fault {
    name: String,
    /// Where it is planted.
    file: String,
    before: String,
    after: String,
    /// What it breaks, and the tests that catch it, are said.
    is_told: bool,
}

/// The fault of a file; `None` if it is not written as `tests/faults/README.md` has it.
fn fault(path: &str, text: &str) -> Option<Fault> {
    let (head, rest) = text.split_once("\n---- before\n")?;
    let (before, after) = rest.split_once("\n---- after\n")?;
    let fact = |key: &str| head.lines().find_map(|line| line.strip_prefix(key));
    Some(Fault {
        name: path.to_owned(),
        file: fact("in: ")?.to_owned(),
        before: before.to_owned(),
        after: after.trim_end().to_owned(),
        is_told: head.lines().next()?.ends_with('.') && fact("caught by: ").is_some(),
    })
}

/// What keeps a fault from being planted beside the others.
fn obstacle(fault: &Fault, others: &[Fault]) -> Option<String> {
    if !root().join(&fault.file).is_file() {
        return Some(format!("there is no {}", fault.file));
    }
    let text = read(&fault.file);
    let count = text.matches(&fault.before).count();
    if count != 1 {
        return Some(format!("what it replaces is {count} times in {}", fault.file));
    }
    let place = |other: &Fault| {
        let start = text.find(&other.before)?;
        Some(start..start + other.before.len())
    };
    let own = place(fault)?;
    let is_beside = |other: &&Fault| {
        let place = place(other).filter(|_| other.file == fault.file && other.name != fault.name);
        place.is_some_and(|place| place.start < own.end && own.start < place.end)
    };
    if fault.file.ends_with(".rs")
        && let Some(other) = others.iter().find(is_beside)
    {
        return Some(format!("overlaps {}", other.name));
    }
    let is_change = fault.before != fault.after && fault.is_told;
    (!is_change).then(|| "needs a sentence, tests, and a change".to_owned())
}

#[test]
fn every_fault_can_be_planted() {
    let paths = entries("tests/faults");
    let names: Vec<&str> = paths.iter().map(|path| name(path)).collect();
    let names = names.into_iter().filter(|name| name.ends_with(".fault"));
    let read = names.map(|name| (name, fault(name, &read(&format!("tests/faults/{name}")))));
    let (mut faults, mut obstacles) = (Vec::new(), Vec::new());
    for (name, found) in read {
        match found {
            Some(fault) => faults.push(fault),
            None => {
                obstacles.push(format!("tests/faults/{name}: is not written as the others are"))
            }
        }
    }
    let planted = faults.iter().filter_map(|fault| {
        Some(format!("tests/faults/{}: {}", fault.name, obstacle(fault, &faults)?))
    });
    obstacles.extend(planted);
    none(obstacles);
    assert!(faults.len() >= 24, "{} faults", faults.len());
}

/// The evaluator's text has a fault in each of its functions.
#[test]
fn every_evaluator_function_has_a_fault() {
    let text = read("meta-interpreter/scheme/evaluator.scm");
    let functions = text.split("\n(define (").skip(1).filter_map(|rest| rest.split(' ').next());
    let there = |function: &str| {
        let name = function.trim_end_matches('!');
        root().join(format!("tests/faults/text-{name}.fault")).is_file()
    };
    none(functions.filter(|function| !there(function)).map(str::to_owned).collect());
}
