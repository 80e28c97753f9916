//! One attempt at an exercise: run under each seed, and judged by each goal.

use std::fmt;
use std::path::Path;
use std::time::Duration;

use recording::{Event, EventKind, Stream};
use views::Story;

use super::catalogue::{Exercise, OutputFile};
use super::facts::{Facts, Line};
use super::goal::Goal;
use super::grade::{Attempt, Miss, given, judge, time};
use crate::course::{Registry, Source};
use crate::error::Error;
use crate::program::process::{ChildOutput, Conditions, interrupted, run_recorded};

/// Maximum time of a run: an exercise takes a second at most.
const MAX_RUN: Duration = Duration::from_secs(10);

/// Maximum number of events of a run.
const MAX_EVENTS: usize = 30_000;

/// A compiled attempt.
#[derive(Clone, Copy)]
pub(crate) struct Program<'a> {
    /// The compiled file.
    pub(crate) path: &'a Path,
    /// Its argument.
    pub(crate) argument: Option<&'a str>,
    /// Its source.
    pub(crate) text: &'a str,
    /// The folder from which its recording names files.
    pub(crate) root: &'a Path,
}

/// One recorded run.
pub(crate) struct Run {
    pub(crate) seed: Option<u64>,
    pub(crate) events: Vec<Event>,
    pub(crate) story: Option<Story>,
    pub(crate) facts: Facts,
    /// Why it ended otherwise than by returning from `main`.
    pub(crate) failed: Option<String>,
}

/// What is asked of an attempt.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Demand<'a> {
    /// The given lines are as they were.
    Given,
    /// It does without the course's re-creations of asyncio's types.
    NoLookAlike,
    /// One of the exercise's goals.
    Goal(&'a Goal),
}

/// The verdict on one demand.
pub(crate) struct Verdict<'a> {
    pub(crate) demand: Demand<'a>,
    /// Why it is not met, and under which seed.
    pub(crate) miss: Option<(Miss, Option<u64>)>,
}

/// An attempt that has been judged.
pub(crate) struct Graded<'a> {
    pub(crate) verdicts: Vec<Verdict<'a>>,
    /// The run to look at: the first that misses a goal, else the first of all.
    pub(crate) run: Run,
}

impl Run {
    /// How often a task was polled.
    pub(crate) fn polls(&self) -> usize {
        let kinds = self.events.iter().map(|event| &event.kind);
        kinds.filter(|kind| **kind == EventKind::Polled).count()
    }
}

impl Graded<'_> {
    /// Whether nothing is missing.
    pub(crate) fn passed(&self) -> bool {
        self.verdicts.iter().all(|verdict| verdict.miss.is_none())
    }
}

impl fmt::Display for Demand<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Demand::Given => {
                f.write_str("leaves the lines between `// given` and `// end` alone")
            }
            Demand::NoLookAlike => f.write_str("is plain tokio, without look-alikes"),
            Demand::Goal(goal) => goal.fmt(f),
        }
    }
}

/// Runs a program as an attempt at the exercise.
pub(crate) fn run(
    exercise: &Exercise<'_>,
    program: Program<'_>,
    seed: Option<u64>,
) -> Result<Run, Error> {
    let conditions = Conditions {
        fast: !exercise.is_real(),
        seed,
        argument: program.argument,
        limit: Some(MAX_RUN),
        max_events: Some(MAX_EVENTS),
        root: Some(program.root),
        // A panic is in the recording.
        quiet: true,
        ..Conditions::default()
    };
    let mut events = Vec::new();
    let ended = run_recorded::<Error>(program.path, conditions, |output| {
        if let ChildOutput::Event(event) = output {
            events.push(event);
        }
        Ok(())
    })?;
    if interrupted() {
        return Err(Error::Interrupted);
    }
    let story = Story::of(&events).ok();
    let facts = story.as_ref().map(Facts::of).unwrap_or_default();
    let failed = ended.unexpected(0).map(|how| {
        if let Some(limit) = ended.stopped {
            let at = time(facts.done_us);
            return format!("it was stopped at {at}, because it {limit}");
        }
        // The recorder or a panic says more than an exit code.
        let mut messages = events.iter().filter_map(|event| match &event.kind {
            EventKind::Printed {
                text,
                stream: Stream::Stderr,
            } => Some(text.trim_end().to_owned()),
            _ => None,
        });
        messages.next_back().unwrap_or(how)
    });
    Ok(Run {
        seed,
        facts,
        events,
        story,
        failed,
    })
}

/// Grades a program as an attempt at the exercise.
pub(crate) fn grade<'a>(
    registry: &Registry,
    exercise: &'a Exercise<'_>,
    program: Program<'_>,
) -> Result<Graded<'a>, Error> {
    let mut verdicts = vec![Verdict::met(Demand::Goal(&Goal::Ends))];
    if !given(&exercise.starter).is_empty() {
        let mut verdict = Verdict::met(Demand::Given);
        if given(program.text) != given(&exercise.starter) {
            verdict.miss("they are not what the starter has (--reset restores it)");
        }
        verdicts.push(verdict);
    }
    if !exercise.spec.look_alikes {
        let source = Source::read(program.text);
        if registry.imports_look_alike(&source) {
            let mut verdict = Verdict::met(Demand::NoLookAlike);
            verdict.miss("it imports one");
            verdicts.push(verdict);
        }
    }
    let goals_from = verdicts.len();
    let goals = exercise.goals().filter(|goal| **goal != Goal::Ends);
    verdicts.extend(goals.map(|goal| Verdict::met(Demand::Goal(goal))));
    let mut kept: Option<(bool, Run)> = None;
    for seed in exercise.seeds() {
        let run = run(exercise, program, seed)?;
        if let Some(why) = &run.failed {
            // Only this is said, and where each task was then. Under another seed it may
            // take as long again.
            let end = run.facts.done_us;
            let miss = Miss::at(why.clone(), end, end);
            verdicts.truncate(1);
            verdicts[0].miss = Some((miss, seed));
            return Ok(Graded { verdicts, run });
        }
        let mut missed = false;
        let file = registry
            .root
            .join(&exercise.folder)
            .join(OutputFile::name(seed));
        let expected = OutputFile::read(&file)
            .map_err(|why| Error::Failed(format!("{}: {why}", file.display())))?;
        let attempt = Attempt {
            text: program.text,
            facts: &run.facts,
            expected: &expected.0,
            real: exercise.is_real(),
        };
        for verdict in &mut verdicts[goals_from..] {
            if let Demand::Goal(goal) = verdict.demand
                && let Err(mut miss) = judge(goal, &attempt)
            {
                missed = true;
                if goal.shows_lines() {
                    // A line that is missing is missing at the end.
                    let end = run.facts.done_us;
                    miss.stretch.get_or_insert((end, end));
                }
                verdict.miss.get_or_insert((miss, seed));
            }
        }
        match &kept {
            Some((true, _)) => {}
            Some((false, _)) if !missed => {}
            _ => kept = Some((missed, run)),
        }
    }
    let (_, run) = kept.ok_or_else(|| Error::Failed("it was not run".to_owned()))?;
    Ok(Graded { verdicts, run })
}

/// The lines of a run, as the file of the solution's output keeps them.
pub(crate) fn output(run: &Run) -> OutputFile {
    let lines = run.facts.lines.iter();
    OutputFile(
        lines
            .map(|line| Line {
                task: 0,
                ..line.clone()
            })
            .collect(),
    )
}

impl<'a> Verdict<'a> {
    fn met(demand: Demand<'a>) -> Verdict<'a> {
        Verdict { demand, miss: None }
    }

    fn miss(&mut self, why: &str) {
        self.miss = Some((Miss::new(why), None));
    }
}
