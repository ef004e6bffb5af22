//! What is different in stepped versions, in which some steps are the host's: it performs them when the
//! frame comes to them (`Op::Step`), or has the frame go on with what follows, which is what the step
//! does when nobody has changed it.
//!
//! Invariant: a stepped version is a reified one but for these: the points have the same slots.

use super::cold::Application;
use super::{Emitter, Exit, Label, Manner, Target};
use crate::compiler::ast::{Node, NodeId};
use crate::ops::{Op, PointKind, step_flag};
use crate::step::{Step, Steps};
use crate::value::Value;

/// The steps that are part of the evaluation of an application of a `lambda` form, of what `or` expands to
/// and of what a named `let` expands to, beside the application itself: the nodes of these have no place
/// for them.
const OF_LET: [Step; 4] = [Step::Eval, Step::Lambda, Step::List, Step::Apply];
const OF_OR: [Step; 3] = [Step::Var, Step::If, Step::Begin];
const OF_LOOP: [Step; 7] = [
    Step::Var,
    Step::Lambda,
    Step::List,
    Step::Apply,
    Step::Begin,
    Step::Define,
    Step::Application,
];

fn all(steps: &[Step]) -> Steps {
    steps.iter().fold(Steps::NONE, |all, step| all.with(Steps::of(*step)))
}

impl Emitter<'_, '_, '_> {
    /// The steps that are the host's in this version.
    pub(super) fn governed(&self) -> Steps {
        match self.shared.manner {
            Manner::Stepped(steps) => steps,
            Manner::Given => Steps::of(Step::Apply),
            Manner::Fast | Manner::Generic | Manner::Reified | Manner::Cold => Steps::NONE,
        }
    }

    pub(super) fn governs(&self, step: Step) -> bool {
        self.governed().meets(Steps::of(step))
    }

    /// Emits a node after the host's steps that lead to it.
    pub(super) fn emit_stepped(&mut self, id: NodeId, target: Target) -> Exit {
        let unit = self.unit();
        let Some(written) = &unit.written else {
            return self.emit_node(id, target);
        };
        let end = self.label();
        let mut any = false;
        for (step, subject, scope) in written.steps.get(&id.0).map_or(&[][..], Vec::as_slice) {
            let by_text = self.is_left_to_text(*step, *subject, id);
            if by_text || self.governs(*step) {
                let inline = if by_text { 0 } else { step_flag::INLINE };
                let pristine = if self.governs(*step) { 0 } else { step_flag::PRISTINE };
                self.step(*step, (*subject, *scope), id, target, inline | pristine);
                self.go_to(target, end);
                any = true;
            }
            if by_text {
                self.shared.leaves = true;
                self.place(end);
                return self.exit_of(target);
            }
        }
        let exit = self.emit_node(id, target);
        if any {
            self.place(end);
            return self.exit_of(target);
        }
        exit
    }

    fn exit_of(&self, target: Target) -> Exit {
        if target == Target::Tail { Exit::Leaves } else { Exit::Falls }
    }

    /// Whether what a step does has no place in the nodes: the host performs it as a whole.
    fn is_left_to_text(&self, step: Step, subject: Value, id: NodeId) -> bool {
        let Some(written) = &self.unit().written else {
            return false;
        };
        match step {
            Step::Application => match written.immediates.get(&subject) {
                Some(true) => self.governed().meets(all(&OF_LOOP).with(Steps::of(Step::Eval))),
                Some(false) => {
                    let is_or = self.or_parts(self.node(id)).is_some();
                    self.governed().meets(all(&OF_LET))
                        || is_or && self.governed().meets(all(&OF_OR))
                }
                None => false,
            },
            Step::Begin => {
                let steps = [Step::Eval, Step::Begin, Step::MacroUse, Step::DefineSyntax];
                written.spliced.contains(&subject) && self.governed().meets(all(&steps))
            }
            // A loop is no procedure whose calls could be anybody's.
            Step::Lambda => {
                let node = self.node(id);
                let is_loop =
                    matches!(node, Node::Lambda(id) if self.unit().lambda(*id).inlined.is_some());
                is_loop && self.governed().meets(all(&OF_LOOP).with(Steps::of(Step::Eval)))
            }
            Step::Eval
            | Step::Var
            | Step::Quote
            | Step::If
            | Step::Set
            | Step::Define
            | Step::Delta
            | Step::List
            | Step::DefineSyntax
            | Step::LetSyntax
            | Step::Import
            | Step::MacroUse
            | Step::Apply
            | Step::ForeignApply => false,
        }
    }

    /// What is left of the bodies around an element of a sequence, which has its value.
    pub(super) fn leave_stepped(
        &mut self,
        element: NodeId,
        sequence: NodeId,
        target: Target,
        end: Label,
    ) {
        let unit = self.unit();
        let written = unit.written.as_ref().filter(|_| self.governs(Step::Begin));
        if let Some((tails, scope)) = written.and_then(|written| written.tails.get(&element.0))
            && let Some(tail) = tails.first()
        {
            self.step(Step::Begin, (*tail, *scope), sequence, target, step_flag::INLINE);
            self.go_to(target, end);
        }
    }

    /// The operator of an application has its value: the operands, and what follows, may be the host's.
    pub(super) fn operator_stepped(
        &mut self,
        of: Application,
        target: Target,
        end: Label,
    ) -> Option<()> {
        let is_hosts = self.governs(Step::List) && !self.is_own(of.node);
        is_hosts.then(|| self.rest(Op::StepRest, of, 0, (target, end)))
    }

    /// The operator and `count` operands have their values: the call may be the host's.
    pub(super) fn apply_stepped(&mut self, of: Application, count: u16, target: Target) -> bool {
        let is_given = self.shared.manner == Manner::Given;
        if !self.governs(Step::Apply)
            || self.is_own(of.node)
            || is_given && !self.unit().given.contains(&of.node.0)
        {
            return false;
        }
        let base = of.base;
        let scope = self.unit().scopes[of.node.0 as usize];
        let form = if is_given { Value::FALSE } else { self.unit().forms[of.node.0 as usize] };
        self.release(base);
        self.touch(base + 2);
        self.op(Op::StepApply, base, count, 0);
        for value in [form, scope] {
            self.push(value.bits());
            self.keep(value);
        }
        self.come_back(base, of.node, target, PointKind::Return);
        true
    }

    /// Emits a step; its value arrives where it is to go.
    pub(super) fn step(
        &mut self,
        step: Step,
        (subject, scope): (Value, Value),
        id: NodeId,
        target: Target,
        flags: u16,
    ) {
        let base = self.top;
        self.touch(base + 2);
        self.op(Op::Step, base, step as u16, flags);
        for value in [subject, scope] {
            self.push(value.bits());
            self.keep(value);
        }
        self.come_back(base, id, target, PointKind::Step);
    }

    /// The value of a step arrives: it is the procedure's, or goes on being used after `go_to`.
    pub(super) fn come_back(&mut self, base: u16, id: NodeId, target: Target, kind: PointKind) {
        let destination = match target {
            Target::Slot(to) => to,
            Target::Tail | Target::Effect => base,
        };
        self.return_point(destination, base, kind, id);
    }

    /// The one instruction after a step's return point.
    pub(super) fn go_to(&mut self, target: Target, end: Label) {
        if target == Target::Tail {
            self.op(Op::Return, self.top, 0, 0);
        } else {
            self.jump(end);
        }
    }

    /// Emits the operation by which the host does what is left of an application.
    pub(super) fn rest(
        &mut self,
        op: Op,
        of: Application,
        count: u16,
        (target, end): (Target, Label),
    ) {
        let form = self.unit().forms[of.node.0 as usize];
        let mut left = if form.is_pair() { form.cdr() } else { Value::NIL };
        for _ in 0..count {
            left = if left.is_pair() { left.cdr() } else { left };
        }
        let (live, top) = (self.live.clone(), self.top);
        let (scope, no) = (self.unit().scopes[of.node.0 as usize], Value::FALSE);
        let (lambda, lambda_scope) = of.lambda.unwrap_or((no, no));
        self.touch(top + 2);
        self.op(op, of.first, count, of.operator);
        for value in [left, form, scope, lambda, lambda_scope] {
            self.push(value.bits());
            self.keep(value);
        }
        self.release(of.base);
        self.come_back(of.base, of.node, target, PointKind::Return);
        self.go_to(target, end);
        (self.live, self.top) = (live, top);
    }

    /// Whether a node is a body with definitions.
    pub(super) fn is_body(&self, id: NodeId) -> bool {
        matches!(self.node(id), Node::Body(..))
    }
}
