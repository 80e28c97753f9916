//! How a site behaves, and the latencies that follow from it.

use std::ops::RangeInclusive;

/// The behaviour of a site. [`start`](crate::start) takes the default.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settings {
    /// The port; 0, the default, takes any free one.
    pub port: u16,
    /// Seed of the drawn latencies. A page always has the same latency, in whatever
    /// order and however many times it is requested.
    pub seed: u64,
    /// Range of the drawn latencies in milliseconds, 10 to 150 by default.
    pub latency_ms: RangeInclusive<u64>,
    /// Whether home pages take a drawn latency instead of a fixed one each.
    pub jitter: bool,
}

impl Default for Settings {
    fn default() -> Self {
        Settings {
            port: 0,
            seed: 0,
            latency_ms: 10..=150,
            jitter: false,
        }
    }
}

impl Settings {
    /// Draws the latency of a page in milliseconds, from the seed and its name alone.
    pub(crate) fn draw_latency(&self, host: &str, path: &str) -> u64 {
        // A stable hash of the name is all that is needed. The standard library's may
        // change with its version, and the transcripts of the lessons hang on this one:
        // FNV-1a tells the names apart, and the steps of SplitMix64 spread them out.
        let mut drawn = self.seed ^ 0xcbf2_9ce4_8422_2325;
        for byte in host.bytes().chain(path.bytes()) {
            drawn = (drawn ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
        drawn = (drawn ^ (drawn >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        drawn = (drawn ^ (drawn >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        drawn ^= drawn >> 31;
        let (from, to) = (*self.latency_ms.start(), *self.latency_ms.end());
        let width = to.saturating_sub(from);
        // The whole range of u64 has one number more than fits in a u64.
        from + width.checked_add(1).map_or(drawn, |count| drawn % count)
    }
}
