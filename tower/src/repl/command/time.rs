//! `,time`: how long an expression takes.

use super::evaluation::{self, After};
use super::{Description, Takes};
use crate::tower::Tower;
use levels::builtins::watching;
use levels::value::Value;

/// See the module's documentation.
pub(super) const COMMAND: Description = Description {
    word: ",time",
    takes: Takes::Needed("EXPR"),
    summary: "evaluate EXPR and say how long that took",
    details: "The time that passed, the processor's time, the collections, and the memory
that was allocated, the compiler's own work included. An expression that is
left by an error and resumed from above has taken all the time until then.
",
    perform: |tower, text| evaluation::evaluate(tower, COMMAND.word, text, After::Time, measures),
};

fn measures(tower: &mut Tower) -> Value {
    watching::measures(&mut tower.m)
}

/// What was measured since `before`.
pub(super) fn lines(tower: &mut Tower, before: Value) -> String {
    watching::since(&mut tower.m, before) + "\n"
}
