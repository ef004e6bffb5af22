//! The standard library's universal procedures come to be.

use crate::tower::Tower;
use levels::environment::{self, UNIVERSE};
use levels::machine::Event;
use levels::reader::read_all;
use levels::value::Value;

/// Evaluates the prelude's text in the universe.
///
/// # Panics
/// If the text, which is part of this program, has an error.
pub fn load(tower: &mut Tower) {
    let m = &mut tower.m;
    let host = m.dynamic.host;
    let scope = environment::globals(m, UNIVERSE).scope;
    for (name, text) in stdlib::PRELUDE {
        let source = m.sources.add(name, *text);
        let forms = read_all(&mut m.heap, &mut m.symbols, &mut m.sources, source);
        let forms = forms.unwrap_or_else(|error| panic!("{name}: {error:?}"));
        let list = m.heap.list(&forms);
        m.roots.push(list);
        for form in forms {
            m.clear();
            let _ = m.enter_evaluation(form, scope, Value::NIL);
            let event = m.run();
            assert!(matches!(event, Event::Finished(_)), "{name}: {event:?}");
        }
        m.roots.pop();
    }
    m.dynamic.host = host;
}
