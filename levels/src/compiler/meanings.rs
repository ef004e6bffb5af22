//! Looking at a form as names meant it in the past.
//!
//! Invariant: while a past phase is looked at, the cells that it lists hold what they held then;
//! what they hold in truth is kept here and put back when the phase ends. Nothing runs meanwhile.

use super::ast::Reliance;
use super::reliance::Phase;
use super::syntax::Syntax;
use crate::environment::cell;
use crate::value::Value;

/// The phases still to come, and what is to be put back.
#[derive(Default)]
pub struct Meanings {
    /// Where the present phase's dependencies begin in the unit's.
    pub first_dependency: usize,
    /// The phases, the present one last.
    past: Vec<Phase>,
    truth: Vec<(Value, Value)>,
}

impl Syntax<'_> {
    /// Looks at what follows as names meant it in these phases, one after the other.
    pub fn enter_past(&mut self, mut phases: Vec<Phase>) {
        phases.reverse();
        self.meanings.past = phases;
        self.show_past();
    }

    /// Goes on to the phase that the next node belongs to. Called before a name is looked up.
    pub(super) fn keep_time(&mut self) {
        let nodes = self.unit.nodes.len() as u32;
        while self.meanings.past.last().is_some_and(|phase| phase.until <= nodes) {
            let ended = self.meanings.past.pop().map_or(0, |phase| phase.until);
            self.hide_past();
            let until = Value::fixnum(ended.into());
            self.unit.dependencies.push(Reliance { cell: until, contents: Value::FALSE });
            self.meanings.first_dependency = self.unit.dependencies.len();
            self.show_past();
        }
    }

    /// Puts everything back.
    pub fn leave_past(&mut self) {
        self.hide_past();
        self.meanings.past.clear();
    }

    fn show_past(&mut self) {
        let Some(phase) = self.meanings.past.last() else {
            return;
        };
        for (on, contents) in &phase.meanings {
            self.meanings.truth.push((*on, on.field(cell::VALUE)));
            self.m.heap.set_field(*on, cell::VALUE, *contents);
        }
    }

    fn hide_past(&mut self) {
        while let Some((on, contents)) = self.meanings.truth.pop() {
            self.m.heap.set_field(on, cell::VALUE, contents);
        }
    }
}
