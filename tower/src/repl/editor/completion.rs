//! What an unfinished word can be completed to.
//!
//! Invariant: every candidate begins with what stands before the cursor from `from` on.

use super::colour;
use super::names::Names;
use super::token::{Kind, Token, open_lists};
use crate::repl::command::{self, Takes};
use std::path::PathBuf;

/// What a word can be completed to.
#[derive(Default, PartialEq, Eq, Debug)]
pub struct Completion {
    /// Where the word begins.
    pub from: usize,
    /// What it can be, in the order to be shown, each once.
    pub candidates: Vec<String>,
    /// What kind of thing they are.
    pub of: Of,
}

/// What kind of thing is completed.
#[derive(Clone, Copy, Default, PartialEq, Eq, Debug)]
pub enum Of {
    #[default]
    Names,
    Commands,
    Files,
    Libraries,
}

impl Completion {
    /// What all candidates begin with.
    pub fn common(&self) -> &str {
        let Some((first, others)) = self.candidates.split_first() else { return "" };
        let shared = |other: &String| {
            let same = first.char_indices().zip(other.chars()).take_while(|((_, a), b)| a == b);
            same.last().map_or(0, |((at, c), _)| at + c.len_utf8())
        };
        &first[..others.iter().map(shared).min().unwrap_or(first.len())]
    }
}

/// Words by which strings are known to name files.
const OF_FILES: &[&str] = &["load", "include", "include-ci", "include-library-declarations"];
/// Import sets that contain others.
const MODIFIERS: &[&str] = &["only", "except", "prefix", "rename"];

/// What the word before the cursor can be completed to.
pub fn complete(
    names: &mut Names<'_>,
    text: &str,
    tokens: &[Token],
    cursor: usize,
    folders: &[PathBuf],
) -> Completion {
    if let Some(length) = colour::command(text).or((text == ",").then_some(1)) {
        if cursor <= length {
            let all = command::listed().map(|(text, _)| text.to_owned());
            return chosen(0, &text[..cursor], Of::Commands, all);
        }
        if takes_file(&text[..length]) {
            return files(
                text[..cursor].rfind(' ').map_or(length, |blank| blank + 1),
                text,
                cursor,
            );
        }
    }
    let before = tokens.partition_point(|token| token.range.end < cursor);
    let word = tokens.get(before).filter(|token| token.range.start < cursor);
    let open = open_lists(text, &tokens[..before]);
    let innermost = open.last();
    match word.map(|word| (word.kind, word.range.start)) {
        Some((Kind::String, start)) => {
            let head = innermost.and_then(|list| list.head).unwrap_or("");
            let is_file = OF_FILES.contains(&head) || head.contains("file");
            if is_file { files(start + 1, text, cursor) } else { Completion::default() }
        }
        Some((Kind::Comment | Kind::Constant, _)) => Completion::default(),
        word => {
            let start = match word {
                Some((Kind::Name | Kind::Keyword | Kind::Number, start)) => start,
                Some(_) | None => cursor,
            };
            let is_import = open.iter().any(|list| list.head == Some("import"));
            let head = innermost.and_then(|list| list.head);
            let names_library = head != Some("import") && !MODIFIERS.contains(&head.unwrap_or(""));
            if is_import && names_library {
                let list = innermost.map_or(start, |list| list.from);
                let parts = text[list..start].split_whitespace().collect::<Vec<_>>();
                return libraries(start, &text[start..cursor], &parts, folders);
            }
            of_names(names, text, tokens, start..cursor)
        }
    }
}

/// Whether a file follows a command's word.
fn takes_file(word: &str) -> bool {
    let takes = command::descriptions().find(|command| command.word == word);
    takes.is_some_and(|command| match command.takes {
        Takes::Nothing => false,
        Takes::Maybe(what) | Takes::Needed(what) => what.contains("FILE"),
    })
}

fn chosen(
    from: usize,
    beginning: &str,
    of: Of,
    all: impl IntoIterator<Item = String>,
) -> Completion {
    let fitting = all.into_iter().filter(|candidate| candidate.starts_with(beginning));
    let mut candidates: Vec<String> = fitting.collect();
    candidates.sort();
    candidates.dedup();
    Completion { from, candidates, of }
}

/// Names that are bound, and those that the text itself uses elsewhere: its variables.
fn of_names(
    names: &mut Names<'_>,
    text: &str,
    tokens: &[Token],
    word: std::ops::Range<usize>,
) -> Completion {
    let beginning = &text[word.clone()];
    if beginning.is_empty() {
        return Completion::default();
    }
    let elsewhere = tokens.iter().filter(|token| {
        let is_name = matches!(token.kind, Kind::Name | Kind::Keyword);
        is_name && token.range.start != word.start && token.range.len() > 1
    });
    let own = elsewhere.map(|token| text[token.range.clone()].to_owned());
    chosen(word.start, beginning, Of::Names, own.chain(names.beginning_with(beginning)))
}

fn files(from: usize, text: &str, cursor: usize) -> Completion {
    let beginning = &text[from..cursor];
    let (folder, _) = beginning.split_at(beginning.rfind('/').map_or(0, |slash| slash + 1));
    let place = if folder.is_empty() { "." } else { folder };
    let entries = std::fs::read_dir(place).into_iter().flatten().flatten();
    let all = entries.filter_map(|entry| {
        let name = entry.file_name().into_string().ok()?;
        let is_hidden = name.starts_with('.') && !beginning[folder.len()..].starts_with('.');
        let is_sendable = !name.contains(char::is_control);
        let end = if entry.path().is_dir() { "/" } else { "" };
        (!is_hidden && is_sendable).then(|| format!("{folder}{name}{end}"))
    });
    chosen(from, beginning, Of::Files, all)
}

/// The next part of a library's name that begins with `parts`.
fn libraries(from: usize, beginning: &str, parts: &[&str], folders: &[PathBuf]) -> Completion {
    let carried = stdlib::LIBRARIES.iter().filter_map(|library| {
        let mut rest = library.name.split('/');
        let is_so = parts.iter().all(|part| rest.next() == Some(*part));
        rest.next().filter(|_| is_so).map(str::to_owned)
    });
    let others = folders.iter().flat_map(|folder| {
        let folder = parts.iter().fold(folder.clone(), |folder, part| folder.join(part));
        let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
        entries.filter_map(|entry| {
            let name = entry.file_name().into_string().ok()?;
            let name = if entry.path().is_dir() { &name } else { name.strip_suffix(".sld")? };
            (!name.contains(char::is_control)).then(|| name.to_owned())
        })
    });
    chosen(from, beginning, Of::Libraries, carried.chain(others))
}
