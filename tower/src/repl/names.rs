//! The names that a program at a level can use, and how what they mean is called.

use crate::tower::Tower;
use crate::waiting::LevelId;
use levels::builtins::row_of;
use levels::compiler::unread;
use levels::environment::{self, CellState, GlobalsId, UNIVERSE, cell};
use levels::layout::Type;
use levels::machine::Machine;
use levels::machine::call::arity_of;
use levels::machine::case_lambda::{clauses, is_case_lambda};
use levels::pair;
use levels::printer::{Style, to_string_within};
use levels::procedure::{builtin, closure, code};
use levels::symbol;
use levels::value::Value;

/// Characters of a parameter list that are shown.
const PARAMETERS: usize = 200;

/// A name in scope.
#[derive(Clone, PartialEq, Debug)]
pub struct Known {
    /// The name.
    pub name: String,
    /// What it is bound to: a value, a macro, or `Value::UNBOUND` where that is computed when it is
    /// asked for.
    pub value: Value,
    /// Whether it is of the universe, and not of the level's store.
    pub is_universal: bool,
}

/// The names that programs at a level can use, sorted, each once. Cost: a look at each name there is.
pub fn in_scope(tower: &mut Tower, level: LevelId) -> Vec<Known> {
    let globals = tower.globals(level);
    let mut names = bound(&tower.m, globals);
    let inherited = bound(&tower.m, UNIVERSE).into_iter();
    names.extend(inherited.filter(|known| !known.name.starts_with('%')));
    names.sort_by(|a, b| (&a.name, a.is_universal).cmp(&(&b.name, b.is_universal)));
    names.dedup_by(|next, first| next.name == first.name);
    names
}

fn bound(m: &Machine, id: GlobalsId) -> Vec<Known> {
    let globals = environment::globals(m, id);
    let symbols = globals.identifiers().iter().filter(|key| key.is_a(Type::Symbol));
    let known = symbols.filter_map(|symbol| {
        let found = globals.find(*symbol)?;
        let is_bound = matches!(cell::state(found), CellState::Bound | CellState::Computed);
        is_bound.then(|| Known {
            name: symbol::name(&m.heap, *symbol).to_owned(),
            value: found.field(cell::VALUE),
            is_universal: id == UNIVERSE,
        })
    });
    known.collect()
}

/// How a procedure is called, one line for each way: `(name a b)`. Nothing for other values.
pub fn usages(m: &mut Machine, name: &str, value: Value) -> Vec<String> {
    if value.is_a(Type::Continuation) {
        return vec![format!("({name} value …)")];
    }
    if value.is_a(Type::Parameter) {
        return vec![format!("({name})")];
    }
    if is_case_lambda(value) {
        let cases = pair::items(clauses(value));
        return cases.into_iter().flat_map(|case| usages(m, name, case)).collect();
    }
    if value.is_a(Type::Closure) {
        return vec![of_closure(m, name, value)];
    }
    match row_of(value) {
        Some(row) => vec![row.usage.replacen(row.name, name, 1)],
        None if value.is_a(Type::Builtin) => vec![of_primitive(m, name, value)],
        None => Vec::new(),
    }
}

/// What the machine or the tower does itself: the reference knows its parameters' names.
fn of_primitive(m: &Machine, name: &str, value: Value) -> String {
    let own = symbol::name(&m.heap, value.field(builtin::NAME));
    let entries = crate::reference::describe(own);
    let mut signatures = entries.iter().flat_map(|entry| entry.signatures.iter());
    match signatures.find(|of| of.name == own) {
        Some(signature) => signature.usage.replacen(own, name, 1),
        None => by_number(name, value),
    }
}

/// `(name a b)`, and `…` for any number more.
fn by_number(name: &str, procedure: Value) -> String {
    let arity = arity_of(procedure);
    let letter = |index: u16| (b'a' + (index % 26) as u8) as char;
    let mut text = format!("({name}");
    (0..arity.min).for_each(|index| text.extend([' ', letter(index)]));
    match arity.max {
        None => text.push_str(" …"),
        Some(max) => {
            let optional = arity.min..max;
            optional.clone().for_each(|index| text.extend([' ', '[', letter(index)]));
            optional.for_each(|_| text.push(']'));
        }
    }
    text.push(')');
    text
}

fn of_closure(m: &mut Machine, name: &str, value: Value) -> String {
    match parameters(m, value) {
        Some(parameters) => {
            let shown = to_string_within(&m.heap, parameters, Style::Display, PARAMETERS);
            match shown.strip_prefix('(').filter(|_| parameters.is_pair()) {
                Some(rest) => format!("({name} {rest}"),
                None if parameters.is_nil() => format!("({name})"),
                None => format!("({name} . {shown})"),
            }
        }
        None => by_number(name, value),
    }
}

/// The parameters of a closure, as they were written.
pub fn parameters(m: &mut Machine, procedure: Value) -> Option<Value> {
    let template = procedure.field(closure::CODE);
    let form = unread::source_of(m, template).ok()?;
    let is_lambda = template.header().flags() & code::EXPRESSION == 0;
    (is_lambda && form.is_pair() && form.cdr().is_pair()).then(|| form.cdr().car())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tower::{Manner, Stop};
    use levels::machine::boot::Settings;

    #[test]
    fn procedures_say_how_they_are_called() {
        let mut tower = Tower::new(Settings::default(), Manner::Interactive);
        crate::prelude::load(&mut tower);
        tower.begin(LevelId(0), Value::NIL);
        let text =
            "(define (f a . b) a) (define g (lambda c c)) (define k (call/cc (lambda (k) k)))
                    (define h (case-lambda (() 1) ((x y) 2))) (define p (make-parameter 1))
                    (define c cons) (define five 5)";
        assert!(matches!(tower.input(text), Stop::Prompt(LevelId(0))));
        let names = in_scope(&mut tower, LevelId(0));
        let mut usage = |name: &str| {
            let known = names.iter().find(|known| known.name == name).unwrap();
            usages(&mut tower.m, name, known.value).join(" ")
        };
        assert_eq!(usage("f"), "(f a . b)");
        assert_eq!(usage("g"), "(g . c)");
        assert_eq!(usage("k"), "(k value …)");
        assert_eq!(usage("h"), "(h) (h x y)");
        assert_eq!(usage("p"), "(p)");
        assert_eq!(usage("c"), "(c car cdr)");
        assert_eq!(usage("five"), "");
        assert_eq!(usage("if"), "");
        assert!(names.iter().all(|known| !known.name.starts_with('%')));
        assert!(names.is_sorted_by(|a, b| a.name < b.name));
    }
}
