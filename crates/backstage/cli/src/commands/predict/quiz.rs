//! The questions of `predict`: at each line that a run prints, which one comes next, and
//! when.

use std::collections::BTreeSet;

use views::PrintedLine;

/// Maximum number of choices of a question.
const MAX_CHOICES: usize = 4;

/// Maximum number of questions about one run.
const MAX_QUESTIONS: usize = 12;

/// The number of different lines that there must be.
pub(super) const MIN_DIFFERENT: usize = 4;

/// A line, and the time at which it is said to come.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Choice {
    pub(super) at_us: u64,
    pub(super) text: String,
}

/// One question: which of these comes after the first `known` lines?
#[derive(Debug, PartialEq)]
pub(super) struct Question {
    pub(super) known: usize,
    pub(super) choices: Vec<Choice>,
    /// The index of the right one.
    pub(super) right: usize,
}

/// Asks about each line of a run, as far as there is something to choose: at most
/// [`MAX_QUESTIONS`]. `name` decides the order of the choices, which is the same each time.
/// `None` if the run prints fewer than [`MIN_DIFFERENT`] different lines.
pub(super) fn questions(name: &str, lines: &[PrintedLine]) -> Option<Vec<Question>> {
    let different = lines.iter().map(|line| &line.text).collect::<BTreeSet<_>>();
    if different.len() < MIN_DIFFERENT {
        return None;
    }
    let all = (0..lines.len()).filter_map(|known| question(name, lines, known));
    Some(all.take(MAX_QUESTIONS).collect())
}

fn question(name: &str, lines: &[PrintedLine], known: usize) -> Option<Question> {
    let next = &lines[known];
    let now_us = known.checked_sub(1).map_or(0, |last| lines[last].at_us);
    let right = Choice {
        at_us: next.at_us,
        text: next.text.clone(),
    };
    let mut choices = vec![right.clone()];
    let mut add = |at_us: u64, text: &str| {
        let text = text.to_owned();
        let choice = Choice { at_us, text };
        if choices.len() < MAX_CHOICES && !choices.contains(&choice) {
            choices.push(choice);
        }
    };
    // The right line at once, where it has to wait; and what comes later, too early.
    add(now_us, &next.text);
    let mut others = lines[known + 1..]
        .iter()
        .filter(|later| later.text != next.text)
        .collect::<Vec<_>>();
    others.dedup_by(|one, other| one.text == other.text);
    for other in others {
        add(next.at_us, &other.text);
        add(now_us, &other.text);
    }
    if choices.len() < 2 {
        return None;
    }
    choices.sort_by_cached_key(|choice| {
        let key = format!("{name} {known} {} {}", choice.at_us, choice.text);
        fnv_1a(key.as_bytes())
    });
    let right = choices.iter().position(|choice| *choice == right)?;
    Some(Question {
        known,
        choices,
        right,
    })
}

/// The Fowler-Noll-Vo hash, variant 1a: the same number on every machine.
/// <http://www.isthe.com/chongo/tech/comp/fnv/>
fn fnv_1a(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3)
    })
}

#[cfg(test)]
mod tests {
    use recording::Stream;

    use super::*;

    fn lines(rows: &[(u64, &str)]) -> Vec<PrintedLine> {
        let line = |(at_us, text): &(u64, &str)| PrintedLine {
            at_us: *at_us,
            task: 0,
            text: (*text).to_owned(),
            stream: Stream::Stdout,
            why: String::new(),
        };
        rows.iter().map(line).collect()
    }

    #[test]
    fn each_line_that_could_be_another_is_asked_for() {
        let lines = lines(&[(0, "a"), (0, "b"), (5, "c"), (9, "d")]);
        let questions = questions("x", &lines).expect("four lines differ");
        // The last line is asked for too: it waits, and might come at once.
        assert_eq!(questions.len(), 4);
        for question in questions {
            let right = &question.choices[question.right];
            let next = &lines[question.known];
            assert_eq!((right.at_us, &right.text), (next.at_us, &next.text));
            let different = question.choices.iter().collect::<BTreeSet<_>>();
            assert_eq!(different.len(), question.choices.len());
        }
    }

    #[test]
    fn three_different_lines_are_too_few() {
        let lines = lines(&[(0, "a"), (0, "b"), (5, "c"), (9, "c")]);
        assert_eq!(questions("x", &lines), None);
    }

    #[test]
    fn the_place_of_the_right_choice_tells_nothing() {
        let lines = (0..40).map(|number| (number, format!("line {number}")));
        let owned = lines.collect::<Vec<_>>();
        let rows = owned
            .iter()
            .map(|(at, text)| (*at, text.as_str()))
            .collect::<Vec<_>>();
        let mut places = [0; MAX_CHOICES];
        for name in ["a", "b", "c", "d"] {
            for question in questions(name, &super::tests::lines(&rows)).expect("many")
            {
                places[question.right] += 1;
            }
        }
        assert!(places.iter().all(|count| *count >= 5), "{places:?}");
    }
}
