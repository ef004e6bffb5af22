//! What there is to see of objects without parts.

use super::{View, shown};
use levels::layout::Type;
use levels::machine::Machine;
use levels::number;
use levels::string;
use levels::symbol;
use levels::value::Value;

/// Bytes that are listed of a bytevector.
const BYTES: usize = 16;

/// See the module's documentation.
pub(super) fn view(m: &Machine, value: Value) -> View {
    if number::is_number(value) {
        return a_number(m, value);
    }
    if let Some(c) = value.as_char() {
        let code = format!("U+{:04X}", c as u32);
        return View::of("a character").row("written", shown(m, value)).row("code point", code);
    }
    if value.is_a(Type::String) {
        let kind = if string::is_immutable(value) { ", a literal" } else { "" };
        let view = View::of(format!("a string of {} characters{kind}", string::len(value)));
        return view.row("text", shown(m, value));
    }
    if value.is_a(Type::Symbol) {
        let kind = if symbol::is_interned(value) { "" } else { " that is eq? to no other" };
        return View::of(format!("a symbol{kind}")).row("name", shown(m, value));
    }
    if value.is_a(Type::Bytes) {
        return bytevector(m, value);
    }
    View::of(plain(m, value))
}

fn bytevector(m: &Machine, value: Value) -> View {
    let bytes = m.heap.bytes_of(value);
    let rows = bytes.chunks(BYTES).enumerate().map(|(index, row)| {
        let shown: Vec<String> = row.iter().map(|byte| format!("{byte:02x}")).collect();
        (format!("{:06x}", index * BYTES), shown.join(" "))
    });
    let rows: Vec<_> = rows.take(super::LISTED).collect();
    let left = bytes.len().saturating_sub(super::LISTED * BYTES);
    let mut view = View::of(format!("a bytevector of {}", bytes.len()));
    view.rows = rows;
    view.more = left;
    view
}

fn a_number(m: &Machine, value: Value) -> View {
    let kind = match value {
        _ if number::is_exact_integer(value) => "an exact integer",
        _ if value.is_a(Type::Ratio) => "an exact ratio",
        _ if value.is_flonum() => "an inexact real number",
        _ => "a complex number",
    };
    View::of(kind).row("value", shown(m, value))
}

/// Constants, and what a program gets to see of the machine's own.
fn plain(m: &Machine, value: Value) -> String {
    match value {
        Value::TRUE | Value::FALSE => format!("the boolean {}", shown(m, value)),
        Value::NIL => "the empty list".to_owned(),
        Value::EOF => "the end-of-file object".to_owned(),
        Value::UNSPECIFIED => "the unspecified value".to_owned(),
        other => shown(m, other),
    }
}
