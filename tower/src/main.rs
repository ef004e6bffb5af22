//! The command `tower`.

use levels::machine::stress::Stress;
use reflective_tower::cli::{self, Request};
use reflective_tower::interrupt;
use reflective_tower::repl::check::check;
use reflective_tower::session::{Options, Session};
use std::env;
use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

fn main() -> ExitCode {
    let path = env::var_os("TOWER_PATH");
    let request = cli::parse(env::args_os().skip(1), path.as_deref());
    match request {
        Ok(Request::Help) => say(cli::HELP),
        Ok(Request::Version) => say(&format!("{}\n", cli::VERSION)),
        Ok(Request::Run(invocation)) => {
            let stress = stress(|name| env::var(name).ok());
            let mut session = Session::new(&Options { stress, ..Options::of(&invocation) });
            if let Err(error) = interrupt::install(session.attention()) {
                eprintln!("tower: Ctrl-C will end the process: {error}");
            }
            ExitCode::from(session.perform(&invocation, history_file()) as u8)
        }
        Ok(Request::Check(files)) => match check(&files, &mut std::io::stdout()) {
            Ok(status) => ExitCode::from(status as u8),
            Err(_) => ExitCode::FAILURE,
        },
        Err(mistake) => {
            eprintln!("tower: {mistake}\nTry `tower --help`.");
            ExitCode::from(2)
        }
    }
}

/// The checks that the suite asks for. `TOWER_STRESS`: the number of polls that all collect, and
/// one in how many does after those; `TOWER_STRESS_SEED`: where the random choice starts;
/// `TOWER_STRESS_REIFY`: one poll in how many asks for the environment of what runs;
/// `TOWER_STRESS_REFUSE`: the request for memory that is refused; `TOWER_STRESS_EXHAUST`: the poll
/// that finds memory exhausted.
fn stress(variable: impl Fn(&str) -> Option<String>) -> Option<Stress> {
    let numbers = variable("TOWER_STRESS")?;
    let (polls, one_in) = numbers.split_once(',').unwrap_or((&numbers, ""));
    let number = |text: Option<&str>, otherwise| {
        text.and_then(|text| text.parse().ok()).unwrap_or(otherwise)
    };
    let usual = Stress::default();
    Some(Stress {
        polls: number(Some(polls), usual.polls),
        one_in: number(Some(one_in), usual.one_in),
        seed: number(variable("TOWER_STRESS_SEED").as_deref(), usual.seed),
        reify: number(variable("TOWER_STRESS_REIFY").as_deref(), usual.reify),
        refusal: number(variable("TOWER_STRESS_REFUSE").as_deref(), usual.refusal),
        refused: usual.refused,
        exhaustion: number(variable("TOWER_STRESS_EXHAUST").as_deref(), usual.exhaustion),
    })
}

/// What cannot be written, for nobody reads it, is a failure that needs no words.
fn say(text: &str) -> ExitCode {
    match std::io::stdout().write_all(text.as_bytes()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(_) => ExitCode::FAILURE,
    }
}

/// The file that remembers the REPL's inputs, where the XDG base directories put such files.
fn history_file() -> Option<PathBuf> {
    let folder = |variable: &str| {
        let path = PathBuf::from(env::var_os(variable)?);
        path.is_absolute().then_some(path)
    };
    let state = folder("XDG_STATE_HOME").or_else(|| Some(folder("HOME")?.join(".local/state")));
    Some(state?.join("tower/history"))
}
