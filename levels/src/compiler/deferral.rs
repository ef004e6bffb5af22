//! What is compiled when it is reached: forms nested too deep, and forms of the top level after a
//! definition.

use super::ast::{Lambda, LambdaId, Node, NodeId};
use super::syntax::Syntax;
use crate::condition::Condition;
use crate::expander::names::{Name, insert};
use crate::expander::scope;
use crate::expander::unfold::is_circular_code;
use crate::level::local;
use crate::value::Value;

impl Syntax<'_> {
    /// A form that is compiled when it is reached, as a procedure of no parameters.
    pub(super) fn deferred(&mut self, form: Value, scope: Value) -> NodeId {
        if is_circular_code(self.m, form) {
            let reason = "the code holds itself".to_string();
            return self.error(&Condition::Syntax { form, reason }, form, scope);
        }
        if scope::is_global(scope) {
            return self.evaluated(form, scope);
        }
        let lambda = insert(self.m, Name::Lambda);
        let thunk = self.m.heap.list(&[lambda, Value::NIL, form]);
        let id = LambdaId(self.unit.lambdas.len() as u32);
        self.unit.lambdas.push(Lambda::new(Some(self.lambda), Value::FALSE, thunk, scope));
        self.expose_scopes(scope, id);
        self.unit.add(Node::Deferred(id), form, scope)
    }

    /// A form of the top level, which may be a definition, is evaluated when it is reached.
    fn evaluated(&mut self, form: Value, scope: Value) -> NodeId {
        let operator = self.primitive("eval", scope);
        let environment = local::global(&mut self.m.heap, scope);
        let arguments = vec![self.constant(form, scope), self.constant(environment, scope)];
        self.unit.add(Node::Call(operator, arguments), form, scope)
    }

    /// Something that is not compiled yet may mention and assign every variable in sight. Those of
    /// the scopes around the unit are exposed already.
    fn expose_scopes(&mut self, scope: Value, user: LambdaId) {
        let around = self.unit.lambdas[0].outer_scope;
        let mut at = scope;
        while at != around && !scope::is_global(at) {
            for var in &mut self.unit.vars {
                if var.scope == at {
                    var.assigned = true;
                    var.escapes = true;
                    var.checked |= var.lambda.is_some() || var.definitions == 0;
                    var.users.push(user);
                }
            }
            at = at.field(scope::scope_field::PARENT);
        }
    }
}
