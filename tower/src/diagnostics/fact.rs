//! From a level's facts to a report: the kind, what was expected, what was found.
//!
//! Invariant: both matches are without a default, so a condition that nobody words does not compile.

use levels::condition::{Arity, Condition};
use levels::source::{self, Sources};
use levels::value::Value;

use super::{Report, Span};

impl Report {
    /// What the condition itself tells; the caller adds the sentence, its irritants and the places.
    /// `write` gives a value as `write` does.
    pub fn about(condition: &Condition, mut write: impl FnMut(Value) -> String) -> Report {
        let (expected, found) = expectation(condition, &mut write);
        let kind = kind_of(condition).to_owned();
        Report { kind, expected, found, ..Report::default() }
    }
}

impl Span {
    /// A span of one of a machine's sources.
    pub fn of(sources: &Sources, span: source::Span) -> Span {
        Span {
            file: sources.name(span.source).to_owned(),
            text: sources.text(span.source).clone(),
            start: span.start as usize,
            end: span.end as usize,
        }
    }
}

/// The name of a condition's kind.
pub fn kind_of(condition: &Condition) -> &'static str {
    match condition {
        Condition::WrongType { .. } | Condition::WrongRecord { .. } => "wrong-type",
        Condition::OutOfRange { .. } => "out-of-range",
        Condition::WrongArity { .. } => "wrong-arity",
        Condition::NotAProcedure { .. } => "not-a-procedure",
        Condition::UnboundVariable { .. } => "unbound-variable",
        Condition::UnassignedVariable { .. } => "unassigned-variable",
        Condition::SetUnbound { .. } => "set-unbound",
        Condition::DivisionByZero { .. } => "division-by-zero",
        Condition::OutOfMemory { .. } => "out-of-memory",
        Condition::Syntax { .. } => "syntax",
        Condition::File { .. } => "file",
        Condition::Read { .. } => "read",
        Condition::InvalidUtf8 { .. } => "invalid-utf8",
        Condition::NoResult { .. } => "no-result",
        Condition::Circular { .. } => "circular",
        Condition::Interrupted => "interrupted",
        Condition::FuelExhausted => "fuel-exhausted",
        Condition::Message { .. } => "message",
        Condition::Raised { .. } => "raised",
    }
}

/// What was expected and what was found, as far as the condition knows.
fn expectation(
    condition: &Condition,
    write: &mut impl FnMut(Value) -> String,
) -> (Option<String>, Option<String>) {
    match condition {
        Condition::WrongType { expected, found, .. } => {
            (Some(expected.describe().to_owned()), Some(write(*found)))
        }
        Condition::OutOfRange { found, limit, .. } => {
            (Some(format!("an integer from 0 to {limit}")), Some(write(*found)))
        }
        Condition::WrongArity { expected, found, .. } => {
            (Some(arguments(*expected)), Some(found.to_string()))
        }
        Condition::NotAProcedure { found } => (None, Some(write(*found))),
        Condition::WrongRecord { found, .. } => (None, Some(write(*found))),
        Condition::NoResult { found, .. } => (None, Some(write(*found))),
        Condition::UnboundVariable { .. }
        | Condition::UnassignedVariable { .. }
        | Condition::SetUnbound { .. }
        | Condition::DivisionByZero { .. }
        | Condition::OutOfMemory { .. }
        | Condition::Syntax { .. }
        | Condition::File { .. }
        | Condition::Read { .. }
        | Condition::InvalidUtf8 { .. }
        | Condition::Circular { .. }
        | Condition::Interrupted
        | Condition::FuelExhausted
        | Condition::Message { .. }
        | Condition::Raised { .. } => (None, None),
    }
}

/// `2 arguments`, `1 or 2 arguments`, `at least 1 argument`, …
fn arguments(arity: Arity) -> String {
    let (words, last) = match (arity.min, arity.max) {
        (min, None) => (format!("at least {min}"), min),
        (0, Some(0)) => return "no arguments".to_owned(),
        (min, Some(max)) if min == max => (max.to_string(), max),
        (min, Some(max)) if min + 1 == max => (format!("{min} or {max}"), max),
        (min, Some(max)) => (format!("{min} to {max}"), max),
    };
    format!("{words} argument{}", if last == 1 { "" } else { "s" })
}

#[cfg(test)]
mod tests {
    use super::*;
    use levels::condition::Expected;

    #[test]
    fn arities_are_counted_in_words() {
        let words = |min, max| arguments(Arity { min, max });
        assert_eq!(words(0, Some(0)), "no arguments");
        assert_eq!(words(1, Some(1)), "1 argument");
        assert_eq!(words(0, Some(1)), "0 or 1 argument");
        assert_eq!(words(2, Some(4)), "2 to 4 arguments");
        assert_eq!(words(1, None), "at least 1 argument");
    }

    #[test]
    fn a_condition_tells_what_it_knows() {
        let condition = Condition::WrongType {
            who: "car",
            position: 1,
            expected: Expected::Pair,
            found: Value::NIL,
        };
        let report = Report::about(&condition, |_| "()".to_owned());
        assert_eq!(report.kind, "wrong-type");
        assert_eq!(report.expected.as_deref(), Some("a pair"));
        assert_eq!(report.found.as_deref(), Some("()"));
    }

    #[test]
    fn spans_of_a_machine_keep_their_text() {
        let mut sources = Sources::default();
        let source = sources.add("prog.scm", "(car 5)");
        let span = Span::of(&sources, source::Span { source, start: 5, end: 6 });
        assert_eq!((span.file.as_str(), &span.text[span.start..span.end]), ("prog.scm", "5"));
    }
}
