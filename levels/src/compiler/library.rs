//! The standard library's code: a single step, but for the calls of what a program gave it.
//!
//! A call is one of what the library was *given* unless its operator is a procedure that the library knows by
//! its name. Who gave a procedure that it does not know by name, the procedure itself tells: what the library
//! passes on by name or as a `lambda` form, to procedures that may call it, it passes on as *private*, and
//! calls of that are part of its step (`Machine::is_private`). What it gives back, keeps in data or gives
//! to a procedure that it was given is the program's from there on, unless its text says `%private`.
//!
//! Invariant: only calls whose operator the library knows by name make what they pass on private, and none
//! of builtins, which call nothing, but may compare.

use super::ast::{Node, NodeId};
use super::scopes;
use super::syntax::{Position, Syntax};
use crate::environment::{self, Owner, cell};
use crate::expander::lookup::{Denotation, lookup};
use crate::expander::scope;
use crate::layout::{Type, flag};
use crate::machine::control;
use crate::value::Value;

impl Syntax<'_> {
    fn owner(&self, scope: Value) -> Owner {
        let globals = scope::globals_id(scope::outermost(scope));
        environment::globals(self.m, globals).owner
    }

    /// Whether a call of the standard library's is, as far as its operator tells, one of a procedure that it
    /// was given.
    pub(super) fn calls_given(&mut self, head: Value, scope: Value) -> bool {
        match self.owner(scope) {
            Owner::Library | Owner::Evaluator => self.is_given(head, scope),
            Owner::Program | Owner::Interpreter => false,
        }
    }

    /// Whether an operator in the standard library is none of its own procedures: a variable that is not
    /// defined to be one, what a store binds to a function that may be replaced, another expression.
    fn is_given(&mut self, head: Value, scope: Value) -> bool {
        if !scope::is_identifier(head) {
            return true;
        }
        match lookup(self.m, head, scope) {
            Denotation::Variable(object) => {
                !object.field(scopes::variable::FORM).is_true() && !self.has_private_name(head)
            }
            Denotation::Global(cell) => cell.header().flags() & flag::HOOK != 0,
            Denotation::Macro(_) => false,
        }
    }

    /// Whether an identifier of the library is by its name for what no program gave.
    fn has_private_name(&self, identifier: Value) -> bool {
        let symbol = scope::symbol_of(identifier);
        crate::symbol::name(&self.m.heap, symbol).starts_with('%')
    }

    /// Whether by a call of this operator, which it knows by name, the library may pass on procedures.
    pub(super) fn passes_on(&self, operator: NodeId, scope: Value) -> bool {
        if self.owner(scope) != Owner::Library {
            return false;
        }
        let node = self.unit.node(operator);
        if let Node::Global(cell) = *node {
            return control::may_call_given(cell.field(cell::VALUE));
        }
        matches!(node, Node::Local(_) | Node::Itself(_) | Node::Outer(..))
    }

    /// The operands of such a call. What they mention by name is made private when they are evaluated.
    pub(super) fn private_operands(&mut self, forms: &[Value], scope: Value) -> Vec<NodeId> {
        let private = |form: &Value| {
            let node = self.expression(*form, scope, Position::Inner);
            self.unit.passed_on.push(node);
            let Node::Global(cell) = *self.unit.node(node) else {
                return node;
            };
            let name = cell.field(cell::SYMBOL);
            // What the library defines under such a name is private by it.
            if self.has_private_name(name) && !cell.field(cell::VALUE).is_a(Type::Builtin) {
                return node;
            }
            let operator = self.primitive("%private", scope);
            self.own_call(operator, vec![node], name, scope)
        };
        forms.iter().map(private).collect()
    }

    /// Procedures that are passed on and whose `lambda` forms are in sight are private from their making on.
    pub(super) fn settle_private(&mut self) {
        let mut nodes = std::mem::take(&mut self.unit.passed_on);
        while let Some(node) = nodes.pop() {
            let node = self.unit.node(node);
            let lambda = if let Node::Lambda(id) = *node {
                Some(id)
            } else if let Node::Local(var) = *node {
                self.unit.var(var).lambda
            } else {
                if let Node::If(_, consequent, alternative) = *node {
                    nodes.extend([consequent, alternative]);
                }
                None
            };
            if let Some(id) = lambda {
                self.unit.lambdas[id.0 as usize].private = true;
            }
        }
    }
}
