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

use std::fmt::{self, Write};

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

/// As a terminal shows it: the signatures, then the text without Markdown's marks, every line ended.
impl fmt::Display for Entry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = None;
        for of in &self.signatures {
            let about = (of.kind, &of.places, of.source);
            if shown.is_some_and(|shown| shown != about) {
                write_about(f, shown)?;
            }
            shown = Some(about);
            writeln!(f, "{}", of.usage)?;
        }
        write_about(f, shown)?;
        let mut in_code = false;
        for line in self.text.lines() {
            if line.starts_with("```") {
                in_code = !in_code;
            } else {
                let indent = if in_code { "  " } else { "" };
                writeln!(f, "{}", format_args!("{indent}{line}").to_string().trim_end())?;
            }
        }
        Ok(())
    }
}

/// What the signatures above have in common.
fn write_about(f: &mut fmt::Formatter<'_>, about: Option<(&str, &Vec<&str>, &str)>) -> fmt::Result {
    let Some((kind, places, source)) = about else { return Ok(()) };
    let mut line = format!("  {kind}");
    for place in places {
        write!(line, ", {place}")?;
    }
    if !source.is_empty() {
        write!(line, "; {source}")?;
    }
    writeln!(f, "{line}")
}

#[cfg(test)]
mod tests;
