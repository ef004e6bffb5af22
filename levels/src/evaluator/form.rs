//! What a form is: the question with which an evaluator begins.

use super::call::check_body;
use super::memo::{self, Memory};
use crate::compiler::definition::definition_name;
use crate::compiler::lambda::{check_delta, lambda_parts};
use crate::compiler::syntax::malformed;
use crate::condition::Outcome;
use crate::expander::CoreForm;
use crate::expander::lookup::{Denotation, cell_of, lookup};
use crate::expander::scope::{self, is_global};
use crate::level::local::field;
use crate::machine::Machine;
use crate::pair::{End, measured, proper_items};
use crate::value::Value;

macro_rules! kinds {
    ($($(#[$doc:meta])* $kind:ident = $name:literal;)*) => {
        /// What a form is.
        #[derive(Clone, Copy, PartialEq, Eq, Debug)]
        #[repr(usize)]
        pub enum Kind { $($(#[$doc])* $kind,)* }

        impl Kind {
            /// The names, in the order of the kinds.
            pub const NAMES: &'static [&'static str] = &[$($name,)*];
        }
    };
}

kinds! {
    /// Its own value.
    Constant = "constant";
    /// An identifier.
    Variable = "variable";
    /// `(quote datum)`
    Quote = "quote";
    /// `(if test consequent [alternative])`
    If = "if";
    /// `(set! name expression)`
    Set = "set!";
    /// `(define …)`
    Define = "define";
    /// `(lambda formals body …)`
    Lambda = "lambda";
    /// `(delta (exp env cont) body …)`
    Delta = "delta";
    /// `(begin form …)`
    Begin = "begin";
    /// `(define-syntax name transformer)`
    DefineSyntax = "define-syntax";
    /// `let-syntax` and `letrec-syntax`
    LetSyntax = "let-syntax";
    /// `(import set …)`
    Import = "import";
    /// `(define-library name declaration …)`
    DefineLibrary = "define-library";
    /// `(EM expression)`
    Em = "EM";
    /// A use of a macro.
    Macro = "macro";
    /// None of the others.
    Application = "application";
    /// A form that evaluation refuses: `malformation` says why.
    Malformed = "malformed";
}

/// The symbols of the kinds.
pub fn make_kinds(m: &mut Machine) -> Vec<Value> {
    Kind::NAMES.iter().map(|name| m.intern(name)).collect()
}

/// The symbol of a kind.
#[inline]
pub fn symbol(m: &Machine, kind: Kind) -> Value {
    m.expander.kinds[kind as usize]
}

/// What a form is in an environment. An error: it is malformed, or there is no memory, or the work is
/// stopped. Costs a walk along the form, and for a definition or a procedure what its shape takes.
#[inline]
pub fn kind(m: &mut Machine, form: Value, environment: Value) -> Outcome<Kind> {
    if !form.is_pair() {
        return atom(form);
    }
    let head = form.car();
    let scope = environment.field(field::SCOPE);
    if scope::is_identifier(head)
        && let Denotation::Macro(object) = lookup(m, head, scope)
    {
        return match CoreForm::of(object) {
            Some(core) => core_kind(m, core, form, scope),
            None => Ok(Kind::Macro),
        };
    }
    let mut rest = form.cdr();
    for _ in 0..8 {
        if !rest.is_pair() {
            break;
        }
        rest = rest.cdr();
    }
    if rest.is_nil() || measured(&m.heap.effort, form)?.1 == End::Proper {
        return Ok(Kind::Application);
    }
    malformed(form, "an application must be a proper list")
}

fn atom(form: Value) -> Outcome<Kind> {
    if scope::is_identifier(form) {
        return Ok(Kind::Variable);
    }
    if form.is_nil() {
        return malformed(form, "an empty application: a procedure is missing, or a quote");
    }
    Ok(Kind::Constant)
}

fn core_kind(m: &mut Machine, core: CoreForm, form: Value, scope: Value) -> Outcome<Kind> {
    let (len, End::Proper) = measured(&m.heap.effort, form)? else {
        return malformed(form, "a form must be a proper list");
    };
    match core {
        CoreForm::If if len == 3 || len == 4 => Ok(Kind::If),
        CoreForm::If => {
            malformed(form, "if takes a test, a consequent and at most one alternative")
        }
        CoreForm::Quote if len == 2 => Ok(Kind::Quote),
        CoreForm::Quote => malformed(form, "quote takes one datum"),
        CoreForm::Set => assignment(m, form, len, scope),
        CoreForm::Define => definition(m, form, scope),
        CoreForm::Lambda => procedure(m, form, scope),
        CoreForm::Begin => Ok(Kind::Begin),
        CoreForm::DefineSyntax => syntax_definition(m, form, len, scope),
        CoreForm::LetSyntax | CoreForm::LetrecSyntax => local_syntax(form, len),
        CoreForm::Delta => check_delta(form).map(|()| Kind::Delta),
        CoreForm::Em if len == 2 => Ok(Kind::Em),
        CoreForm::Em => malformed(form, "EM takes one form"),
        CoreForm::Import => at_top_level(form, scope, Kind::Import),
        CoreForm::DefineLibrary => at_top_level(form, scope, Kind::DefineLibrary),
    }
}

fn assignment(m: &mut Machine, form: Value, len: usize, scope: Value) -> Outcome<Kind> {
    if len != 3 {
        return malformed(form, "set! takes a variable and an expression");
    }
    let name = form.cdr().car();
    if !scope::is_identifier(name) {
        return malformed(form, "set! takes a variable's name first");
    }
    if let Denotation::Macro(_) = lookup(m, name, scope)
        && cell_of(m, name, scope).is_none()
    {
        return malformed(form, "set! of the name of a local form");
    }
    Ok(Kind::Set)
}

/// A definition in a local scope is one that the body was found to have, or it is given to the evaluator by
/// whoever has the environment: then it is for `define!` to say whether the name can be defined there.
fn definition(m: &mut Machine, form: Value, scope: Value) -> Outcome<Kind> {
    definition_name(form)?;
    let found = || matches!(memo::recall(&m.heap, scope, form), Some(Memory::Definition(_)));
    if is_global(scope) || found() || !memo::is_of_text(m, scope, form) {
        return Ok(Kind::Define);
    }
    malformed(form, "define belongs at the beginning of a body, or to the top level")
}

fn procedure(m: &mut Machine, form: Value, scope: Value) -> Outcome<Kind> {
    if let Some(Memory::Code(template)) = memo::recall(&m.heap, scope, form)
        && template.field(crate::procedure::code::BODY).is_pointer()
    {
        return Ok(Kind::Lambda);
    }
    lambda_parts(form)?;
    if !is_global(scope) {
        check_body(m, form, scope)?;
    }
    Ok(Kind::Lambda)
}

fn syntax_definition(m: &mut Machine, form: Value, len: usize, scope: Value) -> Outcome<Kind> {
    if len != 3 {
        return malformed(form, "define-syntax takes a name and a transformer");
    }
    if !scope::is_identifier(form.cdr().car()) {
        return malformed(form, "define-syntax takes a name first");
    }
    let of_body = || matches!(memo::recall(&m.heap, scope, form), Some(Memory::Macro(_)));
    if !is_global(scope) && !of_body() {
        return malformed(form, "define-syntax belongs at the beginning of a body");
    }
    Ok(Kind::DefineSyntax)
}

fn local_syntax(form: Value, len: usize) -> Outcome<Kind> {
    let bindings = form.cdr();
    let Some(bindings) = bindings.is_pair().then(|| bindings.car()).and_then(proper_items) else {
        return malformed(form, "a list of (name transformer) is needed");
    };
    for binding in bindings {
        let Some([name, _]) = proper_items(binding).and_then(|b| <[Value; 2]>::try_from(b).ok())
        else {
            return malformed(form, "each binding must be (name transformer)");
        };
        if !scope::is_identifier(name) {
            return malformed(form, "a macro's name must be a symbol");
        }
    }
    if len == 2 {
        return malformed(form, "a body needs at least one expression");
    }
    Ok(Kind::LetSyntax)
}

fn at_top_level(form: Value, scope: Value, kind: Kind) -> Outcome<Kind> {
    if is_global(scope) {
        return Ok(kind);
    }
    malformed(form, "this form belongs to the top level of a program")
}
