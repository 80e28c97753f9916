//! The run that a picture shows: of an example that runs now, or a recording in a file.

use std::fs::File;
use std::io::BufReader;
use std::path::Path;
use std::time::Duration;

use recording::Event;
use views::{RecordingError, Story, Subject};

use super::compile::{Build, compile};
use super::process::{
    ChildOutput, Conditions, MAX_EVENTS, OnInterrupt, handle_interrupts, interrupted,
    run_recorded,
};
use crate::args::RunSource;
use crate::caller::Caller;
use crate::course::{Example, Lesson, Registry, read_text};
use crate::error::Error;

/// A run, and the program that was run.
pub(crate) struct Recorded {
    pub(crate) story: Story,
    pub(crate) subject: Subject,
    /// Why the program ended otherwise than it should have.
    pub(crate) failed: Option<String>,
}

/// An example to run, and how.
#[derive(Clone, Copy)]
pub(crate) struct RunOf<'a> {
    pub(crate) lesson: &'a Lesson,
    pub(crate) example: &'a Example,
    /// Another seed than its own.
    pub(crate) seed: Option<u64>,
    /// The time after which it is stopped.
    pub(crate) limit: Duration,
}

impl Recorded {
    /// Runs the example that `source` names, or reads the recording.
    pub(crate) fn new(
        registry: &Registry,
        source: &RunSource,
        caller: Caller,
    ) -> Result<Recorded, Error> {
        let (Some(name), None) = (&source.name, &source.from) else {
            let path = source.from.as_deref().unwrap_or(Path::new(""));
            return Recorded::read(registry, path, caller);
        };
        let (lesson, example) = registry.example(name, source.example.as_deref())?;
        let run = RunOf {
            lesson,
            example: &example,
            seed: source.seed,
            limit: source.limit.duration(),
        };
        let (events, failed) = events(registry, run)?;
        let story = Story::of(&events).map_err(|refused| {
            let name = &example.name;
            Error::Failed(match (refused, &failed) {
                (RecordingError::Empty, Some(failed)) => failed.clone(),
                (RecordingError::Empty, None) => {
                    format!("{name} runs no task and prints nothing: no picture")
                }
                (refused, _) => format!("cannot draw {name} ({refused})"),
            })
        })?;
        Ok(Recorded {
            story,
            subject: subject(registry, lesson, &example, source.seed, caller),
            failed,
        })
    }

    /// Reads the recording in a file, as `run --json` writes it.
    fn read(
        registry: &Registry,
        path: &Path,
        caller: Caller,
    ) -> Result<Recorded, Error> {
        let shown = shown(path);
        let failed = |why: String| Error::Failed(format!("{shown}: {why}"));
        let file = File::open(path).map_err(|error| failed(error.to_string()))?;
        let story = Story::read(BufReader::new(file))
            .map_err(|refused| failed(refused.to_string()))?;
        let place = story.steps().iter().find_map(|step| step.place);
        let file = place.map_or("", |(file, _)| story.text(file));
        let mut subject = subject_of_file(registry, file, path, caller);
        // A name that a shell would split or expand is not to be copied.
        let is_plain =
            |letter: char| letter.is_alphanumeric() || "/._-".contains(letter);
        subject.command = shown
            .chars()
            .all(is_plain)
            .then(|| caller.command_line(&format!("timeline --from {shown}")));
        Ok(Recorded {
            story,
            subject,
            failed: None,
        })
    }
}

/// Runs the example on the virtual clock, unless it blocks threads. With the events comes
/// why the program ended otherwise than it should have.
pub(crate) fn events(
    registry: &Registry,
    run: RunOf<'_>,
) -> Result<(Vec<Event>, Option<String>), Error> {
    let RunOf {
        lesson, example, ..
    } = run;
    handle_interrupts(OnInterrupt::PassOn)?;
    let programs = compile(registry, lesson, Some(example), Build::Debug)?;
    let conditions = Conditions {
        fast: !example.is_real(),
        seed: run.seed,
        limit: Some(run.limit),
        max_events: Some(MAX_EVENTS),
        root: Some(&registry.root),
        ..Conditions::default()
    };
    let mut events = Vec::new();
    let program = programs.example(lesson, example)?;
    let ended = run_recorded::<Error>(program, conditions, |output| {
        match output {
            ChildOutput::Event(event) => events.push(event),
            ChildOutput::Unrecorded(text) => report_unrecorded(&text),
        }
        Ok(())
    })?;
    let unexpected = ended.unexpected(example.exit_code());
    if interrupted() && unexpected.is_some() {
        return Err(Error::Interrupted);
    }
    if ended.exited_early {
        report_early_exit(example);
    }
    let failed = unexpected.map(|how| format!("{} failed: {how}", example.name));
    Ok((events, failed))
}

/// Prints a line to stderr that has no place in a recording.
pub(crate) fn report_unrecorded(text: &str) {
    let text = views::columns::escape_controls(text);
    eprintln!("not printed by classroom's println!: {text}");
}

/// Prints a note about a program that ended in the middle, with success.
pub(crate) fn report_early_exit(example: &Example) {
    let name = &example.name;
    eprintln!("note: {name} called exit, so its tasks and main did not finish");
}

/// The example whose program is `file`, as a recording at `path` names it. A recording
/// may come from anywhere, so it names no file that is read: the program is looked for
/// among those of the course.
pub(crate) fn subject_of_file(
    registry: &Registry,
    file: &str,
    path: &Path,
    caller: Caller,
) -> Subject {
    let mut examples = registry.examples();
    let found = examples.find(|(_, example)| example.file("rs") == file);
    match found {
        Some((lesson, example)) => subject(registry, lesson, example, None, caller),
        None => Subject {
            heading: shown(path),
            ..Subject::default()
        },
    }
}

/// The name of a file, as it may be shown.
pub(crate) fn shown(path: &Path) -> String {
    views::columns::escape_controls(&path.to_string_lossy())
}

/// Describes an example for the views.
pub(crate) fn subject(
    registry: &Registry,
    lesson: &Lesson,
    example: &Example,
    seed: Option<u64>,
    caller: Caller,
) -> Subject {
    let mut command = format!("timeline {} {}", lesson.name, example.name);
    if let Some(seed) = seed {
        command += &format!(" --seed {seed}");
    }
    let file = example.file("rs");
    let text = read_text(&registry.root.join(&file)).unwrap_or_default();
    let prints = example
        .source()
        .into_iter()
        .flat_map(|source| &source.prints);
    Subject {
        heading: lesson.heading(example),
        title: example.title().to_owned(),
        command: Some(caller.command_line(&command)),
        file,
        source: text.lines().map(str::to_owned).collect(),
        annotations: prints
            .filter_map(|print| Some((print.line, print.annotation.clone()?)))
            .collect(),
    }
}
