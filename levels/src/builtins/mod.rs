//! The table of builtins: the universal procedures, shared by all levels. A family is a file; a
//! builtin is a row there and a function below it.

use crate::condition::{Arity, Outcome};
use crate::layout::Type;
use crate::machine::Machine;
use crate::procedure::builtin;
use crate::value::Value;

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
pub mod store;
pub mod environment;
#[cfg(test)]
pub mod testing;
#[cfg(test)]
mod wrong_arguments;

/// A row of the table.
pub struct Builtin {
    /// The name it is bound to.
    pub name: &'static str,
    /// How many arguments it takes; checked before `run` is called.
    pub arity: Arity,
    /// How it is called, as the reference shows it: `(vector-fill! vector fill [start [end]])`.
    pub usage: &'static str,
    /// What it does. It never calls a procedure of the language.
    pub run: fn(&mut Machine, &[Value]) -> Outcome,
}

/// A row for a builtin of `min..=max` arguments.
pub const fn row(
    name: &'static str,
    arity: (u16, Option<u16>),
    usage: &'static str,
    run: fn(&mut Machine, &[Value]) -> Outcome,
) -> Builtin {
    Builtin { name, arity: Arity { min: arity.0, max: arity.1 }, usage, run }
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

/// Whether a builtin may leave its call to a procedure of the library (`Condition::Delegate`).
pub fn may_delegate(row: &Builtin) -> bool {
    table::BUILTINS.iter().any(|other| other.name == row.name)
}

/// Every family, in the order of the reference.
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
    ("environments", environment::BUILTINS),
];
