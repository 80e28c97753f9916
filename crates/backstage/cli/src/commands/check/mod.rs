//! `check`: every output shown anywhere is what a run prints.

mod alike;
mod excerpt;
mod exercises;
mod finding;
mod lint;
mod markdown;
mod notes;
mod outputs;
mod pages;
mod pictures;
mod twins;
mod words;

use crate::args::CheckArgs;
use crate::course::Registry;
use crate::error::Error;
use crate::program::compile::{Build, compile, compile_all};
use crate::program::process::{OnInterrupt, handle_interrupts, interrupted};
use finding::{Check, counted};

/// Checks the whole course, or one lesson of it.
pub(crate) fn check(registry: &Registry, args: &CheckArgs) -> Result<(), Error> {
    let only = args.name.as_deref().map(|name| registry.lesson(name));
    let only = only.transpose()?;
    handle_interrupts(OnInterrupt::Stop)?;
    let mut check = Check {
        registry,
        lessons: registry.chosen(only).collect(),
        whole_course: only.is_none(),
        bless: args.options.bless,
        failures: Vec::new(),
    };
    lint::lint(&mut check);
    let programs = match only {
        Some(lesson) => compile(registry, lesson, None, Build::Debug)?,
        None => compile_all(registry)?,
    };
    let mut counts = Vec::new();
    let runs = outputs::check(&mut check, &programs)?;
    let examples = check.lessons.iter().map(|lesson| lesson.examples.len());
    counts.push(counted(examples.sum(), "example"));
    let pictures = pictures::check(&mut check, &runs)?;
    let (exercises, transcripts) = exercises::check(&mut check)?;
    let blocks = notes::check(&mut check, &runs, &pictures, &transcripts)?;
    counts.push(counted(blocks, "block of output in the notes"));
    if exercises > 0 {
        counts.push(counted(exercises, "exercise"));
    }
    if args.options.python {
        counts.push(twins::check(&mut check)?);
    }
    if interrupted() {
        return Err(Error::Interrupted);
    }
    let failures = check.failures;
    for failure in &failures {
        println!("{failure}\n");
    }
    let counts = counts.join(", ");
    if failures.is_empty() {
        println!("checked {counts}: all as shown");
        Ok(())
    } else {
        println!("checked {counts}: {}", counted(failures.len(), "failure"));
        Err(Error::Reported)
    }
}
