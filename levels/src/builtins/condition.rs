//! To be filled.

use super::Builtin;

/// The rows.
pub const BUILTINS: &[Builtin] = &[];
use crate::condition::Condition;
use crate::layout::Type;
use crate::machine::Machine;
use crate::value::Value;
/// The object that a program sees of a condition, or the error object of `error`.
pub fn to_object(m: &mut Machine, c: &Condition) -> Value {
    let k = m.intern("temp");
    let text = format!("{c:?}");
    let s = crate::string::from_str(&mut m.heap, &text).unwrap_or(Value::FALSE);
    m.heap.object(Type::Condition, &[k, s, Value::NIL, Value::FALSE])
}
/// The object that a program sees of a condition, or the error object of `error`.
pub fn user_error(m: &mut Machine, message: Value, irritants: &[Value]) -> Value {
    let k = m.intern("user");
    let l = m.heap.list(irritants);
    m.heap.object(Type::Condition, &[k, message, l, Value::FALSE])
}
