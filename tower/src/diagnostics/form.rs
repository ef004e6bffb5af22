//! The form that failed, as it was written: its parts, each with its place.
//!
//! Invariant: what is looked at of a form is bounded, however long, deep or circular it is, and
//! nothing is allocated in the machine's heap.

use levels::expander::scope;
use levels::layout::Type;
use levels::machine::Machine;
use levels::printer::{Style, to_string_within};
use levels::source;
use levels::symbol;
use levels::value::Value;

use super::Span;
use super::evidence::LONGEST;
use super::place::on_one_line;

/// Parts of a form that are looked at, at all depths together.
const MOST_PARTS: usize = 200;
/// How deep parts of parts are looked at.
const DEPTH: usize = 4;

/// What a part of a form looks like.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Shape {
    /// A name.
    Name,
    /// A list, with its elements.
    List(Vec<Part>),
    /// `'datum`.
    Quotation,
    /// `,datum`, or another abbreviation of quasiquotation.
    Template,
    /// A string.
    String,
    /// Anything else: a number, a boolean, a vector, ….
    Constant,
}

/// A form or a part of one.
#[derive(Clone, Debug)]
pub struct Part {
    /// As it was written, on one line; as it prints, if nobody wrote it. Long ones are cut.
    pub text: String,
    /// Where it was written.
    pub span: Option<Span>,
    /// What it looks like.
    pub shape: Shape,
}

impl PartialEq for Part {
    fn eq(&self, other: &Part) -> bool {
        self.text == other.text && self.shape == other.shape
    }
}

impl Eq for Part {}

impl Part {
    /// The form of that value; the pair whose car it is, if it is one's, knows the place of an atom.
    pub(super) fn of(m: &Machine, form: Value) -> Part {
        Part::within(m, form, None, &mut MOST_PARTS.clone(), DEPTH)
    }

    fn within(
        m: &Machine,
        form: Value,
        holder: Option<Value>,
        left: &mut usize,
        depth: usize,
    ) -> Part {
        let own = if form.is_pair() { m.sources.form_span(form) } else { None };
        let span = own.or_else(|| holder.and_then(|pair| m.sources.element_span(pair)));
        Part {
            text: text(m, form, span),
            span: span.map(|span| Span::of(&m.sources, span)),
            shape: shape(m, form, left, depth),
        }
    }

    /// Its elements, if it is a list; else none.
    pub fn parts(&self) -> &[Part] {
        match &self.shape {
            Shape::List(parts) => parts,
            Shape::Name | Shape::Quotation | Shape::Template | Shape::String | Shape::Constant => {
                &[]
            }
        }
    }

    /// Whether it is a list.
    pub fn is_list(&self) -> bool {
        matches!(self.shape, Shape::List(_))
    }

    /// Whether it is a name.
    pub fn is_name(&self) -> bool {
        self.shape == Shape::Name
    }

    /// The name that it begins with, if it is a list that begins with one.
    pub fn head(&self) -> Option<&str> {
        self.parts().first().filter(|first| first.is_name()).map(|first| first.text.as_str())
    }

    /// What stands behind the operator or keyword.
    pub fn operands(&self) -> &[Part] {
        self.parts().get(1..).unwrap_or(&[])
    }
}

/// As it was written, on one line, or as it prints.
fn text(m: &Machine, form: Value, span: Option<source::Span>) -> String {
    let written = span.map(|span| m.sources.excerpt(span)).unwrap_or("");
    match written.is_empty() {
        true => to_string_within(&m.heap, form, Style::Write, LONGEST),
        false => on_one_line(written, LONGEST),
    }
}

fn shape(m: &Machine, form: Value, left: &mut usize, depth: usize) -> Shape {
    if scope::is_identifier(form) {
        return Shape::Name;
    }
    if form.is_a(Type::String) {
        return Shape::String;
    }
    if form.is_nil() {
        return Shape::List(Vec::new());
    }
    if !form.is_pair() {
        return Shape::Constant;
    }
    if form.cdr().is_pair() && form.cdr().cdr().is_nil() && scope::is_identifier(form.car()) {
        match symbol::name(&m.heap, scope::symbol_of(form.car())) {
            "quote" | "quasiquote" => return Shape::Quotation,
            "unquote" | "unquote-splicing" => return Shape::Template,
            _ => {}
        }
    }
    let mut parts = Vec::new();
    let mut rest = form;
    while rest.is_pair() && depth > 0 && *left > 0 {
        *left -= 1;
        parts.push(Part::within(m, rest.car(), Some(rest), left, depth - 1));
        rest = rest.cdr();
    }
    Shape::List(parts)
}
