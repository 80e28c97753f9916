//! The exercises and the learner: where their programs are, and which have passed.

use crate::caller::Caller;
use crate::course::{Registry, read_text};
use crate::exercise::{Exercise, Progress, practice_folder};

/// The exercises, and the learner's progress in them.
pub(super) struct Practice<'a> {
    pub(super) registry: &'a Registry,
    pub(super) exercises: Vec<Exercise<'a>>,
    pub(super) progress: Progress,
    pub(super) caller: Caller,
    pub(super) width: usize,
}

impl Practice<'_> {
    /// The learner's program, from the root.
    pub(super) fn file(&self, exercise: &Exercise<'_>) -> String {
        let folder = practice_folder();
        format!("{folder}/{}/{}.rs", exercise.lesson.name, exercise.name)
    }

    pub(super) fn text(&self, exercise: &Exercise<'_>) -> Option<String> {
        read_text(&self.registry.root.join(self.file(exercise))).ok()
    }

    /// Whether the learner's program is one that has passed.
    pub(super) fn is_done(&self, exercise: &Exercise<'_>) -> bool {
        let text = self.text(exercise);
        self.progress.is_done(exercise.name, text.as_deref())
    }
}
