//! `teach`: a lesson's path as slides. What they show comes from the note, the programs and
//! their runs; the slides are drawn by a program of their own.

use std::fs;
use std::io;
use std::process::Command;
use std::time::Duration;

use recording::write_event;
use views::{Deck, Slide};

use crate::args::TeachArgs;
use crate::caller::Caller;
use crate::course::{
    Example, Lesson, Registry, Section, read_text, sections, without_comments,
};
use crate::error::Error;
use crate::program::compile::{Build, compile, compile_program};
use crate::program::recorded::{RunOf, events, subject};
use crate::terminal::is_interactive;

/// Maximum time of one run.
const MAX_RUN: Duration = Duration::from_secs(60);

/// Teaches a lesson, or shows the remarks to a lesson that is being taught.
pub(crate) fn teach(
    registry: &Registry,
    args: &TeachArgs,
    caller: Caller,
) -> Result<(), Error> {
    let lesson = registry.lesson(&args.name)?;
    need_terminal(lesson, caller)?;
    let slides = compile_program(registry, "player", "teach")?;
    let file = registry.root.join(lesson.note());
    let note = read_text(&file)
        .map_err(|error| Error::Failed(format!("{}: {error}", lesson.note())))?;
    let sections = sections(&note);
    let mut deck = Deck {
        heading: format!("{} · {}", lesson.number, lesson.title),
        lesson: lesson.name.clone(),
        goals: sections.first().map_or(Vec::new(), Section::text),
        slides: Vec::new(),
        recap: named(&sections, "Recap"),
        remarks: named(&sections, "For the teacher"),
        command: std::env::current_exe()?.to_string_lossy().into_owned(),
        root: registry.root.to_string_lossy().into_owned(),
    };
    if !args.notes {
        // One build for all of them.
        compile(registry, lesson, None, Build::Debug)?;
    }
    for example in lesson.path() {
        deck.slides.push(if args.notes {
            page(lesson, example, &sections)
        } else {
            let subject = subject(registry, lesson, example, None, caller);
            Slide {
                program: program(&subject.source),
                subject,
                ..recorded(registry, lesson, example, page(lesson, example, &sections))?
            }
        });
    }
    // What the slides show goes through a file; where they are, the notes read in another.
    let folder = tempfile::Builder::new()
        .prefix("cargo-lesson-teach-")
        .tempdir()?;
    let path = folder.path().join("deck.json");
    fs::write(&path, serde_json::to_vec(&deck).map_err(io::Error::from)?)?;
    let place = registry.root.join("target").join("teach");
    fs::create_dir_all(&place)?;
    let mut command = Command::new(slides);
    command
        .arg(&path)
        .arg(place.join(format!("{}.json", lesson.name)));
    if args.notes {
        command.arg("--notes");
    }
    command.args(["--speed", &args.speed.unwrap_or(1.0).to_string()]);
    let status = command
        .status()
        .map_err(|error| Error::Failed(format!("cannot start the slides ({error})")))?;
    match status.success() {
        true => Ok(()),
        false => Err(Error::Reported),
    }
}

/// The page of an example on the path.
fn page(lesson: &Lesson, example: &Example, sections: &[Section<'_>]) -> Slide {
    let begin = format!("{}: ", example.name);
    let of_path = sections
        .iter()
        .find(|section| section.level == 3 && section.title.starts_with(&begin));
    let mut slide = Slide {
        name: example.name.clone(),
        claim: example.title().to_owned(),
        minutes: example.minutes.unwrap_or_default(),
        ..Slide::default()
    };
    slide.subject.heading = lesson.heading(example);
    if let Some(section) = of_path {
        let claim = section.title.trim_start_matches(&begin);
        let claim = claim.rsplit_once(" · ").map_or(claim, |(claim, _)| claim);
        slide.claim = claim.replace('*', "");
        slide.idea = section.idea();
        slide.ask = section.labelled("Ask");
        slide.answer = section.folded("Answer");
        slide.in_python = section.labelled("In Python");
        slide.try_it = section.labelled("Try");
        slide.outcome = section.folded("What happens");
    }
    slide
}

/// The lines of a program without its header, comments, and more than one empty line in a
/// row; each with its number.
fn program(source: &[String]) -> Vec<(usize, String)> {
    let text = without_comments(&source.join("\n"));
    let mut program = Vec::<(usize, String)>::new();
    for (number, line) in (1..).zip(text.lines()) {
        let is_blank = |line: &String| line.trim().is_empty();
        let line = line.to_owned();
        if is_blank(&line) && program.last().is_none_or(|(_, last)| is_blank(last)) {
            continue;
        }
        program.push((number, line));
    }
    program
}

/// The slide with its run.
fn recorded(
    registry: &Registry,
    lesson: &Lesson,
    example: &Example,
    slide: Slide,
) -> Result<Slide, Error> {
    let run = RunOf {
        lesson,
        example,
        seed: None,
        limit: MAX_RUN,
    };
    let (events, failed) = events(registry, run)?;
    let mut recording = Vec::new();
    for event in &events {
        write_event(&mut recording, event)?;
    }
    Ok(Slide {
        recording: String::from_utf8_lossy(&recording).into_owned(),
        failed,
        ..slide
    })
}

fn named(sections: &[Section<'_>], title: &str) -> Vec<String> {
    let found = sections.iter().find(|section| section.title == title);
    found.map_or(Vec::new(), Section::text)
}

/// Refuses to teach where there is nothing to draw on or no key to press.
fn need_terminal(lesson: &Lesson, caller: Caller) -> Result<(), Error> {
    if is_interactive() {
        return Ok(());
    }
    let instead = caller.command_line(&format!("run {}", lesson.name));
    Err(Error::Usage(format!(
        "teach needs an interactive terminal; try instead: {instead}"
    )))
}
