//! What is different in reified versions, in which frames go on whose environment was asked for.
//!
//! Invariants:
//! 1. A variable that nothing captures has a context of its own, in the slot in which it lies itself
//!    in other versions: its *box*. Captured variables live in the contexts of the other versions,
//!    which are made where their scopes begin.
//! 2. The name of a loop has a slot in every version, which is used in reified ones only. Its box holds
//!    `ABSENT` while the name means the loop; else what was assigned is called in the place of a jump.

use super::cold::Application;
use super::{ContextId, ContextInfo, Emitter, Exit, Label, Manner, Place, Target};
use crate::compiler::ast::{LambdaId, NodeId, VarId};
use crate::ops::Op;
use crate::value::Value;

/// The index of a variable in a context of its own.
const BOXED: u16 = 1;

impl Emitter<'_, '_, '_> {
    pub(super) fn is_reified(&self) -> bool {
        !matches!(self.shared.manner, Manner::Fast | Manner::Generic | Manner::Given)
    }

    /// Whether a variable lives in a box here.
    pub(super) fn is_boxed(&self, var: VarId) -> bool {
        self.is_reified() && !self.unit().var(var).captured
    }

    /// The variables lie in their slots: those that nothing captures get boxes there.
    pub(super) fn box_variables(&mut self, vars: &[VarId]) {
        for var in vars {
            if let Place::Slot(slot) = self.place_of(*var) {
                self.op(Op::FillContext, slot, 1, 1);
                self.push(slot.into());
                self.set_boxed(*var, slot, Value::UNASSIGNED);
            }
        }
    }

    /// The box of a variable that is not assigned yet.
    pub(super) fn open_box(&mut self, var: VarId, slot: u16, otherwise: Value) {
        self.op(Op::MakeContext, slot, 1, 1);
        self.set_boxed(var, slot, otherwise);
    }

    fn set_boxed(&mut self, var: VarId, slot: u16, otherwise: Value) {
        self.fill(slot, otherwise);
        let id = ContextId(self.shared.contexts.len() as u32);
        self.shared.contexts.push(ContextInfo { frame: self.lambda, slot, parent: None });
        self.shared.places[var.0 as usize] = Place::Context(id, BOXED);
        self.set_live(slot);
    }

    /// Where a call of a loop's name would have its frame: the operator comes first.
    pub(super) fn begin_loop_call(&mut self, lambda: LambdaId, node: NodeId) -> u16 {
        let base = self.top;
        self.touch(base + 2);
        if !self.is_reified() {
            self.fill(base + 1, Value::ABSENT);
            return base;
        }
        let written = self.unit().written.as_ref();
        if let Some(operator) = written.and_then(|written| written.operators.get(&node.0)).copied()
        {
            self.top = base + 1;
            self.emit(operator, Target::Slot(base + 1));
            self.set_live(base + 1);
        } else if let Some(var) = self.unit().lambda(lambda).variable {
            self.load_captured(var, base + 1);
            self.set_live(base + 1);
        }
        base
    }

    /// The arguments are there. If the name means no loop any more, what it means is called, and its
    /// value is the loop's.
    pub(super) fn end_loop_call(
        &mut self,
        of: Application,
        count: usize,
        (target, end): (Target, Label),
    ) {
        if !self.is_reified() {
            return;
        }
        let base = of.base;
        let (live, top) = (self.live.clone(), self.top);
        let enter = self.label();
        self.jump_if_constant(base + 1, Value::ABSENT, true, enter);
        if self.apply_stepped(of, count as u16, target) {
            self.go_to(target, end);
        } else {
            self.finish_call(base, count as u16, None, of.node, target);
            if target != Target::Tail {
                self.jump(end);
            }
        }
        self.place(enter);
        (self.live, self.top) = (live, top);
        self.set_dead(base + 1);
    }

    /// The procedure that a boxed variable is defined to be gets to know the box.
    pub(super) fn name_procedure(&mut self, var: VarId, id: NodeId) {
        let Place::Context(context, _) = self.place_of(var) else {
            return;
        };
        let (top, Some(own)) = (self.top, self.own_context(context)) else {
            return;
        };
        self.touch(top + 2);
        self.op(Op::Move, top, own, 0);
        self.point(top, id);
        self.op(Op::Builtin, top, 1, top);
        self.push(&raw const crate::builtins::environment::NAMING as u64);
    }

    /// The value of the variable that held the unit's own procedure before it was assigned.
    pub(super) fn value_of_name(&mut self, id: NodeId, target: Target) -> Exit {
        let top = self.top;
        self.load(target, |e, slot| {
            let loaded = e.top;
            e.release(top);
            e.touch(top);
            e.op(Op::Move, top, 1, 0);
            e.point(slot, id);
            e.op(Op::Builtin, slot, 1, top);
            e.push(&raw const crate::builtins::environment::NAMED as u64);
            e.top = loaded;
        })
    }
}
