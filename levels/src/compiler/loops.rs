//! Local procedures that are only ever jumped to become loops of the frame they are defined in.
//!
//! A variable `f` of a body is one if its only definition is a lambda without a rest parameter, it
//! is called but never otherwise mentioned or assigned, every call inside the lambda is a tail call
//! of it, and the body's last expression is the only call from outside.

use super::ast::{LoopId, LoopInfo, Node, NodeId, VarId};
use super::syntax::{Position, Syntax};
use crate::value::Value;

impl Syntax<'_> {
    /// The node of a body of these variables.
    pub(super) fn body_node(
        &mut self,
        vars: Vec<VarId>,
        sequence: NodeId,
        scope: Value,
        form: Value,
        position: Position,
    ) -> NodeId {
        let candidates: Vec<VarId> =
            vars.iter().copied().filter(|var| self.is_loop(*var, sequence)).collect();
        for var in candidates {
            self.make_loop(var, sequence, position);
        }
        self.unit.add(Node::Body(vars, sequence, scope), form, scope)
    }

    /// The last expression of a body's sequence, through the applications of `let`.
    fn last(&self, sequence: NodeId) -> NodeId {
        if let Node::Sequence(nodes) = self.unit.node(sequence) {
            return *nodes.last().expect("a sequence is not empty");
        }
        sequence
    }

    fn is_loop(&self, id: VarId, sequence: NodeId) -> bool {
        let var = self.unit.var(id);
        let Some(lambda) = var.lambda else {
            return false;
        };
        let template = self.unit.lambda(lambda);
        if var.assigned || var.escapes || var.definitions != 1 || template.rest {
            return false;
        }
        if template.body.is_none() || var.calls.is_empty() {
            return false;
        }
        let outside = self.last(sequence);
        let fits = |arguments: usize| arguments == template.params.len();
        let mut entered = false;
        for call in &var.calls {
            let (home, tail) = self.unit.home(call.lambda, call.tail);
            if call.node == outside {
                entered = true;
            } else if home != lambda || !tail {
                return false;
            }
            if !fits(call.arguments) {
                return false;
            }
        }
        entered
    }

    fn make_loop(&mut self, var: VarId, sequence: NodeId, position: Position) {
        let lambda = self.unit.var(var).lambda.expect("a loop's variable has a lambda");
        let entry = self.last(sequence);
        let id = LoopId(self.unit.loops.len() as u32);
        for call in self.unit.var(var).calls.clone() {
            let index = call.node.0 as usize;
            let Node::Call(_, arguments) = &mut self.unit.nodes[index] else {
                continue;
            };
            let arguments = std::mem::take(arguments);
            if call.node == entry {
                self.unit.nodes[index] = Node::Loop(id);
                self.unit.loops.push(LoopInfo { lambda, first: arguments });
            } else {
                self.unit.nodes[index] = Node::Jump(id, arguments);
            }
        }
        let home = self.unit.var(var).owner;
        self.unit.lambdas[lambda.0 as usize].inlined = Some((home, position == Position::Tail));
    }

    /// Notes which nodes make closures or contexts.
    pub(super) fn settle_closures(&mut self) {
        let mut makes: Vec<bool> = Vec::with_capacity(self.unit.nodes.len());
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
            self.unit.vars[index].captured = captured || var.assigned;
        }
    }
}
