//! Who may import whom.

use super::manifest::{members, section};
use super::none;
use crate::tree::{read, texts};

/// Each package of ours and what of ours it may import.
const MAY_IMPORT: &[(&str, &[&str])] = &[
    ("levels", &[]),
    ("stdlib", &[]),
    ("levels-jit", &["levels"]),
    ("meta-interpreter", &["levels"]),
    ("bridges", &["levels"]),
    ("reflective-tower", &["levels", "stdlib", "levels-jit", "meta-interpreter", "bridges"]),
    ("suite", &["reflective-tower"]),
];

#[test]
fn who_may_import_whom() {
    let mut faults = Vec::new();
    for member in members() {
        let manifest = read(&format!("{member}/Cargo.toml"));
        let package = package_name(&manifest);
        let Some((_, allowed)) = MAY_IMPORT.iter().find(|(name, _)| *name == package) else {
            faults.push(format!("{package}: not in the table of who may import whom"));
            continue;
        };
        for title in ["dependencies", "dev-dependencies", "build-dependencies"] {
            for line in section(&manifest, title) {
                let imported = line.split(['.', ' ', '=']).next().unwrap_or("");
                let ours = MAY_IMPORT.iter().any(|(name, _)| *name == imported);
                if ours && !allowed.contains(&imported) {
                    faults.push(format!("{package} may not import {imported}"));
                }
            }
        }
    }
    none(faults);
}

fn package_name(manifest: &str) -> &str {
    let line = section(manifest, "package").into_iter().find(|line| line.starts_with("name = "));
    line.and_then(|line| line.split('"').nth(1)).unwrap_or("")
}

/// A level knows nothing of stacking: what is said of levels in the plural is the tower's.
#[test]
fn a_level_knows_nothing_of_stacking() {
    let mut faults = Vec::new();
    for file in texts(&[".rs"]).iter().filter(|file| file.path.starts_with("levels/src/")) {
        for (line, code) in file.code() {
            if ["reflective_tower", "lisp-0", "LevelId"].iter().any(|word| code.contains(word)) {
                faults.push(format!("{}:{line}: {}", file.path, code.trim()));
            }
        }
    }
    none(faults);
}
