//! The libraries of SRFI documents are whole, or `stdlib/README.md` says what is missing.

use std::collections::{BTreeMap, BTreeSet};

use crate::tree::{read, texts};
use reflective_tower::session::{Options, Session};

/// The names of each document, by library: `srfi 1`.
fn documents() -> BTreeMap<String, BTreeSet<String>> {
    let text = read("tests/src/documents.txt");
    let mut documents: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let mut library = String::new();
    for line in text.lines().filter(|line| !line.starts_with(';')) {
        let names = match line.split_once(": ") {
            Some((head, names)) if !line.starts_with(' ') => {
                library = head.to_owned();
                names
            }
            Some(_) | None => line,
        };
        let names = names.split_whitespace().map(str::to_owned);
        documents.entry(library.clone()).or_default().extend(names);
    }
    documents.remove("");
    documents
}

/// The names that the row of a library in `stdlib/README.md` says are missing; `None` if it has none.
fn said_to_be_missing(library: &str) -> Option<BTreeSet<String>> {
    let text = read("stdlib/README.md");
    let row = text.lines().find(|line| line.starts_with(&format!("| `({library})` |")))?;
    let state = row.split('|').nth(3)?;
    let names = state.split('`').skip(1).step_by(2).map(str::to_owned).collect();
    Some(if state.trim() == "whole" { BTreeSet::new() } else { names })
}

#[test]
fn each_document_is_whole_or_the_readme_says_what_is_missing() {
    let mut session = Session::new(&Options::default());
    let mut faults = Vec::new();
    for (library, names) in documents() {
        let exports = session.exports(&library).unwrap_or_else(|| panic!("({library})"));
        let exports: BTreeSet<String> = exports.into_iter().map(|(name, _)| name).collect();
        let missing: BTreeSet<String> = names.difference(&exports).cloned().collect();
        if said_to_be_missing(&library) != Some(missing.clone()) {
            faults.push(format!("({library}) lacks {missing:?}; the README says otherwise"));
        }
    }
    assert!(faults.is_empty(), "\n{}\n", faults.join("\n"));
}

#[test]
fn every_library_has_a_row_and_every_srfi_its_names() {
    let readme = read("stdlib/README.md");
    let documents = documents();
    let mut faults = Vec::new();
    for file in texts(&[".sld"]) {
        let name = file.path.strip_prefix("stdlib/scheme/").and_then(|p| p.strip_suffix(".sld"));
        let Some(name) = name.filter(|name| !name.ends_with("-test")) else { continue };
        let library = name.replace('/', " ");
        if !readme.contains(&format!("`({library})`")) {
            faults.push(format!("stdlib/README.md: says nothing of ({library})"));
        }
        let is_part = name.starts_with("srfi/") && name.matches('/').count() > 1;
        if name.starts_with("srfi/") && !is_part && !documents.contains_key(&library) {
            faults.push(format!("tests/src/documents.txt: has no names of ({library})"));
        }
    }
    assert!(faults.is_empty(), "\n{}\n", faults.join("\n"));
}
