//! Files for tests.

/// A path for a file that exists only while one test runs: `name` is the test's own.
pub fn scratch(name: &str) -> String {
    let file = format!("levels-{}-{name}", std::process::id());
    std::env::temp_dir().join(file).to_string_lossy().into_owned()
}

/// Makes a file of this content.
pub fn write_file(path: &str, content: impl AsRef<[u8]>) {
    std::fs::write(path, content).unwrap();
}

/// Deletes a file.
pub fn remove_file(path: &str) {
    std::fs::remove_file(path).unwrap();
}
