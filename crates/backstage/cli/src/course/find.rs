//! Finds lessons and examples by what people type, and guesses what they meant.

use super::lookup::nearest;
use super::registry::{Broken, Example, Lesson, Registry, without_number};
use crate::caller::command_line;
use crate::error::Error;

impl Registry {
    /// The lesson called `name`: its number, its name, or a Python name it covers.
    pub(crate) fn lesson(&self, name: &str) -> Result<&Lesson, Error> {
        let wanted = folded(name);
        let broken = |(name, _): &(&String, &Broken)| folded(name) == wanted;
        if let Some((_, Broken { manifest, why })) = self.broken.iter().find(broken) {
            return Err(Error::Failed(format!("{manifest}: {why}")));
        }
        let is_called = |lesson: &&Lesson| {
            folded(&lesson.name) == wanted
                || folded(&lesson.title) == wanted
                || name.parse() == Ok(lesson.number)
        };
        if let Some(lesson) = self.lessons.iter().find(is_called) {
            return Ok(lesson);
        }
        let rows = self.python_names(name);
        if let [(lesson, row), others @ ..] = &rows[..] {
            // `cancel` is a method of several things, in several lessons.
            let other = others.iter().find(|(other, _)| other.name != lesson.name);
            return match other {
                None => Ok(lesson),
                Some((_, other)) => Err(Error::Usage(format!(
                    "{} may be '{}' or '{}'; name one of them",
                    quoted(name),
                    row.name,
                    other.name
                ))),
            };
        }
        let example = name.trim_end_matches(".rs");
        let mut examples = self.examples();
        if let Some((lesson, example)) =
            examples.find(|(_, found)| folded(&found.name) == folded(example))
        {
            let (lesson, example) = (&lesson.name, &example.name);
            let run = command_line(&format!("run {lesson} {example}"));
            return Err(Error::Usage(format!(
                "{} is an example of {lesson}; try: {run}",
                quoted(name)
            )));
        }
        let names = self.lessons.iter().map(|lesson| lesson.name.as_str());
        let guess = nearest(&wanted, names).or_else(|| self.nearest_python(name));
        Err(unknown("lesson", name, guess, "list"))
    }

    /// The lesson and the example called so. Without the name of an example, the error
    /// lists them all.
    pub(crate) fn example(
        &self,
        lesson: &str,
        example: Option<&str>,
    ) -> Result<(&Lesson, Example), Error> {
        let lesson = self.lesson(lesson)?;
        match example {
            Some(example) => Ok((lesson, self.example_of(lesson, example)?)),
            None => {
                let names = lesson.example_names().collect::<Vec<_>>().join(", ");
                let name = &lesson.name;
                Err(Error::Usage(format!("name an example of {name}: {names}")))
            }
        }
    }

    /// The example called `name`, with or without its ending. One that the manifest does
    /// not list is found by its file: it may be the reader's own.
    pub(crate) fn example_of(
        &self,
        lesson: &Lesson,
        name: &str,
    ) -> Result<Example, Error> {
        let wanted = folded(name.trim_end_matches(".rs"));
        let listed = lesson.example_names().map(str::to_owned);
        let files = lesson.unlisted_files(&self.root).into_iter();
        let files = files.filter_map(|file| Some(file.strip_suffix(".rs")?.to_owned()));
        let found = listed.chain(files).find(|name| folded(name) == wanted);
        if let Some(name) = found {
            return Ok(Example::new(&self.root, &lesson.folder, name));
        }
        let names = lesson.example_names();
        let guess = nearest(&wanted.replace('-', "_"), names);
        let kind = format!("example of {}", lesson.name);
        let list = format!("list {}", lesson.name);
        Err(unknown(&kind, name, guess, &list))
    }
}

fn unknown(kind: &str, name: &str, guess: Option<&str>, list: &str) -> Error {
    let name = quoted(name);
    let list = command_line(list);
    Error::Usage(match guess {
        Some(guess) => {
            format!("no {kind} is called {name}; did you mean '{guess}'? (all: {list})")
        }
        None => format!("no {kind} is called {name} (all: {list})"),
    })
}

/// A typed name in quotation marks, without the control characters it may hold.
fn quoted(name: &str) -> String {
    format!("'{}'", name.escape_debug())
}

/// A name as it is compared. The title may be read aloud, and the note's file name be
/// copied.
fn folded(name: &str) -> String {
    let name = name.trim_end_matches('/').trim_end_matches(".md");
    let name = name.rsplit('/').next().unwrap_or(name);
    without_number(name).to_lowercase().replace([' ', '_'], "-")
}
