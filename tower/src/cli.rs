//! The command line: arguments to a plain `Invocation`, or a mistake that says what to write.
//!
//! Invariant: nothing here asks the system anything; the arguments and `TOWER_PATH` are given.

use std::ffi::{OsStr, OsString};
use std::fmt;
use std::path::PathBuf;

use lexopt::{Arg, Parser};

use crate::nearest::{listed, nearest};
use crate::repl::check::Check;
use crate::text::MOST_INTERPRETED;
use crate::voice::Voice;
use crate::waiting::LevelId;

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
    /// Play saved sessions again.
    Check(Check),
}

/// One run of a tower, in the order of its fields from `metas` on.
#[derive(Debug, Default, PartialEq)]
pub struct Invocation {
    /// Bytes that the program may use; `None` for the default.
    pub memory: Option<u64>,
    /// Steps after which the program is stopped; `None` for no limit.
    pub fuel: Option<u64>,
    /// Where random numbers start; `None` for somewhere else each time.
    pub seed: Option<u64>,
    /// The command line, behind the command's name; what is not UTF-8 in it is replaced.
    pub words: Vec<String>,
    /// The dialect that every level speaks.
    pub language: Option<Language>,
    /// Whether there are no levels: errors come back to the prompt.
    pub flat: bool,
    /// How many levels are interpreted step by step, from level 0 up.
    pub honest: i64,
    /// Where libraries are looked for: the `-L`s, then `TOWER_PATH`.
    pub library_dirs: Vec<PathBuf>,
    /// What `(command-line)` is: the program's name as given, if there is one, and its arguments.
    pub arguments: Vec<String>,
    /// Files for the levels above the program.
    pub metas: Vec<Meta>,
    /// Files to load first.
    pub loads: Vec<PathBuf>,
    /// Expressions whose values are printed.
    pub expressions: Vec<String>,
    /// The program.
    pub program: Option<Program>,
    /// How the tower says things.
    pub voice: Voice,
    /// The REPL at the end, if there is one.
    pub repl: Option<Echo>,
}

/// A file that is run above the program, before it.
#[derive(Clone, Debug, PartialEq)]
pub struct Meta {
    /// The level that runs it, from 1 to `HIGHEST`.
    pub level: LevelId,
    /// The file.
    pub path: PathBuf,
}

/// Where a dialect's text is.
#[derive(Clone, Debug, PartialEq)]
pub enum Language {
    /// In the executable, under this name.
    Carried(&'static str),
    /// In this file.
    File(PathBuf),
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
    /// The option has no meaning for `tower check`.
    NotForCheck { option: &'static str },
    /// `tower check` without a file.
    NothingToCheck,
}

/// What a mistyped option may stand for.
const OPTIONS: [&str; 14] = [
    "--load",
    "--meta",
    "--interactive",
    "--lang",
    "--flat",
    "--honest",
    "--library-dir",
    "--memory",
    "--fuel",
    "--seed",
    "--echo",
    "--json",
    "--version",
    "--help",
];

const LANGUAGE: &str = "a dialect (hlisp, sicp) or a dialect's file, as in ./mine.scm";
const EXPRESSION: &str = "an expression, as in -e '(+ 1 2)'";
const FILE: &str = "a file";
const META: &str = "a file, or a level from 1 to 1000 and a file, as in 2:tracer.scm";
/// The highest level that the command line names: whoever asks for more has made a slip of typing.
const HIGHEST: i64 = 1000;
const LEVELS: &str = "a number of levels from 0 to 32, as in 1";
const FOLDER: &str = "a folder";
const SIZE: &str = "a number of bytes from 1M on, as in 67108864, 512M or 2G";
/// Bytes with which a tower can begin.
const LEAST_MEMORY: u64 = 1 << 20;
const COUNT: &str = "a number of steps, as in 1000000";
const NUMBER: &str = "a whole number from 0 to 18446744073709551615";

/// Reads the arguments that follow the command's own name. `path` is the value of `TOWER_PATH`.
pub fn parse(
    arguments: impl IntoIterator<Item = OsString>,
    path: Option<&OsStr>,
) -> Result<Request, Mistake> {
    let arguments: Vec<OsString> = arguments.into_iter().collect();
    let mut reading = Reading {
        run: Invocation::default(),
        echo: Echo::Silent,
        repl: false,
        named: Named::Nothing,
    };
    reading.run.words = arguments.iter().map(|argument| shown(argument)).collect();
    let mut parser = Parser::from_args(arguments);
    while let Some(argument) = parser.next().map_err(needless_value)? {
        match argument {
            Arg::Short('h') | Arg::Long("help") => {
                return alone("--help", &mut parser).map(|()| Request::Help);
            }
            Arg::Short('V') | Arg::Long("version") => {
                return alone("--version", &mut parser).map(|()| Request::Version);
            }
            Arg::Value(word) => match &mut reading.named {
                Named::Nothing if word == "repl" => reading.named = Named::Repl,
                Named::Nothing if word == "check" => reading.named = Named::Check(Vec::new()),
                Named::Nothing => {
                    reading.program(word, parser.raw_args().map_err(needless_value)?)?;
                    break;
                }
                Named::Repl => return Err(Mistake::NeedlessArgument { argument: shown(&word) }),
                Named::Check(files) => files.push(word.into()),
            },
            Arg::Short(letter) => reading.option(&format!("-{letter}"), &mut parser)?,
            Arg::Long(name) => {
                let option = format!("--{name}");
                reading.option(&option, &mut parser)?;
            }
        }
    }
    reading.finish(path)
}

/// What the first word that is no option names.
enum Named {
    /// Nothing but a program, if there is such a word.
    Nothing,
    /// The REPL.
    Repl,
    /// The check of these files.
    Check(Vec<PathBuf>),
}

/// The command line as far as it was read.
struct Reading {
    run: Invocation,
    echo: Echo,
    /// `-i` was given.
    repl: bool,
    named: Named,
}

impl Reading {
    fn option(&mut self, option: &str, parser: &mut Parser) -> Result<(), Mistake> {
        let run = &mut self.run;
        match option {
            "-e" => run.expressions.push(text(value(parser, option, EXPRESSION)?)?),
            "-l" | "--load" => run.loads.push(value(parser, option, FILE)?.into()),
            "--meta" => run.metas.push(meta(option, value(parser, option, META)?)?),
            "-L" | "--library-dir" => run.library_dirs.push(value(parser, option, FOLDER)?.into()),
            "--lang" => run.language = Some(read_as(parser, option, LANGUAGE, language)?),
            "--flat" => run.flat = true,
            "--honest" => run.honest = read_as(parser, option, LEVELS, levels)?,
            "-i" | "--interactive" => self.repl = true,
            "--echo" => self.echo = Echo::Inputs,
            "--json" => run.voice = Voice::Json,
            "--memory" => run.memory = Some(read_as(parser, option, SIZE, size)?),
            "--fuel" => run.fuel = Some(read_as(parser, option, COUNT, count)?),
            "--seed" => run.seed = Some(read_as(parser, option, NUMBER, count)?),
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
    fn finish(self, path: Option<&OsStr>) -> Result<Request, Mistake> {
        let Reading { mut run, echo, repl, named } = self;
        let folders = std::env::split_paths(path.unwrap_or_default());
        run.library_dirs.extend(folders.filter(|folder| !folder.as_os_str().is_empty()));
        let is_repl = match named {
            Named::Check(_) if repl => return Err(Mistake::NotForCheck { option: "-i" }),
            Named::Check(_) if echo == Echo::Inputs => {
                return Err(Mistake::NotForCheck { option: "--echo" });
            }
            Named::Check(files) => return check(files, run).map(Request::Check),
            Named::Repl => true,
            Named::Nothing => repl || (run.expressions.is_empty() && run.program.is_none()),
        };
        if is_repl {
            run.repl = Some(echo);
        } else if echo == Echo::Inputs {
            return Err(Mistake::EchoWithoutRepl);
        }
        Ok(Request::Run(run))
    }
}

/// The check of these files, with what every session is started with.
fn check(files: Vec<PathBuf>, options: Invocation) -> Result<Check, Mistake> {
    if !options.expressions.is_empty() {
        return Err(Mistake::NotForCheck { option: "-e" });
    }
    if options.voice == Voice::Json {
        return Err(Mistake::NotForCheck { option: "--json" });
    }
    if files.is_empty() {
        return Err(Mistake::NothingToCheck);
    }
    Ok(Check { files, options })
}

/// Checks that an option after which nothing else is read has no value.
fn alone(option: &str, parser: &mut Parser) -> Result<(), Mistake> {
    match parser.optional_value() {
        None => Ok(()),
        Some(value) => {
            Err(Mistake::NeedlessValue { option: option.to_owned(), found: shown(&value) })
        }
    }
}

fn value(parser: &mut Parser, option: &str, wanted: &'static str) -> Result<OsString, Mistake> {
    parser.value().map_err(|_| Mistake::MissingValue { option: option.to_owned(), wanted })
}

fn read_as<T>(
    parser: &mut Parser,
    option: &str,
    wanted: &'static str,
    read: fn(&str) -> Option<T>,
) -> Result<T, Mistake> {
    let found = value(parser, option, wanted)?;
    let read = found.to_str().and_then(read);
    read.ok_or_else(|| Mistake::BadValue {
        option: option.to_owned(),
        found: shown(&found),
        wanted,
    })
}

/// A carried dialect's name, or a path: what has a slash or a dot in it.
fn language(word: &str) -> Option<Language> {
    match stdlib::dialect(word) {
        Some(dialect) => Some(Language::Carried(dialect.name)),
        None if word.contains(['/', '.']) => Some(Language::File(word.into())),
        None => None,
    }
}

/// `FILE`, or `LEVEL:FILE`. A file whose own name is of that kind needs its level before it.
fn meta(option: &str, word: OsString) -> Result<Meta, Mistake> {
    let is_number = |level: &str| !level.is_empty() && level.bytes().all(|b| b.is_ascii_digit());
    let named = word.to_str().and_then(|word| word.split_once(':'));
    let (level, path) = match named.filter(|(level, _)| is_number(level)) {
        None => (Some(1), PathBuf::from(&word)),
        Some((level, path)) => (level.parse().ok(), PathBuf::from(path)),
    };
    let level = level.filter(|level| (1..=HIGHEST).contains(level));
    match level.filter(|_| !path.as_os_str().is_empty()) {
        Some(level) => Ok(Meta { level: LevelId(level), path }),
        None => {
            Err(Mistake::BadValue { option: option.to_owned(), found: shown(&word), wanted: META })
        }
    }
}

/// Bytes: `67108864`, `64M`, `2g`. None is no size.
fn size(word: &str) -> Option<u64> {
    bytes(word).map(|bytes| bytes as u64).filter(|&bytes| bytes >= LEAST_MEMORY)
}

/// Any number of bytes, written in the same way.
pub fn bytes(word: &str) -> Option<usize> {
    let digits = word.trim_end_matches(|unit: char| unit.is_ascii_alphabetic());
    let shift = match word[digits.len()..].to_ascii_uppercase().as_str() {
        "" => 0,
        "K" => 10,
        "M" => 20,
        "G" => 30,
        _ => return None,
    };
    usize::try_from(count(digits)?.checked_mul(1 << shift)?).ok()
}

fn count(word: &str) -> Option<u64> {
    let plain = word.bytes().all(|byte| byte.is_ascii_digit());
    if plain { word.parse().ok() } else { None }
}

fn levels(word: &str) -> Option<i64> {
    count(word)
        .and_then(|count| i64::try_from(count).ok())
        .filter(|count| *count <= MOST_INTERPRETED)
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
            Mistake::NotForCheck { option } => {
                write!(f, "`{option}` is not for `tower check`: the files say what is typed")
            }
            Mistake::NothingToCheck => {
                write!(f, "`tower check` needs a file, as in tower check session.out")
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
mod tests {
    use super::*;

    fn read(line: &[&str]) -> Result<Request, Mistake> {
        parse(line.iter().map(OsString::from), Some(OsStr::new(":/from/path:")))
    }

    #[track_caller]
    fn run(line: &[&str]) -> Invocation {
        match read(line) {
            Ok(Request::Run(invocation)) => invocation,
            other => panic!("{line:?} gives {other:?}"),
        }
    }

    #[track_caller]
    fn refused(line: &[&str], words: &str) {
        match read(line) {
            Err(mistake) => assert_eq!(mistake.to_string(), words),
            accepted => panic!("{line:?} gives {accepted:?}"),
        }
    }

    #[test]
    fn nothing_to_run_is_the_repl() {
        let silent = Some(Echo::Silent);
        assert_eq!(run(&[]).repl, silent);
        assert_eq!(run(&["repl"]).repl, silent);
        assert_eq!(run(&["repl", "--echo"]).repl, Some(Echo::Inputs));
        assert_eq!(run(&["--echo"]).repl, Some(Echo::Inputs));
        assert_eq!(run(&["-l", "a.scm"]).repl, silent);
        assert_eq!(run(&["-e", "1"]).repl, None);
        assert_eq!(run(&["-e", "1", "-i"]).repl, silent);
        assert_eq!(run(&["-i", "a.scm"]).repl, silent);
        assert_eq!(run(&["-e", "1", "repl"]).repl, silent);
    }

    #[test]
    fn what_follows_the_program_is_its_own() {
        let invocation = run(&["-e", "1", "a.scm", "-e", "2", "--help", "--", "-x", "repl"]);
        assert_eq!(invocation.program, Some(Program::File("a.scm".into())));
        assert_eq!(invocation.expressions, ["1"]);
        assert_eq!(invocation.arguments, ["a.scm", "-e", "2", "--help", "--", "-x", "repl"]);
        let invocation = run(&["-", "-i"]);
        assert_eq!(invocation.program, Some(Program::StandardInput));
        assert_eq!(invocation.arguments, ["-", "-i"]);
        assert_eq!(run(&["--", "-e"]).program, Some(Program::File("-e".into())));
        assert_eq!(run(&["./repl"]).program, Some(Program::File("./repl".into())));
    }

    #[test]
    fn repeated_options_keep_their_order() {
        let invocation = run(&["-la", "-e", "-5", "--load=b", "-e(+ 1 2)", "-L", "x", "-Ly"]);
        assert_eq!(invocation.loads, [PathBuf::from("a"), "b".into()]);
        assert_eq!(invocation.expressions, ["-5", "(+ 1 2)"]);
        assert_eq!(invocation.library_dirs, [PathBuf::from("x"), "y".into(), "/from/path".into()]);
    }

    #[test]
    fn files_for_the_levels_above() {
        let metas =
            run(&["--meta", "a", "--meta=12:b", "--meta", "1:2:c", "--meta", "./2:d"]).metas;
        let of = |level, path: &str| Meta { level: LevelId(level), path: path.into() };
        assert_eq!(metas, [of(1, "a"), of(12, "b"), of(1, "2:c"), of(1, "./2:d")]);
        for wrong in ["", "0:a", "2:", "1001:a", "99999999999999999999:a"] {
            refused(&["--meta", wrong], &format!("`--meta` needs {META}, and not `{wrong}`"));
        }
    }

    #[test]
    fn sizes_and_counts() {
        assert_eq!(run(&["--memory", "1048576"]).memory, Some(1 << 20));
        assert_eq!(run(&["--memory=512M"]).memory, Some(512 << 20));
        assert_eq!(run(&["--memory", "2g"]).memory, Some(2 << 30));
        assert_eq!(run(&["--fuel=1000"]).fuel, Some(1000));
        assert_eq!(run(&["--seed", "18446744073709551615"]).seed, Some(u64::MAX));
        for wrong in [
            "",
            "0",
            "1048575",
            "1K",
            "-1",
            "+1",
            "1.5",
            "M",
            "5T",
            "5MB",
            "99999999999999999999",
            "17179869184G",
        ] {
            assert!(read(&["--memory", wrong]).is_err(), "{wrong}");
        }
        assert!(read(&["--seed", "18446744073709551616"]).is_err());
    }

    #[test]
    fn a_language_is_one_that_there_is() {
        assert_eq!(run(&["--lang", "sicp"]).language, Some(Language::Carried("sicp")));
        assert!(run(&["--lang", "hlisp", "--flat"]).flat);
        let own = |path: &str| Some(Language::File(path.into()));
        assert_eq!(run(&["--lang", "./sicp"]).language, own("./sicp"));
        assert_eq!(run(&["--lang", "mine.scm"]).language, own("mine.scm"));
        for dialect in stdlib::DIALECTS {
            assert!(LANGUAGE.contains(dialect.name), "{LANGUAGE}");
        }
        assert_eq!(run(&["a.scm"]).language, None);
        refused(
            &["--lang", "cobol"],
            "`--lang` needs a dialect (hlisp, sicp) or a dialect's file, as in ./mine.scm, and not `cobol`",
        );
    }

    #[test]
    fn help_and_version_win() {
        assert_eq!(read(&["-e", "1", "--help"]), Ok(Request::Help));
        assert_eq!(read(&["-h"]), Ok(Request::Help));
        assert_eq!(read(&["--version", "--nonsense"]), Ok(Request::Version));
    }

    #[test]
    fn mistakes_name_the_argument_and_the_way_out() {
        refused(&["--memry", "1M"], "unknown option `--memry`; did you mean `--memory`?");
        refused(&["--ehco"], "unknown option `--ehco`; did you mean `--echo`?");
        refused(&["-x"], "unknown option `-x`");
        refused(&["-e"], "`-e` needs an expression, as in -e '(+ 1 2)'");
        refused(
            &["--memory", "lots"],
            "`--memory` needs a number of bytes from 1M on, as in 67108864, 512M or 2G, and not `lots`",
        );
        refused(&["--interactive=3"], "`--interactive` takes no value, and is given `3`");
        refused(&["--version=3"], "`--version` takes no value, and is given `3`");
        refused(&["repl", "a.scm"], "`a.scm` is one argument too many: the REPL takes none");
        refused(
            &["-e", "1", "--echo"],
            "`--echo` is for the REPL; did you mean `tower repl --echo`, or `-i` too?",
        );
    }

    #[cfg(unix)]
    #[test]
    fn an_expression_that_is_not_utf8_is_refused() {
        use std::os::unix::ffi::OsStringExt;
        let garbage = OsString::from_vec(vec![b'(', 0xff]);
        let refused = parse(["-e".into(), garbage.clone()], None);
        assert_eq!(refused, Err(Mistake::NotUtf8 { argument: garbage }));
    }

    #[test]
    fn help_fits_a_screen_and_names_every_option() {
        assert!(HELP.lines().count() <= 40);
        assert!(HELP.lines().all(|line| line.chars().count() <= 80));
        for option in OPTIONS {
            assert!(HELP.contains(option), "{option}");
        }
    }
}
