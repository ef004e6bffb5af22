//! Bodies: which names they define, found before anything is evaluated, as `compiler::body` finds them.
//!
//! Invariants: the scopes of a code's body are made once and kept with the code, as long as the heads of
//! its forms mean what they meant then. All its variables are in contexts: that of the parameters, and
//! that of what the body defines.

use super::memo::{self, Memory};
use crate::compiler::ast::VarId;
use crate::compiler::definition::{definition_parts, transformer};
use crate::compiler::lambda::lambda_parts;
use crate::compiler::scopes::{self, is_variable, new_variable, set_place};
use crate::compiler::syntax::{core_form, malformed};
use crate::compiler::unread::source_of;
use crate::condition::Outcome;
use crate::effort::Stopped;
use crate::expander::lookup::{Denotation, lookup};
use crate::expander::scope::{self, MacroKind, macro_kind, new_scope};
use crate::expander::{CoreForm, Steps, expand_step};
use crate::layout::Type;
use crate::machine::Machine;
use crate::pair::proper_items;
use crate::procedure::code;
use crate::value::Value;

/// Units of work for a step.
const UNITS_A_STEP: usize = 256;

/// Fields of what a code keeps of its body.
mod record {
    /// The scope in which its forms are evaluated.
    pub const SCOPE: usize = 0;
    /// The body: a list.
    pub const FORMS: usize = 1;
    /// How many variables the body defines.
    pub const DEFINED: usize = 2;
    /// How many parameters there are, a rest parameter included.
    pub const PARAMETERS: usize = 3;
    /// Whether the procedure's own name has a scope between (see `call`).
    pub const NAMED: usize = 4;
    /// `Expander::meanings` when the heads were looked at last.
    pub const STAMP: usize = 5;
    /// The heads of forms: `#(identifier scope macro-or-#f)` each, in a list.
    pub const HEADS: usize = 6;
    /// How many fields.
    pub const LEN: usize = 7;
}

/// What is known of a code's body.
#[derive(Clone, Copy)]
pub struct Body(Value);

impl Body {
    /// The scope in which its forms are evaluated.
    #[inline]
    pub fn scope(self) -> Value {
        self.0.field(record::SCOPE)
    }

    /// The body: a list.
    #[inline]
    pub fn forms(self) -> Value {
        self.0.field(record::FORMS)
    }

    /// How many variables the body defines.
    #[inline]
    pub fn defined(self) -> usize {
        self.0.field(record::DEFINED).fixnum_value() as usize
    }

    /// How many parameters there are, a rest parameter included.
    #[inline]
    pub fn parameters(self) -> usize {
        self.0.field(record::PARAMETERS).fixnum_value() as usize
    }

    /// Whether there is a context of the procedure's own name around that of the parameters.
    #[inline]
    pub fn is_named(self) -> bool {
        self.0.field(record::NAMED).is_true()
    }
}

/// The body of a code that was made from a `lambda` form.
#[inline]
pub fn of_code(m: &mut Machine, template: Value) -> Outcome<Body> {
    let known = template.field(code::BODY);
    if known.is_pointer() && known.field(record::STAMP).fixnum_value() == m.expander.meanings {
        return Ok(Body(known));
    }
    looked_at_again(m, template)
}

#[cold]
fn looked_at_again(m: &mut Machine, template: Value) -> Outcome<Body> {
    let known = template.field(code::BODY);
    if known.is_pointer() && still_mean(m, known.field(record::HEADS)) {
        m.heap.set_field(known, record::STAMP, Value::fixnum(m.expander.meanings));
        return Ok(Body(known));
    }
    let form = source_of(m, template)?;
    let (parameters, _, body) = lambda_parts(form)?;
    let outside = template.field(code::SCOPE);
    let itself = template.field(code::ITSELF);
    let is_named = itself.is_true() && !scopes::is_kept(itself);
    let mut around = outside;
    if is_named {
        around = new_scope(&mut m.heap, outside);
        bind(m, around, itself.field(scopes::variable::NAME), 1);
    }
    let inner = new_scope(&mut m.heap, around);
    for (index, name) in parameters.iter().enumerate() {
        bind(m, inner, *name, index + 1);
    }
    let found = find(m, &body, inner, form)?;
    let mut fields = [Value::FALSE; record::LEN];
    fields[record::SCOPE] = found.scope;
    fields[record::FORMS] = form.cdr().cdr();
    fields[record::DEFINED] = Value::fixnum(found.defined as i64);
    fields[record::PARAMETERS] = Value::fixnum(parameters.len() as i64);
    fields[record::NAMED] = Value::boolean(is_named);
    fields[record::STAMP] = Value::fixnum(m.expander.meanings);
    fields[record::HEADS] = found.heads;
    let made = m.heap.object(Type::Internal, &fields);
    m.heap.set_field(template, code::BODY, made);
    Ok(Body(made))
}

/// Whether all these heads mean what they meant when they were noted.
fn still_mean(m: &mut Machine, mut heads: Value) -> bool {
    while heads.is_pair() {
        let noted = heads.car();
        if macro_of(m, noted.field(0), noted.field(1)) != noted.field(2) {
            return false;
        }
        heads = heads.cdr();
    }
    true
}

/// The macro that an identifier means, or `#f`.
fn macro_of(m: &mut Machine, identifier: Value, scope: Value) -> Value {
    match lookup(m, identifier, scope) {
        Denotation::Macro(object) => object,
        Denotation::Variable(_) | Denotation::Global(_) => Value::FALSE,
    }
}

/// Binds a variable that has this place in its scope's context.
fn bind(m: &mut Machine, scope: Value, name: Value, index: usize) {
    let variable = new_variable(&mut m.heap, VarId(0), name, scope);
    scope::bind(&mut m.heap, scope, name, variable);
    set_place(&mut m.heap, scope, variable, index, 0);
}

/// What was found of a body.
pub struct Found {
    /// The scope in which its forms are evaluated: one of its own if it defines anything.
    pub scope: Value,
    /// How many variables it defines.
    pub defined: usize,
    heads: Value,
}

/// A body on its way.
struct Search {
    pending: Vec<Value>,
    scope: Value,
    own: bool,
    defined: usize,
    expressions: usize,
    heads: Value,
    /// What its forms have become.
    became: Vec<(Value, Memory)>,
}

/// The definitions of a body that stands in `scope`; `form` is what it is the body of. Errors: what
/// `compiler::body` refuses; no memory; the work is stopped.
pub fn find(m: &mut Machine, forms: &[Value], scope: Value, form: Value) -> Outcome<Found> {
    if forms.is_empty() {
        return malformed(form, "a body needs at least one expression");
    }
    let pending = forms.iter().rev().copied().collect();
    let (heads, became) = (Value::NIL, Vec::new());
    let mut search =
        Search { pending, scope, own: false, defined: 0, expressions: 0, heads, became };
    while let Some(next) = search.pending.pop() {
        look_at(m, &mut search, next)?;
    }
    if search.expressions == 0 {
        return malformed(form, "a body needs an expression after its definitions");
    }
    let Search { scope, defined, heads, became, .. } = search;
    for (form, memory) in became {
        memo::keep(&mut m.heap, scope, form, memory)?;
    }
    memo::keep_text(&mut m.heap, scope, forms)?;
    Ok(Found { scope, defined, heads })
}

/// Looks at one form. One that does not expand counts as an expression.
fn look_at(m: &mut Machine, search: &mut Search, mut form: Value) -> Outcome<()> {
    let (written, mut steps) = (form, Steps::default());
    while steps.may_follow(written) {
        m.heap.effort.spend(UNITS_A_STEP)?;
        if !form.is_pair() || !scope::is_identifier(form.car()) {
            break;
        }
        m.heap.reserve(UNITS_A_STEP)?;
        let syntax = head_of(m, search, form.car());
        if !syntax.is_true() {
            break;
        }
        if macro_kind(syntax) == MacroKind::Core {
            if is_settled(m, search, core_form(syntax), form)? {
                return Ok(());
            }
            break;
        }
        match expand_step(m, syntax, form, search.scope) {
            Ok(expansion) => {
                let pair = m.heap.cons(syntax, expansion);
                search.became.push((form, Memory::Expansion(pair)));
                form = expansion;
            }
            Err(condition) if Stopped::of(&condition).is_some() => return Err(condition),
            Err(_) => break,
        }
    }
    search.expressions += 1;
    Ok(())
}

/// The macro that the head of a form means; what it means is noted, for it can change.
fn head_of(m: &mut Machine, search: &mut Search, head: Value) -> Value {
    let syntax = macro_of(m, head, search.scope);
    let noted = m.heap.object(Type::Vector, &[head, search.scope, syntax]);
    search.heads = m.heap.cons(noted, search.heads);
    syntax
}

/// Whether a core form is a definition, or a `begin` whose forms are to be looked at.
fn is_settled(m: &mut Machine, search: &mut Search, core: CoreForm, form: Value) -> Outcome<bool> {
    match core {
        CoreForm::Begin => Ok(match proper_items(form.cdr()) {
            Some(forms) if !forms.is_empty() || !search.pending.is_empty() => {
                search.pending.extend(forms.iter().rev());
                true
            }
            Some(_) | None => false,
        }),
        CoreForm::Define => defines(m, search, form),
        CoreForm::DefineSyntax => defines_syntax(m, search, form),
        CoreForm::Quote
        | CoreForm::If
        | CoreForm::Set
        | CoreForm::Lambda
        | CoreForm::LetSyntax
        | CoreForm::LetrecSyntax
        | CoreForm::Delta
        | CoreForm::Em
        | CoreForm::Import
        | CoreForm::DefineLibrary => Ok(false),
    }
}

fn own_scope(m: &mut Machine, search: &mut Search) -> Value {
    if !search.own {
        search.scope = new_scope(&mut m.heap, search.scope);
        search.own = true;
    }
    search.scope
}

fn defines(m: &mut Machine, search: &mut Search, form: Value) -> Outcome<bool> {
    let Ok((name, value)) = definition_parts(m, form) else {
        return Ok(false);
    };
    let inner = own_scope(m, search);
    if scope::find_binding(&m.heap, inner, name).is_none_or(|found| !is_variable(found)) {
        search.defined += 1;
        bind(m, inner, name, search.defined);
    }
    let value = value.unwrap_or(Value::UNSPECIFIED);
    let parts = m.heap.object(Type::Vector, &[name, value]);
    search.became.push((form, Memory::Definition(parts)));
    if let Some(template) = named_code(m, value, inner, name) {
        search.became.push((value, Memory::Code(template)));
    }
    Ok(true)
}

/// The code of the procedure that a definition's value is, if it is a well-formed `lambda` form.
fn named_code(m: &mut Machine, value: Value, scope: Value, name: Value) -> Option<Value> {
    let is_lambda = value.is_pair()
        && scope::is_identifier(value.car())
        && CoreForm::of_form(m, value, scope) == Some(CoreForm::Lambda);
    if !is_lambda || lambda_parts(value).is_err() {
        return None;
    }
    Some(super::call::new_template(m, value, scope, scope::symbol_of(name)))
}

fn defines_syntax(m: &mut Machine, search: &mut Search, form: Value) -> Outcome<bool> {
    let Some([_, name, spec]) = proper_items(form).and_then(|f| <[Value; 3]>::try_from(f).ok())
    else {
        return Ok(false);
    };
    if !scope::is_identifier(name) {
        return Ok(false);
    }
    let inner = own_scope(m, search);
    match transformer(m, spec, inner, name) {
        Ok(syntax) => {
            scope::bind(&mut m.heap, inner, name, syntax);
            search.became.push((form, Memory::Macro(syntax)));
            Ok(true)
        }
        Err(condition) if Stopped::of(&condition).is_some() => Err(condition),
        Err(_) => Ok(false),
    }
}
