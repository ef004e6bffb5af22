//! The standard library's universal procedures come to be.

use crate::tower::Tower;
use levels::compiler::unread;
use levels::environment::{self, UNIVERSE};
use levels::machine::Event;
use levels::value::Value;

/// Defines in the universe what the prelude's text defines: procedures without reading them, then
/// the rest by evaluating it.
///
/// # Panics
/// If the text, which is part of this program, has an error.
pub fn load(tower: &mut Tower) {
    load_parts(tower, stdlib::PRELUDE);
}

fn load_parts(tower: &mut Tower, parts: &[(&'static str, &'static str)]) {
    let m = &mut tower.m;
    let host = m.dynamic.host;
    let scope = environment::globals(m, UNIVERSE).scope;
    let mut forms = Vec::new();
    for (name, text) in parts {
        let others = unread::define(m, name, text);
        forms.extend(others.unwrap_or_else(|error| panic!("{name}: {error:?}")));
    }
    let list = m.heap.list(&forms);
    m.roots.push(list);
    for form in forms {
        m.clear();
        let _ = m.enter_evaluation(form, scope, Value::NIL);
        let event = m.run();
        assert!(matches!(event, Event::Finished(_)), "{event:?}");
    }
    m.roots.pop();
    m.dynamic.host = host;
    environment::end_birth(m, UNIVERSE);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tower::Manner;
    use levels::machine::Machine;
    use levels::machine::boot::Settings;
    use levels::procedure::{closure, code};
    use levels::reader::read_all;
    use levels::symbol;

    fn tower() -> Tower {
        Tower::new(Settings::default(), Manner::Script)
    }

    /// What a tower's universe binds: names, with arities of procedures.
    fn bound(m: &Machine) -> Vec<(String, Option<i64>)> {
        let of = |name: &Value| {
            let cell = environment::globals(m, UNIVERSE).find(*name)?;
            let value = cell.field(environment::cell::VALUE);
            let is_closure = value.is_a(levels::layout::Type::Closure);
            let arity = || value.field(closure::CODE).field(code::ARITY).fixnum_value();
            Some((symbol::name(&m.heap, *name).to_owned(), is_closure.then(arity)))
        };
        environment::bound_names(m, UNIVERSE).iter().filter_map(of).collect()
    }

    /// Evaluates all forms of the prelude one after the other, each text read as a whole.
    fn load_at_once(tower: &mut Tower, parts: &[(&str, &str)]) {
        let m = &mut tower.m;
        let scope = environment::globals(m, UNIVERSE).scope;
        for (name, text) in parts {
            let source = m.sources.add(name, *text);
            let forms = read_all(&mut m.heap, &mut m.symbols, &mut m.sources, source).unwrap();
            let list = m.heap.list(&forms);
            m.roots.push(list);
            for form in forms {
                m.clear();
                let _ = m.enter_evaluation(form, scope, Value::NIL);
                assert!(matches!(m.run(), Event::Finished(_)));
            }
        }
    }

    #[test]
    fn it_binds_what_reading_it_at_once_would_bind() {
        let (mut lazy, mut eager) = (tower(), tower());
        load(&mut lazy);
        load_at_once(&mut eager, stdlib::PRELUDE);
        assert_eq!(bound(&lazy.m), bound(&eager.m));
    }

    #[test]
    fn every_procedure_is_read_as_the_form_it_stands_in() {
        let mut tower = tower();
        load(&mut tower);
        let m = &mut tower.m;
        let mut read = 0;
        for name in environment::bound_names(m, UNIVERSE) {
            let name = symbol::name(&m.heap, name).to_owned();
            let procedure = m.global_value(UNIVERSE, &name);
            if !procedure.is_a(levels::layout::Type::Closure) {
                continue;
            }
            let template = procedure.field(closure::CODE);
            let form = unread::source_of(m, template).unwrap();
            let arity = levels::compiler::declared_arity(form);
            assert_eq!(Value::fixnum(arity), template.field(code::ARITY), "{name}");
            let span = m.sources.form_span(form).unwrap();
            let own = symbol::name(&m.heap, template.field(code::NAME));
            let definition = format!("(define ({own}");
            let text = m.sources.excerpt(span);
            assert!(text.starts_with(&definition), "{name}: {text}");
            read += 1;
        }
        assert!(read > 200, "{read}");
    }

    #[test]
    fn the_order_of_its_parts_does_not_matter() {
        let (mut tower, mut turned) = (tower(), tower());
        load(&mut tower);
        let parts: Vec<(&'static str, &'static str)> =
            stdlib::PRELUDE.iter().rev().copied().collect();
        load_parts(&mut turned, &parts);
        assert_eq!(bound(&tower.m), bound(&turned.m));
    }
}
