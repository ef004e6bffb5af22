//! Bodies: their definitions are found before anything is compiled.

use super::ast::{Node, NodeId, VarId};
use super::scopes::variable;
use super::syntax::{Position, Syntax, core_form, malformed};
use crate::condition::Outcome;
use crate::evaluator::memo::{self, Memory};
use crate::expander::lookup::{Denotation, lookup};
use crate::expander::scope::{self, MacroKind, macro_kind};
use crate::expander::{CoreForm, Steps};
use crate::layout::Type;
use crate::pair::proper_items;
use crate::step::Step;
use crate::value::Value;
use std::collections::HashSet;

/// What a form of a body turned out to be.
enum Item {
    Definition(VarId, Value, Option<Value>),
    /// A definition of syntax: it is done.
    Syntax,
    Expression(Value),
}

/// A body on its way: its forms still to be looked at, in reverse, each with the number of the list that
/// it is an element of; and its own scope once it has definitions.
struct Scan {
    pending: Vec<(Value, usize)>,
    lists: usize,
    /// Whether a form was taken apart: a `begin`, or a macro use that is a definition.
    is_spliced: bool,
    /// What forms have become, where the text of the evaluator is going to ask for it.
    became: Vec<(Value, Memory)>,
    items: Vec<Item>,
    /// What was pending after each item, where that is going to be asked for.
    tails: Vec<Vec<(Value, usize)>>,
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
        let pending = forms.iter().rev().map(|form| (*form, 0)).collect();
        let (items, tails) = Default::default();
        let (lists, is_spliced, became, own) = Default::default();
        let mut scan = Scan { pending, lists, is_spliced, became, items, tails, scope, own };
        while let Some((next, _)) = scan.pending.pop() {
            let before = scan.items.len();
            self.scan(&mut scan, next);
            if self.unit.written.is_some() && scan.items.len() > before {
                scan.tails.push(scan.pending.clone());
            }
        }
        let (inner, is_spliced, is_own) = (scan.scope, scan.is_spliced, scan.own);
        for (form, memory) in std::mem::take(&mut scan.became) {
            memo::keep(&mut self.m.heap, inner, form, memory)?;
        }
        let start = self.unit.written.is_some().then(|| self.m.heap.list(forms));
        let node = self.assemble(scan, form, position)?;
        if let Some(list) = start {
            let inside = if let Node::Body(_, sequence, _) = self.unit.node(node)
                && is_own
            {
                *sequence
            } else {
                node
            };
            self.note_written(inside, Step::Begin, list, inner);
            if is_spliced && let Some(written) = &mut self.unit.written {
                written.spliced.insert(list);
            }
        }
        Ok(node)
    }

    /// The lists that are left of what was pending, the innermost first.
    fn lists_of(&mut self, pending: &[(Value, usize)]) -> Vec<Value> {
        let groups = pending.chunk_by(|a, b| a.1 == b.1).rev();
        let forms = |group: &[(Value, usize)]| -> Vec<Value> {
            group.iter().rev().map(|(form, _)| *form).collect()
        };
        groups.map(|group| self.m.heap.list(&forms(group))).collect()
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
                    Ok(expansion) => {
                        self.note_step(Step::MacroUse);
                        let pair = self.m.heap.cons(syntax, expansion);
                        self.note_became(scan, form, Memory::Expansion(pair));
                        form = expansion;
                    }
                    Err(_) => break,
                }
                continue;
            }
            match core_form(syntax) {
                CoreForm::Begin => match proper_items(form.cdr()) {
                    Some(forms) if !forms.is_empty() || !scan.pending.is_empty() => {
                        scan.lists += 1;
                        scan.is_spliced = true;
                        let list = scan.lists;
                        scan.pending.extend(forms.iter().rev().map(|form| (*form, list)));
                        return;
                    }
                    Some(_) | None => break,
                },
                CoreForm::Define if self.scan_definition(scan, form) => {
                    scan.is_spliced |= form != written;
                    return;
                }
                CoreForm::DefineSyntax if self.scan_syntax(scan, form) => {
                    scan.is_spliced |= self.unit.written.is_some();
                    return;
                }
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
        scan.items.push(Item::Expression(if self.unit.written.is_some() { written } else { form }));
    }

    fn note_became(&mut self, scan: &mut Scan, form: Value, memory: Memory) {
        if self.unit.written.is_some() {
            scan.became.push((form, memory));
        }
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
        let parts = [name, value.unwrap_or(Value::UNSPECIFIED)];
        let parts = self.m.heap.object(Type::Vector, &parts);
        self.note_became(scan, form, Memory::Definition(parts));
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
                self.note_step(Step::DefineSyntax);
                scan.items.push(Item::Syntax);
                self.note_became(scan, form, Memory::Macro(syntax));
                true
            }
            Err(_) => false,
        }
    }

    fn assemble(&mut self, scan: Scan, form: Value, position: Position) -> Outcome<NodeId> {
        let Scan { items, tails, scope, own, .. } = scan;
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
                    self.note_step(Step::Define);
                    if known.insert(var.0) {
                        vars.push(*var);
                    }
                    let node = self.local_definition(*var, *form, *value, scope, &mut settled)?;
                    self.note_written(node, Step::Define, *form, scope);
                    self.note_written(node, Step::Eval, *form, scope);
                    nodes.push(node);
                }
                Item::Syntax => {}
                Item::Expression(form) => {
                    settled = false;
                    nodes.push(self.expression(*form, scope, position));
                }
            }
            if !matches!(item, Item::Syntax)
                && let (Some(pending), Some(node)) = (tails.get(i), nodes.last())
            {
                let node = *node;
                let lists = self.lists_of(pending);
                self.note_tails(node, lists, scope);
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
                        let node = self.unit.add(Node::Lambda(id), lambda, scope);
                        self.note_written(node, Step::Lambda, lambda, scope);
                        self.note_written(node, Step::Eval, lambda, scope);
                        node
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
