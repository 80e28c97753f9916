//! The exercises and which of them are done.

use std::io::{self, Write};

use anstyle::Style;
use serde::Serialize;
use views::Capabilities;
use views::columns::pad;

use super::session::Practice;
use crate::error::Error;
use crate::exercise::Exercise;

const BOLD: Style = Style::new().bold();
const DIM: Style = Style::new().dimmed();

#[derive(Serialize)]
struct Listing<'a> {
    exercises: Vec<JsonExercise<'a>>,
}

#[derive(Serialize)]
struct JsonExercise<'a> {
    lesson: &'a str,
    name: &'a str,
    title: &'a str,
    minutes: u32,
    goals: Vec<String>,
    state: &'static str,
}

/// Writes the exercises of the course or of one lesson.
pub(super) fn list(
    practice: &Practice<'_>,
    lesson: Option<&str>,
    json: bool,
    out: &mut impl Write,
) -> Result<(), Error> {
    let lesson = lesson.map(|name| practice.registry.lesson(name));
    let lesson = lesson.transpose()?;
    let of_lesson = |exercise: &&Exercise<'_>| {
        lesson.is_none_or(|lesson| exercise.lesson.name == lesson.name)
    };
    let exercises = practice.exercises.iter().filter(of_lesson);
    if json {
        let exercises = exercises.map(|exercise| JsonExercise {
            lesson: &exercise.lesson.name,
            name: exercise.name,
            title: exercise.title(),
            minutes: exercise.spec.minutes,
            goals: exercise.goals().map(ToString::to_string).collect(),
            state: if practice.is_done(exercise) {
                "done"
            } else {
                "open"
            },
        });
        let exercises = exercises.collect();
        serde_json::to_writer(&mut *out, &Listing { exercises })
            .map_err(io::Error::from)?;
        writeln!(out)?;
        return Ok(());
    }
    let (done, open) = marks();
    let mut lesson = "";
    for exercise in exercises {
        if exercise.lesson.name != lesson {
            if !lesson.is_empty() {
                writeln!(out)?;
            }
            lesson = &exercise.lesson.name;
            let (number, title) = (exercise.lesson.number, &exercise.lesson.title);
            writeln!(out, "{number:>2}  {BOLD}{title}{BOLD:#}")?;
        }
        let mark = if practice.is_done(exercise) {
            done
        } else {
            open
        };
        let (name, minutes) = (exercise.name, exercise.spec.minutes);
        let title = exercise.title();
        writeln!(
            out,
            "    {mark} {}  {minutes:>2} min  {title}",
            pad(name, 26)
        )?;
    }
    Ok(())
}

/// Writes a line for each lesson: its exercises, done and open.
pub(super) fn overview(
    practice: &Practice<'_>,
    out: &mut impl Write,
) -> Result<(), Error> {
    let (done, open) = marks();
    for lesson in &practice.registry.lessons {
        let of_lesson = |exercise: &&Exercise<'_>| exercise.lesson.name == lesson.name;
        let exercises = practice.exercises.iter().filter(of_lesson);
        let marks = exercises.map(|exercise| match practice.is_done(exercise) {
            true => done,
            false => open,
        });
        let marks = marks.collect::<Vec<_>>();
        if !marks.is_empty() {
            let (number, title) = (lesson.number, pad(&lesson.title, 24));
            writeln!(out, "{number:>2}  {title}  {}", marks.join(" "))?;
        }
    }
    let all = practice.caller.command_line("practice --list");
    writeln!(out, "{DIM}{done} done  {open} open  all: {all}{DIM:#}\n")?;
    Ok(())
}

fn marks() -> (&'static str, &'static str) {
    match Capabilities::of_environment().unicode {
        true => ("✓", "○"),
        false => ("x", "."),
    }
}
