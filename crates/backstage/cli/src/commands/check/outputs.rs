//! Runs every example (twice, on the virtual clock), and compares it with its `.out` file
//! and with itself.

use std::collections::BTreeMap;
use std::path::Path;
use std::time::Duration;

use recording::{Event, EventKind, Stream};

use super::finding::{Check, Failure, differs};
use crate::caller::command_line;
use crate::course::{Example, Lesson, read_text};
use crate::error::Error;
use crate::program::compile::Programs;
use crate::program::mask::with_times_of;
use crate::program::process::{ChildOutput, Conditions, MAX_EVENTS, run_recorded};
use crate::program::side_by_side;

/// Maximum time of an example, on a loaded machine.
const MAX_RUN: Duration = Duration::from_secs(60);

/// A run of an example.
#[derive(Clone, Debug, Default)]
pub(super) struct Run {
    pub(super) events: Vec<Event>,
    pub(super) stdout: String,
    pub(super) stderr: String,
    /// Why it failed, if it did.
    pub(super) wrong: Option<String>,
    /// A line that it printed by other means than `classroom::println!`.
    unrecorded: Option<String>,
}

/// The first run of each example, by its name.
pub(super) type Runs = BTreeMap<String, Run>;

/// Runs an example recorded, on the virtual clock unless it asks for the real one.
pub(super) fn record(
    root: &Path,
    program: &Path,
    example: &Example,
    seed: Option<u64>,
) -> Result<Run, Error> {
    let conditions = Conditions {
        fast: !example.is_real(),
        seed,
        limit: Some(MAX_RUN),
        max_events: Some(MAX_EVENTS),
        root: Some(root),
        // Panics are part of the recording.
        quiet: true,
        ..Conditions::default()
    };
    let mut run = Run::default();
    let ended = run_recorded::<Error>(program, conditions, |output| {
        match output {
            ChildOutput::Event(event) => {
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
            ChildOutput::Unrecorded(text) => run.unrecorded = Some(text),
        }
        Ok(())
    })?;
    run.wrong = match ended.unexpected(example.exit_code()) {
        None if ended.exited_early => {
            Some("it called exit before main returned".to_owned())
        }
        unexpected => unexpected,
    };
    Ok(run)
}

/// Checks the examples of the lessons.
pub(super) fn check(check: &mut Check<'_>, programs: &Programs) -> Result<Runs, Error> {
    let examples = check.lessons.iter().flat_map(|lesson| {
        let examples = lesson.examples.iter();
        examples.map(move |example| (*lesson, example))
    });
    let (real, quick) =
        examples.partition::<Vec<_>, _>(|(_, example)| example.is_real());
    let root = &check.registry.root;
    let one = |(lesson, example): &(&Lesson, &Example)| {
        let program = programs.example(lesson, example)?;
        let first = record(root, program, example, None)?;
        // What is printed on the real clock is compared; the recordings, with the wall's
        // microseconds in them, are never equal.
        let again = !example.is_real();
        let second = again.then(|| record(root, program, example, None));
        Ok::<_, Error>((first, second.transpose()?))
    };
    let (real_results, quick_results) = side_by_side(&real, &quick, one)?;
    let mut runs = Runs::new();
    let real = real.iter().zip(real_results);
    for ((_, example), result) in real.chain(quick.iter().zip(quick_results)) {
        let (first, second) = match result {
            Ok(pair) => pair,
            Err(Error::Interrupted) => return Err(Error::Interrupted),
            Err(error) => {
                check.fail(example.file("rs"), error.to_string());
                continue;
            }
        };
        judge(check, example, &first, second.as_ref())?;
        runs.insert(example.name.clone(), first);
    }
    Ok(runs)
}

fn judge(
    check: &mut Check<'_>,
    example: &Example,
    first: &Run,
    second: Option<&Run>,
) -> Result<(), Error> {
    if let Some(wrong) = &first.wrong {
        let what = match first.stderr.lines().last() {
            Some(last) => format!("{wrong}: {last}"),
            None => wrong.clone(),
        };
        check.fail(example.file("rs"), what);
        return Ok(());
    }
    if let Some(text) = &first.unrecorded {
        let what = format!(
            "«{}» was not printed by classroom's println!; add `use classroom::println;`",
            text.escape_debug()
        );
        check.fail(example.file("rs"), what);
        return Ok(());
    }
    // One that is run once is compared with itself.
    let second = second.unwrap_or(first);
    let printed_twice = first.stdout == second.stdout && first.stderr == second.stderr;
    if !printed_twice {
        let found = format!("{}{}", second.stdout, second.stderr);
        let expected = format!("{}{}", first.stdout, first.stderr);
        check.failures.extend(Failure::first_difference(
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
        check.failures.push(Failure {
            place: example.file("rs"),
            what: format!("two runs differ in event {}", index + 1),
            difference: Some((shown(&first.events), shown(&second.events))),
        });
    }
    compare(check, example, "out", &first.stdout)?;
    let errors = check.registry.root.join(example.file("err"));
    if !first.stderr.is_empty() || errors.exists() {
        compare(check, example, "err", &first.stderr)?;
    }
    Ok(())
}

fn difference(first: &[Event], second: &[Event]) -> Option<usize> {
    let same = first.iter().zip(second).take_while(|(a, b)| a == b).count();
    (same < first.len().max(second.len())).then_some(same)
}

/// Compares what an example printed with its file. On the real clock times may differ.
fn compare(
    check: &mut Check<'_>,
    example: &Example,
    ending: &str,
    found: &str,
) -> Result<(), Error> {
    let file = &example.file(ending);
    let expected = read_text(&check.registry.root.join(file));
    let found = match &expected {
        Ok(expected) if example.is_real() => &with_times_of(expected, found),
        _ => found,
    };
    match expected {
        Ok(expected) if expected == *found => {}
        _ if check.bless => check.rewrite(file, found)?,
        Ok(expected) => check.failures.extend(Failure::first_difference(
            file,
            0,
            &differs("the run prints something else"),
            &expected,
            found,
        )),
        Err(_) => {
            let bless = command_line("check --bless");
            let what = format!("is missing; write it with {bless}, and read it");
            check.fail(file, what);
        }
    }
    Ok(())
}
