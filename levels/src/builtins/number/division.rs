//! Integer division, `gcd`, `lcm`, `exact-integer-sqrt`.

use crate::condition::{Expected, Outcome, wrong_type};
use crate::heap::Heap;
use crate::layout::Type;
use crate::machine::Machine;
use crate::number;
use crate::number::division::{self, Rounding, Wanted};
use crate::value::Value;

macro_rules! divisions {
    ($($function:ident = $name:literal, $rounding:ident, $wanted:ident;)*) => {
        $(pub fn $function(m: &mut Machine, arguments: &[Value]) -> Outcome {
            let (n, d) = (arguments[0], arguments[1]);
            division::divide(&mut m.heap, $name, Rounding::$rounding, Wanted::$wanted, n, d)
        })*
    };
}

divisions! {
    quotient = "quotient", Truncate, Quotient;
    remainder = "remainder", Truncate, Remainder;
    modulo = "modulo", Floor, Remainder;
    floor_both = "floor/", Floor, Both;
    floor_quotient = "floor-quotient", Floor, Quotient;
    floor_remainder = "floor-remainder", Floor, Remainder;
    truncate_both = "truncate/", Truncate, Both;
    truncate_quotient = "truncate-quotient", Truncate, Quotient;
    truncate_remainder = "truncate-remainder", Truncate, Remainder;
}

pub fn gcd(m: &mut Machine, arguments: &[Value]) -> Outcome {
    fold(m, "gcd", 0, arguments, number::gcd_of_integers)
}

pub fn lcm(m: &mut Machine, arguments: &[Value]) -> Outcome {
    fold(m, "lcm", 1, arguments, number::lcm_of_integers)
}

/// Folds integers, from `empty` on; inexact if one of them is.
fn fold(
    m: &mut Machine,
    who: &'static str,
    empty: i64,
    arguments: &[Value],
    operation: fn(&mut Heap, Value, Value) -> Outcome,
) -> Outcome {
    let mut total = Value::fixnum(empty);
    for (index, n) in arguments.iter().enumerate() {
        let n = number::integer_argument(&mut m.heap, who, index + 1, *n)?;
        total = operation(&mut m.heap, total, n)?;
    }
    let inexact = arguments.iter().any(|n| n.is_flonum());
    Ok(if inexact { number::inexact(&mut m.heap, total) } else { total })
}

pub fn exact_integer_sqrt(m: &mut Machine, arguments: &[Value]) -> Outcome {
    let k = arguments[0];
    if !number::is_exact_integer(k) || number::is_negative(k) {
        return wrong_type("exact-integer-sqrt", 1, Expected::ExactNonNegativeInteger, k);
    }
    let (root, rest) = division::exact_integer_sqrt(&mut m.heap, k)?;
    Ok(m.heap.object(Type::MultipleValues, &[root, rest]))
}
