//! Where the limbs of big integers lie: the one place that turns a heap object into a slice of limbs.
//!
//! Invariant: a `Bignum` has whole limbs, and nothing writes to it once it was `settle`d.

use crate::heap::Heap;
use crate::layout::Type;
use crate::value::Value;

/// The limbs of a big integer, which the caller has found it to be.
pub fn big_limbs(big: &Value) -> &[u64] {
    debug_assert!(big.is_a(Type::Bignum));
    // SAFETY: a `Bignum`'s header counts the bytes of its limbs, which follow it and are aligned as
    // it is; they live as long as the word is used and never change (invariant above).
    unsafe { std::slice::from_raw_parts(big.address().add(1), big.header().len() / 8) }
}

/// The limbs of a big integer that nothing else has seen yet.
pub fn limbs_mut(heap: &mut Heap, fresh: Value) -> &mut [u64] {
    // SAFETY: every pattern of bytes is a `u64`; the payload starts aligned, so the middle is all.
    unsafe { heap.bytes_mut(fresh).align_to_mut().1 }
}
