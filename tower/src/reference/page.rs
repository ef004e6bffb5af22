//! The pages, and how one is read.
//!
//! Invariant: every file in `docs/reference/` is in the table. Text that has not the shape that the
//! module above describes gives entries without signatures, which the suite refuses.

use super::{Entry, Signature};

/// A page of the reference.
#[derive(Clone, Copy, Debug)]
pub struct Page {
    /// The file's name without its ending.
    pub name: &'static str,
    /// What is in it.
    pub text: &'static str,
}

macro_rules! pages {
    ($($name:literal,)*) => {
        /// Every page, in the order of the contents.
        pub const PAGES: &[Page] = &[$(Page {
            name: $name,
            text: include_str!(concat!("../../../docs/reference/", $name, ".md")),
        },)*];
    };
}

pages! {
    "syntax",
    "macros",
    "booleans-and-equivalence",
    "numbers",
    "pairs-and-lists",
    "sorting",
    "symbols",
    "characters",
    "strings",
    "vectors",
    "bytevectors",
    "tables",
    "control",
    "promises-and-streams",
    "exceptions",
    "ports",
    "libraries",
    "environments",
    "evaluators",
    "system",
    "the-tower",
    "snapshots",
    "small-srfis",
    "srfi-41",
    "srfi-64",
    "srfi-128",
    "srfi-152",
    "srfi-158",
    "json-and-csv",
    "sicp",
    "sicp-picture",
}

impl Page {
    /// What stands after the first `# `.
    pub fn title(&self) -> &'static str {
        self.text.lines().next().and_then(|line| line.strip_prefix("# ")).unwrap_or("")
    }

    /// What stands before the first heading of an entry.
    pub fn introduction(&self) -> &'static str {
        self.text.find("\n### ").map_or(self.text, |end| &self.text[..end + 1])
    }

    /// The entries, in their order.
    pub fn entries(&'static self) -> impl Iterator<Item = Entry> {
        let mut line = 1 + self.introduction().lines().count();
        let sections = self.text[self.introduction().len()..].split_inclusive('\n');
        let mut starts = Vec::new();
        let mut at = self.introduction().len();
        for text in sections {
            if text.starts_with("## ") || text.starts_with("### ") {
                starts.push((at, line));
            }
            at += text.len();
            line += 1;
        }
        starts.push((at, line));
        let parts: Vec<(usize, &'static str)> =
            starts.windows(2).map(|ends| (ends[0].1, &self.text[ends[0].0..ends[1].0])).collect();
        parts.into_iter().filter_map(|(line, text)| self.entry(line, text))
    }

    /// The entry whose heading is at this line; `None` for a part's heading.
    fn entry(&self, line: usize, text: &'static str) -> Option<Entry> {
        let (heading, body) = text.strip_prefix("### ")?.split_once('\n')?;
        let body = body.trim_start_matches('\n');
        // The signatures are a list, which an empty line ends.
        let (list, text) = match body.split_once("\n\n") {
            Some((list, text)) if list.starts_with("- `") => (list, text.trim_matches('\n')),
            Some(_) | None => ("", body),
        };
        let items = list.split("\n- ").map(|item| item.trim_start_matches("- "));
        let signatures = items.flat_map(signatures).collect();
        Some(Entry { title: self.title(), heading, line, signatures, text })
    }
}

/// The signatures of one item of the list.
fn signatures(item: &'static str) -> Vec<Signature> {
    let (usages, about) = item.split_once(" — ").unwrap_or((item, ""));
    let (about, source) = about.split_once("; ").unwrap_or((about, ""));
    let (kind, places) = about.split_once(',').unwrap_or((about, ""));
    let mut found: Vec<&'static str> = quoted(places).collect();
    found.extend(["everywhere", "every level"].iter().filter(|place| places.contains(**place)));
    let signature = |usage: &'static str| Signature {
        name: name_of(usage),
        usage,
        kind: kind.trim(),
        places: found.clone(),
        source: source.trim(),
    };
    quoted(usages).map(signature).collect()
}

/// What stands in back quotes.
fn quoted(text: &'static str) -> impl Iterator<Item = &'static str> {
    text.split('`').skip(1).step_by(2)
}

/// The name that a usage is of: a name, or the first word of a form.
fn name_of(usage: &'static str) -> &'static str {
    match usage.strip_prefix('(') {
        Some(form) => form.split([' ', ')']).next().unwrap_or(""),
        None => usage,
    }
}
