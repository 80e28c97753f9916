//! Runs the Python twins, and compares what they print with the same `.out` files.

use std::collections::BTreeMap;
use std::path::PathBuf;

use super::{Failure, counted};
use crate::compile::compile_program;
use crate::parallel::side_by_side;
use crate::registry::{Example, Lesson, Registry};
use crate::site::Site;
use crate::times::with_times_of;
use crate::twin::{Python, Twin};

/// The twins sleep most of the time, so many can run at once.
const WORKERS: usize = 12;

/// Those that fetch pages do not only sleep: the packages they import take their time, and
/// the pages come in the order of their latencies only if nobody holds them up.
const FETCHERS: usize = 2;

/// Checks the twins of these lessons, and says how many there were.
pub(super) fn check(
    registry: &Registry,
    lessons: &[&Lesson],
    failures: &mut Vec<Failure>,
) -> String {
    let examples = || lessons.iter().flat_map(|lesson| &lesson.examples);
    let twins = examples().filter_map(|example| Twin::of(registry, example));
    let mut twins = twins.collect::<Vec<_>>();
    let without = examples().count() - twins.len();
    let python = match Python::find() {
        Ok(python) => python,
        Err(why) => {
            return format!("{} skipped ({why})", counted(twins.len(), "twin"));
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
        compile_program(registry, "loopback").map_err(|trouble| trouble.to_string())
    } else {
        Err("no twin asks for it".to_owned())
    };
    let mut count = counted(twins.len(), "twin");
    let (fetching, others) = twins
        .into_iter()
        .partition::<Vec<_>, _>(Twin::asks_for_a_site);
    for (twins, workers) in [(others, WORKERS), (fetching, FETCHERS)] {
        let results = side_by_side(&twins, workers, |twin| {
            run(registry, &python, &site, twin).unwrap_or_else(|why| {
                let file = twin.example.file("py");
                Some(Failure::new(file, why))
            })
        });
        failures.extend(results.into_iter().flatten());
    }
    if without > 0 {
        let without = counted(without, "example");
        count += &format!(" ({without} without, for a stated reason)");
    }
    for (package, number) in skipped {
        let skipped = counted(number, "twin");
        count += &format!(", {skipped} skipped (no {package}: pip install {package})");
    }
    count
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
    let output = python.command(registry, twin, site.as_ref()).output();
    Ok(judge(registry, twin.example, output))
}

fn judge(
    registry: &Registry,
    example: &Example,
    output: std::io::Result<std::process::Output>,
) -> Option<Failure> {
    let file = example.file("py");
    let output = match output {
        Ok(output) => output,
        Err(error) => return Some(Failure::new(file, error.to_string())),
    };
    if output.status.code() != Some(example.exit_code()) {
        let errors = String::from_utf8_lossy(&output.stderr);
        let last = errors.lines().last().unwrap_or("no message").to_owned();
        return Some(Failure::new(file, format!("the twin failed: {last}")));
    }
    let out = example.file("out");
    let expected = match std::fs::read_to_string(registry.root.join(&out)) {
        Ok(expected) => expected,
        // The missing file is a failure of its own.
        Err(_) => return None,
    };
    let found = String::from_utf8_lossy(&output.stdout).replace("\r\n", "\n");
    let found = with_times_of(&expected, &found);
    let what = format!("{file} prints something else");
    Failure::first_difference(&out, 0, &what, &expected, &found)
}
