//! `tower check`: saved sessions played again and compared, for who grades programs or guards results.
//!
//! Invariant: every file has a session of its own in this process, of which nothing is left when the next
//! begins; nothing that a program does ends the check with a status that says all was well.

use crate::cli::{self, Invocation, Request};
use crate::session::{Options, Session, Status};
use levels::world::Failure;
use playing::{Player, Shown};
use script::Script;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

pub mod difference;
mod playing;
pub mod script;

/// What `tower check` was asked for.
#[derive(Debug, Default, PartialEq)]
pub struct Check {
    /// The files, in the order given.
    pub files: Vec<PathBuf>,
    /// What every session is started with; its own first comment may say otherwise. The fuel is for each
    /// input.
    pub options: Invocation,
}

/// What came of one file.
enum Verdict {
    /// So many inputs, all as they were.
    Same(usize),
    /// So many inputs; the lines that show what differs, and in how many places.
    Differs(usize, usize, String),
    /// It cannot be played.
    Refused(String),
}

/// Plays the files and says on `out` how each did: the exit status.
pub fn check(check: &Check, out: &mut dyn Write) -> io::Result<i32> {
    let (mut inputs, mut failed) = (0, 0);
    for path in &check.files {
        let shown = path.display();
        match play(path, &check.options) {
            Verdict::Same(count) => {
                inputs += count;
                writeln!(out, "{shown}: {}, as it was", counted(count, "input"))?;
            }
            Verdict::Differs(count, places, text) => {
                (inputs, failed) = (inputs + count, failed + 1);
                let places = counted(places, "difference");
                writeln!(out, "{text}{shown}: {}, {places}", counted(count, "input"))?;
            }
            Verdict::Refused(words) => {
                failed += 1;
                writeln!(out, "{shown}: {words}")?;
            }
        }
        out.flush()?;
    }
    if check.files.len() > 1 {
        let files = counted(check.files.len(), "file");
        let verdict = match failed {
            0 => "all as they were".to_owned(),
            failed => format!("{failed} failed"),
        };
        writeln!(out, "{files}, {}: {verdict}", counted(inputs, "input"))?;
    }
    Ok(i32::from(failed > 0))
}

fn counted(count: usize, what: &str) -> String {
    if count == 1 { format!("1 {what}") } else { format!("{count} {what}s") }
}

fn play(path: &Path, options: &Invocation) -> Verdict {
    let content = match fs::read(path) {
        Ok(content) => content,
        Err(error) => return Verdict::Refused(words_of(error)),
    };
    let text = match String::from_utf8(content) {
        Ok(text) => text,
        Err(error) => {
            let offset = error.utf8_error().valid_up_to();
            return Verdict::Refused(format!("no transcript: not UTF-8 at byte {offset}"));
        }
    };
    let scripts = script::scripts(path, &text);
    if scripts.is_empty() {
        return Verdict::Refused(
            "no transcript: no line begins with a prompt, as in lisp-0> (+ 1 2)".into(),
        );
    }
    let (mut inputs, mut places, mut text) = (0, 0, String::new());
    for script in scripts {
        match play_script(script, options) {
            Ok(player) => {
                inputs += player.inputs;
                places += player.differences.len();
                for difference in player.differences {
                    text.push_str(&difference.lines(&path.display().to_string()));
                }
            }
            Err(words) => return Verdict::Refused(words),
        }
    }
    match places {
        0 => Verdict::Same(inputs),
        places => Verdict::Differs(inputs, places, text),
    }
}

/// `no such file or directory`.
fn words_of(error: io::Error) -> String {
    match Failure::from(error) {
        Failure::Refused(words) => words,
        Failure::Interrupted => "interrupted".to_owned(),
    }
}

fn play_script(script: Script, given: &Invocation) -> Result<Player, String> {
    let own = match cli::parse(script.options.iter().map(Into::into), None) {
        Ok(Request::Run(own)) => own,
        Ok(_) => return Err("its first comment asks for no session".to_owned()),
        Err(mistake) => return Err(format!("its first comment: {mistake}")),
    };
    let begun = Invocation {
        memory: own.memory.or(given.memory),
        seed: own.seed.or(given.seed),
        language: own.language.or(given.language.clone()),
        flat: own.flat || given.flat,
        library_dirs: own.library_dirs.iter().chain(&given.library_dirs).cloned().collect(),
        metas: given.metas.iter().chain(&own.metas).cloned().collect(),
        loads: given.loads.iter().chain(&own.loads).cloned().collect(),
        repl: None,
        ..own
    };
    let shown = Shown::default();
    let mut session = Session::new(&Options::of(&begun));
    session.confine(shown.diversion(), script.columns);
    let mut player = Player::new(script.parts, shown, given.fuel);
    if let Status::Ends(_) = session.prepare(&begun, Some(&mut player)) {
        if player.inputs == 0 {
            return Err("the session ended before its first input".to_owned());
        }
    } else {
        session.repl(&mut player);
    }
    session.end_output();
    player.finish();
    Ok(player)
}
