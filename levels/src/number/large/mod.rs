//! Work on numbers that are too large for one call of the library: cut up until each call takes a
//! few milliseconds, with a look at the effort before each.
//!
//! Invariant: results are the library's own. Functions here that call themselves do so on a part of
//! the number that is a half or a third as long: they nest as deep as its length has bits.

mod product;
mod quotient;
mod root;
mod divisor;
mod digits;
#[cfg(test)]
mod tests;

pub use digits::{from_digits, to_digits};
pub use divisor::gcd;
pub use product::{power, product};
pub use quotient::div_rem;
pub use root::{nth_root, sqrt_rem};

use dashu_int::UBig;

/// The most limbs of a number that the library is given for more than a product with a few limbs.
const PART: usize = 1 << 12;

/// How many limbs a number has.
fn len(n: &UBig) -> usize {
    n.as_words().len()
}

/// Limbs `from..to` of a number, as far as it has them.
fn part(n: &UBig, from: usize, to: usize) -> UBig {
    let words = n.as_words();
    UBig::from_words(&words[from.min(words.len())..to.min(words.len())])
}
