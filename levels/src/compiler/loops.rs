//! Local procedures that are only ever jumped to become loops of the frame they are defined in.
//!
//! A variable `f` of a body is one if its only definition is a lambda without a rest parameter, it
//! is called but never otherwise mentioned or assigned, every call inside the lambda is a tail call
//! of it, and there is one call from outside, in the same frame. That call is the body's last
//! expression, or it may be anywhere if the lambda makes no closures and assigns nothing: then no
//! context is made in it, to which those of the scopes around the call would be no parents.

use super::ast::{CallSite, LambdaId, LoopId, LoopInfo, Node, NodeId, VarId};
use super::syntax::Syntax;
use crate::value::Value;

/// How long a chain of loops that are entered from one another may be.
const MOST_PASSES: usize = 8;
/// Nodes of a loop that is entered elsewhere than at its body's end.
const MOST_NODES: usize = 4000;
/// Variables of one body that may live in slots.
const MOST_IN_SLOTS: usize = 1000;

impl Syntax<'_> {
    /// The node of a body of these variables.
    pub(super) fn body_node(
        &mut self,
        vars: Vec<VarId>,
        sequence: NodeId,
        scope: Value,
        form: Value,
    ) -> NodeId {
        // What is called from a loop can be one when that is.
        for _ in 0..MOST_PASSES {
            let mut found = false;
            for var in &vars {
                if let Some(entry) = self.entry_of_loop(*var, sequence) {
                    self.make_loop(*var, entry);
                    found = true;
                }
            }
            if !found {
                break;
            }
        }
        self.relieve(&vars);
        self.unit.add(Node::Body(vars, sequence, scope), form, scope)
    }

    /// Where a body has very many variables, they live in a context, whoever mentions them: a frame
    /// has not so many slots.
    fn relieve(&mut self, vars: &[VarId]) {
        if vars.len() <= MOST_IN_SLOTS {
            return;
        }
        for id in vars {
            let lambda = self.unit.var(*id).lambda;
            let is_loop = lambda.is_some_and(|id| self.unit.lambda(id).inlined.is_some());
            self.unit.var_mut(*id).captured = !is_loop;
        }
    }

    /// The last expression of a body's sequence, through the applications of `let`.
    fn last(&self, sequence: NodeId) -> NodeId {
        if let Node::Sequence(nodes) = self.unit.node(sequence) {
            return *nodes.last().expect("a sequence is not empty");
        }
        sequence
    }

    /// The only call from outside of the procedure that a variable names, if it becomes a loop there.
    fn entry_of_loop(&self, id: VarId, sequence: NodeId) -> Option<CallSite> {
        let var = self.unit.var(id);
        let lambda = var.lambda?;
        let template = self.unit.lambda(lambda);
        if var.assigned || var.escapes || var.definitions != 1 || template.rest {
            return None;
        }
        if template.body.is_none() || template.inlined.is_some() {
            return None;
        }
        let mut entry = None;
        for call in &var.calls {
            if call.arguments != template.params.len() {
                return None;
            }
            if self.unit.home(call.lambda, call.tail) == (lambda, true) {
                continue;
            }
            if entry.replace(*call).is_some() {
                return None;
            }
        }
        let last = self.last(sequence);
        entry.filter(|entry| entry.node == last || self.is_loop_anywhere(id, lambda, entry))
    }

    /// Whether a procedure can be a loop where this call is, in its frame but not at its body's end.
    fn is_loop_anywhere(&self, id: VarId, lambda: LambdaId, entry: &CallSite) -> bool {
        let var = self.unit.var(id);
        let home = |lambda: LambdaId| self.unit.home(lambda, true).0;
        let nodes = &self.unit.lambda(lambda).nodes;
        !var.checked
            && home(entry.lambda) == home(var.owner)
            && nodes.end <= entry.node.0
            && nodes.len() <= MOST_NODES
            && nodes.clone().all(|node| !self.needs_context(NodeId(node)))
    }

    fn needs_context(&self, node: NodeId) -> bool {
        match self.unit.node(node) {
            Node::Lambda(id) => self.unit.lambda(*id).inlined.is_none(),
            Node::Deferred(_) | Node::SetLocal(..) => true,
            Node::Body(vars, ..) => vars.iter().any(|var| self.unit.var(*var).captured),
            Node::Constant(_)
            | Node::Local(_)
            | Node::Outer(..)
            | Node::Itself(_)
            | Node::Global(_)
            | Node::Error(_)
            | Node::DefineLocal(..)
            | Node::SetOuter(..)
            | Node::SetGlobal(..)
            | Node::DefineGlobal(..)
            | Node::If(..)
            | Node::Call(..)
            | Node::Sequence(_)
            | Node::Let(..)
            | Node::Loop(_)
            | Node::Jump(..) => false,
        }
    }

    fn make_loop(&mut self, var: VarId, entry: CallSite) {
        let lambda = self.unit.var(var).lambda.expect("a loop's variable has a lambda");
        let id = LoopId(self.unit.loops.len() as u32);
        for call in self.unit.var(var).calls.clone() {
            let index = call.node.0 as usize;
            let Node::Call(operator, arguments) = &mut self.unit.nodes[index] else {
                continue;
            };
            let (operator, arguments) = (*operator, std::mem::take(arguments));
            if let Some(written) = &mut self.unit.written {
                written.operators.insert(call.node.0, operator);
            }
            if call.node == entry.node {
                self.unit.nodes[index] = Node::Loop(id);
                self.unit.loops.push(LoopInfo { lambda, first: arguments });
            } else {
                self.unit.nodes[index] = Node::Jump(id, arguments);
            }
        }
        self.unit.lambdas[lambda.0 as usize].inlined = Some((entry.lambda, entry.tail));
    }

    /// Notes which nodes make closures or contexts.
    pub(super) fn settle_closures(&mut self) {
        let mut makes = std::mem::take(&mut self.unit.makes_closure);
        for node in &self.unit.nodes {
            let any = |ids: &[NodeId]| ids.iter().any(|id| makes[id.0 as usize]);
            let one = |id: &NodeId| makes[id.0 as usize];
            let captured = |vars: &[VarId]| vars.iter().any(|var| self.unit.var(*var).captured);
            let body = |id: super::ast::LambdaId| {
                self.unit.lambda(id).body.is_none_or(|body| makes[body.0 as usize])
            };
            let makes_closure = match node {
                Node::Constant(_)
                | Node::Local(_)
                | Node::Outer(..)
                | Node::Itself(_)
                | Node::Global(_)
                | Node::Error(_) => false,
                Node::Lambda(id) => self.unit.lambda(*id).inlined.is_none(),
                Node::Deferred(_) => true,
                Node::SetLocal(_, value)
                | Node::DefineLocal(_, value)
                | Node::SetOuter(_, _, value)
                | Node::SetGlobal(_, value)
                | Node::DefineGlobal(_, value) => one(value),
                Node::If(a, b, c) => one(a) || one(b) || one(c),
                Node::Call(operator, arguments) => one(operator) || any(arguments),
                Node::Sequence(nodes) => any(nodes),
                Node::Let(vars, values, inner, _) => any(values) || one(inner) || captured(vars),
                Node::Body(vars, inner, _) => one(inner) || captured(vars),
                Node::Loop(id) => {
                    let info = self.unit.loop_info(*id);
                    let params = &self.unit.lambda(info.lambda).params;
                    any(&info.first) || body(info.lambda) || captured(params)
                }
                Node::Jump(_, arguments) => any(arguments),
            };
            makes.push(makes_closure);
        }
        self.unit.makes_closure = makes;
    }

    /// Decides which variables live in contexts: those that a lambda other than their own mentions,
    /// and those that are assigned, so that a continuation that is entered again finds them as they
    /// are and not as they were.
    pub(super) fn settle_captures(&mut self) {
        for index in 0..self.unit.vars.len() {
            let var = &self.unit.vars[index];
            let owner = self.unit.home(var.owner, true).0;
            let own_lambda = var.lambda.filter(|_| !var.assigned && var.definitions == 1);
            let captured = var.users.iter().any(|user| {
                let user = self.unit.home(*user, true).0;
                user != owner && Some(user) != own_lambda
            });
            let early = var.exposed && (var.lambda.is_some() || var.definitions == 0);
            let var = &mut self.unit.vars[index];
            var.captured |= captured || var.assigned;
            var.checked |= early;
        }
    }
}
