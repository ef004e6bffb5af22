//! The command `tower`.

use reflective_tower::cli::{self, Request};
use reflective_tower::interrupt;
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
            let mut session = Session::new(&Options {
                memory: invocation.memory,
                fuel: invocation.fuel,
                seed: invocation.seed,
                library_folders: invocation.library_dirs.clone(),
                arguments: invocation.arguments.clone(),
            });
            if let Err(error) = interrupt::install(session.attention()) {
                eprintln!("tower: Ctrl-C will end the process: {error}");
            }
            ExitCode::from(session.perform(&invocation, history_file()) as u8)
        }
        Err(mistake) => {
            eprintln!("tower: {mistake}\nTry `tower --help`.");
            ExitCode::from(2)
        }
    }
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
