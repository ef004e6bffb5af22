//! Operators that may be deltas: code looks at them before it evaluates operands.
//!
//! Invariant: each application of a program's is inlined, has an operator that is certainly no delta, or
//! looks at it; else its version is careless, and there is no delta yet.

use super::cold::Application;
use super::{Emitter, Label, Manner, Target};
use crate::compiler::ast::{LambdaId, Node, NodeId};
use crate::layout::Type;
use crate::machine::delta::is_trusted;
use crate::ops::Op;

impl Emitter<'_, '_, '_> {
    /// Whether code looks at the value of an operator. A cold version does anyway.
    pub(super) fn looks_at(&mut self, operator: NodeId) -> bool {
        let has_to = !self.is_library && !self.is_cold() && !self.is_certain(operator);
        self.is_careless |= has_to && !self.m.has_deltas();
        has_to && self.m.has_deltas()
    }

    /// The operator has its value: if it is a delta, the host does the rest, and its value arrives where
    /// that of the application is to.
    pub(super) fn look_at(&mut self, of: Application, place: (Target, Label)) {
        self.rest(Op::StepIfDelta, of, 0, place);
    }

    /// Whether an operator is certainly no delta: whatever makes it one retires the version.
    fn is_certain(&self, operator: NodeId) -> bool {
        match self.node(operator) {
            Node::Constant(value) => !value.is_a(Type::Delta),
            Node::Global(cell) => is_trusted(*cell),
            Node::Lambda(_) => true,
            Node::Local(var) => self.is_itself(*var),
            Node::Itself(_) => self.lambda == LambdaId(0) && !self.shared.renamed,
            Node::Outer(..)
            | Node::SetLocal(..)
            | Node::DefineLocal(..)
            | Node::SetOuter(..)
            | Node::SetGlobal(..)
            | Node::DefineGlobal(..)
            | Node::If(..)
            | Node::Call(..)
            | Node::Sequence(_)
            | Node::Let(..)
            | Node::Body(..)
            | Node::Loop(_)
            | Node::Jump(..)
            | Node::Deferred(_)
            | Node::Error(_) => false,
        }
    }

    /// The name of a loop has its value where a call would have its operator: in a reified version it may
    /// mean something else.
    pub(super) fn look_at_name(&mut self, of: Application, place: (Target, Label)) {
        let has_to = !self.is_library && self.is_reified() && self.shared.manner != Manner::Cold;
        self.is_careless |= has_to && !self.m.has_deltas();
        if has_to && self.m.has_deltas() {
            self.look_at(of, place);
        }
    }
}
