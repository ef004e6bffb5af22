//! Live masks of many slots, by their runs.
//!
//! Invariant: runs are in order, and between two of them lies a slot that is not live.

use crate::ops::mask;

/// The runs of live slots from 2 on, as a long mask has them, in a frame of `size` slots.
pub fn of(live: &[u64], size: usize) -> Vec<u64> {
    // The first `until` bits are done.
    let (mut runs, mut until) = (Vec::new(), 2);
    let next = |from: usize, sense: bool| {
        let mut word = from / 64;
        let mut skipped = !0 << (from % 64);
        while word < live.len() {
            let bits = if sense { live[word] } else { !live[word] } & skipped;
            if bits != 0 {
                return (word * 64 + bits.trailing_zeros() as usize).min(size);
            }
            (word, skipped) = (word + 1, !0);
        }
        if sense { size } else { size.min(live.len() * 64).max(from) }
    };
    while until < size {
        let start = next(until, true);
        until = next(start, false);
        if start < until {
            runs.push(mask::run(start..until));
        } else {
            break;
        }
    }
    runs
}

#[test]
fn runs_are_what_is_live() {
    let mut random = 1u64;
    for round in 0..2000 {
        let mut live = vec![0u64; round % 5];
        for word in &mut live {
            random = random.wrapping_mul(0x5851_f42d_4c95_7f2d).wrapping_add(1);
            let few = random | random << 7 | random << 21;
            *word = [random, few, !few, !0, 0][(random >> 60) as usize % 5];
        }
        let size = 2 + (random >> 40) as usize % (live.len() * 64 + 70);
        let is_live = |slot: usize| live.get(slot / 64).is_some_and(|w| w >> (slot % 64) & 1 == 1);
        let found: Vec<usize> = of(&live, size)
            .into_iter()
            .flat_map(|run| run as u32 as usize..(run >> 32) as usize)
            .collect();
        let expected: Vec<usize> = (2..size).filter(|slot| is_live(*slot)).collect();
        assert_eq!(found, expected, "{live:?} {size}");
    }
}
