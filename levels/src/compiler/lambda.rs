//! Procedures: the parts of a `lambda` form, its parameters and its body.

use super::ast::{Lambda, LambdaId, Node, NodeId, VarId};
use super::syntax::{Position, Syntax, malformed};
use crate::condition::Outcome;
use crate::expander::CoreForm;
use crate::expander::scope;
use crate::pair::proper_items;
use crate::step::Step;
use crate::value::Value;

impl Syntax<'_> {
    /// A closure; one without variables around it is compiled when it is first called.
    pub(super) fn closure(&mut self, form: Value, scope: Value, name: Value) -> Outcome<NodeId> {
        let lambda = self.lambda(form, scope, name)?;
        Ok(self.unit.add(Node::Lambda(lambda), form, scope))
    }

    /// The lambda of a `lambda` form.
    pub(super) fn lambda(&mut self, form: Value, scope: Value, name: Value) -> Outcome<LambdaId> {
        self.note_step(Step::Lambda);
        let (params, rest, body) = lambda_parts(form)?;
        let id = LambdaId(self.unit.lambdas.len() as u32);
        let lambda = Lambda::new(Some(self.lambda), name, form, scope);
        self.unit.lambdas.push(Lambda { rest, ..lambda });
        if scope::is_global(scope) {
            return Ok(id);
        }
        self.fill_lambda(id, &params, &body)?;
        Ok(id)
    }

    /// Makes the parameters and the body of a lambda.
    pub(super) fn fill_lambda(
        &mut self,
        id: LambdaId,
        params: &[Value],
        body: &[Value],
    ) -> Outcome<()> {
        let (form, outer) = (self.unit.lambda(id).form, self.unit.lambda(id).outer_scope);
        let inner = scope::new_scope(&mut self.m.heap, outer);
        let enclosing = std::mem::replace(&mut self.lambda, id);
        let vars: Vec<VarId> = params.iter().map(|name| self.bind(*name, inner)).collect();
        for var in &vars {
            self.unit.var_mut(*var).definitions = 1;
        }
        let lambda = &mut self.unit.lambdas[id.0 as usize];
        lambda.scope = inner;
        lambda.params = vars;
        lambda.depth = self.depth;
        let first = self.unit.nodes.len() as u32;
        let node = self.body(body, inner, form, Position::Tail);
        self.lambda = enclosing;
        let end = self.unit.nodes.len() as u32;
        let lambda = &mut self.unit.lambdas[id.0 as usize];
        lambda.body = Some(node?);
        lambda.nodes = first..end;
        Ok(())
    }

    /// The form itself if it is a `lambda` form here.
    pub(super) fn lambda_form(&mut self, form: Value, scope: Value) -> Option<Value> {
        self.is_core(form, scope, CoreForm::Lambda).then_some(form)
    }
}

/// Parameters (the rest parameter last), whether there is a rest parameter, and the body.
pub fn lambda_parts(form: Value) -> Outcome<(Vec<Value>, bool, Vec<Value>)> {
    let rest = form.cdr();
    if !rest.is_pair() {
        return malformed(form, "lambda takes parameters and a body");
    }
    let mut names = Vec::new();
    let mut at = rest.car();
    while at.is_pair() {
        names.push(at.car());
        at = at.cdr();
        if names.len() >= super::MAX_PARAMETERS {
            return malformed(form, "too many parameters");
        }
    }
    let has_rest = !at.is_nil();
    if has_rest {
        names.push(at);
    }
    for (i, name) in names.iter().enumerate() {
        if !scope::is_identifier(*name) {
            return malformed(form, "a parameter must be a symbol");
        }
        if names[..i].contains(name) {
            return malformed(form, "a parameter is named twice");
        }
    }
    match proper_items(rest.cdr()) {
        Some(body) if !body.is_empty() => Ok((names, has_rest, body)),
        Some(_) | None => malformed(form, "a procedure needs a body of at least one expression"),
    }
}

/// Checks the shape of `(delta (exp env cont) body …)`.
pub fn check_delta(form: Value) -> Outcome<()> {
    let (names, rest, _) = lambda_parts(form)?;
    if rest || names.len() != 3 {
        return malformed(form, "delta takes three names (exp env cont) and a body");
    }
    Ok(())
}
