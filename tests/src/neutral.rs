//! The neutral-hook equation: with every evaluator function of a level replaced by one that calls the original
//! with a `cont` that passes its value on, every session comes out as it was.

use std::fs;

use crate::checked::slice;
use crate::command::{folder, run, tower};
use crate::transcript::essence;
use crate::tree::{entries, name, read};
use crate::{examples, transcript};

/// The functions with three parameters.
pub const OF_FORMS: &[&str] = &[
    "base-eval",
    "eval-var",
    "eval-quote",
    "eval-if",
    "eval-set!",
    "eval-define",
    "eval-lambda",
    "eval-delta",
    "eval-begin",
    "eval-list",
    "eval-define-syntax",
    "eval-let-syntax",
    "eval-import",
    "eval-macro-use",
    "eval-application",
];

/// The functions with four.
pub const OF_CALLS: &[&str] = &["base-apply", "foreign-apply"];

/// The levels whose functions are replaced.
const LEVELS: &[&[&str]] = &[&["1"], &["2"], &["1", "2"]];

/// Sessions that show what the hooks of level 1 do at level 1: each is an application of level 1's that level 2
/// sees.
const COUNT_AT_LEVEL_1: &[&str] = &[
    "sessions/055-pristine-functions-are-opaque",
    "sessions/base-apply-of-level-2-sees-hooks-and-conts",
    "sessions/hooks-at-two-levels",
    "sessions/a-cont-that-is-no-procedure-is-applied",
    "sessions/hooks-that-change-their-mind",
    // The failing expression is the hook's own call of the `cont` that is no procedure.
    "sessions/a-cont-is-any-procedure",
    // The same: the call of the original that refuses.
    "sessions/old-exp-of-a-refused-evaluator-function",
    // They write the functions, and each is called by its own name then, or what these are given.
    "sessions/a-cont-shows-as-one",
    "sessions/a-programs-own-cont-is-passed-on",
    // It gives what it is given more values than one.
    "sessions/a-programs-own-cont-takes-what-it-takes",
];

/// Sessions in which the tower's controller, or `evaluators`, tells what is replaced or what each level does.
const OF_WHAT_IS_REPLACED: &[&str] = &[
    "transcripts/commands",
    "transcripts/governing",
    "transcripts/looking",
    "transcripts/paused",
    "transcripts/stepping",
    "transcripts/timeline",
    "transcripts/tower",
    "debugging/break",
    "debugging/undo",
    "forms/infix",
    "values/symbolic",
];

/// What installs the hooks at the level that evaluates it.
fn hooks() -> String {
    let replaced = |name: &&str, given: &str| {
        format!(
            "(let ((original {name}))\n  (set! {name}\n    (lambda ({given} cont)\n      \
             (original {given} (lambda (v) (cont v))))))\n"
        )
    };
    let of_forms = OF_FORMS.iter().map(|name| replaced(name, "exp env"));
    of_forms.chain(OF_CALLS.iter().map(|name| replaced(name, "operator operands env"))).collect()
}

/// A session: its name, and the dialect it is of.
pub struct Session {
    pub name: String,
    pub input: String,
    expected: String,
    pub dialect: Option<String>,
}

fn session(file: &str, name: String, dialect: Option<String>) -> Session {
    let [input, expected] = ["in", "out"].map(|ending| read(&format!("{file}.{ending}")));
    Session { name, input, expected, dialect }
}

pub fn sessions() -> Vec<Session> {
    let contract = entries("tests/sessions");
    let contract = contract.iter().filter_map(|path| name(path).strip_suffix(".in"));
    let contract = contract
        .map(|stem| session(&format!("tests/sessions/{stem}"), format!("sessions/{stem}"), None));
    let transcripts = transcript::names().into_iter().map(|stem| {
        let dialect = stem.split_once('/').map(|(dialect, _)| dialect.to_owned());
        session(&format!("tests/transcripts/{stem}"), format!("transcripts/{stem}"), dialect)
    });
    let shown = examples::names().into_iter().filter_map(|stem| {
        let path = examples::path_of_session(&stem)?;
        Some(session(&path, stem, None))
    });
    contract.chain(transcripts).chain(shown).collect()
}

fn is_left_out(name: &str, levels: &[&str]) -> bool {
    OF_WHAT_IS_REPLACED.contains(&name) || levels.contains(&"1") && COUNT_AT_LEVEL_1.contains(&name)
}

#[test]
fn neutral_hooks_cannot_be_noticed() {
    let file = folder("neutral-hooks").join("neutral.scm");
    fs::write(&file, hooks()).unwrap();
    let wanted = slice(sessions().iter().map(|session| session.name.clone()).collect());
    let (mut compared, mut differ) = (0, Vec::new());
    for session in sessions().iter().filter(|session| wanted.contains(&session.name)) {
        for levels in LEVELS.iter().filter(|levels| !is_left_out(&session.name, levels)) {
            if let Err(found) = compare(session, levels, file.to_str().unwrap()) {
                println!(
                    "{} with the functions of {levels:?} replaced gives\n{found}",
                    session.name
                );
                differ.push((session.name.clone(), levels));
            }
            compared += 1;
        }
    }
    println!("{compared} sessions compared");
    assert!(differ.is_empty(), "{differ:?}");
    assert!(compared >= 100, "{compared}");
}

/// Whether the session with the functions of these levels replaced is as it is without; else what it gives.
fn compare(session: &Session, levels: &[&str], hooks: &str) -> Result<(), String> {
    let mut options: Vec<String> = Vec::new();
    options.extend(session.dialect.iter().map(|dialect| format!("--lang={dialect}")));
    options.extend(levels.iter().map(|level| format!("--meta={level}:{hooks}")));
    options.extend(["repl", "--echo"].map(str::to_owned));
    let options: Vec<&str> = options.iter().map(String::as_str).collect();
    let room = format!("neutral-{}", session.name.replace('/', "-"));
    let ended = run(&mut tower(&room, &options), session.input.as_bytes());
    let same = essence(&ended.output) == essence(&session.expected);
    if same { Ok(()) } else { Err(ended.output + &ended.errors) }
}
