//! What is compiled when it is reached: forms nested too deep, and forms of the top level after a
//! definition.

use super::ast::{Lambda, LambdaId, Node, NodeId};
use super::syntax::Syntax;
use crate::condition::Condition;
use crate::expander::names::{Name, insert};
use crate::expander::scope::{self, scope_field};
use crate::expander::unfold::is_circular_code;
use crate::layout::Type;
use crate::level::local;
use crate::pair::Walk;
use crate::value::Value;
use std::collections::HashSet;

/// Of a scope with more bindings than this nobody asks whether inner scopes bind the same names.
const MOST_TOLD_APART: usize = 24;

/// What a form that is not compiled yet can mean of what is bound around it.
struct Sight {
    form: Value,
    /// The identifiers bound further in: they mean nothing that is bound further out. `None` from a
    /// scope outwards that binds a macro: what it inserts may mean that after all.
    shadowed: Option<HashSet<Value>>,
}

impl Sight {
    /// Whether the form may mention the variable of this name in the scope that comes next.
    fn may_mean(&mut self, name: Value) -> bool {
        if name.is_a(Type::Alias) && name.header().flags() & scope::BRIEF != 0 {
            return Walk::new(self.form).any(|part| part.car() == name);
        }
        self.shadowed.as_mut().is_none_or(|shadowed| shadowed.insert(name))
    }
}

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
        self.expose_scopes(form, scope);
        self.unit.add(Node::Deferred(id), form, scope)
    }

    /// A form of the top level, which may be a definition, is evaluated when it is reached.
    fn evaluated(&mut self, form: Value, scope: Value) -> NodeId {
        let operator = self.primitive("eval", scope);
        let environment = local::global(&mut self.m.heap, scope);
        let arguments = vec![self.constant(form, scope), self.constant(environment, scope)];
        self.own_call(operator, arguments, form, scope)
    }

    /// A form that is not compiled yet, or that gives the environment away, may lead to mentions and
    /// assignments of every variable in sight. Those of the scopes around the unit are exposed already.
    pub(super) fn expose_scopes(&mut self, form: Value, scope: Value) {
        let around = self.unit.lambdas[0].outer_scope;
        let mut sight = Sight { form, shadowed: Some(HashSet::new()) };
        let mut at = scope;
        while at != around && !scope::is_global(at) {
            if !self.unit.exposed.contains(&at) {
                self.expose(at, &mut sight);
            }
            at = at.field(scope_field::PARENT);
        }
    }

    /// Exposes the variables of one scope that the form may mean.
    fn expose(&mut self, scope: Value, sight: &mut Sight) {
        let bindings = || Walk::new(scope.field(scope_field::BINDINGS)).map(Value::car);
        let is_macro = |binding: Value| binding.cdr().is_a(Type::Macro);
        let many = bindings().nth(MOST_TOLD_APART).is_some();
        if many || bindings().any(is_macro) {
            sight.shadowed = None;
        }
        let mut all = true;
        for binding in bindings() {
            if !sight.may_mean(binding.car()) {
                all = false;
            } else if let Some(var) = self.own_variable(binding.cdr()) {
                let var = self.unit.var_mut(var);
                (var.assigned, var.escapes, var.exposed) = (true, true, true);
            }
        }
        if all {
            self.unit.exposed.insert(scope);
        }
    }
}
