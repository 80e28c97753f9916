//! The horizontal axis of a picture: time or steps, and round numbers for times.

use crate::story::Story;

/// Quantity that the horizontal axis of a picture measures.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum By {
    /// The time of the run: waits are bars, and polls in virtual time are ticks.
    #[default]
    Time,
    /// One column for each poll: the order in which tasks ran.
    Step,
}

impl By {
    /// Returns what a picture of this run measures: a run that takes no time is always
    /// drawn step by step.
    pub(crate) fn for_story(self, story: &Story) -> By {
        match self {
            By::Time if story.length_us() > 0 => By::Time,
            _ => By::Step,
        }
    }
}

/// The marks of an axis, in seconds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Axis {
    /// Microseconds from one mark to the next.
    step_us: u64,
    decimals: usize,
}

impl Axis {
    /// An axis from 0 to `length_us` with at most `max_marks` marks after the first one:
    /// 1, 2 or 5 of some power of ten lie between two.
    pub(crate) fn fit(length_us: u64, max_marks: usize) -> Axis {
        let max_marks = max_marks.max(1) as u64;
        let steps = (0..19).flat_map(|power| [1, 2, 5].map(|n| n * 10_u64.pow(power)));
        let mut fitting = steps.skip_while(|step| length_us / step > max_marks);
        let step_us = fitting.next().unwrap_or(u64::MAX);
        let mut decimals = 0;
        let mut smallest = 1_000_000;
        while smallest > step_us {
            smallest /= 10;
            decimals += 1;
        }
        Axis { step_us, decimals }
    }

    /// The marks up to `length_us`: where they are, and their numbers.
    pub(crate) fn marks(&self, length_us: u64) -> impl Iterator<Item = (u64, String)> {
        let Axis { step_us, decimals } = *self;
        (0..=length_us / step_us).map(move |number| {
            let at_us = number * step_us;
            (at_us, format!("{:.decimals$}", at_us as f64 / 1e6))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(length_us: u64, max_marks: usize) -> String {
        let axis = Axis::fit(length_us, max_marks);
        let marks = axis.marks(length_us).map(|(_, number)| number);
        marks.collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn numbers_are_round_and_few() {
        assert_eq!(shown(4_000_000, 7), "0 1 2 3 4");
        assert_eq!(shown(430_000, 6), "0.0 0.1 0.2 0.3 0.4");
        assert_eq!(shown(64_000_000, 4), "0 20 40 60");
        assert_eq!(shown(1_154, 4), "0.0000 0.0005 0.0010");
        assert_eq!(shown(17_822, 5), "0.000 0.005 0.010 0.015");
        assert_eq!(shown(1, 5), "0.000000 0.000001");
    }

    #[test]
    fn any_length_has_an_axis() {
        for length in [1, 2, 999, 1_000, u64::MAX / 2, u64::MAX] {
            let marks = Axis::fit(length, 7).marks(length).count();
            assert!((1..=8).contains(&marks), "{length}: {marks}");
        }
    }
}
