//! The pictures of the examples: the timelines of a run, as text and as SVG, are the files
//! in `lessons/pictures`.
//!
//! On the virtual clock they are compared byte by byte. On the real clock no two runs take
//! the same time, and threads come in another order: there each file must exist, be
//! well-formed, and hold every line that was printed.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::num::NonZero;
use std::path::Path;
use std::thread;

use rayon::iter::{IntoParallelRefIterator, ParallelIterator};
use recording::{Event, EventKind};
use views::timeline;
use views::{By, RecordingError, Story, describe, svg};

use super::finding::{Check, Failure, differs};
use super::markdown::escaped;
use super::outputs::{Run, Runs};
use crate::caller::{Caller, command_line};
use crate::course::{Example, Lesson, Registry, read_text};
use crate::error::Error;
use crate::program::recorded::subject;
use crate::program::workers;
use crate::terminal::PAGE_WIDTH;

/// The folder of the pictures, from the workspace root.
const FOLDER: &str = "lessons/pictures";

/// The timelines as text, and the picture.
const ENDINGS: [&str; 2] = ["txt", "svg"];

/// For each example that has a picture: the line of the note that shows it.
pub(super) type Pictures = BTreeMap<String, String>;

/// The pictures of a run.
struct Drawn {
    text: String,
    svg: String,
    /// The run in words.
    words: String,
}

/// Compares the pictures of the lessons with what their runs draw, and returns the lines
/// that show them. If all lessons are checked, also looks for pictures of no example.
pub(super) fn check(check: &mut Check<'_>, runs: &Runs) -> Result<Pictures, Error> {
    let registry = check.registry;
    let mut examples = Vec::new();
    // An example that failed keeps the pictures it has.
    let mut owned = BTreeSet::new();
    for lesson in &check.lessons {
        for example in &lesson.examples {
            owned.extend(ENDINGS.map(|ending| file(lesson, example, ending)));
            let run = runs.get(&example.name);
            let run = run.filter(|run| !reported_elsewhere(registry, example, run));
            examples.extend(run.map(|run| (*lesson, example, run)));
        }
    }
    let cores = thread::available_parallelism().map_or(2, NonZero::get);
    let drawn = workers(cores)?.install(|| {
        let drawn = examples
            .par_iter()
            .map(|(lesson, example, run)| draw(registry, lesson, example, run));
        drawn.collect::<Vec<_>>()
    });
    let mut pictures = Pictures::new();
    for ((lesson, example, run), drawn) in examples.iter().zip(drawn) {
        let drawn = match drawn {
            Ok(Some(drawn)) => drawn,
            Ok(None) => {
                for ending in ENDINGS {
                    owned.remove(&file(lesson, example, ending));
                }
                continue;
            }
            Err(why) => {
                check.fail(example.file("rs"), why);
                continue;
            }
        };
        let Drawn { text, svg, words } = &drawn;
        for (ending, found) in ENDINGS.into_iter().zip([text, svg]) {
            compare(check, example, run, &file(lesson, example, ending), found)?;
        }
        let picture = format!("pictures/{}/{}.svg", lesson.name, example.name);
        let words = escaped(&format!("{}: {words}", example.name));
        pictures.insert(example.name.clone(), format!("![{words}]({picture})"));
    }
    for found in found(&registry.root, &check.lessons, check.whole_course) {
        if !owned.contains(&found) {
            check.fail(found, "is not the picture of any example; delete it");
        }
    }
    Ok(pictures)
}

/// Whether the run failed, or, on the real clock, printed something else than it should:
/// that is a failure of its own, and its pictures are not compared.
fn reported_elsewhere(registry: &Registry, example: &Example, run: &Run) -> bool {
    let expected = || read_text(&registry.root.join(example.file("out")));
    let slipped = || expected().is_ok_and(|expected| expected != run.stdout);
    run.wrong.is_some() || example.is_real() && slipped()
}

fn file(lesson: &Lesson, example: &Example, ending: &str) -> String {
    format!("{FOLDER}/{}/{}.{ending}", lesson.name, example.name)
}

/// Draws the pictures of a run; none of one in which nothing happened.
fn draw(
    registry: &Registry,
    lesson: &Lesson,
    example: &Example,
    run: &Run,
) -> Result<Option<Drawn>, String> {
    let story = match Story::of(&run.events) {
        Ok(story) => story,
        Err(RecordingError::Empty) => return Ok(None),
        Err(refused) => return Err(format!("cannot be drawn ({refused})")),
    };
    let subject = subject(registry, lesson, example, None, Caller::Just);
    let mut text = anstream::StripStream::new(Vec::new());
    let mut drawn = Ok(());
    for by in [By::Time, By::Step] {
        // A run that takes no time has one picture: step by step.
        if by == By::Step && story.length_us() == 0 {
            continue;
        }
        let settings = timeline::Settings {
            by,
            width: PAGE_WIDTH,
            ascii: false,
            all: false,
        };
        if by == By::Step {
            drawn = drawn.and_then(|()| std::io::Write::write_all(&mut text, b"\n"));
        }
        drawn =
            drawn.and_then(|()| timeline::draw(&story, &subject, settings, &mut text));
    }
    let mut picture = Vec::new();
    let settings = svg::Settings {
        by: By::Time,
        all: false,
    };
    drawn
        .and_then(|()| svg::write(&story, &subject, settings, &mut picture))
        .map_err(|error| error.to_string())?;
    Ok(Some(Drawn {
        text: String::from_utf8_lossy(&text.into_inner()).into_owned(),
        svg: String::from_utf8_lossy(&picture).into_owned(),
        words: describe(&story),
    }))
}

fn compare(
    check: &mut Check<'_>,
    example: &Example,
    run: &Run,
    file: &str,
    found: &str,
) -> Result<(), Error> {
    let path = check.registry.root.join(file);
    let wrong = match read_text(&path) {
        Ok(kept) if example.is_real() => {
            let text = match file.ends_with(".svg") {
                true => svg_text(&kept),
                false => Ok(kept),
            };
            match text.and_then(|text| holds(&text, example.title(), &run.events)) {
                Ok(()) => return Ok(()),
                Err(why) => Failure::new(file, why),
            }
        }
        Ok(kept) => {
            let what = differs("the run draws something else");
            match Failure::first_difference(file, 0, &what, &kept, found) {
                Some(failure) => failure,
                None => return Ok(()),
            }
        }
        Err(_) => {
            let bless = command_line("check --bless");
            Failure::new(file, format!("is missing; write it with {bless}"))
        }
    };
    if !check.bless {
        check.failures.push(wrong);
        return Ok(());
    }
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    check.rewrite(file, found)
}

/// Whether the text holds what was printed: the first line of each text, or its beginning.
/// Line breaks do not matter, and the title does not count.
fn holds(text: &str, title: &str, events: &[Event]) -> Result<(), String> {
    let compact = |text: &str| {
        let letters = text.chars().filter(|letter| !letter.is_whitespace());
        letters.collect::<String>()
    };
    let all = compact(text).replace(&compact(title), " ");
    for event in events {
        if let EventKind::Printed { text, .. } = &event.kind {
            let first = text.lines().next().unwrap_or_default();
            let first = views::columns::escape_controls(first);
            let wanted = compact(&first).chars().take(40).collect::<String>();
            if !all.contains(&wanted) {
                return Err(format!("does not show the line «{first}»"));
            }
        }
    }
    Ok(())
}

/// The text in a picture.
fn svg_text(picture: &str) -> Result<String, String> {
    let document = roxmltree::Document::parse(picture)
        .map_err(|error| format!("is not XML: {error}"))?;
    let texts = document.descendants().filter(|node| node.is_text());
    let texts = texts.filter_map(|node| node.text());
    Ok(texts.collect::<Vec<_>>().join("\n"))
}

/// The files in the folders of these lessons, or in all folders.
fn found(root: &Path, lessons: &[&Lesson], all: bool) -> BTreeSet<String> {
    let names = |folder: &str| {
        let entries = fs::read_dir(root.join(folder))
            .into_iter()
            .flatten()
            .flatten();
        let names = entries.filter_map(|entry| entry.file_name().into_string().ok());
        names.collect::<Vec<_>>()
    };
    let mut found = BTreeSet::new();
    for folder in names(FOLDER) {
        if all || lessons.iter().any(|lesson| lesson.name == folder) {
            let folder = format!("{FOLDER}/{folder}");
            if root.join(&folder).is_file() {
                found.insert(folder);
                continue;
            }
            let files = names(&folder);
            found.extend(files.iter().map(|file| format!("{folder}/{file}")));
        }
    }
    found
}
