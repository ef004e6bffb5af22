//! The examples: blocks of Scheme, of which each expression is followed by what it gives.
//!
//! ```text
//! (cons 1 2)            ; ⇒ (1 . 2)         the value, as the REPL prints it
//! (display "a")         ; prints a          what is written; `; prints a ⇒ 5` with a value
//! (car 1)               ; error             it moves up; `; error: words` says how, and `…` stands
//!                                           for the rest of the words
//! (define x 1)                              nothing is printed
//! ```
//!
//! What is expected goes on in comments on the lines below. A page's examples are typed into one REPL,
//! in their order, each at level 0.

use std::fmt::Write as _;

use crate::command::{run, tower};

/// What a level's REPL is typed to have level 0's REPL start anew.
const RESTART: &str = "(restart)";
const PREPARATION: &str = "(em '(define restart old-cont))\n(define restart (environment-lookup (em '(interaction-environment)) 'old-cont))\n";

/// One example.
#[derive(Debug, PartialEq)]
pub struct Example {
    /// Its last line in the page, from 1.
    pub line: usize,
    /// What is typed.
    pub text: String,
    /// What comes of it.
    pub gives: Gives,
}

/// What comes of an example.
#[derive(Debug, PartialEq)]
pub enum Gives {
    /// This is printed, in which white space does not count.
    Printed(String),
    /// An error with these words, or any.
    Error(Option<String>),
}

impl Gives {
    /// What a comment says, if it says what an example gives.
    fn of(comment: &str) -> Option<Gives> {
        if let Some(value) = comment.strip_prefix("⇒ ") {
            return Some(Gives::Printed(collapsed(value)));
        }
        if let Some(output) = comment.strip_prefix("prints ") {
            return Some(Gives::Printed(collapsed(&output.replacen("⇒ ", "", 1))));
        }
        match comment.strip_prefix("error") {
            Some("") => Some(Gives::Error(None)),
            Some(words) => Some(Gives::Error(Some(collapsed(words.strip_prefix(": ")?)))),
            None => None,
        }
    }

    fn extend(&mut self, more: &str) {
        match self {
            Gives::Printed(text) | Gives::Error(Some(text)) => {
                *text = collapsed(&format!("{text} {more}"));
            }
            Gives::Error(None) => {}
        }
    }

    /// Whether this is what a REPL printed.
    fn holds_of(&self, printed: &str) -> bool {
        let moved = printed.split_once(" — moving up to level 1");
        match (self, moved) {
            (Gives::Printed(text), _) => *text == collapsed(printed),
            (Gives::Error(None), moved) => moved.is_some(),
            (Gives::Error(Some(_)), None) => false,
            (Gives::Error(Some(words)), Some((found, _))) => match words.strip_suffix('…') {
                Some(beginning) => collapsed(found).starts_with(beginning),
                None => collapsed(found) == *words,
            },
        }
    }
}

/// The text with one space for all white space between words.
fn collapsed(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The examples of a page, in their order.
pub fn examples(page: &str) -> Vec<Example> {
    let mut examples: Vec<Example> = Vec::new();
    let mut inside = false;
    let mut typed = String::new();
    for (index, line) in page.lines().enumerate() {
        if line.starts_with("```") {
            inside = line == "```scheme";
            if !typed.trim().is_empty() {
                let text = std::mem::take(&mut typed);
                examples.push(Example { line: index, text, gives: Gives::Printed(String::new()) });
            }
            continue;
        }
        if !inside {
            continue;
        }
        let marked = line.rmatch_indices("; ").find_map(|(at, mark)| {
            Gives::of(line[at + mark.len()..].trim()).map(|gives| (at, gives))
        });
        let goes_on = line.trim_start().strip_prefix("; ").filter(|_| typed.is_empty());
        match (marked, goes_on, examples.last_mut()) {
            (Some((at, gives)), ..) => {
                typed.push_str(&line[..at]);
                let text = std::mem::take(&mut typed);
                examples.push(Example { line: index + 1, text, gives });
            }
            (None, Some(more), Some(last)) => last.gives.extend(more),
            (None, ..) => {
                typed.push_str(line);
                typed.push('\n');
            }
        }
    }
    examples
}

/// What of a page's examples is not as it stands there.
pub fn faults(path: &str, text: &str) -> Vec<String> {
    faults_with(path, text, "pages", &[])
}

/// The same with these variables of the environment, in a room of its own.
pub fn faults_with(path: &str, text: &str, room: &str, variables: &[(&str, &str)]) -> Vec<String> {
    let examples = examples(text);
    let mut input = PREPARATION.to_owned();
    for (number, example) in examples.iter().enumerate() {
        let text = example.text.trim_end();
        write!(input, "{text}\n'{}\n{RESTART}\n", mark(number)).unwrap();
    }
    let mut command = tower(&format!("{room}-{}", path.replace('/', "-")), &["repl"]);
    let ended = run(command.envs(variables.iter().copied()), input.as_bytes());
    let mut faults = Vec::new();
    let mut rest = without_prompts(&ended.output);
    for (number, example) in examples.iter().enumerate() {
        let Some((printed, after)) = rest.split_once(&format!("{}\n", mark(number))) else {
            faults.push(format!(
                "{}:{}: does not end: {}\n{rest}\n{}",
                path, example.line, example.text, ended.errors
            ));
            return faults;
        };
        if !example.gives.holds_of(printed) {
            faults.push(format!(
                "{}:{}: {} gives {} and not {:?}",
                path,
                example.line,
                example.text.trim(),
                printed.trim(),
                example.gives
            ));
        }
        rest = after.to_owned();
    }
    faults
}

fn mark(number: usize) -> String {
    format!("end-of-example-{number}")
}

/// What a REPL wrote, without its prompts.
pub fn without_prompts(output: &str) -> String {
    let mut text = String::new();
    for line in output.lines() {
        let mut rest = line;
        while let Some(after) = after_prompt(rest) {
            rest = after;
        }
        text.push_str(rest);
        text.push('\n');
    }
    text
}

/// What stands behind the prompt with which a line begins.
fn after_prompt(line: &str) -> Option<&str> {
    let (level, rest) = line.strip_prefix("lisp-")?.split_once("> ")?;
    level.bytes().all(|byte| byte.is_ascii_digit()).then_some(rest)
}

#[test]
fn what_stands_beside_an_example() {
    let page = "# Page\n\n```scheme\n(define x\n  1)\n(list x \"; a\")   ; ⇒ (1\n                  ;    \"; a\")\n\
                (car x)   ; error: car: …\n(display 1) ; prints 1\n(define y 2)\n```\n";
    let found = examples(page);
    let gives: Vec<&Gives> = found.iter().map(|example| &example.gives).collect();
    let printed = |text: &str| Gives::Printed(text.to_owned());
    let error = Gives::Error(Some("car: …".to_owned()));
    assert_eq!(gives, [&printed("(1 \"; a\")"), &error, &printed("1"), &printed("")]);
    assert_eq!(found[0].text, "(define x\n  1)\n(list x \"; a\")   ");
    assert_eq!(found[0].line, 6);
    assert!(error.holds_of("car: no pair: 1 — moving up to level 1\n"));
    assert!(!error.holds_of("cdr: no pair: 1 — moving up to level 1\n"));
    assert!(!error.holds_of("car: 1\n"));
    assert!(printed("1 2").holds_of("1\n2\n"));
    assert!(!printed("1").holds_of("1\n2\n"));
}
