//! Runs the Python twins, and compares what they print with the same `.out` files.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::time::Duration;

use rayon::iter::{IntoParallelRefIterator, ParallelIterator};
use recording::Clock;

use super::finding::{Check, Failure, counted};
use crate::course::{Registry, read_text};
use crate::error::Error;
use crate::program::compile::compile_program;
use crate::program::mask::with_times_of;
use crate::program::process::capture;
use crate::program::python::{Python, Twin};
use crate::program::site::Site;
use crate::program::workers;

/// Maximum time of a twin, on a loaded machine.
const MAX_RUN: Duration = Duration::from_secs(60);

/// Number of twins at the same time: those with threads sleep most of the time.
const WORKERS: usize = 6;

/// Number of those that fetch pages. They do not only sleep: the packages they import take
/// time to load, and pages come in the order of their latencies only on an idle machine.
const FETCHERS: usize = 2;

/// Checks the twins of the lessons, and says how many there were.
pub(super) fn check(check: &mut Check<'_>) -> Result<String, Error> {
    let registry = check.registry;
    let examples = || check.lessons.iter().flat_map(|lesson| &lesson.examples);
    let twins = examples().filter_map(|example| Twin::of(registry, example));
    let mut twins = twins.collect::<Vec<_>>();
    let without = examples().count() - twins.len();
    let python = match Python::find() {
        Ok(python) => python,
        Err(why) => {
            let skipped = counted(twins.len(), "twin");
            return Ok(format!("{skipped} skipped ({why})"));
        }
    };
    let mut skipped = BTreeMap::new();
    twins.retain(|twin| match python.lacks(twin) {
        None => true,
        Some(package) => {
            *skipped.entry(package).or_default() += 1;
            false
        }
    });
    let site = if twins.iter().any(Twin::asks_for_a_site) {
        compile_program(registry, "loopback", "loopback")
            .map_err(|error| error.to_string())
    } else {
        Err("no twin asks for a site".to_owned())
    };
    let mut count = counted(twins.len(), "twin");
    let (fetching, others) = twins
        .into_iter()
        .partition::<Vec<_>, _>(Twin::asks_for_a_site);
    for (twins, number) in [(others, WORKERS), (fetching, FETCHERS)] {
        let one = |twin: &Twin<'_>| {
            run(registry, &python, &site, twin).unwrap_or_else(|why| {
                let file = twin.example.file("py");
                Some(Failure::new(file, why))
            })
        };
        let results =
            workers(number)?.install(|| twins.par_iter().map(one).collect::<Vec<_>>());
        check.failures.extend(results.into_iter().flatten());
    }
    if without > 0 {
        let without = counted(without, "example");
        count += &format!(" ({without} without, for a stated reason)");
    }
    for (package, number) in skipped {
        let skipped = counted(number, "twin");
        count += &format!(", {skipped} skipped (no {package}: pip install {package})");
    }
    Ok(count)
}

/// Runs a twin, with a site of its own if it asks for one.
fn run(
    registry: &Registry,
    python: &Python,
    site: &Result<PathBuf, String>,
    twin: &Twin<'_>,
) -> Result<Option<Failure>, String> {
    // It ends where this function does.
    let site = match twin.asks_for_a_site() {
        true => Some(Site::start(site.as_ref()?, &twin.text)?),
        false => None,
    };
    let command = python.command(registry, twin, Clock::Virtual, site.as_ref());
    let run = capture(command, MAX_RUN).map_err(|error| error.to_string())?;
    let example = twin.example;
    if let Some(how) = run.ended.unexpected(example.exit_code()) {
        let last = run.stderr.lines().last().unwrap_or(&how);
        return Err(format!("the twin failed: {last}"));
    }
    let (file, out) = (example.file("py"), example.file("out"));
    // A missing file is a failure of its own.
    let Ok(expected) = read_text(&registry.root.join(&out)) else {
        return Ok(None);
    };
    let found = with_times_of(&expected, &run.stdout);
    let what = format!("{file} prints something else");
    let difference = Failure::first_difference(&out, 0, &what, &expected, &found);
    Ok(difference)
}
