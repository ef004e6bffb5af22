//! Promises (R7RS 4.2.5): the objects. Forcing them is the library's.
//!
//! Invariant: a promise is a box, the pair `(state . content)`, which promises share once one is to be
//! what the other is. The state is `#t` when the content is the value; `#f` when it is a thunk that
//! gives the value, `()` when it is a thunk that gives a promise to be.

use super::{Builtin, argument, exactly, row};
use crate::condition::{Expected, Outcome};
use crate::layout::Type;
use crate::machine::Machine;
use crate::value::Value;

/// The rows.
pub const BUILTINS: &[Builtin] = &[
    row("promise?", exactly(1), "(promise? object)", |_, a| {
        Ok(Value::boolean(a[0].is_a(Type::Promise)))
    }),
    row("promise-forced?", exactly(1), "(promise-forced? promise)", |_, a| {
        Ok(Value::boolean(content("promise-forced?", a[0])?.car().is_true()))
    }),
    row("%delay", exactly(1), "(%delay thunk)", |m, a| Ok(make(m, Value::FALSE, a[0]))),
    row("%delay-force", exactly(1), "(%delay-force thunk)", |m, a| Ok(make(m, Value::NIL, a[0]))),
    row("make-promise", exactly(1), "(make-promise object)", |m, a| {
        Ok(if a[0].is_a(Type::Promise) { a[0] } else { make(m, Value::TRUE, a[0]) })
    }),
    row("%promise-box", exactly(1), "(%promise-box promise)", |_, a| content("force", a[0])),
    row("%set-promise-box!", exactly(2), "(%set-promise-box! promise box)", |m, a| {
        content("%set-promise-box!", a[0])?;
        content_argument("%set-promise-box!", a[1])?;
        m.heap.set_field(a[0], BOX, a[1]);
        Ok(Value::UNSPECIFIED)
    }),
];

const BOX: usize = 0;

fn make(m: &mut Machine, state: Value, content: Value) -> Value {
    let content = m.heap.cons(state, content);
    m.heap.object(Type::Promise, &[content])
}

fn content(who: &'static str, found: Value) -> Outcome {
    Ok(argument::typed(who, 1, Type::Promise, Expected::Promise, found)?.field(BOX))
}

fn content_argument(who: &'static str, found: Value) -> Outcome<()> {
    if found.is_pair() {
        return Ok(());
    }
    crate::condition::wrong_type(who, 2, Expected::Pair, found)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::builtins::testing::{call, machine, refused};

    #[test]
    fn promises_hold_a_box() {
        let m = &mut machine();
        let done = call(m, "make-promise", &[Value::TRUE]);
        assert_eq!(call(m, "make-promise", &[done]), done);
        assert_eq!(call(m, "promise-forced?", &[done]), Value::TRUE);
        let delayed = call(m, "%delay", &[Value::NIL]);
        assert_eq!(call(m, "promise-forced?", &[delayed]), Value::FALSE);
        let shared = call(m, "%promise-box", &[done]);
        call(m, "%set-promise-box!", &[delayed, shared]);
        assert_eq!(call(m, "promise-forced?", &[delayed]), Value::TRUE);
        refused(m, "%promise-box", &[Value::TRUE]);
        refused(m, "%set-promise-box!", &[done, Value::TRUE]);
    }
}
