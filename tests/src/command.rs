//! The command `tower`, run from outside.
//!
//! Invariant: the command that runs is built from the sources as they are, with the profile of the
//! suite, so a stale one cannot be tested; and it ends: what runs for longer than `PATIENCE` is
//! killed, and its test fails.

use std::env;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::OnceLock;
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use crate::tree::root;

/// The longest that one run may take, in a build with debug assertions on a busy machine.
const PATIENCE: Duration = Duration::from_secs(300);

/// What a run left behind.
#[derive(Debug)]
pub struct Ended {
    /// Standard output, bytes that are not UTF-8 replaced.
    pub output: String,
    /// Standard error, likewise.
    pub errors: String,
    /// How it ended.
    pub status: ExitStatus,
}

/// `tower` with these arguments, in an empty folder that is named after the test.
pub fn tower(test: &str, arguments: &[&str]) -> Command {
    let mut command = Command::new(executable());
    command.args(arguments).current_dir(folder(test));
    command.env_remove("TOWER_PATH").env_remove("NO_COLOR");
    command
}

/// An empty folder for the test of that name.
pub fn folder(test: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(test.replace("::", "-"));
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).unwrap();
    folder
}

/// Runs the command with `input` on its standard input, to its end.
pub fn run(command: &mut Command, input: &[u8]) -> Ended {
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    let (mut stdin, input) = (child.stdin.take().unwrap(), input.to_vec());
    // A program need not read its input.
    let writer = thread::spawn(move || drop(stdin.write_all(&input)));
    let output = gather(child.stdout.take().unwrap());
    let errors = gather(child.stderr.take().unwrap());
    let status = wait(&mut child, command);
    writer.join().unwrap();
    Ended { output: output.join().unwrap(), errors: errors.join().unwrap(), status }
}

/// Waits for the child, and kills it when it takes too long.
pub fn wait(child: &mut Child, command: &Command) -> ExitStatus {
    let start = Instant::now();
    let mut pause = Duration::from_millis(1);
    loop {
        if let Some(status) = child.try_wait().unwrap() {
            return status;
        }
        if start.elapsed() > PATIENCE {
            child.kill().unwrap();
            child.wait().unwrap();
            panic!("{command:?} hangs");
        }
        thread::sleep(pause);
        pause = (pause * 2).min(Duration::from_millis(50));
    }
}

fn gather(mut pipe: impl Read + Send + 'static) -> JoinHandle<String> {
    thread::spawn(move || {
        let mut bytes = Vec::new();
        pipe.read_to_end(&mut bytes).unwrap();
        String::from_utf8_lossy(&bytes).into_owned()
    })
}

/// The command's file. Cargo is asked once to bring it up to date.
fn executable() -> &'static Path {
    static EXECUTABLE: OnceLock<PathBuf> = OnceLock::new();
    EXECUTABLE.get_or_init(|| {
        let suite = env::current_exe().unwrap();
        // The suite is target/PROFILE/deps/suite-HASH.
        let folder = suite.parent().and_then(Path::parent).unwrap();
        build(folder.parent().unwrap(), folder.file_name().unwrap().to_str().unwrap());
        let executable = folder.join("tower").with_extension(env::consts::EXE_EXTENSION);
        assert!(executable.is_file(), "{executable:?} is not there");
        executable
    })
}

fn build(target: &Path, folder: &str) {
    let profile = if folder == "debug" { "dev" } else { folder };
    let mut cargo = Command::new(env::var_os("CARGO").unwrap_or_else(|| env!("CARGO").into()));
    cargo.current_dir(root()).args(["build", "--quiet", "--offline", "--bin", "tower"]);
    cargo.arg("--profile").arg(profile).arg("--target-dir").arg(target);
    let built = cargo.output().unwrap();
    assert!(built.status.success(), "{cargo:?}\n{}", String::from_utf8_lossy(&built.stderr));
}
