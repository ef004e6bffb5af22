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
use crate::machine::Machine;
use crate::pair::proper_items;
use crate::step::Step;
use crate::value::Value;

impl Syntax<'_> {
    pub(super) fn definition_parts(&mut self, form: Value) -> Outcome<(Value, Option<Value>)> {
        definition_parts(self.m, form)
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
                Some(lambda) => {
                    let node = self.closure(lambda, scope, scope::symbol_of(name))?;
                    self.note_written(node, Step::Lambda, lambda, scope);
                    self.note_written(node, Step::Eval, lambda, scope);
                    node
                }
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
        Ok(self.own_call(operator, arguments, form, scope))
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

    pub(super) fn transformer(&mut self, spec: Value, scope: Value, name: Value) -> Outcome {
        transformer(self.m, spec, scope, name)
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

/// The name that a definition binds. Looks at the whole of the form's shape, and makes nothing.
pub fn definition_name(form: Value) -> Outcome {
    let rest = form.cdr();
    if !rest.is_pair() {
        return malformed(form, "define takes a name and an expression");
    }
    let (mut target, body) = (rest.car(), rest.cdr());
    if !target.is_pair() {
        if !scope::is_identifier(target) {
            return malformed(form, "define takes a name, or a list that begins with one");
        }
        if !body.is_nil() && (!body.is_pair() || !body.cdr().is_nil()) {
            return malformed(form, "define takes one expression after the name");
        }
        return Ok(target);
    }
    let (mut mark, mut steps, mut next_mark) = (target, 0usize, 2usize);
    while target.is_pair() {
        target = target.car();
        steps += 1;
        if target == mark {
            return malformed(form, "define: the procedure's name must be a symbol");
        }
        if steps == next_mark {
            (mark, next_mark) = (target, next_mark * 2);
        }
    }
    if scope::is_identifier(target) {
        return Ok(target);
    }
    malformed(form, "define: the procedure's name must be a symbol")
}

/// `(define name value)` and `(define (name . params) body …)` as name, value form.
pub fn definition_parts(m: &mut Machine, form: Value) -> Outcome<(Value, Option<Value>)> {
    let name = definition_name(form)?;
    let (mut target, mut body) = (form.cdr().car(), form.cdr().cdr());
    if !target.is_pair() {
        return Ok((name, body.is_pair().then(|| body.car())));
    }
    let lambda = insert(m, Name::Lambda);
    loop {
        let tail = m.heap.cons(target.cdr(), body);
        let value = m.heap.cons(lambda, tail);
        target = target.car();
        if !target.is_pair() {
            m.sources.copy_span(form, value);
            return Ok((name, Some(value)));
        }
        body = m.heap.list(&[value]);
    }
}

/// The macro object of a transformer spec: `syntax-rules`, or the name of a form.
pub fn transformer(m: &mut Machine, spec: Value, scope: Value, name: Value) -> Outcome {
    if scope::is_identifier(spec)
        && let Denotation::Macro(syntax) = lookup(m, spec, scope)
    {
        return Ok(syntax);
    }
    crate::expander::rules::transformer(m, spec, scope, name)
}
