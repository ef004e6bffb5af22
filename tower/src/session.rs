//! One run of the tower: its options, its files and expressions, its REPL.

use crate::cli::{Invocation, Language, Meta, Program};
use crate::repl::lines::{self, LineSource};
use crate::repl::transcript::Extent;
use crate::repl::{self, Lasts};
use crate::tower::{Manner, Stop, Tower};
use crate::voice::Voice;
use crate::waiting::LevelId;
use levels::condition::Outcome;
use levels::environment::{self, UNIVERSE};
use levels::machine::boot::Settings;
use levels::machine::poll::Attention;
use levels::machine::stress::Stress;
use levels::reader::Reader;
use levels::symbol;
use levels::value::Value;
use levels::world::{Diversion, FileId};
use std::path::{Path, PathBuf};

/// How a part of a run ended.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Status {
    /// The next part may begin.
    Continues,
    /// The process is to end with this status.
    Ends(i32),
}

/// What a session is made with; see `cli::Invocation`.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// Bytes that the program may use.
    pub memory: Option<u64>,
    /// Polls after which the program is stopped.
    pub fuel: Option<u64>,
    /// Where random numbers start.
    pub seed: Option<u64>,
    /// Where libraries are looked for.
    pub library_folders: Vec<PathBuf>,
    /// What `(command-line)` is.
    pub arguments: Vec<String>,
    /// How the machine is checked while the program runs; for tests.
    pub stress: Option<Stress>,
}

impl Options {
    /// What a command line says of them.
    pub fn of(invocation: &Invocation) -> Options {
        Options {
            memory: invocation.memory,
            fuel: invocation.fuel,
            seed: invocation.seed,
            library_folders: invocation.library_dirs.clone(),
            arguments: invocation.arguments.clone(),
            stress: None,
        }
    }
}

/// Words of stack in a checked run: 8 KB.
const SMALL_STACK: usize = 1024;

/// See the module's documentation.
pub struct Session {
    pub(crate) tower: Tower,
}

impl Session {
    /// A tower with the standard library, of which nothing else has been looked at.
    pub fn new(options: &Options) -> Session {
        let mut settings = Settings::default();
        if let Some(memory) = options.memory {
            settings.memory = usize::try_from(memory).unwrap_or(usize::MAX);
        }
        if options.stress.is_some() {
            settings.stack_words = SMALL_STACK;
        }
        let mut tower = Tower::new(settings, Manner::Script);
        crate::prelude::load(&mut tower);
        tower.m.set_stress(options.stress);
        tower.m.poll.set_fuel(options.fuel);
        if let Some(seed) = options.seed {
            tower.m.world.set_seed(seed);
        }
        tower.m.world.set_command_line(options.arguments.clone());
        let folders = options.library_folders.iter();
        tower.m.expander.library_folders =
            folders.map(|folder| folder.to_string_lossy().into_owned()).collect();
        tower.m.expander.library_exists = crate::library::exists;
        tower.m.expander.features.extend(crate::library::carried_srfis());
        tower.m.expander.carried_text = crate::library::carried_text;
        tower.libraries.folders = options.library_folders.clone();
        Session { tower }
    }

    /// What a signal handler needs to interrupt the program.
    pub fn attention(&self) -> Attention {
        self.tower.m.poll.attention()
    }

    /// What a library exports, as `(srfi 1)` is by `srfi 1`: each name, and whether it is the
    /// universe's; sorted. `None` if it cannot be imported.
    pub fn exports(&mut self, library: &str) -> Option<Vec<(String, bool)>> {
        self.evaluate_text(&format!("(import (only ({library})))"), false);
        self.tower.exports(library)
    }

    /// The names, of variables and of forms, that every level finds without importing anything,
    /// sorted.
    pub fn universal_names(&self) -> Vec<String> {
        let m = &self.tower.m;
        let names = environment::bound_names(m, UNIVERSE).into_iter();
        let names = names.map(|name| symbol::name(&m.heap, name).to_owned());
        names.filter(|name| !name.starts_with('%')).collect()
    }

    /// Has every level speak a dialect. Nothing may have been evaluated before.
    pub fn adopt(&mut self, language: &Language) -> Status {
        let stop = match crate::dialect::open(&mut self.tower.m, language) {
            Ok(reader) => {
                if let Language::Carried(_) = language {
                    self.tower.note_carried(&reader);
                }
                self.tower.adopt(reader)
            }
            Err(condition) => self.tower.fail(&condition),
        };
        self.settle(stop)
    }

    /// Evaluates the forms of a file.
    pub fn load_file(&mut self, path: &Path) -> Status {
        let reader = crate::source_file::open(&mut self.tower.m, &path.to_string_lossy());
        self.run(reader, false)
    }

    /// Evaluates the forms of a file at a level above the program. With `lines` an error in it moves up,
    /// and they are read there until the file is resumed to its end; else it ends the run.
    fn run_meta(&mut self, meta: &Meta, lines: Option<&mut (dyn LineSource + '_)>) -> Status {
        let reader = crate::source_file::open(&mut self.tower.m, &meta.path.to_string_lossy());
        let manner = if lines.is_some() { Manner::Interactive } else { Manner::Script };
        self.tower.manner = manner;
        let stop = self.start(reader, meta.level, false);
        let status = match (stop, lines) {
            (Stop::Prompt(_) | Stop::Incomplete(_), Some(lines)) => {
                repl::converse(&mut self.tower, lines, Lasts::UntilDone)
            }
            (stop, _) => self.settle(stop),
        };
        self.tower.manner = Manner::Script;
        status
    }

    /// Evaluates the program on standard input.
    pub fn load_standard_input(&mut self) -> Status {
        let m = &mut self.tower.m;
        let reader = match m.world.read_standard_input(m.heap.room()) {
            Ok(content) => crate::source_file::reader(m, "<standard input>", content),
            Err(failure) => Err(levels::port::condition("load", "<standard input>", failure)),
        };
        self.run(reader, false)
    }

    /// Evaluates the forms of a text; with `print` the last value is printed.
    pub fn evaluate_text(&mut self, text: &str, print: bool) -> Status {
        let reader = crate::source_file::reader(&mut self.tower.m, "-e", text.as_bytes().to_vec());
        self.run(reader, print)
    }

    fn run(&mut self, reader: Outcome<Reader>, print: bool) -> Status {
        let stop = self.start(reader, LevelId(0), print);
        self.settle(stop)
    }

    fn start(&mut self, reader: Outcome<Reader>, level: LevelId, print: bool) -> Stop {
        self.tower.begin(level, Value::NIL);
        match reader {
            Ok(reader) => self.tower.evaluate_reader(reader, print),
            Err(condition) => self.tower.fail(&condition),
        }
    }

    /// In a script, a prompt means that the program went up: the forms of the level above come from
    /// standard input.
    fn settle(&mut self, stop: Stop) -> Status {
        match stop {
            Stop::Done(_) => Status::Continues,
            Stop::Exit(status) => Status::Ends(status),
            Stop::Prompt(_) | Stop::Incomplete(_) => self.rest_from_standard_input(),
        }
    }

    /// The part of the run that went up goes on, and so do the parts after it, when a form has it
    /// resumed to its end.
    fn rest_from_standard_input(&mut self) -> Status {
        let echo = crate::cli::Echo::Silent;
        let mut lines = lines::standard(self.tower.voice, echo, None);
        let status = repl::converse(&mut self.tower, lines.as_mut(), Lasts::UntilDone);
        self.tower.manner = Manner::Script;
        status
    }

    /// Reads, evaluates and prints until the input ends or the program exits.
    pub fn repl(&mut self, lines: &mut dyn LineSource) -> Status {
        repl::converse(&mut self.tower, lines, Lasts::UntilInputEnds)
    }

    /// Keeps what the session writes to standard output and reads from standard input apart from those of
    /// the process: the one goes through `diversion`, its lines having room for `columns`, the other is at
    /// its end.
    pub fn confine(&mut self, diversion: Diversion, columns: Option<usize>) {
        let world = &mut self.tower.m.world;
        world.divert(FileId::OUTPUT, diversion);
        world.deny_terminal(FileId::OUTPUT, columns);
        world.end_input();
    }

    /// Ends the line of output that is there, and sees to it that all output has left.
    pub fn end_output(&mut self) {
        self.tower.end_output();
    }

    /// Does what a command line asks for before its REPL, in its order; then level 0 is to run. `lines`
    /// are the REPL's, if there will be one.
    pub fn prepare(
        &mut self,
        invocation: &Invocation,
        mut lines: Option<&mut (dyn LineSource + '_)>,
    ) -> Status {
        self.tower.is_flat = invocation.flat;
        self.tower.interpret_texts(invocation.honest);
        if let Some(language) = &invocation.language
            && let Status::Ends(status) = self.adopt(language)
        {
            return Status::Ends(status);
        }
        for meta in &invocation.metas {
            if let Status::Ends(status) = self.run_meta(meta, lines.as_deref_mut()) {
                return Status::Ends(status);
            }
        }
        for path in &invocation.loads {
            if let Status::Ends(status) = self.load_file(path) {
                return Status::Ends(status);
            }
        }
        for expression in &invocation.expressions {
            if let Status::Ends(status) = self.evaluate_text(expression, true) {
                return Status::Ends(status);
            }
        }
        let ended = match &invocation.program {
            None => Status::Continues,
            Some(Program::File(path)) => self.load_file(path),
            Some(Program::StandardInput) => self.load_standard_input(),
        };
        self.tower.begin(LevelId(0), Value::NIL);
        ended
    }

    /// Does what a command line asks for, in its order; the status of the process. `history` is the
    /// file that remembers the REPL's inputs.
    pub fn perform(&mut self, invocation: &Invocation, history: Option<PathBuf>) -> i32 {
        if invocation.voice == Voice::Json {
            self.tower.speak_json();
        }
        let ended = match invocation.repl {
            Some(echo) => {
                let mut lines = lines::standard(self.tower.voice, echo, history);
                self.prepare_and_converse(invocation, lines.as_mut())
            }
            None => self.prepare(invocation, None),
        };
        match ended {
            Status::Ends(status) => self.end(status),
            Status::Continues => self.end(0),
        }
    }

    fn prepare_and_converse(
        &mut self,
        invocation: &Invocation,
        lines: &mut dyn LineSource,
    ) -> Status {
        let transcript = self.tower.transcript.clone();
        if self.tower.voice == Voice::Words {
            let extent = if lines.are_shown() { Extent::Whole } else { Extent::Rest };
            transcript.begin(&mut self.tower.m, &invocation.words, extent);
        }
        let ended = match self.prepare(invocation, Some(lines)) {
            Status::Continues => self.repl(lines),
            ends @ Status::Ends(_) => ends,
        };
        self.end_output();
        transcript.end();
        ended
    }

    /// Output that cannot be written at the end is an error like any other.
    fn end(&mut self, status: i32) -> i32 {
        let status = self.end_files(status);
        self.tower.say_end(status);
        status
    }

    fn end_files(&mut self, status: i32) -> i32 {
        let m = &mut self.tower.m;
        match m.world.flush_all() {
            Ok(()) => status,
            Err(_) if status != 0 => status,
            Err((file, failure)) => {
                let path = m.ports.path_of(file).unwrap_or_default();
                let condition = levels::port::condition("exit", path, failure);
                crate::report::alarm(&mut self.tower, &condition);
                1
            }
        }
    }
}
