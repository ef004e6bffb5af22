//! Cases in the order of R7RS 6.2: a call is a name and the texts of its arguments, its result a text.

use crate::builtins::testing;
use crate::condition::Condition;
use crate::effort::Effort;
use crate::layout::Type;
use crate::machine::Machine;
use crate::number;
use crate::value::Value;

fn read(m: &mut Machine, text: &str) -> Value {
    number::parse(&mut m.heap, text, 10).unwrap_or_else(|why| panic!("{text}: {why:?}"))
}

fn written(value: Value) -> String {
    if value.is_boolean() {
        return if value.is_true() { "#t" } else { "#f" }.to_owned();
    }
    if value.is_a(Type::MultipleValues) {
        return [0, 1].map(|index| written(value.field(index))).join(" ");
    }
    let mut out = String::new();
    number::write(&Effort::default(), value, 10, &mut out).unwrap();
    out
}

fn result(m: &mut Machine, name: &str, arguments: &str) -> String {
    let arguments: Vec<_> = arguments.split_whitespace().map(|text| read(m, text)).collect();
    match testing::outcome(m, name, &arguments).map_err(|condition| *condition) {
        Ok(value) => written(value),
        Err(Condition::DivisionByZero { .. }) => "division by zero".to_owned(),
        Err(Condition::NoResult { .. }) => "no result".to_owned(),
        Err(Condition::OutOfMemory { .. }) => "out of memory".to_owned(),
        Err(Condition::WrongType { position, expected, .. }) => {
            format!("{position}: {}", expected.describe())
        }
        Err(condition) => format!("{condition:?}"),
    }
}

/// Each line: name, arguments, `=>`, result.
fn check(cases: &str) {
    let mut m = testing::machine();
    for case in cases.lines().map(str::trim).filter(|case| !case.is_empty()) {
        let (call, expected) = case.split_once(" => ").unwrap_or((case, ""));
        let (name, arguments) = call.split_once(' ').unwrap_or((call, ""));
        assert_eq!(result(&mut m, name, arguments), expected, "{case}");
    }
}

#[test]
fn predicates() {
    check(
        "complex? 3+4i => #t
         complex? 3 => #t
         real? 3 => #t
         real? -2.5+0i => #t
         real? -2.5+0.0i => #f
         real? #e1e10 => #t
         real? +inf.0 => #t
         real? +nan.0 => #t
         rational? -inf.0 => #f
         rational? 3.5 => #t
         rational? 6/10 => #t
         rational? 6/3 => #t
         integer? 3+0i => #t
         integer? 3.0 => #t
         integer? 8/4 => #t
         integer? +inf.0 => #f
         exact? 3.0 => #f
         exact? #e3.0 => #t
         inexact? 3. => #t
         exact? 1+2i => #t
         exact? 1+2.0i => #f
         exact-integer? 32 => #t
         exact-integer? 32.0 => #f
         exact-integer? 32/5 => #f
         exact-rational? 32/5 => #t
         exact-nonnegative-integer? 0 => #t
         exact-nonnegative-integer? -100000000000000000000 => #f
         fixnum? 1152921504606846975 => #t
         fixnum? 1152921504606846976 => #f
         fixnum? -1152921504606846976 => #t
         flonum? 1.0 => #t
         finite? 3 => #t
         finite? +inf.0 => #f
         finite? 3.0+inf.0i => #f
         infinite? 3.0+inf.0i => #t
         infinite? +nan.0 => #f
         nan? +nan.0 => #t
         nan? 1+2i => #f
         nan? +nan.0+5.0i => #t
         zero? -0.0 => #t
         zero? 0.0+0.0i => #t
         zero? +i => #f
         positive? 1/2 => #t
         positive? +nan.0 => #f
         negative? -100000000000000000000 => #t
         negative? +i => 1: a real number
         odd? 100000000000000000001 => #t
         even? -2.0 => #t
         even? 2.5 => 1: an integer
         odd? +inf.0 => 1: an integer",
    );
}

#[test]
fn comparison() {
    check(
        "= 1 1.0 1 => #t
         = 1 2 => #f
         = 1+2i 1.0+2.0i => #t
         = 1/3 .3333333333333333 => #f
         = 9007199254740993 9007199254740992.0 => #f
         < 9007199254740992.0 9007199254740993 => #t
         > 9007199254740993 9007199254740992.0 => #t
         < 1/3 .3333333333333333 => #f
         > 1/3 .3333333333333333 => #t
         < 100000000000000000000000 1e23 => #f
         > 100000000000000000000000 1e23 => #t
         < 1e308 +inf.0 => #t
         < -inf.0 -100000000000000000000 => #t
         = +nan.0 +nan.0 => #f
         < 1 +nan.0 => #f
         < 1 2 3 => #t
         < 1 3 2 => #f
         <= 1 1 2 => #t
         >= 3 3 4 => #f
         < 2 1 +i => 3: a real number
         <  1152921504606846975 1152921504606846976 => #t
         < -9223372036854775809 -9223372036854775808 => #t
         max 3 4 => 4
         max 3.9 4 => 4.0
         max 1 2.0 => 2.0
         max 3 1.0 => 3.0
         min 1/2 1/3 => 1/3
         max 1 +nan.0 2 => +nan.0
         max +nan.0 1 => +nan.0",
    );
}

#[test]
fn the_four_operations() {
    check(
        "+ 3 4 => 7
         + => 0
         + 3 => 3
         * 4 => 4
         * => 1
         - 3 4 5 => -6
         - 3 => -3
         - 0.0 => -0.0
         - -1152921504606846976 => 1152921504606846976
         + 1152921504606846975 1 => 1152921504606846976
         - 1152921504606846976 1 => 1152921504606846975
         + -1152921504606846976 -1 => -1152921504606846977
         + 18446744073709551615 1 => 18446744073709551616
         - 18446744073709551616 1 => 18446744073709551615
         - 18446744073709551616 18446744073709551615 => 1
         * -1152921504606846976 -1 => 1152921504606846976
         * 4294967296 4294967296 => 18446744073709551616
         * 18446744073709551615 18446744073709551615 => 340282366920938463426481119284349108225
         + 0 -0.0 => -0.0
         * 0 1.5 => 0.0
         / 3 4 5 => 3/20
         / 3 => 1/3
         / 0.0 => +inf.0
         / 6 -4 => -3/2
         / 1 0 => division by zero
         / 1.0 0 => division by zero
         / 0 5 => 0
         / -1152921504606846976 -1 => 1152921504606846976
         / 1152921504606846976 -1152921504606846976 => -1
         + 1/2 1/3 => 5/6
         + 1/2 1/2 => 1
         - 1/2 1/2 => 0
         + 1/6 1/3 => 1/2
         * 2/3 3/2 => 1
         * 2/3 0 => 0
         / 2/3 -4/3 => -1/2
         + 1/2 0.5 => 1.0
         * 1+2i 3-4i => 11+2i
         + 1+2i 3-2i => 4
         - 1+2i 1 => +2i
         / 1+2i 3-4i => -1/5+2/5i
         / 1+2i 1+2i => 1
         / 11+2i 3-4i => 1+2i
         * +i +i => -1
         * 1.0+2.0i 1.0-2.0i => 5.0+0.0i
         + 1 1.0-0.0i => 2.0-0.0i
         / 1.0+1.0i 0 => division by zero
         - 1 1.0+2.0i => 0.0-2.0i
         - 1+2i => -1-2i
         abs -7 => 7
         abs -1/2 => 1/2
         abs -1152921504606846976 => 1152921504606846976
         abs +i => 1: a real number",
    );
}

#[test]
fn integer_division() {
    check(
        "floor/ 5 2 => 2 1
         floor/ -5 2 => -3 1
         floor/ 5 -2 => -3 -1
         floor/ -5 -2 => 2 -1
         truncate/ 5 2 => 2 1
         truncate/ -5 2 => -2 -1
         truncate/ 5 -2 => -2 1
         truncate/ -5 -2 => 2 -1
         truncate/ -5.0 2 => -2.0 -1.0
         modulo 13 4 => 1
         remainder 13 4 => 1
         modulo -13 4 => 3
         remainder -13 4 => -1
         modulo 13 -4 => -3
         remainder 13 -4 => 1
         modulo -13 -4 => -1
         remainder -13 -4.0 => -1.0
         quotient 1e300 7.0 => 1.4285714285714286e299
         modulo 100000000000000000000000000000000000000000 -7 => -2
         floor/ -1 100000000000000000000000000000000000000000 => -1 99999999999999999999999999999999999999999
         floor/ -100000000000000000000000000000000000000001 100000000000000000000 => -1000000000000000000001 99999999999999999999
         quotient -1152921504606846976 -1 => 1152921504606846976
         quotient 5 2.5 => 2: an integer
         modulo 1 0 => division by zero
         modulo 1.0 0.0 => division by zero
         gcd 32 -36 => 4
         gcd => 0
         gcd 0 -100000000000000000000 => 100000000000000000000
         gcd 32.0 36 => 4.0
         lcm 32 -36 => 288
         lcm 32.0 -36 => 288.0
         lcm => 1
         lcm 0 5 => 0
         exact-integer-sqrt 4 => 2 0
         exact-integer-sqrt 5 => 2 1
         exact-integer-sqrt 1152921504606846975 => 1073741823 2147483646
         exact-integer-sqrt 10000000000000000000000000000000000000001 => 100000000000000000000 1
         exact-integer-sqrt -1 => 1: an exact non-negative integer",
    );
}

#[test]
fn rounding_and_fractions() {
    check(
        "floor -4.3 => -5.0
         ceiling -4.3 => -4.0
         truncate -4.3 => -4.0
         round -4.3 => -4.0
         round 3.5 => 4.0
         round 2.5 => 2.0
         round 7/2 => 4
         round 5/2 => 2
         round -7/2 => -4
         round 7 => 7
         round 8/3 => 3
         floor -7/2 => -4
         ceiling -7/2 => -3
         truncate -7/2 => -3
         floor +inf.0 => +inf.0
         floor +i => 1: a real number
         numerator 6/4 => 3
         denominator 6/4 => 2
         denominator 0 => 1
         denominator 0.5 => 2.0
         numerator +inf.0 => 1: a rational number
         rationalize #e.3 1/10 => 1/3
         rationalize .3 1/10 => 0.3333333333333333
         rationalize -3/10 1/10 => -1/3
         rationalize 3/10 -1/10 => 1/3
         rationalize 1/10 1 => 0
         rationalize 5 1/2 => 5
         rationalize +inf.0 1 => +inf.0
         rationalize 1 +inf.0 => 0.0
         rationalize +inf.0 +inf.0 => +nan.0",
    );
}

#[test]
fn exactness() {
    check(
        "exact 0.1 => 3602879701896397/36028797018963968
         exact 2.5 => 5/2
         exact -0.0 => 0
         exact 1e18 => 1000000000000000000
         exact 1e23 => 99999999999999991611392
         exact 1.5+2.0i => 3/2+2i
         exact 1.5+0.0i => 3/2
         exact +inf.0 => no result
         exact +nan.0 => no result
         inexact->exact 0.5 => 1/2
         inexact 1/3 => 0.3333333333333333
         inexact 1+1/2i => 1.0+0.5i
         exact->inexact 9007199254740993 => 9007199254740992.0
         inexact 9007199254740995 => 9007199254740996.0
         inexact 100000000000000000000000 => 1e23
         inexact 18446744073709551615 => 18446744073709552000.0",
    );
}

#[test]
fn powers_and_roots() {
    check(
        "sqrt 9 => 3
         sqrt 16 => 4
         sqrt 2 => 1.4142135623730951
         sqrt 1/4 => 1/2
         sqrt -4 => +2i
         sqrt -2.0 => 0.0+1.4142135623730951i
         sqrt 16.0 => 4.0
         sqrt -1/4 => +1/2i
         sqrt 3+4i => 2+i
         sqrt 3-4i => 2-i
         sqrt -3-4i => 1-2i
         sqrt 2.0+0.0i => 1.4142135623730951+0.0i
         sqrt -1.0-0.0i => 0.0-1.0i
         sqrt 0 => 0
         expt 0 0 => 1
         expt 0.0 0 => 1.0
         expt 0 5 => 0
         expt 0 -1 => division by zero
         expt 0 1/2 => 0
         expt 0 0.0 => 1.0
         expt 0 2.5 => 0.0
         expt 0 -2.5 => division by zero
         expt 2 10 => 1024
         expt 2 100 => 1267650600228229401496703205376
         expt -2 61 => -2305843009213693952
         expt 2 -2 => 1/4
         expt 1/2 -3 => 8
         expt -2/3 3 => -8/27
         expt -2/3 -3 => -27/8
         expt 2.0 3 => 8.0
         expt 2 0.5 => 1.4142135623730951
         expt 4 1/2 => 2
         expt +2i 1/2 => 1+i
         expt -2i 3/2 => -2-2i
         expt 1+i 1/2 => 1.09868411346781+0.45508986056222733i
         expt -8/27 1/2 => 0.0+0.5443310539518174i
         expt 8 1/3 => 2
         expt 8/27 -2/3 => 9/4
         expt -1 1/2 => +i
         expt 2 1/2 => 1.4142135623730951
         expt -1 1000000000000000000000001 => -1
         expt 1 1000000000000000000000001 => 1
         expt 0 1000000000000000000000001 => 0
         expt 1/2 1000000000000000000000001 => out of memory
         expt 10 10000000000 => out of memory
         expt 10 100000000000000000000000000 => out of memory
         expt -1.0 1000000000000000000000001 => -1.0
         expt +i 1000000000000000000000001 => +i
         expt +i -1 => -i
         expt 1+i 2 => +2i
         expt 1+i -2 => -1/2i
         expt 1+i 1000000000000 => out of memory
         expt -8.0 2.0 => 64.0
         expt 2.0+1.0i 2 => 3.0+4.0i
         square -5 => 25
         square 1/2 => 1/4
         cube -3 => -27",
    );
}

#[test]
fn roots_past_the_flonums() {
    let mut m = testing::machine();
    let power = format!("1{}", "0".repeat(401));
    assert_eq!(result(&mut m, "sqrt", &power), "3.1622776601683794e200");
    assert_eq!(result(&mut m, "log", &power), "923.3366222906124");
    assert_eq!(result(&mut m, "expt", &format!("{power} 0.5")), "3.1622776601683794e200");
    assert_eq!(result(&mut m, "atan", &format!("{power} {power}")), "0.7853981633974483");
    assert_eq!(result(&mut m, "inexact", &format!("{power}/{power}1")), "0.1");
    assert_eq!(result(&mut m, "sqrt", &format!("1/{power}")), "3.1622776601683792e-201");
}

#[test]
fn transcendental_functions() {
    check(
        "exp 0 => 1
         exp 1 => 2.718281828459045
         log 1 => 0
         log 0 => no result
         log 0.0 => -inf.0
         log -1 => 0.0+3.141592653589793i
         log 8 2 => 3.0
         log 1000 10 => 3.0
         log 1000.0 10 => 3.0
         log 1 2 => 0
         log 2 1 => division by zero
         log +i => 0.0+1.5707963267948966i
         log 1000001/1000000 => 9.999995000003334e-7
         sin 0 => 0
         cos 0 => 1
         tan 0 => 0
         sin 0.0 => 0.0
         asin 0 => 0
         asin 1 => 1.5707963267948966
         asin 2 => 1.5707963267948966-1.3169578969248166i
         asin -2 => -1.5707963267948966+1.3169578969248166i
         acos 1 => 0
         acos -1 => 3.141592653589793
         acos 2 => 0.0+1.3169578969248166i
         acos -2 => 3.141592653589793-1.3169578969248166i
         atan 0 => 0
         atan 1 => 0.7853981633974483
         atan 1 0 => 1.5707963267948966
         atan -1 0 => -1.5707963267948966
         atan 0 1 => 0
         atan 0 -1 => 3.141592653589793
         atan 0.0 1 => 0.0
         atan -0.0 -1 => -3.141592653589793
         atan 0 0 => no result
         atan +i => no result
         atan +2i => 1.5707963267948966+0.5493061443340549i
         atan 1 +i => 2: a real number
         sin +i => 0.0+1.1752011936438014i
         exp 0.0+1.0i => 0.5403023058681398+0.8414709848078965i",
    );
}

#[test]
fn complex_numbers() {
    check(
        "make-rectangular 1 2 => 1+2i
         make-rectangular 1 2.0 => 1.0+2.0i
         make-rectangular 1.5 0 => 1.5
         make-rectangular 1 +i => 2: a real number
         make-polar 2 0 => 2
         make-polar 1 1.5707963267948966 => 6.123233995736766e-17+1.0i
         real-part 1+2i => 1
         imag-part 1+2i => 2
         imag-part 1.5 => 0
         magnitude 3+4i => 5
         magnitude -5 => 5
         magnitude 1.0+1.0i => 1.4142135623730951
         angle 5 => 0
         angle -5 => 3.141592653589793
         angle -1.0 => 3.141592653589793
         angle +i => 1.5707963267948966",
    );
}

#[test]
fn bits() {
    check(
        "bitwise-and => -1
         bitwise-and 12 10 => 8
         bitwise-ior 12 10 => 14
         bitwise-xor 12 -10 => -6
         bitwise-not -1 => 0
         bitwise-not 18446744073709551615 => -18446744073709551616
         bitwise-and -18446744073709551616 18446744073709551615 => 0
         bitwise-and -1 18446744073709551615 => 18446744073709551615
         bitwise-ior -18446744073709551616 1 => -18446744073709551615
         bitwise-xor -18446744073709551616 18446744073709551615 => -1
         bitwise-and -18446744073709551617 -18446744073709551616 => -36893488147419103232
         arithmetic-shift 1 100 => 1267650600228229401496703205376
         arithmetic-shift -1 -100 => -1
         arithmetic-shift -5 -1 => -3
         arithmetic-shift -18446744073709551617 -64 => -2
         arithmetic-shift -18446744073709551616 -64 => -1
         arithmetic-shift 18446744073709551616 -65 => 0
         arithmetic-shift 1 1000000000000000 => out of memory
         arithmetic-shift 1 100000000000000000000 => out of memory
         arithmetic-shift 0 100000000000000000000 => 0
         arithmetic-shift -7 -100000000000000000000 => -1
         bit-count 12 => 2
         bit-count -1 => 0
         bit-count 18446744073709551615 => 64
         integer-length 0 => 0
         integer-length -8 => 3
         integer-length 8 => 4
         integer-length -18446744073709551616 => 64
         first-set-bit 0 => -1
         first-set-bit -18446744073709551616 => 64
         bit-set? 1 1 => #f
         bit-set? 0 1 => #t
         bit-set? 100000000000000000000 -1 => #t
         bit-set? 64 -18446744073709551616 => #t
         bit-set? 63 -18446744073709551616 => #f
         bit-set? -1 1 => 1: an exact non-negative integer
         bitwise-and 1 2.0 => 2: an exact integer",
    );
}

#[test]
fn positions_of_wrong_arguments() {
    let mut m = testing::machine();
    let one = Value::fixnum(1);
    for (name, arguments, wanted) in [
        ("+", [one, one, Value::NIL], 3),
        ("-", [one, Value::NIL, one], 2),
        ("<", [Value::NIL, one, one], 1),
        ("gcd", [one, one, Value::TRUE], 3),
        ("max", [one, one, Value::TRUE], 3),
        ("bitwise-xor", [one, Value::TRUE, one], 2),
    ] {
        let condition = testing::refused(&mut m, name, &arguments);
        let Condition::WrongType { who, position, .. } = condition else {
            panic!("{condition:?}");
        };
        assert_eq!((who, position), (name, wanted));
    }
}
