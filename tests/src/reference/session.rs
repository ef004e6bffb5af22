//! The sessions: blocks of text that begin with a prompt. What stands there is typed and comes out.
//!
//! An input ends with the line in which it is complete: its parentheses are closed.

use crate::command::{run, tower};

/// The sessions of a page: the line of each block, and what is in it.
pub fn sessions(page: &str) -> Vec<(usize, String)> {
    let mut sessions = Vec::new();
    let mut block: Option<(usize, String)> = None;
    for (index, line) in page.lines().enumerate() {
        match (&mut block, line.starts_with("```")) {
            (None, true) => block = (line == "```text").then(|| (index + 2, String::new())),
            (Some(_), true) => sessions.extend(block.take()),
            (Some((_, text)), false) => {
                text.push_str(line);
                text.push('\n');
            }
            (None, false) => {}
        }
    }
    sessions.retain(|(_, text)| after_prompt(text).is_some());
    sessions
}

/// What is wrong with a session, if something is. `name` is that of its test.
pub fn fault(name: &str, session: &str) -> Option<String> {
    let input = inputs(session);
    let mut command = tower(name, &["repl", "--echo"]);
    let ended = run(&mut command, input.as_bytes());
    let found = without_last_prompt(&ended.output);
    let wanted = without_last_prompt(session);
    (found != wanted)
        .then(|| format!("{wanted}\n  and what comes out is\n\n{found}\n{}", ended.errors))
}

/// The lines, blank ones at the end and a prompt without an input left out.
fn without_last_prompt(session: &str) -> String {
    let mut lines: Vec<&str> = session.lines().map(str::trim_end).collect();
    while lines
        .last()
        .is_some_and(|line| line.is_empty() || after_prompt(&format!("{line} ")) == Some(""))
    {
        lines.pop();
    }
    lines.join("\n")
}

/// What is typed in a session.
fn inputs(session: &str) -> String {
    let mut inputs = String::new();
    let mut open = 0;
    for line in session.lines() {
        let typed = if open > 0 { Some(line) } else { after_prompt(line) };
        let Some(typed) = typed else { continue };
        open = (open + depth(typed)).max(0);
        inputs.push_str(typed);
        inputs.push('\n');
    }
    inputs
}

/// What stands behind the prompt with which a text begins.
pub fn after_prompt(line: &str) -> Option<&str> {
    let (level, rest) = line.strip_prefix("lisp-")?.split_once("> ")?;
    level.bytes().all(|byte| byte.is_ascii_digit()).then_some(rest)
}

/// How many parentheses a line opens, less what it closes.
fn depth(line: &str) -> i32 {
    let mut depth = 0;
    let mut in_string = false;
    let mut chars = line.chars();
    while let Some(c) = chars.next() {
        match c {
            '\\' => drop(chars.next()),
            '"' => in_string = !in_string,
            '(' | '[' if !in_string => depth += 1,
            ')' | ']' if !in_string => depth -= 1,
            ';' if !in_string => break,
            _ => {}
        }
    }
    depth
}

#[test]
fn what_is_typed_in_a_session() {
    let page =
        "# P\n\n```text\nlisp-0> (f \"(\"\n  2)\n5\nlisp-0> x\n```\n\n```text\nno session\n```\n";
    let found = sessions(page);
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].0, 4);
    assert_eq!(inputs(&found[0].1), "(f \"(\"\n  2)\nx\n");
    assert!(fault("session-itself", "lisp-0> (+ 1\n  2)\n3\n").is_none());
    assert!(fault("session-itself", "lisp-0> (+ 1 2)\n4\n").is_some());
}
