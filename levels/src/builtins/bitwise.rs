//! Bitwise operations on exact integers, seen as infinite two's complement: the core of SRFI 151.

use super::{Builtin, at_least, exactly, row};
use crate::condition::{Expected, Outcome, wrong_type};
use crate::machine::Machine;
use crate::number::{self, bits};
use crate::value::Value;

/// The rows.
pub const BUILTINS: &[Builtin] = &[
    row("bitwise-and", at_least(0), "(bitwise-and i ...)", bitwise_and),
    row("bitwise-ior", at_least(0), "(bitwise-ior i ...)", bitwise_ior),
    row("bitwise-or", at_least(0), "(bitwise-or i ...)", bitwise_or),
    row("bitwise-xor", at_least(0), "(bitwise-xor i ...)", bitwise_xor),
    row("bitwise-not", exactly(1), "(bitwise-not i)", bitwise_not),
    row("arithmetic-shift", exactly(2), "(arithmetic-shift i count)", arithmetic_shift),
    row("bit-count", exactly(1), "(bit-count i)", bit_count),
    row("integer-length", exactly(1), "(integer-length i)", integer_length),
    row("first-set-bit", exactly(1), "(first-set-bit i)", first_set_bit),
    row("bit-set?", exactly(2), "(bit-set? index i)", is_bit_set),
];

fn bitwise_and(m: &mut Machine, arguments: &[Value]) -> Outcome {
    fold(m, "bitwise-and", -1, arguments, |x, y| x & y)
}

fn bitwise_ior(m: &mut Machine, arguments: &[Value]) -> Outcome {
    fold(m, "bitwise-ior", 0, arguments, |x, y| x | y)
}

fn bitwise_or(m: &mut Machine, arguments: &[Value]) -> Outcome {
    fold(m, "bitwise-or", 0, arguments, |x, y| x | y)
}

fn bitwise_xor(m: &mut Machine, arguments: &[Value]) -> Outcome {
    fold(m, "bitwise-xor", 0, arguments, |x, y| x ^ y)
}

/// Combines the arguments; `empty`, the identity, if there are none.
fn fold(
    m: &mut Machine,
    who: &'static str,
    empty: i64,
    arguments: &[Value],
    operation: fn(u64, u64) -> u64,
) -> Outcome {
    let mut total = Value::fixnum(empty);
    for (index, found) in arguments.iter().enumerate() {
        let n = exact_integer(who, index + 1, *found)?;
        total = bits::combine(&mut m.heap, operation, total, n)?;
    }
    Ok(total)
}

fn bitwise_not(m: &mut Machine, arguments: &[Value]) -> Outcome {
    let n = exact_integer("bitwise-not", 1, arguments[0])?;
    bits::not(&mut m.heap, n)
}

fn arithmetic_shift(m: &mut Machine, arguments: &[Value]) -> Outcome {
    let n = exact_integer("arithmetic-shift", 1, arguments[0])?;
    let count = exact_integer("arithmetic-shift", 2, arguments[1])?;
    bits::shift(&mut m.heap, n, count)
}

fn bit_count(m: &mut Machine, arguments: &[Value]) -> Outcome {
    let n = exact_integer("bit-count", 1, arguments[0])?;
    bits::count(&mut m.heap, n)
}

fn integer_length(m: &mut Machine, arguments: &[Value]) -> Outcome {
    let n = exact_integer("integer-length", 1, arguments[0])?;
    bits::length(&mut m.heap, n)
}

fn first_set_bit(_: &mut Machine, arguments: &[Value]) -> Outcome {
    let n = exact_integer("first-set-bit", 1, arguments[0])?;
    Ok(Value::fixnum(bits::first_set(n)))
}

fn is_bit_set(_: &mut Machine, arguments: &[Value]) -> Outcome {
    let (index, n) = (arguments[0], exact_integer("bit-set?", 2, arguments[1])?);
    if !number::is_exact_integer(index) || number::is_negative(index) {
        return wrong_type("bit-set?", 1, Expected::ExactNonNegativeInteger, index);
    }
    Ok(Value::boolean(bits::is_set(index, n)))
}

fn exact_integer(who: &'static str, position: usize, found: Value) -> Outcome {
    if number::is_exact_integer(found) {
        return Ok(found);
    }
    wrong_type(who, position, Expected::ExactInteger, found)
}
