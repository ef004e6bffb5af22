use super::*;
use crate::condition::Condition;
use crate::environment::{self, UNIVERSE, cell};
use crate::reader::Reader;

fn read(m: &mut Machine, text: &str) -> Value {
    let mut reader = Reader::of_data(text);
    reader.read(&mut m.heap, &mut m.symbols, &mut m.sources).unwrap().unwrap()
}

fn reason<T: std::fmt::Debug>(outcome: Outcome<T>) -> String {
    let condition = outcome.unwrap_err();
    let Condition::Syntax { reason, .. } = *condition else { panic!("{condition:?}") };
    reason
}

/// A library that exports `names`.
fn exports(m: &mut Machine, names: &[&str]) -> Vec<Binding> {
    let level = m.intern("library");
    let id = environment::new_globals(m, level, None);
    names
        .iter()
        .map(|name| {
            let name = m.intern(name);
            (name, environment::define(m, id, name, Value::TRUE).cell)
        })
        .collect()
}

fn imported(m: &mut Machine, text: &str, exports: &[Binding]) -> Outcome<Vec<String>> {
    let form = read(m, text);
    let sets = parse_imports(m, form)?;
    let bindings = sets[0].resolve(m, exports)?;
    Ok(bindings.iter().map(|(name, _)| symbol::name(&m.heap, *name).into()).collect())
}

#[test]
fn import_sets_nest() {
    let mut m = Machine::new(1 << 28);
    let exports = exports(&mut m, &["a", "b", "c"]);
    let text = "(import (prefix (rename (except (only (lib 1) a b c) b) (a x) (c a)) p-))";
    assert_eq!(imported(&mut m, text, &exports).unwrap(), ["p-x", "p-a"]);
    let form = read(&mut m, text);
    let sets = parse_imports(&mut m, form).unwrap();
    let ImportSource::Library(name) = sets[0].source else { panic!("{:?}", sets[0].source) };
    assert_eq!(name_text(&m, name), "lib 1");
    assert_eq!(imported(&mut m, "(import (only lib))", &exports).unwrap(), ["a", "b", "c"]);
}

#[test]
fn import_sets_may_be_deep() {
    let mut m = Machine::new(1 << 30);
    let exports = exports(&mut m, &["a"]);
    let text = format!("(import {}(lib){})", "(except ".repeat(100_000), ")".repeat(100_000));
    assert_eq!(imported(&mut m, &text, &exports).unwrap(), ["a"]);
}

#[test]
fn wrong_imports_are_refused() {
    let mut m = Machine::new(1 << 28);
    let exports = exports(&mut m, &["a", "b"]);
    let mut refused = |text: &str| reason(imported(&mut m, text, &exports));
    assert_eq!(refused("(import (only (lib) a z y))"), "only: (lib) does not export y");
    assert_eq!(refused("(import (rename (lib) (a b)))"), "two variables become b");
    assert!(refused("(import 5)").contains("a library's name must be"));
    assert!(refused("(import (only (lib) 5))").contains("expected a name, found the number 5"));
    assert!(refused("(import (prefix (lib)))").contains("one name"));
    assert!(refused("(import (rename (lib) a))").contains("must be (name new-name)"));
    assert!(refused("(import (lib . 5))").contains("proper list"));
}

#[test]
fn foreign_modules_have_options() {
    let mut m = Machine::new(1 << 28);
    let form = read(&mut m, "(import \"math\" :from \"python\" (lib))");
    let sets = parse_imports(&mut m, form).unwrap();
    assert_eq!(sets.len(), 2);
    let ImportSource::Foreign { options, .. } = &sets[0].source else { panic!() };
    assert_eq!(options.len(), 1);
    assert_eq!(symbol::name(&m.heap, options[0].0), ":from");
}

#[test]
fn libraries_declare() {
    let mut m = Machine::new(1 << 28);
    let form = read(
        &mut m,
        "(define-library (my lib) (export a (rename b c)) (import (x) (y)) (begin 1 2) \
         (cond-expand (no-such (begin 3)) (else (export d) (begin 4))))",
    );
    let library = parse_library(&mut m, form).unwrap();
    assert_eq!(name_text(&m, library.name), "my lib");
    assert_eq!(library.imports.len(), 2);
    assert_eq!(library.body, [1, 2, 4].map(Value::fixnum));
    let names: Vec<&str> =
        library.exports.iter().map(|export| symbol::name(&m.heap, export.external)).collect();
    assert_eq!(names, ["a", "c", "d"]);
    let id = environment::new_globals(&mut m, library.name, None);
    assert!(reason(exported(&mut m, &library, id)).contains("does not define a"));
    for export in &library.exports {
        environment::define(&mut m, id, export.internal, Value::TRUE);
    }
    let bindings = exported(&mut m, &library, id).unwrap();
    let level = environment::new_globals(&mut m, library.name, Some(UNIVERSE));
    assert!(import_into(&mut m, level, &bindings).is_empty());
    let found = environment::cell_for(&mut m, level, library.exports[1].external);
    assert_eq!(found.field(cell::SYMBOL), library.exports[1].internal);
}

#[test]
fn wrong_libraries_are_refused() {
    let mut m = Machine::new(1 << 28);
    let mut refused = |text: &str| {
        let form = read(&mut m, text);
        reason(parse_library(&mut m, form))
    };
    assert!(refused("(define-library)").contains("no name"));
    assert!(refused("(define-library (a) 5)").contains("expected a declaration"));
    assert!(refused("(define-library (a) (define x 1))").contains("found the name define"));
    assert!(refused("(define-library (a) (export 5))").contains("export: expected a name"));
    assert!(refused("(define-library (a) (cond-expand 5))").contains("each clause"));
}
