//! The text of the evaluator, as each level runs it.
//!
//! Invariants:
//! 1. A level's text has an environment of its own, whose variables are the operations of
//!    `(tower evaluator)` and, under the evaluator functions' names, what its level binds, a replaced function
//!    as `giving` shows it.
//! 2. Where texts are interpreted, too, an environment of pristine functions stands behind that of the
//!    level's, which performs the calls of its procedures (`Globals::performer`), another behind that one, and
//!    so on; the last runs compiled. They are nobody's level: nothing that a program replaces changes them.

use crate::tower::Tower;
use crate::waiting::LevelId;
use levels::environment::{self, GlobalsId, Owner, UNIVERSE, cell};
use levels::evaluator::call::new_template;
use levels::expander::names::{Name, insert};
use levels::layout::flag;
use levels::level::local;
use levels::machine::Machine;
use levels::pair;
use levels::procedure::new_closure;
use levels::reader::read_all;
use levels::value::Value;
use meta_interpreter::{Function, LAYER, LAYER_OPERATIONS, OPERATIONS, PRIMITIVES};
use std::borrow::Cow;

/// So many levels can be interpreted by texts that are interpreted, too. Each takes its time some twenty
/// times: where there are more, nobody lives to see the first step.
pub(crate) const MOST_INTERPRETED: i64 = 32;

/// What is run: the text that users are shown, for the levels themselves and for what stands behind their texts.
pub(crate) struct Wording {
    levels: Cow<'static, str>,
    layers: Cow<'static, str>,
}

impl Default for Wording {
    fn default() -> Wording {
        Wording { levels: meta_interpreter::TEXT.into(), layers: meta_interpreter::TEXT.into() }
    }
}

/// The text of the evaluator at one level: its procedures, which variables of its environment hold.
pub(crate) struct Text {
    /// The pristine functions, in the order of `Function::ALL`.
    pub(crate) functions: Vec<Value>,
    /// What `meta_interpreter::RESUMPTION` defines.
    pub(crate) resumption: Value,
    /// The variables of its environment that stand for those of its level: see `giving`.
    pub(crate) cells: Vec<Value>,
}

impl Tower {
    /// The text at a level.
    pub(crate) fn text_of(&mut self, level: LevelId) -> &Text {
        self.globals(level);
        let index = level.index();
        let known = self.levels[index].functions.text.take();
        let text = known.unwrap_or_else(|| self.make_text(index));
        self.levels[index].functions.text.insert(text)
    }

    fn make_text(&mut self, level: usize) -> Text {
        let globals = new_environment(&mut self.m, Owner::Evaluator);
        import_operations(&mut self.m, globals);
        let cells = self.bind_shown(level, globals);
        let m = &mut self.m;
        define_text(m, globals, "evaluator.scm", &self.wording.levels, own_name);
        define_text(m, globals, "resumption.scm", meta_interpreter::RESUMPTION, own_name);
        let mut subject = globals;
        for _ in level as i64..self.honest_texts {
            subject = put_layer_behind(m, subject, &self.wording.layers);
        }
        let functions = Function::ALL.iter().map(|function| own_name(function.name()));
        let functions = functions.map(|name| m.global_value(globals, &name)).collect();
        let resumption = m.global_value(globals, "resume-application");
        Text { functions, resumption, cells }
    }

    /// Binds the names of the functions in the environment of a level's text.
    fn bind_shown(&mut self, level: usize, globals: GlobalsId) -> Vec<Value> {
        let own = self.levels[level].functions.cells.clone();
        let bound = Function::ALL.iter().zip(own).map(|(function, own)| {
            let value = self.shown_to_text(*function, own.field(cell::VALUE), Value::FALSE);
            let symbol = self.m.intern(function.name());
            let shown = environment::define(&mut self.m, globals, symbol, value).cell;
            let flags = (shown.header().flags() | flag::HOOK) & !flag::PLAIN;
            self.m.heap.set_flags(shown, flags);
            shown
        });
        bound.collect()
    }
}

/// An environment for a text.
fn new_environment(m: &mut Machine, owner: Owner) -> GlobalsId {
    let name = m.intern("evaluator");
    let globals = environment::new_globals(m, name, Some(UNIVERSE));
    m.globals[globals.0 as usize].owner = owner;
    globals
}

/// Has the calls of a text's procedures performed by pristine functions; gives the environment of these.
fn put_layer_behind(m: &mut Machine, subject: GlobalsId, text: &str) -> GlobalsId {
    let globals = new_environment(m, Owner::Interpreter);
    import_operations(m, globals);
    import(m, globals, LAYER_OPERATIONS);
    let scope = environment::globals(m, subject).scope;
    let (name, environment) = (m.intern("subject"), local::global(&mut m.heap, scope));
    environment::define(m, globals, name, environment);
    define_text(m, globals, "evaluator.scm", text, str::to_owned);
    define_text(m, globals, "layer.scm", LAYER, str::to_owned);
    m.globals[subject.0 as usize].performer = m.global_value(globals, "enter");
    globals
}

/// By what the text's own definition of a function is known beside what the level binds.
fn own_name(name: &str) -> String {
    match Function::named(name) {
        Some(_) => format!("{name} (pristine)"),
        None => name.to_owned(),
    }
}

fn forms_of(m: &mut Machine, name: &str, text: &str) -> Vec<Value> {
    let source = m.sources.add(name, text);
    let Machine { heap, symbols, sources, .. } = m;
    read_all(heap, symbols, sources, source).unwrap_or_default()
}

/// Has the names that the text uses mean the operations of the universe's.
pub(crate) fn import_operations(m: &mut Machine, globals: GlobalsId) {
    import(m, globals, OPERATIONS);
    import(m, globals, PRIMITIVES);
}

fn import(m: &mut Machine, globals: GlobalsId, operations: &[&str]) {
    for name in operations {
        let (symbol, of_universe) = (m.intern(name), m.intern(&format!("%{name}")));
        let cell = environment::cell_for(m, UNIVERSE, of_universe);
        environment::import_cell(m, globals, symbol, cell);
    }
}

/// Defines the procedures of a text, each under the name that its own stands for.
fn define_text(
    m: &mut Machine,
    globals: GlobalsId,
    file: &str,
    text: &str,
    name_of: fn(&str) -> String,
) {
    let scope = environment::globals(m, globals).scope;
    for form in forms_of(m, file, text) {
        let parts = pair::items(form);
        let (target, body) = (parts[1], form.cdr().cdr());
        let name = target.car();
        let lambda = insert(m, Name::Lambda);
        let value = m.heap.list_with_tail(&[lambda, target.cdr()], body);
        m.sources.copy_span(form, value);
        let procedure = closure_of(m, name, value, scope);
        let known_as = name_of(levels::symbol::name(&m.heap, name));
        let known_as = m.intern(&known_as);
        environment::define(m, globals, known_as, procedure);
    }
}

/// A closure of a `lambda` form of the text: it is compiled when it is first called.
pub(crate) fn closure_of(m: &mut Machine, name: Value, lambda: Value, scope: Value) -> Value {
    let template = new_template(m, lambda, scope, name);
    new_closure(&mut m.heap, template, Value::NIL)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tower::{Manner, Stop};
    use levels::machine::boot::Settings;
    use levels::port::{Content, open_output_memory, output_string};

    /// The text with something else in the place of what stands there once.
    fn edited(from: &str, to: &str) -> Cow<'static, str> {
        assert_eq!(meta_interpreter::TEXT.matches(from).count(), 1, "{from}");
        meta_interpreter::TEXT.replace(from, to).into()
    }

    /// What an input at a level prints where so many levels, and their texts, are interpreted by these texts.
    fn printed(honest: i64, wording: Wording, level: i64, input: &str) -> String {
        let mut tower = Tower::new(Settings::default(), Manner::Interactive);
        crate::prelude::load(&mut tower);
        let output = open_output_memory(&mut tower.m.heap, Content::Textual);
        (tower.m.standard_output, tower.m.output_port) = (output, output);
        tower.interpret_texts(honest);
        tower.wording = wording;
        tower.begin(LevelId(level), Value::NIL);
        tower.note_prompt();
        let stop = tower.input(input);
        assert!(matches!(stop, Stop::Prompt(at) if at == LevelId(level)), "{input}: {stop:?}");
        let output = output_string(&mut tower.m.heap, output).unwrap();
        levels::string::to_rust(&tower.m.heap, output)
    }

    /// A line that is changed changes what the levels below do, and nothing where none is interpreted.
    #[test]
    fn the_text_that_is_shown_is_the_text_that_runs() {
        let swapped =
            || edited("(cond (test (base-eval (caddr", "(cond ((not test) (base-eval (caddr");
        for (honest, expected) in [(0, "one\n"), (1, "other\n"), (2, "other\n")] {
            let wording = Wording { levels: swapped(), ..Wording::default() };
            assert_eq!(printed(honest, wording, 0, "(if #t 'one 'other)"), expected, "{honest}");
        }
    }

    /// An evaluator to which 5 is 6, if it is interpreted by such a one, does not meet 5 in its own text; if that
    /// is interpreted by such a one, it does.
    #[test]
    fn each_text_is_interpreted_by_the_next() {
        let wrong = || edited("(cont exp))", "(cont (if (eqv? exp 5) 6 exp)))");
        for (honest, expected) in [(0, "5\n"), (1, "6\n"), (2, "5\n"), (3, "6\n")] {
            let wording = Wording { levels: wrong(), layers: wrong() };
            assert_eq!(printed(honest, wording, 0, "5"), expected, "{honest}");
        }
    }

    fn counting() -> Cow<'static, str> {
        edited("  (case (form-kind exp env)", "  (write-char #\\*)\n  (case (form-kind exp env)")
    }

    /// The application, its operator and two operands: whoever interprets the text, it takes four steps.
    #[test]
    fn a_sum_takes_four_steps() {
        for (honest, steps) in [(0, "3\n"), (1, "****\n3\n"), (2, "****\n3\n")] {
            let wording = Wording { levels: counting(), ..Wording::default() };
            assert_eq!(printed(honest, wording, 0, "(+ 1 2)"), steps, "{honest}");
        }
    }

    /// The body of `eval-quote` is `(cont (strip-syntax (cadr exp)))`: three applications, as many operators, and
    /// one operand that is a variable.
    #[test]
    fn a_text_takes_the_steps_that_it_is_made_of() {
        for (honest, steps) in [(1, "a\n"), (2, "*******\na\n")] {
            let wording = Wording { layers: counting(), ..Wording::default() };
            let input = "(eval-quote ''a global-env (lambda (v) v))";
            assert_eq!(printed(honest, wording, 1, input), steps, "{honest}");
        }
    }
}
