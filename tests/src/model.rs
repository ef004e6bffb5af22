//! Sessions that go through the contract of the tower sentence by sentence, `sessions/NAME.in`, and its
//! executable model, `model/`: both the tower and the model give `sessions/NAME.out`.

use std::process::Command;

use crate::command::{run, tower};
use crate::transcript::essence;
use crate::tree::{entries, name, read, root};

/// Begins each session but the first where several are given to the model.
const SEPARATOR: &str = "\u{c}\n";

/// What sessions name that only the model has so far.
const WAITING: &[&str] = &["delta", "base-", "eval-", "foreign-apply", "with-evaluator"];

/// The tower gives what is expected of the session of that name.
#[track_caller]
pub fn check(name: &str) {
    let input = read(&format!("tests/sessions/{name}.in"));
    let expected = read(&format!("tests/sessions/{name}.out"));
    if WAITING.iter().any(|word| input.contains(word)) {
        return;
    }
    let found = of_tower(&format!("session-{name}"), &input);
    assert!(essence(&found) == essence(&expected), "\n{name} gives\n{found}\nand not\n{expected}");
}

/// The tower's transcript of a session.
pub fn of_tower(room: &str, input: &str) -> String {
    run(&mut tower(room, &["repl", "--echo"]), input.as_bytes()).output
}

/// The model's transcripts of some sessions; `None` where there is no Python.
pub fn of_model(sessions: &[String]) -> Option<Vec<String>> {
    let python = |arguments: &[&str]| {
        let mut python = Command::new("python3");
        python.arg("-B").args(arguments).env("PYTHONIOENCODING", "utf-8").current_dir(root());
        python
    };
    python(&["--version"]).output().ok()?;
    let ended = run(&mut python(&["tests/model"]), sessions.join(SEPARATOR).as_bytes());
    assert!(ended.status.success(), "{}", ended.errors);
    Some(ended.output.split(SEPARATOR).map(str::to_owned).collect())
}

#[test]
fn the_model_gives_what_is_expected() {
    let paths = entries("tests/sessions");
    let names: Vec<&str> = paths.iter().filter_map(|path| name(path).strip_suffix(".in")).collect();
    let sessions: Vec<String> =
        names.iter().map(|name| read(&format!("tests/sessions/{name}.in"))).collect();
    let Some(transcripts) = of_model(&sessions) else { return };
    assert_eq!(transcripts.len(), sessions.len());
    for (name, found) in names.iter().zip(&transcripts) {
        let expected = read(&format!("tests/sessions/{name}.out"));
        assert!(essence(found) == essence(&expected), "{name}: the model gives\n{found}");
    }
}
