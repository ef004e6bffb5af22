//! Where characters and strings occur in strings.

use super::super::argument;
use crate::builtins::{Answer, Refusal};
use crate::condition::Outcome;
use crate::machine::Machine;
use crate::string;
use crate::value::Value;

/// From which end a search begins.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum From {
    Left,
    Right,
}

/// The index, or `#f`.
fn found(index: Option<usize>) -> Outcome {
    Ok(index.map_or(Value::FALSE, |index| Value::fixnum(index as i64)))
}

pub fn search_forward(m: &mut Machine, a: &[Value]) -> Outcome {
    let pattern = argument::string("string-search-forward", 1, a[0])?;
    let string = argument::string("string-search-forward", 2, a[1])?;
    let range = argument::range("string-search-forward", a, 3, string::len(string))?;
    let (text, pattern) = (string::text(&m.heap, string), string::text(&m.heap, pattern));
    found(string::find(&m.heap.effort, text, pattern, range.start)?)
}

/// The index behind the last occurrence that ends at `end` or earlier.
pub fn search_backward(m: &mut Machine, a: &[Value]) -> Outcome {
    let pattern = argument::string("string-search-backward", 1, a[0])?;
    let string = argument::string("string-search-backward", 2, a[1])?;
    let len = string::len(string);
    let end =
        a.get(2).map_or(Ok(len), |e| argument::index("string-search-backward", 3, *e, len))?;
    let (text, pattern) = (string::text(&m.heap, string), string::text(&m.heap, pattern));
    found(string::find_last(&m.heap.effort, text, pattern, end)?)
}

pub fn search_all(m: &mut Machine, a: &[Value]) -> Outcome {
    let pattern = argument::string("string-search-all", 1, a[0])?;
    let string = argument::string("string-search-all", 2, a[1])?;
    let (text, pattern) = (string::text(&m.heap, string), string::text(&m.heap, pattern));
    let indices: Vec<Value> = string::find_all(&m.heap.effort, text, pattern)?
        .into_iter()
        .map(|index| Value::fixnum(index as i64))
        .collect();
    m.heap.reserve(2 * size_of_val(indices.as_slice()))?;
    Ok(m.heap.list(&indices))
}

pub fn contains(m: &mut Machine, a: &[Value]) -> Outcome {
    let string = argument::string("string-contains", 1, a[0])?;
    let pattern = argument::string("string-contains", 2, a[1])?;
    let range = argument::range("string-contains", a, 3, string::len(string))?;
    let (text, pattern) = (string::text(&m.heap, string), string::text(&m.heap, pattern));
    found(string::find(&m.heap.effort, text, pattern, range.start)?)
}

pub fn index_of_char(m: &mut Machine, who: &'static str, a: &[Value], from: From) -> Answer {
    let string = argument::string(who, 1, a[0])?;
    if a[1].is_procedure() {
        return Err(Refusal::Left);
    }
    let wanted = argument::char(who, 2, a[1])?;
    let range = argument::range(who, a, 3, string::len(string))?;
    let (text, start) = (string::text(&m.heap, string).slice(range.clone()), range.start);
    let mut chars = text.chars().enumerate();
    let mut next = || match from {
        From::Left => chars.next(),
        From::Right => chars.next_back(),
    };
    while let Some((index, c)) = next() {
        m.heap.effort.spend(1)?;
        if c == wanted {
            return Ok(found(Some(start + index))?);
        }
    }
    Ok(found(None)?)
}

pub fn prefix(m: &mut Machine, a: &[Value]) -> Outcome {
    let prefix = string::text(&m.heap, argument::string("string-prefix?", 1, a[0])?);
    let text = string::text(&m.heap, argument::string("string-prefix?", 2, a[1])?);
    let fits = prefix.len() <= text.len();
    m.heap.effort.spend(prefix.len())?;
    Ok(Value::boolean(fits && text.slice(0..prefix.len()).compare(prefix).is_eq()))
}

pub fn suffix(m: &mut Machine, a: &[Value]) -> Outcome {
    let suffix = string::text(&m.heap, argument::string("string-suffix?", 1, a[0])?);
    let text = string::text(&m.heap, argument::string("string-suffix?", 2, a[1])?);
    let Some(start) = text.len().checked_sub(suffix.len()) else { return Ok(Value::FALSE) };
    m.heap.effort.spend(suffix.len())?;
    Ok(Value::boolean(text.slice(start..text.len()).compare(suffix).is_eq()))
}
