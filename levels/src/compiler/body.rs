//! Bodies: their definitions are found before anything is compiled.

use super::ast::{Node, NodeId, VarId};
use super::scopes::variable;
use super::syntax::{Position, Syntax, core_form, malformed};
use crate::condition::Outcome;
use crate::expander::lookup::{Denotation, lookup};
use crate::expander::scope::{self, MacroKind, macro_kind};
use crate::expander::{CoreForm, Steps};
use crate::pair::proper_items;
use crate::value::Value;
use std::collections::HashSet;

/// What a form of a body turned out to be.
enum Item {
    Definition(VarId, Value, Option<Value>),
    /// A definition of syntax: it is done.
    Syntax,
    Expression(Value),
}

/// A body on its way: its forms still to be looked at, in reverse, and its own scope once it has
/// definitions.
struct Scan {
    pending: Vec<Value>,
    items: Vec<Item>,
    scope: Value,
    own: bool,
}

impl Syntax<'_> {
    /// The node of a body in `scope`; `form` is what it is the body of. Definitions are found
    /// first, through macro uses and `begin`; a form that does not expand counts as an expression.
    pub(super) fn body(
        &mut self,
        forms: &[Value],
        scope: Value,
        form: Value,
        position: Position,
    ) -> Outcome<NodeId> {
        if forms.is_empty() {
            return malformed(form, "a body needs at least one expression");
        }
        let pending = forms.iter().rev().copied().collect();
        let mut scan = Scan { pending, items: Vec::new(), scope, own: false };
        while let Some(next) = scan.pending.pop() {
            self.scan(&mut scan, next);
        }
        self.assemble(scan, form, position)
    }

    fn scan(&mut self, scan: &mut Scan, mut form: Value) {
        let (written, mut steps) = (form, Steps::default());
        while steps.may_follow(written) {
            if !form.is_pair() || !scope::is_identifier(form.car()) || self.work().is_err() {
                break;
            }
            if !self.has_room(scan.pending.len() + scan.items.len()) {
                scan.pending.clear();
                break;
            }
            self.keep_time();
            let Denotation::Macro(syntax) = lookup(self.m, form.car(), scan.scope) else {
                break;
            };
            self.rely_on_macro(form.car(), scan.scope);
            if macro_kind(syntax) != MacroKind::Core {
                match crate::expander::expand_step(self.m, syntax, form, scan.scope) {
                    Ok(expansion) => form = expansion,
                    Err(_) => break,
                }
                continue;
            }
            match core_form(syntax) {
                CoreForm::Begin => match proper_items(form.cdr()) {
                    Some(forms) if !forms.is_empty() || !scan.pending.is_empty() => {
                        scan.pending.extend(forms.iter().rev());
                        return;
                    }
                    Some(_) | None => break,
                },
                CoreForm::Define if self.scan_definition(scan, form) => return,
                CoreForm::DefineSyntax if self.scan_syntax(scan, form) => return,
                CoreForm::Quote
                | CoreForm::If
                | CoreForm::Set
                | CoreForm::Define
                | CoreForm::Lambda
                | CoreForm::DefineSyntax
                | CoreForm::LetSyntax
                | CoreForm::LetrecSyntax
                | CoreForm::Delta
                | CoreForm::Em
                | CoreForm::Import
                | CoreForm::DefineLibrary => break,
            }
        }
        scan.items.push(Item::Expression(form));
    }

    fn own_scope(&mut self, scan: &mut Scan) -> Value {
        if !scan.own {
            scan.scope = scope::new_scope(&mut self.m.heap, scan.scope);
            scan.own = true;
        }
        scan.scope
    }

    fn scan_definition(&mut self, scan: &mut Scan, form: Value) -> bool {
        let Ok((name, value)) = self.definition_parts(form) else {
            return false;
        };
        let inner = self.own_scope(scan);
        let var = match scope::find_binding(&self.m.heap, inner, name)
            .and_then(|o| self.own_variable(o))
        {
            Some(var) => var,
            None => self.bind(name, inner),
        };
        self.unit.var_mut(var).definitions += 1;
        scan.items.push(Item::Definition(var, form, value));
        true
    }

    fn scan_syntax(&mut self, scan: &mut Scan, form: Value) -> bool {
        let Some([_, name, spec]) = proper_items(form).and_then(|f| <[Value; 3]>::try_from(f).ok())
        else {
            return false;
        };
        if !scope::is_identifier(name) {
            return false;
        }
        let inner = self.own_scope(scan);
        match self.transformer(spec, inner, name) {
            Ok(syntax) => {
                scope::bind(&mut self.m.heap, inner, name, syntax);
                scan.items.push(Item::Syntax);
                true
            }
            Err(_) => false,
        }
    }

    fn assemble(&mut self, scan: Scan, form: Value, position: Position) -> Outcome<NodeId> {
        let Scan { items, scope, own, .. } = scan;
        if !items.iter().any(|item| matches!(item, Item::Expression(_))) {
            return malformed(form, "a body needs an expression after its definitions");
        }
        let last = items.len() - 1;
        let mut settled = true;
        let mut nodes = Vec::new();
        let mut vars: Vec<VarId> = Vec::new();
        let mut known = HashSet::new();
        for (i, item) in items.iter().enumerate() {
            let position = if i == last { position } else { Position::Inner };
            match item {
                Item::Definition(var, form, value) => {
                    if known.insert(var.0) {
                        vars.push(*var);
                    }
                    nodes.push(self.local_definition(*var, *form, *value, scope, &mut settled)?);
                }
                Item::Syntax => {}
                Item::Expression(form) => {
                    settled = false;
                    nodes.push(self.expression(*form, scope, position));
                }
            }
        }
        if let Some(Item::Definition(..) | Item::Syntax) = items.last() {
            nodes.push(self.constant(Value::UNSPECIFIED, scope));
        }
        let sequence = self.joined(nodes, scope);
        if !own {
            return Ok(sequence);
        }
        Ok(self.body_node(vars, sequence, scope, form))
    }

    /// A definition; `settled` while nothing but procedures has been defined, so that no reference
    /// can have come too early.
    pub(super) fn local_definition(
        &mut self,
        var: VarId,
        form: Value,
        value: Option<Value>,
        scope: Value,
        settled: &mut bool,
    ) -> Outcome<NodeId> {
        let name = scope::symbol_of(self.unit.var(var).name);
        let value = match value {
            None => self.constant(Value::UNSPECIFIED, scope),
            Some(value) => match self.lambda_form(value, scope) {
                Some(lambda) => match self.lambda(lambda, scope, name) {
                    Ok(id) => {
                        self.unit.lambdas[id.0 as usize].variable = Some(var);
                        if self.unit.var(var).definitions == 1 {
                            self.unit.var_mut(var).lambda = Some(id);
                            let object = self.unit.var(var).object;
                            self.m.heap.set_field(object, variable::FORM, lambda);
                        }
                        self.unit.var_mut(var).checked |= !*settled;
                        self.unit.add(Node::Lambda(id), lambda, scope)
                    }
                    Err(condition) => self.error(&condition, value, scope),
                },
                None => {
                    self.unit.var_mut(var).checked = true;
                    let node = self.expression(value, scope, Position::Inner);
                    if !matches!(self.unit.node(node), Node::Constant(_)) {
                        *settled = false;
                    }
                    node
                }
            },
        };
        Ok(self.unit.add(Node::DefineLocal(var, value), form, scope))
    }
}
