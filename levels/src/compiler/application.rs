//! Applications: of procedures, of `lambda` forms and of what a named `let` expands to.

use super::ast::{CallSite, Node, NodeId, VarId};
use super::lambda::lambda_parts;
use super::syntax::{Position, Syntax, malformed};
use crate::condition::Outcome;
use crate::expander::CoreForm;
use crate::expander::lookup::{Denotation, lookup};
use crate::expander::names::{Name, insert};
use crate::expander::scope;
use crate::pair::proper_items;
use crate::step::Step;
use crate::value::Value;

impl Syntax<'_> {
    pub(super) fn application(
        &mut self,
        form: Value,
        scope: Value,
        position: Position,
    ) -> Outcome<NodeId> {
        let Some(items) = proper_items(form) else {
            return malformed(form, "an application must be a proper list");
        };
        let (head, operands) = (items[0], &items[1..]);
        if head == insert(self.m, Name::TheEnvironment) {
            self.expose_scopes(form, scope);
        }
        self.note_application(head, scope);
        if let Some(lambda) = self.lambda_form(head, scope)
            && let Some(node) = self.immediate(lambda, operands, form, scope, position)?
        {
            return Ok(node);
        }
        if let Some(node) = self.named_loop(head, operands, form, scope, position)? {
            return Ok(node);
        }
        let is_given = self.calls_given(head, scope);
        let operator = if scope::may_be_local(head)
            && let Denotation::Variable(object) = lookup(self.m, head, scope)
        {
            let node = self.local(object, head, scope, true);
            self.note_written(node, Step::Var, head, scope);
            self.note_written(node, Step::Eval, head, scope);
            node
        } else {
            self.expression(head, scope, Position::Inner)
        };
        let arguments = match !is_given && self.passes_on(operator, scope) {
            true => self.private_operands(operands, scope),
            false => self.operands(operands, scope),
        };
        let node = self.call(operator, arguments, form, scope, position);
        if is_given {
            self.unit.given.insert(node.0);
            self.unit.lambdas[self.lambda.0 as usize].calls_given = true;
        }
        Ok(node)
    }

    /// Notes an application whose operator becomes no node.
    fn note_immediate(&mut self, form: Value, is_loop: bool) {
        if let Some(written) = &mut self.unit.written {
            written.immediates.insert(form, is_loop);
        }
    }

    fn note_application(&mut self, head: Value, scope: Value) {
        for step in [Step::Application, Step::List, Step::Apply, Step::ForeignApply] {
            self.note_step(step);
        }
        if self.lambda_form(head, scope).is_some() {
            self.note_step(Step::Lambda);
        }
        if scope::is_identifier(head) {
            self.note_step(Step::Var);
        }
    }

    fn operands(&mut self, forms: &[Value], scope: Value) -> Vec<NodeId> {
        forms.iter().map(|form| self.expression(*form, scope, Position::Inner)).collect()
    }

    /// The node of a call; calls of local variables are noted.
    pub(super) fn call(
        &mut self,
        operator: NodeId,
        arguments: Vec<NodeId>,
        form: Value,
        scope: Value,
        position: Position,
    ) -> NodeId {
        let count = arguments.len();
        let node = self.unit.add(Node::Call(operator, arguments), form, scope);
        if let Node::Local(var) = *self.unit.node(operator) {
            let (lambda, tail) = (self.lambda, position == Position::Tail);
            let site = CallSite { node, lambda, tail, arguments: count };
            self.unit.var_mut(var).calls.push(site);
        }
        node
    }

    /// `((lambda (x …) body …) e …)`, if the numbers agree: no closure is made.
    fn immediate(
        &mut self,
        lambda: Value,
        operands: &[Value],
        form: Value,
        scope: Value,
        position: Position,
    ) -> Outcome<Option<NodeId>> {
        let (params, rest, body) = lambda_parts(lambda)?;
        if rest || params.len() != operands.len() {
            return Ok(None);
        }
        self.note_immediate(form, false);
        let values = self.operands(operands, scope);
        if params.is_empty() {
            let inner = scope::new_scope(&mut self.m.heap, scope);
            return self.body(&body, inner, lambda, position).map(Some);
        }
        let inner = scope::new_scope(&mut self.m.heap, scope);
        let vars: Vec<VarId> = params.iter().map(|name| self.bind(*name, inner)).collect();
        for var in &vars {
            self.unit.var_mut(*var).definitions = 1;
        }
        let body = self.body(&body, inner, lambda, position)?;
        Ok(Some(self.unit.add(Node::Let(vars, values, body, inner), form, scope)))
    }

    /// `(((lambda () (define name (lambda …)) name)) e …)`, what a named `let` expands to: the call
    /// goes to the end of the body, where it can become a loop. Making the closure and evaluating
    /// the operands cannot tell who came first.
    fn named_loop(
        &mut self,
        head: Value,
        operands: &[Value],
        form: Value,
        scope: Value,
        position: Position,
    ) -> Outcome<Option<NodeId>> {
        let Some((name, lambda)) = self.loop_parts(head, scope) else {
            return Ok(None);
        };
        self.note_step(Step::Define);
        self.note_step(Step::Var);
        self.note_immediate(form, true);
        let beside =
            if scope::is_global(scope) { scope } else { scope::new_scope(&mut self.m.heap, scope) };
        let arguments = self.operands(operands, beside);
        let inner = scope::new_scope(&mut self.m.heap, scope);
        self.unit.beside.insert(inner, beside);
        let var = self.bind(name, inner);
        self.unit.var_mut(var).definitions = 1;
        let mut settled = true;
        let value = Some(lambda);
        let definition = self.local_definition(var, form, value, inner, &mut settled)?;
        let object = self.unit.var(var).object;
        let operator = self.local(object, name, inner, true);
        let call = self.call(operator, arguments, form, inner, position);
        let sequence = self.joined(vec![definition, call], inner);
        Ok(Some(self.body_node(vec![var], sequence, inner, form)))
    }

    /// The name and the `lambda` form of such an operator.
    fn loop_parts(&mut self, head: Value, scope: Value) -> Option<(Value, Value)> {
        if !head.is_pair() || !head.cdr().is_nil() {
            return None;
        }
        let maker = self.lambda_form(head.car(), scope)?;
        let [_, params, definition, result] = <[Value; 4]>::try_from(proper_items(maker)?).ok()?;
        if !params.is_nil() || !scope::is_identifier(result) {
            return None;
        }
        if !self.is_core(definition, scope, CoreForm::Define) {
            return None;
        }
        let (name, value) = self.definition_parts(definition).ok()?;
        let lambda = self.lambda_form(value?, scope)?;
        (name == result).then_some((name, lambda))
    }
}
