//! Finds lessons and examples by what people type, and guesses what they meant.

use crate::registry::{Broken, Example, Lesson, PythonName, Registry};
use crate::trouble::Trouble;

/// How alike two words must be to suggest one for the other (Jaro-Winkler, 0 to 1).
const ALIKE: f64 = 0.8;

impl Registry {
    /// The lesson called `name`: its number, its name, or a Python name it answers.
    pub(crate) fn lesson(&self, name: &str) -> Result<&Lesson, Trouble> {
        if let Some(Broken { manifest, why }) = self.broken.get(name) {
            return Err(Trouble::Failed(format!("{manifest} {why}")));
        }
        let wanted = plain(name);
        let by_name = |lesson: &&Lesson| {
            lesson.name == wanted || name.parse() == Ok(lesson.number)
        };
        if let Some(lesson) = self.lessons.iter().find(by_name) {
            return Ok(lesson);
        }
        if let Some((lesson, _)) = self.python(name) {
            return Ok(lesson);
        }
        let names = self.lessons.iter().map(|lesson| lesson.name.as_str());
        let python = self
            .lessons
            .iter()
            .flat_map(|lesson| &lesson.python)
            .map(|python| short(&python.name));
        let guess = nearest(&wanted, names.chain(python));
        Err(unknown("lesson", name, guess, "cargo lesson list"))
    }

    /// The lesson and the row of the phrasebook for a Python name. `asyncio.` may be
    /// left out, and so may the parentheses.
    pub(crate) fn python(&self, name: &str) -> Option<(&Lesson, &PythonName)> {
        let wanted = name.trim_end_matches("()");
        let rows = || {
            self.lessons
                .iter()
                .flat_map(|lesson| lesson.python.iter().map(move |row| (lesson, row)))
        };
        let called = |wanted: &str| {
            rows()
                .find(|(_, row)| row.name == wanted)
                .or_else(|| rows().find(|(_, row)| short(&row.name) == short(wanted)))
        };
        called(wanted)
            // `asyncio.wait(tasks, timeout=5)` is a call of `asyncio.wait`.
            .or_else(|| called(wanted.split_once('(')?.0))
            // A message may be pasted with all that follows it.
            .or_else(|| {
                let message =
                    |name: &str| name.contains(": ") && wanted.starts_with(name);
                rows().find(|(_, row)| message(&row.name))
            })
    }

    /// The Python name most like `name`.
    pub(crate) fn nearest_python(&self, name: &str) -> Option<&str> {
        let rows = self.lessons.iter().flat_map(|lesson| &lesson.python);
        nearest(short(name), rows.map(|row| short(&row.name)))
    }
}

impl Lesson {
    /// The example called `name`, with or without its ending.
    pub(crate) fn example(&self, name: &str) -> Result<&Example, Trouble> {
        let wanted = name.trim_end_matches(".rs").replace('-', "_");
        let found = self.examples.iter().find(|example| example.name == wanted);
        found.ok_or_else(|| {
            let guess = nearest(&wanted, self.example_names());
            let kind = format!("example of {}", self.name);
            let list = format!("cargo lesson list {}", self.name);
            unknown(&kind, name, guess, &list)
        })
    }
}

fn unknown(kind: &str, name: &str, guess: Option<&str>, list: &str) -> Trouble {
    // What was typed may hold anything, and this goes to a terminal.
    let name = name.escape_debug();
    Trouble::Usage(match guess {
        Some(guess) => {
            format!(
                "no {kind} is called '{name}'; did you mean '{guess}'? (all: {list})"
            )
        }
        None => format!("no {kind} is called '{name}' (all: {list})"),
    })
}

/// The last part of a Python name: `gather` for `asyncio.gather`.
fn short(python: &str) -> &str {
    let name = python.trim_end_matches("()");
    name.rsplit_once('.').map_or(name, |(_, last)| last)
}

fn plain(name: &str) -> String {
    // Somebody reads the title aloud, somebody copies the note's file name.
    let name = name.trim_end_matches('/').trim_end_matches(".md");
    let name = name.rsplit('/').next().unwrap_or(name);
    let unnumbered = name.trim_start_matches(|first: char| first.is_ascii_digit());
    let unnumbered = unnumbered.strip_prefix('-').unwrap_or(unnumbered);
    unnumbered.to_lowercase().replace([' ', '_'], "-")
}

fn nearest<'a>(wanted: &str, names: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    names
        .map(|name| (strsim::jaro_winkler(wanted, name), name))
        .filter(|(likeness, _)| *likeness >= ALIKE)
        .max_by(|(a, _), (b, _)| a.total_cmp(b))
        .map(|(_, name)| name)
}
