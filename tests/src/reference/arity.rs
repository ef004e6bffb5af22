//! A signature says how many arguments its procedure takes.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;

use crate::command::{run, tower};
use reflective_tower::reference;

/// How many arguments: the least, and the most if there is one.
type Count = (usize, Option<usize>);

/// What a usage such as `(f a b … [c [d]])` says: what is in brackets may be missing, and so may a
/// parameter before `…`.
fn said(usage: &str) -> Count {
    let inside = usage.trim_start_matches('(').trim_end_matches(')');
    let (mut least, mut most, mut depth) = (0, 0, 0);
    for word in inside.split_whitespace().skip(1) {
        depth += word.matches('[').count();
        match (word.trim_matches(['[', ']']), depth) {
            ("…", 0) => least -= 1,
            ("…", _) => {}
            (_, 0) => (least, most) = (least + 1, most + 1),
            (_, _) => most += 1,
        }
        depth -= word.matches(']').count();
    }
    (least, (!usage.contains('…')).then_some(most))
}

/// Every procedure with the place where it is to be had, and what its usages say together.
fn procedures() -> BTreeMap<(&'static str, &'static str), Count> {
    let mut counts: BTreeMap<(&str, &str), Count> = BTreeMap::new();
    let signatures = reference::entries().flat_map(|entry| entry.signatures);
    for of in signatures.filter(|of| of.kind == "procedure" && of.usage.starts_with('(')) {
        let (least, most) = said(of.usage);
        for place in of.places.into_iter().filter(|place| *place != "every level") {
            let known = counts.entry((of.name, place)).or_insert((least, most));
            known.0 = known.0.min(least);
            known.1 = known.1.zip(most).map(|(one, other)| one.max(other));
        }
    }
    counts
}

/// The expression whose value is the environment in which a place's names are bound.
pub fn environment_of(place: &str) -> String {
    match place {
        "everywhere" => "system-global-environment".to_owned(),
        library => format!("(environment '{library})"),
    }
}

/// What the procedures themselves say, a line for each: `least most`, or `#f` for no most.
fn found(procedures: &[(&str, &str)]) -> Vec<Count> {
    let mut program = String::from("(import (scheme base) (scheme write))\n");
    for (name, place) in procedures {
        let environment = environment_of(place);
        writeln!(
            program,
            "(let ((p (environment-lookup {environment} '{name})))
               (write (if (procedure? p) (procedure-arity p) 'none)) (newline))"
        )
        .unwrap();
    }
    let mut command = tower("reference-arity", &["arity.scm"]);
    fs::write(command.get_current_dir().unwrap().join("arity.scm"), program).unwrap();
    let ended = run(&mut command, b"");
    let count = |line: &str| {
        let pair = line.strip_prefix('(')?.strip_suffix(')')?.split_once(" . ")?;
        Some((pair.0.parse().ok()?, pair.1.parse().ok()))
    };
    let lines = ended.output.lines().zip(procedures);
    let counts: Vec<Count> = lines
        .map(|(line, of)| count(line).unwrap_or_else(|| panic!("{of:?} is no procedure: {line}")))
        .collect();
    assert_eq!(counts.len(), procedures.len(), "{}", ended.errors);
    counts
}

#[test]
fn a_signature_has_as_many_parameters_as_its_procedure() {
    let said = procedures();
    let places: Vec<(&str, &str)> = said.keys().copied().collect();
    let mut faults = Vec::new();
    for ((of, said), found) in said.iter().zip(found(&places)) {
        let most = match (said.1, found.1) {
            (Some(said), Some(found)) => said <= found,
            (None, found) => found.is_none(),
            (Some(_), None) => true,
        };
        // What takes a list of all its arguments looks by itself whether there are enough.
        let least = said.0 == found.0 || said.0 > found.0 && found.1.is_none();
        if !least || !most {
            faults.push(format!("{of:?} says {said:?} and takes {found:?}"));
        }
    }
    assert!(faults.is_empty(), "\n{}\n", faults.join("\n"));
}

#[test]
fn what_a_usage_says_of_arguments() {
    assert_eq!(said("(f)"), (0, Some(0)));
    assert_eq!(said("(f a [b [c]])"), (1, Some(3)));
    assert_eq!(said("(f a b …)"), (1, None));
    assert_eq!(said("(f a … b)"), (1, None));
    assert_eq!(said("(f a [b …])"), (1, None));
    assert_eq!(said("(f [a] b)"), (1, Some(2)));
}
