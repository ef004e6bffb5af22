//! Calling builtins from Rust tests as the machine does.

use super::{Answer, FAMILIES, Refusal};
use crate::condition::{Condition, Outcome};
use crate::machine::Machine;
use crate::pair::Walk;
use crate::value::Value;

/// A machine with nothing in it.
pub fn machine() -> Machine {
    Machine::new(1 << 30)
}

/// What the builtin of this name answers for these arguments; their number is checked.
fn answer(m: &mut Machine, name: &str, arguments: &[Value]) -> Answer {
    let rows = FAMILIES.iter().flat_map(|(_, rows)| rows.iter());
    let row = rows.clone().find(|row| row.name == name);
    let row = row.unwrap_or_else(|| panic!("no builtin is named {name}"));
    let count = arguments.len();
    assert!(count >= row.arity.min as usize, "{name}: too few arguments");
    assert!(row.arity.max.is_none_or(|max| count <= max as usize), "{name}: too many arguments");
    row.apply(m, arguments)
}

/// What comes of a call that the builtin must not leave to the library.
pub fn outcome(m: &mut Machine, name: &str, arguments: &[Value]) -> Outcome {
    answer(m, name, arguments).map_err(|refusal| match refusal {
        Refusal::Failed(condition) => condition,
        Refusal::Left => panic!("{name} is left to the library"),
        Refusal::CutShort(cause) => panic!("{name} is cut short: {cause:?}"),
    })
}

/// The value of a call that must succeed.
pub fn call(m: &mut Machine, name: &str, arguments: &[Value]) -> Value {
    outcome(m, name, arguments).unwrap_or_else(|condition| panic!("{name}: {condition:?}"))
}

/// The condition of a call that must fail.
pub fn refused(m: &mut Machine, name: &str, arguments: &[Value]) -> Condition {
    match outcome(m, name, arguments) {
        Ok(value) => panic!("{name} gave {value:?}"),
        Err(condition) => *condition,
    }
}

/// Whether a call is left to the library.
pub fn is_left(m: &mut Machine, name: &str, arguments: &[Value]) -> bool {
    matches!(answer(m, name, arguments), Err(Refusal::Left))
}

/// The fixnums of a list.
pub fn numbers(list: Value) -> Vec<i64> {
    Walk::new(list).map(|pair| pair.car().fixnum_value()).collect()
}
