//! What `write` prints, and where its parts are.
//!
//! Invariant: nodes stand in the order of the text, each before its parts. What is between two parts
//! of a node is one space, and nothing else is: a layout is a choice among spaces.

use super::form::{self, Form};
use crate::effort::Effort;
use crate::heap::Heap;
use crate::layout::Type;
use crate::pair::Walk;
use crate::printer::labels::Labels;
use crate::printer::{Ended, Printer, Printing, Style, Task};
use crate::value::Value;
use std::cell::Cell;
use std::fmt;

/// The text of a datum and its parts.
pub(super) struct Outline {
    pub text: String,
    pub nodes: Vec<Node>,
}

/// A datum in the text, with its label; of the tail of a list, with its dot.
pub(super) struct Node {
    /// Its first byte, and the one after its last.
    pub start: usize,
    pub end: usize,
    /// Its characters.
    pub width: usize,
    /// The node after its parts.
    pub next: usize,
    pub kind: Kind,
    /// Whether there is a space before it that may become the end of a line.
    pub gap: bool,
}

#[derive(Clone, Copy)]
pub(super) enum Kind {
    /// Of one piece.
    Atom,
    /// A list, as data or as a call.
    List,
    /// A list that is a use of a form.
    Form(&'static Form),
    /// A quotation, of `quote` or another.
    Quotation,
    /// A vector, a bytevector.
    Vector,
    /// A record or another object with parts.
    Object,
}

/// Bytes counted for a node, what is kept of it while it is open included.
const NODE: usize = size_of::<Node>() + size_of::<Open>();

/// Makes the outline of a value in at most `room` bytes; refused if there are too few.
pub(super) fn outline(heap: &Heap, value: Value, room: usize) -> Printing<Outline> {
    let at = Cell::new(Place::default());
    let mut sheet = Sheet { text: String::new(), at: &at, room };
    let labels = Labels::of_cycles(&heap.effort, value)?;
    let todo = vec![Task::Datum(value)];
    let mut printer = Printer { heap, style: Style::Write, labels, sink: &mut sheet, todo };
    let mut tree = Tree { nodes: Vec::new(), open: Vec::new(), gap: None };
    while let Some(task) = printer.todo.pop() {
        let (depth, before) = (printer.todo.len(), at.get());
        printer.step(task)?;
        let pushed = printer.todo.len() - depth;
        match task {
            Task::Datum(datum) => {
                let kind = kind(&printer, datum, pushed);
                tree.begin(kind, before, depth);
                // What is repeated and the ellipsis stay together.
                if printer.interned_name(datum) == Some("...") {
                    tree.glue();
                }
            }
            Task::Rest(_) if pushed > 0 => tree.gap = Some(before.after_space()),
            Task::Parts(object, index) if pushed > 0 && (index > 0 || !object.is_vector()) => {
                tree.gap = Some(before.after_space());
            }
            Task::Rest(_) | Task::Parts(..) | Task::Text(_) => {}
        }
        tree.end(printer.todo.len(), at.get());
        if at.get().bytes + tree.nodes.len() * NODE > room {
            return Err(Ended::Refused);
        }
    }
    let Sheet { text, .. } = sheet;
    let mut outline = Outline { text, nodes: tree.nodes };
    outline.divide(&heap.effort, room)?;
    Ok(outline)
}

/// What a datum is whose printing left so much to print.
fn kind(printer: &Printer<'_>, datum: Value, pushed: usize) -> Kind {
    if pushed == 0 {
        let divided = datum.is_a(Type::Bytes);
        return if divided { Kind::Vector } else { Kind::Atom };
    }
    if !datum.is_pair() {
        return if datum.is_vector() { Kind::Vector } else { Kind::Object };
    }
    if pushed == 1 {
        return Kind::Quotation;
    }
    form_of(printer, datum).map_or(Kind::List, Kind::Form)
}

fn form_of(printer: &Printer<'_>, list: Value) -> Option<&'static Form> {
    let keyword = printer.interned_name(list.car())?;
    let operands: Vec<bool> = Walk::new(list.cdr())
        .take(form::LOOKED_AT)
        .map(|pair| {
            let operand = pair.car();
            operand.is_pair() || operand.is_nil() || operand.is_vector()
        })
        .collect();
    form::of(keyword, &operands)
}

/// How far the text goes.
#[derive(Clone, Copy, Default)]
struct Place {
    bytes: usize,
    chars: usize,
}

impl Place {
    fn after_space(self) -> Place {
        Place { bytes: self.bytes + 1, chars: self.chars + 1 }
    }
}

/// The text, within its room; `at` is its end.
struct Sheet<'a> {
    text: String,
    at: &'a Cell<Place>,
    room: usize,
}

impl fmt::Write for Sheet<'_> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        let Place { bytes, chars } = self.at.get();
        let end = Place { bytes: bytes + text.len(), chars: chars + text.chars().count() };
        if end.bytes > self.room {
            return Err(fmt::Error);
        }
        self.text.push_str(text);
        self.at.set(end);
        Ok(())
    }
}

/// Nodes, of which some are not ended.
struct Tree {
    nodes: Vec<Node>,
    open: Vec<Open>,
    /// Where the next node begins, if that is after a space.
    gap: Option<Place>,
}

/// A node that has not ended: it does when no more than `depth` tasks are left.
struct Open {
    node: usize,
    depth: usize,
    chars: usize,
}

impl Tree {
    fn begin(&mut self, kind: Kind, at: Place, depth: usize) {
        let gap = self.gap.take();
        let start = gap.unwrap_or(at);
        self.open.push(Open { node: self.nodes.len(), depth, chars: start.chars });
        let gap = gap.is_some();
        self.nodes.push(Node { start: start.bytes, end: 0, width: 0, next: 0, kind, gap });
    }

    /// Keeps the last node on the line of the one before.
    fn glue(&mut self) {
        if let Some(node) = self.nodes.last_mut() {
            node.gap = false;
        }
    }

    fn end(&mut self, depth: usize, at: Place) {
        while let Some(open) = self.open.pop_if(|open| open.depth >= depth) {
            let next = self.nodes.len();
            let node = &mut self.nodes[open.node];
            (node.end, node.width, node.next) = (at.bytes, at.chars - open.chars, next);
        }
    }
}

impl Outline {
    /// Makes nodes of the bytes of bytevectors, which are printed in one go.
    fn divide(&mut self, effort: &Effort, room: usize) -> Printing {
        let is_divided = |node: &Node| matches!(node.kind, Kind::Vector);
        if !self.nodes.iter().enumerate().any(|(i, node)| is_divided(node) && node.next == i + 1) {
            return Ok(());
        }
        // Where each node, and the end, comes to stand.
        let mut places = Vec::with_capacity(self.nodes.len() + 1);
        let mut nodes: Vec<Node> = Vec::with_capacity(self.nodes.len());
        for (index, node) in std::mem::take(&mut self.nodes).into_iter().enumerate() {
            places.push(nodes.len());
            let whole = is_divided(&node) && node.next == index + 1;
            let (start, end) = (node.start, node.end);
            nodes.push(node);
            if whole {
                effort.spend(end - start)?;
                bytes(&self.text, start, end, &mut nodes);
            }
            if nodes.len() * NODE > room {
                return Err(Ended::Refused);
            }
        }
        places.push(nodes.len());
        for &place in &places[..places.len() - 1] {
            nodes[place].next = places[nodes[place].next];
        }
        self.nodes = nodes;
        Ok(())
    }
}

/// Adds a node for each byte of the bytevector that is printed from `start` to `end`. An empty
/// vector has none.
fn bytes(text: &str, start: usize, end: usize, nodes: &mut Vec<Node>) {
    let Some(open) = text[start..end].find("#u8(") else { return };
    let first = start + open + "#u8(".len();
    let mut at = first;
    for byte in text[first..end - 1].split(' ').filter(|byte| !byte.is_empty()) {
        let next = nodes.len() + 1;
        let gap = at > first;
        let (width, kind) = (byte.len(), Kind::Atom);
        nodes.push(Node { start: at, end: at + width, width, next, kind, gap });
        at += width + 1;
    }
}
