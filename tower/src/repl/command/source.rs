//! `,source`: the text of a procedure or of a macro.

use super::rows::columns;
use super::{Answer, Description, Takes, shortened};
use crate::nearest::{listed, nearest};
use crate::repl::editor::token::{pairs, tokens};
use crate::repl::names;
use crate::tower::Tower;
use crate::waiting::LevelId;
use levels::compiler::unread;
use levels::expander::rules::first_pattern;
use levels::expander::scope::{MacroKind, macro_kind};
use levels::layout::Type;
use levels::machine::Machine;
use levels::machine::case_lambda::{clauses, is_case_lambda};
use levels::pair;
use levels::printer;
use levels::procedure::closure;
use levels::source::Span;
use levels::value::Value;

/// See the module's documentation.
pub(super) const COMMAND: Description = Description {
    word: ",source",
    takes: Takes::Needed("NAME"),
    summary: "the text of NAME's procedure; its instructions",
    details: ",source shows the text of a procedure or a macro as it was written, of the
program's, of the library's, and of the evaluator functions, and its place. What
is written in Rust has no text that can be shown.
",
    perform: |tower, name| match name.contains(char::is_whitespace) {
        false => Answer::Lines(lines(tower, name)),
        true => Answer::Lines(format!("{} takes one name, and is given {name}\n", COMMAND.word)),
    },
};

fn lines(tower: &mut Tower, name: &str) -> String {
    let level = tower.running();
    if tower.replacement(level, name).is_none()
        && let Some(text) = meta_interpreter::definition_of(name)
    {
        return of_evaluator(text);
    }
    let known = names::in_scope(tower, level);
    match known.iter().find(|known| known.name == name) {
        Some(known) => of_value(tower, name, known.value),
        None => {
            let near = nearest(name, known.iter().map(|known| known.name.as_str()));
            let hint = match (elsewhere(tower, name), near.is_empty()) {
                (Some(level), _) => format!(" Level {} has one.", level.0),
                (None, true) => String::new(),
                (None, false) => format!(" Did you mean {}?", listed(&near)),
            };
            format!("There is no {} here.{hint}\n", shortened(name, 60))
        }
    }
}

/// A definition of the evaluator's, as it is called there.
fn of_evaluator(text: &str) -> String {
    let before = meta_interpreter::TEXT.find(text).map(|start| &meta_interpreter::TEXT[..start]);
    let line = before.map_or(1, |before| before.lines().count() + 1);
    format!("; meta-interpreter/scheme/evaluator.scm:{line}:1\n{text}\n")
}

/// The lowest level whose store binds a name.
fn elsewhere(tower: &mut Tower, name: &str) -> Option<LevelId> {
    let mut levels = (0..tower.height()).map(LevelId);
    levels.find(|level| tower.beyond_birth(*level).iter().any(|held| held.name == name))
}

fn of_value(tower: &mut Tower, name: &str, value: Value) -> String {
    let width = columns(tower);
    let m = &mut tower.m;
    if value.is_a(Type::Macro) {
        return of_macro(m, name, value);
    }
    if is_case_lambda(value) {
        let cases = pair::items(clauses(value)).into_iter();
        let mut texts: Vec<String> = cases.map(|case| of_closure(m, case, width)).collect();
        texts.dedup();
        return texts.concat();
    }
    if value.is_a(Type::Closure) {
        return of_closure(m, value, width);
    }
    let what = match value.is_procedure() {
        true if value.is_a(Type::Continuation) => "is a continuation: ,inspect shows what waits",
        true => "is written in Rust; ,describe says what it does",
        false => "is no procedure and no macro: it has no text",
    };
    format!("{name} {what}.\n")
}

fn of_closure(m: &mut Machine, procedure: Value, width: usize) -> String {
    let template = procedure.field(closure::CODE);
    let Ok(form) = unread::source_of(m, template) else {
        return "Its text cannot be read.\n".to_owned();
    };
    match m.sources.form_span(form).or_else(|| around_body(m, form)) {
        Some(span) => written(m, span),
        None => {
            let text = printer::pretty(&mut m.heap, form, width);
            let text = text.unwrap_or_else(|_| "; its text is too long".to_owned());
            format!("; made by a program or a macro\n{text}\n")
        }
    }
}

/// The text of a span, its further lines as far to the left as the first, after its place.
fn written(m: &Machine, span: Span) -> String {
    let place = m.sources.place(span.source, span.start);
    let name = m.sources.name(span.source);
    let mut text = format!("; {name}:{}:{}\n", place.line, place.column);
    let excerpt = m.sources.excerpt(span);
    let blanks = |line: &str| line.bytes().take_while(|byte| *byte == b' ').count();
    let further = excerpt.lines().skip(1).filter(|line| !line.trim().is_empty());
    let margin = further.map(blanks).min().unwrap_or(0).min(place.column as usize - 1);
    for (index, line) in excerpt.lines().enumerate() {
        let cut = if index == 0 { 0 } else { blanks(line).min(margin) };
        text.push_str(line[cut..].trim_end());
        text.push('\n');
    }
    text
}

/// The form around the body of a procedure, where the procedure's own was not written as it is: a clause of
/// a `case-lambda`.
fn around_body(m: &Machine, form: Value) -> Option<Span> {
    let rest = |form: Value| Some(form).filter(|form| form.is_pair()).map(Value::cdr);
    let body = rest(form).and_then(rest).filter(|body| body.is_pair())?;
    let inside = m.sources.element_span(body).or_else(|| m.sources.form_span(body.car()))?;
    list_around(m, inside, &["case-lambda", "lambda", "define"])
}

fn of_macro(m: &mut Machine, name: &str, value: Value) -> String {
    match macro_kind(value) {
        MacroKind::Core => {
            format!("{name} is a form of the evaluator's own; ,describe says more.\n")
        }
        MacroKind::Derived => {
            format!("{name} is rewritten in Rust; ,expand1 shows what becomes of a use of it.\n")
        }
        MacroKind::Rules => {
            let pattern = first_pattern(value);
            match pattern.and_then(|pattern| m.sources.form_span(pattern)) {
                Some(span) => {
                    let definition = list_around(m, span, &["define-syntax"]);
                    written(m, definition.unwrap_or(span))
                }
                None => format!("{name} is a macro that a macro or a program made.\n"),
            }
        }
    }
}

/// The innermost list around a place that begins with one of these names.
fn list_around(m: &Machine, place: Span, heads: &[&str]) -> Option<Span> {
    let text = m.sources.text(place.source);
    let tokens = tokens(text);
    let is_one = |open: usize| {
        let head = tokens.get(open + 1).map(|token| &text[token.range.clone()]);
        head.is_some_and(|head| heads.contains(&head))
    };
    let lists = pairs(text, &tokens).into_iter().filter(|(open, _)| is_one(*open));
    let spans = lists.map(|(open, close)| tokens[open].range.start..tokens[close].range.end);
    let inside = place.range();
    let around = spans.filter(|span| span.start < inside.start && inside.end < span.end);
    let span = around.min_by_key(|span| span.len())?;
    Some(Span { start: span.start as u32, end: span.end as u32, ..place })
}
