//! Scopes: applications of `lambda` forms, bodies, loops and closures.

use super::cold::Application;
use super::{
    ActiveLoop, ContextId, ContextInfo, Emitter, Exit, Label, Mark, Overflow, Pending, Place,
    Target,
};
use crate::compiler::ast::{LambdaId, LoopId, Node, NodeId, VarId};
use crate::compiler::scopes;
use crate::expander::scope::is_global;
use crate::ops::{Op, PointKind};
use crate::value::Value;

/// Variables that one context has at most.
const MOST_CAPTURED: usize = 60_000;

impl Emitter<'_, '_, '_> {
    /// Gives the captured ones of `vars` a context, in a fresh slot; they are unassigned in it.
    pub(super) fn open_context(&mut self, vars: &[VarId], scope: Value) {
        let captured = self.captured(vars);
        if captured.is_empty() {
            return;
        }
        if captured.len() > MOST_CAPTURED {
            self.overflow = Some(Overflow::Slots);
            return;
        }
        self.settle_pending();
        let parent = self.context_operand();
        let slot = self.fresh();
        self.op(Op::MakeContext, slot, parent, captured.len() as u16);
        self.set_live(slot);
        self.enter_context(&captured, slot, scope);
    }

    fn captured(&self, vars: &[VarId]) -> Vec<VarId> {
        vars.iter().copied().filter(|var| self.unit().var(*var).captured).collect()
    }

    /// From here on the variables live in the context in `slot`.
    fn enter_context(&mut self, captured: &[VarId], slot: u16, scope: Value) {
        let id = ContextId(self.shared.contexts.len() as u32);
        self.shared.contexts.push(ContextInfo { frame: self.lambda, slot, parent: self.context });
        for (i, var) in captured.iter().enumerate() {
            let index = i as u16 + 1;
            self.shared.places[var.0 as usize] = Place::Context(id, index);
            let object = self.unit().var(*var).object;
            scopes::set_place(&mut self.m.heap, scope, object, index as usize, slot);
        }
        if let Some(beside) = self.unit().beside.get(&scope).filter(|beside| !is_global(**beside)) {
            scopes::set_context(&mut self.m.heap, *beside, slot);
        }
        self.context = Some(id);
        if self.is_reified() {
            self.fill(slot, scope);
        }
    }

    /// The variables are in these slots: the captured ones are going to live in a context.
    pub(super) fn settle(&mut self, vars: &[VarId], slots: &[u16], scope: Value) {
        for (var, slot) in vars.iter().zip(slots) {
            self.shared.places[var.0 as usize] = Place::Slot(*slot);
            let object = self.unit().var(*var).object;
            scopes::set_slot(&mut self.m.heap, object, *slot);
        }
        let captured = self.captured(vars);
        if !captured.is_empty() {
            let context_slot = self.fresh();
            let slots = captured.iter().filter_map(|var| self.slot_of(*var)).collect();
            let assigned = captured.iter().any(|var| self.unit().var(*var).assigned);
            self.pending.push(Pending { vars: captured, slots, scope, context_slot });
            if assigned || self.is_reified() {
                self.settle_pending();
            }
        }
        if self.is_reified() {
            self.box_variables(vars);
        }
    }

    /// Makes the contexts that are pending.
    pub(super) fn settle_pending(&mut self) {
        for Pending { vars, slots, scope, context_slot } in std::mem::take(&mut self.pending) {
            let parent = self.context_operand();
            if vars.len() <= 4 {
                let packed = slots.iter().rev().fold(0, |word, slot| word << 16 | u64::from(*slot));
                self.op(Op::FillContext, context_slot, parent, vars.len() as u16);
                self.push(packed);
            } else {
                self.op(Op::MakeContext, context_slot, parent, vars.len() as u16);
                for (i, slot) in slots.iter().enumerate() {
                    self.op(Op::SetContext, *slot, context_slot, i as u16 + 1);
                }
            }
            self.set_live(context_slot);
            slots.iter().for_each(|slot| self.set_dead(*slot));
            self.enter_context(&vars, context_slot, scope);
        }
    }

    /// Makes the contexts that are pending if one of these nodes makes closures: what follows is
    /// not reached by all paths through them.
    pub(super) fn settle_before(&mut self, nodes: &[NodeId]) {
        if !self.pending.is_empty()
            && nodes.iter().any(|node| self.unit().makes_closure[node.0 as usize])
        {
            self.settle_pending();
        }
    }

    pub(super) fn enter_scope(&self) -> Mark {
        Mark { top: self.top, pending: self.pending.len(), fills: self.fills.len() }
    }

    /// Contexts of scopes further out, which were made inside where they were first needed, stay.
    pub(super) fn leave_scope(&mut self, mark: Mark) {
        self.release(mark.top);
        while let Some(context) = self.context {
            let info = &self.shared.contexts[context.0 as usize];
            if info.frame != self.lambda || info.slot < mark.top {
                break;
            }
            self.context = info.parent;
        }
        self.pending.truncate(mark.pending);
        self.fills.truncate(mark.fills);
    }

    /// Binds the variables of a `let`; what comes of it in a cold version goes to the last.
    pub(super) fn bind_let(
        &mut self,
        vars: &[VarId],
        values: &[NodeId],
        scope: Value,
        cold: Option<(NodeId, Target, Label)>,
    ) {
        let first = self.top;
        for (i, value) in values.iter().enumerate() {
            let slot = first + i as u16;
            self.top = slot;
            self.touch(slot);
            self.emit(*value, Target::Slot(slot));
            self.set_live(slot);
            self.top = slot + 1;
            if let Some((id, target, end)) = cold {
                let of = self.let_application(id, first, first);
                self.rest_cold(of, i as u16 + 1, target, end);
            }
        }
        let slots: Vec<u16> = (0..vars.len() as u16).map(|i| first + i).collect();
        self.settle(vars, &slots, scope);
    }

    pub(super) fn let_body(
        &mut self,
        (vars, values): (&[VarId], &[NodeId]),
        body: NodeId,
        scope: Value,
        id: NodeId,
        target: Target,
    ) -> Exit {
        let mark = self.enter_scope();
        let end = self.begin_shared();
        self.bind_let(vars, values, scope, Some((id, target, end)));
        let exit = self.emit(body, target);
        self.leave_scope(mark);
        self.end_shared(exit, target, end)
    }

    /// The application of a `lambda` form whose operands have their values from slot `first` on.
    pub(super) fn let_application(&self, node: NodeId, base: u16, first: u16) -> Application {
        let (form, scope) =
            (self.unit().forms[node.0 as usize], self.unit().scopes[node.0 as usize]);
        let lambda = form.is_pair().then(|| (form.car(), scope));
        Application { node, base, first, operator: 0, lambda }
    }

    pub(super) fn body(
        &mut self,
        vars: &[VarId],
        body: NodeId,
        scope: Value,
        target: Target,
    ) -> Exit {
        let mark = self.enter_scope();
        self.open_context(vars, scope);
        for var in vars {
            self.bind_in_body(*var);
        }
        let exit = self.emit_branch(body, target);
        self.leave_scope(mark);
        exit
    }

    /// A variable of a body gets a slot, unless it is captured. A loop's is used in reified versions only.
    fn bind_in_body(&mut self, var: VarId) {
        let info = self.unit().var(var);
        if info.captured {
            return;
        }
        let is_loop = info.lambda.is_some_and(|id| self.unit().lambda(id).inlined.is_some());
        let slot = self.fresh();
        scopes::set_slot(&mut self.m.heap, info.object, slot);
        if self.is_reified() {
            let certain = info.lambda.is_some() && !info.assigned && info.definitions == 1;
            let otherwise = if certain { Value::UNBOUND } else { Value::UNASSIGNED };
            return self.open_box(var, slot, if is_loop { Value::ABSENT } else { otherwise });
        }
        if is_loop {
            return;
        }
        self.shared.places[var.0 as usize] = Place::Slot(slot);
        if info.checked {
            self.load_constant(Value::UNASSIGNED, slot);
            self.set_live(slot);
        }
    }

    /// The arguments of a loop's first round lie where they would in a call, and so do its parameters.
    pub(super) fn enter_loop(&mut self, id: LoopId, node: NodeId, target: Target) -> Exit {
        let info = self.unit().loop_info(id);
        let lambda = self.unit().lambda(info.lambda);
        let body = lambda.body.expect("a loop's lambda has a body");
        let mark = self.enter_scope();
        let (end, fills) = (self.label(), self.fills.len());
        let of = self.loop_call(info.lambda, node, target, end);
        let first = of.first;
        for (i, value) in info.first.iter().enumerate() {
            let slot = first + i as u16;
            self.top = slot;
            self.touch(slot);
            self.emit(*value, Target::Slot(slot));
            self.set_live(slot);
            self.top = slot + 1;
            self.rest_cold(of, i as u16 + 1, target, end);
        }
        self.top = first + info.first.len() as u16;
        self.fills.truncate(fills);
        self.end_loop_call(of, info.first.len(), (target, end));
        let slots: Vec<u16> = (0..lambda.params.len() as u16).map(|i| first + i).collect();
        self.settle_before(&[node]);
        let constants = self.hoist_constants(info.lambda);
        let header = self.label();
        let size = self.top;
        self.op(Op::Loop, 0, 0, 0);
        self.return_point(size, size, PointKind::Loop, node);
        self.place(header);
        self.loops.push(ActiveLoop { id, slots: slots.clone(), header, target, end, constants });
        self.settle(&lambda.params, &slots, lambda.scope);
        let exit = self.emit_start(body, target);
        self.loops.retain(|active| active.id != id);
        self.leave_scope(mark);
        if !self.is_reified() || target == Target::Tail {
            return exit;
        }
        self.place(end);
        Exit::Falls
    }

    /// The call by which a loop is entered or gone round again, whose operator has its value.
    fn loop_call(
        &mut self,
        lambda: LambdaId,
        node: NodeId,
        target: Target,
        end: Label,
    ) -> Application {
        let base = self.begin_loop_call(lambda, node);
        let (first, operator, lambda) = (base + 2, base + 1, Some(self.loop_form(lambda)));
        let of = Application { node, base, first, operator, lambda };
        if self.is_reified() {
            self.top = first;
            self.rest_cold(of, 0, target, end);
            if self.operator_stepped(of, target, end).is_none() {
                self.look_at_name(of, (target, end));
            }
            self.top = base;
        }
        of
    }

    /// The next round of a loop. The arguments lie where those of a call would; they go to their
    /// parameters at once where nothing after them asks for the old values.
    pub(super) fn jump_to_loop(&mut self, id: LoopId, arguments: &[NodeId], node: NodeId) -> Exit {
        let active = self.loops.iter().rposition(|active| active.id == id);
        let active = self.loops[active.expect("a jump lies inside its loop")].clone();
        let lambda = self.unit().loop_info(id).lambda;
        let params = &self.unit().lambda(lambda).params;
        self.settle_before(arguments);
        let fills = self.fills.len();
        let of = self.loop_call(lambda, node, active.target, active.end);
        let base = of.base;
        let cold = self.is_cold().then_some((of, active.target, active.end));
        let moves = self.next_arguments(params, &active.slots, arguments, base, cold);
        self.end_loop_call(of, arguments.len(), (active.target, active.end));
        for (to, from) in moves {
            self.copy(to, from);
        }
        self.fills.truncate(fills);
        self.release(base);
        self.jump_far(Op::Repeat, 0, active.header);
        Exit::Leaves
    }

    /// Evaluates what the parameters in the slots `homes` are going to be. Gives the moves that are
    /// left to do: of what had to wait because the old value may still be asked for, by the arguments
    /// that follow or by whoever looks at the environment where one of them waits or fails.
    fn next_arguments(
        &mut self,
        params: &[VarId],
        homes: &[u16],
        arguments: &[NodeId],
        base: u16,
        cold: Option<(Application, Target, Label)>,
    ) -> Vec<(u16, u16)> {
        let mut moves = Vec::new();
        for (i, argument) in arguments.iter().enumerate() {
            let (home, own) = (homes[i], base + 2 + i as u16);
            self.top = own;
            self.touch(own);
            let in_slot = matches!(self.place_of(params[i]), Place::Slot(_));
            let same = in_slot && self.is_variable(*argument, params[i]);
            let waits = |e: &Self, rest: &NodeId| e.mentions(*rest, params[i]) || e.may_stop(*rest);
            let waiting = in_slot && arguments[i + 1..].iter().any(|rest| waits(self, rest));
            if self.is_reified() || waiting && !same {
                self.emit(*argument, Target::Slot(own));
                self.set_live(own);
                moves.push((home, own));
                if let Some((of, target, end)) = cold {
                    self.top = own + 1;
                    self.rest_cold(of, i as u16 + 1, target, end);
                }
                continue;
            }
            if !same {
                self.emit(*argument, Target::Slot(home));
                self.set_live(home);
            }
            self.fill(own, Value::fixnum(home.into()));
        }
        self.top = base + 2 + arguments.len() as u16;
        self.touch(self.top);
        moves
    }

    /// A tail call of the procedure that is being emitted: its frame is used again.
    pub(super) fn call_itself(&mut self, arguments: &[NodeId]) -> Exit {
        let params = &self.unit().lambda(self.lambda).params;
        self.settle_before(arguments);
        let (base, fills) = (self.top, self.fills.len());
        self.fill(base + 1, Value::fixnum(1));
        let homes: Vec<u16> = (2..2 + params.len() as u16).collect();
        for (to, from) in self.next_arguments(params, &homes, arguments, base, None) {
            self.copy(to, from);
        }
        self.fills.truncate(fills);
        self.release(base);
        self.jump_far(Op::Repeat, 0, self.entry);
        Exit::Leaves
    }

    fn is_variable(&self, id: NodeId, var: VarId) -> bool {
        matches!(self.node(id), Node::Local(other) if *other == var)
    }

    /// Whether evaluating a node may read a variable.
    fn mentions(&self, id: NodeId, var: VarId) -> bool {
        match self.node(id) {
            Node::Local(other) => *other == var,
            Node::Constant(_)
            | Node::Outer(..)
            | Node::Itself(_)
            | Node::Global(_)
            | Node::Lambda(_)
            | Node::Error(_) => false,
            Node::Call(operator, arguments) => {
                self.mentions(*operator, var)
                    || arguments.iter().any(|argument| self.mentions(*argument, var))
            }
            Node::If(a, b, c) => [a, b, c].into_iter().any(|node| self.mentions(*node, var)),
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
            | Node::Deferred(_) => true,
        }
    }

    /// Whether the evaluation of a node may stop on its way, so that somebody can look at the
    /// variables.
    fn may_stop(&self, id: NodeId) -> bool {
        match self.node(id) {
            Node::Constant(_) | Node::Itself(_) | Node::Lambda(_) => false,
            Node::Local(var) => self.unit().var(*var).checked,
            Node::If(a, b, c) => [a, b, c].into_iter().any(|node| self.may_stop(*node)),
            Node::Outer(..)
            | Node::Global(_)
            | Node::Error(_)
            | Node::Call(..)
            | Node::SetLocal(..)
            | Node::DefineLocal(..)
            | Node::SetOuter(..)
            | Node::SetGlobal(..)
            | Node::DefineGlobal(..)
            | Node::Sequence(_)
            | Node::Let(..)
            | Node::Body(..)
            | Node::Loop(_)
            | Node::Jump(..)
            | Node::Deferred(_) => true,
        }
    }

    /// Makes the closure of a lambda in `slot`.
    pub(super) fn closure(&mut self, lambda: LambdaId, slot: u16) {
        self.settle_pending();
        let context = self.context_operand();
        let code = super::emit_lambda(self.m, self.shared, lambda, self.context);
        self.op_with(Op::Closure, slot, context, 0, code);
    }
}
