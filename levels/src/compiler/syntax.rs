//! From forms to nodes: the core forms, and whatever expands to them.
//!
//! Invariant: a malformed form becomes a node that raises its condition when it is reached; making
//! nodes never fails, and recurses at most `DEPTH` levels of nesting.

use super::ast::{CallSite, Lambda, LambdaId, Node, NodeId, Reliance, Unit, Var, VarId};
use super::meanings::Meanings;
use super::scopes;
use crate::condition::{Condition, Outcome};
use crate::environment::{self, CellState, GlobalsId, cell};
use crate::expander::CoreForm;
use crate::expander::lookup::{Denotation, global_name, lookup};
use crate::expander::names::{Name, insert};
use crate::expander::scope::{self, MacroKind, macro_kind};
use crate::expander::unfold::is_circular_code;
use crate::layout::Type;
use crate::level::local;
use crate::machine::Machine;
use crate::value::Value;

/// Forms nested deeper than this are compiled when they are reached.
const DEPTH: usize = 200;
/// Steps that the expansion of one form may take.
pub(super) const MOST_STEPS: usize = 200_000;

/// Makes the nodes of one unit.
pub struct Syntax<'m> {
    /// The machine, for its heap, its globals and its expander.
    pub m: &'m mut Machine,
    /// What is made.
    pub unit: Unit,
    /// The object of the variable that holds the unit's own procedure, or `#f`.
    pub itself: Value,
    pub(super) meanings: Meanings,
    pub(super) lambda: LambdaId,
    pub(super) depth: usize,
}

/// Where the value of a form goes, as far as making nodes cares.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Position {
    /// It is the value of the lambda.
    Tail,
    /// It goes on being used.
    Inner,
}

/// The items of a proper list, or `None`.
pub fn list(mut form: Value) -> Option<Vec<Value>> {
    let mut items = Vec::new();
    let mut slow = form;
    while form.is_pair() {
        items.push(form.car());
        form = form.cdr();
        if items.len() % 2 == 0 {
            slow = slow.cdr();
            if slow == form {
                return None;
            }
        }
    }
    form.is_nil().then_some(items)
}

/// A malformed form.
pub fn malformed<T>(form: Value, reason: &str) -> Outcome<T> {
    Err(Box::new(Condition::Syntax { form, reason: reason.to_string() }))
}

fn too_far(form: Value) -> Condition {
    let reason = "a variable is used too many scopes away from where it is bound".to_string();
    Condition::Syntax { form, reason }
}

impl<'m> Syntax<'m> {
    /// A new unit.
    pub fn new(m: &'m mut Machine) -> Syntax<'m> {
        Syntax {
            m,
            unit: Unit::default(),
            itself: Value::FALSE,
            meanings: Meanings::default(),
            lambda: LambdaId(0),
            depth: 0,
        }
    }

    /// The unit, of which all nodes have been made.
    pub fn finish(mut self) -> Unit {
        self.leave_past();
        self.settle_captures();
        self.settle_closures();
        self.unit
    }

    /// The node of `form` in `scope`.
    pub fn expression(&mut self, form: Value, scope: Value, position: Position) -> NodeId {
        self.keep_time();
        if self.depth >= DEPTH && form.is_pair() {
            return self.deferred(form, scope);
        }
        self.depth += 1;
        let node = match self.try_expression(form, scope, position) {
            Ok(node) => node,
            Err(condition) => self.error(&condition, form, scope),
        };
        self.depth -= 1;
        node
    }

    fn try_expression(
        &mut self,
        mut form: Value,
        scope: Value,
        position: Position,
    ) -> Outcome<NodeId> {
        let written = form;
        for _ in 0..MOST_STEPS {
            if scope::is_identifier(form) {
                return self.variable(form, scope);
            }
            if !form.is_pair() {
                return self.constant_form(form, scope);
            }
            let head = form.car();
            if scope::is_identifier(head)
                && let Denotation::Macro(syntax) = lookup(self.m, head, scope)
            {
                self.rely_on_macro(head, scope);
                if macro_kind(syntax) == MacroKind::Core {
                    return self.core(core_form(syntax), form, scope, position);
                }
                form = crate::expander::expand_step(self.m, syntax, form, scope)?;
                continue;
            }
            return self.application(form, scope, position);
        }
        malformed(written, "the expansion comes to no end")
    }

    /// A redefinition of a global macro retires what used it.
    pub(super) fn rely_on_macro(&mut self, head: Value, scope: Value) {
        if let Some(cell) = crate::expander::lookup::cell_of(self.m, head, scope) {
            self.rely_on(cell);
        }
    }

    /// Notes that the unit's result relies on what a cell holds.
    pub(super) fn rely_on(&mut self, cell: Value) {
        let reliance = Reliance { cell, contents: cell.field(cell::VALUE) };
        let phase = self.meanings.first_dependency;
        if !self.unit.dependencies[phase..].contains(&reliance) {
            self.unit.dependencies.push(reliance);
        }
    }

    /// The node that raises `condition` when it is reached.
    pub fn error(&mut self, condition: &Condition, form: Value, scope: Value) -> NodeId {
        let object = crate::builtins::condition::to_object(self.m, condition);
        self.unit.add(Node::Error(object), form, scope)
    }

    fn constant_form(&mut self, form: Value, scope: Value) -> Outcome<NodeId> {
        if form.is_nil() {
            return malformed(form, "an empty application: a procedure is missing, or a quote");
        }
        Ok(self.constant(form, scope))
    }

    pub(super) fn constant(&mut self, value: Value, scope: Value) -> NodeId {
        self.unit.add(Node::Constant(value), Value::FALSE, scope)
    }

    fn unspecified(&mut self, scope: Value) -> NodeId {
        self.constant(Value::UNSPECIFIED, scope)
    }

    fn variable(&mut self, name: Value, scope: Value) -> Outcome<NodeId> {
        match lookup(self.m, name, scope) {
            Denotation::Variable(object) => Ok(self.local(object, name, scope, false)),
            Denotation::Global(cell) => {
                let shown = cell.field(cell::SYMBOL);
                Ok(self.unit.add(Node::Global(cell), shown, scope))
            }
            Denotation::Macro(_) => {
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
        if entry.users.last() != Some(&lambda) {
            entry.users.push(lambda);
        }
        self.unit.add(Node::Local(var), shown, scope)
    }

    /// A variable of an environment around the unit.
    fn outer(&mut self, object: Value, name: Value, scope: Value) -> NodeId {
        if object == self.itself && !scopes::is_kept(object) {
            return self.unit.add(Node::Itself(object), name, scope);
        }
        if let Some(environment) = local::reaching(&self.m.heap, object, scope) {
            return self.reified("%environment-value", environment, object, None, name, scope);
        }
        match self.outer_place(object, name, scope) {
            Ok((hops, index)) => self.unit.add(Node::Outer(hops, index), name, scope),
            Err(condition) => self.error(&condition, name, scope),
        }
    }

    fn outer_assignment(
        &mut self,
        object: Value,
        value: NodeId,
        form: Value,
        scope: Value,
    ) -> Outcome<NodeId> {
        if let Some(environment) = local::reaching(&self.m.heap, object, scope) {
            let (primitive, value) = ("%environment-set!", Some(value));
            return Ok(self.reified(primitive, environment, object, value, form, scope));
        }
        let name = scope::symbol_of(object.field(scopes::variable::NAME));
        let (hops, index) = self.outer_place(object, name, scope)?;
        Ok(self.unit.add(Node::SetOuter(hops, index, value), form, scope))
    }

    fn outer_place(&self, object: Value, name: Value, scope: Value) -> Outcome<(u16, u16)> {
        if !scopes::is_kept(object) {
            return Err(Box::new(not_kept(name)));
        }
        let place = scopes::outer_place(&self.m.heap, object, scope);
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
        let symbol = self.m.intern(primitive);
        let cell = environment::cell_for(self.m, environment::UNIVERSE, symbol);
        let operator = self.unit.add(Node::Global(cell), symbol, scope);
        let mut arguments = vec![self.constant(environment, scope), self.constant(object, scope)];
        arguments.extend(value);
        self.unit.add(Node::Call(operator, arguments), form, scope)
    }

    /// The variable of this unit that an object in a scope stands for.
    pub(super) fn own_variable(&self, object: Value) -> Option<VarId> {
        let index = object.field(scopes::variable::ID).as_index()?;
        let var = self.unit.vars.get(index)?;
        (var.object == object).then_some(VarId(index as u32))
    }

    /// A new variable bound in `scope`.
    pub(super) fn bind(&mut self, name: Value, scope: Value) -> VarId {
        let id = VarId(self.unit.vars.len() as u32);
        let object = scopes::new_variable(&mut self.m.heap, id, name);
        scope::bind(&mut self.m.heap, scope, name, object);
        self.unit.vars.push(Var {
            name,
            object,
            scope,
            owner: self.lambda,
            users: Vec::new(),
            assigned: false,
            captured: false,
            checked: false,
            escapes: false,
            calls: Vec::new(),
            lambda: None,
            definitions: 0,
        });
        id
    }

    fn core(
        &mut self,
        core: CoreForm,
        form: Value,
        scope: Value,
        position: Position,
    ) -> Outcome<NodeId> {
        let Some(items) = list(form) else {
            return malformed(form, "a form must be a proper list");
        };
        match core {
            CoreForm::Quote => {
                let [_, datum] = items[..] else {
                    return malformed(form, "quote takes one datum");
                };
                let datum = crate::expander::strip::strip(self.m, datum)?;
                Ok(self.constant(datum, scope))
            }
            CoreForm::If => self.conditional(&items, form, scope, position),
            CoreForm::Set => self.assignment(&items, form, scope),
            CoreForm::Define => self.global_definition(form, scope),
            CoreForm::Lambda => self.closure(form, scope, Value::FALSE),
            CoreForm::Begin => self.begin(&items, scope, position),
            CoreForm::DefineSyntax => self.global_syntax(&items, form, scope),
            CoreForm::LetSyntax | CoreForm::LetrecSyntax => {
                self.let_syntax(core, &items, form, scope, position)
            }
            CoreForm::Delta => malformed(form, "delta reifiers are not part of this machine yet"),
            CoreForm::Em => self.primitive_on_datum("%em", &items, form, scope),
            CoreForm::Import => self.primitive_on_form("%import", form, scope),
            CoreForm::DefineLibrary => self.primitive_on_form("%define-library", form, scope),
        }
    }

    /// `(EM datum)` is the call of a primitive that no program can rebind.
    fn primitive_on_datum(
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

    fn primitive_on_form(&mut self, name: &str, form: Value, scope: Value) -> Outcome<NodeId> {
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
        let symbol = self.m.intern(name);
        let cell = environment::cell_for(self.m, environment::UNIVERSE, symbol);
        let datum = crate::expander::strip::strip(self.m, datum)?;
        let global = scope::outermost(scope);
        let operator = self.unit.add(Node::Global(cell), symbol, scope);
        let argument = self.constant(datum, scope);
        let environment = local::global(&mut self.m.heap, global);
        let environment = self.constant(environment, scope);
        Ok(self.unit.add(Node::Call(operator, vec![argument, environment]), form, scope))
    }

    fn conditional(
        &mut self,
        items: &[Value],
        form: Value,
        scope: Value,
        position: Position,
    ) -> Outcome<NodeId> {
        if items.len() != 3 && items.len() != 4 {
            return malformed(form, "if takes a test, a consequent and at most one alternative");
        }
        let test = self.expression(items[1], scope, Position::Inner);
        let consequent = self.expression(items[2], scope, position);
        let alternative = match items.get(3) {
            Some(alternative) => self.expression(*alternative, scope, position),
            None => self.unspecified(scope),
        };
        Ok(self.unit.add(Node::If(test, consequent, alternative), form, scope))
    }

    fn assignment(&mut self, items: &[Value], form: Value, scope: Value) -> Outcome<NodeId> {
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
                    let lambda = self.lambda;
                    let entry = self.unit.var_mut(var);
                    entry.assigned = true;
                    entry.escapes = true;
                    if entry.users.last() != Some(&lambda) {
                        entry.users.push(lambda);
                    }
                    Ok(self.unit.add(Node::SetLocal(var, value), form, scope))
                }
                None => self.outer_assignment(object, value, form, scope),
            },
            Denotation::Global(cell) => {
                Ok(self.unit.add(Node::SetGlobal(cell, value), form, scope))
            }
            Denotation::Macro(_) => match self.global_macro_cell(name, scope) {
                Some(cell) => Ok(self.unit.add(Node::SetGlobal(cell, value), form, scope)),
                None => malformed(form, "set! of the name of a local form"),
            },
        }
    }

    fn global_macro_cell(&mut self, name: Value, scope: Value) -> Option<Value> {
        crate::expander::lookup::cell_of(self.m, name, scope)
    }

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

    fn global_definition(&mut self, form: Value, scope: Value) -> Outcome<NodeId> {
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
        let symbol = self.m.intern("environment-define");
        let cell = environment::cell_for(self.m, environment::UNIVERSE, symbol);
        let operator = self.unit.add(Node::Global(cell), symbol, scope);
        let arguments = vec![self.constant(environment, scope), self.constant(name, scope), value];
        Ok(self.unit.add(Node::Call(operator, arguments), form, scope))
    }

    /// The form itself if it is a `lambda` form here.
    pub(super) fn lambda_form(&mut self, form: Value, scope: Value) -> Option<Value> {
        self.is_core(form, scope, CoreForm::Lambda).then_some(form)
    }

    pub(super) fn is_core(&mut self, form: Value, scope: Value, core: CoreForm) -> bool {
        if !form.is_pair() || !scope::is_identifier(form.car()) {
            return false;
        }
        self.keep_time();
        match lookup(self.m, form.car(), scope) {
            Denotation::Macro(syntax) => {
                let is_it = macro_kind(syntax) == MacroKind::Core && core_form(syntax) == core;
                if is_it {
                    self.rely_on_macro(form.car(), scope);
                }
                is_it
            }
            Denotation::Variable(_) | Denotation::Global(_) => false,
        }
    }

    fn begin(&mut self, items: &[Value], scope: Value, position: Position) -> Outcome<NodeId> {
        if items.len() == 1 {
            return Ok(self.unspecified(scope));
        }
        if scope::is_global(scope) {
            return Ok(self.top_level_sequence(&items[1..], scope, position));
        }
        Ok(self.sequence(&items[1..], scope, position))
    }

    pub(super) fn sequence(&mut self, forms: &[Value], scope: Value, position: Position) -> NodeId {
        let (last, before) = forms.split_last().expect("a sequence is not empty");
        let mut nodes: Vec<NodeId> =
            before.iter().map(|form| self.expression(*form, scope, Position::Inner)).collect();
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
    fn top_level_sequence(&mut self, forms: &[Value], scope: Value, position: Position) -> NodeId {
        let (last, before) = forms.split_last().expect("a sequence is not empty");
        let mut nodes = Vec::new();
        let mut settled = true;
        for form in before {
            nodes.push(self.top_level_form(*form, scope, settled, Position::Inner));
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

    /// Whether a form at the top level may change what names mean to the compiler.
    fn changes_meanings(&mut self, form: Value, scope: Value) -> bool {
        if !form.is_pair() || !scope::is_identifier(form.car()) {
            return false;
        }
        match lookup(self.m, form.car(), scope) {
            Denotation::Macro(syntax) if macro_kind(syntax) == MacroKind::Core => {
                match core_form(syntax) {
                    CoreForm::Quote | CoreForm::If | CoreForm::Lambda => false,
                    CoreForm::Define => self.defines_inherited(form, scope),
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

    fn defines_inherited(&mut self, form: Value, scope: Value) -> bool {
        let Ok((name, _)) = self.definition_parts(form) else {
            return false;
        };
        match crate::expander::lookup::cell_of(self.m, name, scope) {
            Some(cell) => {
                cell::state(cell) == CellState::Inherited
                    || cell.field(cell::VALUE).is_a(Type::Macro)
            }
            None => false,
        }
    }

    fn global_syntax(&mut self, items: &[Value], form: Value, scope: Value) -> Outcome<NodeId> {
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

    fn let_syntax(
        &mut self,
        core: CoreForm,
        items: &[Value],
        form: Value,
        scope: Value,
        position: Position,
    ) -> Outcome<NodeId> {
        let Some(bindings) = items.get(1).and_then(|bindings| list(*bindings)) else {
            return malformed(form, "a list of (name transformer) is needed");
        };
        let inner = scope::new_scope(&mut self.m.heap, scope);
        let spec_scope = if core == CoreForm::LetrecSyntax { inner } else { scope };
        for binding in bindings {
            let Some([name, spec]) = list(binding).and_then(|b| <[Value; 2]>::try_from(b).ok())
            else {
                return malformed(form, "each binding must be (name transformer)");
            };
            let syntax = self.transformer(spec, spec_scope, name)?;
            scope::bind(&mut self.m.heap, inner, name, syntax);
        }
        self.body(&items[2..], inner, form, position)
    }

    fn application(&mut self, form: Value, scope: Value, position: Position) -> Outcome<NodeId> {
        let Some(items) = list(form) else {
            return malformed(form, "an application must be a proper list");
        };
        let (head, operands) = (items[0], &items[1..]);
        if let Some(lambda) = self.lambda_form(head, scope)
            && let Some(node) = self.immediate(lambda, operands, form, scope, position)?
        {
            return Ok(node);
        }
        if let Some(node) = self.named_loop(head, operands, form, scope, position)? {
            return Ok(node);
        }
        let operator = if scope::is_identifier(head)
            && let Denotation::Variable(object) = lookup(self.m, head, scope)
        {
            self.local(object, head, scope, true)
        } else {
            self.expression(head, scope, Position::Inner)
        };
        let arguments: Vec<NodeId> = operands
            .iter()
            .map(|operand| self.expression(*operand, scope, Position::Inner))
            .collect();
        Ok(self.call(operator, arguments, form, scope, position))
    }

    /// The node of a call; calls of local variables are noted.
    pub(super) fn call(
        &mut self,
        operator: NodeId,
        arguments: Vec<NodeId>,
        form: Value,
        scope: Value,
        position: Position,
    ) -> NodeId {
        let count = arguments.len();
        let node = self.unit.add(Node::Call(operator, arguments), form, scope);
        if let Node::Local(var) = *self.unit.node(operator) {
            let (lambda, tail) = (self.lambda, position == Position::Tail);
            let site = CallSite { node, lambda, tail, arguments: count };
            self.unit.var_mut(var).calls.push(site);
        }
        node
    }

    /// A closure; one without variables around it is compiled when it is first called.
    pub(super) fn closure(&mut self, form: Value, scope: Value, name: Value) -> Outcome<NodeId> {
        let lambda = self.lambda(form, scope, name)?;
        Ok(self.unit.add(Node::Lambda(lambda), form, scope))
    }

    /// The lambda of a `lambda` form.
    pub(super) fn lambda(&mut self, form: Value, scope: Value, name: Value) -> Outcome<LambdaId> {
        let (params, rest, body) = lambda_parts(form)?;
        let id = LambdaId(self.unit.lambdas.len() as u32);
        let lambda = Lambda::new(Some(self.lambda), name, form, scope);
        self.unit.lambdas.push(Lambda { rest, ..lambda });
        if scope::is_global(scope) {
            return Ok(id);
        }
        self.fill_lambda(id, &params, &body)?;
        Ok(id)
    }

    /// Makes the parameters and the body of a lambda.
    pub(super) fn fill_lambda(
        &mut self,
        id: LambdaId,
        params: &[Value],
        body: &[Value],
    ) -> Outcome<()> {
        let (form, outer) = (self.unit.lambda(id).form, self.unit.lambda(id).outer_scope);
        let inner = scope::new_scope(&mut self.m.heap, outer);
        let enclosing = std::mem::replace(&mut self.lambda, id);
        let vars: Vec<VarId> = params.iter().map(|name| self.bind(*name, inner)).collect();
        for var in &vars {
            self.unit.var_mut(*var).definitions = 1;
        }
        let lambda = &mut self.unit.lambdas[id.0 as usize];
        lambda.scope = inner;
        lambda.params = vars;
        lambda.depth = self.depth;
        let first = self.unit.nodes.len() as u32;
        let node = self.body(body, inner, form, Position::Tail);
        self.lambda = enclosing;
        let end = self.unit.nodes.len() as u32;
        let lambda = &mut self.unit.lambdas[id.0 as usize];
        lambda.body = Some(node?);
        lambda.nodes = first..end;
        Ok(())
    }

    /// A form of the top level, which may be a definition, is evaluated when it is reached.
    fn evaluated(&mut self, form: Value, scope: Value) -> NodeId {
        let symbol = self.m.intern("eval");
        let cell = environment::cell_for(self.m, environment::UNIVERSE, symbol);
        let operator = self.unit.add(Node::Global(cell), symbol, scope);
        let environment = local::global(&mut self.m.heap, scope);
        let arguments = vec![self.constant(form, scope), self.constant(environment, scope)];
        self.unit.add(Node::Call(operator, arguments), form, scope)
    }

    /// A form that is compiled when it is reached, as a procedure of no parameters.
    fn deferred(&mut self, form: Value, scope: Value) -> NodeId {
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

/// A variable that was not in sight of a procedure's text when the procedure was made, as it is when
/// a macro that the text uses is redefined.
pub fn not_kept(name: Value) -> Condition {
    let message = "the procedure was made when its text did not mention this variable".to_string();
    Condition::Message { message, irritants: vec![name] }
}

/// Parameters (the rest parameter last), whether there is a rest parameter, and the body.
pub fn lambda_parts(form: Value) -> Outcome<(Vec<Value>, bool, Vec<Value>)> {
    let rest = form.cdr();
    if !rest.is_pair() {
        return malformed(form, "lambda takes parameters and a body");
    }
    let mut names = Vec::new();
    let mut at = rest.car();
    while at.is_pair() {
        names.push(at.car());
        at = at.cdr();
        if names.len() >= super::MAX_PARAMETERS {
            return malformed(form, "too many parameters");
        }
    }
    let has_rest = !at.is_nil();
    if has_rest {
        names.push(at);
    }
    for (i, name) in names.iter().enumerate() {
        if !scope::is_identifier(*name) {
            return malformed(form, "a parameter must be a symbol");
        }
        if names[..i].contains(name) {
            return malformed(form, "a parameter is named twice");
        }
    }
    match list(rest.cdr()) {
        Some(body) if !body.is_empty() => Ok((names, has_rest, body)),
        Some(_) | None => malformed(form, "a procedure needs a body of at least one expression"),
    }
}

/// The core form that a macro object stands for.
pub fn core_form(syntax: Value) -> CoreForm {
    CoreForm::of(syntax).expect("the caller has checked the kind")
}
