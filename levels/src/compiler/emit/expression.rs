//! Expressions: a function per kind of node.

use super::cold::Application;
use super::inline::Inline;
use super::{ContextId, Emitter, Exit, Label, Manner, Place, Target};
use crate::compiler::ast::{LambdaId, Node, NodeId, VarId};
use crate::compiler::scopes;
use crate::compiler::variable::not_kept;
use crate::expander::scope;
use crate::layout::Type;
use crate::machine::cache;
use crate::machine::delta::is_trusted;
use crate::ops::{Op, PointKind};
use crate::value::Value;

impl Emitter<'_, '_, '_> {
    /// Emits the instructions of a node.
    pub(super) fn emit(&mut self, id: NodeId, target: Target) -> Exit {
        match self.shared.manner {
            Manner::Stepped(_) => self.emit_stepped(id, target),
            Manner::Cold => self.emit_cold(id, target),
            Manner::Fast | Manner::Generic | Manner::Given | Manner::Reified => {
                self.emit_node(id, target)
            }
        }
    }

    /// Emits the instructions of a node, whatever leads to it.
    pub(super) fn emit_node(&mut self, id: NodeId, target: Target) -> Exit {
        match self.node(id) {
            Node::Constant(value) => self.constant(*value, target),
            Node::Local(var) => self.local(*var, id, target),
            Node::Outer(hops, index) => {
                let hops = *hops + self.hops_out();
                self.load(target, |e, slot| {
                    e.load_free(slot, hops, *index);
                    e.check(slot, id);
                })
            }
            Node::Itself(object) => self.itself(*object, id, target),
            Node::Global(cell) => self.global(*cell, id, target),
            Node::SetLocal(var, value) => self.set_local(*var, *value, target),
            Node::DefineLocal(var, value) => self.define_local(*var, *value, target),
            Node::SetOuter(hops, index, value) => {
                let (hops, index) = (*hops + self.hops_out(), *index);
                let top = self.top;
                let slot = self.operand(*value, true);
                self.op(Op::SetFree, slot, hops, index);
                self.release(top);
                self.constant(Value::UNSPECIFIED, target)
            }
            Node::SetGlobal(cell, value) => {
                self.set_global(Op::SetGlobal, *cell, *value, id, target)
            }
            Node::DefineGlobal(cell, value) => {
                self.set_global(Op::DefineGlobal, *cell, *value, id, target)
            }
            Node::If(test, consequent, alternative) => {
                self.conditional(*test, *consequent, *alternative, target)
            }
            Node::Lambda(lambda) => {
                let lambda = *lambda;
                if self.unit().lambda(lambda).inlined.is_some() {
                    return self.constant(Value::ABSENT, target);
                }
                self.load(target, |e, slot| e.closure(lambda, slot))
            }
            Node::Call(operator, arguments) => self.call(*operator, arguments, id, target),
            Node::Sequence(nodes) => self.sequence(nodes, id, target),
            node @ Node::Let(vars, values, body, scope) => match self.or_parts(node) {
                Some((first, rest)) => self.or(first, rest, id, target),
                None => self.let_body((vars, values), *body, *scope, id, target),
            },
            Node::Body(vars, body, scope) => self.body(vars, *body, *scope, target),
            Node::Loop(entry) => self.enter_loop(*entry, id, target),
            Node::Jump(to, arguments) => self.jump_to_loop(*to, arguments, id),
            Node::Deferred(lambda) => self.deferred(*lambda, id, target),
            Node::Error(condition) => self.raise(*condition, id, target),
        }
    }

    fn sequence(&mut self, nodes: &[NodeId], id: NodeId, target: Target) -> Exit {
        let (last, before) = nodes.split_last().expect("a sequence is not empty");
        let end = self.begin_shared();
        for node in before {
            if self.emit(*node, Target::Effect) == Exit::Leaves && !self.is_cold() {
                return Exit::Leaves;
            }
            self.leave_element(*node, id, target, end);
        }
        let exit = self.emit(*last, target);
        self.end_shared(exit, target, end)
    }

    fn raise(&mut self, condition: Value, id: NodeId, target: Target) -> Exit {
        let top = self.top;
        self.point(top, id);
        self.op_with(Op::Raise, top, 0, 0, condition);
        self.finish(top, target)
    }

    /// The unit's own procedure, in its own frame only: no context holds it.
    fn itself(&mut self, object: Value, id: NodeId, target: Target) -> Exit {
        if self.lambda == LambdaId(0) {
            return match self.shared.renamed {
                false => self.finish(1, target),
                true => self.value_of_name(id, target),
            };
        }
        let name = scope::symbol_of(object.field(scopes::variable::NAME));
        let condition = crate::builtins::condition::to_object(self.m, &not_kept(name));
        self.raise(condition, id, target)
    }

    /// The value is in `slot`: brings it where it is to go.
    pub(super) fn finish(&mut self, slot: u16, target: Target) -> Exit {
        match target {
            Target::Slot(to) => {
                self.copy(to, slot);
                Exit::Falls
            }
            Target::Tail => {
                self.op(Op::Return, slot, 0, 0);
                Exit::Leaves
            }
            Target::Effect => Exit::Falls,
        }
    }

    /// Runs `make` with the slot that the value is to be put into, then brings it to the target.
    pub(super) fn load(&mut self, target: Target, make: impl FnOnce(&mut Self, u16)) -> Exit {
        match target {
            Target::Slot(slot) => {
                make(self, slot);
                Exit::Falls
            }
            Target::Tail | Target::Effect => {
                let top = self.top;
                let slot = self.fresh();
                make(self, slot);
                self.release(top);
                self.finish(slot, target)
            }
        }
    }

    pub(super) fn constant(&mut self, value: Value, target: Target) -> Exit {
        if target == Target::Effect {
            return Exit::Falls;
        }
        self.load(target, |e, slot| e.load_constant(value, slot))
    }

    pub(super) fn load_constant(&mut self, value: Value, slot: u16) {
        let bits = value.bits() as i64;
        match i32::try_from(bits) {
            Ok(bits) if !value.is_pointer() => {
                self.push(Op::Immediate.encode_far(slot, bits));
            }
            _ => self.op_with(Op::Constant, slot, 0, 0, value),
        }
    }

    fn local(&mut self, var: VarId, id: NodeId, target: Target) -> Exit {
        let checked = self.unit().var(var).checked;
        if target == Target::Effect && !checked {
            return Exit::Falls;
        }
        if let Some(slot) = self.slot_of(var) {
            if checked {
                self.check(slot, id);
            }
            return self.finish(slot, target);
        }
        let top = self.top;
        self.load(target, |e, slot| {
            e.load_captured(var, slot);
            if checked {
                e.check_loaded(var, slot, top, id);
            }
        })
    }

    /// The slot in which a variable can be read, if it lives in one.
    pub(super) fn slot_of(&self, var: VarId) -> Option<u16> {
        if self.is_itself(var) {
            return Some(1);
        }
        match self.place_of(var) {
            Place::Slot(slot) => Some(slot),
            Place::Context(..) | Place::Nowhere => None,
        }
    }

    pub(super) fn load_captured(&mut self, var: VarId, slot: u16) {
        if let Place::Context(context, index) = self.place_of(var) {
            match self.own_context(context) {
                Some(from) => self.op(Op::Context, slot, from, index),
                None => {
                    let hops = self.hops(context);
                    self.load_free(slot, hops, index);
                }
            }
        }
    }

    /// Checks a value that has been loaded from where it would be checked in another version.
    fn check_loaded(&mut self, var: VarId, slot: u16, top: u16, id: NodeId) {
        let loaded = self.top;
        if self.is_boxed(var) {
            self.release(top);
        }
        self.check(slot, id);
        self.top = loaded;
    }

    fn load_free(&mut self, slot: u16, hops: u16, index: u16) {
        let op = if hops == 0 { Op::Own } else { Op::Free };
        self.op(op, slot, hops, index);
    }

    /// The slot of a context of this frame.
    pub(super) fn own_context(&self, context: ContextId) -> Option<u16> {
        let info = &self.shared.contexts[context.0 as usize];
        (info.frame == self.lambda).then_some(info.slot)
    }

    fn check(&mut self, slot: u16, id: NodeId) {
        self.point(slot, id);
        self.op(Op::Check, slot, 0, 0);
    }

    fn global(&mut self, cell: Value, id: NodeId, target: Target) -> Exit {
        self.load(target, |e, slot| {
            e.point(slot, id);
            e.op_with(Op::Global, slot, 0, 0, cell);
        })
    }

    fn conditional(
        &mut self,
        test: NodeId,
        consequent: NodeId,
        alternative: NodeId,
        target: Target,
    ) -> Exit {
        let (otherwise, end) = (self.label(), self.label());
        if target != Target::Tail {
            self.settle_before(&[consequent, alternative]);
        }
        self.branch(test, false, otherwise);
        let (live, top) = (self.live.clone(), self.top);
        let (context, pending) = (self.context, self.pending.clone());
        let first = self.emit_branch(consequent, target);
        if first == Exit::Falls {
            self.jump(end);
        }
        self.place(otherwise);
        self.live = live;
        self.top = top;
        self.put_back(context, pending);
        let second = self.emit_branch(alternative, target);
        self.place(end);
        if first == Exit::Leaves { second } else { Exit::Falls }
    }

    /// `(or first rest)`.
    pub(super) fn or(&mut self, first: NodeId, rest: NodeId, id: NodeId, target: Target) -> Exit {
        let (otherwise, end, top) = (self.label(), self.label(), self.top);
        if target != Target::Tail {
            self.settle_before(&[first, rest]);
        }
        if self.is_cold() {
            let slot = self.operand(first, true);
            self.release(top);
            let of = self.let_application(id, top, slot);
            self.rest_cold(of, 1, target, end);
        } else if target == Target::Effect {
            self.branch(first, true, end);
        } else if self.is_boolean(first) {
            self.branch(first, false, otherwise);
            if self.constant(Value::TRUE, target) == Exit::Falls {
                self.jump(end);
            }
        } else {
            let slot = self.operand(first, true);
            self.release(top);
            match target {
                Target::Slot(to) => {
                    self.copy(to, slot);
                    self.jump_far(Op::JumpTrue, to, end);
                }
                Target::Tail | Target::Effect => {
                    self.jump_far(Op::JumpFalse, slot, otherwise);
                    self.finish(slot, target);
                }
            }
        }
        self.place(otherwise);
        let exit = self.emit(rest, target);
        self.place(end);
        if target == Target::Tail { exit } else { Exit::Falls }
    }

    /// Whether the value of a node is a boolean.
    fn is_boolean(&self, id: NodeId) -> bool {
        let node = self.node(id);
        if let Node::Constant(value) = node {
            return *value == Value::TRUE || *value == Value::FALSE;
        }
        if let Node::Call(operator, arguments) = node {
            return self.inline_of(*operator, arguments).is_some_and(Inline::is_test);
        }
        let parts = if let Node::If(_, a, b) = node { Some((*a, *b)) } else { self.or_parts(node) };
        parts.is_some_and(|(a, b)| self.is_boolean(a) && self.is_boolean(b))
    }

    /// The other branch begins where the variables of pending scopes are still in their slots.
    fn put_back(&mut self, context: Option<ContextId>, pending: Vec<super::Pending>) {
        for scope in &pending {
            for (var, slot) in scope.vars.iter().zip(&scope.slots) {
                self.shared.places[var.0 as usize] = Place::Slot(*slot);
            }
        }
        self.context = context;
        self.pending = pending;
    }

    /// The slot in which the value of a node can be read, a new one if need be. `settled` says that
    /// nothing runs between this and the use, so that a variable's own slot will do even if it is
    /// assigned somewhere.
    pub(super) fn operand(&mut self, id: NodeId, settled: bool) -> u16 {
        if let Node::Local(var) = self.node(id)
            && !self.is_shared()
        {
            let info = self.unit().var(*var);
            if !info.checked
                && (settled || !info.assigned)
                && let Some(slot) = self.slot_of(*var)
            {
                return slot;
            }
        }
        if let Some(slot) = self.constant_slot(id) {
            return slot;
        }
        let slot = self.top;
        self.touch(slot);
        self.emit(id, Target::Slot(slot));
        self.top = slot + 1;
        self.set_live(slot);
        slot
    }

    fn deferred(&mut self, lambda: LambdaId, id: NodeId, target: Target) -> Exit {
        let base = self.top;
        self.touch(base + 2);
        self.closure(lambda, base + 1);
        self.finish_call(base, 0, None, id, target)
    }

    fn call(&mut self, operator: NodeId, arguments: &[NodeId], id: NodeId, target: Target) -> Exit {
        self.settle_before(&[id]);
        if let Some(exit) = self.inlined(operator, arguments, id, target) {
            return exit;
        }
        if target == Target::Tail && self.is_call_of_itself(operator, arguments.len()) {
            return self.call_itself(arguments);
        }
        let base = self.top;
        let last = base as usize + 2 + arguments.len();
        if last >= crate::compiler::MAX_FRAME - 64 {
            self.overflow = Some(super::Overflow::Slots);
            return Exit::Falls;
        }
        self.touch(last as u16);
        let late = self.late_operator(operator, arguments);
        let fills = self.fills.len();
        self.top = base + 1;
        match late {
            Some(cell) => self.fill(base + 1, cell),
            None => {
                self.emit(operator, Target::Slot(base + 1));
                self.set_live(base + 1);
            }
        }
        let looks = self.looks_at(operator);
        let is_left = looks || self.is_shared();
        let end = if is_left { self.label() } else { Label(0) };
        let of = Application { node: id, base, first: base + 2, operator: base + 1, lambda: None };
        self.top = base + 2;
        self.rest_cold(of, 0, target, end);
        if self.operator_stepped(of, target, end).is_none() && looks {
            self.look_at(of, (target, end));
        }
        for (i, argument) in arguments.iter().enumerate() {
            let slot = base + 2 + i as u16;
            self.top = slot;
            self.emit(*argument, Target::Slot(slot));
            self.set_live(slot);
            self.top = slot + 1;
            self.rest_cold(of, i as u16 + 1, target, end);
        }
        self.top = last as u16;
        self.fills.truncate(fills);
        self.release(base);
        if self.apply_stepped(of, arguments.len() as u16, target) {
            self.go_to(target, end);
            return self.end_left(is_left, Exit::Leaves, target, end);
        }
        let exit = self.finish_call(base, arguments.len() as u16, late, id, target);
        self.end_left(is_left, exit, target, end)
    }

    /// Whether an operator is certainly the procedure that is being emitted, which takes so many
    /// arguments.
    fn is_call_of_itself(&self, operator: NodeId, arguments: usize) -> bool {
        let lambda = self.unit().lambda(self.lambda);
        let itself = if let Node::Local(var) = self.node(operator) {
            self.is_itself(*var)
        } else {
            let certain = self.lambda == LambdaId(0) && !self.shared.renamed;
            certain && matches!(self.node(operator), Node::Itself(_))
        };
        let fits = !lambda.rest && lambda.params.len() == arguments;
        itself && fits && self.shared.manner == Manner::Fast
    }

    /// The call instruction for a frame that has been filled.
    pub(super) fn finish_call(
        &mut self,
        base: u16,
        count: u16,
        cell: Option<Value>,
        id: NodeId,
        target: Target,
    ) -> Exit {
        self.release(base);
        let tail = target == Target::Tail;
        let op = match (cell, tail) {
            (Some(_), true) => Op::TailCallGlobal,
            (Some(_), false) => Op::CallGlobal,
            (None, true) => Op::TailCall,
            (None, false) => Op::Call,
        };
        let entries = cache::entries(op);
        let keeper = self.cache_constants(entries);
        self.op(op, base, count, keeper);
        self.words.resize(self.words.len() + 2 * entries, 0);
        if let Some(cell) = cell {
            self.push(cell.bits());
            self.keep(cell);
        }
        let destination = match target {
            Target::Slot(to) => to,
            Target::Tail | Target::Effect => base,
        };
        let given = self.unit().given.contains(&id.0);
        let kind = if given { PointKind::Given } else { PointKind::Return };
        self.return_point(destination, base, kind, id);
        if tail {
            self.op(Op::Return, base, 0, 0);
            return Exit::Leaves;
        }
        Exit::Falls
    }

    /// The first of the constants that keep alive what the entries of a call's cache mention.
    fn cache_constants(&mut self, entries: usize) -> u16 {
        match u16::try_from(self.constants.len()) {
            Ok(index) if index < cache::NONE - entries as u16 => {
                self.constants.resize(index as usize + entries, Value::FALSE);
                index
            }
            Ok(_) | Err(_) => cache::NONE,
        }
    }

    /// The cell of an operator that may as well be looked up after the operands: what it holds is
    /// trusted, and nothing that they do can change or miss it first.
    fn late_operator(&self, operator: NodeId, arguments: &[NodeId]) -> Option<Value> {
        let Node::Global(cell) = self.node(operator) else {
            return None;
        };
        let bound = is_trusted(*cell) && self.shared.manner == Manner::Fast;
        (bound && arguments.iter().all(|argument| self.is_harmless(*argument))).then_some(*cell)
    }

    /// Whether evaluating a node runs nothing but instructions of this procedure.
    fn is_harmless(&self, id: NodeId) -> bool {
        match self.node(id) {
            Node::Constant(_)
            | Node::Local(_)
            | Node::Outer(..)
            | Node::Itself(_)
            | Node::Lambda(_) => true,
            Node::Global(cell) => has_value(*cell),
            Node::Call(operator, arguments) => {
                let inline = self.inline_of(*operator, arguments);
                inline.is_some_and(|inline| !inline.may_call())
                    && arguments.iter().all(|argument| self.is_harmless(*argument))
            }
            Node::If(a, b, c) => [a, b, c].into_iter().all(|node| self.is_harmless(*node)),
            Node::SetLocal(..)
            | Node::DefineLocal(..)
            | Node::SetOuter(..)
            | Node::SetGlobal(..)
            | Node::DefineGlobal(..)
            | Node::Sequence(_)
            | Node::Let(..)
            | Node::Body(..)
            | Node::Loop(_)
            | Node::Jump(..)
            | Node::Deferred(_)
            | Node::Error(_) => false,
        }
    }
}

/// Whether a look-up of a global variable is known to find a value in its cell.
fn has_value(cell: Value) -> bool {
    let value = cell.field(0);
    value != Value::UNBOUND && !value.is_a(Type::Macro)
}
