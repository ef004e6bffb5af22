//! Comparisons and hashes of strings.

use super::super::{Builtin, argument, at_least, row};
use crate::condition::{Expected, Outcome, wrong_type};
use crate::machine::Machine;
use crate::string;
use crate::value::{FIXNUM_MAX, Value};
use std::cmp::Ordering;

/// The rows.
pub const BUILTINS: &[Builtin] = &[
    row("string=?", at_least(1), "(string=? string …)", |m, a| {
        compare(m, "string=?", a, Ordering::is_eq)
    }),
    row("string<?", at_least(1), "(string<? string …)", |m, a| {
        compare(m, "string<?", a, Ordering::is_lt)
    }),
    row("string>?", at_least(1), "(string>? string …)", |m, a| {
        compare(m, "string>?", a, Ordering::is_gt)
    }),
    row("string<=?", at_least(1), "(string<=? string …)", |m, a| {
        compare(m, "string<=?", a, Ordering::is_le)
    }),
    row("string>=?", at_least(1), "(string>=? string …)", |m, a| {
        compare(m, "string>=?", a, Ordering::is_ge)
    }),
    row("string-ci=?", at_least(1), "(string-ci=? string …)", |m, a| {
        compare_folded(m, "string-ci=?", a, Ordering::is_eq)
    }),
    row("string-ci<?", at_least(1), "(string-ci<? string …)", |m, a| {
        compare_folded(m, "string-ci<?", a, Ordering::is_lt)
    }),
    row("string-ci>?", at_least(1), "(string-ci>? string …)", |m, a| {
        compare_folded(m, "string-ci>?", a, Ordering::is_gt)
    }),
    row("string-ci<=?", at_least(1), "(string-ci<=? string …)", |m, a| {
        compare_folded(m, "string-ci<=?", a, Ordering::is_le)
    }),
    row("string-ci>=?", at_least(1), "(string-ci>=? string …)", |m, a| {
        compare_folded(m, "string-ci>=?", a, Ordering::is_ge)
    }),
];

/// By code points.
fn compare(
    m: &mut Machine,
    who: &'static str,
    a: &[Value],
    holds: fn(Ordering) -> bool,
) -> Outcome {
    let holds = |x: &Value, y: &Value| holds(string::compare(&m.heap, *x, *y));
    argument::chain(a, |position, found| argument::string(who, position, found), holds)
}

/// By code points after folding, as `string-foldcase` does it.
fn compare_folded(
    m: &mut Machine,
    who: &'static str,
    a: &[Value],
    holds: fn(Ordering) -> bool,
) -> Outcome {
    let holds = |x: &Value, y: &Value| holds(string::compare_folded(&m.heap, *x, *y));
    argument::chain(a, |position, found| argument::string(who, position, found), holds)
}

/// The same in every run.
pub(super) fn hash(m: &mut Machine, who: &'static str, a: &[Value]) -> Outcome {
    let string = argument::string(who, 1, a[0])?;
    bounded(who, a, string::hash(&m.heap, string))
}

/// Equal for strings that are `string-ci=?`.
pub(super) fn hash_folded(m: &mut Machine, who: &'static str, a: &[Value]) -> Outcome {
    let string = argument::string(who, 1, a[0])?;
    m.heap.reserve(string::len(string))?;
    let folded = string::foldcase(&mut m.heap, string)?;
    bounded(who, a, string::hash(&m.heap, folded))
}

/// A hash below argument 2, if there is one.
fn bounded(who: &'static str, a: &[Value], hash: u64) -> Outcome {
    let bound = match a.get(1).map(|bound| bound.as_index()) {
        None => FIXNUM_MAX as u64 + 1,
        Some(Some(bound)) if bound > 0 => bound as u64,
        Some(_) => return wrong_type(who, 2, Expected::ExactPositiveInteger, a[1]),
    };
    Ok(Value::fixnum((hash % bound) as i64))
}
