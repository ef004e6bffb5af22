//! A form with all its macro uses expanded, for people to read.
//!
//! Invariants: nothing is defined by it, neither variables nor macros; nothing here recurses over the
//! form. A variable that a macro inserted is shown under its name, or, where the form has that name
//! already, with a number behind it.

use super::lookup::{Denotation, lookup};
use super::names::{Name, insert};
use super::scope::{bind, find_binding, is_identifier, new_scope, symbol_of};
use super::strip::strip;
use super::{CoreForm, expand_step, rules};
use crate::condition::{Condition, Outcome};
use crate::environment::cell;
use crate::layout::{GRANULE, Type};
use crate::machine::Machine;
use crate::pair::{End, measure, proper_items};
use crate::symbol;
use crate::value::Value;
use std::collections::{HashMap, HashSet};

/// Steps that an expansion may take, and further ones for each pair of the form.
const MOST_STEPS: usize = 200_000;
const STEPS_A_PAIR: usize = 8;
/// Units of work for a step.
const UNITS_A_STEP: usize = 256;
/// Pairs of the form that are looked at for names.
const MOST_PAIRS: usize = 100_000;

/// The forms that `form`, which stands in the global `scope`, expands to: more than one where it is a
/// `begin`. Errors: those of the first macro use that fails; no end within `MOST_STEPS`; no memory.
pub fn expand_whole(m: &mut Machine, form: Value, scope: Value) -> Outcome<Vec<Value>> {
    let (taken, pairs) = names_in(m, form);
    let (numbers, tasks, results) = Default::default();
    let left = MOST_STEPS + STEPS_A_PAIR * pairs;
    let mut whole = Whole { m, taken, numbers, left, tasks, results };
    let count = whole.body(vec![form], scope)?;
    while let Some(task) = whole.tasks.pop() {
        whole.perform(task)?;
    }
    let first = whole.results.len().saturating_sub(count);
    Ok(whole.results.split_off(first))
}

/// The names of the symbols in a form, and how many pairs it has.
fn names_in(m: &Machine, form: Value) -> (HashSet<String>, usize) {
    let mut names = HashSet::new();
    let mut pairs = 0;
    let mut pending = vec![form];
    while pairs < MOST_PAIRS {
        let Some(next) = pending.pop() else { break };
        if next.is_pair() {
            pairs += 1;
            pending.extend([next.cdr(), next.car()]);
        } else if next.is_a(Type::Symbol) {
            names.insert(symbol::name(&m.heap, next).to_owned());
        }
    }
    (names, pairs)
}

/// What is left to do; the last is next.
enum Task {
    /// A form of a scope becomes a result.
    Form(Value, Value),
    /// The forms of a body around which is this scope become a result: a list.
    Body(Vec<Value>, Value),
    /// So many results become one: a list.
    Gather(usize),
    /// The last result gets this in front of it.
    Prefix(Value),
}

struct Whole<'m> {
    m: &'m mut Machine,
    /// Names that no inserted variable can be shown under.
    taken: HashSet<String>,
    /// The last number behind each name that was taken.
    numbers: HashMap<String, usize>,
    /// Steps that are left.
    left: usize,
    tasks: Vec<Task>,
    results: Vec<Value>,
}

impl Whole<'_> {
    fn perform(&mut self, task: Task) -> Outcome<()> {
        self.step(Value::NIL)?;
        match task {
            Task::Form(form, scope) => self.form(form, scope)?,
            Task::Body(forms, scope) => {
                let place = self.tasks.len();
                let count = self.body(forms, scope)?;
                self.tasks.insert(place, Task::Gather(count));
            }
            Task::Gather(count) => {
                self.m.heap.reserve(count * GRANULE)?;
                let items = self.results.split_off(self.results.len() - count);
                let list = self.m.heap.list(&items);
                self.results.push(list);
            }
            Task::Prefix(head) => {
                let rest = self.results.pop().unwrap_or(Value::NIL);
                let list = self.m.heap.cons(head, rest);
                self.results.push(list);
            }
        }
        Ok(())
    }

    /// Another step of an expansion that began with `form`.
    fn step(&mut self, form: Value) -> Outcome<()> {
        self.m.heap.effort.spend(UNITS_A_STEP)?;
        self.left = self.left.saturating_sub(1);
        if self.left == 0 {
            let reason = "the expansion comes to no end".to_owned();
            return Err(Box::new(Condition::Syntax { form, reason }));
        }
        Ok(())
    }

    /// The macro that a form is a use of.
    fn head(&mut self, form: Value, scope: Value) -> Option<Value> {
        if !form.is_pair() || !is_identifier(form.car()) {
            return None;
        }
        match lookup(self.m, form.car(), scope) {
            Denotation::Macro(object) => Some(object),
            Denotation::Variable(_) | Denotation::Global(_) => None,
        }
    }

    fn form(&mut self, mut form: Value, scope: Value) -> Outcome<()> {
        loop {
            self.step(form)?;
            if is_identifier(form) {
                let shown = self.shown(form, scope);
                self.results.push(shown);
                return Ok(());
            }
            let Some(object) = self.head(form, scope) else {
                return self.each(form, scope);
            };
            match CoreForm::of(object) {
                Some(core) => return self.core(core, form, scope),
                None => form = expand_step(self.m, object, form, scope)?,
            }
        }
    }

    /// The elements of an application; what is none stays as it is.
    fn each(&mut self, form: Value, scope: Value) -> Outcome<()> {
        match proper_items(form).filter(|items| !items.is_empty()) {
            Some(items) => self.all(&items, scope),
            None => return self.as_it_is(form),
        }
        Ok(())
    }

    fn all(&mut self, items: &[Value], scope: Value) {
        self.tasks.push(Task::Gather(items.len()));
        self.tasks.extend(items.iter().rev().map(|item| Task::Form(*item, scope)));
    }

    fn as_it_is(&mut self, form: Value) -> Outcome<()> {
        let plain = strip(self.m, form)?;
        self.results.push(plain);
        Ok(())
    }

    fn core(&mut self, core: CoreForm, form: Value, scope: Value) -> Outcome<()> {
        let Some(items) = proper_items(form) else { return self.as_it_is(form) };
        let head = symbol_of(items[0]);
        match (core, &items[1..]) {
            (CoreForm::If | CoreForm::Set | CoreForm::Em | CoreForm::Begin, rest) => {
                self.tasks.push(Task::Prefix(head));
                self.all(rest, scope);
            }
            (CoreForm::Define, [target, body @ ..]) => {
                self.definition(head, *target, body, scope)?;
            }
            (CoreForm::Lambda | CoreForm::Delta, [formals, body @ ..])
                if measure(*formals).1 != End::Circular =>
            {
                let (inner, formals) = self.formals(*formals, scope);
                self.tasks.extend([Task::Prefix(head), Task::Prefix(formals)]);
                self.tasks.push(Task::Body(body.to_vec(), inner));
            }
            (CoreForm::LetSyntax | CoreForm::LetrecSyntax, [bindings, body @ ..]) => {
                let inner = new_scope(&mut self.m.heap, scope);
                let seen = if core == CoreForm::LetSyntax { scope } else { inner };
                for binding in proper_items(*bindings).unwrap_or_default() {
                    self.bind_macro(&proper_items(binding).unwrap_or_default(), seen, inner)?;
                }
                self.tasks.extend([Task::Prefix(head), Task::Prefix(Value::NIL)]);
                self.tasks.push(Task::Body(body.to_vec(), inner));
            }
            (
                CoreForm::Quote
                | CoreForm::Define
                | CoreForm::Lambda
                | CoreForm::Delta
                | CoreForm::DefineSyntax
                | CoreForm::LetSyntax
                | CoreForm::LetrecSyntax
                | CoreForm::Import
                | CoreForm::DefineLibrary,
                _,
            ) => return self.as_it_is(form),
        }
        Ok(())
    }

    fn bind_macro(&mut self, binding: &[Value], seen: Value, inner: Value) -> Outcome<()> {
        let [name, spec] = *binding else { return Ok(()) };
        if is_identifier(name) {
            let object = rules::transformer(self.m, spec, seen, name)?;
            bind(&mut self.m.heap, inner, name, object);
        }
        Ok(())
    }

    fn definition(
        &mut self,
        head: Value,
        mut target: Value,
        body: &[Value],
        scope: Value,
    ) -> Outcome<()> {
        self.tasks.push(Task::Prefix(head));
        let mut body = body.to_vec();
        // `(define ((name a) b) …)`: the procedure gives another one.
        while target.is_pair() && target.car().is_pair() {
            self.step(target)?;
            let (lambda, rest) = (insert(self.m, Name::Lambda), self.m.heap.list(&body));
            body = vec![self.m.heap.list_with_tail(&[lambda, target.cdr()], rest)];
            target = target.car();
        }
        if !target.is_pair() {
            body.insert(0, target);
            self.all(&body, scope);
            return Ok(());
        }
        let name = target.car();
        let name = if is_identifier(name) { self.shown(name, scope) } else { name };
        let (inner, formals) = self.formals(target.cdr(), scope);
        let target = self.m.heap.cons(name, formals);
        self.tasks.push(Task::Prefix(target));
        self.tasks.push(Task::Body(body, inner));
        Ok(())
    }

    /// A scope in which the parameters are bound, and the parameters as they are shown.
    fn formals(&mut self, formals: Value, scope: Value) -> (Value, Value) {
        let inner = new_scope(&mut self.m.heap, scope);
        let mut names = Vec::new();
        let mut rest = formals;
        while rest.is_pair() && names.len() < MOST_PAIRS {
            names.push(self.variable(inner, rest.car()));
            rest = rest.cdr();
        }
        let tail = if rest.is_pair() { Value::NIL } else { self.variable(inner, rest) };
        (inner, self.m.heap.list_with_tail(&names, tail))
    }

    /// Binds a variable; how it is shown.
    fn variable(&mut self, scope: Value, identifier: Value) -> Value {
        if !is_identifier(identifier) {
            return identifier;
        }
        if let Some(known) = find_binding(&self.m.heap, scope, identifier) {
            return if known.is_a(Type::Internal) { known.field(0) } else { symbol_of(identifier) };
        }
        let symbol = symbol_of(identifier);
        let shown = if identifier.is_a(Type::Alias) { self.free_name(symbol) } else { symbol };
        let variable = self.m.heap.object(Type::Internal, &[shown]);
        bind(&mut self.m.heap, scope, identifier, variable);
        shown
    }

    /// The symbol, or one like it that is not taken.
    fn free_name(&mut self, symbol: Value) -> Value {
        let plain = symbol::name(&self.m.heap, symbol).to_owned();
        if self.taken.insert(plain.clone()) {
            return symbol;
        }
        let mut number = self.numbers.get(&plain).copied().unwrap_or(0);
        let name = loop {
            number += 1;
            let name = format!("{plain}.{number}");
            if self.taken.insert(name.clone()) {
                break name;
            }
        };
        self.numbers.insert(plain, number);
        self.m.intern(&name)
    }

    fn shown(&mut self, identifier: Value, scope: Value) -> Value {
        match lookup(self.m, identifier, scope) {
            Denotation::Variable(variable) => variable.field(0),
            Denotation::Global(found) => found.field(cell::SYMBOL),
            Denotation::Macro(_) => symbol_of(identifier),
        }
    }

    /// Finds the definitions of a body and binds their names; its forms are to become as many results.
    fn body(&mut self, mut pending: Vec<Value>, outer: Value) -> Outcome<usize> {
        let is_top = super::scope::is_global(outer);
        let scope = new_scope(&mut self.m.heap, outer);
        pending.reverse();
        let mut forms = Vec::new();
        while let Some(form) = pending.pop() {
            self.step(form)?;
            let Some(object) = self.head(form, scope) else {
                forms.push(form);
                continue;
            };
            let items = proper_items(form).unwrap_or_default();
            match (CoreForm::of(object), items.get(1..).unwrap_or_default()) {
                (None, _) => pending.push(expand_step(self.m, object, form, scope)?),
                (Some(CoreForm::Begin), parts) if !parts.is_empty() => {
                    pending.extend(parts.iter().rev());
                }
                (Some(CoreForm::Define), [target, ..]) => {
                    self.bind_defined(*target, scope, is_top)?;
                    forms.push(form);
                }
                (Some(CoreForm::DefineSyntax), binding) => {
                    self.bind_macro(binding, scope, scope)?;
                    forms.push(form);
                }
                (Some(_), _) => forms.push(form),
            }
        }
        self.tasks.extend(forms.iter().rev().map(|form| Task::Form(*form, scope)));
        Ok(forms.len())
    }

    /// Binds the name that a body defines; one that is defined at the top level means what it means.
    fn bind_defined(&mut self, mut target: Value, scope: Value, is_top: bool) -> Outcome<()> {
        while target.is_pair() {
            self.step(target)?;
            target = target.car();
        }
        if !is_top {
            self.variable(scope, target);
        }
        Ok(())
    }
}
