//! Runs the Python twins, and compares what they print with the same `.out` files.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use super::site::{ASKS_FOR_A_SITE, Site};
use super::{Failure, counted};
use crate::compile::compile_program;
use crate::parallel::side_by_side;
use crate::registry::{Example, Lesson, Registry};

/// The oldest Python that the twins are written for.
const OLDEST: (u32, u32) = (3, 11);

/// Runs the program that is its argument, with all timers that are due within 10 ms ending
/// in one turn of the loop. Sleeps of the same length begin some microseconds apart; in
/// about one run of fifty CPython takes them in two turns, and a callback gets in between.
/// The virtual clock of the Rust programs has the same rule: one time, one turn.
const SAME_TURN: &str = "
import asyncio, runpy, sys
begin = asyncio.BaseEventLoop.__init__
def begin_with_coarse_timers(loop):
    begin(loop)
    loop._clock_resolution = 0.01
asyncio.BaseEventLoop.__init__ = begin_with_coarse_timers
del sys.argv[0]
runpy.run_path(sys.argv[0], run_name='__main__')
";

/// The twins sleep most of the time, so many can run at once.
const WORKERS: usize = 12;

/// Those that fetch pages do not only sleep: the packages they import take their time, and
/// the pages come in the order of their latencies only if nobody holds them up.
const FETCHERS: usize = 2;

/// How far apart two elapsed times may be, in seconds. The tutorials' own times are
/// some milliseconds over the full second; beside eleven others it may be more.
const TOLERANCE: f64 = 0.3;

/// What a twin may import that Python does not bring along. Each is also the name under
/// which pip installs it.
const PACKAGES: [&str; 2] = ["aiohttp", "requests"];

/// A twin to run.
struct Twin<'a> {
    example: &'a Example,
    text: String,
}

impl Twin<'_> {
    /// Whether it begins with `import package`, or imports something from it.
    fn imports(&self, package: &str) -> bool {
        self.text.lines().any(|line| {
            let mut words = line.split([' ', ',', '.']);
            matches!(words.next(), Some("import" | "from"))
                && words.any(|word| word == package)
        })
    }

    fn asks_for_a_site(&self) -> bool {
        self.text.contains(ASKS_FOR_A_SITE)
    }
}

/// Checks the twins of these lessons, and says how many there were.
pub(super) fn check(
    registry: &Registry,
    lessons: &[&Lesson],
    failures: &mut Vec<Failure>,
) -> String {
    let examples = || lessons.iter().flat_map(|lesson| &lesson.examples);
    let twins = examples().filter_map(|example| {
        let text = std::fs::read_to_string(registry.root.join(example.file("py")));
        text.ok().map(|text| Twin { example, text })
    });
    let mut twins = twins.collect::<Vec<_>>();
    let without = examples().count() - twins.len();
    let python = match python() {
        Ok(python) => python,
        Err(why) => {
            return format!("{} skipped ({why})", counted(twins.len(), "twin"));
        }
    };
    let skipped = skip(python, &mut twins);
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
            run(registry, python, &site, twin).unwrap_or_else(|why| {
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

/// Takes out the twins whose packages Python does not have, and counts them.
fn skip(python: &str, twins: &mut Vec<Twin>) -> BTreeMap<&'static str, usize> {
    let mut skipped = BTreeMap::new();
    for package in PACKAGES {
        if !twins.iter().any(|twin| twin.imports(package)) || has(python, package) {
            continue;
        }
        let before = twins.len();
        twins.retain(|twin| !twin.imports(package));
        skipped.insert(package, before - twins.len());
    }
    skipped
}

fn has(python: &str, package: &str) -> bool {
    let import = format!("import {package}");
    let output = Command::new(python).args(["-c", &import]).output();
    output.is_ok_and(|output| output.status.success())
}

/// Runs a twin, with a site of its own if it asks for one.
fn run(
    registry: &Registry,
    python: &str,
    site: &Result<PathBuf, String>,
    twin: &Twin,
) -> Result<Option<Failure>, String> {
    let mut command = Command::new(python);
    command
        .args(["-c", SAME_TURN])
        .arg(registry.root.join(twin.example.file("py")))
        .env("PYTHONIOENCODING", "utf-8")
        .env("PYTHONDONTWRITEBYTECODE", "1")
        // A proxy of yours does not know the sites in here.
        .env("NO_PROXY", "127.0.0.1")
        .env("no_proxy", "127.0.0.1")
        .stdin(Stdio::null());
    // It ends where this function does.
    let _site = if twin.asks_for_a_site() {
        let site = Site::start(site.as_ref()?, &twin.text)?;
        command.env(ASKS_FOR_A_SITE, &site.url);
        Some(site)
    } else {
        None
    };
    Ok(judge(registry, twin.example, command.output()))
}

/// The Python to run, if there is one that is new enough.
fn python() -> Result<&'static str, String> {
    for name in ["python3", "python"] {
        let version = "import sys; print(*sys.version_info[:2])";
        let Ok(output) = Command::new(name).args(["-c", version]).output() else {
            continue;
        };
        let text = String::from_utf8_lossy(&output.stdout);
        let mut numbers = text.split_whitespace().map(str::parse::<u32>);
        if let (Some(Ok(major)), Some(Ok(minor))) = (numbers.next(), numbers.next()) {
            if (major, minor) >= OLDEST {
                return Ok(name);
            }
            return Err(format!(
                "{name} is {major}.{minor}, they need {}.{} or newer",
                OLDEST.0, OLDEST.1
            ));
        }
    }
    Err("there is no python3".to_owned())
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

/// `found` with its times replaced by those of `expected` where they are near enough.
fn with_times_of(expected: &str, found: &str) -> String {
    let mut lines = found.split('\n').map(str::to_owned).collect::<Vec<_>>();
    for (found, expected) in lines.iter_mut().zip(expected.split('\n')) {
        let (here, there) = (decimals(found), decimals(expected));
        if here.len() != there.len()
            || without(found, &here) != without(expected, &there)
        {
            continue;
        }
        let value = |text: &str, range: &(usize, usize)| {
            text[range.0..range.1].parse::<f64>().unwrap_or(f64::NAN)
        };
        let near = here.iter().zip(&there).all(|(here, there)| {
            (value(found, here) - value(expected, there)).abs() <= TOLERANCE
        });
        if near {
            *found = expected.to_owned();
        }
    }
    lines.join("\n")
}

/// Where the numbers with a decimal point are.
fn decimals(line: &str) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    let mut begin = None;
    for (index, character) in line.char_indices().chain([(line.len(), ' ')]) {
        let inside = character.is_ascii_digit() || character == '.';
        match (inside, begin) {
            (true, None) => begin = Some(index),
            (false, Some(from)) => {
                begin = None;
                let number = &line[from..index];
                let parts = number.split('.').collect::<Vec<_>>();
                if let [whole, rest] = parts[..]
                    && !whole.is_empty()
                    && !rest.is_empty()
                {
                    found.push((from, index));
                }
            }
            _ => {}
        }
    }
    found
}

fn without(line: &str, ranges: &[(usize, usize)]) -> String {
    let mut rest = line.to_owned();
    for (from, to) in ranges.iter().rev() {
        rest.replace_range(*from..*to, "#");
    }
    rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn imports_are_found_however_they_are_written() {
        let imports = |text: &str| {
            let example = &Example {
                name: String::new(),
                stem: String::new(),
                source: Err(String::new()),
            };
            let text = text.to_owned();
            Twin { example, text }.imports("aiohttp")
        };
        assert!(imports("import asyncio\nimport aiohttp\n"));
        assert!(imports("import time, aiohttp"));
        assert!(imports("from aiohttp import web"));
        assert!(imports("import aiohttp.web"));
        assert!(!imports("# import aiohttp"));
        assert!(!imports("import aiohttp_retry"));
    }

    #[test]
    fn times_that_are_near_count_as_equal() {
        let found = "TIME:  4.0035\nDone after 1s\n";
        assert_eq!(with_times_of("TIME:  4.00\nDone after 1s\n", found), {
            "TIME:  4.00\nDone after 1s\n"
        });
    }

    #[test]
    fn times_that_are_far_off_stay() {
        let found = "TIME:  7.01\n";
        assert_eq!(with_times_of("TIME:  4.00\n", found), found);
    }

    #[test]
    fn a_host_name_is_no_time() {
        assert_eq!(decimals("正在请求:  1.com, 2.5 s, 1.2.3"), [(22, 25)]);
    }
}
