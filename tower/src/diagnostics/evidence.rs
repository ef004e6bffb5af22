//! What a machine knows of an error at which it stands: the object, the place, who waits, the names
//! in scope.
//!
//! Invariant: nothing here allocates in the machine's heap, which may be full, and what is looked at
//! is bounded, however deep the recursion and however large the data.

use levels::builtins::condition::{IRRITANTS, KIND, MESSAGE, PAYLOAD};
use levels::environment::{self, GlobalsId};
use levels::layout::Type;
use levels::machine::Machine;
use levels::machine::points::{Point, point_of_return};
use levels::pair::Walk;
use levels::printer::{Style, to_string_within};
use levels::procedure::{code, version, version_of_return};
use levels::source;
use levels::symbol;
use levels::value::Value;

use super::{Report, Span};

/// Characters that are written out of a datum.
const LONGEST: usize = 200;
/// Irritants that are written out.
const IRRITANTS_SHOWN: usize = 20;
/// Frames that are looked at.
const FRAMES: usize = 10_000;
/// Pairs of a procedure's form that are looked at for a name.
const PAIRS: usize = 100_000;

impl Report {
    /// The report of `object`, raised where the machine stands, in code of the globals `scope`.
    pub fn at(m: &Machine, object: Value, scope: GlobalsId) -> Report {
        let mut report = Report::of(m, object);
        report.span = place(m, object).map(|span| Span::of(&m.sources, span));
        report.backtrace = backtrace(m);
        if report.kind == "unbound-variable" || report.kind == "set-unbound" {
            report.candidates = names(m, scope);
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
        let (expected, found) = if payload.is_a(Type::Vector) && payload.header().len() == 2 {
            (Some(displayed(payload.field(0))), Some(written(payload.field(1))))
        } else {
            (None, None)
        };
        let irritants = Walk::new(object.field(IRRITANTS)).take(IRRITANTS_SHOWN);
        Report {
            message: displayed(object.field(MESSAGE)),
            irritants: irritants.map(|pair| written(pair.car())).collect(),
            kind: displayed(object.field(KIND)),
            expected,
            found,
            ..Report::default()
        }
    }
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

/// Where the innermost form of a person's own was written; of an unbound variable, where its name
/// was.
fn place(m: &Machine, object: Value) -> Option<source::Span> {
    let name = object.is_a(Type::Condition).then(|| object.field(IRRITANTS));
    let name = name.filter(|list| list.is_pair()).map(|list| list.car());
    for (point, source) in points(m) {
        let span = m.sources.form_span(point.form);
        let is_name = point.form.is_a(Type::Symbol) && Some(point.form) == name;
        let span = if is_name { place_of_name(m, point.form, source) } else { span };
        if span.is_some() {
            return span;
        }
    }
    None
}

/// The first place of a name in the form of the procedure that looked for it.
fn place_of_name(m: &Machine, name: Value, form: Value) -> Option<source::Span> {
    let mut rest = vec![form];
    for _ in 0..PAIRS {
        let pair = rest.pop()?;
        if !pair.is_pair() {
            continue;
        }
        if pair.car() == name {
            return m.sources.element_span(pair).or_else(|| m.sources.form_span(pair));
        }
        rest.push(pair.cdr());
        rest.push(pair.car());
    }
    None
}

/// The calls that wait, innermost first, as they were written.
fn backtrace(m: &Machine) -> Vec<(String, Option<Span>)> {
    let spans = points(m).filter_map(|(point, _)| m.sources.form_span(point.form));
    let waiting = spans.skip(1).map(|span| {
        let text = m.sources.excerpt(span).chars().take(LONGEST).collect();
        (text, Some(Span::of(&m.sources, span)))
    });
    waiting.collect()
}

/// The points of a program's frames, innermost first, each with the form of its procedure. Those of
/// the standard library's procedures are nobody's business.
fn points(m: &Machine) -> impl Iterator<Item = (Point, Value)> {
    m.frames().take(FRAMES).filter_map(|frame| {
        let code = version_of_return(frame.ret).field(version::CODE);
        if code.is_a(Type::Code) && code.header().flags() & code::LIBRARY != 0 {
            return None;
        }
        let source = if code.is_a(Type::Code) { code.field(code::SOURCE) } else { Value::FALSE };
        Some((point_of_return(frame.ret)?, source))
    })
}

/// The names that are bound in these globals and in those that they inherit from.
fn names(m: &Machine, scope: GlobalsId) -> Vec<String> {
    let mut names = Vec::new();
    let mut next = Some(scope);
    while let Some(globals) = next {
        let bound = environment::bound_names(m, globals);
        let bound = bound.into_iter().map(|name| symbol::name(&m.heap, name));
        names.extend(bound.filter(|name| !name.starts_with('%')).map(str::to_owned));
        next = environment::globals(m, globals).parent;
    }
    names
}
