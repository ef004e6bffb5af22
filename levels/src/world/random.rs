//! Random numbers: xoshiro256**, seeded by splitmix64 (Blackman and Vigna, "Scrambled linear
//! pseudorandom number generators", 2021). Good for simulation, not for secrets.

/// A generator. Its state is never all zeros.
pub struct Random {
    state: [u64; 4],
}

impl Random {
    /// The generator that `seed` stands for.
    pub fn new(seed: u64) -> Random {
        let mut seed = seed;
        Random { state: std::array::from_fn(|_| split_mix(&mut seed)) }
    }

    /// The generator in a state that `state` gave.
    pub fn with_state(state: [u64; 4]) -> Random {
        if state == [0; 4] { Random::new(0) } else { Random { state } }
    }

    /// The state from which the same numbers follow.
    pub fn state(&self) -> [u64; 4] {
        self.state
    }

    /// The next 64 bits.
    pub fn next(&mut self) -> u64 {
        let [a, b, c, d] = self.state;
        let (c2, d2) = (c ^ a, d ^ b);
        self.state = [a ^ d2, b ^ c2, c2 ^ (b << 17), d2.rotate_left(45)];
        b.wrapping_mul(5).rotate_left(7).wrapping_mul(9)
    }

    /// A number less than `limit`, which is not zero, without bias (Lemire, "Fast random integer
    /// generation in an interval", 2019).
    pub fn below(&mut self, limit: u64) -> u64 {
        loop {
            let product = u128::from(self.next()) * u128::from(limit);
            if product as u64 >= limit.wrapping_neg() % limit {
                return (product >> 64) as u64;
            }
        }
    }
}

fn split_mix(seed: &mut u64) -> u64 {
    *seed = seed.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let mixed = (*seed ^ (*seed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    mixed ^ (mixed >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sequence_is_the_published_one() {
        let mut random = Random { state: [1, 2, 3, 4] };
        let first: Vec<u64> = (0..4).map(|_| random.next()).collect();
        assert_eq!(first, [11520, 0, 1_509_978_240, 1_215_971_899_390_074_240]);
    }

    #[test]
    fn every_number_below_the_limit_is_equally_likely() {
        let mut random = Random::new(1);
        let mut met = [0u32; 6];
        for _ in 0..60_000 {
            met[random.below(6) as usize] += 1;
        }
        assert!(met.iter().all(|count| (9_600..10_400).contains(count)), "{met:?}");
    }
}
