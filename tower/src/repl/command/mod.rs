//! The REPL's commands: lines that begin with a comma are the controller's, never a level's, so that no
//! hook can lock anyone out. They act at the level that reads.
//!
//! Invariant: a command is a file here and a row of `GROUPS`; what follows its word has been looked at
//! before it is performed: a command that takes nothing gets nothing, one that needs something gets some.

use crate::nearest::{self, nearest};
use crate::tower::{Stop, Tower};
use crate::waiting::LevelId;

mod apropos;
mod describe;
mod disassemble;
pub(crate) mod evaluation;
mod expand;
mod help;
mod hooks;
mod running;
mod inspect;
pub mod levels;
mod load;
mod paused;
mod quit;
mod results;
mod rows;
mod source;
mod step;
mod store;
mod time;
mod timeline;
mod tour;
mod trace;
mod transcript;

/// What a command is, for those who type it.
pub struct Description {
    /// What is typed, with its comma.
    pub word: &'static str,
    /// What follows.
    pub takes: Takes,
    /// What it does, in a few words.
    pub summary: &'static str,
    /// The rest: whole lines.
    pub details: &'static str,
    perform: fn(&mut Tower, &str) -> Answer,
}

/// What follows a command's word.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Takes {
    /// Nothing.
    Nothing,
    /// This, or nothing.
    Maybe(&'static str),
    /// This.
    Needed(&'static str),
}

/// What comes of a command.
pub(crate) enum Answer {
    /// Lines to be shown; the same level reads on.
    Lines(String),
    /// Something ran: where it stopped.
    Ran(Stop),
    /// What follows the word is the beginning of something.
    Incomplete,
}

/// Every command, in the order of the help.
pub const GROUPS: &[(&str, &[Description])] = &[
    (
        "Levels",
        &[
            levels::UP,
            levels::DOWN,
            levels::LEVELS,
            store::COMMAND,
            hooks::COMMAND,
            paused::ENVIRONMENT,
            paused::CONTINUATION,
        ],
    ),
    (
        "Looking and running",
        &[
            apropos::COMMAND,
            describe::COMMAND,
            inspect::COMMAND,
            source::COMMAND,
            disassemble::COMMAND,
            expand::COMMAND,
            expand::ONE_STEP,
            load::COMMAND,
            time::COMMAND,
            step::COMMAND,
            trace::COMMAND,
            trace::UNTRACE,
            results::COMMAND,
        ],
    ),
    (
        "The session",
        &[
            timeline::UNDO,
            timeline::REDO,
            timeline::TIMELINE,
            timeline::GOTO,
            timeline::SNAPSHOT,
            timeline::BRANCHES,
            timeline::DIFF,
            tour::COMMAND,
            transcript::COMMAND,
            help::COMMAND,
            quit::COMMAND,
        ],
    ),
];

/// Every command.
pub fn descriptions() -> impl Iterator<Item = &'static Description> {
    GROUPS.iter().flat_map(|(_, commands)| commands.iter())
}

/// What is typed for each command, and what it does, in the order of the help.
pub fn listed() -> impl Iterator<Item = (&'static str, &'static str)> {
    descriptions().map(|command| (command.word, command.summary))
}

impl Description {
    /// What is typed, with what follows it.
    pub fn usage(&self) -> String {
        match self.takes {
            Takes::Nothing => self.word.to_owned(),
            Takes::Maybe(what) => format!("{} [{what}]", self.word),
            Takes::Needed(what) => format!("{} {what}", self.word),
        }
    }

    /// What is wrong with what follows the word, if something is.
    fn complaint(&self, argument: &str) -> Option<String> {
        let word = self.word;
        match self.takes {
            Takes::Nothing if !argument.is_empty() => {
                Some(format!("{word} takes nothing, and is given {argument}\n"))
            }
            Takes::Needed(what) if argument.is_empty() => {
                Some(format!("{word} needs {what}; see ,help {}\n", &word[1..]))
            }
            Takes::Nothing | Takes::Maybe(_) | Takes::Needed(_) => None,
        }
    }
}

/// An input that is a command's.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Command<'t> {
    input: &'t str,
    word: &'t str,
    argument: &'t str,
}

impl<'t> Command<'t> {
    /// The command that an input is, if it is one.
    pub fn of(input: &'t str) -> Option<Command<'t>> {
        let typed = input.trim();
        if !typed.strip_prefix(',')?.starts_with(|c: char| c.is_ascii_alphabetic()) {
            return None;
        }
        let ends = |c: char| c.is_whitespace() || "('\"`#".contains(c);
        let (word, argument) = typed.split_at(typed.find(ends).unwrap_or(typed.len()));
        Some(Command { input, word, argument: argument.trim() })
    }

    /// Whether there is such a command.
    pub fn is_known(&self) -> bool {
        named(self.word).is_some()
    }

    /// Does it. Says whether something ran.
    pub fn perform(&self, tower: &mut Tower) -> (Stop, bool) {
        let answer = match named(self.word) {
            None => Answer::Lines(unknown(self.word)),
            Some(command) => match command.complaint(self.argument) {
                Some(complaint) => Answer::Lines(complaint),
                None => (command.perform)(tower, self.argument),
            },
        };
        let lines = match answer {
            Answer::Ran(stop) => return (stop, true),
            Answer::Incomplete => return (Stop::Incomplete(self.input.to_owned()), false),
            Answer::Lines(lines) => lines,
        };
        tower.say_lines(&lines);
        (Stop::Prompt(tower.running()), false)
    }
}

/// The command of that word.
fn named(word: &str) -> Option<&'static Description> {
    descriptions().find(|command| command.word == word)
}

/// What is said of a word that is no command's.
fn unknown(word: &str) -> String {
    let near = nearest(word, descriptions().map(|command| command.word));
    let hint = match near.is_empty() {
        true => ",help lists those there are.".to_owned(),
        false => format!("did you mean {}?", nearest::listed(&near)),
    };
    format!("There is no command {}; {hint}\n", shortened(word, 40))
}

/// The level that a command's argument names, if there is an argument.
fn level_named(word: &str, argument: &str) -> Result<Option<LevelId>, Answer> {
    if argument.is_empty() {
        return Ok(None);
    }
    match number(argument) {
        Some(level) => Ok(Some(level)),
        None => {
            let found = shortened(argument, 40);
            Err(Answer::Lines(format!(
                "{word} takes the number of a level, and is given {found}\n"
            )))
        }
    }
}

/// The level that a command's argument begins with, or else the one that reads, and what follows.
fn level_and_rest<'a>(tower: &Tower, argument: &'a str) -> (LevelId, &'a str) {
    let (first, rest) = argument.split_once(char::is_whitespace).unwrap_or((argument, ""));
    match number(first) {
        Some(level) => (level, rest.trim()),
        None => (tower.running(), argument),
    }
}

fn number(word: &str) -> Option<LevelId> {
    let is_number = word.bytes().all(|byte| byte.is_ascii_digit());
    is_number.then(|| word.parse().ok()).flatten().map(LevelId)
}

/// What is said of a level that nothing has looked at.
fn not_there(level: LevelId) -> String {
    format!("There is no level {} yet: nothing has looked at it.\n", level.0)
}

/// `1 name`, `2 names`.
fn counted(count: usize, what: &str) -> String {
    match count {
        1 => format!("1 {what}"),
        _ => format!("{count} {what}s"),
    }
}

/// The first characters of a text, with three dots if there are more; nothing in it ends a line.
fn shortened(text: &str, most: usize) -> String {
    let mut short: String =
        text.chars().take(most).map(|c| if c.is_control() { ' ' } else { c }).collect();
    if text.chars().nth(most).is_some() {
        short.push('…');
    }
    short
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(input: &str) -> Option<(&str, &str)> {
        Command::of(input).map(|command| (command.word, command.argument))
    }

    #[test]
    fn commands_are_words_after_a_comma() {
        assert_eq!(read(" ,up \n"), Some((",up", "")));
        assert_eq!(read(",nope"), Some((",nope", "")));
        assert_eq!(read(",time (f\n 1)\n"), Some((",time", "(f\n 1)")));
        assert_eq!(read(",time(f)"), Some((",time", "(f)")));
        assert_eq!(read(",inspect'x"), Some((",inspect", "'x")));
        assert_eq!((read(",(a)"), read("(up)"), read(",")), (None, None, None));
    }

    #[test]
    fn what_follows_is_looked_at() {
        assert!(levels::UP.complaint("2").is_some_and(|words| words.contains("takes nothing")));
        assert!(time::COMMAND.complaint("").is_some_and(|words| words.contains("needs EXPR")));
        assert!(help::COMMAND.complaint("").is_none() && help::COMMAND.complaint("up").is_none());
    }

    #[test]
    fn a_mistyped_word_gets_an_idea() {
        assert_eq!(unknown(",inspcet"), "There is no command ,inspcet; did you mean `,inspect`?\n");
        assert!(unknown(",nonsense").ends_with(",help lists those there are.\n"));
    }
}
