//! Each page's examples, a test for each.

use super::{example, session};
use crate::tree::{entries, name};
use reflective_tower::reference::{PAGES, Page};

/// The page of that name.
fn page(name: &str) -> &'static Page {
    PAGES.iter().find(|page| page.name == name).unwrap()
}

#[track_caller]
fn check(name: &str) {
    let path = format!("docs/reference/{name}.md");
    let mut faults = example::faults(&path, page(name).text);
    faults.extend(session::fault(&path));
    assert!(faults.is_empty(), "\n{}\n", faults.join("\n"));
}

/// A page's examples with these variables of the environment, in a room of its own.
#[track_caller]
pub fn check_with(name: &str, room: &str, variables: &[(&str, &str)]) {
    let path = format!("docs/reference/{name}.md");
    let faults = example::faults_with(&path, page(name).text, room, variables);
    assert!(faults.is_empty(), "\n{}\n", faults.join("\n"));
}

/// The names of the pages.
pub fn names() -> Vec<String> {
    PAGES.iter().map(|page| page.name.to_owned()).collect()
}

macro_rules! checks {
    ($($test:ident = $name:literal,)*) => {
        $(#[test] fn $test() { check($name) })*
        const CHECKED: &[&str] = &[$($name,)*];
    };
}

checks! {
    syntax = "syntax",
    macros = "macros",
    booleans_and_equivalence = "booleans-and-equivalence",
    numbers = "numbers",
    pairs_and_lists = "pairs-and-lists",
    sorting = "sorting",
    symbols = "symbols",
    characters = "characters",
    strings = "strings",
    vectors = "vectors",
    bytevectors = "bytevectors",
    tables = "tables",
    control = "control",
    promises_and_streams = "promises-and-streams",
    exceptions = "exceptions",
    ports = "ports",
    libraries = "libraries",
    environments = "environments",
    evaluators = "evaluators",
    system = "system",
    snapshots = "snapshots",
    the_tower = "the-tower",
    small_srfis = "small-srfis",
    srfi_41 = "srfi-41",
    srfi_64 = "srfi-64",
    srfi_128 = "srfi-128",
    srfi_152 = "srfi-152",
    srfi_158 = "srfi-158",
    json_and_csv = "json-and-csv",
    sicp = "sicp",
    sicp_picture = "sicp-picture",
}

#[test]
fn every_page_is_carried_and_checked() {
    let mut files: Vec<String> = entries("docs/reference")
        .iter()
        .filter_map(|path| name(path).strip_suffix(".md").map(str::to_owned))
        .collect();
    let mut carried: Vec<&str> = PAGES.iter().map(|page| page.name).collect();
    let mut checked = CHECKED.to_vec();
    files.sort();
    carried.sort_unstable();
    checked.sort_unstable();
    assert_eq!(files, carried);
    assert_eq!(files, checked);
}

#[test]
fn every_entry_has_a_signature_words_and_an_example() {
    let mut faults = Vec::new();
    for page in PAGES {
        for entry in page.entries() {
            let place =
                format!("docs/reference/{}.md:{}: {}", page.name, entry.line, entry.heading);
            if entry.signatures.is_empty() {
                faults.push(format!("{place}: no signature"));
            }
            if entry.text.trim().is_empty() || entry.text.starts_with("```") {
                faults.push(format!("{place}: no words"));
            }
            if !entry.text.contains("```") {
                faults.push(format!("{place}: no example"));
            }
            let kinds =
                ["procedure", "syntax", "auxiliary syntax", "variable", "constant", "parameter"];
            for of in entry.signatures.iter().filter(|of| !kinds.contains(&of.kind)) {
                faults.push(format!("{place}: {} is what? {:?}", of.name, of.kind));
            }
            for of in entry.signatures.iter().filter(|of| of.places.is_empty()) {
                faults.push(format!("{place}: where is {} to be had?", of.name));
            }
        }
    }
    assert!(faults.is_empty(), "\n{}\n", faults.join("\n"));
}

/// With the indentation that `,describe` gives them.
#[test]
fn examples_fit_a_terminal() {
    let mut faults = Vec::new();
    for page in PAGES {
        let mut inside = false;
        for (index, line) in page.text.lines().enumerate() {
            if line.starts_with("```") {
                inside = line.starts_with("```scheme") || line.starts_with("```text");
            } else if inside && line.chars().count() > 78 {
                faults.push(format!("docs/reference/{}.md:{}: {line}", page.name, index + 1));
            }
        }
    }
    assert!(faults.is_empty(), "\n{}\n", faults.join("\n"));
}

#[test]
fn every_name_is_shown_in_an_example() {
    let mut faults = Vec::new();
    for page in PAGES {
        for entry in page.entries() {
            let blocks = entry.text.split("```").skip(1).step_by(2);
            let words: Vec<&str> = blocks
                .flat_map(|block| block.split([' ', '\n', '(', ')', '\'', '`', ',']))
                .collect();
            for of in entry.signatures.iter().filter(|of| !words.contains(&of.name)) {
                faults.push(format!("docs/reference/{}.md:{}: {}", page.name, entry.line, of.name));
            }
        }
    }
    assert!(faults.is_empty(), "\n{}\n", faults.join("\n"));
}
