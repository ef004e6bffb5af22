//! An entry says truly whether a name is that of a form or has a value.

use std::fmt::Write as _;
use std::fs;

use super::arity::environment_of;
use crate::command::{run, tower};
use reflective_tower::reference;

#[test]
fn a_name_is_what_its_entry_calls_it() {
    let mut program = String::from("(import (scheme base) (scheme write))\n");
    let mut said = Vec::new();
    for of in reference::entries().flat_map(|entry| entry.signatures) {
        for place in of.places.iter().filter(|place| **place != "every level") {
            let environment = environment_of(place);
            writeln!(program, "(write (environment-bound? {environment} '{}))(newline)", of.name)
                .unwrap();
            said.push((of.name, *place, of.kind));
        }
    }
    let mut command = tower("reference-kind", &["kind.scm"]);
    fs::write(command.get_current_dir().unwrap().join("kind.scm"), program).unwrap();
    let ended = run(&mut command, b"");
    assert_eq!(ended.output.lines().count(), said.len(), "{}", ended.errors);
    let mut faults = Vec::new();
    for ((name, place, kind), found) in said.iter().zip(ended.output.lines()) {
        let has_value = !kind.ends_with("syntax");
        if (found == "#t") != has_value {
            faults.push(format!("{name} of {place} is no {kind}"));
        }
    }
    assert!(faults.is_empty(), "\n{}\n", faults.join("\n"));
}
