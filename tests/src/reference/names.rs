//! The names that have entries are those that there are.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

use crate::command::{run, tower};
use crate::tree::texts;
use reflective_tower::reference::{self, Signature};
use reflective_tower::session::{Options, Session};

/// Libraries that are the inside of others.
const INSIDES: &[&str] = &[
    "sicp builtins",
    "sicp processes",
    "tower accumulators",
    "tower checks",
    "tower comparators",
    "tower consumers",
    "tower prelude",
    "tower sources",
];

/// What names there are, where.
struct Names {
    /// Everywhere.
    universal: BTreeSet<String>,
    /// In the store of a level.
    of_a_level: BTreeSet<String>,
    /// A library's: whether each is the universe's.
    exports: BTreeMap<String, BTreeMap<String, bool>>,
}

fn names() -> Names {
    let mut session = Session::new(&Options::default());
    let files = texts(&[".sld"]).into_iter().map(|file| file.path);
    let libraries = files.filter_map(|path| {
        let place = path.strip_prefix("stdlib/scheme/")?.strip_suffix(".sld")?;
        let is_test = place.ends_with("-test");
        let name = place.replace('/', " ");
        (!is_test && !INSIDES.contains(&name.as_str())).then_some(name)
    });
    let exports = libraries.map(|library| {
        let names = session.exports(&library).unwrap_or_else(|| panic!("({library}) is missing"));
        (format!("({library})"), names.into_iter().collect())
    });
    let exports = exports.collect();
    let universal = session.universal_names().into_iter().collect();
    Names { universal, of_a_level: names_of_a_level(), exports }
}

/// What level 1's store binds when level 0 has moved up to it. Asked once: the tests share a room.
fn names_of_a_level() -> BTreeSet<String> {
    static NAMES: OnceLock<BTreeSet<String>> = OnceLock::new();
    NAMES.get_or_init(ask_for_names_of_a_level).clone()
}

fn ask_for_names_of_a_level() -> BTreeSet<String> {
    let input = "(em-cont)\n(environment-bound-names (interaction-environment))\n";
    let ended = run(&mut tower("reference-names", &["repl"]), input.as_bytes());
    let list = ended.output.lines().find_map(|line| line.strip_prefix('(')?.strip_suffix(')'));
    // `store` is bound too; no listing shows what is computed when it is read.
    list.unwrap().split(' ').chain(["store"]).map(str::to_owned).collect()
}

fn signatures() -> impl Iterator<Item = Signature> {
    reference::entries().flat_map(|entry| entry.signatures)
}

#[test]
fn every_name_has_an_entry() {
    let names = names();
    let mut described: BTreeSet<(&str, &str)> = BTreeSet::new();
    let mut of_universe: BTreeSet<&str> = BTreeSet::new();
    for of in signatures() {
        for place in of.places {
            described.insert((of.name, place));
            let exported = names.exports.get(place).and_then(|names| names.get(of.name));
            // What a store is born with hides the universe's.
            if place.starts_with("every") || exported == Some(&true) {
                of_universe.insert(of.name);
            }
        }
    }
    let mut missing: BTreeSet<String> = BTreeSet::new();
    missing.extend(
        names.universal.iter().filter(|name| !of_universe.contains(name.as_str())).cloned(),
    );
    let level = names.of_a_level.iter();
    missing
        .extend(level.filter(|name| !described.contains(&(name.as_str(), "every level"))).cloned());
    for (library, exports) in &names.exports {
        for (name, universal) in exports {
            // Where a name of the report is from is said even where it is to be had without that.
            let said = !universal || library.starts_with("(scheme ") && library != "(scheme r5rs)";
            if said && !described.contains(&(name.as_str(), library.as_str())) {
                missing.insert(format!("{name} {library}"));
            }
        }
    }
    let missing: Vec<String> = missing.into_iter().collect();
    assert!(missing.is_empty(), "these have no entry:\n{}\n", missing.join("\n"));
}

#[test]
fn every_entry_says_where_its_names_are() {
    let names = names();
    let mut faults = Vec::new();
    for of in signatures() {
        for place in &of.places {
            let there = match *place {
                "everywhere" => names.universal.contains(of.name),
                "every level" => names.of_a_level.contains(of.name),
                library => {
                    names.exports.get(library).is_some_and(|names| names.contains_key(of.name))
                }
            };
            if !there {
                faults.push(format!("{}: not in {place}", of.name));
            }
        }
    }
    assert!(faults.is_empty(), "\n{}\n", faults.join("\n"));
}

/// Who reads an entry learns whether there is something to import: what is there without that says so,
/// by `everywhere` or by a library `(scheme …)`.
#[test]
fn every_entry_says_what_needs_no_import() {
    let names = names();
    let mut faults = Vec::new();
    for of in signatures() {
        let universal = |place: &&str| {
            names.exports.get(*place).and_then(|names| names.get(of.name)) == Some(&true)
        };
        if of.places.iter().any(universal) && !of.is_there() {
            faults.push(of.name);
        }
    }
    assert!(faults.is_empty(), "these are everywhere:\n{}\n", faults.join("\n"));
}
