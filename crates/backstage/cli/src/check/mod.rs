//! `check`: every output shown anywhere is what a run prints.

mod lint;
mod notes;
mod outputs;
mod pictures;
mod twins;

use std::fmt;
use std::path::Path;

use crate::compile::{Build, compile, compile_all};
use crate::registry::{Lesson, Registry};
use crate::trouble::Trouble;

/// What to do beside checking.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Also {
    /// Run the Python twins.
    pub(crate) python: bool,
    /// Rewrite what is shown.
    pub(crate) bless: bool,
}

/// Something that is not as it should be.
#[derive(Debug, PartialEq)]
pub(crate) struct Failure {
    /// The file from the workspace root, and the line where one can be named.
    pub(crate) place: String,
    pub(crate) what: String,
    /// What was to be there and what is, for a difference.
    pub(crate) difference: Option<(String, String)>,
}

impl Failure {
    fn new(place: impl Into<String>, what: impl Into<String>) -> Failure {
        Failure {
            place: place.into(),
            what: what.into(),
            difference: None,
        }
    }

    /// The first line in which `found` is not what `file` shows from `offset` lines on.
    fn first_difference(
        file: &str,
        offset: usize,
        what: &str,
        expected: &str,
        found: &str,
    ) -> Option<Failure> {
        if expected == found {
            return None;
        }
        let mut expected = expected.split('\n');
        let mut found = found.split('\n');
        let mut line = offset;
        loop {
            line += 1;
            let (expected, found) = (expected.next(), found.next());
            if expected != found || expected.is_none() {
                let shown = |line: Option<&str>| match line {
                    Some(line) => format!("«{}»", line.escape_debug()),
                    None => "(nothing more)".to_owned(),
                };
                return Some(Failure {
                    place: format!("{file}:{line}"),
                    what: what.to_owned(),
                    difference: Some((shown(expected), shown(found))),
                });
            }
        }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.place, self.what)?;
        if let Some((expected, found)) = &self.difference {
            write!(f, "\n    expected  {expected}\n    found     {found}")?;
        }
        Ok(())
    }
}

/// Checks the whole course, or one lesson of it.
pub(crate) fn check(
    registry: &Registry,
    only: Option<&Lesson>,
    also: Also,
) -> Result<(), Trouble> {
    let lessons = registry.chosen(only).collect::<Vec<_>>();
    let mut failures = lint::lint(registry, &lessons, only.is_none());
    let programs = match only {
        Some(lesson) => compile(registry, lesson, None, Build::Debug)?,
        None => compile_all(registry)?,
    };
    let mut counts = Vec::new();

    let runs =
        outputs::check(registry, &lessons, &programs, also.bless, &mut failures)?;
    let examples = lessons.iter().map(|lesson| lesson.examples.len()).sum();
    counts.push(counted(examples, "example"));

    let pictures = pictures::check(
        registry,
        &lessons,
        only.is_none(),
        &runs,
        also.bless,
        &mut failures,
    )?;
    let blocks = notes::check(
        registry,
        &lessons,
        only.is_none(),
        (&runs, &pictures),
        also,
        &mut failures,
    )?;
    counts.push(counted(blocks, "block of output in the notes"));

    if also.python {
        counts.push(twins::check(registry, &lessons, &mut failures));
    }

    for failure in &failures {
        println!("{failure}\n");
    }
    let counts = counts.join(", ");
    if failures.is_empty() {
        println!("checked {counts}: all as shown");
        Ok(())
    } else {
        println!("checked {counts}: {}", counted(failures.len(), "failure"));
        Err(Trouble::Told)
    }
}

fn counted(number: usize, thing: &str) -> String {
    let (thing, rest) = thing.split_once(' ').unwrap_or((thing, ""));
    let plural = if number == 1 { "" } else { "s" };
    format!("{number} {thing}{plural} {rest}")
        .trim_end()
        .to_owned()
}

/// Replaces the file in one step, so that a reader never sees half of it.
fn rewrite(root: &Path, file: &str, text: &str) -> Result<(), Trouble> {
    let path = root.join(file);
    let new = root.join(format!("{file}.new"));
    std::fs::write(&new, text)
        .and_then(|()| std::fs::rename(&new, &path))
        .map_err(|error| Trouble::Failed(format!("{file} cannot be written: {error}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_difference_names_its_line() {
        let found =
            Failure::first_difference("a.out", 0, "differs", "1\n2\n", "1\n3\n");
        let failure = found.expect("they differ");
        assert_eq!(failure.place, "a.out:2");
        assert_eq!(
            failure.difference,
            Some(("«2»".to_owned(), "«3»".to_owned()))
        );
    }

    #[test]
    fn a_missing_last_line_is_a_difference() {
        let found = Failure::first_difference("a.out", 0, "differs", "1\n2\n", "1\n");
        assert_eq!(found.expect("they differ").place, "a.out:2");
    }
}
