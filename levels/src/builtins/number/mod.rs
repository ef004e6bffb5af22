//! Numbers: R7RS 6.2, with `(scheme inexact)` and `(scheme complex)`. The rows are here, a page; a
//! file below holds the functions of each kind.

use super::{Builtin, at_least, between, exactly, row};

mod predicate;
mod arithmetic;
mod division;
mod real;
mod function;
mod text;

use arithmetic::{add, divide, equal, greater, greater_or_equal, less, less_or_equal};
use arithmetic::{max, min, multiply, subtract};
use division::*;
use function::*;
use predicate::*;
use real::*;
use text::{number_to_string, string_to_number};

/// The rows.
pub const BUILTINS: &[Builtin] = &[
    row("number?", exactly(1), "(number? obj)", is_number),
    row("complex?", exactly(1), "(complex? obj)", is_number),
    row("real?", exactly(1), "(real? obj)", is_real),
    row("rational?", exactly(1), "(rational? obj)", is_rational),
    row("integer?", exactly(1), "(integer? obj)", is_integer),
    row("exact?", exactly(1), "(exact? z)", is_exact),
    row("inexact?", exactly(1), "(inexact? z)", is_inexact),
    row("exact-integer?", exactly(1), "(exact-integer? obj)", is_exact_integer),
    row("exact-rational?", exactly(1), "(exact-rational? obj)", is_exact_rational),
    row(
        "exact-nonnegative-integer?",
        exactly(1),
        "(exact-nonnegative-integer? obj)",
        is_exact_nonnegative_integer,
    ),
    row("fixnum?", exactly(1), "(fixnum? obj)", is_fixnum),
    row("flonum?", exactly(1), "(flonum? obj)", is_flonum),
    row("finite?", exactly(1), "(finite? z)", is_finite),
    row("infinite?", exactly(1), "(infinite? z)", is_infinite),
    row("nan?", exactly(1), "(nan? z)", is_nan),
    row("zero?", exactly(1), "(zero? z)", is_zero),
    row("positive?", exactly(1), "(positive? x)", is_positive),
    row("negative?", exactly(1), "(negative? x)", is_negative),
    row("odd?", exactly(1), "(odd? n)", is_odd),
    row("even?", exactly(1), "(even? n)", is_even),
    row("=", at_least(1), "(= z1 z2 ...)", equal),
    row("<", at_least(1), "(< x1 x2 ...)", less),
    row(">", at_least(1), "(> x1 x2 ...)", greater),
    row("<=", at_least(1), "(<= x1 x2 ...)", less_or_equal),
    row(">=", at_least(1), "(>= x1 x2 ...)", greater_or_equal),
    row("max", at_least(1), "(max x1 x2 ...)", max),
    row("min", at_least(1), "(min x1 x2 ...)", min),
    row("+", at_least(0), "(+ z ...)", add),
    row("*", at_least(0), "(* z ...)", multiply),
    row("-", at_least(1), "(- z1 z2 ...)", subtract),
    row("/", at_least(1), "(/ z1 z2 ...)", divide),
    row("quotient", exactly(2), "(quotient n1 n2)", quotient),
    row("remainder", exactly(2), "(remainder n1 n2)", remainder),
    row("modulo", exactly(2), "(modulo n1 n2)", modulo),
    row("floor/", exactly(2), "(floor/ n1 n2)", floor_both),
    row("floor-quotient", exactly(2), "(floor-quotient n1 n2)", floor_quotient),
    row("floor-remainder", exactly(2), "(floor-remainder n1 n2)", floor_remainder),
    row("truncate/", exactly(2), "(truncate/ n1 n2)", truncate_both),
    row("truncate-quotient", exactly(2), "(truncate-quotient n1 n2)", truncate_quotient),
    row("truncate-remainder", exactly(2), "(truncate-remainder n1 n2)", truncate_remainder),
    row("gcd", at_least(0), "(gcd n ...)", gcd),
    row("lcm", at_least(0), "(lcm n ...)", lcm),
    row("exact-integer-sqrt", exactly(1), "(exact-integer-sqrt k)", exact_integer_sqrt),
    row("abs", exactly(1), "(abs x)", abs),
    row("floor", exactly(1), "(floor x)", floor),
    row("ceiling", exactly(1), "(ceiling x)", ceiling),
    row("truncate", exactly(1), "(truncate x)", truncate),
    row("round", exactly(1), "(round x)", round),
    row("numerator", exactly(1), "(numerator q)", numerator),
    row("denominator", exactly(1), "(denominator q)", denominator),
    row("rationalize", exactly(2), "(rationalize x y)", rationalize),
    row("exact", exactly(1), "(exact z)", exact),
    row("inexact", exactly(1), "(inexact z)", inexact),
    row("inexact->exact", exactly(1), "(inexact->exact z)", inexact_to_exact),
    row("exact->inexact", exactly(1), "(exact->inexact z)", exact_to_inexact),
    row("square", exactly(1), "(square z)", square),
    row("cube", exactly(1), "(cube z)", cube),
    row("sqrt", exactly(1), "(sqrt z)", sqrt),
    row("expt", exactly(2), "(expt z1 z2)", expt),
    row("exp", exactly(1), "(exp z)", exp),
    row("log", between(1, 2), "(log z [base])", log),
    row("sin", exactly(1), "(sin z)", sin),
    row("cos", exactly(1), "(cos z)", cos),
    row("tan", exactly(1), "(tan z)", tan),
    row("asin", exactly(1), "(asin z)", asin),
    row("acos", exactly(1), "(acos z)", acos),
    row("atan", between(1, 2), "(atan z) or (atan y x)", atan),
    row("make-rectangular", exactly(2), "(make-rectangular x y)", make_rectangular),
    row("make-polar", exactly(2), "(make-polar magnitude angle)", make_polar),
    row("real-part", exactly(1), "(real-part z)", real_part),
    row("imag-part", exactly(1), "(imag-part z)", imag_part),
    row("magnitude", exactly(1), "(magnitude z)", magnitude),
    row("angle", exactly(1), "(angle z)", angle),
    row("number->string", between(1, 2), "(number->string z [radix])", number_to_string),
    row("string->number", between(1, 2), "(string->number string [radix])", string_to_number),
];

#[cfg(test)]
mod tests;
