use super::*;
use crate::effort::Effort;
use dashu_int::ops::{DivRem, Gcd, SquareRootRem};

/// A number of so many limbs, the same in every run; some have long runs of ones or zeros.
fn number(limbs: usize, seed: u64) -> UBig {
    let mut state = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
    let words: Vec<u64> = (0..limbs)
        .map(|i| {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            match (seed % 3, i / 100 % 2) {
                (1, 0) => u64::MAX,
                (2, 0) => 0,
                (_, _) => state,
            }
        })
        .collect();
    UBig::from_words(&words) | UBig::ONE << (64 * limbs - 1)
}

/// Lengths on both sides of where the methods change.
const LENGTHS: [usize; 7] = [1, 40, PART - 1, PART + 1, 2 * PART + 7, 3 * PART, 5 * PART + 3];

fn pairs() -> impl Iterator<Item = (UBig, UBig)> {
    let lengths = LENGTHS.into_iter().flat_map(|a| LENGTHS.map(|b| (a, b)));
    lengths.enumerate().map(|(i, (a, b))| (number(a, i as u64), number(b, 5 * i as u64 + 1)))
}

#[test]
fn products_and_quotients_are_the_librarys() {
    let effort = Effort::default();
    for (a, b) in pairs() {
        let expected = &a * &b;
        assert!(product(&effort, &a, &b) == Ok(expected.clone()), "{} {}", len(&a), len(&b));
        assert!(div_rem(&effort, &a, &b) == Ok((&a).div_rem(&b)), "{} {}", len(&a), len(&b));
        let dividend = expected + (&b - UBig::ONE);
        assert!(div_rem(&effort, &dividend, &b) == Ok((a, b - UBig::ONE)));
    }
}

#[test]
fn roots_and_divisors_are_the_librarys() {
    let effort = Effort::default();
    for (i, length) in LENGTHS.into_iter().enumerate() {
        let n = number(length, i as u64);
        assert!(sqrt_rem(&effort, &n) == Ok(n.sqrt_rem()), "{length}");
        let square = n.sqr();
        assert!(sqrt_rem(&effort, &square) == Ok((n.clone(), UBig::ZERO)), "{length}");
        assert!(sqrt_rem(&effort, &(square - UBig::ONE)).unwrap().0 == &n - UBig::ONE);
        let (cube, four) = (n.cubic(), number(40, 7));
        assert!(nth_root(&effort, &cube, 3) == Ok(n.clone()), "{length}");
        assert!(nth_root(&effort, &(cube - UBig::ONE), 3) == Ok(&n - UBig::ONE), "{length}");
        assert!(power(&effort, &four, 9) == Ok(four.pow(9)));
    }
    for (a, b) in pairs().step_by(3) {
        let common = number(30, 11);
        let (a, b) = (a * &common, b * &common);
        assert!(gcd(&effort, &a, &b) == Ok((&a).gcd(&b)), "{} {}", len(&a), len(&b));
    }
}

#[test]
fn digits_are_the_librarys() {
    let effort = Effort::default();
    for (i, length) in LENGTHS.into_iter().enumerate() {
        for (radix, n) in [(10, number(length, i as u64)), (3, UBig::ONE << (64 * length))] {
            let mut text = String::new();
            to_digits(&effort, &n, radix, &mut text).unwrap();
            assert!(text == n.in_radix(radix as u8).to_string(), "{length} {radix}");
            assert!(from_digits(&effort, &text, radix) == Ok(n), "{length} {radix}");
        }
    }
}
