//! Datum labels (R7RS 2.4): `#0=(a . #0#)`.
//!
//! A reference to a label whose datum is not complete gives a placeholder. Each place that a
//! placeholder is stored in is noted, and filled when the outermost datum is complete.

use super::error::Reason;
use crate::heap::Heap;
use crate::layout::Type;
use crate::value::Value;
use std::collections::HashMap;

/// The labels of one outermost datum.
#[derive(Clone, Default)]
pub(super) struct Labels {
    known: HashMap<u32, Label>,
    /// Where placeholders are stored, with the number of their label.
    holes: Vec<(Hole, u32)>,
}

#[derive(Clone)]
enum Label {
    /// The datum is being read; the placeholder stands for it.
    Open(Value),
    Complete(Value),
}

/// A place in a datum.
#[derive(Clone)]
pub(super) enum Hole {
    Car(Value),
    Cdr(Value),
    Element(Value, usize),
}

impl Labels {
    /// Whether no label was met.
    #[inline]
    pub fn is_empty(&self) -> bool {
        self.known.is_empty()
    }

    /// Meets `#n=`.
    pub fn open(&mut self, heap: &mut Heap, number: u32) -> Result<(), Reason> {
        let placeholder = heap.object(Type::Internal, &[Value::fixnum(number.into())]);
        match self.known.insert(number, Label::Open(placeholder)) {
            None => Ok(()),
            Some(_) => Err(Reason::DuplicateLabel(number)),
        }
    }

    /// The datum after `#n=` is complete.
    pub fn close(&mut self, number: u32, datum: Value) -> Result<(), Reason> {
        if matches!(self.known.get(&number), Some(Label::Open(hole)) if *hole == datum) {
            return Err(Reason::LabelOfItself(number));
        }
        self.known.insert(number, Label::Complete(datum));
        Ok(())
    }

    /// What `#n#` stands for.
    pub fn refer(&self, number: u32) -> Result<Value, Reason> {
        match self.known.get(&number) {
            Some(Label::Open(value) | Label::Complete(value)) => Ok(*value),
            None => Err(Reason::UnknownLabel(number)),
        }
    }

    /// Notes that `value` was stored in `hole`, if it is a placeholder.
    pub fn stored(&mut self, value: Value, hole: Hole) {
        if value.is_a(Type::Internal) {
            self.holes.push((hole, value.field(0).fixnum_value() as u32));
        }
    }

    /// Fills the holes of the outermost datum, which is complete, and forgets its labels.
    pub fn finish(&mut self, heap: &mut Heap) {
        for (hole, number) in self.holes.drain(..) {
            let Some(Label::Complete(value)) = self.known.get(&number) else { continue };
            match hole {
                Hole::Car(pair) => heap.set_car(pair, *value),
                Hole::Cdr(pair) => heap.set_cdr(pair, *value),
                Hole::Element(vector, index) => heap.set_field(vector, index, *value),
            }
        }
        self.known.clear();
    }
}
