//! What a machine knows of an error at which it stands: the object, the place, who waits, the names
//! in scope.
//!
//! Invariant: nothing here allocates in the machine's heap, which may be full, and what is kept is
//! bounded, however deep the recursion and however large the data.

use levels::builtins::condition::{IRRITANTS, KIND, MESSAGE, PAYLOAD};
use levels::environment::{GlobalsId, UNIVERSE};
use levels::layout::Type;
use levels::machine::Machine;
use levels::pair::Walk;
use levels::printer::{Style, to_string_within};
use levels::source;
use levels::value::Value;

use super::called::Called;
use super::form::Part;
use super::frames::FormOfFile;
use super::{Report, Span, frames, names};

/// Characters that are written out of a datum.
pub(super) const LONGEST: usize = 200;
/// Irritants that are written out.
const IRRITANTS_SHOWN: usize = 20;

impl Report {
    /// The report of `object`, raised where the machine stands, in code of the globals `scope`.
    pub fn at(
        m: &Machine,
        object: Value,
        scope: GlobalsId,
        form_of_file: FormOfFile<'_>,
    ) -> Report {
        let mut report = Report::of(m, object);
        let about = first_irritant(object);
        let malformed = about.filter(|form| report.kind == "syntax" && form.is_pair());
        let span = malformed.and_then(|form| m.sources.form_span(form));
        report.span =
            span.or_else(|| frames::place(m, about)).map(|span| Span::of(&m.sources, span));
        report.backtrace = frames::backtrace(m, form_of_file);
        let innermost = frames::own(m).next();
        report.is_indirect = innermost.as_ref().is_none_or(|own| !own.is_innermost);
        report.form = match (report.kind.as_str(), about) {
            ("syntax", Some(form)) => Some(Part::of(m, form)),
            _ => innermost.as_ref().map(|own| Part::of(m, frames::form(m, own))),
        };
        // The argument is one of the form's if it was refused by what the form calls.
        let head = report.form.as_ref().and_then(Part::head);
        if report.is_indirect && head != Some(report.who()) {
            report.argument = None;
        }
        if report.kind == "wrong-arity" || report.kind == "wrong-type" {
            report.called = about.map(|procedure| Called::of(m, procedure));
        }
        if report.kind == "syntax" {
            report.span = report.form.as_ref().and_then(|form| form.span.clone()).or(report.span);
        }
        if report.kind == "not-a-procedure" {
            report.candidates = names::of_globals(m, UNIVERSE);
        }
        if report.kind == "unbound-variable" || report.kind == "set-unbound" {
            report.candidates = match report.kind.as_str() {
                "set-unbound" => names::of_level(m, scope),
                _ => names::of_globals(m, scope),
            };
            let locals = innermost.map(|own| names::of_locals(m, own.point.scope));
            report.candidates.extend(locals.into_iter().flatten());
            report.exports = names::carried().collect();
            report.slip = innermost.zip(about).and_then(|(own, name)| frames::slip(m, &own, name));
        }
        report
    }

    /// What the object itself tells.
    pub fn of(m: &Machine, object: Value) -> Report {
        let written = |value| to_string_within(&m.heap, value, Style::Write, LONGEST);
        let displayed = |value| to_string_within(&m.heap, value, Style::Display, LONGEST);
        if !object.is_a(Type::Condition) {
            let (message, kind) = ("raised".to_owned(), "raised".to_owned());
            return Report { message, kind, irritants: vec![written(object)], ..Report::default() };
        }
        let payload = object.field(PAYLOAD);
        let known = if payload.is_a(Type::Vector) { payload.header().len() } else { 0 };
        let part = |index: usize| (index < known).then(|| payload.field(index));
        let irritants = Walk::new(object.field(IRRITANTS)).take(IRRITANTS_SHOWN);
        Report {
            message: displayed(object.field(MESSAGE)),
            irritants: irritants.map(|pair| written(pair.car())).collect(),
            kind: displayed(object.field(KIND)),
            expected: part(0).map(displayed),
            found: part(1).map(written),
            argument: part(2).and_then(Value::as_index),
            ..Report::default()
        }
    }
}

/// What the error object is about, if it is about something.
fn first_irritant(object: Value) -> Option<Value> {
    let irritants = object.is_a(Type::Condition).then(|| object.field(IRRITANTS))?;
    irritants.is_pair().then(|| irritants.car())
}

impl Span {
    /// A span of one of a machine's sources.
    pub fn of(sources: &source::Sources, span: source::Span) -> Span {
        Span {
            file: sources.name(span.source).to_owned(),
            text: sources.text(span.source).clone(),
            start: span.start as usize,
            end: span.end as usize,
        }
    }
}
