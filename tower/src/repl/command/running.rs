//! How the procedures of a level run under what is changed above it: compiled, hooked, interpreted.
//!
//! Invariant: whatever a store holds, what is looked at and what is shown is bounded.

use super::counted;
use super::rows::Row;
use crate::changes::Held;
use crate::governing::{performed, word_of};
use crate::tower::Tower;
use crate::waiting::LevelId;
use levels::environment::{self, Owner};
use levels::expander::scope;
use levels::layout::Type;
use levels::machine::case_lambda::is_case_lambda;
use levels::machine::execution::{Execution, Manner};
use levels::procedure::{closure, code};
use levels::step::Steps;
use levels::value::Value;
use std::cmp::Reverse;
use std::collections::{BTreeMap, HashSet};

/// Procedures that are looked at.
const LOOKED_AT: usize = 10_000;
/// Names that are listed of those that run alike.
const NAMED: usize = 20;

/// Procedures that run alike: the manner, and which steps are performed above.
type Alike = (Reverse<Manner>, u32);

/// Whether there is anything to say: some step of the level's is performed above.
pub(super) fn is_governed(tower: &Tower, level: LevelId) -> bool {
    tower.steps_above(level) != Steps::NONE
}

/// A row for the procedures that run alike, those least compiled first; then for those that have no name in the
/// store, and for the library's. None where the level has no procedures of its own.
pub(super) fn rows(tower: &mut Tower, level: LevelId) -> Vec<Row> {
    let mut named = named(tower, level);
    let left = named.len().saturating_sub(LOOKED_AT);
    named.truncate(LOOKED_AT);
    let mut alike: BTreeMap<Alike, Vec<String>> = BTreeMap::new();
    let mut seen: HashSet<Value> = HashSet::new();
    for Held { name, value, .. } in named {
        if value.is_a(Type::Closure) {
            seen.insert(source_of(value.field(closure::CODE)));
        }
        alike.entry(alike_by(tower.execution(level, value))).or_default().push(name);
    }
    let mut rows: Vec<Row> = alike.iter().map(|(alike, names)| row(alike, names)).collect();
    if left > 0 {
        rows.push(Row::new("not looked at", counted(left, "procedure")));
    }
    let codes = tower.m.registered_codes();
    let (library, inner): (Vec<Value>, Vec<Value>) =
        codes.into_iter().partition(|code| code.header().flags() & code::LIBRARY != 0);
    let inner = inner.into_iter().filter(|code| is_of_level(tower, level, *code));
    let mut inner: Vec<Value> = inner.collect();
    inner.retain(|code| seen.insert(source_of(*code)));
    rows.extend(row_of_codes(tower, level, "others", inner));
    if rows.is_empty() {
        return rows;
    }
    let library = library.into_iter().filter(|code| owner(tower, *code) == Owner::Library);
    let library = library.collect();
    rows.push(row_of_library(tower, level, library));
    rows
}

/// The procedures of programs in a level's store, by name.
fn named(tower: &mut Tower, level: LevelId) -> Vec<Held> {
    let mut held = tower.beyond_birth(level);
    held.retain(|Held { value, .. }| {
        let is_own = value.is_a(Type::Closure) && !tower.is_of_library(*value);
        is_own || value.is_a(Type::Delta) || is_case_lambda(*value)
    });
    held
}

fn source_of(code: Value) -> Value {
    code.field(code::SOURCE)
}

fn owner(tower: &Tower, code: Value) -> Owner {
    let id = scope::globals_id(scope::outermost(code.field(code::SCOPE)));
    environment::globals(&tower.m, id).owner
}

/// Whether a code is a procedure's that was written at a level.
fn is_of_level(tower: &Tower, level: LevelId, code: Value) -> bool {
    let id = scope::globals_id(scope::outermost(code.field(code::SCOPE)));
    code.header().flags() & code::EXPRESSION == 0 && tower.globals_there_are(level) == Some(id)
}

fn alike_by(Execution { manner, steps }: Execution) -> Alike {
    (Reverse(manner), steps.0)
}

fn row((manner, steps): &Alike, names: &[String]) -> Row {
    let functions: Vec<&str> = performed(Steps(*steps)).collect();
    let count = counted(names.len(), "procedure");
    let mut list = names[..names.len().min(NAMED)].join(", ");
    if names.len() > NAMED {
        list.push_str(&format!(" … and {} more", names.len() - NAMED));
    }
    let head = match functions.len() {
        0 => count,
        1 | 2 => format!("{count}, under {}", functions.join(" and ")),
        many => format!("{count}, under {many} functions"),
    };
    let mut row = Row::new(word_of(manner.0), head);
    if functions.len() > 2 {
        row.notes.push(format!("({})", functions.join(", ")));
    }
    row.notes.push(list);
    row
}

/// In which manners some codes run; nothing of none. How many there are would show when memory was last
/// collected.
fn row_of_codes(tower: &mut Tower, level: LevelId, label: &str, codes: Vec<Value>) -> Option<Row> {
    let counts = counts(tower, level, codes);
    let words: Vec<&str> = counts.keys().map(|manner| word_of(manner.0)).collect();
    (!words.is_empty()).then(|| Row::new(label, words.join(", ")))
}

/// The library's procedures make single steps; those that call what they are given may be hooked there.
fn row_of_library(tower: &mut Tower, level: LevelId, codes: Vec<Value>) -> Row {
    let hooked = counts(tower, level, codes).remove(&Reverse(Manner::Hooked));
    let head = match hooked {
        None => "compiled".to_owned(),
        Some(count) => format!("compiled; {count} hooked where they call what is given"),
    };
    Row::new("the library", head)
}

fn counts(
    tower: &mut Tower,
    level: LevelId,
    codes: Vec<Value>,
) -> BTreeMap<Reverse<Manner>, usize> {
    let mut counts = BTreeMap::new();
    for code in codes.into_iter().take(LOOKED_AT) {
        let manner = tower.execution_of_code(level, code).manner;
        *counts.entry(Reverse(manner)).or_default() += 1;
    }
    counts
}
