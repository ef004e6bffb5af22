//! The command `tower`.

use reflective_tower::cli::{self, Request};
use reflective_tower::interrupt;
use reflective_tower::session::{Options, Session};
use std::path::PathBuf;
use std::process::ExitCode;

fn main() -> ExitCode {
    let path = std::env::var_os("TOWER_PATH");
    let request = cli::parse(std::env::args_os().skip(1), path.as_deref());
    let status = match request {
        Ok(Request::Help) => {
            print!("{}", cli::HELP);
            0
        }
        Ok(Request::Version) => {
            println!("{}", cli::VERSION);
            0
        }
        Ok(Request::Run(invocation)) => {
            let mut session = Session::new(&Options {
                memory: invocation.memory,
                fuel: invocation.fuel,
                seed: invocation.seed,
                library_folders: invocation.library_dirs.clone(),
                arguments: invocation.arguments.clone(),
            });
            interrupt::install(session.attention());
            session.perform(&invocation, history_file())
        }
        Err(mistake) => {
            eprintln!("tower: {mistake}");
            2
        }
    };
    ExitCode::from(status as u8)
}

/// The file that remembers the REPL's inputs: `tower/history` in the user's folder of states.
fn history_file() -> Option<PathBuf> {
    let state = std::env::var_os("XDG_STATE_HOME").map(PathBuf::from);
    let home = || std::env::var_os("HOME").map(|home| PathBuf::from(home).join(".local/state"));
    Some(state.or_else(home)?.join("tower/history"))
}
