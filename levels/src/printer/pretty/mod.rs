//! Data on several lines: programs indented as their readers expect, other data filled.
//!
//! Invariant: what is printed is what `write` prints, some of whose spaces became ends of lines with
//! the next line's indentation after them; no line is indented beyond a bound, so that the cost is
//! linear, however deep the data.

mod form;
mod outline;
#[cfg(test)]
mod tests;

use super::{Ended, Printing};
use crate::condition::Outcome;
use crate::effort::Effort;
use crate::heap::Heap;
use crate::value::Value;
use form::{Place, Role};
use outline::{Kind, Node, Outline};

/// No line is indented by more columns, nor by more than this part of the width.
const DEEPEST: usize = 100;
const DEEPEST_PART: (usize, usize) = (2, 3);

/// Bytes that are tried first, and twice as many each time.
const SMALLEST_ROOM: usize = 1 << 16;

/// What `write` prints of a value, on lines of at most `width` characters where that can be: what has
/// no space in it is never divided. The text does not end its last line. Linear in what is printed;
/// stopped, or refused memory, it gives up whole.
pub fn pretty(heap: &mut Heap, value: Value, width: usize) -> Outcome<String> {
    let mut room = SMALLEST_ROOM;
    loop {
        heap.reserve(room)?;
        match attempt(heap, value, width, room) {
            Ok(text) => return Ok(text),
            Err(Ended::Refused) => room *= 2,
            Err(Ended::Stopped(cause)) => return Err(cause.into()),
        }
    }
}

/// The same in at most `room` bytes for the outline, and as many for the text.
fn attempt(heap: &Heap, value: Value, width: usize, room: usize) -> Printing<String> {
    let outline = outline::outline(heap, value, room / 2)?;
    let (part, of) = DEEPEST_PART;
    let layout = Layout {
        effort: &heap.effort,
        outline: &outline,
        width,
        deepest: (width.saturating_mul(part) / of).min(DEEPEST),
        room: room / 2,
        text: String::new(),
        column: 0,
        lines: 0,
        todo: Vec::new(),
    };
    layout.run()
}

struct Layout<'o> {
    effort: &'o Effort,
    outline: &'o Outline,
    width: usize,
    /// The greatest indentation.
    deepest: usize,
    room: usize,
    text: String,
    /// Characters on the last line.
    column: usize,
    /// Lines that have ended.
    lines: usize,
    /// Nodes that are laid out in part, each in the one before.
    todo: Vec<Part>,
}

/// A node that does not fit on a line.
struct Part {
    node: usize,
    role: Role,
    manner: Manner,
    /// Columns of what has to follow it on its last line.
    after: usize,
    /// The part that is next, and how many are before it.
    next: usize,
    count: usize,
    /// How far its text is laid out.
    done: usize,
    /// Whether the part before is on several lines.
    divided: bool,
    /// The line it begins on.
    line: usize,
}

/// Where parts begin.
#[derive(Clone, Copy)]
struct Manner {
    /// The column where lines begin.
    indent: usize,
    /// Parts that begin on the line of the one before, whatever their length, unless that is on
    /// several: then under the first operand, which begins at column `second`.
    first: usize,
    second: usize,
    /// Whether the others do where they fit.
    filled: bool,
}

impl Manner {
    fn filled(indent: usize) -> Manner {
        Manner { indent, first: 1, second: indent, filled: true }
    }

    fn lines(first: usize, indent: usize) -> Manner {
        Manner { indent, first, second: indent, filled: false }
    }

    /// Where the line begins on which the next part stands, if not that of the one before, which is
    /// on several lines or not.
    fn indent(self, count: usize, divided: bool, fits: bool) -> Option<usize> {
        if count < self.first {
            return (divided && count > 1).then_some(self.second);
        }
        let stays = self.filled && fits && !divided;
        (!stays).then_some(self.indent)
    }
}

impl Layout<'_> {
    fn run(mut self) -> Printing<String> {
        self.begin(0, Role::Data, 0)?;
        while let Some(mut part) = self.todo.pop() {
            self.effort.spend(1)?;
            let node = &self.outline.nodes[part.node];
            if part.next == node.next {
                self.put(part.done, node.end)?;
                if let Some(outer) = self.todo.last_mut() {
                    outer.divided = self.lines > part.line;
                }
                continue;
            }
            let (next, role) = (part.next, self.role_of_next(&part));
            let after = self.next(&mut part)?;
            self.todo.push(part);
            self.begin(next, role, after)?;
        }
        Ok(self.text)
    }

    /// Goes to where the next part begins. Gives the columns of what has to follow that.
    fn next(&mut self, part: &mut Part) -> Printing<usize> {
        let node = &self.outline.nodes[part.node];
        let next = &self.outline.nodes[part.next];
        let last = next.next == node.next;
        let after = if last { node.end - next.end + part.after } else { 0 };
        self.put(part.done, next.start - usize::from(next.gap))?;
        if next.gap {
            let end = self.column + 1 + next.width + after;
            self.space(part.manner.indent(part.count, part.divided, end <= self.width))?;
        }
        (part.next, part.done) = (next.next, next.end);
        part.count += 1;
        part.divided = false;
        Ok(after)
    }

    /// Lays out a node that fits, or begins to.
    fn begin(&mut self, node: usize, role: Role, after: usize) -> Printing {
        let Node { start, end, width, next, .. } = self.outline.nodes[node];
        if next == node + 1 || self.column + width + after <= self.width {
            return self.put(start, end);
        }
        if self.text.len() + self.todo.len() * size_of::<Part>() > self.room {
            return Err(Ended::Refused);
        }
        let manner = self.manner(node, role, after);
        let line = self.lines;
        let (next, count, divided) = (node + 1, 0, false);
        self.todo.push(Part { node, role, manner, after, next, count, done: start, divided, line });
        Ok(())
    }

    /// Copies a piece of the text.
    fn put(&mut self, start: usize, end: usize) -> Printing {
        let piece = &self.outline.text[start..end];
        self.effort.move_bytes(piece.len())?;
        if self.text.len() + piece.len() > self.room {
            return Err(Ended::Refused);
        }
        self.text.push_str(piece);
        self.column += piece.chars().count();
        Ok(())
    }

    /// Puts a space, or ends the line and begins the next where `indent` says.
    fn space(&mut self, indent: Option<usize>) -> Printing {
        let Some(indent) = indent else {
            self.text.push(' ');
            self.column += 1;
            return Ok(());
        };
        self.effort.spend(indent)?;
        if self.text.len() + indent > self.room {
            return Err(Ended::Refused);
        }
        self.text.push('\n');
        self.text.extend(std::iter::repeat_n(' ', indent));
        self.column = indent;
        self.lines += 1;
        Ok(())
    }

    /// How a node that begins at the column in hand is laid out.
    fn manner(&self, node: usize, role: Role, after: usize) -> Manner {
        let inside = self.column + self.head(node);
        let manner = if self.column > self.deepest {
            Manner::filled(inside)
        } else {
            match (role, self.outline.nodes[node].kind) {
                (_, Kind::Atom | Kind::Quotation | Kind::Vector) => Manner::filled(inside),
                (_, Kind::Object) => Manner::lines(0, self.column + 2),
                (Role::Bindings | Role::Clause, Kind::List | Kind::Form(_)) => {
                    Manner::lines(1, inside)
                }
                (Role::Binding | Role::Handlers, Kind::List | Kind::Form(_)) => {
                    self.aligned(node, inside)
                }
                (Role::Data | Role::Code, Kind::Form(form)) => match form.place {
                    Place::Body => Manner {
                        second: self.second(node, inside),
                        ..Manner::lines(1 + form.first.len(), inside + 1)
                    },
                    Place::Aligned => self.aligned(node, inside),
                },
                (Role::Code, Kind::List) => self.call(node, inside, after),
                (Role::Data, Kind::List) => Manner::filled(inside),
            }
        };
        let [indent, second] = [manner.indent, manner.second].map(|at| at.min(self.deepest));
        Manner { indent, second, ..manner }
    }

    /// Characters of a node before its first part: its label and its parenthesis.
    fn head(&self, node: usize) -> usize {
        self.head_text(node).chars().count()
    }

    fn head_text(&self, node: usize) -> &str {
        let first = &self.outline.nodes[node + 1];
        &self.outline.text[self.outline.nodes[node].start..first.start - usize::from(first.gap)]
    }

    /// Two parts on the first line, the others under the second.
    fn aligned(&self, node: usize, inside: usize) -> Manner {
        Manner::lines(2, self.second(node, inside))
    }

    /// The column of a node's second part, if the first is on one line and begins at `inside`.
    fn second(&self, node: usize, inside: usize) -> usize {
        inside + self.outline.nodes[node + 1].width + 1
    }

    /// A call: operands under the first, as many on a line as fit if they are atoms; under the
    /// operator if that is long, or a list.
    fn call(&self, node: usize, inside: usize, after: usize) -> Manner {
        let operator = &self.outline.nodes[node + 1];
        let second = self.second(node, inside);
        let (mut widest, mut last, mut atoms) = (0, 0, true);
        let mut at = operator.next;
        while at < self.outline.nodes[node].next {
            let operand = &self.outline.nodes[at];
            last = operand.width;
            widest = widest.max(last);
            let quoted = matches!(operand.kind, Kind::Quotation) && operand.next == at + 2;
            atoms &= operand.next == at + 1 || quoted;
            at = operand.next;
        }
        let is_list = operator.next > node + 2;
        let too_wide = |column: usize| column + widest.max(last + 1 + after) > self.width;
        if is_list || too_wide(second) && !too_wide(inside) || second > self.deepest {
            Manner::lines(1, inside)
        } else if atoms {
            Manner { first: 2, ..Manner::filled(second) }
        } else {
            Manner::lines(2, second)
        }
    }

    /// What the next part is to the one it is in.
    fn role_of_next(&self, part: &Part) -> Role {
        let kind = self.outline.nodes[part.node].kind;
        match (part.role, kind) {
            (_, Kind::Vector | Kind::Object | Kind::Atom) => Role::Data,
            (role, Kind::Quotation) => {
                if self.head_text(part.node).ends_with('\'') {
                    Role::Data
                } else {
                    role
                }
            }
            (Role::Bindings, Kind::List | Kind::Form(_)) => Role::Binding,
            (Role::Handlers, Kind::List | Kind::Form(_)) => match part.count {
                0 => Role::Data,
                _ => Role::Clause,
            },
            (Role::Binding | Role::Clause, Kind::List | Kind::Form(_)) => Role::Code,
            (Role::Data | Role::Code, Kind::Form(form)) => match part.count {
                0 => Role::Data,
                count => form.first.get(count - 1).copied().unwrap_or(form.rest),
            },
            (role @ (Role::Data | Role::Code), Kind::List) => role,
        }
    }
}
