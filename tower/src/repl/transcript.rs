//! What a session showed, from its beginning: what `,transcript` saves.
//!
//! Invariant: what is kept reads as `tower repl --echo` would show the session, standard output only,
//! further lines of an input behind dots; the command that saves it is no part of it. At most `MOST`
//! bytes are kept in memory; of a longer session only what follows can be saved.

use super::check::difference::plain;
use super::check::script::joined;
use levels::machine::Machine;
use levels::port::{Given, output};
use levels::world::FileId;
use std::cell::RefCell;
use std::fs::{self, File};
use std::io::{self, Write};
use std::rc::Rc;

/// Bytes of a session that are kept.
const MOST: usize = 8 << 20;
/// Bytes of one input's output that wait for its end.
const MOST_PENDING: usize = 1 << 20;

/// How transcripts begin, and nothing else that somebody may want to keep.
const HEADER: &str = "; tower";

/// See the module's documentation.
#[derive(Clone, Default)]
pub struct Transcript(Rc<RefCell<Record>>);

#[derive(Default)]
struct Record {
    /// The comments at its beginning: the command line, the terminal's columns.
    header: String,
    /// What came before the last input; nothing if that was too much.
    past: Option<Vec<u8>>,
    /// The last input and what it has shown.
    pending: Vec<u8>,
    /// Whether what is shown is part of the session.
    hears: Hears,
    saved: Option<Saved>,
}

/// Whether what is shown is part of the session.
#[derive(Clone, Copy, PartialEq, Eq, Default)]
enum Hears {
    #[default]
    Nothing,
    Output,
}

/// The file that the session is saved in.
struct Saved {
    file: File,
    path: String,
    failure: Option<io::Error>,
}

/// How much of a session a file has.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Extent {
    /// From its beginning on.
    Whole,
    /// From here on.
    Rest,
}

/// What went wrong where a session was to be saved.
#[derive(Debug)]
pub enum Unsaved {
    /// Nothing is kept of this session.
    NotKept,
    /// There is a file of that name, which is no transcript.
    Occupied,
    /// The system refuses.
    Refused(io::Error),
}

impl Transcript {
    /// Begins to keep a session that was started with these words behind `tower`, or, where its lines
    /// are not shown, notes that it can be saved from some place on.
    pub fn begin(&self, m: &mut Machine, words: &[String], extent: Extent) {
        let mut record = self.0.borrow_mut();
        let words = if words.is_empty() { "repl".to_owned() } else { joined(words) };
        record.header = format!("{HEADER} {words}\n");
        if let Some(columns) = m.world.columns(FileId::OUTPUT) {
            record.header.push_str(&format!("; {columns} columns\n"));
        }
        record.past = (extent == Extent::Whole).then(Vec::new);
        drop(record);
        let record = self.0.clone();
        m.world.divert(
            FileId::OUTPUT,
            Box::new(move |bytes| {
                record.borrow_mut().hear(bytes);
                bytes.to_vec()
            }),
        );
    }

    /// What is shown from here on is none of the session's: a prompt is, or what saving says.
    pub fn pause(&self) {
        self.0.borrow_mut().hears = Hears::Nothing;
    }

    /// An input was typed after a prompt, or its next lines: what is shown from here on is what comes of
    /// it. The line that it stands on has ended.
    pub fn note_input(&self, m: &mut Machine, prompt: &str, lines: &str, continuation: bool) {
        if !self.0.borrow().is_on() {
            return;
        }
        let given = Given { who: "the REPL", position: 1, port: m.standard_output };
        // A prompt that cannot be written is lost silently.
        let _ = output::fresh_line(m, given);
        let _ = m.world.flush(FileId::OUTPUT);
        let width = prompt.trim_end().chars().count();
        let mut record = self.0.borrow_mut();
        for (index, line) in lines.split('\n').enumerate() {
            let line = line.trim_end_matches('\r');
            if index == 0 && !continuation {
                record.settle();
                record.pending.extend_from_slice(format!("{prompt}{line}\n").as_bytes());
            } else {
                let dotted = format!("{:>width$} {line}", "...");
                record.pending.extend_from_slice(dotted.trim_end().as_bytes());
                record.pending.push(b'\n');
            }
        }
        record.hears = Hears::Output;
    }

    /// The last input is no part of the session, nor is what it shows.
    pub fn forget_input(&self) {
        let mut record = self.0.borrow_mut();
        record.pending.clear();
        record.hears = Hears::Nothing;
    }

    /// Saves what is kept, and the session from here on, in a file.
    pub fn save(&self, path: &str) -> Result<Extent, Unsaved> {
        let mut record = self.0.borrow_mut();
        if record.header.is_empty() {
            return Err(Unsaved::NotKept);
        }
        if !is_free(path) {
            return Err(Unsaved::Occupied);
        }
        let past: &[u8] = record.past.as_deref().unwrap_or_default();
        let begun = File::create(path).and_then(|mut file| {
            file.write_all(record.header.as_bytes())?;
            file.write_all(past)?;
            Ok(file)
        });
        let file = begun.map_err(Unsaved::Refused)?;
        record.saved = Some(Saved { file, path: path.to_owned(), failure: None });
        Ok(if record.past.is_some() { Extent::Whole } else { Extent::Rest })
    }

    /// Ends saving: the file that it was saved in, if there was one, and what went wrong with it.
    pub fn stop(&self) -> Option<(String, Option<io::Error>)> {
        self.0.borrow_mut().saved.take().map(|saved| (saved.path, saved.failure))
    }

    /// The session is over.
    pub fn end(&self) {
        self.0.borrow_mut().settle();
    }
}

/// Whether nobody minds if a file of that name is written anew.
fn is_free(path: &str) -> bool {
    match fs::read(path) {
        Ok(content) => content.is_empty() || content.starts_with(HEADER.as_bytes()),
        Err(error) => error.kind() == io::ErrorKind::NotFound,
    }
}

impl Record {
    fn is_on(&self) -> bool {
        self.past.is_some() || self.saved.is_some()
    }

    fn hear(&mut self, bytes: &[u8]) {
        if self.hears == Hears::Nothing || !self.is_on() {
            return;
        }
        self.pending.extend_from_slice(bytes);
        if self.pending.len() > MOST_PENDING {
            self.settle();
        }
    }

    /// The last input is part of the session for good.
    fn settle(&mut self) {
        let pending = std::mem::take(&mut self.pending);
        if pending.is_empty() {
            return;
        }
        let text = String::from_utf8_lossy(&pending);
        let text = plain(&text);
        if let Some(saved) = &mut self.saved
            && saved.failure.is_none()
        {
            saved.failure = saved.file.write_all(text.as_bytes()).err();
        }
        if let Some(past) = &mut self.past {
            past.extend_from_slice(text.as_bytes());
            if past.len() > MOST {
                self.past = None;
            }
        }
    }
}
