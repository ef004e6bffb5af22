//! Procedures whose text is read when they are called first.
//!
//! Invariants: a top-level form of such a text begins with a parenthesis at the beginning of a line,
//! and no other line does. The `SOURCE` of a code made here is the number of its definition in
//! `Unread`, a fixnum, until `source_of` has put the `lambda` form there.

use super::definition::definition_parts;
use crate::condition::Outcome;
use crate::environment::{self, UNIVERSE};
use crate::machine::Machine;
use crate::procedure::{code, new_closure, new_code};
use crate::reader::{Parser, Piece, Progress, Purpose};
use crate::source::{Place, SourceId};
use crate::value::Value;
use std::rc::Rc;

/// The texts, and where in them the definitions begin.
#[derive(Default)]
pub struct Unread {
    texts: Vec<Text>,
    definitions: Vec<Start>,
}

struct Text {
    name: &'static str,
    content: &'static str,
    /// What `Sources` knows it as once something of it was read: as long as it is held here, it is
    /// not forgotten there.
    source: Option<(SourceId, Rc<str>)>,
}

/// A byte of a text, by its number.
#[derive(Clone, Copy)]
struct Start {
    text: usize,
    byte: usize,
}

/// What the first line of a top-level form tells.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Head<'t> {
    /// `(define (name parameter …) …`: the name, and the arity as a code holds it.
    Procedure(&'t str, i64),
    /// Anything else.
    Other,
}

/// Binds in the universe the procedures that a text defines, unread. Gives its other forms. Costs a
/// look at the beginning of each line and what the objects take.
pub fn define(m: &mut Machine, name: &'static str, content: &'static str) -> Outcome<Vec<Value>> {
    let text = m.unread.texts.len();
    m.unread.texts.push(Text { name, content, source: None });
    let mut others = Vec::new();
    for byte in form_starts(content) {
        let start = Start { text, byte };
        match head(&content[byte..]) {
            Head::Procedure(name, arity) => define_procedure(m, name, arity, start),
            Head::Other => others.extend(read(m, start)?),
        }
    }
    Ok(others)
}

fn define_procedure(m: &mut Machine, name: &str, arity: i64, start: Start) {
    let symbol = m.intern(name);
    let scope = environment::globals(m, UNIVERSE).scope;
    let number = Value::fixnum(m.unread.definitions.len() as i64);
    m.unread.definitions.push(start);
    let (no, nil) = (Value::FALSE, Value::NIL);
    let fields = [symbol, number, scope, no, nil, Value::fixnum(arity), no, Value::fixnum(0)];
    let (entry, flags) = (m.lazy_entry(), m.code_flags(scope));
    let template = new_code(&mut m.heap, fields, entry, flags);
    let closure = new_closure(&mut m.heap, template, nil);
    let cell = environment::own_cell(m, UNIVERSE, symbol);
    m.define_cell(cell, closure);
}

/// The form that a code was made from, which is read if it has not been.
pub fn source_of(m: &mut Machine, template: Value) -> Outcome {
    let source = template.field(code::SOURCE);
    if !source.is_fixnum() || template.header().flags() & code::EXPRESSION != 0 {
        return Ok(source);
    }
    let start = source.as_index().and_then(|number| m.unread.definitions.get(number).copied());
    let Some(form) = start.map(|start| read(m, start)).transpose()?.flatten() else {
        return Ok(source);
    };
    let (_, value) = definition_parts(m, form)?;
    let lambda = value.unwrap_or(form);
    m.heap.set_field(template, code::SOURCE, lambda);
    Ok(lambda)
}

/// How a procedure is called whose form has not been read: `(fold-left procedure initial . lists)`.
pub fn usage(m: &Machine, template: Value) -> Option<String> {
    let number = template.field(code::SOURCE).as_index()?;
    let start = m.unread.definitions.get(number)?;
    let form = m.unread.texts[start.text].content.get(start.byte..)?;
    let header = form.strip_prefix("(define ")?.split_inclusive(')').next()?;
    Some(header.split_ascii_whitespace().collect::<Vec<_>>().join(" "))
}

/// The form that begins there.
fn read(m: &mut Machine, start: Start) -> Outcome<Option<Value>> {
    let Text { name, content, source } = &mut m.unread.texts[start.text];
    let (source, text) = source.get_or_insert_with(|| {
        let id = m.sources.add(name, *content);
        (id, Rc::clone(m.sources.text(id)))
    });
    let place = Place { offset: start.byte as u64, ..Place::START };
    let mut parser = Parser::starting_at(Purpose::Code(*source), place);
    let mut piece = Piece::whole(&text[start.byte..]);
    let (symbols, sources) = (&mut m.symbols, &mut m.sources);
    let progress = m.heap.undisturbed(|heap| parser.read(heap, symbols, sources, &mut piece));
    match progress? {
        Progress::Datum(datum) => Ok(Some(datum)),
        Progress::More | Progress::End => Ok(None),
    }
}

/// The first bytes of the lines that begin with a parenthesis.
fn form_starts(text: &str) -> impl Iterator<Item = usize> {
    let first = text.starts_with('(').then_some(0);
    first.into_iter().chain(text.match_indices("\n(").map(|(at, _)| at + 1))
}

fn head(form: &str) -> Head<'_> {
    let Some((header, _)) = form.strip_prefix("(define (").and_then(|rest| rest.split_once(')'))
    else {
        return Head::Other;
    };
    let plain = |c: char| c.is_alphanumeric() || " \n!$%&*+-./:<=>?@^_~".contains(c);
    let mut words = header.split_ascii_whitespace();
    let Some(name) = words.next().filter(|_| header.chars().all(plain)) else {
        return Head::Other;
    };
    let required = words.by_ref().take_while(|word| *word != ".").count() as i64;
    match words.count() {
        0 => Head::Procedure(name, required),
        _ => Head::Procedure(name, -1 - required),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn heads_tell_names_and_arities() {
        let of = |text| head(text);
        assert_eq!(of("(define (f) 1)"), Head::Procedure("f", 0));
        assert_eq!(of("(define (f! a\n  b) 1)"), Head::Procedure("f!", 2));
        assert_eq!(of("(define (f a . rest) 1)"), Head::Procedure("f", -2));
        assert_eq!(of("(define (f . rest) 1)"), Head::Procedure("f", -1));
        for other in ["(define f 1)", "(define ((f a) b) 1)", "(define (|a b|) 1)", "(define ("] {
            assert_eq!(of(other), Head::Other);
        }
    }

    #[test]
    fn a_procedure_is_read_when_it_is_called_and_knows_its_place() {
        let m = &mut Machine::new(1 << 30);
        let text = "; (a) comment\n(define (twice x) (cons x x))\n(define other '())\n";
        let others = define(m, "text.scm", text).unwrap();
        assert_eq!(others.len(), 1);
        let twice = m.global_value(UNIVERSE, "twice");
        let template = twice.field(crate::procedure::closure::CODE);
        assert!(template.field(code::SOURCE).is_fixnum());
        assert_eq!(usage(m, template).as_deref(), Some("(twice x)"));
        let _ = m.enter_call(twice, &[Value::fixnum(7)]);
        let crate::machine::Event::Finished(value) = m.run() else { panic!("it fails") };
        assert_eq!((value.car(), value.cdr()), (Value::fixnum(7), Value::fixnum(7)));
        let body = template.field(code::SOURCE).cdr().cdr().car();
        let span = m.sources.form_span(body).unwrap();
        assert_eq!(m.sources.excerpt(span), "(cons x x)");
        assert_eq!(m.sources.place(span.source, span.start).line, 2);
    }
}
