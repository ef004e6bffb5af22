//! The command at a terminal: a pseudo-terminal whose other end is the test's.
//!
//! Invariant: what is waited for comes within `PATIENCE`, or the test fails and says what came
//! instead; the command is gone when its terminal is.

use std::fs::File;
use std::io::{ErrorKind, Read, Write};
use std::os::fd::{AsRawFd, FromRawFd, OwnedFd};
use std::os::unix::process::CommandExt;
use std::process::{Child, ExitStatus, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use crate::command::tower;
use crate::screen::Screen;

/// The longest that one answer may take, in a build with debug assertions on a busy machine.
const PATIENCE: Duration = Duration::from_secs(300);
/// Two Ctrl-C that are further apart are two wishes, not one with emphasis (`tower::interrupt`).
const APART: Duration = Duration::from_millis(1100);

/// A running command, seen from its terminal.
pub struct Terminal {
    child: Child,
    keyboard: File,
    /// The command's end, to be asked for its state.
    line: OwnedFd,
    /// Whether Ctrl-C was typed.
    interrupted: bool,
    /// What was shown and not yet waited for.
    shown: String,
    /// What a person sees.
    screen: Screen,
}

/// What a person sits at.
pub struct Seat {
    /// Columns and rows.
    pub size: (u16, u16),
    /// What differs from the usual environment.
    pub environment: Vec<(&'static str, String)>,
}

impl Default for Seat {
    fn default() -> Seat {
        Seat { size: (2000, 40), environment: vec![("NO_COLOR", "1".to_owned())] }
    }
}

impl Terminal {
    /// The REPL with these arguments, when it has prompted.
    pub fn start(test: &str, arguments: &[&str]) -> Terminal {
        Terminal::start_at(test, arguments, Seat::default())
    }

    /// The same at such a terminal.
    pub fn start_at(test: &str, arguments: &[&str], seat: Seat) -> Terminal {
        let (keyboard, line) = pair();
        resize(&keyboard, seat.size);
        let mut command = tower(test, arguments);
        let end = || Stdio::from(line.try_clone().unwrap());
        command.stdin(end()).stdout(end()).stderr(end());
        command.env("TERM", "xterm").env("HOME", ".");
        command.env_remove("XDG_STATE_HOME").envs(seat.environment);
        // SAFETY: both calls are safe between fork and exec.
        unsafe { command.pre_exec(own_terminal) };
        let child = command.spawn().unwrap();
        let screen = Screen::new(seat.size.0.into(), seat.size.1.into());
        let (keyboard, shown) = (File::from(keyboard), String::new());
        let mut terminal = Terminal { child, keyboard, line, interrupted: false, shown, screen };
        terminal.expect("lisp-0> ");
        terminal
    }

    /// Types text.
    pub fn send(&mut self, text: &str) {
        self.send_bytes(text.as_bytes());
    }

    /// Types bytes. What is shown for them is looked at in between, so that neither side waits for the
    /// other to make room.
    pub fn send_bytes(&mut self, mut bytes: &[u8]) {
        let mut start = Instant::now();
        while !bytes.is_empty() {
            match self.keyboard.write(&bytes[..bytes.len().min(1000)]) {
                Ok(count) => (bytes, start) = (&bytes[count..], Instant::now()),
                Err(error) => assert_eq!(error.kind(), ErrorKind::WouldBlock),
            }
            if !bytes.is_empty() {
                assert!(start.elapsed() < PATIENCE, "{} bytes are not taken", bytes.len());
                self.look_or(libc::POLLOUT);
            }
        }
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

    /// Types Ctrl-C, long enough after the last one.
    pub fn interrupt(&mut self) {
        if self.interrupted {
            thread::sleep(APART);
        }
        self.insist();
    }

    /// Types Ctrl-C, however soon after the last one.
    pub fn insist(&mut self) {
        self.interrupted = true;
        self.send("\x03");
    }

    /// Waits until what is typed is for the program that runs, not for the editor of inputs.
    pub fn expect_lines(&mut self) {
        let line = self.line.as_raw_fd();
        self.wait_until("the editor stays", || {
            // SAFETY: all its fields are integers, for which zeros are valid.
            let mut modes: libc::termios = unsafe { std::mem::zeroed() };
            // SAFETY: `modes` lives through the call, which fills it.
            let failed = unsafe { libc::tcgetattr(line, &mut modes) } < 0;
            !failed && modes.c_lflag & libc::ICANON != 0
        });
    }

    /// Waits until the command has read the lines that were echoed.
    pub fn expect_read(&mut self) {
        let line = self.line.as_raw_fd();
        self.wait_until("what was typed is not read", || {
            let mut count: libc::c_int = 0;
            // SAFETY: `count` lives through the call, which fills it.
            let failed = unsafe { libc::ioctl(line, libc::FIONREAD, &mut count) } < 0;
            !failed && count == 0
        });
    }

    fn wait_until(&mut self, otherwise: &str, holds: impl Fn() -> bool) {
        let start = Instant::now();
        while !holds() {
            assert!(start.elapsed() < PATIENCE, "{otherwise} after {:?}", self.tail());
            self.look();
        }
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

    /// Waits until these rows stand on the screen below each other, the last of them with the cursor
    /// behind it or in it.
    pub fn see(&mut self, rows: &[&str]) {
        let start = Instant::now();
        while !self.screen.ends_with(rows) {
            let screen = self.screen.rows().join("\n");
            assert!(start.elapsed() < PATIENCE, "{rows:#?} is not seen, but\n{screen}");
            self.look();
        }
    }

    /// Waits until a row of the screen contains this.
    pub fn see_somewhere(&mut self, text: &str) {
        let start = Instant::now();
        while !self.screen.rows().iter().any(|row| row.contains(text)) {
            let screen = self.screen.rows().join("\n");
            assert!(start.elapsed() < PATIENCE, "{text:?} is not seen, but\n{screen}");
            self.look();
        }
    }

    /// Waits until the cursor stands in this column.
    pub fn see_cursor_in(&mut self, column: usize) {
        let start = Instant::now();
        while self.screen.column() != column {
            assert!(start.elapsed() < PATIENCE, "the cursor is in {}", self.screen.column());
            self.look();
        }
    }

    /// Everything that was sent since it was last waited for.
    pub fn sent(&self) -> &str {
        &self.shown
    }

    /// Gives the terminal so many columns and rows.
    pub fn resize(&mut self, size: (u16, u16)) {
        resize(&self.keyboard, size);
        self.screen.resize(size.0.into(), size.1.into());
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
        self.look_or(0);
    }

    /// Takes what is shown, and waits a little for it unless something else can be done.
    fn look_or(&mut self, other: libc::c_short) {
        let (fd, events) = (self.keyboard.as_raw_fd(), libc::POLLIN | other);
        let mut asked = libc::pollfd { fd, events, revents: 0 };
        // SAFETY: `asked` is one pollfd that lives through the call.
        if unsafe { libc::poll(&mut asked, 1, 20) } <= 0 || asked.revents & !other == 0 {
            return;
        }
        let mut bytes = [0; 4096];
        // A terminal that the command has left is an error to read from.
        let count = self.keyboard.read(&mut bytes).unwrap_or(0);
        self.screen.receive(&bytes[..count]);
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
    let size = std::ptr::null();
    // SAFETY: the pointers are to variables that live through the call, or null where that is allowed.
    let failed = unsafe { libc::openpty(&mut person, &mut line, name, modes, size) };
    assert_eq!(failed, 0, "no pseudo-terminal: {}", std::io::Error::last_os_error());
    // SAFETY: the call gave two open files, which nobody else owns.
    unsafe {
        libc::fcntl(person, libc::F_SETFD, libc::FD_CLOEXEC);
        libc::fcntl(line, libc::F_SETFD, libc::FD_CLOEXEC);
        libc::fcntl(person, libc::F_SETFL, libc::O_RDWR | libc::O_NONBLOCK);
        (OwnedFd::from_raw_fd(person), OwnedFd::from_raw_fd(line))
    }
}

fn resize(terminal: &impl AsRawFd, (columns, rows): (u16, u16)) {
    let size = libc::winsize { ws_row: rows, ws_col: columns, ws_xpixel: 0, ws_ypixel: 0 };
    // SAFETY: `size` lives through the call, which only looks at it.
    assert_eq!(unsafe { libc::ioctl(terminal.as_raw_fd(), libc::TIOCSWINSZ, &size) }, 0);
}

/// In the child: the terminal on its standard input becomes its own, so that Ctrl-C is for it.
fn own_terminal() -> std::io::Result<()> {
    // SAFETY: calls of the system that touch no memory.
    let failed = unsafe { libc::setsid() < 0 || libc::ioctl(0, libc::TIOCSCTTY, 0) < 0 };
    if failed { Err(std::io::Error::last_os_error()) } else { Ok(()) }
}
