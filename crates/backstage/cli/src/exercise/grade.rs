//! Judges a run by the goals of its exercise, and says in a sentence what is missing.

use recording::{Outcome, task_name};

use super::facts::{Facts, Line, Stretch, longest_alone, peak};
use super::goal::{Goal, Seconds};
use crate::course::words_of;

/// How far a time may be from the one that a goal names, in microseconds: a timer fires in
/// the millisecond after its deadline.
const VIRTUAL_ROOM_US: u64 = 5_000;
/// The same on the real clock, where a machine has other things to do.
const REAL_ROOM_US: u64 = 50_000;

/// What an attempt is judged by.
pub(crate) struct Attempt<'a> {
    /// The program that was run.
    pub(crate) text: &'a str,
    /// What its run did.
    pub(crate) facts: &'a Facts,
    /// The lines of the solution's run.
    pub(crate) expected: &'a [Line],
    /// It ran on the real clock.
    pub(crate) real: bool,
}

/// Why a goal is not met.
#[derive(Debug, PartialEq)]
pub(crate) struct Miss {
    /// The facts in a sentence, without a full stop.
    pub(crate) why: String,
    /// The part of the run that it is about.
    pub(crate) stretch: Option<(u64, u64)>,
}

impl Miss {
    pub(crate) fn new(why: impl Into<String>) -> Miss {
        Miss {
            why: why.into(),
            stretch: None,
        }
    }

    fn at(why: impl Into<String>, from_us: u64, to_us: u64) -> Miss {
        Miss {
            why: why.into(),
            stretch: Some((from_us, to_us)),
        }
    }
}

/// Judges an attempt by one goal.
///
/// # Errors
/// Returns why the goal is not met.
pub(crate) fn judge(goal: &Goal, attempt: &Attempt<'_>) -> Result<(), Miss> {
    let Attempt {
        text,
        facts,
        expected,
        real,
    } = *attempt;
    let room = if real { REAL_ROOM_US } else { VIRTUAL_ROOM_US };
    match goal {
        // Of a run that does not end no goal is judged.
        Goal::Ends => Ok(()),
        Goal::LinesInOrder => lines_in_order(&facts.lines, expected),
        Goal::LinesInAnyOrder => lines_in_any_order(&facts.lines, expected),
        Goal::LinesOnTime => {
            lines_in_order(&facts.lines, expected)?;
            lines_on_time(&facts.lines, expected, room)
        }
        Goal::LastLine(wanted) => match facts.lines.last() {
            Some(last) if last.text.contains(wanted) => Ok(()),
            Some(last) => Err(Miss::new(format!("“{}” comes last", last.text))),
            None => Err(Miss::new("nothing is printed")),
        },
        Goal::NoLine(text) => match facts.first_line(text) {
            None => Ok(()),
            Some(line) => {
                let why = format!("“{}” at {}", line.text, time(line.at_us));
                Err(Miss::at(why, line.at_us, line.at_us))
            }
        },
        Goal::LineAt { line, at } => match facts.first_line(line) {
            Some(found) if found.at_us.abs_diff(at.us()) <= room => Ok(()),
            Some(found) => {
                let (from, to) = ordered(found.at_us, at.us());
                let why = format!("it comes at {}", time(found.at_us));
                Err(Miss::at(why, from, to))
            }
            None => Err(Miss::new(format!("no line has “{line}”"))),
        },
        Goal::AtMostInAny {
            line,
            lines,
            within,
        } => at_most_in_any(facts, line, *lines, *within),
        Goal::AtLeastEvery { line, within } => {
            at_least_every(facts, line, *within, room)
        }
        Goal::AtMostAhead { first, then, lines } => ahead(facts, first, then, *lines),
        Goal::DoneBy(by) => done_by(facts, *by, room),
        Goal::Tasks(number) => match facts.tasks.len() {
            found if found == *number => Ok(()),
            found => Err(Miss::new(format!("it spawns {}", tasks(found)))),
        },
        Goal::AtMostTasksAtOnce(number) => {
            let lives = facts.tasks.iter().map(|task| Stretch {
                task: task.number,
                from_us: task.spawned_us,
                // A task that ends when it is spawned was there as well.
                to_us: task
                    .ended
                    .map_or(facts.done_us, |(_, at)| at)
                    .max(task.spawned_us + 1),
            });
            match peak(&lives.collect::<Vec<_>>()) {
                (found, _) if found <= *number => Ok(()),
                (found, at) => {
                    let why = format!("at {} there are {found}", time(at));
                    Err(Miss::at(why, at, at))
                }
            }
        }
        Goal::AtMostAsleep(number) => match peak(&facts.sleeps) {
            (found, _) if found <= *number => Ok(()),
            (found, at) => {
                let why = format!("at {} {found} are asleep", time(at));
                Err(Miss::at(why, at, at))
            }
        },
        Goal::AtLeastAsleep(number) => match peak(&facts.sleeps) {
            (found, _) if found >= *number => Ok(()),
            (0, _) => Err(Miss::new("no task is ever asleep")),
            (found, at) => {
                let why = format!("never more than {found}: first at {}", time(at));
                Err(Miss::at(why, at, at))
            }
        },
        Goal::AllTasksReturn => all_return(facts),
        Goal::Cancelled { printed, at } => cancelled(facts, printed, *at, room),
        Goal::MainNeverSleeps => {
            let sleeps = facts.sleeps.iter();
            match sleeps.clone().find(|sleep| sleep.task == recording::MAIN) {
                None => Ok(()),
                Some(sleep) => Err(Miss::at(
                    format!("it sleeps {}", from_to(sleep)),
                    sleep.from_us,
                    sleep.to_us,
                )),
            }
        }
        Goal::Yields(number) if facts.yields >= *number => Ok(()),
        Goal::Yields(_) => {
            let found = match facts.yields {
                0 => "no task yields".to_owned(),
                1 => "it yields once".to_owned(),
                found => format!("it yields {found} times"),
            };
            Err(Miss::new(found))
        }
        Goal::LongestPoll(most) => {
            let longest = facts
                .polls
                .iter()
                .max_by_key(|poll| poll.to_us - poll.from_us);
            match longest {
                Some(poll) if poll.to_us - poll.from_us > most.us() => Err(Miss::at(
                    format!("{} keeps it {}", task_name(poll.task), from_to(poll)),
                    poll.from_us,
                    poll.to_us,
                )),
                _ => Ok(()),
            }
        }
        Goal::Uses(word) => match has_word(text, word) {
            true => Ok(()),
            false => Err(Miss::new("it does not")),
        },
        Goal::Avoids(word) => match line_of_word(text, word) {
            None => Ok(()),
            Some(line) => Err(Miss::new(format!("it stands in line {line}"))),
        },
    }
}

fn lines_in_order(found: &[Line], expected: &[Line]) -> Result<(), Miss> {
    let mut pairs = (0..).zip(found.iter().zip(expected));
    if let Some((number, (found, expected))) =
        pairs.find(|(_, (found, expected))| found.text != expected.text)
    {
        let number: usize = number;
        let why = format!(
            "line {} is “{}”, not “{}”",
            number + 1,
            found.text,
            expected.text
        );
        return Err(Miss::at(why, found.at_us, found.at_us));
    }
    missing_or_left(found, expected)
}

fn lines_in_any_order(found: &[Line], expected: &[Line]) -> Result<(), Miss> {
    let mut left = expected.iter().map(|line| &*line.text).collect::<Vec<_>>();
    for line in found {
        match left.iter().position(|text| *text == line.text) {
            Some(at) => {
                left.swap_remove(at);
            }
            None => {
                let why = format!("“{}” at {} is not one", line.text, time(line.at_us));
                return Err(Miss::at(why, line.at_us, line.at_us));
            }
        }
    }
    match expected.iter().find(|line| left.contains(&&*line.text)) {
        None => Ok(()),
        Some(line) => Err(Miss::new(format!("“{}” is missing", line.text))),
    }
}

fn missing_or_left(found: &[Line], expected: &[Line]) -> Result<(), Miss> {
    match (found.get(expected.len()), expected.get(found.len())) {
        (Some(line), _) => {
            let why = format!("“{}” at {} is too much", line.text, time(line.at_us));
            Err(Miss::at(why, line.at_us, line.at_us))
        }
        (_, Some(line)) => Err(Miss::new(format!("“{}” is missing", line.text))),
        (None, None) => Ok(()),
    }
}

fn lines_on_time(found: &[Line], expected: &[Line], room: u64) -> Result<(), Miss> {
    let mut pairs = found.iter().zip(expected);
    let late = |(found, expected): &(&Line, &Line)| {
        found.at_us.abs_diff(expected.at_us) > room
    };
    match pairs.find(late) {
        None => Ok(()),
        Some((found, expected)) => {
            let (from, to) = ordered(found.at_us, expected.at_us);
            let why = format!(
                "“{}” comes at {}, not at {}",
                found.text,
                time(found.at_us),
                time(expected.at_us)
            );
            Err(Miss::at(why, from, to))
        }
    }
}

fn at_most_in_any(
    facts: &Facts,
    line: &str,
    lines: usize,
    within: Seconds,
) -> Result<(), Miss> {
    let times = facts.lines_with(line).map(|line| line.at_us);
    let times = times.collect::<Vec<_>>();
    if times.is_empty() {
        return Err(Miss::new(format!("no line has “{line}”")));
    }
    for (index, from) in times.iter().enumerate() {
        let close = times[index..].iter().filter(|at| **at - from < within.us());
        let count = close.count();
        if count > lines {
            let to = times[index + count - 1];
            let why = format!("{count} from {} to {}", time(*from), time(to));
            return Err(Miss::at(why, *from, to));
        }
    }
    Ok(())
}

fn at_least_every(
    facts: &Facts,
    line: &str,
    within: Seconds,
    room: u64,
) -> Result<(), Miss> {
    let times = facts.lines_with(line).map(|line| line.at_us);
    let times = times.collect::<Vec<_>>();
    if times.len() < 2 {
        return Err(Miss::new(format!("fewer than two lines have “{line}”")));
    }
    let gap = times.windows(2).max_by_key(|pair| pair[1] - pair[0]);
    match gap {
        Some(gap) if gap[1] - gap[0] > within.us() + room => {
            let why = format!("none from {} to {}", time(gap[0]), time(gap[1]));
            Err(Miss::at(why, gap[0], gap[1]))
        }
        _ => Ok(()),
    }
}

fn ahead(facts: &Facts, first: &str, then: &str, lines: usize) -> Result<(), Miss> {
    let mut ahead = 0_usize;
    for line in &facts.lines {
        if line.text.contains(first) {
            ahead += 1;
        } else if line.text.contains(then) {
            ahead = ahead.saturating_sub(1);
        }
        if ahead > lines {
            let why = format!("at {} it is {ahead} ahead", time(line.at_us));
            return Err(Miss::at(why, line.at_us, line.at_us));
        }
    }
    match facts.first_line(first) {
        Some(_) => Ok(()),
        None => Err(Miss::new(format!("no line has “{first}”"))),
    }
}

fn done_by(facts: &Facts, by: Seconds, room: u64) -> Result<(), Miss> {
    if facts.done_us <= by.us() + room {
        return Ok(());
    }
    let done = format!("it is done at {}", time(facts.done_us));
    // What to look at: a time in which a single task sleeps.
    Err(match longest_alone(&facts.sleeps) {
        Some(alone) => Miss::at(
            format!(
                "{done}; only {} is asleep {}",
                task_name(alone.task),
                from_to(&alone)
            ),
            alone.from_us,
            alone.to_us,
        ),
        None => Miss::at(done, by.us(), facts.done_us),
    })
}

fn all_return(facts: &Facts) -> Result<(), Miss> {
    let returned = |ended| matches!(ended, Some((Outcome::Completed, _)));
    let other = facts.tasks.iter().find(|task| !returned(task.ended));
    let Some(task) = other else {
        return Ok(());
    };
    let name = task_name(task.number);
    Err(match task.ended {
        Some((how, at)) => Miss::at(format!("{name} {how} at {}", time(at)), at, at),
        None => Miss::new(format!("{name} does not end")),
    })
}

fn cancelled(facts: &Facts, printed: &str, at: Seconds, room: u64) -> Result<(), Miss> {
    let Some(line) = facts.first_line(printed) else {
        return Err(Miss::new(format!("no line has “{printed}”")));
    };
    let name = task_name(line.task);
    let task = facts.tasks.iter().find(|task| task.number == line.task);
    Err(match task.map(|task| task.ended) {
        Some(Some((Outcome::Cancelled, found))) if found.abs_diff(at.us()) <= room => {
            return Ok(());
        }
        Some(Some((how, found))) => {
            let (from, to) = ordered(found, at.us());
            Miss::at(format!("{name} {how} at {}", time(found)), from, to)
        }
        Some(None) => Miss::new(format!("{name} does not end")),
        None => Miss::new(format!("{name} prints it")),
    })
}

/// Whether the learner's part of a program has a word, or several that follow each other.
fn has_word(text: &str, word: &str) -> bool {
    line_of_word(text, word).is_some()
}

fn line_of_word(text: &str, word: &str) -> Option<u32> {
    let wanted = words_of(word);
    let wanted = wanted.iter().map(|(word, _)| *word).collect::<Vec<_>>();
    let own = own_part(text);
    let words = words_of(&own);
    let mut windows = words.windows(wanted.len().max(1));
    let same = |window: &&[(&str, u32)]| {
        window
            .iter()
            .map(|(word, _)| *word)
            .eq(wanted.iter().copied())
    };
    windows.find(same).map(|window| window[0].1)
}

/// The program with the lines between `// given` and `// end` left empty.
fn own_part(text: &str) -> String {
    let mut given = false;
    let lines = text.lines().map(|line| {
        match line.trim() {
            "// given" => given = true,
            "// end" => given = false,
            _ => {}
        }
        if given { "" } else { line }
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// The lines between `// given` and `// end`, which stay as they are.
pub(crate) fn given(text: &str) -> Vec<&str> {
    let mut given = false;
    let mut lines = Vec::new();
    for line in text.lines() {
        match line.trim() {
            "// given" => given = true,
            "// end" => given = false,
            _ if given => lines.push(line.trim_end()),
            _ => {}
        }
    }
    lines
}

/// A time as goals have it.
pub(crate) fn time(us: u64) -> String {
    Seconds(us as f64 / 1e6).to_string()
}

fn from_to(stretch: &Stretch) -> String {
    format!("from {} to {}", time(stretch.from_us), time(stretch.to_us))
}

fn ordered(one: u64, other: u64) -> (u64, u64) {
    (one.min(other), one.max(other))
}

fn tasks(number: usize) -> String {
    match number {
        0 => "no task".to_owned(),
        1 => "1 task".to_owned(),
        number => format!("{number} tasks"),
    }
}
