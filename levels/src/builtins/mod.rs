//! The table of builtins: the universal procedures, shared by all levels. A family is a file; a
//! builtin is a row there and a function below it.

use crate::condition::{Arity, Condition, Outcome};
use crate::effort::Stopped;
use crate::heap::OutOfMemory;
use crate::layout::Type;
use crate::machine::Machine;
use crate::port::output::Unwritten;
use crate::procedure::builtin;
use crate::value::Value;
use std::ptr::NonNull;

pub mod argument;
pub mod number;
pub mod bitwise;
pub mod boolean;
pub mod list;
pub mod symbol;
pub mod char;
pub mod string;
pub mod vector;
pub mod bytevector;
pub mod table;
pub mod record;
pub mod promise;
pub mod procedure;
pub mod condition;
pub mod port;
pub mod syntax;
pub mod system;
pub mod snapshot;
pub mod store;
pub mod environment;
pub mod evaluator;
pub mod watching;
#[cfg(test)]
pub mod testing;
#[cfg(test)]
mod wrong_arguments;
#[cfg(test)]
mod stopping;

/// A row of the table.
pub struct Builtin {
    /// The name it is bound to.
    pub name: &'static str,
    /// How many arguments it takes; checked before `run` is called.
    pub arity: Arity,
    /// How it is called, as the reference shows it: `(vector-fill! vector fill [start [end]])`.
    pub usage: &'static str,
    /// The procedure of the standard library that it leaves some calls to, if it does.
    pub library: Option<&'static str>,
    run: fn(&mut Machine, &[Value]) -> Answer,
}

/// What comes of applying a builtin.
pub type Answer = Result<Value, Refusal>;

/// What a builtin answers besides a value.
#[derive(Debug)]
pub enum Refusal {
    /// It fails.
    Failed(Box<Condition>),
    /// These arguments are the business of `Builtin::library`: the machine calls it with them in the
    /// builtin's place.
    Left,
    /// It was stopped and has not given up whole: what it did stays, and it is not called again.
    CutShort(Stopped),
}

// An answer comes back in two registers.
const _: () = assert!(size_of::<Answer>() == size_of::<Outcome>() && size_of::<Answer>() == 16);

impl From<Box<Condition>> for Refusal {
    fn from(condition: Box<Condition>) -> Refusal {
        Refusal::Failed(condition)
    }
}

impl From<Stopped> for Refusal {
    fn from(stopped: Stopped) -> Refusal {
        Refusal::Failed(stopped.into())
    }
}

impl From<OutOfMemory> for Refusal {
    fn from(error: OutOfMemory) -> Refusal {
        Refusal::Failed(error.into())
    }
}

impl From<Unwritten> for Refusal {
    fn from(unwritten: Unwritten) -> Refusal {
        match unwritten {
            Unwritten::Refused(condition) => Refusal::Failed(condition),
            Unwritten::CutShort(cause) => Refusal::CutShort(cause),
        }
    }
}

impl Builtin {
    /// Applies it to arguments of which there are as many as it takes. It never calls a procedure of
    /// the language.
    #[inline(always)]
    pub fn apply(&self, m: &mut Machine, arguments: &[Value]) -> Answer {
        (self.run)(m, arguments)
    }
}

/// `F`, a function that answers every call, as one that might leave some to the library. `F` is the
/// type of one function: it has one value, of no size.
fn whole<F>(m: &mut Machine, arguments: &[Value]) -> Answer
where
    F: Fn(&mut Machine, &[Value]) -> Outcome + Copy,
{
    const { assert!(size_of::<F>() == 0, "a row takes a function, not a pointer to one") };
    // SAFETY: a type of no size has its value at every address that is aligned for it; `row` was
    // given one, so there is one.
    let run = unsafe { NonNull::<F>::dangling().read() };
    run(m, arguments).map_err(Refusal::Failed)
}

/// A row for a builtin of `min..=max` arguments.
pub const fn row<F>(
    name: &'static str,
    arity: (u16, Option<u16>),
    usage: &'static str,
    _run: F,
) -> Builtin
where
    F: Fn(&mut Machine, &[Value]) -> Outcome + Copy,
{
    let arity = Arity { min: arity.0, max: arity.1 };
    Builtin { name, arity, usage, library: None, run: whole::<F> }
}

/// A row for a builtin that writes, and may be cut short.
pub const fn writing_row(
    name: &'static str,
    arity: (u16, Option<u16>),
    usage: &'static str,
    run: fn(&mut Machine, &[Value]) -> Answer,
) -> Builtin {
    let arity = Arity { min: arity.0, max: arity.1 };
    Builtin { name, arity, usage, library: None, run }
}

/// A row for a builtin that leaves some calls to the library's procedure `library`.
pub const fn partial_row(
    name: &'static str,
    arity: (u16, Option<u16>),
    usage: &'static str,
    library: &'static str,
    run: fn(&mut Machine, &[Value]) -> Answer,
) -> Builtin {
    let arity = Arity { min: arity.0, max: arity.1 };
    Builtin { name, arity, usage, library: Some(library), run }
}

/// The arity of exactly `n` arguments.
pub const fn exactly(n: u16) -> (u16, Option<u16>) {
    (n, Some(n))
}

/// The arity of `min` to `max` arguments.
pub const fn between(min: u16, max: u16) -> (u16, Option<u16>) {
    (min, Some(max))
}

/// The arity of `min` arguments or more.
pub const fn at_least(min: u16) -> (u16, Option<u16>) {
    (min, None)
}

/// The row of a builtin procedure; `None` for other procedures.
#[inline(always)]
pub fn row_of(procedure: Value) -> Option<&'static Builtin> {
    if !procedure.is_a(Type::Builtin) || (procedure.field(builtin::ROW).bits() as i64) < 0 {
        return None;
    }
    Some(row_at(procedure.field(builtin::ROW).bits()))
}

/// The row at an address that the machine has put into a builtin or an instruction.
#[inline(always)]
pub(crate) fn row_at(address: u64) -> &'static Builtin {
    // SAFETY: such addresses are those of rows of `FAMILIES`, which is static.
    unsafe { &*(address as *const Builtin) }
}

/// Families that a library gives out. The universe binds their rows to names of its own: `%` and the
/// row's.
pub static INSIDE: &[(&str, &[Builtin])] = &[("evaluators", evaluator::BUILTINS)];

/// Every other family, in the order of the reference.
pub static FAMILIES: &[(&str, &[Builtin])] = &[
    ("numbers", number::BUILTINS),
    ("bits", bitwise::BUILTINS),
    ("booleans and equivalence", boolean::BUILTINS),
    ("pairs and lists", list::BUILTINS),
    ("symbols", symbol::BUILTINS),
    ("characters", char::BUILTINS),
    ("strings", string::BUILTINS),
    ("comparisons of strings", string::COMPARISONS),
    ("vectors", vector::BUILTINS),
    ("bytevectors", bytevector::BUILTINS),
    ("hash tables", table::BUILTINS),
    ("records", record::BUILTINS),
    ("promises", promise::BUILTINS),
    ("procedures", procedure::BUILTINS),
    ("conditions", condition::BUILTINS),
    ("ports", port::BUILTINS),
    ("syntax", syntax::BUILTINS),
    ("system", system::BUILTINS),
    ("stores", store::BUILTINS),
    ("snapshots", snapshot::BUILTINS),
    ("environments", environment::BUILTINS),
    ("watching", watching::BUILTINS),
];
