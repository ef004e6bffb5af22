//! Hash tables: what SRFI 69, R6RS and their kin have without procedure arguments, and what their
//! other procedures, which are written in the language, stand on.
//!
//! A table with the equivalence and hash procedures of the program (kind `custom`) is found by
//! those in the language: `(%hash-table-bucket table hash)` lists the keys to compare with, the
//! procedures ending in `/hash` then name an entry by its very key and hash. The plain procedures
//! leave such tables to the library's (`Refusal::Left`).

use super::{Builtin, argument, between, exactly, partial_row, row};
use crate::condition::{Condition, Expected, Outcome};
use crate::equality;
use crate::layout::Type;
use crate::machine::Machine;
use crate::symbol;
use crate::table::{self, Kind};
use crate::value::Value;

mod access;
mod listing;
mod cursor;
#[cfg(test)]
mod tests;

use access::{
    bucket, contains, delete, delete_by_hash, get, get_by_hash, get_or_fail, set, set_by_hash,
};
use listing::{from_alist, hashtable_entries, hashtable_keys, listing};

/// The rows.
pub const BUILTINS: &[Builtin] = &[
    row("hash-table?", exactly(1), "(hash-table? object)", is_table),
    row("hashtable?", exactly(1), "(hashtable? object)", is_table),
    row("make-equal-hash-table", between(0, 1), "(make-equal-hash-table [size])", |m, a| {
        make(m, "make-equal-hash-table", Kind::Equal, a)
    }),
    row("make-eqv-hash-table", between(0, 1), "(make-eqv-hash-table [size])", |m, a| {
        make(m, "make-eqv-hash-table", Kind::Eqv, a)
    }),
    row("make-eq-hash-table", between(0, 1), "(make-eq-hash-table [size])", |m, a| {
        make(m, "make-eq-hash-table", Kind::Eq, a)
    }),
    row("make-string-hash-table", between(0, 1), "(make-string-hash-table [size])", |m, a| {
        make(m, "make-string-hash-table", Kind::String, a)
    }),
    row("make-eq-hashtable", between(0, 1), "(make-eq-hashtable [size])", |m, a| {
        make(m, "make-eq-hashtable", Kind::Eq, a)
    }),
    row("make-eqv-hashtable", between(0, 1), "(make-eqv-hashtable [size])", |m, a| {
        make(m, "make-eqv-hashtable", Kind::Eqv, a)
    }),
    row(
        "%make-hash-table",
        between(1, 3),
        "(%make-hash-table kind [equivalence hash])",
        make_of_kind,
    ),
    row("%hash-table-kind", exactly(1), "(%hash-table-kind table)", kind_symbol),
    row("%hash-table-custom?", exactly(1), "(%hash-table-custom? table)", is_custom),
    row("%hash-table-equivalence", exactly(1), "(%hash-table-equivalence table)", |_, a| {
        Ok(table::procedures(any_table("%hash-table-equivalence", a[0])?).0)
    }),
    row("%hash-table-hash", exactly(1), "(%hash-table-hash table)", |_, a| {
        Ok(table::procedures(any_table("%hash-table-hash", a[0])?).1)
    }),
    partial_row(
        "hash-table-ref/default",
        exactly(3),
        "(hash-table-ref/default table key default)",
        "%custom-ref",
        |m, a| get(m, "hash-table-ref/default", a),
    ),
    partial_row(
        "hash-table-ref",
        between(2, 4),
        "(hash-table-ref table key [fail [succeed]])",
        "%hash-table-ref-with",
        get_or_fail,
    ),
    partial_row(
        "hashtable-ref",
        exactly(3),
        "(hashtable-ref table key default)",
        "%custom-ref",
        |m, a| get(m, "hashtable-ref", a),
    ),
    partial_row(
        "hash-table-set!",
        exactly(3),
        "(hash-table-set! table key value)",
        "%custom-set!",
        |m, a| set(m, "hash-table-set!", a),
    ),
    partial_row(
        "hashtable-set!",
        exactly(3),
        "(hashtable-set! table key value)",
        "%custom-set!",
        |m, a| set(m, "hashtable-set!", a),
    ),
    partial_row(
        "hash-table-delete!",
        exactly(2),
        "(hash-table-delete! table key)",
        "%custom-delete!",
        |m, a| delete(m, "hash-table-delete!", a),
    ),
    partial_row(
        "hashtable-delete!",
        exactly(2),
        "(hashtable-delete! table key)",
        "%custom-delete!",
        |m, a| delete(m, "hashtable-delete!", a),
    ),
    partial_row(
        "hash-table-contains?",
        exactly(2),
        "(hash-table-contains? table key)",
        "%custom-contains?",
        |m, a| contains(m, "hash-table-contains?", a),
    ),
    partial_row(
        "hash-table-exists?",
        exactly(2),
        "(hash-table-exists? table key)",
        "%custom-contains?",
        |m, a| contains(m, "hash-table-exists?", a),
    ),
    partial_row(
        "hashtable-contains?",
        exactly(2),
        "(hashtable-contains? table key)",
        "%custom-contains?",
        |m, a| contains(m, "hashtable-contains?", a),
    ),
    row("hash-table-count", exactly(1), "(hash-table-count table)", |_, a| {
        size("hash-table-count", a)
    }),
    row("hash-table-size", exactly(1), "(hash-table-size table)", |_, a| {
        size("hash-table-size", a)
    }),
    row("hashtable-size", exactly(1), "(hashtable-size table)", |_, a| size("hashtable-size", a)),
    row("hash-table-empty?", exactly(1), "(hash-table-empty? table)", is_empty),
    row("hash-table-keys", exactly(1), "(hash-table-keys table)", |m, a| {
        listing(m, "hash-table-keys", a, |_, key, _| key)
    }),
    row("hash-table-values", exactly(1), "(hash-table-values table)", |m, a| {
        listing(m, "hash-table-values", a, |_, _, value| value)
    }),
    row("hash-table->alist", exactly(1), "(hash-table->alist table)", |m, a| {
        listing(m, "hash-table->alist", a, |m, key, value| m.heap.cons(key, value))
    }),
    row("hashtable-keys", exactly(1), "(hashtable-keys table)", hashtable_keys),
    row("hashtable-entries", exactly(1), "(hashtable-entries table)", hashtable_entries),
    row("hash-table-clear!", exactly(1), "(hash-table-clear! table)", |m, a| {
        clear(m, "hash-table-clear!", a)
    }),
    row("hashtable-clear!", between(1, 2), "(hashtable-clear! table [size])", |m, a| {
        clear(m, "hashtable-clear!", a)
    }),
    row("hash-table-copy", between(1, 2), "(hash-table-copy table [mutable?])", |m, a| {
        copy(m, "hash-table-copy", a)
    }),
    row("hashtable-copy", between(1, 2), "(hashtable-copy table [mutable?])", |m, a| {
        copy(m, "hashtable-copy", a)
    }),
    row("hash-table-empty-copy", exactly(1), "(hash-table-empty-copy table)", empty_copy),
    row("%alist->hash-table", exactly(2), "(%alist->hash-table alist kind)", from_alist),
    row("%hash-table-cursor", exactly(1), "(%hash-table-cursor table)", cursor::first),
    row("%hash-table-next", exactly(1), "(%hash-table-next cursor)", cursor::next),
    row("%hash-table-cursor-key", exactly(1), "(%hash-table-cursor-key cursor)", cursor::key),
    row("%hash-table-cursor-value", exactly(1), "(%hash-table-cursor-value cursor)", cursor::value),
    row("equal-hash", between(1, 2), "(equal-hash object [bound])", |m, a| {
        argument::bounded_hash("equal-hash", a, equality::equal_hash_for_programs(&m.heap, a[0]))
    }),
    row("hash", between(1, 2), "(hash object [bound])", |m, a| {
        argument::bounded_hash("hash", a, equality::equal_hash_for_programs(&m.heap, a[0]))
    }),
    row("eqv-hash", between(1, 2), "(eqv-hash object [bound])", |m, a| {
        argument::bounded_hash("eqv-hash", a, equality::eqv_hash_for_programs(&m.heap, a[0]))
    }),
    row("eq-hash", between(1, 2), "(eq-hash object [bound])", |m, a| {
        argument::bounded_hash("eq-hash", a, equality::eqv_hash_for_programs(&m.heap, a[0]))
    }),
    row("%hash-table-bucket", exactly(2), "(%hash-table-bucket table hash)", bucket),
    row(
        "%hash-table-ref/hash",
        exactly(4),
        "(%hash-table-ref/hash table hash stored-key default)",
        get_by_hash,
    ),
    row(
        "%hash-table-set!/hash",
        exactly(4),
        "(%hash-table-set!/hash table hash stored-key value)",
        set_by_hash,
    ),
    row(
        "%hash-table-delete!/hash",
        exactly(3),
        "(%hash-table-delete!/hash table hash stored-key)",
        delete_by_hash,
    ),
];

fn any_table(who: &'static str, found: Value) -> Outcome {
    argument::typed(who, 1, Type::Table, Expected::Table, found)
}

fn is_table(_: &mut Machine, a: &[Value]) -> Outcome {
    Ok(Value::boolean(a[0].is_a(Type::Table)))
}

fn make(m: &mut Machine, who: &'static str, kind: Kind, a: &[Value]) -> Outcome {
    let size = match a.first() {
        Some(size) => argument::size(who, 1, *size)?,
        None => 0,
    };
    table::make(&mut m.heap, kind, size, (Value::FALSE, Value::FALSE))
}

/// The kind that argument `position` of `who`, a symbol, names.
fn kind_argument(m: &Machine, who: &'static str, position: usize, found: Value) -> Outcome<Kind> {
    let symbol = argument::typed(who, position, Type::Symbol, Expected::Symbol, found)?;
    let reason = "the kinds are eq, eqv, equal, string and custom";
    Kind::from_name(symbol::name(&m.heap, symbol))
        .ok_or_else(|| Box::new(Condition::NoResult { who, reason, found }))
}

fn make_of_kind(m: &mut Machine, a: &[Value]) -> Outcome {
    let kind = kind_argument(m, "%make-hash-table", 1, a[0])?;
    let procedure = |index: usize| a.get(index).copied().unwrap_or(Value::FALSE);
    table::make(&mut m.heap, kind, 0, (procedure(1), procedure(2)))
}

fn kind_symbol(m: &mut Machine, a: &[Value]) -> Outcome {
    let kind = table::kind(any_table("%hash-table-kind", a[0])?);
    Ok(m.symbols.intern(&mut m.heap, kind.name()))
}

fn is_custom(_: &mut Machine, a: &[Value]) -> Outcome {
    let table = any_table("%hash-table-custom?", a[0])?;
    Ok(Value::boolean(table::kind(table) == Kind::Custom))
}

fn size(who: &'static str, a: &[Value]) -> Outcome {
    Ok(Value::fixnum(table::len(any_table(who, a[0])?) as i64))
}

fn is_empty(_: &mut Machine, a: &[Value]) -> Outcome {
    Ok(Value::boolean(table::len(any_table("hash-table-empty?", a[0])?) == 0))
}

fn clear(m: &mut Machine, who: &'static str, a: &[Value]) -> Outcome {
    let table = any_table(who, a[0])?;
    table::clear(&mut m.heap, table)?;
    Ok(Value::UNSPECIFIED)
}

fn copy(m: &mut Machine, who: &'static str, a: &[Value]) -> Outcome {
    let table = any_table(who, a[0])?;
    table::copy(&mut m.heap, table)
}

fn empty_copy(m: &mut Machine, a: &[Value]) -> Outcome {
    let table = any_table("hash-table-empty-copy", a[0])?;
    table::make(&mut m.heap, table::kind(table), 0, table::procedures(table))
}
