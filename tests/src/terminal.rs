//! The command at a terminal: a pseudo-terminal whose other end is the test's.
//!
//! Invariant: what is waited for comes within `PATIENCE`, or the test fails and says what came
//! instead; the command is gone when its terminal is.

use std::fs::File;
use std::io::{Read, Write};
use std::os::fd::{AsRawFd, FromRawFd, OwnedFd};
use std::os::unix::process::CommandExt;
use std::process::{Child, ExitStatus, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use crate::command::tower;

/// The longest that one answer may take, in a build with debug assertions on a busy machine.
const PATIENCE: Duration = Duration::from_secs(60);

/// A running command, seen from its terminal.
pub struct Terminal {
    child: Child,
    keyboard: File,
    /// What was shown and not yet waited for.
    shown: String,
}

impl Terminal {
    /// The REPL with these arguments, when it has prompted.
    pub fn start(test: &str, arguments: &[&str]) -> Terminal {
        let (keyboard, line) = pair();
        let mut command = tower(test, arguments);
        let end = || Stdio::from(line.try_clone().unwrap());
        command.stdin(end()).stdout(end()).stderr(end());
        command.env("TERM", "xterm").env("NO_COLOR", "1").env("HOME", ".");
        command.env_remove("XDG_STATE_HOME");
        // SAFETY: both calls are safe between fork and exec.
        unsafe { command.pre_exec(own_terminal) };
        let child = command.spawn().unwrap();
        let mut terminal = Terminal { child, keyboard: File::from(keyboard), shown: String::new() };
        terminal.expect("lisp-0> ");
        terminal
    }

    /// Types text.
    pub fn send(&mut self, text: &str) {
        self.keyboard.write_all(text.as_bytes()).unwrap();
    }

    /// Types an input that says when it is being evaluated, and waits until it is.
    pub fn send_busy(&mut self, expression: &str) {
        self.send(&format!(
            "(begin (newline) (display 'be) (display 'gun) (newline) {expression})\r"
        ));
        self.expect("begun\r\n");
        // Nothing can be seen from here of what the expression does: it is given time to begin.
        thread::sleep(Duration::from_millis(200));
    }

    /// Types Ctrl-C.
    pub fn interrupt(&mut self) {
        self.send("\x03");
    }

    /// Waits until this is shown, and forgets what was shown up to there.
    pub fn expect(&mut self, text: &str) {
        let start = Instant::now();
        loop {
            if let Some(at) = self.shown.find(text) {
                self.shown.drain(..at + text.len());
                return;
            }
            assert!(start.elapsed() < PATIENCE, "{text:?} does not come after {:?}", self.tail());
            self.look();
        }
    }

    /// Whether the session goes on.
    pub fn expect_alive(&mut self) {
        self.send("(list (+ 1 2) 'alive)\r");
        self.expect("(3 alive)\r\n");
        self.expect("> ");
    }

    /// Waits for the end of the command.
    pub fn end(mut self) -> ExitStatus {
        let start = Instant::now();
        loop {
            match self.child.try_wait().unwrap() {
                Some(status) => return status,
                None => self.look(),
            }
            assert!(start.elapsed() < PATIENCE, "no end after {:?}", self.tail());
        }
    }

    fn look(&mut self) {
        let mut asked =
            libc::pollfd { fd: self.keyboard.as_raw_fd(), events: libc::POLLIN, revents: 0 };
        // SAFETY: `asked` is one pollfd that lives through the call.
        if unsafe { libc::poll(&mut asked, 1, 20) } <= 0 {
            return;
        }
        let mut bytes = [0; 4096];
        // A terminal that the command has left is an error to read from.
        let count = self.keyboard.read(&mut bytes).unwrap_or(0);
        self.shown.push_str(&String::from_utf8_lossy(&bytes[..count]));
        let excess = self.shown.len().saturating_sub(1 << 20);
        if let Some(cut) = (excess..self.shown.len()).find(|at| self.shown.is_char_boundary(*at)) {
            self.shown.drain(..cut);
        }
    }

    fn tail(&self) -> &str {
        let from = self.shown.len().saturating_sub(2000);
        let from = (from..=self.shown.len()).find(|at| self.shown.is_char_boundary(*at));
        &self.shown[from.unwrap_or(0)..]
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The two ends of a new terminal: the person's and the command's.
fn pair() -> (OwnedFd, OwnedFd) {
    let (mut person, mut line) = (0, 0);
    let (name, modes) = (std::ptr::null_mut(), std::ptr::null());
    let size = libc::winsize { ws_row: 40, ws_col: 2000, ws_xpixel: 0, ws_ypixel: 0 };
    // SAFETY: the pointers are to variables that live through the call, or null where that is allowed.
    let failed = unsafe { libc::openpty(&mut person, &mut line, name, modes, &size) };
    assert_eq!(failed, 0, "no pseudo-terminal: {}", std::io::Error::last_os_error());
    // SAFETY: the call gave two open files, which nobody else owns.
    unsafe {
        libc::fcntl(person, libc::F_SETFD, libc::FD_CLOEXEC);
        libc::fcntl(line, libc::F_SETFD, libc::FD_CLOEXEC);
        (OwnedFd::from_raw_fd(person), OwnedFd::from_raw_fd(line))
    }
}

/// In the child: the terminal on its standard input becomes its own, so that Ctrl-C is for it.
fn own_terminal() -> std::io::Result<()> {
    // SAFETY: calls of the system that touch no memory.
    let failed = unsafe { libc::setsid() < 0 || libc::ioctl(0, libc::TIOCSCTTY, 0) < 0 };
    if failed { Err(std::io::Error::last_os_error()) } else { Ok(()) }
}
