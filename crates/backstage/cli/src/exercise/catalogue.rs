//! The exercises of the lessons, as their folders describe them.

use std::fs;
use std::path::Path;

use serde::Deserialize;

use super::facts::Line;
use super::goal::Goal;
use crate::course::{Header, Lesson, Registry, read_text};

/// One exercise of a lesson.
pub(crate) struct Exercise<'a> {
    pub(crate) lesson: &'a Lesson,
    /// Its folder's name, which no other exercise of the course has.
    pub(crate) name: &'a str,
    /// Its folder, from the workspace root.
    pub(crate) folder: String,
    pub(crate) spec: Spec,
    /// The text of the starter.
    pub(crate) starter: String,
    /// The header of the starter.
    pub(crate) header: Header,
}

/// `exercise.toml`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Spec {
    /// Minutes it takes in a classroom.
    pub(crate) minutes: u32,
    /// The goals, each with what proves that it can be missed.
    pub(crate) goals: Vec<GoalSpec>,
    /// Hints, shown one by one.
    pub(crate) hints: Vec<String>,
    /// Examples that one has to know, beside the path so far.
    #[serde(default)]
    pub(crate) needs: Vec<String>,
    /// The seeds under which the goals must be met too, so that what a seed decides cannot
    /// be typed by hand.
    #[serde(default)]
    pub(crate) seeds: Vec<u64>,
    /// A solution may use the course's re-creations of asyncio's types.
    #[serde(default)]
    pub(crate) look_alikes: bool,
}

/// A goal, and what proves it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct GoalSpec {
    /// The goal.
    pub(crate) goal: Goal,
    /// The wrong solution that only this goal catches: the name of its file, without the
    /// ending.
    pub(crate) wrong: String,
    /// The starter misses it.
    #[serde(default)]
    pub(crate) starter_misses: bool,
}

/// The lines that the solution prints under one seed.
#[derive(Debug, PartialEq)]
pub(crate) struct OutputFile(pub(crate) Vec<Line>);

impl OutputFile {
    /// The name of the file.
    pub(crate) fn name(seed: Option<u64>) -> String {
        match seed {
            None => "output.txt".to_owned(),
            Some(seed) => format!("output-seed-{seed}.txt"),
        }
    }

    /// Reads it. A line is a time in seconds, two spaces, and the printed text.
    pub(crate) fn read(path: &Path) -> Result<OutputFile, String> {
        let text = read_text(path).map_err(|error| error.to_string())?;
        let line = |(index, line): (usize, &str)| {
            let (at, text) = line.split_once("  ").unwrap_or((line, ""));
            let seconds = at.parse::<f64>();
            let seconds = seconds.map_err(|_| {
                format!("line {}: expected a time and two spaces", index + 1)
            })?;
            Ok(Line {
                at_us: (seconds * 1e6).round() as u64,
                task: 0,
                text: text.to_owned(),
            })
        };
        let lines = text.lines().enumerate().map(line);
        Ok(OutputFile(lines.collect::<Result<_, String>>()?))
    }

    /// Its text. On the real clock times differ from run to run, so that none is written
    /// but 0.
    pub(crate) fn text(&self, real: bool) -> String {
        let line = |line: &Line| {
            let at = if real { 0 } else { line.at_us };
            format!("{:.2}  {}\n", at as f64 / 1e6, line.text)
        };
        self.0.iter().map(line).collect()
    }
}

impl<'a> Exercise<'a> {
    /// Reads one exercise.
    ///
    /// # Errors
    /// Returns the file that is not as it should be, and what is wrong in it.
    fn read(
        root: &Path,
        lesson: &'a Lesson,
        name: &'a str,
    ) -> Result<Exercise<'a>, (String, String)> {
        let folder = format!("{}/exercises/{name}", lesson.folder);
        let read = |file: &str| {
            let file = format!("{folder}/{file}");
            read_text(&root.join(&file))
                .map_err(|error| (file, format!("cannot be read ({error})")))
        };
        let spec = read("exercise.toml")?;
        let spec = toml::from_str::<Spec>(&spec).map_err(|error| {
            let file = format!("{folder}/exercise.toml");
            (file, error.to_string().trim_end().to_owned())
        })?;
        let starter = read("starter.rs")?;
        Ok(Exercise {
            lesson,
            name,
            spec,
            header: Header::read(&starter),
            starter,
            folder,
        })
    }

    /// The first line of the starter.
    pub(crate) fn title(&self) -> &str {
        &self.header.title
    }

    /// The task: the paragraphs of the starter's header, without its title.
    pub(crate) fn task(&self) -> String {
        let lines = self.starter.lines();
        let lines = lines.map_while(|line| line.strip_prefix("//!")).skip(1);
        let mut paragraphs = vec![String::new()];
        for line in lines.map(str::trim) {
            let last = paragraphs.len() - 1;
            match line {
                "" if paragraphs[last].is_empty() => {}
                "" => paragraphs.push(String::new()),
                "Clock: real" => {}
                _ if paragraphs[last].is_empty() => {
                    line.clone_into(&mut paragraphs[last])
                }
                _ => paragraphs[last] = format!("{} {line}", paragraphs[last]),
            }
        }
        paragraphs.join("\n").trim().to_owned()
    }

    /// Whether it runs on the real clock, because it blocks threads.
    pub(crate) fn is_real(&self) -> bool {
        self.header.real_clock
    }

    /// The goals.
    pub(crate) fn goals(&self) -> impl Iterator<Item = &Goal> {
        self.spec.goals.iter().map(|spec| &spec.goal)
    }

    /// The seeds to run under: its own first.
    pub(crate) fn seeds(&self) -> impl Iterator<Item = Option<u64>> {
        let others = self.spec.seeds.iter().copied().map(Some);
        std::iter::once(None).chain(others)
    }

    /// The names of the programs in its folder: the starter, the solution, the wrong ones.
    pub(crate) fn programs(&self, root: &Path) -> Vec<String> {
        let files = fs::read_dir(root.join(&self.folder)).into_iter().flatten();
        let names = files.flatten().filter_map(|file| {
            let name = file.file_name().into_string().ok()?;
            Some(name.strip_suffix(".rs")?.to_owned())
        });
        let mut names = names.collect::<Vec<_>>();
        names.sort();
        names
    }
}

/// The exercises of one lesson, in the order of its manifest.
///
/// # Errors
/// Returns the first file that is not as it should be, and what is wrong in it.
pub(crate) fn exercises_of<'a>(
    root: &Path,
    lesson: &'a Lesson,
) -> Result<Vec<Exercise<'a>>, (String, String)> {
    let names = lesson.exercises.iter();
    names
        .map(|name| Exercise::read(root, lesson, name))
        .collect()
}

/// All exercises of the course, in teaching order.
///
/// # Errors
/// As [`exercises_of`].
pub(crate) fn exercises(
    registry: &Registry,
) -> Result<Vec<Exercise<'_>>, (String, String)> {
    let mut all = Vec::new();
    for lesson in &registry.lessons {
        all.extend(exercises_of(&registry.root, lesson)?);
    }
    Ok(all)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_goal_of_a_file_is_known_or_an_error() {
        let spec = |goal: &str| {
            let text = format!(
                "minutes = 1\nhints = []\n[[goals]]\ngoal = {goal}\nwrong = \"x\"\n"
            );
            toml::from_str::<Spec>(&text).map(|spec| spec.goals[0].goal.to_string())
        };
        for (goal, sentence) in [
            ("'lines_in_order'", "prints the lines below, in this order"),
            ("{ done_by = 0.3 }", "is done by 0.30"),
            ("{ tasks = 0 }", "needs no task besides main"),
            (
                "{ line_at = { line = 'tea', at = 1 } }",
                "prints “tea” at 1.00",
            ),
        ] {
            assert_eq!(spec(goal).ok().as_deref(), Some(sentence), "{goal}");
        }
        for goal in [
            "'lines'",
            "{ done_by = 'soon' }",
            "{ line_at = { line = 'x' } }",
        ] {
            assert!(spec(goal).is_err(), "{goal}");
        }
    }
}
