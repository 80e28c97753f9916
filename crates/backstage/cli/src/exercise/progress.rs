//! How far the learner is: hints shown, and the programs that have passed.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::workspace::{practice_folder, write_if_new};
use crate::error::Error;

/// The progress in all exercises. It is kept in a file beside the learner's programs.
pub(crate) struct Progress {
    file: PathBuf,
    exercises: BTreeMap<String, Entry>,
}

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
struct Entry {
    /// Number of hints that were asked for.
    #[serde(default)]
    hints: usize,
    /// The program that has passed.
    #[serde(default)]
    passed: Option<String>,
}

impl Progress {
    /// Reads the progress. A file that cannot be read is as good as none.
    pub(crate) fn read(root: &Path) -> Progress {
        let file = root.join(practice_folder()).join("progress.json");
        let text = fs::read_to_string(&file).unwrap_or_default();
        Progress {
            exercises: serde_json::from_str(&text).unwrap_or_default(),
            file,
        }
    }

    /// The progress of somebody who begins.
    pub(crate) fn none() -> Progress {
        Progress {
            file: PathBuf::new(),
            exercises: BTreeMap::new(),
        }
    }

    /// Whether this program is the one that has passed: an exercise is done until its
    /// program is changed.
    pub(crate) fn is_done(&self, exercise: &str, program: Option<&str>) -> bool {
        let passed = self.exercises.get(exercise);
        let passed = passed.and_then(|entry| entry.passed.as_deref());
        passed.is_some() && passed == program
    }

    /// Notes that a program has passed, or that it has not.
    pub(crate) fn set_passed(
        &mut self,
        exercise: &str,
        program: Option<&str>,
    ) -> Result<(), Error> {
        let entry = self.exercises.entry(exercise.to_owned()).or_default();
        entry.passed = program.map(str::to_owned);
        self.write()
    }

    /// The number of the next hint, from 0; counted as shown.
    pub(crate) fn next_hint(&mut self, exercise: &str) -> Result<usize, Error> {
        let entry = self.exercises.entry(exercise.to_owned()).or_default();
        let hint = entry.hints;
        entry.hints += 1;
        self.write()?;
        Ok(hint)
    }

    /// Forgets an exercise.
    pub(crate) fn forget(&mut self, exercise: &str) -> Result<(), Error> {
        self.exercises.remove(exercise);
        self.write()
    }

    fn write(&self) -> Result<(), Error> {
        let mut text = serde_json::to_string_pretty(&self.exercises)
            .map_err(|error| Error::Failed(error.to_string()))?;
        text.push('\n');
        write_if_new(&self.file, &text).map_err(|error| {
            Error::Failed(format!("cannot write {} ({error})", self.file.display()))
        })?;
        Ok(())
    }
}
