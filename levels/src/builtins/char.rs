//! Characters (R7RS 6.6): any Unicode scalar value, by the tables of the Unicode that the compiler
//! of this program knows.

use super::{Builtin, argument, at_least, between, exactly, row};
use crate::condition::{Condition, Expected, Outcome, wrong_type};
use crate::machine::Machine;
use crate::unicode;
use crate::value::Value;

/// The rows.
pub const BUILTINS: &[Builtin] = &[
    row("char?", exactly(1), "(char? object)", |_, a| Ok(Value::boolean(a[0].is_char()))),
    row("char=?", at_least(1), "(char=? char …)", |_, a| compare("char=?", a, |x, y| x == y)),
    row("char<?", at_least(1), "(char<? char …)", |_, a| compare("char<?", a, |x, y| x < y)),
    row("char>?", at_least(1), "(char>? char …)", |_, a| compare("char>?", a, |x, y| x > y)),
    row("char<=?", at_least(1), "(char<=? char …)", |_, a| compare("char<=?", a, |x, y| x <= y)),
    row("char>=?", at_least(1), "(char>=? char …)", |_, a| compare("char>=?", a, |x, y| x >= y)),
    row("char-ci=?", at_least(1), "(char-ci=? char …)", |_, a| {
        compare_folded("char-ci=?", a, |x, y| x == y)
    }),
    row("char-ci<?", at_least(1), "(char-ci<? char …)", |_, a| {
        compare_folded("char-ci<?", a, |x, y| x < y)
    }),
    row("char-ci>?", at_least(1), "(char-ci>? char …)", |_, a| {
        compare_folded("char-ci>?", a, |x, y| x > y)
    }),
    row("char-ci<=?", at_least(1), "(char-ci<=? char …)", |_, a| {
        compare_folded("char-ci<=?", a, |x, y| x <= y)
    }),
    row("char-ci>=?", at_least(1), "(char-ci>=? char …)", |_, a| {
        compare_folded("char-ci>=?", a, |x, y| x >= y)
    }),
    row("char-alphabetic?", exactly(1), "(char-alphabetic? char)", |_, a| {
        test("char-alphabetic?", a, char::is_alphabetic)
    }),
    row("char-numeric?", exactly(1), "(char-numeric? char)", |_, a| {
        test("char-numeric?", a, |c| unicode::digit_value(c).is_some())
    }),
    row("char-whitespace?", exactly(1), "(char-whitespace? char)", |_, a| {
        test("char-whitespace?", a, char::is_whitespace)
    }),
    row("char-upper-case?", exactly(1), "(char-upper-case? char)", |_, a| {
        test("char-upper-case?", a, char::is_uppercase)
    }),
    row("char-lower-case?", exactly(1), "(char-lower-case? char)", |_, a| {
        test("char-lower-case?", a, char::is_lowercase)
    }),
    row("digit-value", exactly(1), "(digit-value char)", |_, a| {
        let value = unicode::digit_value(argument::char("digit-value", 1, a[0])?);
        Ok(value.map_or(Value::FALSE, |value| Value::fixnum(value.into())))
    }),
    row("char->digit", between(1, 2), "(char->digit char [radix])", char_to_digit),
    row("digit->char", between(1, 2), "(digit->char digit [radix])", digit_to_char),
    row("char->integer", exactly(1), "(char->integer char)", |_, a| {
        Ok(Value::fixnum(u32::from(argument::char("char->integer", 1, a[0])?).into()))
    }),
    row("integer->char", exactly(1), "(integer->char integer)", integer_to_char),
    row("char-upcase", exactly(1), "(char-upcase char)", |_, a| {
        Ok(Value::char(unicode::upcase(argument::char("char-upcase", 1, a[0])?)))
    }),
    row("char-downcase", exactly(1), "(char-downcase char)", |_, a| {
        Ok(Value::char(unicode::downcase(argument::char("char-downcase", 1, a[0])?)))
    }),
    row("char-foldcase", exactly(1), "(char-foldcase char)", |_, a| {
        Ok(Value::char(unicode::foldcase(argument::char("char-foldcase", 1, a[0])?)))
    }),
];

/// Of two code points.
type Holds = fn(&u32, &u32) -> bool;

#[inline(always)]
fn compare(who: &'static str, a: &[Value], holds: Holds) -> Outcome {
    match a {
        [x, y] if x.is_char() && y.is_char() => {
            Ok(Value::boolean(holds(&x.char_code(), &y.char_code())))
        }
        _ => compare_all(who, a, holds),
    }
}

#[cold]
#[inline(never)]
fn compare_all(who: &'static str, a: &[Value], holds: Holds) -> Outcome {
    let code = |position, found| Ok(u32::from(argument::char(who, position, found)?));
    argument::chain(a, code, holds)
}

fn compare_folded(who: &'static str, a: &[Value], holds: Holds) -> Outcome {
    let folded =
        |position, found| Ok(u32::from(unicode::foldcase(argument::char(who, position, found)?)));
    argument::chain(a, folded, holds)
}

fn test(who: &'static str, a: &[Value], holds: fn(char) -> bool) -> Outcome {
    Ok(Value::boolean(holds(argument::char(who, 1, a[0])?)))
}

fn integer_to_char(_: &mut Machine, a: &[Value]) -> Outcome {
    if let Some(ascii) = a[0].as_index().filter(|code| *code < 0x80) {
        return Ok(Value::char(char::from(ascii as u8)));
    }
    char_of_code(a[0])
}

#[cold]
#[inline(never)]
fn char_of_code(found: Value) -> Outcome {
    let who = "integer->char";
    let code = argument::index(who, 1, found, char::MAX as usize)?;
    match char::from_u32(code as u32) {
        Some(c) => Ok(Value::char(c)),
        None => {
            let reason = "the surrogates U+D800 to U+DFFF are no characters";
            Err(Box::new(Condition::NoResult { who, reason, found }))
        }
    }
}

/// The weight of a digit, decimal ones of any script included, in the radix; or `#f`.
fn char_to_digit(_: &mut Machine, a: &[Value]) -> Outcome {
    let c = argument::char("char->digit", 1, a[0])?;
    let radix = radix("char->digit", a)?;
    let value = c.to_digit(36).or_else(|| unicode::digit_value(c));
    Ok(value.filter(|value| *value < radix).map_or(Value::FALSE, |v| Value::fixnum(v.into())))
}

fn digit_to_char(_: &mut Machine, a: &[Value]) -> Outcome {
    let Some(digit) = a[0].as_index() else {
        return wrong_type("digit->char", 1, Expected::ExactNonNegativeInteger, a[0]);
    };
    let radix = radix("digit->char", a)?;
    let digit = u32::try_from(digit).ok().and_then(|digit| char::from_digit(digit, radix));
    Ok(digit.map_or(Value::FALSE, Value::char))
}

fn radix(who: &'static str, a: &[Value]) -> Outcome<u32> {
    match a.get(1).map(|radix| radix.as_index()) {
        None => Ok(10),
        Some(Some(radix @ 2..=36)) => Ok(radix as u32),
        Some(_) => wrong_type(who, 2, Expected::Radix, a[1]),
    }
}

#[cfg(test)]
mod tests {
    use crate::builtins::testing::{call, machine, refused};
    use crate::condition::Condition;
    use crate::value::Value;

    fn chars(text: &str) -> Vec<Value> {
        text.chars().map(Value::char).collect()
    }

    #[test]
    fn comparisons_take_any_number() {
        let mut m = machine();
        for (name, text, expected) in [
            ("char=?", "aaa", true),
            ("char=?", "aab", false),
            ("char<?", "abλ", true),
            ("char<?", "abb", false),
            ("char<=?", "abb", true),
            ("char>?", "cba", true),
            ("char>=?", "cbc", false),
            ("char-ci=?", "aAa", true),
            ("char-ci=?", "ςσΣ", true),
            ("char-ci<?", "aBc", true),
        ] {
            let value = call(&mut m, name, &chars(text));
            assert_eq!(value, Value::boolean(expected), "{name} {text}");
        }
    }

    #[test]
    fn what_characters_are() {
        let mut m = machine();
        for (name, yes, no) in [
            ("char-alphabetic?", "aλ字", "1 -"),
            ("char-numeric?", "0٣४", "a½Ⅷ"),
            ("char-whitespace?", " \t\u{a0}\u{2003}", "a_\u{200b}"),
            ("char-upper-case?", "AΣ", "aσ1"),
            ("char-lower-case?", "aσ", "AΣ1"),
        ] {
            let tests = yes.chars().map(|c| (c, true)).chain(no.chars().map(|c| (c, false)));
            for (c, expected) in tests {
                let value = call(&mut m, name, &[Value::char(c)]);
                assert_eq!(value, Value::boolean(expected), "{name} {c:?}");
            }
        }
    }

    #[test]
    fn numbers_of_characters() {
        let mut m = machine();
        let n = Value::fixnum;
        let c = Value::char;
        for (name, arguments, expected) in [
            ("digit-value", vec![c('४')], n(4)),
            ("digit-value", vec![c('a')], Value::FALSE),
            ("char->digit", vec![c('f'), n(16)], n(15)),
            ("char->digit", vec![c('9'), n(8)], Value::FALSE),
            ("digit->char", vec![n(11), n(16)], c('b')),
            ("digit->char", vec![n(11)], Value::FALSE),
            ("char->integer", vec![c('𝄞')], n(0x1d11e)),
            ("integer->char", vec![n(0x10ffff)], c('\u{10ffff}')),
        ] {
            assert_eq!(call(&mut m, name, &arguments), expected, "{name} {arguments:?}");
        }
        let surrogate = refused(&mut m, "integer->char", &[n(0xd800)]);
        assert!(matches!(surrogate, Condition::NoResult { .. }));
        let large = refused(&mut m, "integer->char", &[n(0x110000)]);
        assert!(matches!(large, Condition::OutOfRange { limit: 0x10ffff, .. }));
    }
}
