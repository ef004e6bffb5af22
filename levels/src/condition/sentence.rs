//! The plain words of each condition: its kind, its message, what was expected.

use super::{Arity, Condition};
use crate::heap::Heap;
use crate::layout::Type;
use crate::printer::{self, Style};
use crate::value::Value;

impl Condition {
    /// The name of the condition's kind, as programs see it.
    pub fn kind(&self) -> &'static str {
        match self {
            Condition::WrongType { .. } | Condition::WrongRecord { .. } => "wrong-type",
            Condition::OutOfRange { .. } => "out-of-range",
            Condition::WrongArity { .. } => "wrong-arity",
            Condition::NotAProcedure { .. } => "not-a-procedure",
            Condition::UnboundVariable { .. } => "unbound-variable",
            Condition::UnassignedVariable { .. } => "unassigned-variable",
            Condition::SetUnbound { .. } => "set-unbound",
            Condition::EnvironmentClosed { .. } => "environment-closed",
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

    /// The plain sentence that is the error object's message. What it is about, the irritants, is
    /// not part of it, so that `MESSAGE: IRRITANTS` reads well.
    pub fn sentence(&self, heap: &Heap) -> String {
        match self {
            Condition::WrongType { who, position, expected, .. } => {
                format!("{who}: argument {position} is not {}", expected.describe())
            }
            Condition::WrongRecord { procedure, record_type, .. } => {
                let what = record_words(heap, *record_type);
                match procedure.is_a(Type::Symbol) {
                    true => format!("{}: argument 1 is not {what}", name(heap, *procedure)),
                    false => format!("not {what}"),
                }
            }
            Condition::OutOfRange { who, position, .. } => {
                format!("{who}: argument {position} is out of range")
            }
            Condition::WrongArity { .. } => "wrong number of arguments".to_owned(),
            Condition::NotAProcedure { .. } => "not a procedure".to_owned(),
            Condition::UnboundVariable { .. } => "unbound variable".to_owned(),
            Condition::UnassignedVariable { .. } => "unassigned variable".to_owned(),
            Condition::SetUnbound { .. } => "set!: unbound variable".to_owned(),
            Condition::EnvironmentClosed { .. } => {
                "define: a local environment takes no new names".to_owned()
            }
            Condition::DivisionByZero { who } => format!("{who}: division by zero"),
            Condition::OutOfMemory { .. } => "out of memory".to_owned(),
            Condition::Syntax { reason, .. } => reason.clone(),
            Condition::File { who, kind, .. } => format!("{who}: {kind}"),
            Condition::Read { reason, line, column, before: None, .. } => {
                format!("{reason} (line {line}, column {column})")
            }
            Condition::Read { reason, line, column, before: Some(before), .. } => {
                let guess = format!("; what closes it is probably missing before line {before}");
                format!("{reason} (line {line}, column {column}){guess}")
            }
            Condition::InvalidUtf8 { who, offset } => format!("{who}: not UTF-8 at byte {offset}"),
            Condition::NoResult { who, reason, .. } => format!("{who}: {reason}"),
            Condition::Circular { who, position } => {
                format!("{who}: argument {position} is a circular list")
            }
            Condition::Interrupted => "interrupted".to_owned(),
            Condition::FuelExhausted => "out of fuel".to_owned(),
            Condition::Message { message, .. } => message.clone(),
            Condition::Raised { .. } => "raised".to_owned(),
        }
    }

    /// The objects that the sentence is about. The path of a file is not among them, as it is none.
    pub fn irritants(&self) -> Vec<Value> {
        match self {
            Condition::WrongType { found, .. }
            | Condition::WrongRecord { found, .. }
            | Condition::OutOfRange { found, .. }
            | Condition::NotAProcedure { found }
            | Condition::NoResult { found, .. } => vec![*found],
            Condition::WrongArity { procedure, .. } => vec![*procedure],
            Condition::UnboundVariable { name }
            | Condition::UnassignedVariable { name }
            | Condition::SetUnbound { name }
            | Condition::EnvironmentClosed { name } => vec![*name],
            Condition::Syntax { form, .. } => vec![*form],
            Condition::Message { irritants, .. } => irritants.clone(),
            Condition::Raised { object } => vec![*object],
            Condition::DivisionByZero { .. }
            | Condition::OutOfMemory { .. }
            | Condition::File { .. }
            | Condition::Read { .. }
            | Condition::InvalidUtf8 { .. }
            | Condition::Circular { .. }
            | Condition::Interrupted
            | Condition::FuelExhausted => Vec::new(),
        }
    }

    /// Which argument was refused, from 1, where it was one.
    pub fn argument(&self) -> Option<usize> {
        match self {
            Condition::WrongType { position, .. }
            | Condition::OutOfRange { position, .. }
            | Condition::Circular { position, .. } => Some(*position),
            Condition::WrongRecord { .. } => Some(1),
            Condition::WrongArity { .. }
            | Condition::NotAProcedure { .. }
            | Condition::UnboundVariable { .. }
            | Condition::UnassignedVariable { .. }
            | Condition::SetUnbound { .. }
            | Condition::EnvironmentClosed { .. }
            | Condition::DivisionByZero { .. }
            | Condition::OutOfMemory { .. }
            | Condition::Syntax { .. }
            | Condition::File { .. }
            | Condition::Read { .. }
            | Condition::InvalidUtf8 { .. }
            | Condition::NoResult { .. }
            | Condition::Interrupted
            | Condition::FuelExhausted
            | Condition::Message { .. }
            | Condition::Raised { .. } => None,
        }
    }

    /// What should have been there, in words, and what was, where the condition knows both.
    pub fn expectation(&self, heap: &Heap) -> Option<(String, Value)> {
        match self {
            Condition::WrongType { expected, found, .. } => {
                Some((expected.describe().to_owned(), *found))
            }
            Condition::WrongRecord { record_type, found, .. } => {
                Some((record_words(heap, *record_type), *found))
            }
            Condition::OutOfRange { found, limit: usize::MAX, .. } => {
                Some(("an integer that is not negative".to_owned(), *found))
            }
            Condition::OutOfRange { found, limit, .. } => {
                Some((format!("an integer from 0 to {limit}"), *found))
            }
            Condition::WrongArity { expected, found, .. } => {
                Some((expected.describe(), Value::fixnum(*found as i64)))
            }
            Condition::NotAProcedure { .. }
            | Condition::UnboundVariable { .. }
            | Condition::UnassignedVariable { .. }
            | Condition::SetUnbound { .. }
            | Condition::EnvironmentClosed { .. }
            | Condition::DivisionByZero { .. }
            | Condition::OutOfMemory { .. }
            | Condition::Syntax { .. }
            | Condition::File { .. }
            | Condition::Read { .. }
            | Condition::InvalidUtf8 { .. }
            | Condition::NoResult { .. }
            | Condition::Circular { .. }
            | Condition::Interrupted
            | Condition::FuelExhausted
            | Condition::Message { .. }
            | Condition::Raised { .. } => None,
        }
    }
}

impl Arity {
    /// `2 arguments`, `1 or 2 arguments`, `at least 1 argument`, ….
    pub fn describe(self) -> String {
        let (words, last) = match (self.min, self.max) {
            (0, Some(0)) => return "no arguments".to_owned(),
            (min, None) => (format!("at least {min}"), min),
            (min, Some(max)) if min == max => (max.to_string(), max),
            (min, Some(max)) if min + 1 == max => (format!("{min} or {max}"), max),
            (min, Some(max)) => (format!("{min} to {max}"), max),
        };
        format!("{words} argument{}", if last == 1 { "" } else { "s" })
    }
}

/// Characters of a name that a sentence shows.
const NAME_LENGTH: usize = 80;

fn name(heap: &Heap, name: Value) -> String {
    printer::to_string_within(heap, name, Style::Display, NAME_LENGTH)
}

/// `a point`, `an account`: what a record of that type is called.
fn record_words(heap: &Heap, record_type: Value) -> String {
    let name = name(heap, record_type.field(0));
    let article = if name.starts_with(['a', 'e', 'i', 'o', 'u']) { "an" } else { "a" };
    format!("{article} {name}")
}
