//! What the pictures are made from: an example that runs now, or a recording in a file.

use std::fs::File;
use std::io::BufReader;
use std::path::Path;

use recording::Event;
use views::columns::escape_controls;
use views::{RecordingError, Story, Subject};

use crate::compile::{Build, compile};
use crate::process::{
    Conditions, Heard, interrupted, pass_on_interrupts, run_recorded, unexpected_end,
};
use crate::registry::{Example, Lesson, Registry};
use crate::run::program;
use crate::trouble::Trouble;

/// A run, and the program it is of.
pub(crate) struct Recorded {
    pub(crate) story: Story,
    pub(crate) subject: Subject,
    /// Why the program ended otherwise than it should have.
    pub(crate) failed: Option<String>,
}

impl Recorded {
    /// Runs the example, on the virtual clock unless it blocks threads.
    pub(crate) fn run(
        registry: &Registry,
        lesson: &Lesson,
        example: &Example,
        seed: Option<u64>,
    ) -> Result<Recorded, Trouble> {
        let (events, failed) = events(registry, lesson, example, seed)?;
        let story = Story::of(&events).map_err(|refused| {
            let name = &example.name;
            Trouble::Failed(match refused {
                RecordingError::Empty => {
                    format!("{name} runs no task and prints nothing: no picture")
                }
                refused => format!("{name} cannot be shown: {refused}"),
            })
        })?;
        Ok(Recorded {
            story,
            subject: subject(registry, lesson, example, seed),
            failed,
        })
    }

    /// Reads the recording in a file, as `run --json` writes it.
    pub(crate) fn read(registry: &Registry, path: &Path) -> Result<Recorded, Trouble> {
        let shown = shown(path);
        let failed = |why: String| Trouble::Failed(format!("{shown}: {why}"));
        let file = File::open(path).map_err(|error| failed(error.to_string()))?;
        let story = Story::read(BufReader::new(file))
            .map_err(|refused| failed(refused.to_string()))?;
        let place = story.steps().iter().find_map(|step| step.place);
        let file = place.map_or("", |(file, _)| story.text(file));
        let mut subject = subject_of(registry, file, path);
        // A name that a shell would take apart is not to be typed as it is.
        let plain = |letter: char| letter.is_alphanumeric() || "/._-".contains(letter);
        subject.command = shown
            .chars()
            .all(plain)
            .then(|| format!("just timeline --from {shown}"));
        Ok(Recorded {
            story,
            subject,
            failed: None,
        })
    }
}

/// Runs the example as [`Recorded::run`] does. With the events comes why the program
/// ended otherwise than it should have.
pub(crate) fn events(
    registry: &Registry,
    lesson: &Lesson,
    example: &Example,
    seed: Option<u64>,
) -> Result<(Vec<Event>, Option<String>), Trouble> {
    pass_on_interrupts()?;
    let programs = compile(registry, lesson, Some(example), Build::Debug)?;
    let program = program(&programs, lesson, example)?;
    let conditions = Conditions {
        fast: !example.is_real(),
        live: None,
        seed,
        limit: None,
    };
    let mut events = Vec::new();
    let status = run_recorded::<Trouble>(program, conditions, |heard| {
        match heard {
            Heard::Event(event) => events.push(event),
            Heard::Other(text) => {
                let text = escape_controls(&text);
                eprintln!("printed past the recorder: {text}");
            }
        }
        Ok(())
    })?;
    let failed = unexpected_end(status, example.exit_code());
    if interrupted() && failed.is_some() {
        return Err(Trouble::Interrupted);
    }
    Ok((events, failed))
}

/// The example whose program is `file`, as a recording at `path` names it. A recording
/// may come from anywhere, so it names no file that is read: the program is looked for
/// among those of the course.
pub(crate) fn subject_of(registry: &Registry, file: &str, path: &Path) -> Subject {
    let examples = registry.lessons.iter().flat_map(|lesson| {
        let examples = lesson.examples.iter();
        examples.map(move |example| (lesson, example))
    });
    let found = examples
        .filter(|(_, example)| example.file("rs") == file)
        .map(|(lesson, example)| subject(registry, lesson, example, None))
        .next();
    found.unwrap_or_else(|| Subject {
        heading: shown(path),
        ..Subject::default()
    })
}

/// The name of a file, as it may be shown.
pub(crate) fn shown(path: &Path) -> String {
    escape_controls(&path.to_string_lossy())
}

/// What a view shows of an example beside its recording.
pub(crate) fn subject(
    registry: &Registry,
    lesson: &Lesson,
    example: &Example,
    seed: Option<u64>,
) -> Subject {
    let mut command = format!("just timeline {} {}", lesson.name, example.name);
    if let Some(seed) = seed {
        command += &format!(" --seed {seed}");
    }
    let file = example.file("rs");
    let text = std::fs::read_to_string(registry.root.join(&file)).unwrap_or_default();
    let prints = example.source.iter().flat_map(|source| &source.prints);
    Subject {
        heading: lesson.heading(example),
        title: example.title().to_owned(),
        command: Some(command),
        file,
        source: text.lines().map(str::to_owned).collect(),
        annotations: prints
            .filter_map(|print| Some((print.line, print.annotation.clone()?)))
            .collect(),
    }
}
