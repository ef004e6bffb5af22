//! Strings made longer or shorter at their ends.

use super::super::argument;
use crate::builtins::{Answer, Refusal};
use crate::condition::Outcome;
use crate::machine::Machine;
use crate::string;
use crate::value::Value;

/// Which ends are trimmed.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Ends {
    Left,
    Right,
    Both,
}

/// The last `k` characters, after as many of `char` as are missing.
pub fn pad_left(m: &mut Machine, a: &[Value]) -> Outcome {
    let (len, missing) = padding(m, "string-pad-left", a)?;
    let kept = string::len(a[0]).saturating_sub(len)..string::len(a[0]);
    let part = string::substring(&mut m.heap, a[0], kept)?;
    Ok(string::append(&mut m.heap, &[missing, part])?)
}

/// The first `k` characters, before as many of `char` as are missing.
pub fn pad_right(m: &mut Machine, a: &[Value]) -> Outcome {
    let (len, missing) = padding(m, "string-pad-right", a)?;
    let kept = 0..string::len(a[0]).min(len);
    let part = string::substring(&mut m.heap, a[0], kept)?;
    Ok(string::append(&mut m.heap, &[part, missing])?)
}

/// The length wanted, and the characters that are missing.
fn padding(m: &mut Machine, who: &'static str, a: &[Value]) -> Outcome<(usize, Value)> {
    let string = argument::string(who, 1, a[0])?;
    let len = argument::size(who, 2, a[1])?;
    let c = a.get(2).map_or(Ok(' '), |c| argument::char(who, 3, *c))?;
    let missing = len.saturating_sub(string::len(string));
    m.heap.reserve(missing)?;
    m.heap.effort.move_bytes(len)?;
    Ok((len, string::filled(&mut m.heap, missing, c)?))
}

/// The string without whitespace, or without the character given, at its ends.
pub fn trim(m: &mut Machine, who: &'static str, a: &[Value], ends: Ends) -> Answer {
    let string = argument::string(who, 1, a[0])?;
    if a.get(1).is_some_and(|wanted| wanted.is_procedure()) {
        return Err(Refusal::Left);
    }
    let trimmed = a.get(1).map(|c| argument::char(who, 2, *c)).transpose()?;
    let keeps = |c: char| trimmed.map_or(!c.is_whitespace(), |trimmed| c != trimmed);
    let text = string::text(&m.heap, string);
    m.heap.effort.spend(text.len())?;
    let first = match ends {
        Ends::Left | Ends::Both => text.chars().position(keeps).unwrap_or(text.len()),
        Ends::Right => 0,
    };
    let last = match ends {
        Ends::Right | Ends::Both => text.chars().rposition(keeps).map_or(0, |last| last + 1),
        Ends::Left => text.len(),
    };
    Ok(string::substring(&mut m.heap, string, first..last.max(first))?)
}
