//! What is different in cold versions, in which frames go on whose steps have become the host's.
//!
//! A frame comes to such a version where it waited. What its code does with the value there is done as ever;
//! whatever is evaluated after that is the host's: the branch of an `if`, what is left of a body
//! (`Op::Step`), what is left of an application (`Op::StepRest`).
//!
//! Invariant: a cold version is a reified one but for these: the points have the same slots.

use super::{Emitter, Exit, Label, Manner, Target};
use crate::compiler::ast::{LambdaId, Node, NodeId};
use crate::ops::{Op, PointKind};
use crate::step::Step;
use crate::value::Value;

/// The application that an operand belongs to.
#[derive(Clone, Copy)]
pub(super) struct Application {
    /// The node.
    pub node: NodeId,
    /// The first slot that is free once the value is there.
    pub base: u16,
    /// Where the value of the first operand lies.
    pub first: u16,
    /// The slot of the operator, or 0.
    pub operator: u16,
    /// The `lambda` form, with its scope, that the operator is the value of, if it may have no slot.
    pub lambda: Option<(Value, Value)>,
}

impl Emitter<'_, '_, '_> {
    pub(super) fn is_cold(&self) -> bool {
        self.shared.manner == Manner::Cold
    }

    /// Whether the host has a part in what is emitted.
    pub(super) fn is_shared(&self) -> bool {
        matches!(self.shared.manner, Manner::Cold | Manner::Stepped(_) | Manner::Given)
    }

    /// Where what the host has evaluated goes on.
    pub(super) fn begin_shared(&mut self) -> Label {
        if self.is_shared() { self.label() } else { Label(0) }
    }

    /// The end of what began there.
    pub(super) fn end_shared(&mut self, exit: Exit, target: Target, end: Label) -> Exit {
        self.end_left(self.is_shared(), exit, target, end)
    }

    /// The same where the host may have been left to do what began there.
    pub(super) fn end_left(
        &mut self,
        is_left: bool,
        exit: Exit,
        target: Target,
        end: Label,
    ) -> Exit {
        if !is_left {
            return exit;
        }
        self.place(end);
        if target == Target::Tail { exit } else { Exit::Falls }
    }

    /// In a cold version: where a frame goes on that had the host perform a step that evaluates the node.
    pub(super) fn emit_cold(&mut self, id: NodeId, target: Target) -> Exit {
        let written = self.unit().written.as_ref();
        let may_wait = matches!(self.node(id), Node::Sequence(_))
            || written.is_some_and(|written| written.steps.contains_key(&id.0));
        if !may_wait {
            return self.emit_node(id, target);
        }
        let (inside, end) = (self.label(), self.label());
        self.jump(inside);
        self.op(Op::Loop, 0, 0, 0);
        self.come_back(self.top, id, target, PointKind::Step);
        self.go_to(target, end);
        self.place(inside);
        let exit = self.emit_node(id, target);
        self.place(end);
        if target == Target::Tail { exit } else { Exit::Falls }
    }

    /// In a cold version: the host evaluates what the program wrote where the node is. Its value goes to
    /// the target, from where it goes on at `end`.
    fn enter_cold(&mut self, id: NodeId, target: Target, end: Label) {
        let written = self.unit().written.as_ref();
        let first = written.and_then(|written| written.steps.get(&id.0)?.first());
        let Some((step, subject, scope)) = first.copied() else {
            return;
        };
        self.step(step, (subject, scope), id, target, 0);
        self.go_to(target, end);
    }

    /// After an element of a sequence, which has its value: what is left of the bodies around it.
    pub(super) fn leave_element(
        &mut self,
        element: NodeId,
        sequence: NodeId,
        target: Target,
        end: Label,
    ) {
        if !self.is_cold() {
            return self.leave_stepped(element, sequence, target, end);
        }
        let written = self.unit().written.as_ref();
        let Some((tails, scope)) = written.and_then(|written| written.tails.get(&element.0)) else {
            return;
        };
        let Some((last, before)) = tails.split_last() else {
            return;
        };
        for tail in before {
            self.step(Step::Begin, (*tail, *scope), sequence, Target::Effect, 0);
        }
        self.step(Step::Begin, (*last, *scope), sequence, target, 0);
        self.go_to(target, end);
    }

    /// In a cold version: `count` operands of an application have their values; the host does the rest.
    pub(super) fn rest_cold(&mut self, of: Application, count: u16, target: Target, end: Label) {
        if self.is_cold() && !self.is_own(of.node) {
            self.rest(Op::StepRest, of, count, (target, end));
        }
    }

    /// Whether a call is the compiler's own.
    pub(super) fn is_own(&self, node: NodeId) -> bool {
        self.unit().written.as_ref().is_some_and(|written| written.own.contains(&node.0))
    }

    /// The `lambda` form of a loop, and its scope.
    pub(super) fn loop_form(&self, lambda: LambdaId) -> (Value, Value) {
        let lambda = self.unit().lambda(lambda);
        (lambda.form, lambda.outer_scope)
    }

    /// Emits a branch of a test: in a cold version the host evaluates it.
    pub(super) fn emit_branch(&mut self, id: NodeId, target: Target) -> Exit {
        if !self.is_cold() {
            return self.emit(id, target);
        }
        let end = self.label();
        self.enter_cold(id, target, end);
        let exit = self.emit(id, target);
        self.place(end);
        if target == Target::Tail { exit } else { Exit::Falls }
    }

    /// Emits a body that something enters at its beginning: in a cold version the host evaluates it.
    pub(super) fn emit_start(&mut self, body: NodeId, target: Target) -> Exit {
        if self.is_body(body) { self.emit(body, target) } else { self.emit_branch(body, target) }
    }
}
