//! From what went wrong to what a person reads: the message, the source line, what was expected, a
//! way on.
//!
//! Invariant: every kind of condition has a file here that words it; `kind_of` has no default, so
//! a condition without a file does not compile. Nothing here fails: spans are clamped to
//! their text, long lines and lists are cut, control characters are made visible.

use crate::nearest::{listed, nearest};
use crate::waiting::LevelId;
use std::rc::Rc;

use levels::reader::Aside;

mod evidence;
mod frames;
mod form;
mod called;
mod names;
mod foreign;
mod place;
mod window;
mod drawing;
mod backtrace;
mod wrong_type;
mod out_of_range;
mod wrong_arity;
mod not_a_procedure;
mod unbound_variable;
mod unassigned_variable;
mod set_unbound;
mod environment_closed;
mod division_by_zero;
mod out_of_memory;
mod syntax;
mod syntax_rules;
mod file;
mod read;
mod invalid_utf8;
mod no_result;
mod circular;
mod interrupted;
pub mod standing;
mod fuel_exhausted;
mod message;
mod raised;

pub use backtrace::{Backtrace, Waiting};
pub use called::Called;
pub use drawing::{Columns, Style};
pub use form::{Part, Shape};
pub use window::{cut, width};

/// A range of bytes of a source text.
#[derive(Clone, Debug)]
pub struct Span {
    /// The name of the text: a file's path as it was given, or `-e`.
    pub file: String,
    /// The whole text.
    pub text: Rc<str>,
    /// The first byte.
    pub start: usize,
    /// The byte after the last one.
    pub end: usize,
}

/// What is known of an error that nobody handled.
#[derive(Clone, Debug, Default)]
pub struct Report {
    /// The plain sentence: `error-object-message`.
    pub message: String,
    /// The irritants, written out.
    pub irritants: Vec<String>,
    /// The name of the kind: one of those that `kind_of` gives.
    pub kind: String,
    /// Where it happened, if that is known.
    pub span: Option<Span>,
    /// What else is worth looking at in a text that the reader refused.
    pub others: Vec<(Span, Aside)>,
    /// What should have been there: `a pair`.
    pub expected: Option<String>,
    /// What was there, written out.
    pub found: Option<String>,
    /// Which argument of the form that failed was refused, from 1, if it is one of its own.
    pub argument: Option<usize>,
    /// The form that failed, or the malformed one.
    pub form: Option<Part>,
    /// Whether the standard library stands between that form and what failed.
    pub is_indirect: bool,
    /// What a person may have meant instead, where the form around tells.
    pub slip: Option<Slip>,
    /// The procedure that was called, for a kind that is about its parameters.
    pub called: Option<Called>,
    /// Who waits for the expression.
    pub backtrace: Backtrace,
    /// Which level met it, where that is to be said.
    pub above: Option<LevelId>,
    /// The names in scope, for a kind that is about a name.
    pub candidates: Vec<String>,
    /// For such a kind, another level that binds the name.
    pub elsewhere: Option<Elsewhere>,
    /// The names of libraries that need not be imported, each with its library, for such a kind.
    pub exports: Vec<(String, String)>,
    /// The files beside one that is not there.
    pub files: Vec<String>,
}

impl Report {
    /// The part of the form that is the refused argument.
    fn refused(&self) -> Option<&Part> {
        self.form.as_ref()?.parts().get(self.argument?)
    }

    /// Who refused: what stands before the first colon of the message.
    fn who(&self) -> &str {
        self.message.split(": ").next().unwrap_or("")
    }
}

/// A level that binds a name, and the one that looked for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Elsewhere {
    /// Which level binds the name.
    pub bound: LevelId,
    /// Which level looked for it.
    pub looked_for: LevelId,
}

/// A way to write what means something else than it seems to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Slip {
    /// A binding of a `let` uses another one of the same `let`.
    Sibling,
    /// A `lambda` whose parameters, these, have no parentheses around.
    Parameters(String),
}

/// What a kind adds to a report.
#[derive(Debug, Default)]
pub struct Advice {
    /// The smallest place that helps, if it is another than the report's.
    pub at: Option<Span>,
    /// Under the place.
    pub label: Option<String>,
    /// Other places, with what is to be said of each.
    pub others: Vec<(Span, String)>,
    /// What else is a fact.
    pub note: Option<String>,
    /// What to do.
    pub help: Option<String>,
}

/// The whole text of a diagnostic, its last line ended, for lines of so many columns.
pub fn render(report: &Report, style: Style, columns: Columns) -> String {
    let advice = advice(report);
    let span = advice.at.as_ref().or(report.span.as_ref());
    let mut text = drawing::draw(&headline(report), span, &advice, (style, columns));
    text.push_str(&report.backtrace.lines(columns));
    if let Some(level) = report.above {
        text.push_str(&format!("  at level {}, above the program\n", level.0));
    }
    text
}

/// What is to be said of a report besides what it says itself.
pub fn advice(report: &Report) -> Advice {
    let kind = KINDS.iter().find(|(name, _)| *name == report.kind);
    kind.map_or_else(Advice::default, |(_, advise)| advise(report))
}

/// `MESSAGE: IRRITANTS`, or `MESSAGE` without the colon if there are none.
fn headline(report: &Report) -> String {
    let mut line = place::visible(&report.message);
    for (index, irritant) in report.irritants.iter().enumerate() {
        let is_first = index == 0 && !line.ends_with(':');
        line.push_str(if is_first { ": " } else { " " });
        if index == place::MOST_IRRITANTS {
            line.push('…');
            break;
        }
        line.push_str(&place::shortened(irritant));
    }
    line
}

/// What a kind adds to a report about it.
type Advise = fn(&Report) -> Advice;

/// Every kind: its name in reports, and its file.
const KINDS: &[(&str, Advise)] = &[
    ("wrong-type", wrong_type::advise),
    ("out-of-range", out_of_range::advise),
    ("wrong-arity", wrong_arity::advise),
    ("not-a-procedure", not_a_procedure::advise),
    ("unbound-variable", unbound_variable::advise),
    ("unassigned-variable", unassigned_variable::advise),
    ("set-unbound", set_unbound::advise),
    ("environment-closed", environment_closed::advise),
    ("division-by-zero", division_by_zero::advise),
    ("out-of-memory", out_of_memory::advise),
    ("syntax", syntax::advise),
    ("file", file::advise),
    ("read", read::advise),
    ("invalid-utf8", invalid_utf8::advise),
    ("no-result", no_result::advise),
    ("circular", circular::advise),
    ("interrupted", interrupted::advise),
    ("fuel-exhausted", fuel_exhausted::advise),
    ("message", message::advise),
    ("raised", raised::advise),
];

/// What stands between its operands in other languages.
const INFIX: &[&str] =
    &["+", "-", "*", "/", "=", "<", ">", "<=", ">=", "and", "or", "eq?", "equal?"];

/// Characters of what was found, beneath its place.
const LONGEST_FOUND: usize = 50;

/// `expected a pair, found 5`, as far as both are known.
fn expectation(report: &Report) -> Option<String> {
    let found = report.found.as_deref().map(|found| place::cut(found, LONGEST_FOUND));
    match (&report.expected, found) {
        (Some(expected), Some(found)) => Some(format!("expected {expected}, found {found}")),
        (Some(expected), None) => Some(format!("expected {expected}")),
        (None, Some(found)) => Some(format!("this is {found}")),
        (None, None) => None,
    }
}

/// Words that only make sense beneath a place.
fn here(report: &Report, words: &str) -> Option<String> {
    report.span.as_ref().map(|_| words.to_owned())
}

/// `did you mean …?` for the name that is the first irritant, if a known name is near.
fn did_you_mean(report: &Report) -> Option<String> {
    let name = report.irritants.first()?;
    let near = nearest(name, report.candidates.iter().map(String::as_str));
    (!near.is_empty()).then(|| format!("did you mean {}?", listed(&near)))
}

#[cfg(test)]
mod tests;
