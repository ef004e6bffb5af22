//! Definitions of variables and of syntax.

use super::ast::{Node, NodeId};
use super::syntax::{Position, Syntax, malformed};
use crate::condition::Outcome;
use crate::environment::{self, GlobalsId, cell};
use crate::expander::CoreForm;
use crate::expander::lookup::{Denotation, global_name, lookup};
use crate::expander::names::{Name, insert};
use crate::expander::scope;
use crate::layout::Type;
use crate::level::local;
use crate::pair::proper_items;
use crate::value::Value;

impl Syntax<'_> {
    /// `(define name value)` and `(define (name . params) body …)` as name, value form.
    pub(super) fn definition_parts(&mut self, form: Value) -> Outcome<(Value, Option<Value>)> {
        let rest = form.cdr();
        if !rest.is_pair() {
            return malformed(form, "define takes a name and an expression");
        }
        let mut target = rest.car();
        let mut body = rest.cdr();
        if !target.is_pair() {
            if !scope::is_identifier(target) {
                return malformed(form, "define takes a name, or a list that begins with one");
            }
            if body.is_nil() {
                return Ok((target, None));
            }
            if !body.is_pair() || !body.cdr().is_nil() {
                return malformed(form, "define takes one expression after the name");
            }
            return Ok((target, Some(body.car())));
        }
        let lambda = insert(self.m, Name::Lambda);
        loop {
            let params = target.cdr();
            let tail = self.m.heap.cons(params, body);
            let value = self.m.heap.cons(lambda, tail);
            target = target.car();
            if !target.is_pair() {
                if !scope::is_identifier(target) {
                    return malformed(form, "define: the procedure's name must be a symbol");
                }
                self.m.sources.copy_span(form, value);
                return Ok((target, Some(value)));
            }
            body = self.m.heap.list(&[value]);
        }
    }

    pub(super) fn global_definition(&mut self, form: Value, scope: Value) -> Outcome<NodeId> {
        let (name, value) = self.definition_parts(form)?;
        if let Some(environment) = local::threshold(scope) {
            return self.local_redefinition(environment, name, value, form, scope);
        }
        if !scope::is_global(scope) {
            return malformed(
                form,
                "define belongs at the beginning of a body, or to the top level",
            );
        }
        let id = scope::globals_id(scope);
        let name = global_name(self.m, id, name);
        let cell = self.definition_target(id, name);
        let value = match value {
            None => self.unspecified(scope),
            Some(value) => match self.lambda_form(value, scope) {
                Some(lambda) => self.closure(lambda, scope, scope::symbol_of(name))?,
                None => self.expression(value, scope, Position::Inner),
            },
        };
        Ok(self.unit.add(Node::DefineGlobal(cell, value), form, scope))
    }

    /// What a definition of a name writes: its cell; for an imported name the globals and the name,
    /// by which the machine parts it from the import.
    fn definition_target(&mut self, id: GlobalsId, name: Value) -> Value {
        let cell = environment::cell_for(self.m, id, name);
        if cell::home(cell) == id {
            return cell;
        }
        self.m.heap.object(Type::Internal, &[id.to_value(), name])
    }

    /// `define` at the top of what is evaluated in a local environment.
    fn local_redefinition(
        &mut self,
        environment: Value,
        name: Value,
        value: Option<Value>,
        form: Value,
        scope: Value,
    ) -> Outcome<NodeId> {
        let value = match value {
            Some(value) => self.expression(value, scope, Position::Inner),
            None => self.unspecified(scope),
        };
        let operator = self.primitive("environment-define", scope);
        let arguments = vec![self.constant(environment, scope), self.constant(name, scope), value];
        Ok(self.unit.add(Node::Call(operator, arguments), form, scope))
    }

    pub(super) fn global_syntax(
        &mut self,
        items: &[Value],
        form: Value,
        scope: Value,
    ) -> Outcome<NodeId> {
        let [_, name, spec] = *items else {
            return malformed(form, "define-syntax takes a name and a transformer");
        };
        if !scope::is_identifier(name) {
            return malformed(form, "define-syntax takes a name first");
        }
        if !scope::is_global(scope) {
            return malformed(form, "define-syntax belongs at the beginning of a body");
        }
        let syntax = self.transformer(spec, scope, name)?;
        let id = scope::globals_id(scope);
        let name = global_name(self.m, id, name);
        let cell = self.definition_target(id, name);
        let value = self.constant(syntax, scope);
        Ok(self.unit.add(Node::DefineGlobal(cell, value), form, scope))
    }

    /// The macro object of a transformer spec: `syntax-rules`, or the name of a form.
    pub(super) fn transformer(&mut self, spec: Value, scope: Value, name: Value) -> Outcome {
        if scope::is_identifier(spec)
            && let Denotation::Macro(syntax) = lookup(self.m, spec, scope)
        {
            return Ok(syntax);
        }
        crate::expander::rules::transformer(self.m, spec, scope, name)
    }

    pub(super) fn let_syntax(
        &mut self,
        core: CoreForm,
        items: &[Value],
        form: Value,
        scope: Value,
        position: Position,
    ) -> Outcome<NodeId> {
        let Some(bindings) = items.get(1).and_then(|bindings| proper_items(*bindings)) else {
            return malformed(form, "a list of (name transformer) is needed");
        };
        let inner = scope::new_scope(&mut self.m.heap, scope);
        let spec_scope = if core == CoreForm::LetrecSyntax { inner } else { scope };
        for binding in bindings {
            let Some([name, spec]) =
                proper_items(binding).and_then(|b| <[Value; 2]>::try_from(b).ok())
            else {
                return malformed(form, "each binding must be (name transformer)");
            };
            if !scope::is_identifier(name) {
                return malformed(form, "a macro's name must be a symbol");
            }
            let syntax = self.transformer(spec, spec_scope, name)?;
            scope::bind(&mut self.m.heap, inner, name, syntax);
        }
        self.body(&items[2..], inner, form, position)
    }
}
