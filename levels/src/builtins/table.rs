//! Hash tables: what SRFI 69, R6RS and their kin have without procedure arguments, and what their
//! other procedures, which are written in the language, stand on.
//!
//! A table with the equivalence and hash procedures of the program (kind `custom`) is found by
//! those in the language: `(%hash-table-bucket table hash)` lists the keys to compare with, the
//! procedures ending in `/hash` then name an entry by its very key and hash. The plain procedures
//! leave such tables to the library's (`Condition::Delegate`).

use super::{Builtin, argument, between, exactly, row};
use crate::condition::{Condition, Expected, Outcome, delegate, wrong_type};
use crate::equality;
use crate::layout::{GRANULE, Type};
use crate::machine::Machine;
use crate::pair::{self, Walk};
use crate::symbol;
use crate::table::{self, Kind, Probe, cursor};
use crate::value::Value;

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
    row("hash-table-ref/default", exactly(3), "(hash-table-ref/default table key default)", {
        |m, a| get(m, "hash-table-ref/default", a)
    }),
    row(
        "hash-table-ref",
        between(2, 4),
        "(hash-table-ref table key [fail [succeed]])",
        get_or_fail,
    ),
    row("hashtable-ref", exactly(3), "(hashtable-ref table key default)", |m, a| {
        get(m, "hashtable-ref", a)
    }),
    row("hash-table-set!", exactly(3), "(hash-table-set! table key value)", |m, a| {
        set(m, "hash-table-set!", a)
    }),
    row("hashtable-set!", exactly(3), "(hashtable-set! table key value)", |m, a| {
        set(m, "hashtable-set!", a)
    }),
    row("hash-table-delete!", exactly(2), "(hash-table-delete! table key)", |m, a| {
        delete(m, "hash-table-delete!", a)
    }),
    row("hashtable-delete!", exactly(2), "(hashtable-delete! table key)", |m, a| {
        delete(m, "hashtable-delete!", a)
    }),
    row("hash-table-contains?", exactly(2), "(hash-table-contains? table key)", |m, a| {
        contains(m, "hash-table-contains?", a)
    }),
    row("hash-table-exists?", exactly(2), "(hash-table-exists? table key)", |m, a| {
        contains(m, "hash-table-exists?", a)
    }),
    row("hashtable-contains?", exactly(2), "(hashtable-contains? table key)", |m, a| {
        contains(m, "hashtable-contains?", a)
    }),
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
    row("%hash-table-cursor", exactly(1), "(%hash-table-cursor table)", first_cursor),
    row("%hash-table-next", exactly(1), "(%hash-table-next cursor)", next_cursor),
    row("%hash-table-cursor-key", exactly(1), "(%hash-table-cursor-key cursor)", cursor_key),
    row("%hash-table-cursor-value", exactly(1), "(%hash-table-cursor-value cursor)", cursor_value),
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

/// Argument 1 of `who` as a table whose keys are found without calling anything, and `key` as fit
/// for it. Other tables are left to the library's procedure `custom`.
fn plain_table(who: &'static str, found: Value, key: Value, custom: &'static str) -> Outcome {
    let table = any_table(who, found)?;
    match table::kind(table) {
        Kind::Eq | Kind::Eqv | Kind::Equal => Ok(table),
        Kind::String if key.is_a(Type::String) => Ok(table),
        Kind::String => wrong_type(who, 2, Expected::String, key),
        Kind::Custom => delegate(custom),
    }
}

fn is_table(_: &mut Machine, a: &[Value]) -> Outcome {
    Ok(Value::boolean(a[0].is_a(Type::Table)))
}

fn make(m: &mut Machine, who: &'static str, kind: Kind, a: &[Value]) -> Outcome {
    let size = match a.first() {
        Some(size) => argument::size(who, 1, *size)?,
        None => 0,
    };
    Ok(table::make(&mut m.heap, kind, size, (Value::FALSE, Value::FALSE))?)
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
    Ok(table::make(&mut m.heap, kind, 0, (procedure(1), procedure(2)))?)
}

fn kind_symbol(m: &mut Machine, a: &[Value]) -> Outcome {
    let kind = table::kind(any_table("%hash-table-kind", a[0])?);
    Ok(m.symbols.intern(&mut m.heap, kind.name()))
}

fn is_custom(_: &mut Machine, a: &[Value]) -> Outcome {
    let table = any_table("%hash-table-custom?", a[0])?;
    Ok(Value::boolean(table::kind(table) == Kind::Custom))
}

/// A key that is not there, and a procedure that gets the value, are the library's.
fn get_or_fail(m: &mut Machine, a: &[Value]) -> Outcome {
    let table = plain_table("hash-table-ref", a[0], a[1], REF_WITH)?;
    match table::get(&m.heap, table, a[1]) {
        Some(value) if a.len() < 4 => Ok(value),
        Some(_) | None => delegate(REF_WITH),
    }
}

const REF_WITH: &str = "%hash-table-ref-with";

fn get(m: &mut Machine, who: &'static str, a: &[Value]) -> Outcome {
    let table = plain_table(who, a[0], a[1], "%custom-ref")?;
    Ok(table::get(&m.heap, table, a[1]).unwrap_or(a[2]))
}

fn set(m: &mut Machine, who: &'static str, a: &[Value]) -> Outcome {
    let table = plain_table(who, a[0], a[1], "%custom-set!")?;
    table::set(&mut m.heap, table, a[1], a[2])?;
    Ok(Value::UNSPECIFIED)
}

fn delete(m: &mut Machine, who: &'static str, a: &[Value]) -> Outcome {
    let table = plain_table(who, a[0], a[1], "%custom-delete!")?;
    table::remove(&mut m.heap, table, a[1]);
    Ok(Value::UNSPECIFIED)
}

fn contains(m: &mut Machine, who: &'static str, a: &[Value]) -> Outcome {
    let table = plain_table(who, a[0], a[1], "%custom-contains?")?;
    Ok(Value::boolean(table::get(&m.heap, table, a[1]).is_some()))
}

fn size(who: &'static str, a: &[Value]) -> Outcome {
    Ok(Value::fixnum(table::len(any_table(who, a[0])?) as i64))
}

fn is_empty(_: &mut Machine, a: &[Value]) -> Outcome {
    Ok(Value::boolean(table::len(any_table("hash-table-empty?", a[0])?) == 0))
}

/// A list of what `part` makes of each entry, in the order of insertion.
fn listing(
    m: &mut Machine,
    who: &'static str,
    a: &[Value],
    part: fn(&mut Machine, Value, Value) -> Value,
) -> Outcome {
    let table = any_table(who, a[0])?;
    m.heap.reserve(table::len(table).saturating_mul(2 * GRANULE))?;
    let mut list = pair::ListBuilder::new();
    for (key, value) in table::entries(table) {
        let element = part(m, key, value);
        list.push(&mut m.heap, element);
    }
    Ok(list.finish(&mut m.heap, Value::NIL))
}

/// A vector of one half of the entries, in the order of insertion.
fn half(m: &mut Machine, table: Value, part: fn((Value, Value)) -> Value) -> Outcome {
    let len = table::len(table);
    m.heap.reserve(len.saturating_mul(8).saturating_add(GRANULE))?;
    let vector = m.heap.words(Type::Vector, len, Value::UNSPECIFIED);
    for (index, entry) in table::entries(table).enumerate() {
        m.heap.init_field(vector, index, part(entry));
    }
    Ok(vector)
}

fn hashtable_keys(m: &mut Machine, a: &[Value]) -> Outcome {
    let table = any_table("hashtable-keys", a[0])?;
    half(m, table, |(key, _)| key)
}

fn hashtable_entries(m: &mut Machine, a: &[Value]) -> Outcome {
    let table = any_table("hashtable-entries", a[0])?;
    let keys = half(m, table, |(key, _)| key)?;
    let values = half(m, table, |(_, value)| value)?;
    Ok(m.heap.object(Type::MultipleValues, &[keys, values]))
}

fn clear(m: &mut Machine, who: &'static str, a: &[Value]) -> Outcome {
    let table = any_table(who, a[0])?;
    table::clear(&mut m.heap, table)?;
    Ok(Value::UNSPECIFIED)
}

fn copy(m: &mut Machine, who: &'static str, a: &[Value]) -> Outcome {
    let table = any_table(who, a[0])?;
    Ok(table::copy(&mut m.heap, table)?)
}

fn empty_copy(m: &mut Machine, a: &[Value]) -> Outcome {
    let table = any_table("hash-table-empty-copy", a[0])?;
    Ok(table::make(&mut m.heap, table::kind(table), 0, table::procedures(table))?)
}

/// The first entry of a key counts, as `assoc` would find it.
fn from_alist(m: &mut Machine, a: &[Value]) -> Outcome {
    const WHO: &str = "alist->hash-table";
    pair::proper_length(WHO, 1, a[0])?;
    let kind = kind_argument(m, WHO, 2, a[1])?;
    if kind == Kind::Custom {
        let reason = "a table with procedures of the program is not made of a list alone";
        return Err(Box::new(Condition::NoResult { who: WHO, reason, found: a[1] }));
    }
    let table = table::make(&mut m.heap, kind, 0, (Value::FALSE, Value::FALSE))?;
    for pair in Walk::new(a[0]) {
        let entry = pair.car();
        if !entry.is_pair() {
            return wrong_type(WHO, 1, Expected::AssociationList, a[0]);
        }
        let table = plain_table(WHO, table, entry.car(), "%custom-set!")?;
        if table::get(&m.heap, table, entry.car()).is_none() {
            table::set(&mut m.heap, table, entry.car(), entry.cdr())?;
        }
    }
    Ok(table)
}

fn first_cursor(m: &mut Machine, a: &[Value]) -> Outcome {
    let table = any_table("%hash-table-cursor", a[0])?;
    Ok(cursor::first(&mut m.heap, table).unwrap_or(Value::FALSE))
}

fn cursor_argument(who: &'static str, found: Value) -> Outcome {
    if cursor::is_cursor(found) { Ok(found) } else { wrong_type(who, 1, Expected::Cursor, found) }
}

fn next_cursor(m: &mut Machine, a: &[Value]) -> Outcome {
    let cursor = cursor_argument("%hash-table-next", a[0])?;
    Ok(cursor::next(&mut m.heap, cursor).unwrap_or(Value::FALSE))
}

fn cursor_key(_: &mut Machine, a: &[Value]) -> Outcome {
    Ok(cursor::key(cursor_argument("%hash-table-cursor-key", a[0])?))
}

fn cursor_value(_: &mut Machine, a: &[Value]) -> Outcome {
    Ok(cursor::value(cursor_argument("%hash-table-cursor-value", a[0])?))
}

/// The probe for an entry of a custom table: `table hash stored-key …`.
fn custom_probe(m: &Machine, who: &'static str, a: &[Value], key: Value) -> Outcome<Probe> {
    any_table(who, a[0])?;
    if !a[1].is_fixnum() && !a[1].is_a(Type::Bignum) {
        return wrong_type(who, 2, Expected::ExactInteger, a[1]);
    }
    Ok(Probe::identical(&m.heap, key, a[1]))
}

fn bucket(m: &mut Machine, a: &[Value]) -> Outcome {
    let probe = custom_probe(m, "%hash-table-bucket", a, Value::ABSENT)?;
    let candidates = table::candidates(a[0], &probe);
    Ok(m.heap.list(&candidates))
}

fn get_by_hash(m: &mut Machine, a: &[Value]) -> Outcome {
    let probe = custom_probe(m, "%hash-table-ref/hash", a, a[2])?;
    Ok(table::get_probed(&m.heap, a[0], &probe).unwrap_or(a[3]))
}

fn set_by_hash(m: &mut Machine, a: &[Value]) -> Outcome {
    let probe = custom_probe(m, "%hash-table-set!/hash", a, a[2])?;
    table::set_probed(&mut m.heap, a[0], &probe, a[3])?;
    Ok(Value::UNSPECIFIED)
}

fn delete_by_hash(m: &mut Machine, a: &[Value]) -> Outcome {
    let probe = custom_probe(m, "%hash-table-delete!/hash", a, a[2])?;
    table::remove_probed(&mut m.heap, a[0], &probe);
    Ok(Value::UNSPECIFIED)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::builtins::testing::{call, machine, numbers, refused};

    #[test]
    fn listings_are_in_the_order_of_insertion() {
        let m = &mut machine();
        let table = call(m, "make-equal-hash-table", &[]);
        for key in [5, 3, 9, 3] {
            call(m, "hash-table-set!", &[table, Value::fixnum(key), Value::fixnum(key * 10)]);
        }
        let keys = call(m, "hash-table-keys", &[table]);
        let values = call(m, "hash-table-values", &[table]);
        assert_eq!((numbers(keys), numbers(values)), (vec![5, 3, 9], vec![50, 30, 90]));
        let alist = call(m, "hash-table->alist", &[table]);
        let kind = m.symbols.intern(&mut m.heap, "eqv");
        let again = call(m, "%alist->hash-table", &[alist, kind]);
        let keys = call(m, "hash-table-keys", &[again]);
        assert_eq!(numbers(keys), [5, 3, 9]);
    }

    #[test]
    fn hashes_for_programs_agree_with_equivalence_in_every_run() {
        let m = &mut machine();
        let read = |m: &mut crate::machine::Machine| {
            let text = "(#(a \"b\" 1/2) 1.5 . #\\c)";
            let source = m.sources.add("test", text);
            crate::reader::read_all(&mut m.heap, &mut m.symbols, &mut m.sources, source).unwrap()[0]
        };
        let (a, b) = (read(m), read(m));
        let (x, y) = (call(m, "equal-hash", &[a]), call(m, "equal-hash", &[b]));
        assert_eq!(x, y);
        let bounded = call(m, "hash", &[a, Value::fixnum(7)]);
        assert!((0..7).contains(&bounded.fixnum_value()));
        let other = &mut machine();
        let c = read(other);
        assert_eq!(call(other, "equal-hash", &[c]), x);
        assert_eq!(call(m, "eqv-hash", &[a]), call(m, "eq-hash", &[b]));
    }

    #[test]
    fn wrong_tables_keys_and_kinds_are_refused() {
        let m = &mut machine();
        let n = Value::fixnum(1);
        assert!(matches!(
            refused(m, "hash-table-set!", &[n, n, n]),
            Condition::WrongType { expected: Expected::Table, position: 1, .. }
        ));
        let strings = call(m, "make-string-hash-table", &[]);
        assert!(matches!(
            refused(m, "hash-table-set!", &[strings, n, n]),
            Condition::WrongType { expected: Expected::String, position: 2, .. }
        ));
        let custom = m.symbols.intern(&mut m.heap, "custom");
        let custom = call(m, "%make-hash-table", &[custom]);
        assert!(matches!(
            refused(m, "hash-table-ref/default", &[custom, n, n]),
            Condition::Delegate { .. }
        ));
        assert!(matches!(refused(m, "%hash-table-next", &[n]), Condition::WrongType { .. }));
        let huge = Value::fixnum(1 << 50);
        assert!(matches!(
            refused(m, "make-equal-hash-table", &[huge]),
            Condition::OutOfMemory { .. }
        ));
    }
}
