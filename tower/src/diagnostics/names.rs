//! The names that a mistyped one may stand for: those in scope, and those of carried libraries.
//!
//! Invariant: nothing here allocates in the machine's heap, which may be full.

use levels::environment::{self, GlobalsId};
use levels::expander::scope::{is_global, scope_field};
use levels::layout::Type;
use levels::machine::Machine;
use levels::symbol;
use levels::value::Value;

/// Bindings of local scopes that are looked at.
const LOCALS: usize = 10_000;

/// The names that are bound in these globals and in those that they inherit from.
pub(super) fn of_globals(m: &Machine, scope: GlobalsId) -> Vec<String> {
    let mut names = Vec::new();
    let mut next = Some(scope);
    while let Some(globals) = next {
        names.extend(of_level(m, globals));
        next = environment::globals(m, globals).parent;
    }
    names
}

/// The names that are bound in these globals.
pub(super) fn of_level(m: &Machine, globals: GlobalsId) -> Vec<String> {
    let bound = environment::bound_names(m, globals);
    let bound = bound.into_iter().map(|name| symbol::name(&m.heap, name));
    bound.filter(|name| !name.starts_with('%')).map(str::to_owned).collect()
}

/// The names that a person gave to what is bound in a scope and in the local ones around it.
pub(super) fn of_locals(m: &Machine, mut scope: Value) -> Vec<String> {
    let mut names = Vec::new();
    let mut left = LOCALS;
    while scope.is_a(Type::Scope) && !is_global(scope) {
        let mut bindings = scope.field(scope_field::BINDINGS);
        while bindings.is_pair() && left > 0 {
            left -= 1;
            let name = bindings.car().car();
            if name.is_a(Type::Symbol) {
                names.push(symbol::name(&m.heap, name).to_owned());
            }
            bindings = bindings.cdr();
        }
        scope = scope.field(scope_field::PARENT);
    }
    names
}

/// What the standard library's libraries export besides what every level is born with: each name
/// with its library, as `(srfi 158)`. The libraries that only others of them import are left out.
pub(super) fn carried() -> impl Iterator<Item = (String, String)> {
    let libraries = stdlib::LIBRARIES.iter().filter(|library| !library.name.contains("prelude"));
    libraries.flat_map(|library| {
        let name = format!("({})", library.name.replace('/', " "));
        exports(library.sld).into_iter().map(move |export| (export, name.clone()))
    })
}

/// The names in the `(export …)` of a library's text, which is well-formed: it is carried.
fn exports(text: &str) -> Vec<String> {
    let lines = text.lines().map(|line| line.split(';').next().unwrap_or(""));
    let text: String = lines.flat_map(|line| [line, " "]).collect();
    let mut names = Vec::new();
    for exported in text.split("(export").skip(1) {
        let exported = exported.replace('(', " ( ").replace(')', " ) ");
        let mut words = exported.split_ascii_whitespace();
        while let Some(word) = words.next() {
            match word {
                ")" => break,
                // (rename inside outside)
                "(" => {
                    let renamed: Vec<&str> =
                        words.by_ref().take_while(|word| *word != ")").collect();
                    names.extend(renamed.last().map(|name| (*name).to_owned()));
                }
                name => names.push(name.to_owned()),
            }
        }
    }
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exports_are_found_whatever_their_form() {
        let text =
            "(define-library (a)\n (export x ; not (this)\n (rename y z)) (export w)\n (begin v))";
        assert_eq!(exports(text), ["x", "z", "w"]);
    }

    #[test]
    fn the_libraries_carried_tell_what_they_export() {
        let carried: Vec<(String, String)> = carried().collect();
        let library_of = |name: &str| {
            carried.iter().find(|(export, _)| export == name).map(|(_, library)| library.as_str())
        };
        assert_eq!(library_of("make-range-generator"), Some("(srfi 158)"));
        assert_eq!(library_of("paint"), Some("(sicp picture)"));
        assert!(carried.iter().all(|(export, _)| !export.contains(['(', ')', ';', ' '])));
    }
}
