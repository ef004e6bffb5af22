//! Every kind of condition is worded.

use super::none;
use crate::tree::{entries, name, read};

#[test]
fn every_kind_of_condition_has_a_file_of_words() {
    let kinds = read("levels/src/condition/sentence.rs");
    let kinds = kinds.split("fn kind(").nth(1).and_then(|rest| rest.split("\n    }\n").next());
    let mut kinds: Vec<&str> = kinds.unwrap().split('"').skip(1).step_by(2).collect();
    kinds.sort_unstable();
    kinds.dedup();
    assert!(kinds.len() > 10, "{kinds:?}");
    let table = read("tower/src/diagnostics/mod.rs");
    let files = entries("tower/src/diagnostics");
    let mut faults = Vec::new();
    for kind in kinds {
        let file = kind.replace('-', "_");
        let row = format!("(\"{kind}\", {file}::advise)");
        if !files.iter().any(|path| name(path) == format!("{file}.rs")) || !table.contains(&row) {
            faults.push(format!("tower/src/diagnostics/: says nothing of {kind}"));
        }
    }
    none(faults);
}
