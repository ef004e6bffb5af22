//! ARCHITECTURE.md says what is there, and all of it.

use super::none;
use crate::tree::{entries, read, root, texts};

/// What stands in back quotes on one line.
fn quoted(text: &str) -> impl Iterator<Item = &str> {
    text.lines().flat_map(|line| line.split('`').skip(1).step_by(2))
}

#[test]
fn every_path_exists() {
    let text = read("ARCHITECTURE.md");
    let files = [".rs", ".md", ".toml", ".scm", ".sld"];
    let paths = quoted(&text).filter(|word| {
        let path = word.ends_with('/') || files.iter().any(|end| word.ends_with(end));
        path && !word.contains([' ', '*', '('])
    });
    let missing = paths.filter(|path| !root().join(path).exists());
    none(missing.map(|path| format!("ARCHITECTURE.md: there is no {path}")).collect());
}

#[test]
fn every_folder_is_named() {
    let text = read("ARCHITECTURE.md");
    let mut faults = Vec::new();
    for folder in ["", "levels/src", "tower/src", "tests/src"] {
        for path in entries(folder).iter().filter(|path| path.is_dir()) {
            let folder = path.strip_prefix(root()).unwrap().to_str().unwrap();
            if !text.contains(&format!("`{folder}/`")) {
                faults.push(format!("ARCHITECTURE.md: says nothing of `{folder}/`"));
            }
        }
    }
    none(faults);
}

/// An invariant ends in `Held by` and the names of tests.
#[test]
fn every_test_that_holds_an_invariant_exists() {
    let text = read("ARCHITECTURE.md");
    let sources = texts(&[".rs"]);
    let mut faults = Vec::new();
    for held in text.split("Held by").skip(1) {
        let tests = held.split("\n\n").next().unwrap_or("").split("\n- ").next().unwrap_or("");
        for test in quoted(tests) {
            let function = format!("fn {test}(");
            if !sources.iter().any(|file| file.text.contains(&function)) {
                faults.push(format!("ARCHITECTURE.md: there is no test {test}"));
            }
        }
        if quoted(tests).next().is_none() {
            faults.push(format!("ARCHITECTURE.md: held by what? {}", tests.trim()));
        }
    }
    none(faults);
}

#[test]
fn it_is_one_page() {
    let text = read("ARCHITECTURE.md");
    assert!(text.lines().count() <= 140, "{} lines", text.lines().count());
}
