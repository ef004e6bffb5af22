//! Sequences of expressions, and those of the top level, where each form may change what the next
//! ones mean.
//!
//! Invariant: what of a sequence is put off until it is reached depends on its form and on the macros that
//! its version relies on, and on nothing else: all versions of a code put off the same.

use super::ast::{Node, NodeId};
use super::syntax::{Position, Syntax, core_form};
use crate::condition::Outcome;
use crate::environment::cell;
use crate::expander::CoreForm;
use crate::expander::lookup::{Denotation, cell_of, lookup};
use crate::expander::scope::{self, MacroKind, macro_kind};
use crate::layout::Type;
use crate::value::Value;

impl Syntax<'_> {
    pub(super) fn begin(
        &mut self,
        form: Value,
        items: &[Value],
        scope: Value,
        position: Position,
    ) -> Outcome<NodeId> {
        if items.len() == 1 {
            return Ok(self.unspecified(scope));
        }
        if scope::is_global(scope) {
            return Ok(self.top_level_sequence(form.cdr(), &items[1..], scope, position));
        }
        Ok(self.sequence(form.cdr(), &items[1..], scope, position))
    }

    fn sequence(
        &mut self,
        list: Value,
        forms: &[Value],
        scope: Value,
        position: Position,
    ) -> NodeId {
        let (last, before) = forms.split_last().expect("a sequence is not empty");
        let mut rest = list;
        let mut nodes = Vec::new();
        for form in before {
            rest = rest.cdr();
            let node = self.expression(*form, scope, Position::Inner);
            self.note_tails(node, vec![rest], scope);
            nodes.push(node);
        }
        nodes.push(self.expression(*last, scope, position));
        self.joined(nodes, scope)
    }

    pub(super) fn joined(&mut self, mut nodes: Vec<NodeId>, scope: Value) -> NodeId {
        if nodes.len() == 1 {
            return nodes.remove(0);
        }
        self.unit.add(Node::Sequence(nodes), Value::FALSE, scope)
    }

    /// At the top level each form may change what the next ones mean: what follows a definition
    /// is compiled when it is reached.
    fn top_level_sequence(
        &mut self,
        list: Value,
        forms: &[Value],
        scope: Value,
        position: Position,
    ) -> NodeId {
        let (last, before) = forms.split_last().expect("a sequence is not empty");
        let mut rest = list;
        let mut nodes = Vec::new();
        let mut settled = true;
        for form in before {
            rest = rest.cdr();
            let node = self.top_level_form(*form, scope, settled, Position::Inner);
            self.note_tails(node, vec![rest], scope);
            nodes.push(node);
            settled &= !self.changes_meanings(*form, scope);
        }
        nodes.push(self.top_level_form(*last, scope, settled, position));
        self.joined(nodes, scope)
    }

    fn top_level_form(
        &mut self,
        form: Value,
        scope: Value,
        settled: bool,
        position: Position,
    ) -> NodeId {
        if settled || !form.is_pair() {
            return self.expression(form, scope, position);
        }
        self.deferred(form, scope)
    }

    /// Whether a form at the top level may change what names mean to the compiler. A name that has been a
    /// variable so far does not: what was made of it is taken back when it changes.
    fn changes_meanings(&mut self, form: Value, scope: Value) -> bool {
        if !form.is_pair() || !scope::is_identifier(form.car()) {
            return false;
        }
        self.keep_time();
        match lookup(self.m, form.car(), scope) {
            Denotation::Macro(syntax) if macro_kind(syntax) == MacroKind::Core => {
                match core_form(syntax) {
                    CoreForm::Quote | CoreForm::If | CoreForm::Lambda => false,
                    CoreForm::Define => self.defines_macro(form, scope),
                    CoreForm::Set
                    | CoreForm::Begin
                    | CoreForm::DefineSyntax
                    | CoreForm::LetSyntax
                    | CoreForm::LetrecSyntax
                    | CoreForm::Delta
                    | CoreForm::Em
                    | CoreForm::Import
                    | CoreForm::DefineLibrary => true,
                }
            }
            Denotation::Macro(_) => true,
            Denotation::Variable(_) | Denotation::Global(_) => false,
        }
    }

    /// Whether it defines the name of a macro. That the name is one is relied on, so that other versions of
    /// the code see the same.
    fn defines_macro(&mut self, form: Value, scope: Value) -> bool {
        let Ok((name, _)) = self.definition_parts(form) else {
            return false;
        };
        let held = cell_of(self.m, name, scope);
        let Some(cell) = held.filter(|cell| cell.field(cell::VALUE).is_a(Type::Macro)) else {
            return false;
        };
        self.rely_on(cell);
        true
    }
}
