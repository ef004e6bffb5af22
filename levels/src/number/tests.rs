//! Properties on random numbers, against the library's integers, `i128`, `std`'s flonums and each
//! other; boundaries of fixnum and limb are planted among the random ones.

use super::division::{Rounding, Wanted};
use super::integer::{Integer, Sign, from_ibig};
use super::*;
use crate::effort::Effort;
use crate::heap::Heap;
use crate::value::{FIXNUM_MAX, FIXNUM_MIN};
use dashu_int::ops::{BitTest, DivRem, Gcd};
use dashu_int::{IBig, UBig};
use std::cmp::Ordering;

/// splitmix64: the same numbers in every run.
struct Random(u64);

impl Random {
    fn word(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let word = (self.0 ^ self.0 >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let word = (word ^ word >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
        word ^ word >> 31
    }

    fn below(&mut self, limit: u64) -> u64 {
        self.word() % limit
    }

    /// Small, near a boundary, or of up to `limbs` limbs some of which are all zeros or ones.
    fn integer(&mut self, limbs: u64) -> IBig {
        let magnitude: IBig = match self.below(4) {
            0 => IBig::from(self.below(20)),
            1 => {
                let power = [59, 60, 61, 63, 64, 127, 128][self.below(7) as usize];
                (IBig::ONE << power) + IBig::from(self.below(5)) - IBig::from(2)
            }
            2 => IBig::from(self.word() >> self.below(64)),
            _ => {
                let count = 1 + self.below(limbs);
                let words: Vec<u64> = (0..count).map(|_| self.limb()).collect();
                UBig::from_words(&words).into()
            }
        };
        if self.below(2) == 0 { magnitude } else { -magnitude }
    }

    fn limb(&mut self) -> u64 {
        match self.below(4) {
            0 => 0,
            1 => u64::MAX,
            _ => self.word(),
        }
    }

    /// Any finite flonum, all exponents alike.
    fn flonum(&mut self) -> f64 {
        let x = f64::from_bits(self.word());
        if x.is_finite() { x } else { 1.5 }
    }
}

fn heap() -> Heap {
    Heap::new(1 << 30)
}

fn big(heap: &mut Heap, n: &IBig) -> Value {
    from_ibig(heap, n).expect("it fits")
}

fn text(value: Value, radix: u32) -> String {
    let mut out = String::new();
    write(&Effort::default(), value, radix, &mut out).unwrap();
    out
}

fn read(heap: &mut Heap, text: &str, radix: u32) -> Value {
    parse(heap, text, radix).unwrap_or_else(|why| panic!("{text} in {radix}: {why:?}"))
}

/// The library's form of a result, after a check that it is in normal form.
#[track_caller]
fn normal(value: Value) -> IBig {
    let n = Integer::of(value).to_ibig();
    let small = n >= IBig::from(FIXNUM_MIN) && n <= IBig::from(FIXNUM_MAX);
    assert_eq!(value.is_fixnum(), small, "{n}");
    assert_ne!(Integer::of(value).limbs().last(), Some(&0), "{n}");
    n
}

#[test]
fn integers_agree_with_the_library() {
    let (mut random, mut heap) = (Random(1), heap());
    for round in 0..20_000 {
        let limbs = if round % 50 == 0 { 90 } else { 6 };
        let (x, y) = (random.integer(limbs), random.integer(limbs));
        let (a, b) = (big(&mut heap, &x), big(&mut heap, &y));
        assert_eq!(normal(add(&mut heap, a, b).unwrap()), &x + &y, "{x} + {y}");
        assert_eq!(normal(sub(&mut heap, a, b).unwrap()), &x - &y, "{x} - {y}");
        assert_eq!(normal(mul(&mut heap, a, b).unwrap()), &x * &y, "{x} * {y}");
        assert_eq!(normal(mul(&mut heap, a, a).unwrap()), &x * &x, "{x} squared");
        assert_eq!(normal(negate(&mut heap, a).unwrap()), -&x, "- {x}");
        assert_eq!(compare(&Effort::default(), "<", a, b).unwrap(), Some(x.cmp(&y)), "{x} {y}");
        assert_eq!(eqv(a, b), x == y);
        let common = gcd_of_integers(&mut heap, a, b).unwrap();
        if x != IBig::ZERO || y != IBig::ZERO {
            assert_eq!(normal(common), IBig::from((&x).gcd(&y)), "gcd {x} {y}");
        }
    }
}

#[test]
fn quotients_and_remainders_obey_their_laws() {
    let (mut random, mut heap) = (Random(2), heap());
    for _ in 0..20_000 {
        let (x, y) = (random.integer(8), random.integer(5));
        if y == IBig::ZERO {
            continue;
        }
        let (a, b) = (big(&mut heap, &x), big(&mut heap, &y));
        for rounding in [Rounding::Floor, Rounding::Truncate] {
            let mut part =
                |wanted| division::divide(&mut heap, "quotient", rounding, wanted, a, b).unwrap();
            let (q, r) = (part(Wanted::Quotient), part(Wanted::Remainder));
            let both = part(Wanted::Both);
            assert!(eqv(both.field(0), q) && eqv(both.field(1), r));
            let (q, r) = (normal(q), normal(r));
            assert_eq!(&q * &y + &r, x, "{x} / {y}");
            assert!(
                IBig::from_parts(Sign::Positive, r.clone().into_parts().1).cmp(&abs(&y)).is_lt()
            );
            let sign_of = if rounding == Rounding::Floor { &y } else { &x };
            assert!(r == IBig::ZERO || r.sign() == sign_of.sign(), "{x} / {y}");
        }
    }
}

fn abs(n: &IBig) -> IBig {
    IBig::from_parts(Sign::Positive, n.clone().into_parts().1)
}

#[test]
fn bits_agree_with_the_library() {
    let (mut random, mut heap) = (Random(3), heap());
    for _ in 0..10_000 {
        let (x, y) = (random.integer(5), random.integer(5));
        let (a, b) = (big(&mut heap, &x), big(&mut heap, &y));
        let mut combined =
            |f: fn(u64, u64) -> u64| normal(bits::combine(&mut heap, f, a, b).unwrap());
        assert_eq!(combined(|p, q| p & q), &x & &y, "{x} and {y}");
        assert_eq!(combined(|p, q| p | q), &x | &y, "{x} or {y}");
        assert_eq!(combined(|p, q| p ^ q), &x ^ &y, "{x} xor {y}");
        assert_eq!(normal(bits::not(&mut heap, a).unwrap()), !&x);
        let count = random.below(200);
        let index = Value::fixnum(count as i64);
        assert_eq!(bits::is_set(index, a), x.bit(count as usize), "bit {count} of {x}");
        let left = normal(bits::shift(&mut heap, a, index).unwrap());
        assert_eq!(left, &x << count as usize, "{x} << {count}");
        let right = bits::shift(&mut heap, a, Value::fixnum(-(count as i64))).unwrap();
        let (floor, rest) = x.clone().div_rem(IBig::ONE << count as usize);
        let floor = if rest < IBig::ZERO { floor - 1 } else { floor };
        assert_eq!(normal(right), floor, "{x} >> {count}");
    }
}

#[test]
fn fixnum_ratios_agree_with_wide_integers() {
    let (mut random, mut heap) = (Random(4), heap());
    for _ in 0..5_000 {
        let mut part = |bits: u64| (random.word() >> (64 - bits)) as i128 + 1;
        let (an, ad, bn, bd) = (part(30) - (1 << 29), part(20), part(30) - (1 << 29), part(20));
        let mut ratio = |n: i128, d: i128| {
            let (n, d) = (from_i128(&mut heap, n), from_i128(&mut heap, d));
            divide(&mut heap, n, d).unwrap()
        };
        let (a, b) = (ratio(an, ad), ratio(bn, bd));
        let sum = ratio(an * bd + bn * ad, ad * bd);
        let difference = ratio(an * bd - bn * ad, ad * bd);
        let product = ratio(an * bn, ad * bd);
        let quotient = (bn != 0).then(|| ratio(an * bd, bn * ad));
        assert!(eqv(add(&mut heap, a, b).unwrap(), sum));
        assert!(eqv(sub(&mut heap, a, b).unwrap(), difference));
        assert!(eqv(mul(&mut heap, a, b).unwrap(), product));
        if let Some(quotient) = quotient {
            assert!(eqv(divide(&mut heap, a, b).unwrap(), quotient));
        }
        assert_eq!(
            compare(&Effort::default(), "<", a, b).unwrap(),
            Some((an * bd).cmp(&(bn * ad)))
        );
        assert_eq!(hash(sum), hash(add(&mut heap, a, b).unwrap()));
        assert_eq!(to_f64(a), an as f64 / ad as f64, "both are below 2^53, so this rounds once");
    }
}

#[test]
fn exact_numbers_are_read_as_written_in_every_radix() {
    let (mut random, mut heap) = (Random(5), heap());
    for round in 0..4_000 {
        let limbs = if round % 100 == 0 { 300 } else { 5 };
        let (x, y) = (random.integer(limbs), random.integer(5));
        let radix = 2 + random.below(35) as u32;
        let (a, b) = (big(&mut heap, &x), big(&mut heap, &y));
        assert_eq!(text(a, radix), x.in_radix(radix as u8).to_string());
        assert!(eqv(read(&mut heap, &text(a, radix), radix), a), "{x} in {radix}");
        if y == IBig::ZERO {
            continue;
        }
        let ratio = divide(&mut heap, a, b).unwrap();
        assert!(eqv(read(&mut heap, &text(ratio, radix), radix), ratio), "{x}/{y} in {radix}");
        if radix <= 18 {
            let complex = rectangular(&mut heap, ratio, b);
            assert!(eqv(read(&mut heap, &text(complex, radix), radix), complex), "{x} {y}");
        }
    }
}

#[test]
fn flonums_are_read_as_written_in_every_radix() {
    let (mut random, mut heap) = (Random(6), heap());
    for round in 0..6_000 {
        let x = if round % 2 == 0 {
            random.flonum()
        } else {
            random.integer(2).to_f64().value() / 64.0
        };
        let a = heap.flonum(x);
        assert!(eqv(read(&mut heap, &text(a, 10), 10), a), "{x}");
        if round % 10 == 0 {
            let radix = 2 + random.below(35) as u32;
            assert!(eqv(read(&mut heap, &text(a, radix), radix), a), "{x} in {radix}");
        }
    }
}

#[test]
fn the_shortest_digits_are_those_of_the_standard_library() {
    let mut random = Random(7);
    for _ in 0..2_000 {
        let x = random.flonum().abs();
        if x == 0.0 {
            continue;
        }
        let (digits, point) = write::shortest(x, 10);
        let (first, rest) = digits.split_first().unwrap();
        let rest = String::from_utf8(rest.to_vec()).unwrap();
        let dot = if rest.is_empty() { "" } else { "." };
        let scientific = format!("{}{dot}{rest}e{}", *first as char, point - 1);
        assert_eq!(scientific, format!("{x:e}"));
    }
}

#[test]
fn flonums_are_spelled_as_schemers_do() {
    let mut heap = heap();
    for (x, spelled) in [
        (1.0, "1.0"),
        (0.5, "0.5"),
        (-0.0, "-0.0"),
        (100.0, "100.0"),
        (1e20, "100000000000000000000.0"),
        (1e21, "1e21"),
        (1.5e22, "1.5e22"),
        (1e-6, "0.000001"),
        (1e-7, "1e-7"),
        (1.25e-7, "1.25e-7"),
        (123.456, "123.456"),
        (f64::MAX, "1.7976931348623157e308"),
        (5e-324, "5e-324"),
        (f64::INFINITY, "+inf.0"),
        (f64::NEG_INFINITY, "-inf.0"),
        (-f64::NAN, "+nan.0"),
    ] {
        let a = heap.flonum(x);
        assert_eq!(text(a, 10), spelled);
    }
    let a = heap.flonum(-10.625);
    assert_eq!(text(a, 2), "-1010.101");
    assert_eq!(text(a, 16), "-a.a");
}

#[test]
fn rounding_to_flonums_is_correct_at_and_beside_the_midpoints() {
    let (mut random, mut heap) = (Random(8), heap());
    let half = read(&mut heap, "1/2", 10);
    let little = read(&mut heap, "#e1e-400", 10);
    for round in 0..2_000 {
        let bits = if round % 4 == 0 { random.below(1 << 20) } else { random.word() >> 1 };
        let (x, next) = (f64::from_bits(bits), f64::from_bits(bits + 1));
        if !next.is_finite() {
            continue;
        }
        let exact_of = |heap: &mut Heap, x| {
            let x = heap.flonum(x);
            exact(heap, "exact", x).unwrap()
        };
        let (a, b) = (exact_of(&mut heap, x), exact_of(&mut heap, next));
        assert_eq!((to_f64(a), to_f64(b)), (x, next));
        let sum = add(&mut heap, a, b).unwrap();
        let middle = mul(&mut heap, sum, half).unwrap();
        assert_eq!(to_f64(middle), if bits % 2 == 0 { x } else { next }, "{x}");
        assert_eq!(to_f64(sub(&mut heap, middle, little).unwrap()), x, "{x}");
        let above = add(&mut heap, middle, little).unwrap();
        assert_eq!(to_f64(above), next, "{x}");
        let written = heap.flonum(x);
        assert_eq!(compare(&Effort::default(), "<", written, above).unwrap(), Some(Ordering::Less));
        let tiny_above = add(&mut heap, a, little).unwrap();
        assert_eq!(
            compare(&Effort::default(), "<", tiny_above, written).unwrap(),
            Some(Ordering::Greater)
        );
    }
}

#[test]
fn roots_and_squares_are_inverse() {
    let (mut random, mut heap) = (Random(9), heap());
    for _ in 0..2_000 {
        let (x, y) = (random.integer(4), random.integer(4));
        let (a, b) = (big(&mut heap, &x), big(&mut heap, &y));
        let z = rectangular(&mut heap, a, b);
        let square = mul(&mut heap, z, z).unwrap();
        let root = power::sqrt(&mut heap, square).unwrap();
        let opposite = negate(&mut heap, root).unwrap();
        assert!(eqv(root, z) || eqv(opposite, z), "{x} {y}");
        let n = big(&mut heap, &abs(&x));
        let (root, rest) = division::exact_integer_sqrt(&mut heap, n).unwrap();
        let (root, rest) = (normal(root), normal(rest));
        assert_eq!(&root * &root + &rest, abs(&x));
        assert!(rest >= IBig::ZERO && rest <= &root * 2);
        if !eqv(z, Value::fixnum(0)) {
            let product = mul(&mut heap, square, z).unwrap();
            assert!(eqv(divide(&mut heap, product, z).unwrap(), square), "{x} {y}");
        }
        let power = power::expt(&mut heap, a, Value::fixnum(7)).unwrap();
        assert_eq!(normal(power), x.pow(7));
    }
}

#[test]
fn eqv_and_hash_tell_numbers_apart_by_exactness_and_sign_of_zero() {
    let mut heap = heap();
    let texts = [
        "0",
        "0.0",
        "-0.0",
        "1",
        "1.0",
        "1/2",
        "0.5",
        "+nan.0",
        "+inf.0",
        "-inf.0",
        "+i",
        "+1.0i",
        "1+i",
        "1.0+1.0i",
        "1.0-0.0i",
        "1.0+0.0i",
        "1152921504606846976",
        "-1152921504606846976",
        "-1152921504606846977",
        "18446744073709551616",
        "18446744073709551616.0",
        "2/3",
        "-2/3",
    ];
    for (i, left) in texts.iter().enumerate() {
        for (j, right) in texts.iter().enumerate() {
            let (a, b) = (read(&mut heap, left, 10), read(&mut heap, right, 10));
            assert_eq!(eqv(a, b), i == j, "{left} {right}");
            assert_eq!(hash(a) == hash(b), i == j, "{left} {right}");
        }
    }
    assert!(!eqv(Value::NIL, Value::NIL) && !eqv(Value::TRUE, Value::fixnum(1)));
}

#[test]
fn the_notation_of_numbers() {
    let mut heap = heap();
    for (notation, meant) in [
        ("+5", "5"),
        ("-0", "0"),
        ("00000000000000000000012", "12"),
        ("1152921504606846976", "1152921504606846976"),
        ("#xFf", "255"),
        ("#X-ff/10", "-255/16"),
        ("#b#e1.01", "5/4"),
        ("#e#b101", "5"),
        ("#i#o17", "15.0"),
        ("#d10", "10"),
        ("#e1.5", "3/2"),
        ("#e1.2e3", "1200"),
        ("#e15e-1", "3/2"),
        ("#e0e99999999999999999999", "0"),
        ("#i1/3", "0.3333333333333333"),
        ("#i-0", "-0.0"),
        ("6/4", "3/2"),
        ("1.", "1.0"),
        (".5", "0.5"),
        ("-.5e1", "-5.0"),
        ("1E3", "1000.0"),
        ("1e400", "+inf.0"),
        ("-1e99999999999999999999", "-inf.0"),
        ("1e-99999999999999999999", "0.0"),
        ("+INF.0", "+inf.0"),
        ("-nan.0", "+nan.0"),
        ("+i", "+i"),
        ("-I", "-i"),
        ("1+i", "1+i"),
        ("1/2-3/4i", "1/2-3/4i"),
        ("1e2-3e-1i", "100.0-0.3i"),
        ("1s2", "100.0"),
        ("#e.5D-1", "1/20"),
        ("1f+2-1l-1i", "100.0-0.1i"),
        ("1e+2+3i", "100.0+3.0i"),
        ("+inf.0-nan.0i", "+inf.0+nan.0i"),
        ("+inf.0i", "0.0+inf.0i"),
        ("-2.5+0i", "-2.5"),
        ("#x1e+5i", "30+5i"),
        ("#i1+2i", "1.0+2.0i"),
        ("#e1.5+2.5i", "3/2+5/2i"),
        ("2@0", "2"),
        ("1@0.0", "1.0+0.0i"),
        ("#e1@0.0", "1"),
    ] {
        let value = read(&mut heap, notation, 10);
        assert_eq!(text(value, 10), meant, "{notation}");
    }
    for notation in [
        "", "+", "-", ".", "...", "+.", "-.e1", "e1", "1e", "1e+", "1+", "-1+", "+a", "--1", "+-1",
        "1/", "/2", "1/2/3", "1/2.5", "1/-2", "1.5/2", "1.2.3", "0x10", "1_000", "#", "#x", "#xg",
        "#b2", "#e#e1", "#x#b1", "#z1", "i", "1i", "1+2", "+i+", "1++i", "1@", "@1", "1@2@3",
        "1@+i", "inf.0", "+inf", "+inf.00", "nan.0", "1e1.5", "1 ", " 1", "١", "1é", "#é", "+é",
    ] {
        assert!(
            matches!(parse(&mut heap, notation, 10), Err(Unreadable::NotANumber)),
            "{notation}"
        );
    }
    assert!(matches!(parse(&mut heap, "1/0", 10), Err(Unreadable::DivisionByZero)));
    assert!(matches!(parse(&mut heap, "#e+inf.0", 10), Err(Unreadable::NoExactValue)));
    for huge in ["#e1e1000000000000", "#e1e-1000000000000", "#e1e99999999999999999999"] {
        assert!(matches!(parse(&mut heap, huge, 10), Err(Unreadable::TooLarge(_))), "{huge}");
    }
}

#[test]
fn a_long_run_of_digits_costs_what_a_product_does() {
    let mut heap = heap();
    let digits = "7".repeat(1_000_000);
    let value = read(&mut heap, &digits, 10);
    assert_eq!(text(value, 10), digits);
}
