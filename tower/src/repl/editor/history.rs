//! The inputs of this session and of those before it.
//!
//! Invariants: an input that was remembered is in the file at once, at its end, behind whatever
//! other sessions put there; nothing ever takes anything out of the file. A file that cannot be read
//! or written is done without.
//!
//! A line of the file is an input: `\n` in it stands for the end of a line, `\\` for a backslash. A
//! first line `#V2` says so.

use std::fs::{File, OpenOptions};
use std::io::{Read, Seek, SeekFrom, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

const VERSION: &str = "#V2";
/// Most inputs that are remembered from before.
const MOST: usize = 10_000;
/// Bytes at the end of the file that are read.
const READ: u64 = 4 << 20;
/// A longer input is remembered to the end of the session only.
const LONGEST: usize = 1 << 16;

/// The inputs of this session and of those before it, oldest first.
#[derive(Default)]
pub struct History {
    file: Option<PathBuf>,
    inputs: Vec<String>,
}

impl History {
    /// What `file` holds, if there is one.
    pub fn load(file: Option<PathBuf>) -> History {
        let text = file.as_deref().and_then(|file| end_of(file).ok()).unwrap_or_default();
        let lines: Vec<&str> = text.lines().filter(|line| !line.is_empty()).collect();
        let mut history = History { file: None, inputs: Vec::new() };
        for line in &lines[lines.len().saturating_sub(MOST)..] {
            if *line != VERSION {
                history.note(&unescaped(line));
            }
        }
        history.file = file;
        history
    }

    /// The inputs, oldest first.
    pub fn inputs(&self) -> &[String] {
        &self.inputs
    }

    /// Remembers an input, unless it begins with a blank or repeats the one before.
    pub fn remember(&mut self, input: &str) {
        let input = input.trim_end();
        if input.starts_with(char::is_whitespace) || !self.note(input) {
            return;
        }
        if let Some(file) = self.file.as_deref().filter(|_| input.len() <= LONGEST) {
            // Who cannot write there does without.
            let _ = append(file, input);
        }
    }

    fn note(&mut self, input: &str) -> bool {
        let is_new = !input.is_empty() && self.inputs.last().is_none_or(|last| last != input);
        if is_new {
            self.inputs.push(input.to_owned());
        }
        is_new
    }

    /// The last input that begins with `beginning` and goes on.
    pub fn beginning_with(&self, beginning: &str) -> Option<&str> {
        let mut inputs = self.inputs.iter().rev();
        let found =
            inputs.find(|input| input.len() > beginning.len() && input.starts_with(beginning));
        found.map(String::as_str)
    }
}

/// The end of a file, from the beginning of a line on.
fn end_of(path: &Path) -> std::io::Result<String> {
    if !std::fs::metadata(path)?.is_file() {
        return Ok(String::new());
    }
    let mut file = File::open(path)?;
    let skipped = file.metadata()?.len().saturating_sub(READ);
    file.seek(SeekFrom::Start(skipped))?;
    let mut bytes = Vec::new();
    file.take(READ).read_to_end(&mut bytes)?;
    let text = String::from_utf8_lossy(&bytes).into_owned();
    let part = if skipped > 0 { text.find('\n').unwrap_or(text.len()) } else { 0 };
    Ok(text[part..].to_owned())
}

/// One write at the end of the file, so that sessions do not write into each other's inputs.
fn append(path: &Path, input: &str) -> std::io::Result<()> {
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder)?;
    }
    if path.exists() && !std::fs::metadata(path)?.is_file() {
        return Ok(());
    }
    let mut options = OpenOptions::new();
    let mut file = options.read(true).append(true).create(true).mode(0o600).open(path)?;
    let mut line = String::new();
    match file.metadata()?.len().checked_sub(1) {
        None => line = format!("{VERSION}\n"),
        Some(last) => {
            // Whoever wrote last may have been cut off.
            let mut end = [0];
            file.seek(SeekFrom::Start(last))?;
            file.read_exact(&mut end)?;
            line.extend((end != *b"\n").then_some('\n'));
        }
    }
    line.push_str(&input.replace('\\', "\\\\").replace('\n', "\\n"));
    line.push('\n');
    file.write_all(line.as_bytes())
}

fn unescaped(line: &str) -> String {
    let mut input = String::with_capacity(line.len());
    let mut characters = line.chars();
    while let Some(c) = characters.next() {
        match (c, characters.as_str().chars().next()) {
            ('\\', Some('n')) => input.push('\n'),
            ('\\', Some('\\')) => input.push('\\'),
            _ => {
                input.push(c);
                continue;
            }
        }
        characters.next();
    }
    input
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(name: &str) -> PathBuf {
        let folder = std::env::temp_dir().join(format!("tower-history-{}", std::process::id()));
        let file = folder.join(name).join("history");
        let _ = std::fs::remove_dir_all(file.parent().unwrap());
        file
    }

    #[test]
    fn inputs_come_back_whole() {
        let path = file("whole");
        let inputs = ["(define (f x)\n  \"a\\nb\")", "(f 1)", "λ\\", "#V2 is no input of its own"];
        let mut history = History::load(Some(path.clone()));
        for input in inputs {
            history.remember(input);
            history.remember(input);
        }
        history.remember(" (secret)");
        history.remember("\n");
        assert_eq!(History::load(Some(path.clone())).inputs(), inputs);
        std::fs::remove_dir_all(path.parent().unwrap()).unwrap();
    }

    #[test]
    fn two_sessions_lose_nothing() {
        let path = file("two");
        let sessions: Vec<_> = (0..4)
            .map(|session| {
                let path = path.clone();
                std::thread::spawn(move || {
                    let mut history = History::load(Some(path));
                    (0..50).for_each(|n| history.remember(&format!("(input {session} {n})")));
                })
            })
            .collect();
        sessions.into_iter().for_each(|session| session.join().unwrap());
        let all = History::load(Some(path.clone()));
        for session in 0..4 {
            let own = format!("(input {session} ");
            assert_eq!(all.inputs().iter().filter(|input| input.starts_with(&own)).count(), 50);
        }
        std::fs::remove_dir_all(path.parent().unwrap()).unwrap();
    }

    #[test]
    fn a_broken_file_is_no_reason_to_complain() {
        let path = file("broken");
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, b"\xff\xfe\0\n\nx\\y\\").unwrap();
        let mut history = History::load(Some(path.clone()));
        assert_eq!(history.inputs(), ["\u{fffd}\u{fffd}\0", "x\\y\\"]);
        history.remember("after");
        assert_eq!(History::load(Some(path.clone())).inputs()[1..], ["x\\y\\", "after"]);
        assert_eq!(history.beginning_with("aft"), Some("after"));
        let unwritable = History::load(Some("/proc/nowhere/history".into()));
        assert!(unwritable.inputs().is_empty());
        let mut folder = History::load(Some(std::env::temp_dir()));
        folder.remember("x");
        std::fs::remove_dir_all(path.parent().unwrap()).unwrap();
    }

    #[test]
    fn the_end_of_a_huge_file_is_enough() {
        let path = file("huge");
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        let line = format!("({})\n", "x".repeat(1000));
        std::fs::write(&path, line.repeat(10_000) + "(last)\n").unwrap();
        let history = History::load(Some(path.clone()));
        assert_eq!(history.inputs(), [&line[..line.len() - 1], "(last)"]);
        std::fs::remove_dir_all(path.parent().unwrap()).unwrap();
    }
}
