//! Chance that can be asked again: the same seed and question always give the same answer.

/// A source of numbers that depend on a seed and on what is asked, on nothing else.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Dice(u64);

impl Dice {
    /// The dice of a whole season.
    pub(crate) fn new(seed: u64) -> Dice {
        Dice(mix(seed))
    }

    /// The dice of one part of it; parts do not disturb each other.
    pub(crate) fn part(self, name: u64) -> Dice {
        Dice(mix(self.0 ^ mix(name)))
    }

    /// The throw with this number.
    pub(crate) fn throw(self, number: u64) -> u64 {
        self.part(number).0
    }

    /// The throw with this number, from zero to just under `bound` (which is not zero).
    pub(crate) fn below(self, number: u64, bound: u64) -> u64 {
        // The remainder favours small answers by less than one in 2^50 for the bounds used here.
        self.throw(number) % bound.max(1)
    }
}

/// SplitMix64's finaliser (Steele, Lea, Flood 2014), after one step of its counter.
fn mix(value: u64) -> u64 {
    let mut bits = value.wrapping_add(0x9e37_79b9_7f4a_7c15);
    bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    bits ^ (bits >> 31)
}

/// FNV-1a over bytes: short marks for answers and seasons, no protection against anybody.
pub(crate) fn mark(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |sum, byte| {
        (sum ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3)
    })
}
