//! The real outside: the operating system's answers.

use super::question::{Answer, Failure, FileId, Mode, Question};
use std::fs::{self, File, OpenOptions};
use std::hash::{BuildHasher, Hasher};
use std::io::{self, ErrorKind, IsTerminal, Read, Write};
use std::os::fd::{AsFd, AsRawFd, BorrowedFd};
use std::os::unix::fs::{FileTypeExt, OpenOptionsExt};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant, SystemTime};

/// The operating system, and the files that are open there. The first three are the standard ones,
/// absent where the process was started without.
pub struct Live {
    files: Vec<Option<File>>,
    began: Instant,
    pub interrupt: Arc<AtomicBool>,
    pub command_line: Option<Vec<String>>,
}

impl Default for Live {
    fn default() -> Live {
        let own = |fd: BorrowedFd<'_>| fd.try_clone_to_owned().ok().map(File::from);
        let files =
            vec![own(io::stdin().as_fd()), own(io::stdout().as_fd()), own(io::stderr().as_fd())];
        Live { files, began: Instant::now(), interrupt: Arc::default(), command_line: None }
    }
}

impl Live {
    pub fn answer(&mut self, question: Question<'_>) -> Answer {
        self.try_answer(question).unwrap_or_else(Answer::Failed)
    }

    fn try_answer(&mut self, question: Question<'_>) -> Result<Answer, Failure> {
        Ok(match question {
            Question::Open { path, mode } => Answer::File(self.open(path, mode)?),
            Question::Close { file } => self.close(file),
            Question::Read { file, room } => Answer::Bytes(self.read(file, room)?),
            Question::IsReady { file } => {
                Answer::Truth(is_ready(self.file(file)?, libc::POLLIN, 0))
            }
            Question::Write { file, bytes } => self.write(file, bytes)?,
            Question::IsTerminal { file } => Answer::Truth(self.file(file)?.is_terminal()),
            Question::Columns { file } => Answer::Count(columns(self.file(file)?)?),
            Question::Exists { path } => Answer::Truth(fs::symlink_metadata(path).is_ok()),
            Question::Delete { path } => fs::remove_file(path).map(|()| Answer::Done)?,
            Question::Rename { from, to } => fs::rename(from, to).map(|()| Answer::Done)?,
            Question::ListDirectory { path } => Answer::Texts(list_directory(path)?),
            Question::CurrentDirectory => {
                Answer::Texts(vec![std::env::current_dir()?.to_string_lossy().into_owned()])
            }
            Question::Environment => Answer::Texts(environment()),
            Question::CommandLine => Answer::Texts(self.command_line()),
            Question::CurrentSecond => Answer::Real(current_second()),
            Question::Nanoseconds => Answer::Count(self.began.elapsed().as_nanos() as u64),
            Question::ProcessorNanoseconds => Answer::Count(processor_nanoseconds()),
            Question::Seed => Answer::Count(
                std::collections::hash_map::RandomState::new().build_hasher().finish(),
            ),
        })
    }

    fn file(&mut self, file: FileId) -> Result<&mut File, Failure> {
        let closed = || Failure::Refused("the file is closed".to_owned());
        self.files.get_mut(file.0 as usize).and_then(Option::as_mut).ok_or_else(closed)
    }

    fn open(&mut self, path: &str, mode: Mode) -> Result<FileId, Failure> {
        let mut options = OpenOptions::new();
        match mode {
            Mode::Read => options.read(true),
            Mode::Write => options.write(true).create(true).truncate(true),
            Mode::Append => options.append(true).create(true),
        };
        let file = open_unless_interrupted(path, &mut options, &self.interrupt)?;
        if file.metadata()?.is_dir() {
            return Err(Failure::Refused("is a directory".to_owned()));
        }
        let free = self.files.iter().skip(3).position(Option::is_none).map(|n| n + 3);
        let row = free.unwrap_or(self.files.len());
        if row == self.files.len() {
            self.files.push(None);
        }
        self.files[row] = Some(file);
        Ok(FileId(row as u32))
    }

    fn close(&mut self, file: FileId) -> Answer {
        if let Some(row) = self.files.get_mut(file.0 as usize) {
            *row = None;
        }
        Answer::Done
    }

    fn read(&mut self, file: FileId, room: usize) -> Result<Vec<u8>, Failure> {
        let interrupt = self.interrupt.clone();
        let file = self.file(file)?;
        let mut bytes = vec![0; room];
        if interrupt.load(Ordering::Relaxed) {
            return Err(Failure::Interrupted);
        }
        loop {
            wait_until(file, libc::POLLIN, &interrupt)?;
            match file.read(&mut bytes) {
                Ok(count) => {
                    bytes.truncate(count);
                    return Ok(bytes);
                }
                Err(error) => go_on_after(error, &interrupt)?,
            }
        }
    }

    fn write(&mut self, file: FileId, bytes: &[u8]) -> Result<Answer, Failure> {
        let interrupt = self.interrupt.clone();
        let file = self.file(file)?;
        let mut rest = bytes;
        while !rest.is_empty() {
            // A file that may keep its writer waiting takes so much at once, if it takes anything.
            let piece = if wait_until(file, libc::POLLOUT, &interrupt)? == Waits::Maybe {
                &rest[..rest.len().min(libc::PIPE_BUF)]
            } else {
                rest
            };
            match file.write(piece) {
                Ok(0) => return Err(Failure::Refused("nothing more can be written".to_owned())),
                Ok(count) => rest = &rest[count..],
                Err(error) => go_on_after(error, &interrupt)?,
            }
        }
        Ok(Answer::Done)
    }

    fn command_line(&self) -> Vec<String> {
        let of_process = || std::env::args_os().map(|text| text.to_string_lossy().into_owned());
        self.command_line.clone().unwrap_or_else(|| of_process().collect())
    }
}

/// Whether a file may keep who uses it waiting: a terminal, a pipe.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Waits {
    Never,
    Maybe,
}

/// The longest wait in milliseconds after which the interrupt is looked at.
const PATIENCE: i32 = 50;

/// Waits until the file has something, or room, or has ended.
fn wait_until(file: &File, event: i16, interrupt: &AtomicBool) -> Result<Waits, Failure> {
    if file.metadata().is_ok_and(|metadata| metadata.is_file()) {
        return Ok(Waits::Never);
    }
    while !is_ready(file, event, PATIENCE) {
        if interrupt.load(Ordering::Relaxed) {
            return Err(Failure::Interrupted);
        }
    }
    Ok(Waits::Maybe)
}

/// Opens a file. A pipe with a name that nobody else has opened does not keep its reader waiting here
/// but when it is read.
fn open_unless_interrupted(
    path: &str,
    options: &mut OpenOptions,
    interrupt: &AtomicBool,
) -> Result<File, Failure> {
    options.custom_flags(libc::O_NONBLOCK);
    loop {
        match options.open(path) {
            Ok(file) => {
                let flags = flags_of(&file)? & !libc::O_NONBLOCK;
                // SAFETY: the file is open.
                unsafe { libc::fcntl(file.as_raw_fd(), libc::F_SETFL, flags) };
                return Ok(file);
            }
            Err(error) if error.raw_os_error() == Some(libc::ENXIO) && is_named_pipe(path) => {
                if interrupt.load(Ordering::Relaxed) {
                    return Err(Failure::Interrupted);
                }
                std::thread::sleep(Duration::from_millis(PATIENCE as u64));
            }
            Err(error) => go_on_after(error, interrupt)?,
        }
    }
}

fn flags_of(file: &File) -> io::Result<i32> {
    // SAFETY: the file is open.
    let flags = unsafe { libc::fcntl(file.as_raw_fd(), libc::F_GETFL) };
    if flags < 0 { Err(io::Error::last_os_error()) } else { Ok(flags) }
}

fn is_named_pipe(path: &str) -> bool {
    fs::metadata(path).is_ok_and(|metadata| metadata.file_type().is_fifo())
}

/// Nothing, if a system call that was cut short by a signal shall be tried again.
fn go_on_after(error: io::Error, interrupt: &AtomicBool) -> Result<(), Failure> {
    if error.kind() != ErrorKind::Interrupted {
        return Err(error.into());
    }
    if interrupt.load(Ordering::Relaxed) { Err(Failure::Interrupted) } else { Ok(()) }
}

impl From<io::Error> for Failure {
    /// The system's words as part of a sentence: `no such file or directory`.
    fn from(error: io::Error) -> Failure {
        let words = error.to_string();
        let words = words.split(" (os error").next().unwrap_or("").to_owned();
        let mut letters = words.chars();
        let first = letters.next().map(|c| c.to_ascii_lowercase());
        Failure::Refused(first.into_iter().chain(letters).collect())
    }
}

fn list_directory(path: &str) -> io::Result<Vec<String>> {
    let name = |entry: io::Result<fs::DirEntry>| Ok(entry?.file_name().to_string_lossy().into());
    let mut names = fs::read_dir(path)?.map(name).collect::<io::Result<Vec<String>>>()?;
    names.sort();
    Ok(names)
}

fn environment() -> Vec<String> {
    let mut pairs: Vec<_> = std::env::vars_os().collect();
    pairs.sort();
    let texts = pairs.into_iter().flat_map(|(name, value)| [name, value]);
    texts.map(|text| text.to_string_lossy().into_owned()).collect()
}

fn current_second() -> f64 {
    match SystemTime::now().duration_since(SystemTime::UNIX_EPOCH) {
        Ok(since) => since.as_secs_f64(),
        Err(before) => -before.duration().as_secs_f64(),
    }
}

fn processor_nanoseconds() -> u64 {
    let mut time = libc::timespec { tv_sec: 0, tv_nsec: 0 };
    // SAFETY: `time` is a timespec that lives through the call.
    unsafe { libc::clock_gettime(libc::CLOCK_PROCESS_CPUTIME_ID, &mut time) };
    time.tv_sec as u64 * 1_000_000_000 + time.tv_nsec as u64
}

/// How many characters a line of a terminal has room for.
fn columns(terminal: &File) -> io::Result<u64> {
    let mut size = libc::winsize { ws_row: 0, ws_col: 0, ws_xpixel: 0, ws_ypixel: 0 };
    // SAFETY: `size` is what this request fills in, and lives through the call.
    let failed = unsafe { libc::ioctl(terminal.as_raw_fd(), libc::TIOCGWINSZ, &mut size) } < 0;
    if failed { Err(io::Error::last_os_error()) } else { Ok(size.ws_col.into()) }
}

/// Whether reading, or writing, would not block: there is something or some room, or the end. Waits
/// for that for so many milliseconds.
fn is_ready(file: &File, event: i16, patience: i32) -> bool {
    let mut asked = libc::pollfd { fd: file.as_raw_fd(), events: event, revents: 0 };
    // SAFETY: `asked` is one pollfd that lives through the call, whose file is open.
    unsafe { libc::poll(&mut asked, 1, patience) > 0 }
}
