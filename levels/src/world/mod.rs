//! Everything nondeterministic, behind one door.
//!
//! Invariant: no other module of this crate asks the operating system for anything. Every answer
//! from outside is an `Answer` to a `Question` and passes through `World::ask`, so that a recording
//! can note it there and a replay can give it there. What is decided inside, such as the generator
//! of random numbers once it is seeded and the buffering of output, is no question.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

mod question;
mod live;
mod random;
#[cfg(test)]
pub mod testing;

use live::Live;
use question::{Answer, Question};
pub use question::{Failure, FileId, Mode};
use random::Random;

/// Pending output is written at the latest when it is so many bytes.
const PENDING: usize = 1 << 16;
/// Input is asked for in pieces of so many bytes.
const PIECE: usize = 1 << 16;

/// What leaves in the place of bytes that are written to a file.
pub type Diversion = Box<dyn FnMut(&[u8]) -> Vec<u8>>;

/// The outside, as one machine sees it.
#[derive(Default)]
pub struct World {
    live: Live,
    random: Option<Random>,
    pending: Vec<Vec<u8>>,
    diversions: Vec<(FileId, Diversion)>,
    /// Files of which is said that nobody sits at the other end, and how long their lines may be.
    no_terminals: Vec<(FileId, Option<usize>)>,
    is_input_ended: bool,
}

impl World {
    /// The one place through which every answer comes.
    fn ask(&mut self, question: Question<'_>) -> Answer {
        self.live.answer(question)
    }

    /// The flag that a signal handler sets to interrupt what blocks. Whoever acts on the interrupt
    /// clears it.
    pub fn interrupt_flag(&self) -> Arc<AtomicBool> {
        self.live.interrupt.clone()
    }

    /// Whether an interrupt is waiting for somebody to act on it.
    pub fn is_interrupted(&self) -> bool {
        self.live.interrupt.load(Ordering::Relaxed)
    }

    /// Opens a file.
    pub fn open(&mut self, path: &str, mode: Mode) -> Result<FileId, Failure> {
        self.ask(Question::Open { path, mode }).file()
    }

    /// Writes what is pending and closes the file, which is closed even if that fails.
    pub fn close(&mut self, file: FileId) -> Result<(), Failure> {
        let flushed = self.flush(file);
        let closed = self.ask(Question::Close { file }).done();
        self.pending_of(file).clear();
        flushed.and(closed)
    }

    /// From here on, what is written to `file` goes through `diversion`, which comes after those that
    /// are there; what is pending has left before.
    pub fn divert(&mut self, file: FileId, diversion: Diversion) {
        // Who wrote it is told by the next flush of its own.
        let _ = self.flush(file);
        self.diversions.push((file, diversion));
    }

    /// Says from here on that nobody sits at the other end of `file`, and that a line there has room for
    /// so many characters, if for any number.
    pub fn deny_terminal(&mut self, file: FileId, columns: Option<usize>) {
        self.no_terminals.push((file, columns));
    }

    fn denied(&self, file: FileId) -> Option<Option<usize>> {
        let denied = self.no_terminals.iter().rev().find(|(of, _)| *of == file);
        denied.map(|(_, columns)| *columns)
    }

    /// Says from here on that standard input is at its end.
    pub fn end_input(&mut self) {
        self.is_input_ended = true;
    }

    /// The next bytes, at least one unless the file has ended. Blocks, and fails when it is interrupted
    /// or was before: nothing is lost by that. Before standard input is asked,
    /// standard output is flushed.
    pub fn read(&mut self, file: FileId) -> Result<Vec<u8>, Failure> {
        if file == FileId::INPUT {
            self.flush(FileId::OUTPUT)?;
            if self.is_input_ended {
                return Ok(Vec::new());
            }
        }
        self.ask(Question::Read { file, room: PIECE }).bytes()
    }

    /// Whether `read` would not block.
    pub fn is_ready(&mut self, file: FileId) -> Result<bool, Failure> {
        if file == FileId::INPUT && self.is_input_ended {
            return Ok(true);
        }
        self.ask(Question::IsReady { file }).truth()
    }

    /// Writes bytes, sooner or later: see `flush`.
    pub fn write(&mut self, file: FileId, bytes: &[u8]) -> Result<(), Failure> {
        let pending = self.pending_of(file);
        pending.extend_from_slice(bytes);
        if pending.len() >= PENDING { self.flush(file) } else { Ok(()) }
    }

    /// `write` for a byte that need not leave yet; `false`, and nothing done, if it would have to.
    #[inline]
    pub fn keep(&mut self, file: FileId, byte: u8) -> bool {
        match self.pending.get_mut(file.0 as usize) {
            Some(pending) if pending.len() + 1 < PENDING => {
                pending.push(byte);
                true
            }
            Some(_) | None => false,
        }
    }

    /// Writes everything that is pending. A failure or interrupt drops what was not written: the
    /// program is told once, and its next output is not made to fail by the last one.
    pub fn flush(&mut self, file: FileId) -> Result<(), Failure> {
        let mut bytes = std::mem::take(self.pending_of(file));
        if bytes.is_empty() {
            return Ok(());
        }
        let written = self.pass_on(file, &bytes);
        bytes.clear();
        *self.pending_of(file) = bytes;
        written
    }

    /// Writes bytes at once, as they are.
    pub fn write_undiverted(&mut self, file: FileId, bytes: &[u8]) -> Result<(), Failure> {
        self.ask(Question::Write { file, bytes }).done()
    }

    fn pass_on(&mut self, file: FileId, bytes: &[u8]) -> Result<(), Failure> {
        let mut diverted: Option<Vec<u8>> = None;
        let through = self.diversions.iter_mut().filter(|(of, _)| *of == file);
        for (_, diversion) in through {
            diverted = Some(diversion(diverted.as_deref().unwrap_or(bytes)));
        }
        let bytes = diverted.as_deref().unwrap_or(bytes);
        if bytes.is_empty() {
            return Ok(());
        }
        self.ask(Question::Write { file, bytes }).done()
    }

    /// Flushes all files, as far as that succeeds; the first one for which it does not.
    pub fn flush_all(&mut self) -> Result<(), (FileId, Failure)> {
        let files = (0..self.pending.len() as u32).map(FileId);
        let flushed = files.map(|file| self.flush(file).map_err(|failure| (file, failure)));
        flushed.fold(Ok(()), Result::and)
    }

    /// Whether a person sits at the other end.
    pub fn is_terminal(&mut self, file: FileId) -> bool {
        self.denied(file).is_none()
            && self.ask(Question::IsTerminal { file }).truth().unwrap_or(false)
    }

    /// How many characters a line of a terminal has room for.
    pub fn columns(&mut self, file: FileId) -> Option<usize> {
        if let Some(columns) = self.denied(file) {
            return columns;
        }
        let columns = self.ask(Question::Columns { file }).count().ok()?;
        usize::try_from(columns).ok().filter(|columns| *columns > 0)
    }

    /// Whether there is such a file or directory.
    pub fn exists(&mut self, path: &str) -> bool {
        self.ask(Question::Exists { path }).truth().unwrap_or(false)
    }

    /// Deletes a file.
    pub fn delete(&mut self, path: &str) -> Result<(), Failure> {
        self.ask(Question::Delete { path }).done()
    }

    /// Gives a file another name.
    pub fn rename(&mut self, from: &str, to: &str) -> Result<(), Failure> {
        self.ask(Question::Rename { from, to }).done()
    }

    /// The names in a directory, sorted.
    pub fn list_directory(&mut self, path: &str) -> Result<Vec<String>, Failure> {
        self.ask(Question::ListDirectory { path }).texts()
    }

    /// The directory where relative paths begin.
    pub fn current_directory(&mut self) -> Result<String, Failure> {
        self.ask(Question::CurrentDirectory).texts().map(|texts| texts.concat())
    }

    /// What is left of standard input: for programs that come that way.
    pub fn read_standard_input(&mut self, room: usize) -> Result<Vec<u8>, Failure> {
        self.read_to_end(FileId::INPUT, room)
    }

    /// The whole content of a file of at most `room` bytes: for loading programs.
    pub fn read_whole(&mut self, path: &str, room: usize) -> Result<Vec<u8>, Failure> {
        let file = self.open(path, Mode::Read)?;
        let content = self.read_to_end(file, room);
        let closed = self.close(file);
        content.and_then(|content| closed.map(|()| content))
    }

    fn read_to_end(&mut self, file: FileId, room: usize) -> Result<Vec<u8>, Failure> {
        let mut content = Vec::new();
        loop {
            let piece = self.read(file)?;
            if piece.is_empty() {
                return Ok(content);
            }
            if content.len() + piece.len() > room {
                return Err(Failure::Refused("larger than the memory that is left".to_owned()));
            }
            content.extend_from_slice(&piece);
        }
    }

    /// The value of a variable of the process's environment.
    pub fn environment_variable(&mut self, name: &str) -> Option<String> {
        self.environment_variables()
            .into_iter()
            .find(|(key, _)| key == name)
            .map(|(_, value)| value)
    }

    /// All variables of the process's environment, sorted.
    pub fn environment_variables(&mut self) -> Vec<(String, String)> {
        let flat = self.ask(Question::Environment).texts().unwrap_or_default();
        let (pairs, _) = flat.as_chunks::<2>();
        pairs.iter().map(|[name, value]| (name.clone(), value.clone())).collect()
    }

    /// The program's command line: its own name, then its arguments.
    pub fn command_line(&mut self) -> Vec<String> {
        self.ask(Question::CommandLine).texts().unwrap_or_default()
    }

    /// Says what the program's command line is, where it is not that of the process.
    pub fn set_command_line(&mut self, command_line: Vec<String>) {
        self.live.command_line = Some(command_line);
    }

    /// Seconds since 1970-01-01T00:00:00Z.
    pub fn current_second(&mut self) -> f64 {
        self.ask(Question::CurrentSecond).real().unwrap_or(0.0)
    }

    /// Nanoseconds since the world began; never goes back.
    pub fn nanoseconds(&mut self) -> u64 {
        self.ask(Question::Nanoseconds).count().unwrap_or(0)
    }

    /// Nanoseconds of processor time that this process has used.
    pub fn processor_nanoseconds(&mut self) -> u64 {
        self.ask(Question::ProcessorNanoseconds).count().unwrap_or(0)
    }

    /// Makes what is random the same in every run.
    pub fn set_seed(&mut self, seed: u64) {
        self.random = Some(Random::new(seed));
    }

    /// The state of the random numbers, for a snapshot.
    pub fn random_state(&mut self) -> [u64; 4] {
        self.random().state()
    }

    /// Puts a state of the random numbers back.
    pub fn set_random_state(&mut self, state: [u64; 4]) {
        self.random = Some(Random::with_state(state));
    }

    /// 64 random bits.
    pub fn random_bits(&mut self) -> u64 {
        self.random().next()
    }

    /// A random number less than `limit`, which is not zero; all are equally likely.
    pub fn random_below(&mut self, limit: u64) -> u64 {
        self.random().below(limit)
    }

    /// A random number from 0 up to, not including, 1.
    pub fn random_unit(&mut self) -> f64 {
        (self.random().next() >> 11) as f64 / (1u64 << 53) as f64
    }

    fn random(&mut self) -> &mut Random {
        if self.random.is_none() {
            let seed = self.ask(Question::Seed).count().unwrap_or(0);
            self.random = Some(Random::new(seed));
        }
        self.random.get_or_insert_with(|| Random::new(0))
    }

    fn pending_of(&mut self, file: FileId) -> &mut Vec<u8> {
        let index = file.0 as usize;
        if self.pending.len() <= index {
            self.pending.resize_with(index + 1, Vec::new);
        }
        &mut self.pending[index]
    }
}

#[cfg(test)]
mod tests;
