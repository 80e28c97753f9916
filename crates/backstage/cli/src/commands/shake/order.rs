//! The order that the lines of many outputs have in common.
//!
//! Of two lines, only the runs that printed both can tell. Lines that changed places,
//! directly or through others, form a group; the groups themselves never changed places.

use std::collections::BTreeMap;

use crate::program::mask::mask_times;

/// A line of some outputs.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Line {
    /// Its text with the times masked. A line that is printed again is numbered, so that
    /// each has a name of its own.
    pub(super) text: String,
    /// Number of runs that printed it.
    pub(super) runs: usize,
}

/// The order that many outputs share.
#[derive(Debug, PartialEq)]
pub(super) struct Order {
    /// Number of different outputs.
    pub(super) different: usize,
    /// Every line that any run printed, in groups. No run printed a line of a group
    /// before a line of an earlier group.
    pub(super) groups: Vec<Vec<Line>>,
    /// Pairs within a group: wherever both were printed, the first came first. Pairs that
    /// follow from others are left out.
    pub(super) pairs: Vec<Pair>,
}

/// Two lines, the first of which always came first.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Pair {
    pub(super) first: String,
    pub(super) second: String,
    /// Number of runs that printed both.
    pub(super) runs: usize,
}

impl Order {
    pub(super) fn new(outputs: &[String]) -> Order {
        let mut counts = BTreeMap::<Vec<String>, usize>::new();
        for output in outputs {
            *counts.entry(numbered_lines(output)).or_default() += 1;
        }
        let seen = Seen::new(&counts, outputs.first().map(|text| numbered_lines(text)));
        let mut pairs = Vec::new();
        let groups = seen.groups();
        for group in &groups {
            for &one in group {
                for &other in group {
                    let runs = seen.always(one, other);
                    // What follows from two pairs is left out, unless more runs tell.
                    let follows = group.iter().any(|&between| {
                        let runs_between =
                            seen.always(one, between).min(seen.always(between, other));
                        runs_between > 0 && runs_between >= runs
                    });
                    if runs > 0 && !follows {
                        let text = |line: usize| seen.lines[line].text.clone();
                        let (first, second) = (text(one), text(other));
                        pairs.push(Pair {
                            first,
                            second,
                            runs,
                        });
                    }
                }
            }
        }
        let lines = |group: Vec<usize>| {
            let lines = group.into_iter().map(|line| seen.lines[line].clone());
            lines.collect()
        };
        Order {
            different: counts.len(),
            groups: groups.into_iter().map(lines).collect(),
            pairs,
        }
    }

    /// The pairs as chains, each with the number of runs: `a before b` and `b before c`
    /// as `a, b, c`.
    pub(super) fn chains(&self) -> Vec<(Vec<&str>, usize)> {
        let mut chains: Vec<(Vec<&str>, usize)> = Vec::new();
        for pair in &self.pairs {
            let before = chains.iter_mut().find(|(chain, runs)| {
                *runs == pair.runs && chain.last() == Some(&&*pair.first)
            });
            match before {
                Some((chain, _)) => chain.push(&pair.second),
                None => chains.push((vec![&pair.first, &pair.second], pair.runs)),
            }
        }
        chains
    }
}

/// All lines, and which of two came first in some run.
struct Seen {
    lines: Vec<Line>,
    /// Number of runs that printed the first before the second.
    before: Vec<Vec<usize>>,
}

impl Seen {
    /// The lines are numbered in the order of the first output, and then as they come.
    fn new(counts: &BTreeMap<Vec<String>, usize>, first: Option<Vec<String>>) -> Seen {
        let mut seen = Seen {
            lines: Vec::new(),
            before: Vec::new(),
        };
        let mut numbers = BTreeMap::new();
        for output in first.iter().chain(counts.keys()) {
            for text in output {
                numbers.entry(text.clone()).or_insert_with(|| {
                    let text = text.clone();
                    seen.lines.push(Line { text, runs: 0 });
                    seen.lines.len() - 1
                });
            }
        }
        let count = seen.lines.len();
        seen.before = vec![vec![0; count]; count];
        for (output, runs) in counts {
            let output = output.iter().map(|text| numbers[text]);
            let output = output.collect::<Vec<_>>();
            for (index, &line) in output.iter().enumerate() {
                seen.lines[line].runs += runs;
                for &other in &output[index + 1..] {
                    seen.before[line][other] += runs;
                }
            }
        }
        seen
    }

    /// Number of runs that printed both; 0 if any of them printed `other` first.
    fn always(&self, one: usize, other: usize) -> usize {
        match self.before[other][one] {
            0 => self.before[one][other],
            _ => 0,
        }
    }

    /// The lines in groups: two are in one if each came before the other in some run, or
    /// if a circle of such pairs joins them.
    fn groups(&self) -> Vec<Vec<usize>> {
        let count = self.lines.len();
        let seen = |row: &Vec<usize>| row.iter().map(|&runs| runs > 0).collect();
        let mut reaches = self.before.iter().map(seen).collect::<Vec<Vec<bool>>>();
        for middle in 0..count {
            let onwards = reaches[middle].clone();
            for row in reaches.iter_mut().filter(|row| row[middle]) {
                for (reached, more) in row.iter_mut().zip(&onwards) {
                    *reached |= more;
                }
            }
        }
        let mut left = (0..count).collect::<Vec<_>>();
        let mut groups = Vec::new();
        while !left.is_empty() {
            // The first line that nothing left must come before, with those that it
            // changed places with.
            let is_next = |line: usize| {
                left.iter()
                    .all(|&other| !reaches[other][line] || reaches[line][other])
            };
            let next = left.iter().copied().find(|&line| is_next(line));
            let next = next.unwrap_or(left[0]);
            let (group, others) = left.iter().partition::<Vec<usize>, _>(|&&line| {
                line == next || (reaches[line][next] && reaches[next][line])
            });
            groups.push(group);
            left = others;
        }
        groups
    }
}

/// The lines of an output, each with a name of its own.
fn numbered_lines(text: &str) -> Vec<String> {
    let mut seen = BTreeMap::<String, usize>::new();
    let mut lines = Vec::new();
    for line in text.lines() {
        let line = mask_times(line);
        let times = seen.entry(line.clone()).or_default();
        *times += 1;
        lines.push(match times {
            1 => line,
            again => format!("{line} ({again})"),
        });
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    fn order(texts: &[&str]) -> Order {
        let outputs = texts.iter().map(|text| text.replace(' ', "\n"));
        Order::new(&outputs.collect::<Vec<_>>())
    }

    fn groups(order: &Order) -> Vec<String> {
        let line = |line: &Line| line.text.clone();
        let groups = order.groups.iter();
        groups
            .map(|group| group.iter().map(line).collect::<Vec<_>>().join(" "))
            .collect()
    }

    fn pair(first: &str, second: &str, runs: usize) -> Pair {
        let (first, second) = (first.to_owned(), second.to_owned());
        Pair {
            first,
            second,
            runs,
        }
    }

    #[test]
    fn the_same_output_has_groups_of_one_line() {
        let order = order(&["a b c", "a b c"]);
        assert_eq!(
            (order.different, groups(&order)),
            (1, vec!["a".into(), "b".into(), "c".into()])
        );
        assert_eq!(order.pairs, []);
    }

    #[test]
    fn lines_that_changed_places_are_a_group() {
        let order = order(&["a b c d", "b a c d", "a b c d"]);
        assert_eq!(order.different, 2);
        assert_eq!(groups(&order), ["a b", "c", "d"]);
    }

    #[test]
    fn a_pair_that_always_held_within_a_group() {
        // Two tasks, each with a start and an end of its own.
        let order = order(&["s1 s2 e1 e2", "s2 e2 s1 e1", "s1 e1 s2 e2"]);
        assert_eq!(groups(&order), ["s1 s2 e1 e2"]);
        assert_eq!(order.pairs, [pair("s1", "e1", 3), pair("s2", "e2", 3)]);
    }

    /// `x` or `y`, and always the end last: a line that one run did not print moves
    /// nothing.
    #[test]
    fn lines_of_some_runs_are_shown_where_they_belong() {
        let order = order(&["a x end", "a y end", "a x end"]);
        assert_eq!(groups(&order), ["a", "x", "y", "end"]);
        let runs = order.groups.iter().map(|group| group[0].runs);
        assert_eq!(runs.collect::<Vec<_>>(), [3, 2, 1, 3]);
    }

    /// No run printed all three, so nothing is said of `a` and `c`.
    #[test]
    fn three_lines_in_a_circle_are_a_group() {
        let order = order(&["a b", "b c", "c a"]);
        assert_eq!(groups(&order), ["a b c"]);
    }

    /// `b` is rare: that it comes between says less than what all runs tell.
    #[test]
    fn a_pair_of_many_runs_does_not_follow_from_pairs_of_few() {
        let order = order(&["a b c x", "x a c", "a c x", "x a c"]);
        assert_eq!(groups(&order), ["a b c x"]);
        let pairs = [
            pair("a", "b", 1),
            pair("a", "c", 4),
            pair("b", "c", 1),
            pair("b", "x", 1),
        ];
        assert_eq!(order.pairs, pairs);
    }

    #[test]
    fn pairs_are_joined_to_chains() {
        let order = order(&["a b c x y", "x y a b c"]);
        let chains = [(vec!["a", "b", "c"], 2), (vec!["x", "y"], 2)];
        assert_eq!(order.chains(), chains);
    }

    #[test]
    fn lines_that_repeat_are_numbered() {
        let lines = numbered_lines("start\nend\nend\n");
        assert_eq!(lines, ["start", "end", "end (2)"]);
    }
}
