//! A complete expander for tests: small, recursive, of the core forms that matter for scoping.

use crate::condition::{Condition, Outcome};
use crate::environment::{self, UNIVERSE, cell};
use crate::expander::lookup::{Denotation, lookup};
use crate::expander::scope::{
    bind, globals_id, is_global, is_identifier, new_scope, scope_field, symbol_of,
};
use crate::expander::strip::strip;
use crate::expander::{CoreForm, expand_step, rules};
use crate::layout::Type;
use crate::machine::Machine;
use crate::pair::Walk;
use crate::value::Value;
use crate::{string, symbol};

#[derive(Debug)]
pub enum Failure {
    Syntax(String),
    Other,
}

impl From<Box<Condition>> for Failure {
    fn from(condition: Box<Condition>) -> Failure {
        let Condition::Syntax { reason, .. } = *condition else { panic!("{condition:?}") };
        Failure::Syntax(reason)
    }
}

pub struct Expander<'m> {
    m: &'m mut Machine,
}

type Result = std::result::Result<Value, Failure>;

impl Expander<'_> {
    pub fn new(m: &mut Machine) -> Expander<'_> {
        Expander { m }
    }

    pub fn expand(&mut self, form: Value, scope: Value) -> Result {
        if is_identifier(form) {
            return Ok(match lookup(self.m, form, scope) {
                Denotation::Variable(variable) => variable.field(0),
                Denotation::Global(found) => self.global(form, found),
                Denotation::Macro(_) => return Err(Failure::Syntax("keyword".into())),
            });
        }
        if !form.is_pair() {
            return Ok(form);
        }
        if is_identifier(form.car())
            && let Denotation::Macro(object) = lookup(self.m, form.car(), scope)
        {
            return match CoreForm::of(object) {
                Some(core) => self.core(core, form, scope),
                None => {
                    let next = expand_step(self.m, object, form, scope)?;
                    self.expand(next, scope)
                }
            };
        }
        self.each(form, scope)
    }

    fn global(&mut self, identifier: Value, found: Value) -> Value {
        let name = found.field(cell::SYMBOL);
        if identifier == name || cell::home(found) != UNIVERSE {
            return name;
        }
        let shown = format!(":{}", symbol::name(&self.m.heap, name));
        self.m.intern(&shown)
    }

    fn each(&mut self, forms: Value, scope: Value) -> Result {
        let mut results = Vec::new();
        for pair in Walk::new(forms) {
            results.push(self.expand(pair.car(), scope)?);
        }
        Ok(self.m.heap.list(&results))
    }

    fn with_head(&mut self, form: Value, rest: Value) -> Value {
        let head = symbol_of(form.car());
        self.m.heap.cons(head, rest)
    }

    fn core(&mut self, core: CoreForm, form: Value, scope: Value) -> Result {
        let rest = form.cdr();
        let result = match core {
            CoreForm::Quote => strip(self.m, rest)?,
            CoreForm::If | CoreForm::Set | CoreForm::Em => self.each(rest, scope)?,
            CoreForm::Begin => self.each(rest, scope)?,
            CoreForm::Define => return self.definition(form, scope),
            CoreForm::Lambda | CoreForm::Delta => {
                let (inner, formals) = self.formals(rest.car(), scope);
                let body = self.body(rest.cdr(), inner)?;
                self.m.heap.cons(formals, body)
            }
            CoreForm::DefineSyntax => {
                self.define_syntax(rest, scope)?;
                return Ok(Value::UNSPECIFIED);
            }
            CoreForm::LetSyntax | CoreForm::LetrecSyntax => {
                let inner = new_scope(&mut self.m.heap, scope);
                let seen = if core == CoreForm::LetSyntax { scope } else { inner };
                for pair in Walk::new(rest.car()) {
                    let (name, spec) = (pair.car().car(), pair.car().cdr().car());
                    let object = rules::transformer(self.m, spec, seen, name)?;
                    bind(&mut self.m.heap, inner, name, object);
                }
                self.body(rest.cdr(), inner)?
            }
            CoreForm::Import | CoreForm::DefineLibrary => return Err(Failure::Other),
        };
        Ok(self.with_head(form, result))
    }

    fn definition(&mut self, form: Value, scope: Value) -> Result {
        let (name, value) = (form.cdr().car(), form.cdr().cdr().car());
        if name.is_pair() {
            let formals = self.m.heap.cons(name.cdr(), form.cdr().cdr());
            let lambda = self.m.expander.aliases[crate::expander::names::Name::Lambda as usize];
            let lambda = self.m.heap.cons(lambda, formals);
            let parts = self.m.heap.list(&[form.car(), name.car(), lambda]);
            return self.definition(parts, scope);
        }
        if is_global(scope) {
            let id = globals_id(scope);
            let name = crate::expander::lookup::global_name(self.m, id, name);
            environment::define(self.m, id, name, Value::TRUE);
        }
        let name = self.expand(name, scope)?;
        let value = self.expand(value, scope)?;
        let rest = self.m.heap.list(&[name, value]);
        Ok(self.with_head(form, rest))
    }

    fn define_syntax(&mut self, rest: Value, scope: Value) -> Outcome<()> {
        let name = rest.car();
        let object = rules::transformer(self.m, rest.cdr().car(), scope, name)?;
        if is_global(scope) {
            environment::define(self.m, globals_id(scope), symbol_of(name), object);
        } else {
            bind(&mut self.m.heap, scope, name, object);
        }
        Ok(())
    }

    fn formals(&mut self, formals: Value, scope: Value) -> (Value, Value) {
        let inner = new_scope(&mut self.m.heap, scope);
        let mut names = Vec::new();
        let mut rest = formals;
        while rest.is_pair() {
            names.push(self.variable(inner, rest.car()));
            rest = rest.cdr();
        }
        let tail = if rest.is_nil() { rest } else { self.variable(inner, rest) };
        (inner, self.m.heap.list_with_tail(&names, tail))
    }

    fn variable(&mut self, scope: Value, identifier: Value) -> Value {
        let dot = if identifier.is_a(Type::Alias) { "." } else { "" };
        let mut shown = format!("{dot}{}", symbol::name(&self.m.heap, symbol_of(identifier)));
        while self.is_taken(scope, &shown) {
            shown.push('\'');
        }
        let shown = self.m.intern(&shown);
        let variable = self.m.heap.object(Type::Internal, &[shown]);
        bind(&mut self.m.heap, scope, identifier, variable);
        shown
    }

    fn is_taken(&mut self, mut scope: Value, shown: &str) -> bool {
        let shown = self.m.intern(shown);
        while !is_global(scope) {
            let bound = |pair: Value| {
                pair.car().cdr().is_a(Type::Internal) && pair.car().cdr().field(0) == shown
            };
            if Walk::new(scope.field(scope_field::BINDINGS)).any(bound) {
                return true;
            }
            scope = scope.field(scope_field::PARENT);
        }
        false
    }

    /// Finds the definitions of a body, binds their names, then expands every form.
    fn body(&mut self, body: Value, outer: Value) -> Result {
        let scope = new_scope(&mut self.m.heap, outer);
        let mut pending: Vec<Value> = Walk::new(body).map(Value::car).collect();
        pending.reverse();
        let mut forms = Vec::new();
        while let Some(form) = pending.pop() {
            let head = match form.is_pair() && is_identifier(form.car()) {
                true => lookup(self.m, form.car(), scope),
                false => Denotation::Global(Value::FALSE),
            };
            let Denotation::Macro(object) = head else {
                forms.push(form);
                continue;
            };
            match CoreForm::of(object) {
                Some(CoreForm::Begin) => {
                    let parts: Vec<Value> = Walk::new(form.cdr()).map(Value::car).collect();
                    pending.extend(parts.into_iter().rev());
                }
                Some(CoreForm::Define) => {
                    let target = form.cdr().car();
                    let name = if target.is_pair() { target.car() } else { target };
                    self.variable(scope, name);
                    forms.push(form);
                }
                Some(CoreForm::DefineSyntax) => self.define_syntax(form.cdr(), scope)?,
                Some(_) => forms.push(form),
                None => pending.push(expand_step(self.m, object, form, scope)?),
            }
        }
        let forms = self.m.heap.list(&forms);
        self.each(forms, scope)
    }
}

/// How a result shows.
pub fn show(m: &Machine, datum: Value) -> String {
    if datum.is_a(Type::Symbol) {
        return symbol::name(&m.heap, datum).into();
    }
    if let Some(number) = datum.as_fixnum() {
        return number.to_string();
    }
    if datum.is_vector() {
        let parts: Vec<String> = (0..datum.vector_len()).map(|i| show(m, datum.field(i))).collect();
        return format!("#({})", parts.join(" "));
    }
    if datum.is_a(Type::String) {
        return format!("{:?}", string::to_rust(&m.heap, datum));
    }
    match () {
        () if datum.is_nil() => "()".into(),
        () if datum == Value::TRUE => "#t".into(),
        () if datum == Value::FALSE => "#f".into(),
        () if datum == Value::UNSPECIFIED => "#!unspecified".into(),
        () if datum.is_pair() => show_list(m, datum),
        () if datum.is_a(Type::RecordType) => "#!type".into(),
        () => "?".into(),
    }
}

fn show_list(m: &Machine, list: Value) -> String {
    let mut parts = Vec::new();
    let mut rest = list;
    while rest.is_pair() {
        parts.push(show(m, rest.car()));
        rest = rest.cdr();
    }
    if !rest.is_nil() {
        parts.extend([".".into(), show(m, rest)]);
    }
    format!("({})", parts.join(" "))
}
