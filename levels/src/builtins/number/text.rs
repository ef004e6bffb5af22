//! `number->string` and `string->number`.

use crate::condition::{Expected, Outcome, wrong_type};
use crate::layout::Type;
use crate::machine::Machine;
use crate::number::{self, Unreadable};
use crate::string;
use crate::value::Value;

pub fn number_to_string(m: &mut Machine, arguments: &[Value]) -> Outcome {
    let z = arguments[0];
    if !number::is_number(z) {
        return wrong_type("number->string", 1, Expected::Number, z);
    }
    let radix = radix("number->string", arguments)?;
    number::reserve_text(&mut m.heap, z, radix)?;
    let mut written = String::new();
    number::write(&m.heap.effort, z, radix, &mut written)?;
    Ok(string::from_latin1(&mut m.heap, written.as_bytes())?)
}

pub fn string_to_number(m: &mut Machine, arguments: &[Value]) -> Outcome {
    let found = arguments[0];
    if !found.is_a(Type::String) {
        return wrong_type("string->number", 1, Expected::String, found);
    }
    let radix = radix("string->number", arguments)?;
    let text = string::to_rust(&m.heap, found);
    match number::parse(&mut m.heap, &text, radix) {
        Ok(number) => Ok(number),
        Err(Unreadable::TooLarge(condition)) => Err(condition),
        Err(Unreadable::NotANumber | Unreadable::DivisionByZero | Unreadable::NoExactValue) => {
            Ok(Value::FALSE)
        }
    }
}

/// The optional second argument: 2 to 36.
fn radix(who: &'static str, arguments: &[Value]) -> Outcome<u32> {
    let Some(found) = arguments.get(1) else { return Ok(10) };
    match found.as_index() {
        Some(radix @ 2..=36) => Ok(radix as u32),
        Some(_) | None => wrong_type(who, 2, Expected::Radix, *found),
    }
}
