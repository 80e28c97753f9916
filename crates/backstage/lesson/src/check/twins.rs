//! Runs the Python twins, and compares what they print with the same `.out` files.

use super::{Failure, counted};
use crate::parallel::side_by_side;
use crate::registry::{Example, Lesson, Registry};
use crate::times::with_times_of;
use crate::twin::Python;

/// The twins sleep most of the time, so many can run at once.
const WORKERS: usize = 12;

/// Checks the twins of these lessons, and says how many there were.
pub(super) fn check(
    registry: &Registry,
    lessons: &[&Lesson],
    failures: &mut Vec<Failure>,
) -> String {
    let examples = || lessons.iter().flat_map(|lesson| &lesson.examples);
    let has_twin = |example: &&Example| registry.root.join(example.file("py")).exists();
    let twins = examples().filter(has_twin).collect::<Vec<_>>();
    let skipped =
        |why: &str| format!("{} skipped ({why})", counted(twins.len(), "twin"));
    let python = match Python::find() {
        Ok(python) => python,
        Err(why) => return skipped(&why),
    };
    let results = side_by_side(&twins, WORKERS, |example| {
        let output = python.twin(registry, example).output();
        judge(registry, example, output)
    });
    failures.extend(results.into_iter().flatten());
    let without = examples().count() - twins.len();
    let twins = counted(twins.len(), "twin");
    match without {
        0 => twins,
        without => {
            format!(
                "{twins} ({} without, for a stated reason)",
                counted(without, "example")
            )
        }
    }
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
