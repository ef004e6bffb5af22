//! The files of the project.

use std::fs;
use std::path::{Path, PathBuf};

/// The root of the workspace.
pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap()
}

/// One text file.
pub struct Text {
    /// Its path from the root, with slashes.
    pub path: String,
    /// What is in it.
    pub text: String,
}

impl Text {
    /// The lines of Rust that are no comment, numbered from 1, up to the tests.
    pub fn code(&self) -> impl Iterator<Item = (usize, &str)> {
        let before_tests = self.text.split("#[cfg(test)]\nmod tests {").next().unwrap_or("");
        let numbered = before_tests.lines().enumerate();
        numbered.map(|(index, line)| (index + 1, line.split("//").next().unwrap_or("")))
    }

    /// Whether the file holds only tests.
    pub fn is_test(&self) -> bool {
        self.path.starts_with("tests/")
            || self.path.contains("/tests/")
            || self.path.ends_with("/tests.rs")
    }
}

/// The text files whose names end in one of `extensions` (with the dot), sorted by path.
pub fn texts(extensions: &[&str]) -> Vec<Text> {
    let mut paths = Vec::new();
    collect(root(), &mut paths);
    paths.sort();
    let wanted = |path: &String| extensions.iter().any(|extension| path.ends_with(extension));
    paths.into_iter().filter(wanted).map(|path| Text { text: read(&path), path }).collect()
}

/// The text of a file of the project.
pub fn read(path: &str) -> String {
    let bytes = fs::read(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"));
    String::from_utf8(bytes).unwrap_or_else(|_| panic!("{path} is not UTF-8"))
}

/// The folders and files directly within a folder of the project, hidden ones excluded.
pub fn entries(folder: &str) -> Vec<PathBuf> {
    let folder = root().join(folder);
    let listing = fs::read_dir(&folder).unwrap_or_else(|error| panic!("{folder:?}: {error}"));
    let mut entries: Vec<PathBuf> = listing.map(|entry| entry.unwrap().path()).collect();
    entries.retain(|path| !name(path).starts_with('.') && name(path) != "target");
    entries.sort();
    entries
}

/// The last part of a path.
pub fn name(path: &Path) -> &str {
    path.file_name().and_then(|name| name.to_str()).unwrap_or("")
}

fn collect(folder: &Path, paths: &mut Vec<String>) {
    let from_root = folder.strip_prefix(root()).unwrap();
    for path in entries(from_root.to_str().unwrap()) {
        if path.is_dir() {
            collect(&path, paths);
        } else {
            paths.push(path.strip_prefix(root()).unwrap().to_str().unwrap().to_owned());
        }
    }
}
