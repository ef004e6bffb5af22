//! Data to text: `write`, `write-shared`, `write-simple` and `display`.
//!
//! Invariant: nothing here recurses over what is printed, nothing printed shows an address, and a
//! sink that refuses text ends the printing at once. What `write` prints of data made of lists,
//! vectors, bytevectors, strings, characters, symbols, numbers and constants reads back as the same
//! data.

mod atom;
mod marks;
mod labels;
mod part;
mod object;
mod pretty;
#[cfg(test)]
mod tests;

use crate::effort::Stopped;
use crate::heap::Heap;
use crate::layout::Type;
use crate::symbol;
use crate::value::Value;
use labels::Labels;
pub use pretty::pretty;
use std::fmt::{self, Write};

/// Which of R7RS 6.13.3's procedures is printing.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Style {
    /// To be read back; labels where there are cycles.
    Write,
    /// To be read back; labels wherever something is shared.
    WriteShared,
    /// To be read back; no labels: circular data have no end.
    WriteSimple,
    /// For people: strings and characters as they are; labels where there are cycles.
    Display,
}

/// Why printing ended before its end.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Ended {
    /// The sink refused.
    Refused,
    /// The work was stopped.
    Stopped(Stopped),
}

impl From<fmt::Error> for Ended {
    fn from(_: fmt::Error) -> Ended {
        Ended::Refused
    }
}

impl From<Stopped> for Ended {
    fn from(stopped: Stopped) -> Ended {
        Ended::Stopped(stopped)
    }
}

/// What printing gives.
pub type Printing<T = ()> = Result<T, Ended>;

/// Units of work for one of the printer's tasks.
const UNITS_A_TASK: usize = 8;

/// Prints a value to a sink, which may end the printing by an error. Linear in what is printed,
/// `Write`, `WriteShared` and `Display` after a walk that is linear in the datum's size.
pub fn print(heap: &Heap, value: Value, style: Style, sink: &mut dyn Write) -> Printing {
    let labels = match style {
        Style::WriteSimple => Labels::none(),
        Style::WriteShared => Labels::of_shared(&heap.effort, value)?,
        Style::Write | Style::Display => Labels::of_cycles(&heap.effort, value)?,
    };
    Printer { heap, style, labels, sink, todo: vec![Task::Datum(value)] }.run()
}

/// Whether an object contains itself, however deep. Linear in the object.
pub fn is_circular(heap: &Heap, value: Value) -> Result<bool, Stopped> {
    Ok(!Labels::of_cycles(&heap.effort, value)?.is_empty())
}

/// What `print` prints. With `Style::WriteSimple` the datum must not be circular.
pub fn to_string(heap: &Heap, value: Value, style: Style) -> String {
    let mut text = String::new();
    // A string takes all it is given.
    let _ = print(heap, value, style, &mut text);
    text
}

/// The first `limit` characters of what `print` prints, and three dots if there would be more, or if
/// the work was stopped.
pub fn to_string_within(heap: &Heap, value: Value, style: Style, limit: usize) -> String {
    let mut bounded = Bounded { text: String::new(), left: limit };
    if print(heap, value, style, &mut bounded).is_err() {
        bounded.text.push_str("...");
    }
    bounded.text
}

/// A sink for a number of characters.
struct Bounded {
    text: String,
    left: usize,
}

impl Write for Bounded {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        match text.char_indices().nth(self.left) {
            None => {
                self.text.push_str(text);
                self.left -= text.chars().count();
                Ok(())
            }
            Some((end, _)) => {
                self.text.push_str(&text[..end]);
                self.left = 0;
                Err(fmt::Error)
            }
        }
    }
}

struct Printer<'p> {
    heap: &'p Heap,
    style: Style,
    labels: Labels,
    sink: &'p mut dyn Write,
    todo: Vec<Task>,
}

/// What is left to print; the last is next.
#[derive(Clone, Copy)]
enum Task {
    Datum(Value),
    /// The rest of a list of which something is printed, and its parenthesis.
    Rest(Value),
    /// Parts of an object from an index on, and its closing text.
    Parts(Value, usize),
    Text(&'static str),
}

impl Printer<'_> {
    fn run(&mut self) -> Printing {
        while let Some(task) = self.todo.pop() {
            self.step(task)?;
        }
        Ok(())
    }

    fn step(&mut self, task: Task) -> Printing {
        self.heap.effort.spend(UNITS_A_TASK)?;
        match task {
            Task::Datum(value) => self.datum(value),
            Task::Rest(value) => self.rest(value),
            Task::Parts(value, index) => self.parts(value, index),
            Task::Text(text) => Ok(self.sink.write_str(text)?),
        }
    }

    fn datum(&mut self, value: Value) -> Printing {
        if part::has_parts(value) && self.label(value)? == Printed::Wholly {
            return Ok(());
        }
        if value.is_pair() {
            self.pair(value)
        } else if value.is_vector() {
            self.sink.write_str("#(")?;
            self.todo.push(Task::Parts(value, 0));
            Ok(())
        } else if value.is_pointer() || value.is_flonum() {
            self.object(value)
        } else {
            Ok(atom::immediate(value, self.style, self.sink)?)
        }
    }

    fn object(&mut self, value: Value) -> Printing {
        if atom::object(self.heap, value, self.style, self.sink)? == Printed::Wholly {
            return Ok(());
        }
        object::head(self.heap, value, self.sink)?;
        self.todo.push(Task::Parts(value, 0));
        Ok(())
    }

    /// Prints a label in front of an object that has one, or a reference to it.
    fn label(&mut self, value: Value) -> Printing<Printed> {
        match self.labels.meet(value) {
            labels::Met::Plain => Ok(Printed::NotYet),
            labels::Met::First(number) => {
                write!(self.sink, "#{number}=")?;
                Ok(Printed::NotYet)
            }
            labels::Met::Again(number) => {
                write!(self.sink, "#{number}#")?;
                Ok(Printed::Wholly)
            }
        }
    }

    fn pair(&mut self, pair: Value) -> Printing {
        if let Some((prefix, datum)) = self.abbreviation(pair) {
            self.todo.push(Task::Datum(datum));
            return Ok(self.sink.write_str(prefix)?);
        }
        self.todo.push(Task::Rest(pair.cdr()));
        self.todo.push(Task::Datum(pair.car()));
        Ok(self.sink.write_str("(")?)
    }

    fn rest(&mut self, rest: Value) -> Printing {
        if rest.is_nil() {
            return Ok(self.sink.write_str(")")?);
        }
        if rest.is_pair() && !self.labels.has(rest) {
            self.todo.push(Task::Rest(rest.cdr()));
            self.todo.push(Task::Datum(rest.car()));
            return Ok(self.sink.write_str(" ")?);
        }
        self.todo.push(Task::Text(")"));
        self.todo.push(Task::Datum(rest));
        Ok(self.sink.write_str(" . ")?)
    }

    fn parts(&mut self, value: Value, index: usize) -> Printing {
        if index == part::count(value) {
            return Ok(self.sink.write_str(object::closing(value))?);
        }
        if index > 0 || !value.is_vector() {
            self.sink.write_str(" ")?;
        }
        object::caption(self.heap, value, index, self.sink)?;
        self.todo.push(Task::Parts(value, index + 1));
        self.todo.push(Task::Datum(part::part(value, index)));
        Ok(())
    }

    /// `'` and `x` for the list `(quote x)`, and so on.
    fn abbreviation(&self, pair: Value) -> Option<(&'static str, Value)> {
        let rest = pair.cdr();
        if !rest.is_pair() || !rest.cdr().is_nil() || self.labels.has(rest) {
            return None;
        }
        let datum = rest.car();
        match self.interned_name(pair.car())? {
            "quote" => Some(("'", datum)),
            "quasiquote" => Some(("`", datum)),
            "unquote-splicing" => Some((",@", datum)),
            // `,@x` would read as something else.
            "unquote" if self.interned_name(datum).is_none_or(|name| !name.starts_with('@')) => {
                Some((",", datum))
            }
            _ => None,
        }
    }

    fn interned_name(&self, value: Value) -> Option<&str> {
        let is_symbol = value.is_a(Type::Symbol) && symbol::is_interned(value);
        is_symbol.then(|| symbol::name(self.heap, value))
    }
}

/// How much of a value is printed.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Printed {
    NotYet,
    Wholly,
}
