//! The terminal that the command stands before: its modes, its size, its bytes.
//!
//! Invariant: keys come one by one, unechoed, for as long as a `Raw` lives; when it is gone the modes
//! are those from before.

use std::io::{self, Write};
use std::mem;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

/// Asks the terminal to mark what is pasted, and no longer to.
const MARK_PASTES: &str = "\x1b[?2004h";
const STOP_MARKING: &str = "\x1b[?2004l";
/// Most bytes that are read at once.
const CHUNK: usize = 1 << 16;

static RESIZED: AtomicBool = AtomicBool::new(false);

extern "C" fn note_resize(_: libc::c_int) {
    RESIZED.store(true, Ordering::Relaxed);
}

/// The terminal while it gives keys one by one.
pub struct Raw {
    modes: libc::termios,
    resize: libc::sigaction,
}

/// Columns and rows of a terminal.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Size {
    /// Columns, at least 1.
    pub columns: usize,
    /// Rows, at least 1.
    pub rows: usize,
}

/// Why a wait ended.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Wake {
    /// There is something to read, or nothing will come any more.
    Input,
    /// The terminal has another size.
    Resized,
    /// Nothing happened for the time given.
    Silence,
}

impl Raw {
    /// Has the terminal give its keys one by one.
    pub fn begin() -> io::Result<Raw> {
        let modes = modes()?;
        let resize = watch_size()?;
        let raw = Raw { modes, resize };
        set_modes(&unechoed(modes))?;
        write(MARK_PASTES)?;
        Ok(raw)
    }

    /// Stops the process, as Ctrl-Z does, until it is told to go on.
    pub fn suspend(&self) -> io::Result<()> {
        write(STOP_MARKING)?;
        set_modes(&self.modes)?;
        // SAFETY: a call of the system that touches no memory: 0 is the group of this process.
        let failed = unsafe { libc::kill(0, libc::SIGTSTP) };
        checked(failed)?;
        set_modes(&unechoed(self.modes))?;
        write(MARK_PASTES)
    }
}

impl Drop for Raw {
    fn drop(&mut self) {
        // Where the terminal is gone there is nothing to put back.
        let _ = write(STOP_MARKING);
        let _ = set_modes(&self.modes);
        // SAFETY: `resize` is what the system gave for this signal.
        unsafe { libc::sigaction(libc::SIGWINCH, &self.resize, std::ptr::null_mut()) };
    }
}

fn checked(result: libc::c_int) -> io::Result<()> {
    if result < 0 { Err(io::Error::last_os_error()) } else { Ok(()) }
}

fn modes() -> io::Result<libc::termios> {
    // SAFETY: all its fields are integers, for which zeros are valid.
    let mut modes: libc::termios = unsafe { mem::zeroed() };
    // SAFETY: `modes` lives through the call.
    checked(unsafe { libc::tcgetattr(libc::STDIN_FILENO, &mut modes) })?;
    Ok(modes)
}

fn set_modes(modes: &libc::termios) -> io::Result<()> {
    // SAFETY: `modes` lives through the call.
    checked(unsafe { libc::tcsetattr(libc::STDIN_FILENO, libc::TCSADRAIN, modes) })
}

fn unechoed(mut modes: libc::termios) -> libc::termios {
    let translations = libc::ICRNL | libc::INLCR | libc::IGNCR | libc::ISTRIP | libc::IXON;
    modes.c_iflag &= !(translations | libc::BRKINT | libc::INPCK);
    modes.c_lflag &= !(libc::ECHO | libc::ICANON | libc::IEXTEN | libc::ISIG);
    modes.c_cflag |= libc::CS8;
    modes.c_cc[libc::VMIN] = 1;
    modes.c_cc[libc::VTIME] = 0;
    modes
}

/// From here on a change of the terminal's size ends a wait; what was done at one before.
fn watch_size() -> io::Result<libc::sigaction> {
    // SAFETY: zeros are a valid action: the default one, with an empty mask.
    let mut before: libc::sigaction = unsafe { mem::zeroed() };
    // SAFETY: as above.
    let mut action: libc::sigaction = unsafe { mem::zeroed() };
    action.sa_sigaction = note_resize as extern "C" fn(libc::c_int) as usize;
    // SAFETY: both live through the call, and the handler does nothing but store a flag.
    checked(unsafe { libc::sigaction(libc::SIGWINCH, &action, &mut before) })?;
    Ok(before)
}

/// The size of the terminal; 80 columns and 24 rows of one that does not say. Until it has another
/// one, waits do not end with `Wake::Resized` any more.
pub fn size() -> Size {
    RESIZED.store(false, Ordering::Relaxed);
    let mut size = libc::winsize { ws_row: 0, ws_col: 0, ws_xpixel: 0, ws_ypixel: 0 };
    // SAFETY: `size` lives through the call, which fills it.
    let failed = unsafe { libc::ioctl(libc::STDOUT_FILENO, libc::TIOCGWINSZ, &mut size) } < 0;
    let or = |count: u16, usual| if failed || count == 0 { usual } else { count.into() };
    Size { columns: or(size.ws_col, 80), rows: or(size.ws_row, 24) }
}

/// Waits for a key; with a time, not longer than that.
pub fn wait(patience: Option<Duration>) -> io::Result<Wake> {
    let patience = patience.map_or(-1, |time| i32::try_from(time.as_millis()).unwrap_or(i32::MAX));
    loop {
        if RESIZED.load(Ordering::Relaxed) {
            return Ok(Wake::Resized);
        }
        let mut asked = libc::pollfd { fd: libc::STDIN_FILENO, events: libc::POLLIN, revents: 0 };
        // SAFETY: `asked` is one pollfd that lives through the call.
        match checked(unsafe { libc::poll(&mut asked, 1, patience) }) {
            Ok(()) if asked.revents != 0 => return Ok(Wake::Input),
            Ok(()) => return Ok(Wake::Silence),
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
}

/// Reads what is there behind `bytes`; how much that was. None at the end of the terminal.
pub fn read(bytes: &mut Vec<u8>) -> io::Result<usize> {
    let before = bytes.len();
    bytes.resize(before + CHUNK, 0);
    let room = &mut bytes[before..];
    // SAFETY: `room` is as long as said, and lives through the call.
    let count = unsafe { libc::read(libc::STDIN_FILENO, room.as_mut_ptr().cast(), room.len()) };
    bytes.truncate(before + usize::try_from(count).unwrap_or(0));
    match io::Error::last_os_error() {
        error if count < 0 && error.kind() == io::ErrorKind::Interrupted => read(bytes),
        error if count < 0 => Err(error),
        _ => Ok(bytes.len() - before),
    }
}

/// Writes text to the terminal, at once.
pub fn write(text: &str) -> io::Result<()> {
    let mut output = io::stdout().lock();
    output.write_all(text.as_bytes())?;
    output.flush()
}
