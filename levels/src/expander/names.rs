//! The names that derived forms insert and look for, closed in the universe.
//!
//! Invariant: there is one alias of each for a whole machine, and no expansion binds it: where a
//! derived form binds a variable, it makes a `fresh` alias.

use super::lookup::identifier_eq;
use super::scope::{BRIEF, is_identifier, new_alias};
use crate::environment::{self, UNIVERSE};
use crate::machine::Machine;
use crate::value::Value;

macro_rules! names {
    ($($name:ident = $text:literal,)*) => {
        /// A name in the universe.
        #[derive(Clone, Copy, PartialEq, Eq, Debug)]
        #[repr(usize)]
        #[expect(missing_docs, reason = "each is its own name")]
        pub enum Name { $($name,)* }

        const TEXTS: &[&str] = &[$($text,)*];
    };
}

names! {
    Append = "append",
    Apply = "apply",
    Arrow = "=>",
    Begin = "begin",
    CallWithValues = "call-with-values",
    Car = "car",
    CaseLambda = "%case-lambda",
    Cond = "cond",
    Condition = "condition",
    Cons = "cons",
    ConsStar = "cons*",
    Cont = "cont",
    Define = "define",
    Delay = "%delay",
    DelayForce = "%delay-force",
    Ellipsis = "...",
    Else = "else",
    Error = "error",
    Guard = "%guard",
    If = "if",
    Key = "key",
    Lambda = "lambda",
    List = "list",
    ListToVector = "list->vector",
    Loop = "loop",
    MakeRecord = "%make-record",
    MakeRecordType = "%make-record-type",
    Memv = "memv",
    Parameterize = "%parameterize",
    Quasiquote = "quasiquote",
    Quote = "quote",
    Record = "record",
    RecordIs = "%record-is?",
    RecordRef = "%record-ref",
    RecordSet = "%record-set!",
    Reraise = "reraise",
    Set = "set!",
    StripSyntax = "strip-syntax",
    SyntaxRules = "syntax-rules",
    Temporary = "t",
    TheEnvironment = "%the-environment",
    Time = "%time",
    Trace = "%trace",
    Underscore = "_",
    Untrace = "%untrace",
    Unquote = "unquote",
    UnquoteSplicing = "unquote-splicing",
    Value = "value",
    Vector = "vector",
    VectorRef = "vector-ref",
}

/// The aliases of every `Name`, in its order.
pub fn make_aliases(m: &mut Machine) -> Vec<Value> {
    let universe = environment::globals(m, UNIVERSE).scope;
    let make = |text: &&str| {
        let symbol = m.symbols.intern(&mut m.heap, text);
        new_alias(&mut m.heap, symbol, universe)
    };
    TEXTS.iter().map(make).collect()
}

/// The alias by which an expansion refers to the universe's binding of `name`.
#[inline]
pub fn insert(m: &Machine, name: Name) -> Value {
    m.expander.aliases[name as usize]
}

/// A new alias for a variable that an expansion binds; it shows as `name`.
pub fn fresh(m: &mut Machine, name: Name) -> Value {
    let shared = insert(m, name);
    new_alias(&mut m.heap, shared.field(0), shared.field(1))
}

/// The same for one that the form in its scope mentions only as its own element, or as an element of
/// one of its elements: code further in need not keep it.
pub fn fresh_brief(m: &mut Machine) -> Value {
    let alias = fresh(m, Name::Temporary);
    m.heap.set_flags(alias, alias.header().flags() | BRIEF);
    alias
}

/// Whether `datum` is an identifier that means, in `scope`, what `name` means in the universe.
pub fn means(m: &Machine, datum: Value, scope: Value, name: Name) -> bool {
    if !is_identifier(datum) {
        return false;
    }
    let ours = insert(m, name);
    identifier_eq(m, datum, scope, ours.field(0), ours.field(1))
}
