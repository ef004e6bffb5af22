//! Variables: references to them and assignments, wherever they are bound.
//!
//! Invariant: a variable of the unit knows each lambda that mentions it, whether it is assigned, and
//! whether it is mentioned otherwise than as an operator.

use super::ast::{Node, NodeId, Var, VarId};
use super::scopes;
use super::syntax::{Position, Syntax, malformed};
use crate::condition::{Condition, Outcome};
use crate::environment::cell;
use crate::expander::is_wildcard;
use crate::expander::lookup::{Denotation, cell_of, lookup};
use crate::expander::scope;
use crate::level::local;
use crate::value::Value;

impl Syntax<'_> {
    /// A new variable bound in `scope`.
    pub(super) fn bind(&mut self, name: Value, scope: Value) -> VarId {
        let id = VarId(self.unit.vars.len() as u32);
        let object = scopes::new_variable(&mut self.m.heap, id, name, scope);
        scope::bind(&mut self.m.heap, scope, name, object);
        self.unit.vars.push(Var::new(name, object, scope, self.lambda));
        id
    }

    /// The variable of this unit that an object in a scope stands for.
    pub(super) fn own_variable(&self, object: Value) -> Option<VarId> {
        let index = object.field(scopes::variable::ID).as_index()?;
        let var = self.unit.vars.get(index)?;
        (var.object == object).then_some(VarId(index as u32))
    }

    pub(super) fn variable(&mut self, name: Value, scope: Value) -> Outcome<NodeId> {
        match lookup(self.m, name, scope) {
            Denotation::Variable(object) => Ok(self.local(object, name, scope, false)),
            Denotation::Global(cell) => {
                let shown = cell.field(cell::SYMBOL);
                Ok(self.unit.add(Node::Global(cell), shown, scope))
            }
            Denotation::Macro(object) => {
                if is_wildcard(self.m, object)
                    && let Some(cell) = cell_of(self.m, name, scope)
                {
                    let shown = cell.field(cell::SYMBOL);
                    return Ok(self.unit.add(Node::Global(cell), shown, scope));
                }
                self.rely_on_macro(name, scope);
                let shown = scope::symbol_of(name);
                malformed(shown, "the name of a form is used as a variable")
            }
        }
    }

    pub(super) fn local(
        &mut self,
        object: Value,
        name: Value,
        scope: Value,
        operator: bool,
    ) -> NodeId {
        let shown = scope::symbol_of(name);
        let Some(var) = self.own_variable(object) else {
            return self.outer(object, shown, scope);
        };
        let lambda = self.lambda;
        let entry = self.unit.var_mut(var);
        entry.escapes |= !operator;
        entry.mention(lambda);
        self.unit.add(Node::Local(var), shown, scope)
    }

    /// A variable of an environment around the unit.
    fn outer(&mut self, object: Value, name: Value, scope: Value) -> NodeId {
        if object == self.itself && !scopes::is_kept(object) {
            return self.unit.add(Node::Itself(object), name, scope);
        }
        if let Some(environment) = local::reaching(object, scope) {
            return self.reified("%environment-value", environment, object, None, name, scope);
        }
        match self.outer_place(object, name) {
            Ok((hops, index)) => self.unit.add(Node::Outer(hops, index), name, scope),
            Err(condition) => self.error(&condition, name, scope),
        }
    }

    pub(super) fn assignment(
        &mut self,
        items: &[Value],
        form: Value,
        scope: Value,
    ) -> Outcome<NodeId> {
        let [_, name, value] = *items else {
            return malformed(form, "set! takes a variable and an expression");
        };
        if !scope::is_identifier(name) {
            return malformed(form, "set! takes a variable's name first");
        }
        let value = self.expression(value, scope, Position::Inner);
        match lookup(self.m, name, scope) {
            Denotation::Variable(object) => match self.own_variable(object) {
                Some(var) => {
                    self.assign_own(var);
                    Ok(self.unit.add(Node::SetLocal(var, value), form, scope))
                }
                None => self.outer_assignment(object, value, form, scope),
            },
            Denotation::Global(cell) => {
                Ok(self.unit.add(Node::SetGlobal(cell, value), form, scope))
            }
            Denotation::Macro(_) => match cell_of(self.m, name, scope) {
                Some(cell) => Ok(self.unit.add(Node::SetGlobal(cell, value), form, scope)),
                None => malformed(form, "set! of the name of a local form"),
            },
        }
    }

    /// Notes an assignment of a variable of the unit.
    fn assign_own(&mut self, var: VarId) {
        let lambda = self.lambda;
        let entry = self.unit.var_mut(var);
        entry.assigned = true;
        entry.escapes = true;
        entry.mention(lambda);
    }

    fn outer_assignment(
        &mut self,
        object: Value,
        value: NodeId,
        form: Value,
        scope: Value,
    ) -> Outcome<NodeId> {
        if let Some(environment) = local::reaching(object, scope) {
            let (primitive, value) = ("%environment-set!", Some(value));
            return Ok(self.reified(primitive, environment, object, value, form, scope));
        }
        let name = scope::symbol_of(object.field(scopes::variable::NAME));
        let (hops, index) = self.outer_place(object, name)?;
        Ok(self.unit.add(Node::SetOuter(hops, index, value), form, scope))
    }

    fn outer_place(&mut self, object: Value, name: Value) -> Outcome<(u16, u16)> {
        if !scopes::is_kept(object) {
            return Err(Box::new(not_kept(name)));
        }
        let around = self.unit.lambdas[0].outer_scope;
        let place = scopes::outer_place(&mut self.m.heap, object, around);
        place.ok_or_else(|| Box::new(too_far(name)))
    }

    /// The call by which code in a local environment reaches a variable of that environment, or
    /// assigns it.
    fn reified(
        &mut self,
        primitive: &str,
        environment: Value,
        object: Value,
        value: Option<NodeId>,
        form: Value,
        scope: Value,
    ) -> NodeId {
        let operator = self.primitive(primitive, scope);
        let mut arguments = vec![self.constant(environment, scope), self.constant(object, scope)];
        arguments.extend(value);
        self.own_call(operator, arguments, form, scope)
    }
}

/// A variable that was not in sight of a procedure's text when the procedure was made, as it is when
/// a macro that the text uses is redefined.
pub fn not_kept(name: Value) -> Condition {
    let message = "the procedure was made when its text did not mention this variable".to_string();
    Condition::Message { message, irritants: vec![name] }
}

fn too_far(form: Value) -> Condition {
    let reason = "a variable is used too many scopes away from where it is bound".to_string();
    Condition::Syntax { form, reason }
}
