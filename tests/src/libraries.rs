//! The tests of the standard library's libraries, which are libraries themselves: each
//! `stdlib/scheme/**/NAME-test.sld` is imported, and runs its tests by SRFI 64.
//!
//! Invariant: what is tested is what the executable carries; only the tests are files.

use std::fs;

use crate::command::{run, tower};
use crate::tree::{root, texts};

/// Imports the tests with a runner that is asked afterwards; each group's tests are as many as it
/// said.
const PROGRAM: &str = r#"
(import (scheme base) (scheme write) (scheme process-context) (srfi 64))
(define runner (test-runner-simple))
(define bad-counts 0)
(test-runner-on-bad-count! runner
  (lambda (runner found expected)
    (set! bad-counts (+ bad-counts 1))
    (test-on-bad-count-simple runner found expected)))
(test-runner-factory (lambda () runner))
(import (LIBRARY))
(define passed (+ (test-runner-pass-count runner) (test-runner-xfail-count runner)))
(define failed
  (+ (test-runner-fail-count runner) (test-runner-xpass-count runner) bad-counts
     (length (test-runner-group-stack runner))))
(write-string "\npassed: ")
(write passed)
(exit (if (and (> passed 0) (= failed 0)) 0 1))
"#;

/// What failed of the tests in `path`, if something did.
fn fault(path: &str) -> Option<String> {
    let place = path.strip_prefix("stdlib/scheme/")?;
    let name = place.strip_suffix(".sld")?.replace('/', " ");
    let arguments = ["-L", "tests", "prog.scm"];
    let mut command = tower(&format!("library-{}", name.replace(' ', "-")), &arguments);
    let folder = command.get_current_dir()?.to_owned();
    let copy = folder.join("tests").join(place);
    fs::create_dir_all(copy.parent()?).unwrap();
    fs::copy(root().join(path), copy).unwrap();
    fs::write(folder.join("prog.scm"), PROGRAM.replace("LIBRARY", &name)).unwrap();
    let ended = run(&mut command, b"");
    let passed = ended.status.success() && ended.output.contains("\npassed: ");
    (!passed).then(|| format!("{path}: {}\n{}{}", ended.status, ended.output, ended.errors))
}

#[test]
fn the_libraries_pass_their_tests() {
    let files = texts(&["-test.sld"]);
    assert!(!files.is_empty());
    let faults: Vec<String> = files.iter().filter_map(|file| fault(&file.path)).collect();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}
