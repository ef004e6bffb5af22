//! The manifests of the workspace, read as lines: they are ours, and plainly written.

use super::none;
use crate::tree::{entries, name, read, root, texts};

/// The strings of the list `key = ["a", "b"]` of the workspace's manifest.
fn list(key: &str) -> Vec<String> {
    let manifest = read("Cargo.toml");
    let start = format!("\n{key} = [");
    let from = manifest.find(&start).unwrap_or_else(|| panic!("Cargo.toml has no {key}"));
    let rest = &manifest[from + start.len()..];
    let inside = &rest[..rest.find(']').unwrap()];
    inside.split('"').skip(1).step_by(2).map(str::to_owned).collect()
}

/// The members of the workspace.
pub fn members() -> Vec<String> {
    list("members")
}

/// The lines of a section of a manifest.
pub fn section<'a>(manifest: &'a str, title: &str) -> Vec<&'a str> {
    let lines = manifest.lines().skip_while(|line| line.trim() != format!("[{title}]")).skip(1);
    lines.take_while(|line| !line.starts_with('[')).collect()
}

#[test]
fn a_plain_cargo_test_leaves_no_member_out() {
    let mut members = members();
    let mut default = list("default-members");
    members.sort();
    default.sort();
    assert_eq!(members, default);
    let mut manifests: Vec<String> = texts(&["Cargo.toml"])
        .into_iter()
        .filter_map(|file| Some(file.path.strip_suffix("/Cargo.toml")?.to_owned()))
        .collect();
    manifests.sort();
    assert_eq!(members, manifests);
}

#[test]
fn there_is_one_binary() {
    let mut binaries = Vec::new();
    for member in members() {
        let manifest = read(&format!("{member}/Cargo.toml"));
        let declared = manifest.matches("[[bin]]").count();
        let found = ["src/main.rs", "src/bin"].map(|path| root().join(&member).join(path).exists());
        if declared > 0 || (found.contains(&true) && !manifest.contains("autobins = false")) {
            binaries.push((member, declared.max(1)));
        }
    }
    assert_eq!(binaries, [("tower".to_owned(), 1)]);
}

#[test]
fn every_dependency_has_a_reason() {
    let manifest = read("Cargo.toml");
    let lines = section(&manifest, "workspace.dependencies");
    let mut faults = Vec::new();
    for pair in std::iter::once("").chain(lines.iter().copied()).zip(&lines).collect::<Vec<_>>() {
        let (before, line) = pair;
        if line.contains('=') && !line.starts_with('#') && !before.starts_with("# ") {
            faults.push(format!("Cargo.toml: say in the line above why: {line}"));
        }
    }
    for member in members() {
        let manifest = read(&format!("{member}/Cargo.toml"));
        for title in ["dependencies", "dev-dependencies", "build-dependencies"] {
            let lines = section(&manifest, title).into_iter();
            let own = lines.filter(|line| line.contains('=') && !line.contains("workspace = true"));
            faults.extend(
                own.map(|line| format!("{member}/Cargo.toml: not the workspace's: {line}")),
            );
        }
    }
    none(faults);
}

#[test]
fn the_lock_file_and_the_licences_are_here() {
    let names: Vec<String> = entries("").iter().map(|path| name(path).to_owned()).collect();
    for wanted in ["Cargo.lock", "LICENSE-APACHE", "LICENSE-MIT", "README.md", "CHANGELOG.md"] {
        assert!(names.iter().any(|name| name == wanted), "{wanted}");
    }
}
