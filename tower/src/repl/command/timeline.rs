//! `,undo`, `,redo`, `,goto`, `,timeline`, `,snapshot`, `,branches`, `,diff`: back to what was, and on from there.

use super::{Answer, Description, Takes, shortened};
use crate::repl::timeline;
use crate::tower::Tower;
use levels::environment::{self, cell};
use levels::printer::{Style, to_string_within};
use levels::symbol;
use std::collections::BTreeMap;

/// They share a line of the help.
const SUMMARY: &str = "back in time";
/// Characters of an input or a value that are shown.
const WIDTH: usize = 60;
/// Characters of a value that are compared.
const COMPARED: usize = 10_000;
/// A timeline of more states shows those only that can be gone to.
const LISTED: usize = 200;
/// The greatest indentation of a branch.
const DEEPEST: usize = 20;

/// Back.
pub(super) const UNDO: Description = Description {
    word: ",undo",
    takes: Takes::Maybe("N"),
    summary: SUMMARY,
    details: "Back to before the last input, or the last N.
Everything is as it was there: variables, data, hooks and what waits, at all
levels. What was written stays written; files and clocks are outside of time.
What is typed then begins a branch: the inputs that were undone are kept.
",
    perform: |tower, argument| walk(tower, UNDO.word, argument, Direction::Back),
};

/// Forth again.
pub(super) const REDO: Description = Description {
    word: ",redo",
    takes: Takes::Maybe("N"),
    summary: SUMMARY,
    details: "Forth again, to after the input that was undone, or the next N.
Nothing is evaluated again. Where several branches begin, it is the one in
which the session was last.
",
    perform: |tower, argument| walk(tower, REDO.word, argument, Direction::Forth),
};

/// Anywhere.
pub(super) const GOTO: Description = Description {
    word: ",goto",
    takes: Takes::Needed("NUMBER or NAME"),
    summary: SUMMARY,
    details: "To a state of the timeline.
,timeline shows the numbers and names.\n",
    perform: |tower, argument| match tower.timeline.named(argument) {
        Some(number) => go(tower, number, String::new()),
        None => no_such(argument),
    },
};

/// The tree.
pub(super) const TIMELINE: Description = Description {
    word: ",timeline",
    takes: Takes::Maybe("SIZE"),
    summary: SUMMARY,
    details: "The tree of the states so far, with the inputs that led to them.
An arrow is where the session is. A state in brackets was given up for memory:
,timeline 512M sets how much all of them may take beside the present one (256M
if nothing is said). The oldest without a name go first; the last 1000 stay.
",
    perform: |tower, argument| {
        if argument.is_empty() {
            return Answer::Lines(tree(tower));
        }
        match crate::cli::bytes(argument) {
            Some(bytes) => {
                tower.timeline.set_budget(bytes);
                timeline::keep_to_budget(tower);
                Answer::Lines(String::new())
            }
            None => Answer::Lines(format!(
                ",timeline takes a size, as 64M, and is given {}\n",
                shortened(argument, 40)
            )),
        }
    },
};

/// A name.
pub(super) const SNAPSHOT: Description = Description {
    word: ",snapshot",
    takes: Takes::Needed("NAME"),
    summary: SUMMARY,
    details: "Give this state a name, and keep it.
A state with a name is not given up, and ,goto NAME goes there.\n",
    perform: |tower, argument| {
        if argument.bytes().all(|byte| byte.is_ascii_digit()) {
            return Answer::Lines(
                "A number is no name: states have numbers of their own.\n".to_owned(),
            );
        }
        timeline::name(tower, argument);
        Answer::Lines(String::new())
    },
};

/// The ends.
pub(super) const BRANCHES: Description = Description {
    word: ",branches",
    takes: Takes::Nothing,
    summary: SUMMARY,
    details: "Where the branches of the timeline end.
Each with the input that it ends with; ,goto goes there.\n",
    perform: |tower, _| {
        let timeline = &tower.timeline;
        let ends = (0..timeline.len()).filter(|number| timeline.node(*number).children.is_empty());
        Answer::Lines(ends.map(|number| line(tower, number, 0)).collect())
    },
};

/// What differs.
pub(super) const DIFF: Description = Description {
    word: ",diff",
    takes: Takes::Maybe("A [B]"),
    summary: SUMMARY,
    details: "What differs between two states: variables, level by level.
Without B, between A and here; without A, what the last input did. Hooks and
evaluator functions are variables, too. Of each value the first 10,000
characters are compared.
",
    perform: |tower, argument| match ends_of(tower, argument) {
        Ok((before, after)) => differences(tower, before, after),
        Err(answer) => answer,
    },
};

/// Along the path of the timeline.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Direction {
    Back,
    Forth,
}

fn walk(tower: &mut Tower, word: &str, argument: &str, direction: Direction) -> Answer {
    let steps: usize = match argument {
        "" => 1,
        number => match number.parse() {
            Ok(steps) if steps > 0 => steps,
            Ok(_) | Err(_) => {
                let found = shortened(argument, 40);
                return Answer::Lines(format!(
                    "{word} takes how many inputs, and is given {found}\n"
                ));
            }
        },
    };
    let (mut number, mut inputs) = (tower.timeline.at(), String::new());
    for _ in 0..steps {
        let node = tower.timeline.node(number);
        let next = match direction {
            Direction::Back => (number != 0).then_some(node.parent),
            Direction::Forth => node.last,
        };
        let Some(next) = next else { break };
        let passed = if direction == Direction::Back { number } else { next };
        let done = if direction == Direction::Back { "undone" } else { "done again" };
        let input = &tower.timeline.node(passed).input;
        inputs.push_str(&format!("{done}: {}\n", shortened(input, WIDTH)));
        number = next;
    }
    if inputs.is_empty() {
        let what = if direction == Direction::Back { "undo" } else { "redo" };
        return Answer::Lines(format!("There is nothing to {what}.\n"));
    }
    go(tower, number, inputs)
}

fn go(tower: &mut Tower, number: usize, lines: String) -> Answer {
    match timeline::go(tower, number) {
        Some(_) => Answer::Lines(lines),
        None => given_up(number),
    }
}

fn given_up(number: usize) -> Answer {
    Answer::Lines(format!("State {number} was given up for memory: see ,help timeline.\n"))
}

fn no_such(text: &str) -> Answer {
    Answer::Lines(format!("There is no state {}; ,timeline shows them.\n", shortened(text, 40)))
}

/// The timeline's lines: of the children of a state the first is below it, further ones are branches, indented.
fn tree(tower: &Tower) -> String {
    const { assert!(timeline::MOST == 1000) };
    let mut lines = String::new();
    let mut rest = vec![(0, 0)];
    let is_short = tower.timeline.len() <= LISTED;
    while let Some((number, depth)) = rest.pop() {
        if is_short || timeline::is_there(tower, number) {
            lines.push_str(&line(tower, number, depth));
        }
        let mut children = tower.timeline.node(number).children.iter();
        rest.extend(children.next().map(|child| (*child, depth)));
        rest.extend(children.rev().map(|child| (*child, (depth + 1).min(DEEPEST))));
    }
    lines
}

fn line(tower: &Tower, number: usize, depth: usize) -> String {
    let node = tower.timeline.node(number);
    let mark = if number == tower.timeline.at() { "→" } else { " " };
    let label =
        if timeline::is_there(tower, number) { number.to_string() } else { format!("[{number}]") };
    let name =
        node.name.as_ref().map_or_else(String::new, |name| format!("{} ", shortened(name, 40)));
    let indent = "  ".repeat(depth);
    let text = format!("{mark} {indent}{label:>3} {name}{}", shortened(&node.input, WIDTH));
    format!("{}\n", text.trim_end())
}

/// The two states that `,diff` is to compare.
fn ends_of(tower: &Tower, argument: &str) -> Result<(usize, usize), Answer> {
    let at = tower.timeline.at();
    let mut named = Vec::new();
    for word in argument.split_whitespace() {
        named.push(tower.timeline.named(word).ok_or_else(|| no_such(word))?);
    }
    match named[..] {
        [] => Ok((tower.timeline.node(at).parent, at)),
        [before] => Ok((before, at)),
        [before, after] => Ok((before, after)),
        _ => Err(Answer::Lines(",diff takes one state, or two\n".to_owned())),
    }
}

fn differences(tower: &mut Tower, before: usize, after: usize) -> Answer {
    let at = tower.timeline.at();
    let mut shown = Vec::new();
    for number in [before, after] {
        if timeline::go(tower, number).is_none() {
            timeline::go(tower, at);
            return given_up(number);
        }
        shown.push(variables(tower));
    }
    timeline::go(tower, at);
    let [before, after] = [&shown[0], &shown[1]];
    let mut lines = String::new();
    let names: std::collections::BTreeSet<_> = before.keys().chain(after.keys()).collect();
    for name in names {
        let (was, is) = (before.get(name), after.get(name));
        if was == is {
            continue;
        }
        let text = |value: Option<&String>| match value {
            Some(value) => shortened(value, WIDTH),
            None => "not bound".to_owned(),
        };
        lines.push_str(&format!("level {}  {}: {} → {}\n", name.0, name.1, text(was), text(is)));
    }
    if lines.is_empty() {
        Answer::Lines("No variable differs.\n".to_owned())
    } else {
        Answer::Lines(lines)
    }
}

/// What each level binds: level and name, and the value as it is written.
fn variables(tower: &mut Tower) -> BTreeMap<(i64, String), String> {
    let mut shown = BTreeMap::new();
    for level in 0..tower.height() {
        let Some(globals) = tower.globals_there_are(crate::waiting::LevelId(level)) else {
            continue;
        };
        let m = &tower.m;
        for name in environment::bound_names(m, globals) {
            let Some(found) = environment::globals(m, globals).find(name) else { continue };
            let value = to_string_within(&m.heap, found.field(cell::VALUE), Style::Write, COMPARED);
            shown.insert((level, symbol::name(&m.heap, name).to_owned()), value);
        }
    }
    shown
}
