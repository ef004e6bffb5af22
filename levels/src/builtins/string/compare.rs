//! Comparisons and hashes of strings.

use super::super::{Builtin, argument, at_least, row};
use crate::condition::Outcome;
use crate::layout::Type;
use crate::machine::Machine;
use crate::string;
use crate::value::Value;
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

/// Tells of the work of looking at all these, as far as they are strings.
fn spend(m: &Machine, a: &[Value]) -> Outcome<()> {
    let strings = a.iter().filter(|string| string.is_a(Type::String));
    Ok(m.heap.effort.spend(strings.map(|string| string::len(*string)).sum())?)
}

/// By code points.
fn compare(
    m: &mut Machine,
    who: &'static str,
    a: &[Value],
    holds: fn(Ordering) -> bool,
) -> Outcome {
    spend(m, a)?;
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
    spend(m, a)?;
    let holds = |x: &Value, y: &Value| holds(string::compare_folded(&m.heap, *x, *y));
    argument::chain(a, |position, found| argument::string(who, position, found), holds)
}

/// The same in every run.
pub(super) fn hash(m: &mut Machine, who: &'static str, a: &[Value]) -> Outcome {
    let string = argument::string(who, 1, a[0])?;
    m.heap.effort.spend(string::len(string))?;
    argument::bounded_hash(who, a, string::hash(&m.heap, string))
}

/// Equal for strings that are `string-ci=?`.
pub(super) fn hash_folded(m: &mut Machine, who: &'static str, a: &[Value]) -> Outcome {
    let string = argument::string(who, 1, a[0])?;
    m.heap.reserve(string::len(string))?;
    m.heap.effort.spend(2 * string::len(string))?;
    let folded = string::foldcase(&mut m.heap, string)?;
    argument::bounded_hash(who, a, string::hash(&m.heap, folded))
}
