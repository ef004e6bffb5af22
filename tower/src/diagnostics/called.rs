//! The procedure that a call went to: its name, what it takes, where it was defined.

use levels::builtins;
use levels::compiler::unread;
use levels::layout::Type;
use levels::machine::Machine;
use levels::machine::case_lambda::{clauses, is_case_lambda};
use levels::pair::Walk;
use levels::printer::{Style, to_string_within};
use levels::procedure::{builtin, closure, code};
use levels::symbol;
use levels::value::Value;

use super::Span;
use super::evidence::LONGEST;

/// Clauses of a `case-lambda` that are shown.
const MOST_CLAUSES: usize = 5;

/// What is known of a procedure.
#[derive(Clone, Debug, Default)]
pub struct Called {
    /// Its name, if it has one.
    pub name: Option<String>,
    /// How it is called: `(area width height)`.
    pub usage: Option<String>,
    /// Where that stands in its definition, if a person wrote it.
    pub span: Option<Span>,
}

impl Called {
    /// What the machine knows of a procedure; of anything else nothing.
    pub(super) fn of(m: &Machine, procedure: Value) -> Called {
        if let Some(row) = builtins::row_of(procedure) {
            let usage = Some(row.usage.to_owned());
            return Called { name: Some(row.name.to_owned()), usage, span: None };
        }
        if is_case_lambda(procedure) {
            return of_several(m, procedure);
        }
        if !procedure.is_a(Type::Closure) {
            return Called::default();
        }
        let template = procedure.field(closure::CODE);
        let name = template.field(code::NAME);
        let name = name.is_a(Type::Symbol).then(|| symbol::name(&m.heap, name).to_owned());
        let source = template.field(code::SOURCE);
        if source.is_fixnum() {
            return Called { name, usage: unread::usage(m, template), span: None };
        }
        let usage = usage(m, name.as_deref(), source);
        let span = usage.is_some().then(|| m.sources.form_span(source)).flatten();
        let is_library = template.header().flags() & code::LIBRARY != 0;
        let span = span.filter(|_| !is_library).map(|span| Span::of(&m.sources, span));
        let span = span.map(|span| header(span, name.as_deref()));
        Called { name, usage, span }
    }
}

/// Of a procedure that `case-lambda` made: how each of its clauses is called.
fn of_several(m: &Machine, procedure: Value) -> Called {
    let name = symbol::name(&m.heap, procedure.field(builtin::NAME)).to_owned();
    let clauses = Walk::new(clauses(procedure)).map(Value::car).take(MOST_CLAUSES);
    let closures = clauses.filter(|clause| clause.is_a(Type::Closure));
    let sources = closures.map(|clause| clause.field(closure::CODE).field(code::SOURCE));
    let usages: Vec<String> = sources.filter_map(|form| usage(m, Some(&name), form)).collect();
    let usage = (!usages.is_empty()).then(|| usages.join("` or `"));
    Called { name: Some(name), usage, span: None }
}

/// `(area width height)` for the procedure `area` of that `lambda` form.
fn usage(m: &Machine, name: Option<&str>, lambda: Value) -> Option<String> {
    let rest = Some(lambda).filter(|lambda| lambda.is_pair())?.cdr();
    let formals = Some(rest).filter(|rest| rest.is_pair())?.car();
    let text = to_string_within(&m.heap, formals, Style::Write, LONGEST);
    let Some(name) = name else { return Some(format!("(lambda {text} …)")) };
    Some(match text.strip_prefix('(') {
        Some(")") => format!("({name})"),
        Some(parameters) => format!("({name} {parameters}"),
        None => format!("({name} . {text})"),
    })
}

/// Of the place of a whole definition, that of the list which says how the procedure is called: the
/// one that begins with its name, or else up to the end of the first list inside.
fn header(span: Span, name: Option<&str>) -> Span {
    let text = span.text.get(span.start..span.end).unwrap_or("");
    let named = name.and_then(|name| {
        let head = format!("({name}");
        let is_head = |at: &usize| text[at + head.len()..].starts_with([' ', ')', '\n', '\r']);
        let first = text.match_indices(&head).map(|(at, _)| at).find(is_head)?;
        let second = text.get(1..)?.find('(').map(|at| at + 1);
        (Some(first) == second || text.starts_with("(define-record-type")).then_some(first)
    });
    let inner = text.get(1..).and_then(|inside| inside.find('(')).map(|at| at + 1);
    let (start, open) = match (named, inner) {
        (Some(at), _) => (at, at),
        (None, Some(inner)) => (0, inner),
        (None, None) => return span,
    };
    let end = open + closing(&text[open..]);
    Span { start: span.start + start, end: span.start + end, ..span }
}

/// Bytes up to the parenthesis that closes the first one, that included.
fn closing(text: &str) -> usize {
    let mut depth = 0;
    for (at, c) in text.char_indices() {
        match c {
            '(' | '[' => depth += 1,
            ')' | ']' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return at + c.len_utf8();
        }
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headed(text: &str, name: Option<&str>) -> String {
        let span = Span { file: "f".into(), text: text.into(), start: 0, end: text.len() };
        let header = header(span, name);
        text[header.start..header.end].to_owned()
    }

    #[test]
    fn a_header_is_what_says_how_to_call() {
        assert_eq!(headed("(define (f x y)\n  (f 1 2))", Some("f")), "(f x y)");
        assert_eq!(headed("(lambda (x) (f 1))", Some("f")), "(lambda (x)");
        assert_eq!(headed("(lambda (x [y]) (f 1))", None), "(lambda (x [y])");
        let record = "(define-record-type <point>\n  (make-point x y) p?)";
        assert_eq!(headed(record, Some("make-point")), "(make-point x y)");
        assert_eq!(headed("(lambda x", None), "(lambda x");
        assert_eq!(headed("", Some("f")), "");
    }
}
