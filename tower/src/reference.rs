//! The reference: what the pages in `docs/reference/` say of each name.
//!
//! Invariant: the pages are the only source. They are carried as text, and read when somebody asks;
//! nothing is kept of them. A page is Markdown of one shape:
//!
//! ```text
//! # Pairs and lists                                          its title
//!
//! ## Making lists                                            a part of it, where it has parts
//!
//! ### cons, xcons                                            an entry
//!
//! - `(cons a b)` — procedure, `(scheme base)`; R7RS 6.4      signatures, kind, libraries; source
//! - `(xcons b a)` — procedure, `(srfi 1)`
//!
//! Words.                                                     the contract: words and examples
//! ```
//!
//! A signature is `(name parameter …)` or a name. Where a name is to be had without an import and no
//! library gives it out, the page says `everywhere`; of a variable of a level's store, `every level`.
//! `tests/src/reference/` runs the examples and compares the names with those there are.

use std::fmt;

mod page;

pub use page::{PAGES, Page};

/// What the reference says of one name, or of some that belong together.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Entry {
    /// The page's title.
    pub title: &'static str,
    /// The entry's heading.
    pub heading: &'static str,
    /// The line of the heading in the page, from 1.
    pub line: usize,
    /// How the names are used.
    pub signatures: Vec<Signature>,
    /// The contract and the examples, in Markdown.
    pub text: &'static str,
}

/// How one name is used, and where it is from.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Signature {
    /// The name.
    pub name: &'static str,
    /// The name as it is used: `(cons a b)`, or the name alone.
    pub usage: &'static str,
    /// `procedure`, `syntax`, `auxiliary syntax`, `variable` or `constant`.
    pub kind: &'static str,
    /// Where it is to be had: libraries, or `everywhere`, or `every level`.
    pub places: Vec<&'static str>,
    /// The standard's section, or nothing.
    pub source: &'static str,
}

/// Every entry, page by page. Cost: the length of the pages that are reached.
pub fn entries() -> impl Iterator<Item = Entry> {
    PAGES.iter().flat_map(Page::entries)
}

/// The entries that have a signature of this name: more than one where libraries differ in what
/// they mean by it. Cost: the length of all pages.
pub fn describe(name: &str) -> Vec<Entry> {
    entries().filter(|entry| entry.signatures.iter().any(|of| of.name == name)).collect()
}

/// Every name that has an entry, sorted. Cost: the length of all pages.
pub fn names() -> Vec<&'static str> {
    let mut names: Vec<&'static str> =
        entries().flat_map(|entry| entry.signatures.into_iter().map(|of| of.name)).collect();
    names.sort_unstable();
    names.dedup();
    names
}

/// As a terminal shows it: `shown` on lines of 79 characters.
impl fmt::Display for Entry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.shown(79))
    }
}

impl Entry {
    /// The signatures, then the text without Markdown's marks and with its paragraphs on lines of at
    /// most `width` characters, a longer word excepted; every line is ended.
    pub fn shown(&self, width: usize) -> String {
        let mut shown = self.heads();
        let mut in_code = false;
        let mut paragraph = String::new();
        for line in self.text.lines() {
            let is_fence = line.starts_with("```");
            if in_code || is_fence || line.is_empty() || line.starts_with('|') {
                fill(&mut shown, &std::mem::take(&mut paragraph), width);
                in_code ^= is_fence;
                if !is_fence {
                    let indent = if in_code && !line.is_empty() { "  " } else { "" };
                    shown += &format!("{indent}{line}\n");
                }
            } else {
                paragraph += line;
                paragraph.push(' ');
            }
        }
        fill(&mut shown, &paragraph, width);
        shown
    }

    /// The signatures, each on a line, and what those that follow each other have in common.
    fn heads(&self) -> String {
        let mut heads = String::new();
        for (index, of) in self.signatures.iter().enumerate() {
            heads += &format!("{}\n", of.usage);
            let next = self.signatures.get(index + 1);
            let alike = |next: &Signature| {
                (next.kind, &next.places, next.source) == (of.kind, &of.places, of.source)
            };
            if !next.is_some_and(alike) {
                let places = of.places.join(", ");
                let from = if of.is_there() { "" } else { "to be imported from " };
                let source = if of.source.is_empty() { "" } else { "; " };
                heads += &format!("  {}, {from}{places}{source}{}\n", of.kind, of.source);
            }
        }
        heads
    }
}

impl Signature {
    /// Whether the name is to be had without an import.
    pub fn is_there(&self) -> bool {
        self.places.iter().any(|place| place.starts_with("every") || place.starts_with("(scheme "))
    }
}

/// Adds the words to `shown`, on lines of at most `width` characters.
fn fill(shown: &mut String, words: &str, width: usize) {
    let mut column = 0;
    for word in words.split_whitespace() {
        let length = word.chars().count();
        if column > 0 && column + 1 + length > width {
            shown.push('\n');
            column = 0;
        } else if column > 0 {
            shown.push(' ');
            column += 1;
        }
        shown.push_str(word);
        column += length;
    }
    if column > 0 {
        shown.push('\n');
    }
}

#[cfg(test)]
mod tests;
