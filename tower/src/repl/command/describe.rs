//! `,describe`: what the reference says of a name, or what is known of a program's own.

use super::{Answer, Description, Takes, shortened};
use crate::nearest::{listed, nearest};
use crate::reference;
use crate::repl::names::{self, Known};
use crate::tower::Tower;
use levels::environment;
use levels::layout::Type;
use levels::value::Value;

/// See the module's documentation.
pub(super) const COMMAND: Description = Description {
    word: ",describe",
    takes: Takes::Needed("NAME"),
    summary: "what NAME is and how it is used",
    details: "The text of the reference; of a name that a program has bound, its value.
",
    perform: |tower, name| Answer::Lines(lines(tower, name)),
};

fn lines(tower: &mut Tower, name: &str) -> String {
    let level = tower.running();
    let all = names::in_scope(tower, level);
    let known = all.iter().find(|known| known.name == name);
    if let Some(known) = known.filter(|known| !known.is_universal && !is_of_library(tower, known)) {
        let own = own(tower, known);
        return match reference::describe(name).is_empty() {
            true => own,
            false => format!("{own}The reference's {name} is another; this one takes its place.\n"),
        };
    }
    let entries: Vec<String> =
        reference::describe(name).iter().map(|entry| entry.to_string()).collect();
    match (entries.is_empty(), known) {
        (false, _) => entries.join("\n"),
        (true, Some(known)) => own(tower, known),
        (true, None) => unknown(name, &all),
    }
}

/// Whether what a name means is what the reference says: it was imported, or every level has it.
fn is_of_library(tower: &mut Tower, known: &Known) -> bool {
    let entries = reference::describe(&known.name);
    let mut signatures = entries.iter().flat_map(|entry| &entry.signatures);
    if signatures.any(|of| of.name == known.name && of.places.contains(&"every level")) {
        return true;
    }
    let level = tower.running();
    let globals = tower.globals(level);
    let symbol = tower.m.intern(&known.name);
    let found = environment::globals(&tower.m, globals).find(symbol);
    found.is_some_and(|cell| environment::cell::home(cell) != globals)
}

/// What is known of a program's own name.
fn own(tower: &mut Tower, known: &Known) -> String {
    let name = &known.name;
    if known.value.is_a(Type::Macro) {
        return format!("{name} is syntax.\n");
    }
    if known.value.bits() == Value::UNBOUND.bits() {
        return format!("{name} is the store of the level below.\n");
    }
    let parts = super::inspect::lines(&mut tower.m, known.value);
    format!("{name} is {parts}")
}

fn unknown(name: &str, all: &[Known]) -> String {
    let candidates = all.iter().map(|known| known.name.as_str()).chain(reference::names());
    let near = nearest(name, candidates);
    let hint = match near.is_empty() {
        true => String::new(),
        false => format!(" Did you mean {}?", listed(&near)),
    };
    format!("There is no {} here, and the reference has none.{hint}\n", shortened(name, 60))
}
