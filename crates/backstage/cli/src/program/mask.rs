//! Masks the times in what a program prints: a real clock never shows the same twice.

/// How much shorter than expected a time may be and count as equal, in seconds. The times
/// that the tutorials show are some milliseconds over the full second.
const MAX_EARLY_S: f64 = 0.3;

/// How much longer, in seconds: on a busy machine everything takes longer.
const MAX_LATE_S: f64 = 1.0;

/// `found` with its times replaced by those of `expected` where they are near enough.
pub(crate) fn with_times_of(expected: &str, found: &str) -> String {
    let mut lines = found.split('\n').map(str::to_owned).collect::<Vec<_>>();
    for (found, expected) in lines.iter_mut().zip(expected.split('\n')) {
        let (ours, theirs) = (decimals(found), decimals(expected));
        if ours.len() != theirs.len()
            || without(found, &ours) != without(expected, &theirs)
        {
            continue;
        }
        let value = |text: &str, range: &(usize, usize)| {
            text[range.0..range.1].parse::<f64>().unwrap_or(f64::NAN)
        };
        let near = ours.iter().zip(&theirs).all(|(ours, theirs)| {
            let late = value(found, ours) - value(expected, theirs);
            (-MAX_EARLY_S..=MAX_LATE_S).contains(&late)
        });
        if near {
            *found = expected.to_owned();
        }
    }
    lines.join("\n")
}

/// `TIME:  4.01` and `TIME:  4.00` are the same line: `TIME:  #.##`.
pub(crate) fn mask_times(line: &str) -> String {
    let mut masked = line.to_owned();
    for (from, to) in decimals(line) {
        let digits = |character: char| character.is_ascii_digit();
        masked.replace_range(from..to, &line[from..to].replace(digits, "#"));
    }
    masked
}

/// Ranges of the numbers with a decimal point.
fn decimals(line: &str) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    let mut begin = None;
    for (index, character) in line.char_indices().chain([(line.len(), ' ')]) {
        let inside = character.is_ascii_digit() || character == '.';
        match (inside, begin) {
            (true, None) => begin = Some(index),
            (false, Some(from)) => {
                begin = None;
                let number = &line[from..index];
                let parts = number.split('.').collect::<Vec<_>>();
                if let [whole, rest] = parts[..]
                    && !whole.is_empty()
                    && !rest.is_empty()
                {
                    found.push((from, index));
                }
            }
            _ => {}
        }
    }
    found
}

fn without(line: &str, ranges: &[(usize, usize)]) -> String {
    let mut rest = line.to_owned();
    for (from, to) in ranges.iter().rev() {
        rest.replace_range(*from..*to, "#");
    }
    rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_that_are_near_count_as_equal() {
        let found = "TIME:  4.0035\nDone after 1s\n";
        assert_eq!(with_times_of("TIME:  4.00\nDone after 1s\n", found), {
            "TIME:  4.00\nDone after 1s\n"
        });
    }

    #[test]
    fn times_that_are_far_off_stay() {
        for found in ["TIME:  5.01\n", "TIME:  3.69\n"] {
            assert_eq!(with_times_of("TIME:  4.00\n", found), found);
        }
    }

    #[test]
    fn a_host_name_is_not_a_time() {
        assert_eq!(decimals("正在请求:  1.com, 2.5 s, 1.2.3"), [(22, 25)]);
    }

    #[test]
    fn times_are_masked_and_other_numbers_kept() {
        assert_eq!(mask_times("TIME:  4.01"), "TIME:  #.##");
        assert_eq!(mask_times("1.com, task 2, 10.5 s"), "1.com, task 2, ##.# s");
        assert_eq!(mask_times("总耗时： 1.00"), "总耗时： #.##");
    }
}
