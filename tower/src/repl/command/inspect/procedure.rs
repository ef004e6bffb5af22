//! What there is to see of procedures, of continuations and of environments.

use super::{LISTED, View, shown};
use crate::repl::names;
use crate::waiting;
use levels::condition::Condition;
use levels::environment;
use levels::expander::scope::{globals_id, is_global, scope_field, symbol_of};
use levels::layout::Type;
use levels::level::local;
use levels::machine::Machine;
use levels::machine::continuation::{field, segment_parent, segment_walk};
use levels::machine::points::point_of_return;
use levels::machine::stack::Under;
use levels::pair::Walk;
use levels::printer::{Style, to_string_within};
use levels::procedure::{builtin, closure, code, version, version_of_return};
use levels::symbol;
use levels::value::Value;

/// Frames of a continuation that are looked at.
const FRAMES: usize = 10_000;
/// Scopes of an environment that are looked at.
const SCOPES: usize = 1000;
/// Characters of a variable's value that are written.
const WRITTEN: usize = 400;

/// See the module's documentation.
pub(super) fn view(m: &mut Machine, value: Value) -> View {
    if value.is_a(Type::Continuation) {
        return continuation(m, value);
    }
    if value.is_a(Type::Parameter) {
        let present = shown(m, m.parameter_value(value));
        return View::of("a parameter").row("value", present);
    }
    let name = name_of(m, value);
    let shown_as = name.clone().unwrap_or_else(|| "procedure".to_owned());
    let usages = names::usages(m, &shown_as, value);
    let title = name.map_or_else(String::new, |name| format!(": {name}"));
    let mut view = View::of(format!("a procedure{title}"));
    for usage in usages {
        view = view.row("called", usage);
    }
    view = view.row("from", place(m, value));
    if value.is_a(Type::Closure)
        && let Some(kept) = local::of_procedure(&mut m.heap, value)
    {
        let variables = variables(m, kept);
        let rows = variables.into_iter().map(|(name, value)| (format!("keeps {name}"), value));
        view.rows.extend(rows.take(LISTED));
    }
    view
}

/// What a procedure is called, if it is called something.
pub(in crate::repl::command) fn name_of(m: &Machine, value: Value) -> Option<String> {
    let name = if value.is_a(Type::Closure) {
        value.field(closure::CODE).field(code::NAME)
    } else {
        Some(value).filter(|value| value.is_a(Type::Builtin))?.field(builtin::NAME)
    };
    name.is_true().then(|| symbol::name(&m.heap, symbol_of(name)).to_owned())
}

/// Where a procedure was written.
pub(in crate::repl::command) fn place(m: &mut Machine, value: Value) -> String {
    if !value.is_a(Type::Closure) {
        return "the machine".to_owned();
    }
    let template = value.field(closure::CODE);
    if template.header().flags() & code::LIBRARY != 0 {
        return "the standard library".to_owned();
    }
    let form = template.field(code::SOURCE);
    let body = Some(form).filter(|form| form.is_pair()).map(|form| form.cdr());
    let body = body.filter(|rest| rest.is_pair()).map(|rest| rest.cdr());
    let first = body.filter(|rest| rest.is_pair()).map(|rest| rest.car());
    let written = |form: Value| m.sources.form_span(form).filter(|_| form.is_pair());
    let Some(span) = written(form).or_else(|| written(first?)) else {
        return "a place that is not known".to_owned();
    };
    let place = m.sources.place(span.source, span.start);
    format!("{}:{}:{}", m.sources.name(span.source), place.line, place.column)
}

fn continuation(m: &Machine, value: Value) -> View {
    let level = waiting::level(value.field(field::HOST));
    let mut under = Under {
        segment: value.field(field::SEGMENT),
        len: value.field(field::LEN).as_index().unwrap_or(0),
    };
    let mut forms = Vec::new();
    let mut looked_at = 0;
    while !under.segment.is_nil() && looked_at < FRAMES {
        for frame in segment_walk(under).take(FRAMES - looked_at) {
            looked_at += 1;
            let code = version_of_return(frame.ret).field(version::CODE);
            let is_library = code.is_a(Type::Code) && code.header().flags() & code::LIBRARY != 0;
            if let Some(point) = point_of_return(frame.ret).filter(|_| !is_library) {
                forms.push(point.form);
            }
        }
        under = segment_parent(under.segment);
    }
    let waiting = forms.iter().map(|form| ("in".to_owned(), shown(m, *form)));
    View::of(format!("a continuation of level {}", level.0)).parts(forms.len(), waiting)
}

/// An environment: its local variables, innermost first, and how many globals there are.
pub(super) fn environment(m: &mut Machine, value: Value) -> View {
    let mut scope = value.field(local::field::SCOPE);
    let locals = variables(m, value);
    while !is_global(scope) {
        scope = scope.field(scope_field::PARENT);
    }
    let id = globals_id(scope);
    let count = environment::bound_names(m, id).len();
    let name = shown(m, environment::globals(m, id).name);
    let around = format!("the global environment {name}, which binds {count}");
    if locals.is_empty() && value.field(local::field::SCOPE) == scope {
        return View::of(around);
    }
    View::of("a local environment").parts(locals.len(), locals.into_iter()).row("around", around)
}

/// A name, and what is to be said of its value.
pub(in crate::repl::command) type Variable = (String, String);

/// The local scopes of an environment that bind something, innermost first, with what each binds, in the
/// order of the definitions.
pub(in crate::repl::command) fn scopes(m: &mut Machine, environment: Value) -> Vec<Vec<Variable>> {
    let mut scope = environment.field(local::field::SCOPE);
    let mut scopes = Vec::new();
    for _ in 0..SCOPES {
        if is_global(scope) {
            break;
        }
        let rows: Vec<Variable> = bindings(scope)
            .into_iter()
            .map(|(identifier, variable)| {
                let name = symbol::name(&m.heap, symbol_of(identifier)).to_owned();
                (name, meaning(m, environment, variable))
            })
            .collect();
        if !rows.is_empty() {
            scopes.push(rows);
        }
        scope = scope.field(scope_field::PARENT);
    }
    scopes
}

/// What a local scope binds, in the order of the definitions.
fn bindings(scope: Value) -> Vec<(Value, Value)> {
    let bindings = Walk::new(scope.field(scope_field::BINDINGS)).map(Value::car);
    let mut bindings: Vec<_> = bindings.map(|pair| (pair.car(), pair.cdr())).collect();
    bindings.reverse();
    bindings
}

/// What is to be said of what a local scope binds.
fn meaning(m: &mut Machine, environment: Value, variable: Value) -> String {
    if variable.is_a(Type::Macro) {
        return "syntax".to_owned();
    }
    match local::value(m, environment, variable).map_err(|condition| *condition) {
        Ok(value) => to_string_within(&m.heap, value, Style::Write, WRITTEN),
        Err(Condition::UnassignedVariable { .. }) => "has no value yet".to_owned(),
        Err(_) => "is gone: nothing that can still run mentions it".to_owned(),
    }
}

/// The local variables of an environment that have values, innermost first, each name once.
fn variables(m: &mut Machine, environment: Value) -> Vec<Variable> {
    let mut scope = environment.field(local::field::SCOPE);
    let mut rows: Vec<Variable> = Vec::new();
    for _ in 0..SCOPES {
        if is_global(scope) || rows.len() > LISTED {
            break;
        }
        for (identifier, variable) in bindings(scope) {
            let name = symbol::name(&m.heap, symbol_of(identifier)).to_owned();
            let is_syntax = variable.is_a(Type::Macro);
            if is_syntax || rows.iter().any(|(known, _)| *known == name) {
                continue;
            }
            if let Ok(value) = local::value(m, environment, variable) {
                rows.push((name, shown(m, value)));
            }
        }
        scope = scope.field(scope_field::PARENT);
    }
    rows
}
