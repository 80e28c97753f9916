//! Findings: the form in which `check` reports them.

use std::fmt;
use std::path::Path;

use crate::caller::command_line;
use crate::course::{Lesson, Registry};
use crate::error::Error;

/// A finding: a place, and what is wrong there.
#[derive(Debug, PartialEq)]
pub(super) struct Failure {
    /// The file from the workspace root, and the line where one can be named.
    pub(super) place: String,
    pub(super) what: String,
    /// The expected text and the one that was found, for a difference.
    pub(super) difference: Option<(String, String)>,
}

/// The subject of a check, and the findings so far.
pub(super) struct Check<'a> {
    pub(super) registry: &'a Registry,
    pub(super) lessons: Vec<&'a Lesson>,
    /// All lessons are checked, and how they fit together.
    pub(super) whole_course: bool,
    /// Update what is committed.
    pub(super) bless: bool,
    pub(super) failures: Vec<Failure>,
}

impl Failure {
    pub(super) fn new(place: impl Into<String>, what: impl Into<String>) -> Failure {
        Failure {
            place: place.into(),
            what: what.into(),
            difference: None,
        }
    }

    /// The first line in which `found` is not what `file` shows from `offset` lines on.
    pub(super) fn first_difference(
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

impl Check<'_> {
    pub(super) fn fail(&mut self, place: impl Into<String>, what: impl Into<String>) {
        self.failures.push(Failure::new(place, what));
    }

    /// Replaces the file in one step, so that a reader never sees half of it.
    pub(super) fn rewrite(&self, file: &str, text: &str) -> Result<(), Error> {
        rewrite(&self.registry.root, file, text)
    }
}

/// The finding for something that differs from what a run prints.
pub(super) fn differs(what: &str) -> String {
    format!(
        "{what} (if that is right: {})",
        command_line("check --bless")
    )
}

pub(super) fn counted(number: usize, thing: &str) -> String {
    let (thing, rest) = thing.split_once(' ').unwrap_or((thing, ""));
    let plural = if number == 1 { "" } else { "s" };
    format!("{number} {thing}{plural} {rest}")
        .trim_end()
        .to_owned()
}

/// Replaces the file in one step.
pub(super) fn rewrite(root: &Path, file: &str, text: &str) -> Result<(), Error> {
    let path = root.join(file);
    let new = root.join(format!("{file}.new"));
    std::fs::write(&new, text)
        .and_then(|()| std::fs::rename(&new, &path))
        .map_err(|error| Error::Failed(format!("cannot write {file} ({error})")))
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
