//! Constants that a loop's rounds find in slots: flonums, whose words fit no operand.
//!
//! Invariants: every version loads them into the same slots, in front of the loop; only a fast one,
//! in which no frame arrives from another version, reads them there.

use super::{Emitter, Manner};
use crate::compiler::ast::{LambdaId, Node, NodeId};
use crate::value::Value;

/// A constant, and the slot it lies in.
pub(super) type Hoisted = (Value, u16);

/// Constants that one loop has in slots.
const MOST: usize = 8;
/// Nodes of a loop that are looked through.
const MOST_NODES: u32 = 2000;

impl Emitter<'_, '_, '_> {
    /// Loads the constants of a loop that is about to begin, unless a loop around it has them.
    pub(super) fn hoist_constants(&mut self, lambda: LambdaId) -> Vec<Hoisted> {
        let mut hoisted: Vec<Hoisted> = Vec::new();
        for value in self.flonums_of(lambda) {
            let known = hoisted.iter().any(|(other, _)| *other == value);
            if hoisted.len() == MOST || known || self.hoisted_slot(value).is_some() {
                continue;
            }
            let slot = self.fresh();
            self.load_constant(value, slot);
            self.set_live(slot);
            hoisted.push((value, slot));
        }
        hoisted
    }

    /// The slot of a constant that a loop here has in one.
    pub(super) fn hoisted_slot(&self, value: Value) -> Option<u16> {
        let mut hoisted = self.loops.iter().flat_map(|active| &active.constants);
        hoisted.find(|(other, _)| *other == value).map(|(_, slot)| *slot)
    }

    /// The slot in which a node's value is already, if it is a constant that may be read there.
    pub(super) fn constant_slot(&self, id: NodeId) -> Option<u16> {
        let Node::Constant(value) = self.node(id) else {
            return None;
        };
        let fast = self.shared.manner == Manner::Fast;
        self.hoisted_slot(*value).filter(|_| fast)
    }

    /// The flonums among a lambda's nodes, those of closures made in it excepted.
    fn flonums_of(&self, lambda: LambdaId) -> Vec<Value> {
        let nodes = &self.unit().lambda(lambda).nodes;
        let mut flonums = Vec::new();
        if nodes.end - nodes.start > MOST_NODES {
            return flonums;
        }
        let mut next = nodes.end;
        while next > nodes.start {
            next -= 1;
            let node = self.node(NodeId(next));
            if let Node::Constant(value) = node
                && value.is_unboxed_flonum()
            {
                flonums.push(*value);
            }
            if let Node::Lambda(inner) = node
                && self.unit().lambda(*inner).inlined.is_none()
            {
                next = self.unit().lambda(*inner).nodes.start.max(nodes.start);
            }
        }
        flonums
    }
}
