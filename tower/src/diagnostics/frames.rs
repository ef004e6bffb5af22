//! Where a program stands: the frames that are a person's own, innermost first.
//!
//! Invariant: nothing here allocates in the machine's heap, which may be full.

use std::collections::HashMap;

use levels::expander::lookup::global_value;
use levels::expander::scope::{is_identifier, symbol_of};
use levels::layout::Type;
use levels::machine::Machine;
use levels::machine::points::{Point, point_of_return, points_of};
use levels::machine::stack::Frame;
use levels::pair::Walk;
use levels::procedure::{closure, code as field, version, version_of_return};
use levels::source;
use levels::symbol;
use levels::value::Value;

use super::backtrace::{Backtrace, Waiting};
use super::evidence::LONGEST;
use super::{Slip, Span};
use crate::frame::FrameKind;

/// Frames that are looked at: a few seconds' worth.
const FRAMES: usize = 100_000_000;
/// Pairs of a procedure's form that are looked at for a name.
const PAIRS: usize = 100_000;

/// Bindings of one form that are looked at.
const MOST_BINDINGS: usize = 1000;
/// Names that are taken for parameters.
const MOST_PARAMETERS: usize = 20;

/// A frame of a procedure or form that a person wrote.
#[derive(Clone, Copy)]
pub(super) struct Own {
    /// What it waits for.
    pub point: Point,
    /// Its version of the code.
    version: Value,
    /// The form of its procedure.
    pub source: Value,
    /// Its code, if it is a procedure's.
    code: Option<Value>,
    /// Whether no frame of the library's stands inside of it.
    pub is_innermost: bool,
}

/// The frames of a program, innermost first. Those of the standard library's procedures are nobody's
/// business.
pub(super) fn own(m: &Machine) -> impl Iterator<Item = Own> {
    m.suspended_frames().take(FRAMES).enumerate().filter_map(|(index, frame)| {
        let own = own_frame(&frame)?;
        Some(Own { is_innermost: index == 0, ..own })
    })
}

fn own_frame(frame: &Frame) -> Option<Own> {
    let ret_version = version_of_return(frame.ret);
    // A version that stands in for one instruction of another refers to it.
    let original = ret_version.field(version::DEPENDENCIES);
    let version = if original.is_a(Type::Version) { original } else { ret_version };
    let code = version.field(version::CODE);
    let code = Some(code).filter(|code| code.is_a(Type::Code));
    if code.is_some_and(|code| code.header().flags() & field::LIBRARY != 0) {
        return None;
    }
    let source = code.map_or(Value::FALSE, |code| code.field(field::SOURCE));
    let code = code.filter(|code| code.header().flags() & field::EXPRESSION == 0);
    let point = point_of_return(frame.ret)?;
    Some(Own { point, version, source, code, is_innermost: false })
}

/// Where the innermost form of a person's own was written; of a name that is looked for, where the
/// name was.
pub(super) fn place(m: &Machine, name: Option<Value>) -> Option<source::Span> {
    own(m).find_map(|own| place_of(m, &own, name))
}

fn place_of(m: &Machine, own: &Own, name: Option<Value>) -> Option<source::Span> {
    let form = own.point.form;
    match form {
        Value::NIL => anywhere(m, form, own.source),
        form if form.is_a(Type::Symbol) && Some(form) == name => place_of_name(m, own),
        form => m.sources.form_span(form).or_else(|| near(m, own)),
    }
}

/// Where these frames stand, and the calls that wait for that.
pub(super) fn standing(
    m: &Machine,
    frames: impl Iterator<Item = Frame>,
    form_of_file: FormOfFile<'_>,
) -> (Option<source::Span>, Backtrace) {
    let (innermost, backtrace) = waiting_in(m, frames, form_of_file);
    let place = innermost.and_then(|own| place_of(m, &own, Some(own.point.form)));
    (place, backtrace)
}

/// Of a form that a macro made: where the last form before it in the procedure was written that a
/// person wrote.
fn near(m: &Machine, own: &Own) -> Option<source::Span> {
    let before = points_of(own.version).take_while(|point| point.index() <= own.point.index());
    let spans = before.filter_map(|point| m.sources.form_span(point.form));
    spans.last().or_else(|| m.sources.form_span(own.source))
}

/// Where the name that a frame looks for stands: in the form that has it as a part, or else at its
/// first place in the procedure.
fn place_of_name(m: &Machine, own: &Own) -> Option<source::Span> {
    let name = own.point.form;
    part(m, form(m, own), name).or_else(|| anywhere(m, name, own.source))
}

/// The form at which a frame stands. Of a name it is the first form after it which is evaluated in the
/// same scope and has the name as a part, if there is one.
pub(super) fn form(m: &Machine, own: &Own) -> Value {
    let Point { form: name, scope, .. } = own.point;
    if !name.is_a(Type::Symbol) {
        return name;
    }
    let later = points_of(own.version).filter(|point| point.index() >= own.point.index());
    let mut near = later.filter(|point| point.scope == scope).map(|point| point.form);
    near.find(|form| part(m, *form, name).is_some()).unwrap_or(name)
}

/// Whether the form around a name that is bound nowhere means something else than it seems to.
pub(super) fn slip(m: &Machine, own: &Own, name: Value) -> Option<Slip> {
    if let Some(parameters) = bare_parameters(m, own.source, name) {
        return Some(Slip::Parameters(parameters));
    }
    let place = place_of_name(m, own)?;
    let holds = |bindings: Value| {
        m.sources.form_span(bindings).is_some_and(|span| {
            span.source == place.source && span.start <= place.start && place.end <= span.end
        })
    };
    let mut rest = vec![own.source];
    for _ in 0..PAIRS {
        let pair = rest.pop()?;
        if !pair.is_pair() {
            continue;
        }
        if is_named(m, pair.car(), "let")
            && let Some(bindings) = bindings(pair.cdr()).filter(|bindings| holds(*bindings))
            && Walk::new(bindings).any(|pair| pair.car().is_pair() && pair.car().car() == name)
        {
            return Some(Slip::Sibling);
        }
        rest.push(pair.cdr());
        rest.push(pair.car());
    }
    None
}

/// The bindings of a `let`, of which this is what follows the keyword and perhaps a name.
fn bindings(rest: Value) -> Option<Value> {
    let first = rest.is_pair().then(|| rest.car())?;
    let after = rest.cdr();
    if first.is_a(Type::Symbol) { after.is_pair().then(|| after.car()) } else { Some(first) }
}

/// The parameters of `(lambda x y body)` where `y` is the name.
fn bare_parameters(m: &Machine, lambda: Value, name: Value) -> Option<String> {
    let is_lambda = lambda.is_pair() && is_named(m, lambda.car(), "lambda");
    let parts = Walk::new(lambda).map(Value::car).skip(1).take(MOST_PARAMETERS);
    let names: Vec<Value> = parts.take_while(|part| part.is_a(Type::Symbol)).collect();
    let is_it = is_lambda && names.iter().skip(1).any(|part| *part == name);
    let shown = names.iter().map(|name| symbol::name(&m.heap, *name));
    is_it.then(|| shown.collect::<Vec<_>>().join(" "))
}

fn is_named(m: &Machine, value: Value, name: &str) -> bool {
    is_identifier(value) && symbol::name(&m.heap, symbol_of(value)) == name
}

/// Where a name stands in a form as one of its elements.
fn part(m: &Machine, form: Value, name: Value) -> Option<source::Span> {
    let mut rest = form;
    for _ in 0..PAIRS {
        if !rest.is_pair() {
            return None;
        }
        if rest.car() == name {
            return m.sources.element_span(rest);
        }
        rest = rest.cdr();
    }
    None
}

/// The first place of a name in a form, or of another part without parts, that is not quoted.
fn anywhere(m: &Machine, name: Value, form: Value) -> Option<source::Span> {
    let mut rest = vec![form];
    for _ in 0..PAIRS {
        let pair = rest.pop()?;
        if !pair.is_pair() {
            continue;
        }
        if pair.car() == name {
            return m.sources.element_span(pair).or_else(|| m.sources.form_span(pair));
        }
        push_evaluated(m, pair, &mut rest);
    }
    None
}

/// Puts the parts of a form on a stack in which names are used, not bound or quoted, the first on top.
fn push_evaluated(m: &Machine, form: Value, rest: &mut Vec<Value>) {
    let keyword = form.car();
    let is_one_of = |names: &[&str]| names.iter().any(|name| is_named(m, keyword, name));
    if is_one_of(&["quote"]) {
        return;
    }
    let parts = form.cdr();
    if is_one_of(&["lambda"]) && parts.is_pair() {
        return rest.push(parts.cdr());
    }
    if is_one_of(&["let", "let*", "letrec", "letrec*", "do"])
        && let Some(bindings) = bindings(parts)
    {
        let named = parts.car().is_a(Type::Symbol);
        rest.push(if named { parts.cdr().cdr() } else { parts.cdr() });
        let inits: Vec<Value> = Walk::new(bindings)
            .take(MOST_BINDINGS)
            .filter(|pair| pair.car().is_pair())
            .map(|pair| pair.car().cdr())
            .collect();
        return rest.extend(inits.into_iter().rev());
    }
    rest.extend([parts, keyword]);
}

/// Where the form of a file was written that waits in the host's frame with these data.
pub type FormOfFile<'a> = &'a dyn Fn([Value; 3]) -> Option<source::Span>;

/// The calls that wait for the innermost form, each as it was written.
pub(super) fn backtrace(m: &Machine, form_of_file: FormOfFile<'_>) -> Backtrace {
    waiting_in(m, m.suspended_frames(), form_of_file).1
}

/// The innermost of these frames that is a person's own, and the calls that wait for it.
fn waiting_in(
    m: &Machine,
    frames: impl Iterator<Item = Frame>,
    form_of_file: FormOfFile<'_>,
) -> (Option<Own>, Backtrace) {
    let mut backtrace = Backtrace::default();
    let mut innermost = None;
    let mut owned: HashMap<*const u64, Option<Own>> = HashMap::new();
    let mut numbers: HashMap<(*const u64, bool), usize> = HashMap::new();
    let mut calls: HashMap<(*const u64, *const u64), usize> = HashMap::new();
    let mut inside: Option<(*const u64, Own)> = None;
    // Most frames of a deep recursion are of the same kind.
    let mut last = None;
    for frame in frames.take(FRAMES) {
        let inner = inside.as_ref().map(|(ret, _)| *ret);
        if let Some((ret, call)) = last
            && ret == frame.ret
            && inner == Some(ret)
        {
            backtrace.push(call);
            continue;
        }
        let own = owned.entry(frame.ret).or_insert_with(|| own_frame(&frame));
        let is_written = |own: &Own| m.sources.form_span(own.point.form).is_some();
        let Some(own) = own.filter(|own| inside.is_none() || is_written(own)) else {
            whole_form(m, &frame, form_of_file, &mut inside, &mut backtrace);
            continue;
        };
        if let Some((inner, inner_own)) = inside {
            let call = *calls.entry((inner, frame.ret)).or_insert_with(|| {
                let elided = left(m, &own, &inner_own);
                let number = numbers.entry((frame.ret, elided));
                *number.or_insert_with(|| backtrace.know(waiting(m, &own, elided)))
            });
            backtrace.push(call);
            last = (inner == frame.ret).then_some((frame.ret, call));
        }
        innermost = innermost.or(Some(own));
        inside = Some((frame.ret, own));
    }
    (innermost, backtrace)
}

/// A form of a file that has left its work to a procedure waits in no frame of its own.
fn whole_form(
    m: &Machine,
    frame: &Frame,
    form_of_file: FormOfFile<'_>,
    inside: &mut Option<(*const u64, Own)>,
    backtrace: &mut Backtrace,
) {
    let Some((_, own)) = inside.as_mut().filter(|(_, own)| own.code.is_some()) else { return };
    let host = m.host_frame(frame).filter(|(kind, _)| *kind == FrameKind::File as i64);
    let Some(span) = host.and_then(|(_, data)| form_of_file(data)) else { return };
    // Nothing is known of who called what is further out.
    own.code = None;
    let call = backtrace.know(written(m, Some(span), false));
    backtrace.push(call);
}

/// Whether the procedure that `own` called is not the one of the frame inside of it, nor one around
/// that: it has left its work to others by tail calls. Where the operator is no global variable,
/// nobody can tell.
fn left(m: &Machine, own: &Own, inside: &Own) -> bool {
    let form = own.point.form;
    if !form.is_pair() || !is_identifier(form.car()) {
        return false;
    }
    let (Some(called), Some(code)) = (global_value(m, form.car(), own.point.scope), inside.code)
    else {
        return false;
    };
    if !called.is_a(Type::Closure) {
        return false;
    }
    let called = called.field(closure::CODE);
    let is_library = called.header().flags() & field::LIBRARY != 0;
    called != code && !is_library && !is_within(m, inside, called)
}

/// Whether the form that a frame stands at was written inside of a procedure.
fn is_within(m: &Machine, own: &Own, code: Value) -> bool {
    let spans =
        m.sources.form_span(own.point.form).zip(m.sources.form_span(code.field(field::SOURCE)));
    spans.is_some_and(|(inner, outer)| {
        inner.source == outer.source && outer.start <= inner.start && inner.end <= outer.end
    })
}

fn waiting(m: &Machine, own: &Own, elided: bool) -> Waiting {
    written(m, m.sources.form_span(own.point.form), elided)
}

fn written(m: &Machine, span: Option<source::Span>, elided: bool) -> Waiting {
    let written = span.map_or("", |span| m.sources.excerpt(span));
    let expression = written.chars().take(LONGEST).collect();
    Waiting { expression, span: span.map(|span| Span::of(&m.sources, span)), elided }
}
