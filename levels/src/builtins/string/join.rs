//! Strings from lists of strings, and back (SRFI 130 and 152).

use super::super::argument;
use crate::condition::{Condition, Expected, Outcome, wrong_type};
use crate::effort::{Effort, Stopped};
use crate::layout::Type;
use crate::machine::Machine;
use crate::pair::{self, ListBuilder};
use crate::string::{self, Text};
use crate::symbol;
use crate::value::Value;

/// Where delimiters stand.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Grammar {
    /// Between the parts; the empty string is no part at all.
    Infix,
    /// Between the parts, of which there must be one.
    StrictInfix,
    /// Before each part.
    Prefix,
    /// After each part.
    Suffix,
}

/// Argument `position` of `who`, if there is one.
fn grammar(m: &Machine, who: &'static str, a: &[Value], position: usize) -> Outcome<Grammar> {
    let Some(found) = a.get(position - 1) else { return Ok(Grammar::Infix) };
    let name = if found.is_a(Type::Symbol) { symbol::name(&m.heap, *found) } else { "" };
    match name {
        "infix" => Ok(Grammar::Infix),
        "strict-infix" => Ok(Grammar::StrictInfix),
        "prefix" => Ok(Grammar::Prefix),
        "suffix" => Ok(Grammar::Suffix),
        _ => wrong_type(who, position, Expected::Grammar, *found),
    }
}

/// Argument 1 of `who` as a list of strings.
fn strings(m: &Machine, who: &'static str, list: Value) -> Outcome<Vec<Value>> {
    let strings = pair::elements(&m.heap.effort, who, 1, list)?;
    match strings.iter().all(|string| string.is_a(Type::String)) {
        true => Ok(strings),
        false => wrong_type(who, 1, Expected::StringList, list),
    }
}

pub fn string_concatenate(m: &mut Machine, a: &[Value]) -> Outcome {
    let parts = strings(m, "string-concatenate", a[0])?;
    m.heap.effort.move_bytes(parts.iter().map(|part| string::len(*part)).sum())?;
    Ok(string::append(&mut m.heap, &parts)?)
}

pub fn string_join(m: &mut Machine, a: &[Value]) -> Outcome {
    let who = "string-join";
    let strings = strings(m, who, a[0])?;
    let delimiter = match a.get(1) {
        Some(delimiter) => argument::string(who, 2, *delimiter)?,
        None => string::from_latin1(&mut m.heap, b" ")?,
    };
    let grammar = grammar(m, who, a, 3)?;
    if grammar == Grammar::StrictInfix && strings.is_empty() {
        let reason = "there is nothing to put delimiters between";
        return Err(Box::new(Condition::NoResult { who, reason, found: a[0] }));
    }
    let mut parts = Vec::with_capacity(2 * strings.len());
    for (index, string) in strings.iter().enumerate() {
        match grammar {
            Grammar::Infix | Grammar::StrictInfix if index == 0 => parts.push(*string),
            Grammar::Infix | Grammar::StrictInfix | Grammar::Prefix => {
                parts.extend([delimiter, *string]);
            }
            Grammar::Suffix => parts.extend([*string, delimiter]),
        }
    }
    m.heap.effort.move_bytes(parts.iter().map(|part| string::len(*part)).sum())?;
    Ok(string::append(&mut m.heap, &parts)?)
}

pub fn string_split(m: &mut Machine, a: &[Value]) -> Outcome {
    let who = "string-split";
    let from = argument::string(who, 1, a[0])?;
    let delimiter = match a[1].as_char() {
        Some(c) => string::filled(&mut m.heap, 1, c)?,
        None => argument::string(who, 2, a[1])?,
    };
    let grammar = grammar(m, who, a, 3)?;
    let limit = match a.get(3) {
        None | Some(&Value::FALSE) => usize::MAX,
        Some(limit) => argument::size(who, 4, *limit)?,
    };
    let text = string::text(&m.heap, from);
    if text.is_empty() && grammar == Grammar::StrictInfix {
        let reason = "the empty string has no parts with delimiters between them";
        return Err(Box::new(Condition::NoResult { who, reason, found: from }));
    }
    let mut cuts = cuts(&m.heap.effort, text, string::text(&m.heap, delimiter), limit)?;
    match grammar {
        Grammar::Prefix if cuts.first().is_some_and(|(start, end)| start == end) => {
            cuts.remove(0);
        }
        Grammar::Suffix if cuts.last().is_some_and(|(start, end)| start == end) => {
            cuts.pop();
        }
        Grammar::Infix if text.is_empty() => cuts.clear(),
        Grammar::Infix | Grammar::StrictInfix | Grammar::Prefix | Grammar::Suffix => {}
    }
    let mut list = ListBuilder::new();
    for (start, end) in cuts {
        let part = string::substring(&mut m.heap, from, start..end)?;
        list.push(&mut m.heap, part);
    }
    Ok(list.finish(&mut m.heap, Value::NIL))
}

/// Where the parts between at most `limit` delimiters begin and end. An empty delimiter stands
/// between every two characters.
fn cuts(
    effort: &Effort,
    text: Text<'_>,
    delimiter: Text<'_>,
    limit: usize,
) -> Result<Vec<(usize, usize)>, Stopped> {
    let len = text.len();
    if delimiter.is_empty() {
        let inner = len.saturating_sub(1).min(limit);
        let mut cuts: Vec<(usize, usize)> = (0..inner).map(|at| (at, at + 1)).collect();
        cuts.push((inner, len));
        return Ok(cuts);
    }
    let mut cuts = Vec::new();
    let mut start = 0;
    for at in string::find_all(effort, text, delimiter)? {
        if at >= start && cuts.len() < limit {
            cuts.push((start, at));
            start = at + delimiter.len();
        }
    }
    cuts.push((start, len));
    Ok(cuts)
}
