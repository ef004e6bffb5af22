//! Calls of primitives, by cells that no program can rebind.

use super::ast::{Node, NodeId};
use super::syntax::{Syntax, malformed};
use crate::condition::Outcome;
use crate::environment;
use crate::expander::scope;
use crate::level::local;
use crate::value::Value;

impl Syntax<'_> {
    /// The reference to the universe's `name`.
    pub(super) fn primitive(&mut self, name: &str, scope: Value) -> NodeId {
        let symbol = self.m.intern(name);
        let cell = environment::cell_for(self.m, environment::UNIVERSE, symbol);
        self.unit.add(Node::Global(cell), symbol, scope)
    }

    /// `(EM datum)` is the call of a primitive that no program can rebind.
    pub(super) fn primitive_on_datum(
        &mut self,
        name: &str,
        items: &[Value],
        form: Value,
        scope: Value,
    ) -> Outcome<NodeId> {
        let [_, datum] = items else {
            return malformed(form, "EM takes one form");
        };
        self.primitive_call(name, *datum, form, scope)
    }

    /// The call of a primitive that is no application of the program's.
    pub(super) fn own_call(
        &mut self,
        operator: NodeId,
        arguments: Vec<NodeId>,
        form: Value,
        scope: Value,
    ) -> NodeId {
        let node = self.unit.add(Node::Call(operator, arguments), form, scope);
        if let Some(written) = &mut self.unit.written {
            written.own.insert(node.0);
        }
        node
    }

    pub(super) fn primitive_on_form(
        &mut self,
        name: &str,
        form: Value,
        scope: Value,
    ) -> Outcome<NodeId> {
        if !scope::is_global(scope) {
            return malformed(form, "this form belongs to the top level of a program");
        }
        self.primitive_call(name, form, form, scope)
    }

    fn primitive_call(
        &mut self,
        name: &str,
        datum: Value,
        form: Value,
        scope: Value,
    ) -> Outcome<NodeId> {
        let datum = crate::expander::strip::strip(self.m, datum)?;
        let global = scope::outermost(scope);
        let operator = self.primitive(name, scope);
        let argument = self.constant(datum, scope);
        let environment = local::global(&mut self.m.heap, global);
        let environment = self.constant(environment, scope);
        Ok(self.own_call(operator, vec![argument, environment], form, scope))
    }
}
