//! How the times of a run are written: in seconds, with as many decimals as tell them
//! apart.

use recording::Clock;

/// The format of all times of one run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct TimeFormat {
    decimals: usize,
}

impl TimeFormat {
    /// Returns the format for these times, in microseconds. On the virtual clock they are
    /// exact. On the real clock their last digits mean nothing, so a longer run is given
    /// fewer.
    pub(crate) fn fitting(
        clock: Clock,
        times: impl IntoIterator<Item = u64>,
    ) -> TimeFormat {
        let decimals = match clock {
            Clock::Real => match times.into_iter().max().unwrap_or_default() {
                0 => 2,
                1..1_000 => 6,
                1_000..10_000 => 4,
                10_000..100_000 => 3,
                _ => 2,
            },
            Clock::Virtual => times.into_iter().map(needed).max().unwrap_or(2),
        };
        TimeFormat { decimals }
    }

    /// Returns the format with this number of decimals.
    pub(crate) fn with(decimals: usize) -> TimeFormat {
        TimeFormat { decimals }
    }

    /// The number of decimals.
    pub(crate) fn decimals(self) -> usize {
        self.decimals
    }

    /// Returns the time in seconds, without the unit.
    pub(crate) fn seconds(self, us: u64) -> String {
        format!("{:.*}", self.decimals, us as f64 / 1e6)
    }
}

/// The number of decimals that write this time exactly.
fn needed(us: u64) -> usize {
    match us {
        us if us.is_multiple_of(10_000) => 2,
        us if us.is_multiple_of(1_000) => 3,
        _ => 6,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn as_many_decimals_as_the_times_need() {
        let shown = |clock, times: &[u64]| {
            let format = TimeFormat::fitting(clock, times.iter().copied());
            format.seconds(times[times.len() - 1])
        };
        assert_eq!(shown(Clock::Virtual, &[0, 4_000_000]), "4.00");
        assert_eq!(shown(Clock::Virtual, &[0, 1_000]), "0.001");
        assert_eq!(shown(Clock::Virtual, &[1_000, 1_500_001]), "1.500001");
        assert_eq!(shown(Clock::Real, &[1_234, 4_001_234]), "4.00");
        assert_eq!(shown(Clock::Real, &[12, 1_234]), "0.0012");
        assert_eq!(shown(Clock::Virtual, &[u64::MAX]), "18446744073709.550781");
    }
}
