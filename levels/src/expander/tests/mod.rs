//! Whole programs expanded to core forms, shown with every variable told apart.

mod full;
mod derived;
mod hygiene;
mod rules;
mod refused;
mod deep;
mod whole;

use crate::environment::{self, UNIVERSE};
use crate::machine::Machine;
use crate::reader::Reader;
use crate::value::Value;
use full::{Expander, Failure};

/// The data of a text.
fn read(m: &mut Machine, text: &str) -> Vec<Value> {
    let mut reader = Reader::of_data(text);
    let mut data = Vec::new();
    while let Some(datum) = reader.read(&mut m.heap, &mut m.symbols, &mut m.sources).unwrap() {
        data.push(datum);
    }
    data
}

/// A machine with one level; that level's scope.
fn machine() -> (Machine, Value) {
    let mut m = Machine::new(1 << 32);
    let name = m.intern("level");
    let level = environment::new_globals(&mut m, name, Some(UNIVERSE));
    let scope = environment::globals(&m, level).scope;
    (m, scope)
}

fn expansion(text: &str) -> Result<String, Failure> {
    let (mut m, scope) = machine();
    let mut last = String::new();
    for form in read(&mut m, text) {
        let mut expander = Expander::new(&mut m);
        let result = expander.expand(form, scope)?;
        last = full::show(&m, result);
    }
    Ok(last)
}

/// Checks what the last form of `text` expands to. A local variable of a name that an outer one has
/// shows with as many primes; one that a macro inserted begins with a dot. A reference to the
/// universe that a macro inserted begins with a colon.
fn check(text: &str, expected: &str) {
    let found = expansion(text).unwrap_or_else(|failure| panic!("{text}: {failure:?}"));
    assert_eq!(found, expected, "{text}");
}

/// Checks that `text` is refused with a syntax error whose reason contains `words`.
fn refuses(text: &str, words: &str) {
    match expansion(text) {
        Err(Failure::Syntax(reason)) => assert!(reason.contains(words), "{text}: {reason}"),
        other => panic!("{text}: {other:?}"),
    }
}
