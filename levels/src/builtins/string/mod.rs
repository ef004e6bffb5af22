//! Strings (R7RS 6.7), and what other libraries add without procedure arguments: the names are
//! those of SRFI 13, 130 and 152 and of MIT Scheme.
//!
//! Invariant: a literal is never changed, and every call costs what it reads and makes.

use super::{Builtin, argument, at_least, between, exactly, partial_row, row};
use crate::condition::Outcome;
use crate::heap::{Heap, OutOfMemory};
use crate::layout::Type;
use crate::machine::Machine;
use crate::string;
use crate::value::Value;
use convert::{list_to_string, string_of, string_to_list, string_to_vector, vector_to_string};
use join::{string_concatenate, string_join, string_split};
use pad::{pad_left, pad_right, trim};
use search::{
    contains, index_of_char, prefix, search_all, search_backward, search_forward, suffix,
};

mod compare;
mod convert;
mod join;
mod pad;
mod search;
#[cfg(test)]
mod tests;

pub use compare::BUILTINS as COMPARISONS;

/// The rows; the comparisons have a table of their own.
pub const BUILTINS: &[Builtin] = &[
    row("string?", exactly(1), "(string? object)", |_, a| {
        Ok(Value::boolean(a[0].is_a(Type::String)))
    }),
    row("make-string", between(1, 2), "(make-string k [char])", make_string),
    row("string", at_least(0), "(string char …)", string_of),
    row("string-length", exactly(1), "(string-length string)", |_, a| {
        Ok(Value::fixnum(string::len(argument::string("string-length", 1, a[0])?) as i64))
    }),
    row("string-null?", exactly(1), "(string-null? string)", |_, a| {
        Ok(Value::boolean(string::len(argument::string("string-null?", 1, a[0])?) == 0))
    }),
    row("string-ref", exactly(2), "(string-ref string k)", string_ref),
    row("string-set!", exactly(3), "(string-set! string k char)", string_set),
    row("string-copy", between(1, 3), "(string-copy string [start [end]])", |m, a| {
        part(m, "string-copy", a)
    }),
    row("substring", between(2, 3), "(substring string start [end])", |m, a| {
        part(m, "substring", a)
    }),
    row("string-head", exactly(2), "(string-head string end)", |m, a| {
        part(m, "string-head", &[a[0], Value::fixnum(0), a[1]])
    }),
    row("string-tail", exactly(2), "(string-tail string start)", |m, a| part(m, "string-tail", a)),
    row("string-append", at_least(0), "(string-append string …)", string_append),
    row("string-concatenate", exactly(1), "(string-concatenate strings)", string_concatenate),
    row("string-copy!", between(3, 5), "(string-copy! to at from [start [end]])", copy_into),
    row("string-fill!", between(2, 4), "(string-fill! string char [start [end]])", string_fill),
    row("string-reverse", between(1, 3), "(string-reverse string [start [end]])", string_reverse),
    row("string-upcase", exactly(1), "(string-upcase string)", |m, a| {
        converted(m, "string-upcase", a, string::upcase)
    }),
    row("string-downcase", exactly(1), "(string-downcase string)", |m, a| {
        converted(m, "string-downcase", a, string::downcase)
    }),
    row("string-foldcase", exactly(1), "(string-foldcase string)", |m, a| {
        converted(m, "string-foldcase", a, string::foldcase)
    }),
    row("string->list", between(1, 3), "(string->list string [start [end]])", string_to_list),
    row("list->string", exactly(1), "(list->string chars)", list_to_string),
    row("string->vector", between(1, 3), "(string->vector string [start [end]])", string_to_vector),
    row("vector->string", between(1, 3), "(vector->string vector [start [end]])", vector_to_string),
    row("string-join", between(1, 3), "(string-join strings [delimiter [grammar]])", string_join),
    row(
        "string-split",
        between(2, 4),
        "(string-split string delimiter [grammar [limit]])",
        string_split,
    ),
    row("string-pad-left", between(2, 3), "(string-pad-left string k [char])", pad_left),
    row("string-pad-right", between(2, 3), "(string-pad-right string k [char])", pad_right),
    partial_row(
        "string-trim",
        between(1, 2),
        "(string-trim string [char])",
        "%string-trim-by",
        |m, a| trim(m, "string-trim", a, pad::Ends::Both),
    ),
    partial_row(
        "string-trim-left",
        between(1, 2),
        "(string-trim-left string [char])",
        "%string-trim-left-by",
        |m, a| trim(m, "string-trim-left", a, pad::Ends::Left),
    ),
    partial_row(
        "string-trim-right",
        between(1, 2),
        "(string-trim-right string [char])",
        "%string-trim-right-by",
        |m, a| trim(m, "string-trim-right", a, pad::Ends::Right),
    ),
    row("string-prefix?", exactly(2), "(string-prefix? prefix string)", prefix),
    row("string-suffix?", exactly(2), "(string-suffix? suffix string)", suffix),
    row(
        "string-search-forward",
        between(2, 3),
        "(string-search-forward pattern string [start])",
        search_forward,
    ),
    row(
        "string-search-backward",
        between(2, 3),
        "(string-search-backward pattern string [end])",
        search_backward,
    ),
    row("string-search-all", exactly(2), "(string-search-all pattern string)", search_all),
    row("string-contains", between(2, 3), "(string-contains string pattern [start])", contains),
    partial_row(
        "string-index",
        between(2, 4),
        "(string-index string char [start [end]])",
        "%string-index-by",
        |m, a| index_of_char(m, "string-index", a, search::From::Left),
    ),
    partial_row(
        "string-rindex",
        between(2, 4),
        "(string-rindex string char [start [end]])",
        "%string-rindex-by",
        |m, a| index_of_char(m, "string-rindex", a, search::From::Right),
    ),
    row("string-hash", between(1, 2), "(string-hash string [bound])", |m, a| {
        compare::hash(m, "string-hash", a)
    }),
    row("string-ci-hash", between(1, 2), "(string-ci-hash string [bound])", |m, a| {
        compare::hash_folded(m, "string-ci-hash", a)
    }),
];

fn make_string(m: &mut Machine, a: &[Value]) -> Outcome {
    let size = argument::size("make-string", 1, a[0])?;
    let fill = a.get(1).map_or(Ok(' '), |fill| argument::char("make-string", 2, *fill))?;
    m.heap.reserve(size)?;
    m.heap.effort.move_bytes(size)?;
    Ok(string::filled(&mut m.heap, size, fill)?)
}

fn string_ref(m: &mut Machine, a: &[Value]) -> Outcome {
    let string = argument::string("string-ref", 1, a[0])?;
    let index = argument::element("string-ref", 2, a[1], string::len(string))?;
    Ok(Value::char(string::get(&m.heap, string, index)))
}

fn string_set(m: &mut Machine, a: &[Value]) -> Outcome {
    if a[0].is_a(Type::String)
        && let (Some(index), Some(c)) = (a[1].as_index(), a[2].as_char())
        && string::set_narrow(&mut m.heap, a[0], index, c)
    {
        return Ok(Value::UNSPECIFIED);
    }
    string_set_slowly(m, a)
}

#[cold]
#[inline(never)]
fn string_set_slowly(m: &mut Machine, a: &[Value]) -> Outcome {
    let string = argument::mutable_string("string-set!", 1, a[0])?;
    let index = argument::element("string-set!", 2, a[1], string::len(string))?;
    string::set(&mut m.heap, string, index, argument::char("string-set!", 3, a[2])?)?;
    Ok(Value::UNSPECIFIED)
}

/// The characters of `string [start [end]]`.
fn part(m: &mut Machine, who: &'static str, a: &[Value]) -> Outcome {
    let string = argument::string(who, 1, a[0])?;
    let range = argument::range(who, a, 2, string::len(string))?;
    m.heap.effort.move_bytes(range.len())?;
    Ok(string::substring(&mut m.heap, string, range)?)
}

fn string_append(m: &mut Machine, a: &[Value]) -> Outcome {
    for (index, part) in a.iter().enumerate() {
        argument::string("string-append", index + 1, *part)?;
    }
    m.heap.effort.move_bytes(a.iter().map(|part| string::len(*part)).sum())?;
    Ok(string::append(&mut m.heap, a)?)
}

fn copy_into(m: &mut Machine, a: &[Value]) -> Outcome {
    let to = argument::mutable_string("string-copy!", 1, a[0])?;
    let from = argument::string("string-copy!", 3, a[2])?;
    let range = argument::range("string-copy!", a, 4, string::len(from))?;
    let at = argument::target("string-copy!", a[1], string::len(to), range.len(), from)?;
    m.heap.effort.move_bytes(range.len())?;
    string::copy_into(&mut m.heap, to, at, from, range)?;
    Ok(Value::UNSPECIFIED)
}

fn string_fill(m: &mut Machine, a: &[Value]) -> Outcome {
    let string = argument::mutable_string("string-fill!", 1, a[0])?;
    let c = argument::char("string-fill!", 2, a[1])?;
    let range = argument::range("string-fill!", a, 3, string::len(string))?;
    m.heap.effort.move_bytes(range.len())?;
    string::fill(&mut m.heap, string, range, c)?;
    Ok(Value::UNSPECIFIED)
}

fn string_reverse(m: &mut Machine, a: &[Value]) -> Outcome {
    let string = argument::string("string-reverse", 1, a[0])?;
    let range = argument::range("string-reverse", a, 2, string::len(string))?;
    m.heap.reserve(range.len())?;
    let mut builder = string::Builder::default();
    for c in string::text(&m.heap, string).slice(range).chars().rev() {
        m.heap.effort.spend(1)?;
        builder.push(c);
    }
    Ok(builder.finish(&mut m.heap)?)
}

fn converted(
    m: &mut Machine,
    who: &'static str,
    a: &[Value],
    convert: fn(&mut Heap, Value) -> Result<Value, OutOfMemory>,
) -> Outcome {
    let string = argument::string(who, 1, a[0])?;
    m.heap.reserve(string::len(string))?;
    m.heap.effort.spend(string::len(string))?;
    Ok(convert(&mut m.heap, string)?)
}
