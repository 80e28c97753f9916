//! A lesson as it is taught: its path as slides, for the program behind `cargo lesson
//! teach`. Everything in it comes from the note, the programs, and their runs.

use serde::{Deserialize, Serialize};

use crate::Subject;

/// The path of a lesson.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Deck {
    /// The number and the title of the lesson.
    pub heading: String,
    /// The lesson's name, as it is typed.
    pub lesson: String,
    /// What one can do after the lesson, line by line.
    pub goals: Vec<String>,
    /// The pages of the path.
    pub slides: Vec<Slide>,
    /// The lesson in three sentences, and its table.
    pub recap: Vec<String>,
    /// The page for the teacher.
    pub remarks: Vec<String>,
    /// The program `lesson`, to walk through a run and to run a changed program.
    pub command: String,
    /// The workspace root.
    pub root: String,
}

/// One page of the path.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Slide {
    /// The name of the example.
    pub name: String,
    /// What it shows, in a sentence.
    pub claim: String,
    /// Minutes that it takes.
    pub minutes: u32,
    /// The idea.
    pub idea: Vec<String>,
    /// The question to ask before the run.
    pub ask: Vec<String>,
    /// Its answer.
    pub answer: Vec<String>,
    /// What Python does.
    pub in_python: Vec<String>,
    /// A line to change, and what to predict.
    pub try_it: Vec<String>,
    /// What happens then.
    pub outcome: Vec<String>,
    /// The program.
    pub subject: Subject,
    /// Its lines without the comments, which would answer the question; each with its
    /// number.
    pub program: Vec<(usize, String)>,
    /// Its run, as JSON Lines.
    pub recording: String,
    /// Why the run did not end as it should.
    pub failed: Option<String>,
}

impl Deck {
    /// Minutes of all slides together.
    pub fn minutes(&self) -> u32 {
        self.slides.iter().map(|slide| slide.minutes).sum()
    }
}
