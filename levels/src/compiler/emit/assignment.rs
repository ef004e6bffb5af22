//! Assignments and definitions of variables.

use super::{Emitter, Exit, Place, Target};
use crate::compiler::ast::{LambdaId, Node, NodeId, VarId};
use crate::expander::scope;
use crate::ops::{Op, PointKind};
use crate::step::Step;
use crate::value::Value;

impl Emitter<'_, '_, '_> {
    /// Stores the value of a slot in a variable.
    pub(super) fn store(&mut self, var: VarId, slot: u16) {
        match self.place_of(var) {
            Place::Slot(to) => {
                self.copy(to, slot);
                self.set_live(to);
            }
            Place::Context(context, index) => match self.own_context(context) {
                Some(from) => self.op(Op::SetContext, slot, from, index),
                None => {
                    let hops = self.hops(context);
                    self.op(Op::SetFree, slot, hops, index);
                }
            },
            Place::Nowhere => {}
        }
    }

    pub(super) fn set_local(&mut self, var: VarId, value: NodeId, target: Target) -> Exit {
        self.assign_local(var, value);
        self.constant(Value::UNSPECIFIED, target)
    }

    pub(super) fn define_local(&mut self, var: VarId, value: NodeId, target: Target) -> Exit {
        self.assign_local(var, value);
        if matches!(self.node(value), Node::Lambda(_)) {
            self.name_stepped(var, value);
        }
        self.constant(Value::UNSPECIFIED, target)
    }

    fn assign_local(&mut self, var: VarId, value: NodeId) {
        let is_loop = |id: &LambdaId| self.unit().lambda(*id).inlined.is_some();
        if matches!(self.node(value), Node::Lambda(id) if is_loop(id)) {
            // What its name holds is asked for in reified versions only.
            if self.is_reified() {
                self.store_value(var, value);
            }
        } else {
            self.store_value(var, value);
            if self.is_boxed(var) && self.unit().var(var).lambda.is_some() {
                self.name_procedure(var, value);
            }
        }
    }

    fn store_value(&mut self, var: VarId, value: NodeId) {
        if let Place::Slot(slot) = self.place_of(var) {
            let top = self.top;
            self.emit(value, Target::Slot(slot));
            self.release(top);
            self.set_live(slot);
            return;
        }
        let top = self.top;
        let slot = self.operand(value, true);
        self.store(var, slot);
        self.release(top);
    }

    pub(super) fn set_global(
        &mut self,
        op: Op,
        cell: Value,
        value: NodeId,
        id: NodeId,
        target: Target,
    ) -> Exit {
        let top = self.top;
        let slot = self.operand(value, true);
        // The value is of no use behind the assignment, and versions differ in where it lay.
        self.release(top);
        self.top = top + 1;
        let result = self.fresh();
        if target != Target::Effect {
            self.load_constant(Value::UNSPECIFIED, result);
        }
        self.op_with(op, slot, 0, 0, cell);
        self.return_point(result, result + 1, PointKind::Return, id);
        self.release(top);
        self.finish(result, target)
    }

    /// A variable is defined to be what a `lambda` expression gave: where that may have been the host's, the
    /// procedure gets its name here.
    fn name_stepped(&mut self, var: VarId, value: NodeId) {
        let is_given = self.governs(Step::Lambda) || self.governs(Step::Eval) || self.is_cold();
        if !is_given {
            return;
        }
        let top = self.top;
        self.touch(top + 2);
        match self.place_of(var) {
            Place::Slot(slot) => self.op(Op::Move, top, slot, 0),
            Place::Context(..) => self.load_captured(var, top),
            Place::Nowhere => return,
        }
        let name = scope::symbol_of(self.unit().var(var).name);
        self.load_constant(name, top + 1);
        self.point(top, value);
        self.op(Op::Builtin, top, 2, top);
        self.push(&raw const crate::builtins::environment::DEFINED_AS as u64);
    }
}
