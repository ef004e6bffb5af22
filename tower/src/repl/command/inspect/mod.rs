//! `,inspect`: what an object is made of.
//!
//! Invariant: what is shown is bounded, however large the object and whatever circles it has: a head, at
//! most `LISTED` rows, and how many more there are.

use super::evaluation::{self, After};
use super::{Description, Takes, shortened};
use levels::builtins::condition::{IRRITANTS, KIND, MESSAGE, PAYLOAD};
use levels::layout::Type;
use levels::level::store;
use levels::machine::Machine;
use levels::machine::continuation::values_of;
use levels::pair::{End, Walk, measured};
use levels::port::{self, Content, Direction};
use levels::printer::{Style, to_string_within};
use levels::table;
use levels::value::Value;

mod atom;
pub(super) mod procedure;

/// See the module's documentation.
pub(super) const COMMAND: Description = Description {
    word: ",inspect",
    takes: Takes::Needed("EXPR"),
    summary: "the parts of EXPR's value",
    details: "Elements, fields, entries; of a procedure its parameters, its place and the
variables that it keeps; of a continuation the expressions that wait; of an
environment its variables. What is large or circular is cut.
",
    perform: |tower, text| {
        evaluation::evaluate(tower, COMMAND.word, text, After::Inspect, |_| Value::FALSE)
    },
};

/// Parts that are listed.
const LISTED: usize = 20;
/// Characters of a part that are shown.
const WIDTH: usize = 60;

/// What is shown of an object.
struct View {
    /// What it is: `a list of 3`.
    head: String,
    /// Its parts: what they are called, and what they are.
    rows: Vec<(String, String)>,
    /// How many parts there are beside those.
    more: usize,
}

impl View {
    fn of(head: impl Into<String>) -> View {
        View { head: head.into(), rows: Vec::new(), more: 0 }
    }

    fn row(mut self, label: impl Into<String>, part: impl Into<String>) -> View {
        self.rows.push((label.into(), part.into()));
        self
    }

    /// With the first of these parts, of which there are `count`.
    fn parts(mut self, count: usize, parts: impl Iterator<Item = (String, String)>) -> View {
        self.rows.extend(parts.take(LISTED));
        self.more = count.saturating_sub(LISTED);
        self
    }
}

/// What an object is, on a line, and its parts on the following ones.
pub(super) fn lines(m: &mut Machine, value: Value) -> String {
    let View { head, rows, more } = view(m, value);
    let width = rows.iter().map(|(label, _)| label.chars().count()).max().unwrap_or(0).min(WIDTH);
    let mut lines = format!("{head}\n");
    for (label, part) in rows {
        let line = format!("  {label:<width$}  {}", shortened(&part, WIDTH + 3));
        lines.push_str(line.trim_end());
        lines.push('\n');
    }
    if more > 0 {
        lines.push_str(&format!("  … and {more} more\n"));
    }
    lines
}

/// A part, cut where it is long.
fn shown(m: &Machine, value: Value) -> String {
    to_string_within(&m.heap, value, Style::Write, WIDTH)
}

fn view(m: &mut Machine, value: Value) -> View {
    if value.is_pair() {
        return list(m, value);
    }
    if value.is_procedure() {
        return procedure::view(m, value);
    }
    if !value.is_pointer() {
        return atom::view(m, value);
    }
    match value.header_type() {
        Type::Vector => {
            let count = value.vector_len();
            let numbered = (0..count).map(|i| (i.to_string(), shown(m, value.field(i))));
            View::of(format!("a vector of {count}")).parts(count, numbered)
        }
        Type::MultipleValues => {
            let values = values_of(value);
            let numbered = values.iter().enumerate().map(|(i, v)| (i.to_string(), shown(m, *v)));
            View::of(format!("{} values", values.len())).parts(values.len(), numbered)
        }
        Type::Record => record(m, value),
        Type::RecordType => View::of("a record type")
            .row("name", shown(m, value.field(0)))
            .row("fields", shown(m, value.field(1))),
        Type::Table => hash_table(m, value),
        Type::Condition => condition(m, value),
        Type::Port => opened(m, value),
        Type::Environment => procedure::environment(m, value),
        Type::Promise => promise(m, value),
        Type::Handle if store::is_store(value) => {
            let names = store::names(m, value);
            let bound = names.iter().map(|name| {
                let bound = store::lookup(m, value, *name).unwrap_or(Value::UNSPECIFIED);
                (shown(m, *name), shown(m, bound))
            });
            View::of(format!("a store of {}", names.len())).parts(names.len(), bound)
        }
        Type::Flonum
        | Type::Bignum
        | Type::Ratio
        | Type::Complex
        | Type::Symbol
        | Type::String
        | Type::Bytes
        | Type::Alias
        | Type::Closure
        | Type::Builtin
        | Type::Continuation
        | Type::Parameter
        | Type::Delta
        | Type::Private
        | Type::Code
        | Type::Version
        | Type::Cell
        | Type::Context
        | Type::Scope
        | Type::Macro
        | Type::Library
        | Type::Segment
        | Type::Raw
        | Type::Handle
        | Type::Failure
        | Type::Internal => atom::view(m, value),
    }
}

fn list(m: &Machine, value: Value) -> View {
    let Ok((count, end)) = measured(&m.heap.effort, value) else {
        return View::of("a list; it was interrupted before its length was known");
    };
    let elements = Walk::new(value)
        .take(LISTED)
        .enumerate()
        .map(|(index, pair)| (index.to_string(), shown(m, pair.car())));
    match end {
        End::Proper => View::of(format!("a list of {count}")).parts(count, elements),
        End::Dotted(last) if count == 1 => {
            View::of("a pair").row("car", shown(m, value.car())).row("cdr", shown(m, last))
        }
        End::Dotted(last) => {
            let view = View::of(format!("a dotted list of {count} and an end"));
            view.parts(count, elements).row("end", shown(m, last))
        }
        End::Circular => circular(m, value),
    }
}

/// The elements of a circular list as far as the first that comes again.
fn circular(m: &Machine, value: Value) -> View {
    let mut met = Vec::new();
    let mut pair = value;
    while met.len() < LISTED && !met.contains(&pair) {
        met.push(pair);
        pair = pair.cdr();
    }
    let again = met.iter().position(|before| *before == pair);
    let rows = met.iter().enumerate().map(|(i, pair)| (i.to_string(), shown(m, pair.car())));
    let view = View::of("a circular list").parts(met.len(), rows);
    match again {
        Some(index) => view.row("…", format!("and on with {index}")),
        None => view.row("…", ""),
    }
}

fn record(m: &Machine, value: Value) -> View {
    let kind = value.field(0);
    let count = value.header().len() - 1;
    let (name, names) = match kind.is_a(Type::RecordType) {
        true => (shown(m, kind.field(0)), kind.field(1)),
        false => (String::new(), Value::FALSE),
    };
    let label = |index: usize| match names.is_vector() && index < names.vector_len() {
        true => shown(m, names.field(index)),
        false => index.to_string(),
    };
    let fields = (0..count).map(|index| (label(index), shown(m, value.field(index + 1))));
    View::of(format!("a record of type {name}")).parts(count, fields)
}

fn hash_table(m: &Machine, value: Value) -> View {
    let compared = match table::kind(value) {
        table::Kind::Eq => "by eq?",
        table::Kind::Eqv => "by eqv?",
        table::Kind::Equal => "by equal?",
        table::Kind::String => "by string=?",
        table::Kind::Custom => "by a procedure of its own",
    };
    let count = table::len(value);
    let entries = table::entries(value).map(|(key, value)| (shown(m, key), shown(m, value)));
    View::of(format!("a hash table of {count}, compared {compared}")).parts(count, entries)
}

fn condition(m: &Machine, value: Value) -> View {
    let displayed = |value| to_string_within(&m.heap, value, Style::Display, WIDTH);
    let mut view = View::of("an error object").row("kind", shown(m, value.field(KIND)));
    view = view.row("message", displayed(value.field(MESSAGE)));
    let payload = value.field(PAYLOAD);
    if payload.is_vector() && payload.vector_len() == 2 {
        view = view.row("expected", displayed(payload.field(0)));
        view = view.row("found", shown(m, payload.field(1)));
    }
    let irritants = Walk::new(value.field(IRRITANTS)).take(LISTED);
    irritants.fold(view, |view, pair| view.row("irritant", shown(m, pair.car())))
}

fn opened(m: &Machine, value: Value) -> View {
    let direction =
        if port::is_directed(value, Direction::Input) { "an input" } else { "an output" };
    let content = if port::has_content(value, Content::Textual) { "textual" } else { "binary" };
    let state = if port::is_open(m, value) { "open" } else { "closed" };
    let view = View::of(format!("{direction} port, {content}, {state}"));
    match port::path(m, value) {
        Some(path) => view.row("file", path),
        None => view.row("in", "memory"),
    }
}

fn promise(m: &Machine, value: Value) -> View {
    let content = value.field(0);
    match content.is_pair() && content.car() == Value::TRUE {
        true => View::of("a promise that was forced").row("value", shown(m, content.cdr())),
        false => View::of("a promise that was not forced yet"),
    }
}
