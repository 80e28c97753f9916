//! Runs every example (twice, on the virtual clock), and compares with its `.out` file and with itself.

use std::collections::BTreeMap;
use std::num::NonZero;
use std::path::Path;
use std::thread;
use std::time::Duration;

use recording::{Event, EventKind, Stream};

use super::{Failure, rewrite};
use crate::compile::Programs;
use crate::parallel::side_by_side;
use crate::process::{Conditions, Heard, run_recorded, unexpected_end};
use crate::registry::{Example, Lesson, Registry};
use crate::run::program;
use crate::trouble::Trouble;

/// No example takes longer than this, on a loaded machine.
const LIMIT: Duration = Duration::from_secs(60);

/// How many examples on the real clock run side by side.
const SLEEPERS: usize = 4;

/// What a run of an example left.
#[derive(Clone, Debug, Default)]
pub(crate) struct Run {
    pub(crate) events: Vec<Event>,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
    /// What is wrong with how it ended.
    pub(crate) wrong: Option<String>,
    /// It printed past the recorder.
    other: Option<String>,
}

/// The first run of each example, by its name.
pub(crate) type Runs = BTreeMap<String, Run>;

/// Runs an example recorded, on the virtual clock unless it asks for the real one.
pub(crate) fn record(
    program: &Path,
    example: &Example,
    seed: Option<u64>,
) -> Result<Run, Trouble> {
    let conditions = Conditions {
        fast: !example.is_real(),
        live: None,
        seed,
        limit: Some(LIMIT),
    };
    let mut run = Run::default();
    let status = run_recorded::<Trouble>(program, conditions, |heard| {
        match heard {
            Heard::Event(event) => {
                if let EventKind::Printed { text, stream } = &event.kind {
                    let to = match stream {
                        Stream::Stdout => &mut run.stdout,
                        Stream::Stderr => &mut run.stderr,
                    };
                    to.push_str(text);
                    to.push('\n');
                }
                run.events.push(event);
            }
            Heard::Other(text) => run.other = Some(text),
        }
        Ok(())
    })?;
    run.wrong = unexpected_end(status, example.exit_code());
    Ok(run)
}

/// Checks the examples of these lessons.
pub(super) fn check(
    registry: &Registry,
    lessons: &[&Lesson],
    programs: &Programs,
    bless: bool,
    failures: &mut Vec<Failure>,
) -> Result<Runs, Trouble> {
    let examples = lessons
        .iter()
        .flat_map(|lesson| {
            lesson
                .examples
                .iter()
                .map(move |example| (*lesson, example))
        })
        .collect::<Vec<_>>();
    let (real, quick) = examples
        .into_iter()
        .partition::<Vec<_>, _>(|(_, example)| example.is_real());
    let workers = thread::available_parallelism().map_or(2, NonZero::get);
    let (real_results, quick_results) = thread::scope(|scope| {
        // Those on the real clock sleep meanwhile. What they print is compared; their
        // recordings, with the wall's microseconds in them, are never equal.
        let real = scope.spawn(|| {
            side_by_side(&real, SLEEPERS, |(lesson, example)| {
                let program = program(programs, lesson, example)?;
                Ok::<_, Trouble>((record(program, example, None)?, None))
            })
        });
        let quick = side_by_side(&quick, workers, |(lesson, example)| {
            let program = program(programs, lesson, example)?;
            let first = record(program, example, None)?;
            let second = record(program, example, None)?;
            Ok::<_, Trouble>((first, Some(second)))
        });
        (real.join().unwrap_or_default(), quick)
    });
    let mut runs = Runs::new();
    let real = real.iter().zip(real_results);
    for ((_, example), result) in real.chain(quick.iter().zip(quick_results)) {
        let (first, second) = match result {
            Ok(pair) => pair,
            Err(trouble) => {
                failures.push(Failure::new(example.file("rs"), trouble.to_string()));
                continue;
            }
        };
        judge(registry, example, &first, second.as_ref(), bless, failures)?;
        runs.insert(example.name.clone(), first);
    }
    Ok(runs)
}

fn judge(
    registry: &Registry,
    example: &Example,
    first: &Run,
    second: Option<&Run>,
    bless: bool,
    failures: &mut Vec<Failure>,
) -> Result<(), Trouble> {
    if let Some(wrong) = &first.wrong {
        let mut failure = Failure::new(example.file("rs"), wrong);
        if let Some(last) = first.stderr.lines().last() {
            failure.what = format!("{wrong}: {last}");
        }
        failures.push(failure);
        return Ok(());
    }
    if let Some(text) = &first.other {
        let what = format!(
            "«{}» was printed past the recorder; add `use classroom::println;`",
            text.escape_debug()
        );
        failures.push(Failure::new(example.file("rs"), what));
    }
    // One that is run once is compared with itself.
    let second = second.unwrap_or(first);
    let printed_twice = first.stdout == second.stdout && first.stderr == second.stderr;
    if !printed_twice {
        let found = format!("{}{}", second.stdout, second.stderr);
        let expected = format!("{}{}", first.stdout, first.stderr);
        failures.extend(Failure::first_difference(
            &example.file("rs"),
            0,
            "two runs print different lines",
            &expected,
            &found,
        ));
    } else if let Some(index) = difference(&first.events, &second.events) {
        let shown = |events: &[Event]| match events.get(index) {
            Some(event) => recording::to_json(event),
            None => "(nothing more)".to_owned(),
        };
        failures.push(Failure {
            place: example.file("rs"),
            what: format!("two runs differ in event {}", index + 1),
            difference: Some((shown(&first.events), shown(&second.events))),
        });
    }
    compare(
        registry,
        &example.file("out"),
        &first.stdout,
        bless,
        failures,
    )?;
    let errors = example.file("err");
    if !first.stderr.is_empty() || registry.root.join(&errors).exists() {
        compare(registry, &errors, &first.stderr, bless, failures)?;
    }
    Ok(())
}

fn difference(first: &[Event], second: &[Event]) -> Option<usize> {
    let same = first.iter().zip(second).take_while(|(a, b)| a == b).count();
    (same < first.len().max(second.len())).then_some(same)
}

fn compare(
    registry: &Registry,
    file: &str,
    found: &str,
    bless: bool,
    failures: &mut Vec<Failure>,
) -> Result<(), Trouble> {
    match std::fs::read_to_string(registry.root.join(file)) {
        Ok(expected) if expected == found => {}
        _ if bless => rewrite(&registry.root, file, found)?,
        Ok(expected) => failures.extend(Failure::first_difference(
            file,
            0,
            "the run prints something else (if that is right: cargo lesson check --bless)",
            &expected,
            found,
        )),
        Err(_) => failures.push(Failure::new(
            file,
            "is missing; write it with cargo lesson check --bless, and read it",
        )),
    }
    Ok(())
}
