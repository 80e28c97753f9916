//! `shake`: the same example many times on several threads. What order was luck, and what
//! order always holds?
//!
//! On one thread, in virtual time, a lesson prints the same lines in the same order every
//! time. Much of that order is the scheduler's habit and no promise. Here the habit is
//! taken away: four threads, the real clock, and other runs beside this one.

use std::collections::BTreeMap;
use std::io::Write;
use std::num::NonZero;
use std::time::Duration;

use crate::compile::{Build, compile};
use crate::parallel::side_by_side;
use crate::process::{Conditions, run_on_threads, unexpected_end};
use crate::registry::{Example, Lesson, Registry};
use crate::run::program;
use crate::times::without_times;
use crate::trouble::Trouble;
use views::columns::{harmless, wrap};

/// The threads that poll the tasks of a run.
const THREADS: NonZero<usize> = NonZero::new(4).expect("not zero");

/// Runs side by side. They sleep most of the time; and they get in each other's way,
/// which is what we want.
const WORKERS: usize = 24;

/// No run takes longer than this.
const LIMIT: Duration = Duration::from_secs(60);

/// As many orders within the groups are told, at most.
const MOST_CHAINS: usize = 12;

/// Shakes one example, and writes what moved and what did not.
pub(crate) fn shake(
    registry: &Registry,
    lesson: &Lesson,
    example: &Example,
    runs: u32,
    width: usize,
    out: &mut impl Write,
) -> Result<(), Trouble> {
    let programs = compile(registry, lesson, Some(example), Build::Debug)?;
    let program = program(&programs, lesson, example)?;
    let conditions = Conditions {
        limit: Some(LIMIT),
        ..Conditions::default()
    };
    let numbers = (0..runs).collect::<Vec<_>>();
    let results = side_by_side(&numbers, WORKERS, |_| {
        run_on_threads(program, THREADS, conditions)
    });
    let mut outputs = Vec::new();
    for result in results {
        let (status, text) = result?;
        if let Some(how) = unexpected_end(status, example.exit_code()) {
            return Err(Trouble::Failed(format!(
                "{} cannot run on {THREADS} threads: {how}",
                example.name
            )));
        }
        outputs.push(lines(&text));
    }
    let found = Found::new(&outputs);
    let different = match found.different {
        1 => "one and the same output".to_owned(),
        many => format!("{many} different outputs"),
    };
    let Lesson { number, title, .. } = lesson;
    writeln!(out, "{number} · {title} › {}", example.name)?;
    writeln!(out, "{runs} runs on {THREADS} threads, {different}\n")?;
    for group in &found.groups {
        let mark = if group.len() == 1 { ' ' } else { '~' };
        for line in group {
            for (row, part) in wrap(&harmless(line), width - 4).into_iter().enumerate()
            {
                let mark = if row == 0 { mark } else { ' ' };
                writeln!(out, "  {mark} {part}")?;
            }
        }
        if group.len() > 1 {
            writeln!(out)?;
        }
    }
    let mut remarks = Vec::new();
    if found.groups.iter().any(|group| group.len() > 1) {
        remarks.push(
            "~ lines without an empty line between them changed places; \
             everything else always came in this order"
                .to_owned(),
        );
    }
    let chains = chains(&found.held);
    if !chains.is_empty() {
        remarks.push("and among those that changed places, always:".to_owned());
    }
    for chain in chains.iter().take(MOST_CHAINS) {
        let chain = chain.iter().map(|line| harmless(line)).collect::<Vec<_>>();
        remarks.push(format!("    {}", chain.join(" → ")));
    }
    if let Some(more @ 1..) = chains.len().checked_sub(MOST_CHAINS) {
        remarks.push(format!("    and {more} more"));
    }
    for line in wrap(&remarks.join("\n"), width) {
        writeln!(out, "{line}")?;
    }
    Ok(out.flush()?)
}

/// Joins `a before b` and `b before c` into `a, b, c`, each pair used once.
fn chains(held: &[(String, String)]) -> Vec<Vec<String>> {
    let mut chains: Vec<Vec<String>> = Vec::new();
    for (before, after) in held {
        match chains.iter_mut().find(|chain| chain.last() == Some(before)) {
            Some(chain) => chain.push(after.clone()),
            None => chains.push(vec![before.clone(), after.clone()]),
        }
    }
    chains
}

/// The lines of an output. Times are masked, and a line that comes again is numbered, so
/// that each has a name of its own.
fn lines(text: &str) -> Vec<String> {
    let mut seen = BTreeMap::<String, usize>::new();
    let mut lines = Vec::new();
    for line in text.lines() {
        let line = without_times(line);
        let times = seen.entry(line.clone()).or_default();
        *times += 1;
        lines.push(match times {
            1 => line,
            again => format!("{line} ({again})"),
        });
    }
    lines
}

/// What the outputs have in common.
#[derive(Debug, PartialEq)]
struct Found {
    /// How many different outputs there were.
    different: usize,
    /// The lines in groups: every line of a group came before every line of the next.
    groups: Vec<Vec<String>>,
    /// Pairs within a group whose order never changed, without those that follow.
    held: Vec<(String, String)>,
}

impl Found {
    fn new(outputs: &[Vec<String>]) -> Found {
        let mut distinct = outputs.to_vec();
        distinct.sort();
        distinct.dedup();
        let Some(first) = outputs.first() else {
            return Found {
                different: 0,
                groups: Vec::new(),
                held: Vec::new(),
            };
        };
        let places = distinct.iter().map(|output| {
            let lines = output.iter().enumerate();
            lines.map(|(place, line)| (line.as_str(), place)).collect()
        });
        let places = places.collect::<Vec<BTreeMap<&str, usize>>>();
        // A line that some run did not print has no order to speak of: it ends up in
        // one group with everything it might have moved past.
        let before = |one: &str, other: &str| {
            places
                .iter()
                .all(|places| match (places.get(one), places.get(other)) {
                    (Some(one), Some(other)) => one < other,
                    _ => false,
                })
        };
        let mut groups: Vec<Vec<String>> = Vec::new();
        let mut group: Vec<String> = Vec::new();
        for (index, line) in first.iter().enumerate() {
            group.push(line.clone());
            let rest = &first[index + 1..];
            let cut = group
                .iter()
                .all(|line| rest.iter().all(|next| before(line, next)));
            if cut {
                groups.push(std::mem::take(&mut group));
            }
        }
        groups.extend((!group.is_empty()).then_some(group));
        let mut held = Vec::new();
        for group in &groups {
            for (index, one) in group.iter().enumerate() {
                for other in &group[index + 1..] {
                    // What holds by way of a third line goes without saying.
                    let follows = group
                        .iter()
                        .any(|between| before(one, between) && before(between, other));
                    if before(one, other) && !follows {
                        held.push((one.clone(), other.clone()));
                    }
                }
            }
        }
        Found {
            different: distinct.len(),
            groups,
            held,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn outputs(texts: &[&str]) -> Vec<Vec<String>> {
        texts
            .iter()
            .map(|text| lines(&text.replace(' ', "\n")))
            .collect()
    }

    fn groups(found: &Found) -> Vec<String> {
        found.groups.iter().map(|group| group.join(" ")).collect()
    }

    #[test]
    fn the_same_output_has_groups_of_one_line() {
        let found = Found::new(&outputs(&["a b c", "a b c"]));
        assert_eq!(
            (found.different, groups(&found)),
            (1, vec!["a".into(), "b".into(), "c".into()])
        );
        assert_eq!(found.held, []);
    }

    #[test]
    fn lines_that_changed_places_are_a_group() {
        let found = Found::new(&outputs(&["a b c d", "b a c d", "a b c d"]));
        assert_eq!(found.different, 2);
        assert_eq!(groups(&found), ["a b", "c", "d"]);
    }

    #[test]
    fn what_always_held_within_a_group_is_told() {
        // Two tasks, each with a start and an end of its own.
        let found =
            Found::new(&outputs(&["s1 s2 e1 e2", "s2 e2 s1 e1", "s1 e1 s2 e2"]));
        assert_eq!(groups(&found), ["s1 s2 e1 e2"]);
        let pair = |one: &str, other: &str| (one.to_owned(), other.to_owned());
        assert_eq!(found.held, [pair("s1", "e1"), pair("s2", "e2")]);
    }

    #[test]
    fn orders_are_told_as_chains() {
        let pair = |(one, other): (&str, &str)| (one.to_owned(), other.to_owned());
        let held = [("a", "b"), ("x", "y"), ("b", "c")].map(pair);
        assert_eq!(chains(&held), [vec!["a", "b", "c"], vec!["x", "y"]]);
    }

    #[test]
    fn lines_that_repeat_are_told_apart() {
        assert_eq!(lines("start\nend\nend\n"), ["start", "end", "end (2)"]);
    }

    #[test]
    fn a_line_that_is_sometimes_missing_is_no_promise() {
        let found = Found::new(&outputs(&["a b c", "a c"]));
        assert_eq!(groups(&found), ["a b c"]);
        assert_eq!(found.held, [("a".to_owned(), "c".to_owned())]);
    }
}
