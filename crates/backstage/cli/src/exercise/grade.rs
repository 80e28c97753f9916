//! Judges a run by the goals of its exercise, and says in a sentence what is missing.

use recording::{MAIN, Outcome, task_name};

use super::facts::{Facts, Line, Stretch, longest_alone, peak};
use super::goal::{Goal, Seconds, times};
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

    pub(crate) fn at(why: impl Into<String>, from_us: u64, to_us: u64) -> Miss {
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
        Goal::LinesWith(text) => {
            lines_in_order(&lines_with(&facts.lines, text), &lines_with(expected, text))
        }
        Goal::LinesWithInAnyOrder(text) => lines_in_any_order(
            &lines_with(&facts.lines, text),
            &lines_with(expected, text),
        ),
        Goal::LastLine(wanted) => match facts.lines.last() {
            Some(last) if last.text.contains(wanted) => Ok(()),
            Some(last) => {
                let from = facts.first_line(wanted).unwrap_or(last).at_us;
                let why = format!("“{}” comes last", last.text);
                Err(Miss::at(why, from, last.at_us))
            }
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
            None => Err(never_printed(line)),
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
        Goal::DoneBy(by) => done_by(facts, by.us(), room),
        Goal::AsEarlyAsOurs => {
            let ours = expected.last().map_or(0, |line| line.at_us);
            done_by(facts, ours, room).map_err(|miss| Miss {
                why: format!("ours is done at {}; {}", time(ours), miss.why),
                ..miss
            })
        }
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
                    let why = format!("at {} there are {}", time(at), tasks(found));
                    Err(Miss::at(why, at, at))
                }
            }
        }
        Goal::AtMostAsleep(number) => match peak(&facts.sleeps) {
            (found, _) if found <= *number => Ok(()),
            (found, at) => {
                let why =
                    format!("at {} there are {found}: {}", time(at), asleep(facts, at));
                Err(Miss::at(why, at, at))
            }
        },
        Goal::AtLeastAsleep(number) => match peak(&facts.sleeps) {
            (found, _) if found >= *number => Ok(()),
            (0, _) => Err(Miss::new("no task is ever asleep")),
            (found, at) => {
                let why = format!(
                    "never more than {found}: {} at {}",
                    asleep(facts, at),
                    time(at)
                );
                Err(Miss::at(why, at, at))
            }
        },
        Goal::AllTasksReturn => all_return(facts),
        Goal::Cancelled { printed, at } => cancelled(facts, printed, *at, room),
        Goal::MainNeverSleeps => main_never_sleeps(facts),
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
            false => Err(Miss::new("your part of the program does not have it")),
        },
        Goal::Avoids(word) => match line_of_word(text, word) {
            None => Ok(()),
            Some(line) => Err(Miss::new(format!("it is in line {line}"))),
        },
    }
}

fn lines_with(lines: &[Line], text: &str) -> Vec<Line> {
    let lines = lines.iter().filter(|line| line.text.contains(text));
    lines.cloned().collect()
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
                let what = match expected.iter().any(|one| one.text == line.text) {
                    true => "is one too many",
                    false => "is not one of them",
                };
                let why = format!("“{}” at {} {what}", line.text, time(line.at_us));
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
            let why = format!(
                "“{}” at {} is one line too many",
                line.text,
                time(line.at_us)
            );
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
    let moments = facts.lines_with(line).map(|line| line.at_us);
    let moments = moments.collect::<Vec<_>>();
    if moments.is_empty() {
        return Err(never_printed(line));
    }
    for (index, from) in moments.iter().enumerate() {
        let close = moments[index..]
            .iter()
            .filter(|at| **at - from < within.us());
        let count = close.count();
        if count > lines {
            let to = moments[index + count - 1];
            let why = format!("{} from {} to {}", times(count), time(*from), time(to));
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
    let moments = facts.lines_with(line).map(|line| line.at_us);
    let moments = moments.collect::<Vec<_>>();
    if moments.len() < 2 {
        return Err(Miss::new(format!("it is printed {}", times(moments.len()))));
    }
    let gap = moments.windows(2).max_by_key(|pair| pair[1] - pair[0]);
    match gap {
        Some(gap) if gap[1] - gap[0] > within.us() + room => {
            let why = format!("none from {} to {}", time(gap[0]), time(gap[1]));
            Err(Miss::at(why, gap[0], gap[1]))
        }
        _ => Ok(()),
    }
}

fn ahead(facts: &Facts, first: &str, then: &str, lines: usize) -> Result<(), Miss> {
    let mut ahead = 0_i64;
    let most = i64::try_from(lines).unwrap_or(i64::MAX);
    for line in &facts.lines {
        if line.text.contains(first) {
            ahead += 1;
        } else if line.text.contains(then) {
            ahead -= 1;
        }
        if ahead > most {
            let (text, at) = (&line.text, time(line.at_us));
            let why = format!("with “{text}” at {at} it is {ahead} ahead");
            return Err(Miss::at(why, line.at_us, line.at_us));
        }
    }
    match facts.first_line(first) {
        Some(_) => Ok(()),
        None => Err(never_printed(first)),
    }
}

fn done_by(facts: &Facts, by_us: u64, room: u64) -> Result<(), Miss> {
    if facts.done_us <= by_us + room {
        return Ok(());
    }
    let done = format!("it is done at {}", time(facts.done_us));
    // What to look at: a time in which a single task sleeps, if others do at other times.
    let mut sleepers = facts.sleeps.iter().map(|sleep| sleep.task);
    let first = sleepers.next();
    let others_sleep = sleepers.any(|task| Some(task) != first);
    Err(match longest_alone(&facts.sleeps) {
        Some(alone) if others_sleep => {
            let mut why = format!(
                "{done}; only {} is asleep {}",
                task_name(alone.task),
                from_to(&alone)
            );
            let mut tasks = facts.tasks.iter();
            let next = tasks.find(|task| task.spawned_us.abs_diff(alone.to_us) <= room);
            if let Some(next) = next {
                why += &format!(", and {} is spawned then", task_name(next.number));
            }
            Miss::at(why, alone.from_us, alone.to_us)
        }
        _ => Miss::at(done, by_us, facts.done_us),
    })
}

fn main_never_sleeps(facts: &Facts) -> Result<(), Miss> {
    let sleeps = facts.sleeps.iter();
    let sleeps = sleeps
        .filter(|sleep| sleep.task == MAIN)
        .collect::<Vec<_>>();
    let (Some(first), Some(last)) = (sleeps.first(), sleeps.last()) else {
        return Ok(());
    };
    let why = match sleeps.len() {
        1 => format!("it sleeps {}", from_to(first)),
        number => format!(
            "it sleeps {} from {} to {}",
            times(number),
            time(first.from_us),
            time(last.to_us)
        ),
    };
    Err(Miss::at(why, first.from_us, last.to_us))
}

fn all_return(facts: &Facts) -> Result<(), Miss> {
    let returned = |ended| matches!(ended, Some((Outcome::Completed, _)));
    let other = facts.tasks.iter().find(|task| !returned(task.ended));
    let Some(task) = other else {
        return Ok(());
    };
    let name = task_name(task.number);
    Err(match task.ended {
        Some((how, at)) => {
            let end = match at == facts.done_us {
                true => ", the end of the run",
                false => "",
            };
            Miss::at(format!("{name} {} at {}{end}", ends(how), time(at)), at, at)
        }
        None => Miss::new(format!("{name} does not end")),
    })
}

fn cancelled(facts: &Facts, printed: &str, at: Seconds, room: u64) -> Result<(), Miss> {
    let Some(line) = facts.first_line(printed) else {
        return Err(never_printed(printed));
    };
    let name = task_name(line.task);
    let task = facts.tasks.iter().find(|task| task.number == line.task);
    Err(match task.map(|task| task.ended) {
        Some(Some((Outcome::Cancelled, found))) if found.abs_diff(at.us()) <= room => {
            return Ok(());
        }
        Some(Some((how, found))) => {
            let (from, to) = ordered(found, at.us());
            Miss::at(format!("{name} {} at {}", ends(how), time(found)), from, to)
        }
        Some(None) => Miss::new(format!("{name} does not end")),
        None => Miss::new(format!("{name} prints it, and not a task")),
    })
}

/// How a task ends, as a verb.
fn ends(how: Outcome) -> &'static str {
    match how {
        Outcome::Completed => "returns",
        Outcome::Cancelled => "is cancelled",
        Outcome::Panicked => "panics",
    }
}

/// The tasks that are in a sleep at that time.
fn asleep(facts: &Facts, at_us: u64) -> String {
    let there = |sleep: &&Stretch| sleep.from_us <= at_us && at_us < sleep.to_us;
    let mut tasks = facts
        .sleeps
        .iter()
        .filter(there)
        .map(|sleep| sleep.task)
        .collect::<Vec<_>>();
    tasks.sort_unstable();
    let names = tasks.into_iter().map(task_name);
    names.collect::<Vec<_>>().join(", ")
}

fn never_printed(text: &str) -> Miss {
    Miss::new(format!("“{text}” is never printed"))
}

/// Whether a program that does nothing would meet all of the goals.
pub(crate) fn met_by_nothing<'a>(
    mut goals: impl Iterator<Item = &'a Goal>,
    expected: &[Line],
) -> bool {
    let nothing = Attempt {
        text: "",
        facts: &Facts::default(),
        expected,
        real: false,
    };
    goals.all(|goal| judge(goal, &nothing).is_ok())
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::exercise::facts::TaskFacts;

    const TENTH: u64 = 100_000;
    const PROGRAM: &str = "// given\nuse std::time::Duration;\n// end\nfn main() { tokio::join!(a, b); }\n";

    fn line(tenths: u64, task: u32, text: &str) -> Line {
        Line {
            at_us: tenths * TENTH,
            task,
            text: text.to_owned(),
        }
    }

    fn stretch(task: u32, from: u64, to: u64) -> Stretch {
        Stretch {
            task,
            from_us: from * TENTH,
            to_us: to * TENTH,
        }
    }

    fn task(number: u32, how: Outcome, tenths: u64) -> TaskFacts {
        TaskFacts {
            number,
            spawned_us: 0,
            ended: Some((how, tenths * TENTH)),
        }
    }

    /// Three teas: the second is drunk, the third is cancelled at the end of the run.
    fn facts() -> Facts {
        Facts {
            lines: vec![
                line(0, 1, "tea 1: brewed"),
                line(1, 2, "tea 2: brewed"),
                line(1, 2, "tea 2: drunk"),
                line(4, 3, "tea 3: brewed"),
            ],
            done_us: 5 * TENTH,
            tasks: vec![
                task(1, Outcome::Panicked, 2),
                task(2, Outcome::Completed, 3),
                task(3, Outcome::Cancelled, 5),
            ],
            sleeps: vec![stretch(2, 0, 1), stretch(3, 0, 4), stretch(0, 3, 5)],
            polls: vec![stretch(2, 1, 3)],
            yields: 1,
        }
    }

    /// Why a run misses a goal; empty if it does not.
    fn of(facts: &Facts, expected: &[Line], goal: &Goal) -> String {
        let attempt = Attempt {
            text: PROGRAM,
            facts,
            expected,
            real: false,
        };
        judge(goal, &attempt)
            .err()
            .map_or_else(String::new, |miss| miss.why)
    }

    /// Why the teas miss a goal, as an `exercise.toml` writes it.
    fn why(goal: &str) -> String {
        of(&facts(), &[], &written(goal))
    }

    fn written(goal: &str) -> Goal {
        #[derive(serde::Deserialize)]
        struct File {
            goal: Goal,
        }
        let file = toml::from_str::<File>(&format!("goal = {goal}"));
        file.expect("the goal is written as in an exercise").goal
    }

    #[test]
    fn goals_about_all_lines_are_met_by_the_lines_of_the_solution() {
        let facts = facts();
        let same = facts.lines.clone();
        let mut swapped = same.clone();
        swapped.swap(0, 1);
        let mut later = same.clone();
        later[3].at_us += TENTH;
        let [mut more, fewer] = [same.clone(), same[..3].to_vec()];
        more.push(line(5, 0, "washed up"));
        let mut other = same.clone();
        other[1] = line(1, 2, "tea 2: spilt");

        let in_order = |expected: &[Line]| of(&facts, expected, &Goal::LinesInOrder);
        assert_eq!(in_order(&same), "");
        assert_eq!(in_order(&later), "");
        assert_eq!(
            in_order(&swapped),
            "line 1 is “tea 1: brewed”, not “tea 2: brewed”"
        );
        assert_eq!(in_order(&more), "“washed up” is missing");
        assert_eq!(
            in_order(&fewer),
            "“tea 3: brewed” at 0.40 is one line too many"
        );

        let any_order =
            |expected: &[Line]| of(&facts, expected, &Goal::LinesInAnyOrder);
        assert_eq!(any_order(&swapped), "");
        assert_eq!(any_order(&more), "“washed up” is missing");
        assert_eq!(
            any_order(&other),
            "“tea 2: brewed” at 0.10 is not one of them"
        );

        let mut twice = facts.lines.clone();
        twice[1] = twice[0].clone();
        let twice = Facts {
            lines: twice,
            ..Facts::default()
        };
        assert_eq!(
            of(&twice, &same, &Goal::LinesInAnyOrder),
            "“tea 1: brewed” at 0.00 is one too many"
        );

        let with = |text: &str, expected: &[Line]| {
            of(&facts, expected, &Goal::LinesWith(text.to_owned()))
        };
        assert_eq!(with("brewed", &same), "");
        // The others are free.
        assert_eq!(with("drunk", &swapped), "");
        assert_eq!(
            with("brewed", &swapped),
            "line 1 is “tea 1: brewed”, not “tea 2: brewed”"
        );
        assert_eq!(with("washed", &more), "“washed up” is missing");

        let on_time = |expected: &[Line]| of(&facts, expected, &Goal::LinesOnTime);
        assert_eq!(on_time(&same), "");
        assert_eq!(
            on_time(&swapped),
            "line 1 is “tea 1: brewed”, not “tea 2: brewed”"
        );
        assert_eq!(
            on_time(&later),
            "“tea 3: brewed” comes at 0.40, not at 0.50"
        );
    }

    #[test]
    fn lines_without_the_text_of_a_goal_are_free() {
        let (expected, mut found) = (facts().lines, facts());
        found.lines.swap(0, 1);
        found.lines.push(line(5, 0, "washed up"));
        let with = |text: &str| {
            let goal = Goal::LinesWithInAnyOrder(text.to_owned());
            of(&found, &expected, &goal)
        };
        assert_eq!(with("brewed"), "");
        assert_eq!(with("washed"), "“washed up” at 0.50 is not one of them");
    }

    #[test]
    fn goals_about_one_line_name_it_or_its_time() {
        assert_eq!(why("{ last_line = 'tea 3' }"), "");
        assert_eq!(why("{ last_line = 'drunk' }"), "“tea 3: brewed” comes last");
        assert_eq!(
            of(&Facts::default(), &[], &written("{ last_line = 'tea' }")),
            "nothing is printed"
        );
        assert_eq!(why("{ no_line = 'spilt' }"), "");
        assert_eq!(why("{ no_line = 'drunk' }"), "“tea 2: drunk” at 0.10");
        assert_eq!(why("{ line_at = { line = 'drunk', at = 0.1 } }"), "");
        assert_eq!(
            why("{ line_at = { line = 'drunk', at = 0.2 } }"),
            "it comes at 0.10"
        );
        assert_eq!(
            why("{ line_at = { line = 'spilt', at = 0.2 } }"),
            "“spilt” is never printed"
        );
    }

    #[test]
    fn goals_about_lines_of_a_kind_name_the_moment() {
        let at_most = |line: &str, within: f64| {
            let goal = "at_most_in_any";
            why(&format!(
                "{{ {goal} = {{ line = '{line}', lines = 1, within = {within} }} }}"
            ))
        };
        // One at the very end of the stretch belongs to the next.
        assert_eq!(at_most("brewed", 0.1), "");
        assert_eq!(at_most("brewed", 0.11), "twice from 0.00 to 0.10");
        assert_eq!(at_most("spilt", 0.1), "“spilt” is never printed");

        let every = |line: &str, within: f64| {
            let goal = "at_least_every";
            why(&format!(
                "{{ {goal} = {{ line = '{line}', within = {within} }} }}"
            ))
        };
        assert_eq!(every("brewed", 0.3), "");
        assert_eq!(every("brewed", 0.2), "none from 0.10 to 0.40");
        assert_eq!(every("drunk", 0.2), "it is printed once");

        let ahead = |first: &str, lines: usize| {
            let goal = "at_most_ahead";
            why(&format!(
                "{{ {goal} = {{ first = '{first}', then = 'drunk', lines = {lines} }} }}"
            ))
        };
        assert_eq!(ahead("brewed", 2), "");
        assert_eq!(
            ahead("brewed", 1),
            "with “tea 2: brewed” at 0.10 it is 2 ahead"
        );
        assert_eq!(ahead("spilt", 1), "“spilt” is never printed");
        // Those that come later than the others make up for it.
        let turns = ["left", "right", "right", "left", "left", "right"];
        let turns = Facts {
            lines: turns.map(|oar| line(0, 1, oar)).to_vec(),
            ..Facts::default()
        };
        let goal = "{ at_most_ahead = { first = 'left', then = 'right', lines = 1 } }";
        assert_eq!(of(&turns, &[], &written(goal)), "");
    }

    #[test]
    fn a_run_that_takes_too_long_names_the_longest_lone_sleep() {
        assert_eq!(why("{ done_by = 0.5 }"), "");
        assert_eq!(
            why("{ done_by = 0.4 }"),
            "it is done at 0.50; only task 3 is asleep from 0.10 to 0.30"
        );
        let mut facts = facts();
        facts.tasks[0].spawned_us = 3 * TENTH;
        assert_eq!(
            of(&facts, &[], &Goal::DoneBy(Seconds(0.4))),
            "it is done at 0.50; only task 3 is asleep from 0.10 to 0.30, and task 1 is \
             spawned then"
        );
        facts.sleeps.clear();
        let by = Goal::DoneBy(Seconds(0.4));
        assert_eq!(of(&facts, &[], &by), "it is done at 0.50");
        // A timer fires within the millisecond after its deadline.
        facts.done_us = 401_000;
        assert_eq!(of(&facts, &[], &by), "");
    }

    #[test]
    fn a_run_is_as_early_as_the_solution_or_says_when_that_was() {
        let as_early = |tenths: u64| {
            let expected = [line(tenths, 0, "tea")];
            of(&facts(), &expected, &Goal::AsEarlyAsOurs)
        };
        assert_eq!(as_early(5), "");
        assert_eq!(
            as_early(4),
            "ours is done at 0.40; it is done at 0.50; only task 3 is asleep from 0.10 to \
             0.30"
        );
    }

    #[test]
    fn a_run_in_which_one_task_sleeps_names_no_lone_sleep() {
        let facts = Facts {
            sleeps: vec![stretch(0, 0, 2), stretch(0, 2, 5)],
            ..facts()
        };
        let by = Goal::DoneBy(Seconds(0.2));
        assert_eq!(of(&facts, &[], &by), "it is done at 0.50");
    }

    #[test]
    fn goals_about_tasks_count_and_name_them() {
        assert_eq!(why("{ tasks = 3 }"), "");
        assert_eq!(why("{ tasks = 0 }"), "it spawns 3 tasks");
        assert_eq!(why("{ at_most_tasks_at_once = 3 }"), "");
        assert_eq!(
            why("{ at_most_tasks_at_once = 2 }"),
            "at 0.00 there are 3 tasks"
        );
        assert_eq!(why("{ at_most_asleep = 2 }"), "");
        assert_eq!(
            why("{ at_most_asleep = 1 }"),
            "at 0.00 there are 2: task 2, task 3"
        );
        assert_eq!(why("{ at_least_asleep = 2 }"), "");
        assert_eq!(
            why("{ at_least_asleep = 3 }"),
            "never more than 2: task 2, task 3 at 0.00"
        );
        let none = of(&Facts::default(), &[], &Goal::AtLeastAsleep(1));
        assert_eq!(none, "no task is ever asleep");
        assert_eq!(why("'main_never_sleeps'"), "it sleeps from 0.30 to 0.50");
        assert_eq!(of(&Facts::default(), &[], &Goal::MainNeverSleeps), "");
        let often = Facts {
            sleeps: vec![stretch(0, 0, 1), stretch(1, 0, 3), stretch(0, 1, 2)],
            ..Facts::default()
        };
        assert_eq!(
            of(&often, &[], &Goal::MainNeverSleeps),
            "it sleeps twice from 0.00 to 0.20"
        );
        assert_eq!(why("{ yields = 1 }"), "");
        assert_eq!(why("{ yields = 2 }"), "it yields once");
        let none = of(&Facts::default(), &[], &Goal::Yields(1));
        assert_eq!(none, "no task yields");
        assert_eq!(why("{ longest_poll = 0.2 }"), "");
        assert_eq!(
            why("{ longest_poll = 0.1 }"),
            "task 2 keeps it from 0.10 to 0.30"
        );
    }

    #[test]
    fn goals_about_the_ends_of_tasks_say_how_each_ended() {
        let all = |tasks: Vec<TaskFacts>| {
            let facts = Facts { tasks, ..facts() };
            of(&facts, &[], &Goal::AllTasksReturn)
        };
        assert_eq!(all(vec![task(1, Outcome::Completed, 2)]), "");
        assert_eq!(
            all(vec![task(1, Outcome::Panicked, 2)]),
            "task 1 panics at 0.20"
        );
        assert_eq!(
            all(vec![task(1, Outcome::Cancelled, 5)]),
            "task 1 is cancelled at 0.50, the end of the run"
        );
        let unended = TaskFacts {
            number: 4,
            spawned_us: 0,
            ended: None,
        };
        assert_eq!(all(vec![unended]), "task 4 does not end");

        let cancelled = |printed: &str, at: f64| {
            let goal = "cancelled";
            why(&format!(
                "{{ {goal} = {{ printed = '{printed}', at = {at} }} }}"
            ))
        };
        assert_eq!(cancelled("tea 3", 0.5), "");
        assert_eq!(cancelled("tea 3", 0.1), "task 3 is cancelled at 0.50");
        assert_eq!(cancelled("tea 2", 0.1), "task 2 returns at 0.30");
        assert_eq!(cancelled("spilt", 0.1), "“spilt” is never printed");
        let by_main = Facts {
            lines: vec![line(0, 0, "tea")],
            ..Facts::default()
        };
        let goal = written("{ cancelled = { printed = 'tea', at = 0 } }");
        assert_eq!(of(&by_main, &[], &goal), "main prints it, and not a task");
    }

    #[test]
    fn words_are_looked_for_in_the_part_of_the_learner() {
        assert_eq!(why("{ uses = 'join' }"), "");
        assert_eq!(why("{ uses = 'tokio::join' }"), "");
        let missing = "your part of the program does not have it";
        assert_eq!(why("{ uses = 'spawn' }"), missing);
        // It is in the given lines.
        assert_eq!(why("{ uses = 'Duration' }"), missing);
        assert_eq!(why("{ avoids = 'Duration' }"), "");
        assert_eq!(why("{ avoids = 'join' }"), "it is in line 4");
    }

    #[test]
    fn a_run_on_the_real_clock_has_more_room() {
        let mut facts = facts();
        facts.done_us += 40_000;
        let attempt = |real| Attempt {
            text: "",
            facts: &facts,
            expected: &[],
            real,
        };
        let by = Goal::DoneBy(Seconds(0.5));
        assert!(judge(&by, &attempt(false)).is_err());
        assert!(judge(&by, &attempt(true)).is_ok());
    }

    #[test]
    fn a_program_that_does_nothing_is_early_and_prints_nothing() {
        let limits = ["{ done_by = 1 }", "{ at_most_asleep = 1 }", "'ends'"];
        let mut goals = limits.map(written).to_vec();
        assert!(met_by_nothing(goals.iter(), &facts().lines));
        goals.push(Goal::LinesInAnyOrder);
        assert!(!met_by_nothing(goals.iter(), &facts().lines));
    }

    #[test]
    fn of_a_run_that_has_ended_nothing_is_asked() {
        assert_eq!(why("'ends'"), "");
    }

    #[test]
    fn given_lines_are_those_between_the_marks() {
        assert_eq!(given(PROGRAM), ["use std::time::Duration;"]);
        assert!(given("fn main() {}").is_empty());
    }
}
