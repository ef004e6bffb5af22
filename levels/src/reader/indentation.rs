//! Where the line after an unfinished text begins, as Scheme is indented by convention.

use super::Memory;
use super::construct::{Kind, Open};
use super::parser::Parser;
use crate::layout::Type;
use crate::source::Place;
use crate::symbol;
use crate::value::Value;

/// The spaces before what comes next in the innermost construct. Linear in the text.
pub(super) fn of_next(parser: &Parser, memory: &Memory<'_>, text: &str) -> u32 {
    let Some((innermost, around)) = parser.stack.split_last() else { return 0 };
    let before = innermost.at.column - 1;
    match innermost.kind {
        Kind::List(_) | Kind::Dotted(_) | Kind::Ended(_) => {
            let is_data = around.iter().any(|open| open.kind.is_data());
            let list = List { open: innermost, memory, text };
            if is_data { list.element_column() } else { list.operand_column() }
        }
        Kind::Vector(..) | Kind::Bytevector(..) => {
            let mark = text[innermost.at.offset as usize..].split_inclusive(['(', '[']).next();
            let rest = &text[innermost.at.offset as usize + mark.map_or(0, str::len)..];
            let width = |text: &str| text.chars().count() as u32;
            let element = rest.trim_start_matches(' ');
            let is_there = !element.is_empty() && !element.starts_with(['\n', '\r', ';']);
            let spaces = if is_there { rest.len() - element.len() } else { 0 };
            before + mark.map_or(0, width) + spaces as u32
        }
        Kind::Prefix(_) | Kind::DatumComment | Kind::Label(_) => before,
    }
}

/// A list that is open.
struct List<'a> {
    open: &'a Open,
    memory: &'a Memory<'a>,
    text: &'a str,
}

impl List<'_> {
    /// The column of the first element, from 0; that behind the parenthesis if there is none.
    fn element_column(&self) -> u32 {
        self.column_of(self.open.head).unwrap_or(self.open.at.column)
    }

    /// The column of the next operand, or form of a body, from 0.
    fn operand_column(&self) -> u32 {
        let head = self.open.head;
        match self.name() {
            Some(name) if has_body(name) => self.open.at.column + 1,
            Some(_) => self.column_of(head.cdr()).unwrap_or_else(|| self.element_column()),
            None => self.element_column(),
        }
    }

    /// The symbol that the list begins with.
    fn name(&self) -> Option<&str> {
        let head = Some(self.open.head).filter(|head| head.is_pair())?;
        let is_symbol = head.car().is_a(Type::Symbol);
        is_symbol.then(|| symbol::name(self.memory.heap, head.car()))
    }

    /// The column from 0 of the element that is the car of `pair`, if it is one.
    fn column_of(&self, pair: Value) -> Option<u32> {
        let span = Some(pair).filter(|pair| pair.is_pair());
        let span = span.and_then(|pair| self.memory.sources.element_span(pair))?;
        let from = self.open.at;
        let between = self.text.get(from.offset as usize..span.start as usize)?;
        let Place { column, .. } = from.after(between);
        Some(column - 1)
    }
}

/// Whether a form of this name has a body, which is indented by two.
fn has_body(name: &str) -> bool {
    name.starts_with("def") || name.starts_with("let") || WITH_BODIES.contains(&name)
}

const WITH_BODIES: &[&str] = &[
    "begin",
    "case",
    "case-lambda",
    "cond-expand",
    "delta",
    "do",
    "fluid-let",
    "fn",
    "guard",
    "lambda",
    "named-lambda",
    "parameterize",
    "receive",
    "rec",
    "syntax-rules",
    "test-group",
    "unless",
    "when",
    "while",
    "λ",
];
