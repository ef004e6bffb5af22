//! Procedures made of several, of which the first that takes the arguments runs.

use super::Machine;
use super::call::{Flow, arity_of};
use super::control::encode_arity;
use crate::condition::{Arity, Expected, Outcome};
use crate::layout::Type;
use crate::procedure::{builtin, closure, code, entry_of};
use crate::symbol;
use crate::value::Value;

/// The number of the procedures that `%case-lambda` makes.
pub(super) const CASES: i64 = 999;
/// The field of an object of `%case-lambda` that holds its clauses.
const CLAUSES: usize = builtin::NAME + 2;

/// Whether `%case-lambda` made it.
pub fn is_case_lambda(procedure: Value) -> bool {
    procedure.is_a(Type::Builtin) && procedure.field(builtin::ROW) == Value::fixnum(-1 - CASES)
}

/// What a procedure of several is called before it has a name of its own.
const UNNAMED: &str = "case-lambda";

/// Whether `%case-lambda` made it and no definition has named it.
pub(super) fn is_unnamed(m: &Machine, procedure: Value) -> bool {
    is_case_lambda(procedure) && symbol::name(&m.heap, procedure.field(builtin::NAME)) == UNNAMED
}

/// Whether a clause is one of the standard library's, which keep their callers.
fn is_librarys(clause: Value) -> bool {
    let flags = code::KEEPS_CALLER | code::LIBRARY;
    clause.is_a(Type::Closure) && clause.field(closure::CODE).header().flags() & flags == flags
}

/// The procedures that one of `%case-lambda` is made of: a list.
pub fn clauses(procedure: Value) -> Value {
    procedure.field(CLAUSES)
}

impl Machine {
    /// A procedure made of the arguments: `[stub, number, name, arity, list of clauses]`.
    pub(super) fn case_lambda(&mut self) -> Outcome {
        let clauses = self.arguments();
        let mut bounds = Arity { min: u16::MAX, max: Some(0) };
        for (i, clause) in clauses.iter().enumerate() {
            if !clause.is_procedure() {
                let expected = Expected::Procedure;
                return crate::condition::wrong_type(UNNAMED, i + 1, expected, *clause);
            }
            let Arity { min, max } = arity_of(*clause);
            bounds.min = bounds.min.min(min);
            bounds.max = bounds.max.zip(max).map(|(a, b)| a.max(b));
        }
        if clauses.is_empty() {
            bounds.min = 0;
        }
        let is_librarys = clauses.iter().any(|clause| is_librarys(*clause));
        let stub = if is_librarys { self.stubs.control_library } else { self.stubs.control_tail };
        let clauses = self.heap.list(&clauses);
        let row = Value::fixnum(-1 - CASES);
        let name = self.intern(UNNAMED);
        let words = [stub, row, name, encode_arity(bounds), clauses];
        Ok(self.heap.object(Type::Builtin, &words))
    }

    /// A procedure that `%case-lambda` made is called with a number of arguments within its bounds.
    pub(super) fn enter_case(&mut self, procedure: Value) -> Flow {
        let mut clauses = clauses(procedure);
        while clauses.is_pair() {
            let clause = clauses.car();
            let Arity { min, max } = arity_of(clause);
            if self.argc >= min as usize && max.is_none_or(|max| self.argc <= max as usize) {
                self.set_slot(1, clause);
                self.pc = entry_of(clause);
                return Flow::Continue;
            }
            clauses = clauses.cdr();
        }
        self.wrong_arity()
    }
}
