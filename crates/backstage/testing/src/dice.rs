//! Random numbers for generated programs.

/// A random number generator that fits in three lines (xorshift).
#[derive(Debug)]
pub struct Dice(u64);

impl Dice {
    /// Makes a generator whose numbers `seed` decides.
    pub fn new(seed: u64) -> Self {
        // Spread, because similar seeds begin alike; and never zero, which stays zero.
        Dice(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1)
    }

    /// Returns a number from 0 to `limit`, exclusive.
    pub fn below(&mut self, limit: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) % limit
    }
}
