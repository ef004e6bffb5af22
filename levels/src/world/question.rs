//! What can be asked of the outside, and what it can answer.

/// A file that is open.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct FileId(pub u32);

impl FileId {
    /// Standard input.
    pub const INPUT: FileId = FileId(0);
    /// Standard output.
    pub const OUTPUT: FileId = FileId(1);
    /// Standard error.
    pub const ERROR: FileId = FileId(2);
}

/// What a file is opened for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Mode {
    /// Reading.
    Read,
    /// Writing, from nothing.
    Write,
    /// Writing after what is there.
    Append,
}

/// Why the outside did not do what it was asked.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Failure {
    /// The system refused, in these words.
    Refused(String),
    /// The person interrupted.
    Interrupted,
}

/// A question to the outside.
#[derive(Clone, Copy, Debug)]
pub(super) enum Question<'a> {
    Open {
        path: &'a str,
        mode: Mode,
    },
    Close {
        file: FileId,
    },
    Read {
        file: FileId,
        room: usize,
    },
    IsReady {
        file: FileId,
    },
    Write {
        file: FileId,
        bytes: &'a [u8],
    },
    IsTerminal {
        file: FileId,
    },
    /// Of a terminal.
    Columns {
        file: FileId,
    },
    Exists {
        path: &'a str,
    },
    Delete {
        path: &'a str,
    },
    Rename {
        from: &'a str,
        to: &'a str,
    },
    ListDirectory {
        path: &'a str,
    },
    CurrentDirectory,
    /// Names and values alternate in the answer.
    Environment,
    CommandLine,
    CurrentSecond,
    Nanoseconds,
    ProcessorNanoseconds,
    Seed,
}

/// An answer from outside.
#[derive(Clone, PartialEq, Debug)]
pub(super) enum Answer {
    Done,
    File(FileId),
    Bytes(Vec<u8>),
    Truth(bool),
    Texts(Vec<String>),
    Real(f64),
    Count(u64),
    Failed(Failure),
}

impl Answer {
    pub fn done(self) -> Result<(), Failure> {
        if self == Answer::Done { Ok(()) } else { Err(self.failure()) }
    }

    pub fn file(self) -> Result<FileId, Failure> {
        if let Answer::File(file) = self { Ok(file) } else { Err(self.failure()) }
    }

    pub fn bytes(self) -> Result<Vec<u8>, Failure> {
        if let Answer::Bytes(bytes) = self { Ok(bytes) } else { Err(self.failure()) }
    }

    pub fn truth(self) -> Result<bool, Failure> {
        if let Answer::Truth(truth) = self { Ok(truth) } else { Err(self.failure()) }
    }

    pub fn texts(self) -> Result<Vec<String>, Failure> {
        if let Answer::Texts(texts) = self { Ok(texts) } else { Err(self.failure()) }
    }

    pub fn real(self) -> Result<f64, Failure> {
        if let Answer::Real(real) = self { Ok(real) } else { Err(self.failure()) }
    }

    pub fn count(self) -> Result<u64, Failure> {
        if let Answer::Count(count) = self { Ok(count) } else { Err(self.failure()) }
    }

    /// Why this is not the answer that was hoped for.
    fn failure(self) -> Failure {
        if let Answer::Failed(failure) = self {
            return failure;
        }
        Failure::Refused("the answer does not fit the question".to_owned())
    }
}
