//! The REPL's commands: lines that begin with a comma are the controller's, never a level's, so that no
//! hook can lock anyone out.

use crate::report;
use crate::tower::{Stop, Tower};
use crate::waiting::LevelId;

macro_rules! commands {
    ($($(#[$doc:meta])* $name:ident = $text:literal, $help:literal;)*) => {
        /// A command.
        #[derive(Clone, Copy, PartialEq, Eq, Debug)]
        pub enum Known { $($(#[$doc])* $name,)* }

        /// Every command: what is typed, and what it does.
        const COMMANDS: &[(Known, &str, &str)] = &[$((Known::$name, $text, $help),)*];
    };
}

commands! {
    /// See its help.
    Up = ",up", "pause this level and go to the one above";
    /// See its help.
    Down = ",down", "resume the level below, or start its REPL";
    /// See its help.
    Levels = ",levels", "what each level is doing";
    /// See its help.
    Help = ",help", "these lines";
    /// See its help.
    Quit = ",quit", "end the session";
}

/// A line that is a command's.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Command {
    /// One that there is.
    Known(Known),
    /// One that there is not: what was typed.
    Unknown(String),
}

impl Command {
    /// The command that an input is, if it is one.
    pub fn of(input: &str) -> Option<Command> {
        let word = input.trim();
        let is_command = word.strip_prefix(',')?.starts_with(|c: char| c.is_ascii_alphabetic());
        let known = COMMANDS.iter().find(|(_, text, _)| *text == word);
        is_command.then(|| match known {
            Some((command, ..)) => Command::Known(*command),
            None => Command::Unknown(word.to_owned()),
        })
    }

    /// Does it.
    pub fn perform(&self, tower: &mut Tower) -> Stop {
        let lines = match self {
            Command::Known(Known::Up) => return tower.up(),
            Command::Known(Known::Down) => match tower.down() {
                Some(stop) => return stop,
                None => "There is no level below.\n".to_owned(),
            },
            Command::Known(Known::Levels) => levels(tower),
            Command::Known(Known::Help) => {
                COMMANDS.iter().map(|(_, text, help)| format!("{text:<8} {help}\n")).collect()
            }
            Command::Known(Known::Quit) => return Stop::Exit(0),
            Command::Unknown(word) => {
                format!("There is no command {word}; ,help lists those there are.\n")
            }
        };
        // Where the output refuses the lines there is nobody to be told.
        let _ = report::say(&mut tower.m, &lines);
        Stop::Prompt(tower.running())
    }
}

/// To a person who leaves while levels wait: which do.
pub fn say_what_waits(tower: &mut Tower) {
    // The prompt's line, which the port knows nothing of, has to end.
    let lines = format!("\n{}", levels(tower));
    // Where the output refuses the lines there is nobody to be told.
    let _ = report::say(&mut tower.m, &lines);
}

/// A line for each level, from the one that reads down.
fn levels(tower: &mut Tower) -> String {
    let running = tower.running();
    let mut lines = format!("level {} reads here\n", running.0);
    for level in (0..running.0).rev().map(LevelId) {
        let doing = match tower.paused_expression(level) {
            Some(expression) => format!("was left at {expression}"),
            None => "waits at its REPL".to_owned(),
        };
        lines.push_str(&format!("level {} {doing}\n", level.0));
    }
    lines
}

#[test]
fn commands_are_words_after_a_comma() {
    assert_eq!(Command::of(" ,up \n"), Some(Command::Known(Known::Up)));
    assert_eq!(Command::of(",nope"), Some(Command::Unknown(",nope".to_owned())));
    assert_eq!(Command::of(",(a)"), None);
    assert_eq!(Command::of("(up)"), None);
}
