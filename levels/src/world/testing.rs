//! Files for tests.

/// A path for a file that exists only while one test runs: `name` is the test's own.
pub fn scratch(name: &str) -> String {
    let file = format!("levels-{}-{name}", std::process::id());
    std::env::temp_dir().join(file).to_string_lossy().into_owned()
}
