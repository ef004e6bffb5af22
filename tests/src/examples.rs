//! Examples: each program `examples/**/NAME.scm`, run as `tower FILE`, and each session `NAME.in`, piped
//! into `tower repl --echo`, gives `NAME.out`, every character but the last prompt, and leaves every
//! evaluator as it was at birth.

use crate::command::{Ended, run, tower};
use crate::tree::{Text, entries, name, read, root, texts};

/// How an example is run.
pub enum Kind {
    Program,
    Session,
}

/// An example; its path from the root, without the ending.
pub struct Example {
    path: String,
    pub kind: Kind,
}

/// The last line of a session.
const PROMPT: &str = "lisp-0> \n";

/// What of a tower's two lowest levels is not as it was at birth.
const CHANGED: &str = "(map evaluators '(0 1))";

/// Runs the example of that name and compares.
#[track_caller]
pub fn check(name: &str) {
    check_with(name, "example", &[]);
}

/// The same with these variables of the environment, in a room of its own.
#[track_caller]
pub fn check_with(name: &str, room: &str, variables: &[(&str, &str)]) {
    let example = example(name);
    let expected = read(&format!("{}.out", example.path));
    let ended = example.perform(room, variables);
    let wanted = match example.kind {
        Kind::Program => expected,
        Kind::Session => expected + PROMPT,
    };
    assert!(
        ended.output == wanted && ended.status.success(),
        "\n{name} gives {} and\n{}\nand not\n{wanted}\n{}",
        ended.status,
        ended.output,
        ended.errors
    );
}

impl Example {
    /// The program or session of that path.
    pub fn at(path: String) -> Example {
        let is_program = root().join(format!("{path}.scm")).exists();
        Example { path, kind: if is_program { Kind::Program } else { Kind::Session } }
    }

    /// Runs it in a room of that name, with these variables of the environment.
    pub fn perform(&self, room: &str, variables: &[(&str, &str)]) -> Ended {
        let room = format!("{room}-{}", self.path.replace('/', "-"));
        let file = root().join(self.file());
        match self.kind {
            Kind::Program => {
                run(tower(&room, &[file.to_str().unwrap()]).envs(variables.iter().copied()), b"")
            }
            Kind::Session => {
                let input = read(&self.file());
                let mut command = tower(&room, &["repl", "--echo"]);
                run(command.envs(variables.iter().copied()), input.as_bytes())
            }
        }
    }

    fn file(&self) -> String {
        match self.kind {
            Kind::Program => format!("{}.scm", self.path),
            Kind::Session => format!("{}.in", self.path),
        }
    }
}

/// The example of that name, `theme/name`.
fn example(name: &str) -> Example {
    Example::at(format!("examples/{name}"))
}

/// The names of all.
pub fn names() -> Vec<String> {
    let inside = |text: &Text| {
        let path = text.path.strip_prefix("examples/")?;
        let name = path.strip_suffix(".scm").or_else(|| path.strip_suffix(".in"))?;
        Some(name.to_owned())
    };
    texts(&[".scm", ".in"]).iter().filter_map(inside).collect()
}

/// The path of the session of that name, without the ending; `None` for a program.
pub fn path_of_session(name: &str) -> Option<String> {
    let example = example(name);
    matches!(example.kind, Kind::Session).then_some(example.path)
}

#[test]
fn every_example_takes_its_hooks_back() {
    for name in names() {
        let example = example(&name);
        let file = root().join(example.file());
        let ended = match example.kind {
            Kind::Program => {
                run(&mut tower("hooks", &["-l", file.to_str().unwrap(), "-e", CHANGED]), b"")
            }
            Kind::Session => {
                let input = format!("{}{CHANGED}\n", read(&example.file()));
                run(&mut tower("hooks", &["repl"]), input.as_bytes())
            }
        };
        let end = ended.output.trim_end().trim_end_matches("lisp-0>").trim_end();
        assert!(end.ends_with("(() ())"), "{name}: {}\n{}", ended.output, ended.errors);
    }
}

#[test]
fn every_example_is_whole_and_shown() {
    let contents = read("examples/README.md");
    let themes: Vec<_> = entries("examples").into_iter().filter(|path| path.is_dir()).collect();
    for theme in &themes {
        let link = format!("({}/README.md)", name(theme));
        assert!(contents.contains(&link), "examples/README.md has no link {link}");
    }
    for name in names() {
        let example = example(&name);
        let (theme, own) = name.split_once('/').unwrap();
        assert!(root().join(format!("{}.out", example.path)).exists(), "{name} says nothing");
        let file = example.file();
        let link = format!("({own}.{})", file.rsplit('.').next().unwrap());
        let page = format!("examples/{theme}/README.md");
        assert!(read(&page).contains(&link), "{page} has no link {link}");
    }
}
