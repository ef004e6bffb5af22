//! The command line: arguments to a plain `Invocation`, or a mistake that says what to write.
//!
//! Invariant: nothing here asks the system anything; the arguments and `TOWER_PATH` are given.

use std::ffi::{OsStr, OsString};
use std::fmt;
use std::path::PathBuf;

use lexopt::{Arg, Parser};

use crate::nearest::{listed, nearest};

/// What `--help` prints: one screen.
pub const HELP: &str = include_str!("help.txt");

/// What `--version` prints.
pub const VERSION: &str = concat!("tower ", env!("CARGO_PKG_VERSION"));

/// What the command line asks for.
#[derive(Debug, PartialEq)]
pub enum Request {
    /// Print `HELP`.
    Help,
    /// Print `VERSION`.
    Version,
    /// Run a tower.
    Run(Invocation),
}

/// One run of a tower, in the order of its fields from `loads` on.
#[derive(Debug, Default, PartialEq)]
pub struct Invocation {
    /// Bytes that the program may use; `None` for the default.
    pub memory: Option<u64>,
    /// Steps after which the program is stopped; `None` for no limit.
    pub fuel: Option<u64>,
    /// Where random numbers start; `None` for somewhere else each time.
    pub seed: Option<u64>,
    /// Where libraries are looked for: the `-L`s, then `TOWER_PATH`.
    pub library_dirs: Vec<PathBuf>,
    /// What `(command-line)` is: the program's name as given, if there is one, and its arguments.
    pub arguments: Vec<String>,
    /// Files to load first.
    pub loads: Vec<PathBuf>,
    /// Expressions whose values are printed.
    pub expressions: Vec<String>,
    /// The program.
    pub program: Option<Program>,
    /// The REPL at the end, if there is one.
    pub repl: Option<Echo>,
}

/// Where a program's text is.
#[derive(Debug, PartialEq)]
pub enum Program {
    /// In this file.
    File(PathBuf),
    /// On standard input.
    StandardInput,
}

/// Whether a REPL without a terminal repeats what it reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Echo {
    /// Prompts only.
    Silent,
    /// Each input after its prompt, so that the output reads as a session.
    Inputs,
}

/// A wrong command line.
#[derive(Debug, PartialEq)]
#[expect(missing_docs, reason = "the fields are named after what they hold")]
pub enum Mistake {
    /// No such option; the known ones that look like it.
    UnknownOption { option: String, near: Vec<&'static str> },
    /// The option's value is missing.
    MissingValue { option: String, wanted: &'static str },
    /// The option's value is not what it should be.
    BadValue { option: String, found: String, wanted: &'static str },
    /// The option takes no value.
    NeedlessValue { option: String, found: String },
    /// `argument` is not UTF-8.
    NotUtf8 { argument: OsString },
    /// The REPL takes no arguments.
    NeedlessArgument { argument: String },
    /// `--echo` where no REPL will run.
    EchoWithoutRepl,
}

/// What a mistyped option may stand for.
const OPTIONS: [&str; 9] = [
    "--load",
    "--interactive",
    "--library-dir",
    "--memory",
    "--fuel",
    "--seed",
    "--echo",
    "--version",
    "--help",
];

const EXPRESSION: &str = "an expression, as in -e '(+ 1 2)'";
const FILE: &str = "a file";
const FOLDER: &str = "a folder";
const SIZE: &str = "a number of bytes, as in 67108864, 512M or 2G";
const COUNT: &str = "a number of steps, as in 1000000";
const NUMBER: &str = "a whole number from 0 to 18446744073709551615";

/// Reads the arguments that follow the command's own name. `path` is the folders of `TOWER_PATH`.
pub fn parse(
    arguments: impl IntoIterator<Item = OsString>,
    path: Vec<PathBuf>,
) -> Result<Request, Mistake> {
    let arguments: Vec<OsString> = arguments.into_iter().collect();
    let mut reading =
        Reading { run: Invocation::default(), echo: Echo::Silent, repl: false, named: false };
    let mut parser = Parser::from_args(arguments);
    while let Some(argument) = parser.next().map_err(needless_value)? {
        match argument {
            Arg::Short('h') | Arg::Long("help") => return Ok(Request::Help),
            Arg::Short('V') | Arg::Long("version") => return Ok(Request::Version),
            Arg::Value(word) if word == "repl" && !reading.named => reading.named = true,
            Arg::Value(word) if reading.named => {
                return Err(Mistake::NeedlessArgument { argument: shown(&word) });
            }
            Arg::Value(word) => {
                reading.program(word, parser.raw_args().map_err(needless_value)?)?;
                break;
            }
            Arg::Short(letter) => reading.option(&format!("-{letter}"), &mut parser)?,
            Arg::Long(name) => {
                let option = format!("--{name}");
                reading.option(&option, &mut parser)?;
            }
        }
    }
    reading.finish(path).map(Request::Run)
}

/// The command line as far as it was read.
struct Reading {
    run: Invocation,
    echo: Echo,
    /// `-i` was given.
    repl: bool,
    /// The word `repl` was given.
    named: bool,
}

impl Reading {
    fn option(&mut self, option: &str, parser: &mut Parser) -> Result<(), Mistake> {
        let run = &mut self.run;
        match option {
            "-e" => run.expressions.push(text(value(parser, option, EXPRESSION)?)?),
            "-l" | "--load" => run.loads.push(value(parser, option, FILE)?.into()),
            "-L" | "--library-dir" => run.library_dirs.push(value(parser, option, FOLDER)?.into()),
            "-i" | "--interactive" => self.repl = true,
            "--echo" => self.echo = Echo::Inputs,
            "--memory" => run.memory = Some(number(parser, option, SIZE, size)?),
            "--fuel" => run.fuel = Some(number(parser, option, COUNT, count)?),
            "--seed" => run.seed = Some(number(parser, option, NUMBER, count)?),
            unknown => {
                let near = nearest(unknown, OPTIONS);
                return Err(Mistake::UnknownOption { option: unknown.to_owned(), near });
            }
        }
        Ok(())
    }

    /// The program and its arguments: whatever follows its name is the program's own.
    fn program(
        &mut self,
        word: OsString,
        rest: impl Iterator<Item = OsString>,
    ) -> Result<(), Mistake> {
        self.run.arguments.push(text(word.clone())?);
        for argument in rest {
            self.run.arguments.push(text(argument)?);
        }
        self.run.program = Some(match word.to_str() {
            Some("-") => Program::StandardInput,
            Some(_) | None => Program::File(word.into()),
        });
        Ok(())
    }

    /// A tower that is told nothing to run is a REPL.
    fn finish(self, path: Vec<PathBuf>) -> Result<Invocation, Mistake> {
        let Reading { mut run, echo, repl, named } = self;
        if repl || named || (run.expressions.is_empty() && run.program.is_none()) {
            run.repl = Some(echo);
        } else if echo == Echo::Inputs {
            return Err(Mistake::EchoWithoutRepl);
        }
        run.library_dirs.extend(path);
        Ok(run)
    }
}

fn value(parser: &mut Parser, option: &str, wanted: &'static str) -> Result<OsString, Mistake> {
    parser.value().map_err(|_| Mistake::MissingValue { option: option.to_owned(), wanted })
}

fn number(
    parser: &mut Parser,
    option: &str,
    wanted: &'static str,
    read: fn(&str) -> Option<u64>,
) -> Result<u64, Mistake> {
    let found = value(parser, option, wanted)?;
    let read = found.to_str().and_then(read);
    read.ok_or_else(|| Mistake::BadValue {
        option: option.to_owned(),
        found: shown(&found),
        wanted,
    })
}

/// Bytes: `67108864`, `64M`, `2g`. None is no size.
fn size(word: &str) -> Option<u64> {
    let digits = word.trim_end_matches(|unit: char| unit.is_ascii_alphabetic());
    let shift = match word[digits.len()..].to_ascii_uppercase().as_str() {
        "" => 0,
        "K" => 10,
        "M" => 20,
        "G" => 30,
        _ => return None,
    };
    count(digits)?.checked_mul(1 << shift).filter(|&bytes| bytes > 0)
}

fn count(word: &str) -> Option<u64> {
    let plain = word.bytes().all(|byte| byte.is_ascii_digit());
    if plain { word.parse().ok() } else { None }
}

fn text(argument: OsString) -> Result<String, Mistake> {
    argument.into_string().map_err(|argument| Mistake::NotUtf8 { argument })
}

fn shown(argument: &OsStr) -> String {
    argument.to_string_lossy().into_owned()
}

/// The only mistake that `lexopt` finds between two arguments: `--echo=3`.
fn needless_value(error: lexopt::Error) -> Mistake {
    if let lexopt::Error::UnexpectedValue { option, value } = error {
        return Mistake::NeedlessValue { option, found: shown(&value) };
    }
    Mistake::NeedlessArgument { argument: error.to_string() }
}

impl fmt::Display for Mistake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Mistake::UnknownOption { option, near } if near.is_empty() => {
                write!(f, "unknown option `{option}`")
            }
            Mistake::UnknownOption { option, near } => {
                write!(f, "unknown option `{option}`; did you mean {}?", listed(near))
            }
            Mistake::MissingValue { option, wanted } => write!(f, "`{option}` needs {wanted}"),
            Mistake::BadValue { option, found, wanted } => {
                write!(f, "`{option}` needs {wanted}, and not `{found}`")
            }
            Mistake::NeedlessValue { option, found } => {
                write!(f, "`{option}` takes no value, and is given `{found}`")
            }
            Mistake::NotUtf8 { argument } => {
                write!(f, "the argument {argument:?} is not UTF-8 text")
            }
            Mistake::NeedlessArgument { argument } => {
                write!(f, "`{argument}` is one argument too many: the REPL takes none")
            }
            Mistake::EchoWithoutRepl => {
                write!(
                    f,
                    "`--echo` is for the REPL; did you mean `tower repl --echo`, or `-i` too?"
                )
            }
        }
    }
}

#[cfg(test)]
mod tests;
