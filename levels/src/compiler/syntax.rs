//! From forms to nodes: the core forms, and whatever expands to them.
//!
//! Invariant: a malformed form becomes a node that raises its condition when it is reached; making
//! nodes fails only where the work is stopped, and recurses at most `DEPTH` levels of nesting.

use super::ast::{LambdaId, Node, NodeId, Reliance, Unit};
use super::lambda::check_delta;
use super::meanings::Meanings;
use crate::condition::{Condition, Outcome};
use crate::effort::Stopped;
use crate::environment::cell;
use crate::expander::lookup::{Denotation, cell_of, lookup};
use crate::expander::scope::{self, MacroKind, macro_kind};
use crate::expander::{CoreForm, Steps};
use crate::heap::OutOfMemory;
use crate::machine::Machine;
use crate::pair::proper_items;
use crate::step::{Step, Steps as Kinds};
use crate::value::Value;

/// Forms nested deeper than this are compiled when they are reached.
const DEPTH: usize = 200;
/// Forms and expansions of one unit that are looked at without asking whether there is memory.
const FEW: usize = 50_000;
/// Bytes that a node takes, with what is emitted for it.
const NODE_BYTES: usize = 256;
/// Units of work for a form or a step of its expansion, and for what becomes of it later.
const UNITS_A_STEP: usize = 256;

/// Makes the nodes of one unit.
pub struct Syntax<'m> {
    /// The machine, for its heap, its globals and its expander.
    pub m: &'m mut Machine,
    /// What is made.
    pub unit: Box<Unit>,
    /// The object of the variable that holds the unit's own procedure, or `#f`.
    pub itself: Value,
    pub(super) meanings: Meanings,
    pub(super) lambda: LambdaId,
    pub(super) depth: usize,
    /// Why the unit is given up, if it is: what is left becomes nodes that mean nothing.
    pub(super) stopped: Option<Stopped>,
    /// The steps that the evaluation of the present form takes after its first.
    taken: Vec<(Step, Value)>,
    /// Forms and expansions looked at.
    steps: usize,
    /// Up to how many bytes for nodes the heap was found to have addresses.
    granted: usize,
    /// What was asked for when there was no memory left: the unit is given up.
    exhausted: Option<OutOfMemory>,
}

/// Where the value of a form goes, as far as making nodes cares.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Position {
    /// It is the value of the lambda.
    Tail,
    /// It goes on being used.
    Inner,
}

/// A malformed form.
pub fn malformed<T>(form: Value, reason: &str) -> Outcome<T> {
    Err(Box::new(Condition::Syntax { form, reason: reason.to_string() }))
}

impl<'m> Syntax<'m> {
    /// A new unit.
    pub fn new(m: &'m mut Machine) -> Syntax<'m> {
        let unit = m.workshop.unit.take().unwrap_or_default();
        Syntax {
            m,
            unit,
            itself: Value::FALSE,
            meanings: Meanings::default(),
            lambda: LambdaId(0),
            depth: 0,
            stopped: None,
            taken: Vec::new(),
            steps: 0,
            granted: 0,
            exhausted: None,
        }
    }

    /// Whether there is memory to look at another form or expansion, with so many waiting. Once there
    /// is none, the unit is given up, and nothing more is looked at.
    pub(super) fn has_room(&mut self, waiting: usize) -> bool {
        self.steps += 1;
        if self.steps >= FEW && self.steps.is_multiple_of(256) && self.exhausted.is_none() {
            self.ask_for((self.unit.nodes.len() + waiting) * NODE_BYTES);
        }
        self.exhausted.is_none()
    }

    /// Looks whether there is memory for so many bytes. Where there is for twice as many, their
    /// addresses are asked for only when these are passed: each time takes some that stay unused.
    fn ask_for(&mut self, bytes: usize) {
        if bytes >= self.granted || bytes > self.m.heap.room() {
            self.exhausted = self.m.heap.reserve(bytes).err();
            self.granted = 2 * bytes;
        }
    }

    /// Fails if the unit has been given up.
    pub fn check_room(&self) -> Outcome<()> {
        self.exhausted.map_or(Ok(()), |error| Err(error.into()))
    }

    /// The unit, of which all nodes have been made.
    pub fn finish(mut self) -> Result<Box<Unit>, Stopped> {
        self.leave_past();
        if let Some(stopped) = self.stopped {
            return Err(stopped);
        }
        self.settle_captures();
        self.settle_steps();
        self.settle_private();
        self.settle_closures();
        Ok(self.unit)
    }

    /// What a loop's lambda does is done by the lambda that it runs in.
    fn settle_steps(&mut self) {
        for index in 0..self.unit.lambdas.len() {
            let steps = self.unit.lambdas[index].steps;
            let (home, _) = self.unit.home(LambdaId(index as u32), false);
            let calls_given = self.unit.lambdas[index].calls_given;
            let home = &mut self.unit.lambdas[home.0 as usize];
            home.steps = home.steps.with(steps);
            home.calls_given |= calls_given;
        }
    }

    /// A step of work, which may give the unit up.
    pub(super) fn work(&mut self) -> Result<(), Stopped> {
        let spent = self.m.heap.effort.spend(UNITS_A_STEP);
        self.stopped = self.stopped.or(spent.err());
        self.stopped.map_or(Ok(()), Err)
    }

    /// The node of `form` in `scope`.
    pub fn expression(&mut self, form: Value, scope: Value, position: Position) -> NodeId {
        if self.stopped.is_some() {
            return self.unit.add(Node::Error(Value::FALSE), form, scope);
        }
        self.keep_time();
        if self.depth >= DEPTH && form.is_pair() {
            return self.deferred(form, scope);
        }
        self.depth += 1;
        let outer = std::mem::take(&mut self.taken);
        let node = match self.try_expression(form, scope, position) {
            Ok(node) => node,
            Err(condition) => {
                self.stopped = self.stopped.or(Stopped::of(&condition));
                // What is malformed is refused before any function for its form is asked. Whoever looks a
                // variable up finds out that it is none.
                self.taken
                    .pop_if(|(step, _)| !matches!(step, Step::MacroUse | Step::Eval | Step::Var));
                self.error(&condition, form, scope)
            }
        };
        self.depth -= 1;
        if self.unit.written.is_some() {
            self.note_evaluation(node, form, scope, outer);
        }
        node
    }

    /// Notes the steps from the form as it was written to the one that was looked at last.
    fn note_evaluation(
        &mut self,
        node: NodeId,
        form: Value,
        scope: Value,
        outer: Vec<(Step, Value)>,
    ) {
        let taken = std::mem::replace(&mut self.taken, outer);
        for (step, subject) in taken.into_iter().rev() {
            self.note_written(node, step, subject, scope);
        }
        self.note_written(node, Step::Eval, form, scope);
    }

    /// Notes by what step a node is evaluated before all others, where that is going to be asked for.
    pub(super) fn note_written(&mut self, node: NodeId, step: Step, form: Value, scope: Value) {
        if let Some(written) = &mut self.unit.written {
            written.steps.entry(node.0).or_default().insert(0, (step, form, scope));
        }
    }

    /// Notes a step that the present form's evaluation takes.
    fn note_taken(&mut self, step: Step, form: Value) {
        if self.unit.written.is_some() {
            self.taken.push((step, form));
        }
    }

    /// Notes what is left of the bodies around an element of a sequence.
    pub(super) fn note_tails(&mut self, node: NodeId, tails: Vec<Value>, scope: Value) {
        if let Some(written) = &mut self.unit.written {
            written.tails.insert(node.0, (tails, scope));
        }
    }

    fn try_expression(
        &mut self,
        mut form: Value,
        scope: Value,
        position: Position,
    ) -> Outcome<NodeId> {
        let written = form;
        let mut steps = Steps::default();
        while steps.may_follow(written) {
            self.work()?;
            if !self.has_room(0) {
                return Ok(self.unspecified(scope));
            }
            if scope::is_identifier(form) {
                self.note_step(Step::Var);
                self.note_taken(Step::Var, form);
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
                self.note_step(Step::MacroUse);
                self.note_taken(Step::MacroUse, form);
                form = crate::expander::expand_step(self.m, syntax, form, scope)?;
                self.note_taken(Step::Eval, form);
                continue;
            }
            self.note_taken(Step::Application, form);
            return self.application(form, scope, position);
        }
        malformed(written, "the expansion comes to no end")
    }

    /// Notes that the present lambda takes such a step.
    pub(super) fn note_step(&mut self, step: Step) {
        let lambda = &mut self.unit.lambdas[self.lambda.0 as usize];
        lambda.steps = lambda.steps.with(Kinds::of(step));
    }

    /// A redefinition of a global macro retires what used it.
    pub(super) fn rely_on_macro(&mut self, head: Value, scope: Value) {
        if let Some(cell) = cell_of(self.m, head, scope) {
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

    pub(super) fn unspecified(&mut self, scope: Value) -> NodeId {
        self.constant(Value::UNSPECIFIED, scope)
    }

    fn core(
        &mut self,
        core: CoreForm,
        form: Value,
        scope: Value,
        position: Position,
    ) -> Outcome<NodeId> {
        let Some(items) = proper_items(form) else {
            return malformed(form, "a form must be a proper list");
        };
        if let Some(step) = step_of(core) {
            self.note_step(step);
            let subject = if step == Step::Begin { form.cdr() } else { form };
            self.note_taken(step, subject);
        }
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
            CoreForm::Lambda => self.closure(form, scope, self.m.nameless(scope)),
            CoreForm::Begin => self.begin(form, &items, scope, position),
            CoreForm::DefineSyntax => self.global_syntax(&items, form, scope),
            CoreForm::LetSyntax | CoreForm::LetrecSyntax => {
                self.let_syntax(core, &items, form, scope, position)
            }
            CoreForm::Delta => {
                check_delta(form)?;
                let operator = self.primitive("%delta", scope);
                let arguments =
                    vec![self.constant(form, scope), self.constant(Value::FALSE, scope)];
                Ok(self.own_call(operator, arguments, form, scope))
            }
            CoreForm::Em => self.primitive_on_datum("%em", &items, form, scope),
            CoreForm::Import => self.primitive_on_form("%import", form, scope),
            CoreForm::DefineLibrary => self.primitive_on_form("%define-library", form, scope),
        }
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
}

/// The core form that a macro object stands for.
pub fn core_form(syntax: Value) -> CoreForm {
    CoreForm::of(syntax).expect("the caller has checked the kind")
}

/// The step by which a core form is evaluated, if it has one of its own.
fn step_of(core: CoreForm) -> Option<Step> {
    match core {
        CoreForm::Quote => Some(Step::Quote),
        CoreForm::If => Some(Step::If),
        CoreForm::Set => Some(Step::Set),
        CoreForm::Define => Some(Step::Define),
        CoreForm::Lambda => Some(Step::Lambda),
        CoreForm::Delta => Some(Step::Delta),
        CoreForm::Begin => Some(Step::Begin),
        CoreForm::DefineSyntax => Some(Step::DefineSyntax),
        CoreForm::LetSyntax | CoreForm::LetrecSyntax => Some(Step::LetSyntax),
        CoreForm::Import => Some(Step::Import),
        CoreForm::Em | CoreForm::DefineLibrary => None,
    }
}
