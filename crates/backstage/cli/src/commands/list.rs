//! `list`: the course, a lesson or an example a line; as JSON for programs, and as
//! Markdown for the README and the course map.

use std::io::{self, Write};

use serde::Serialize;
use unicode_width::UnicodeWidthStr;
use views::columns::{pad, wrap};

use crate::args::ListArgs;
use crate::caller::Caller;
use crate::course::{Broken, Example, Lesson, Registry};
use crate::error::Error;

/// Columns before the name of an example.
const INDENT: usize = 10;

/// Writes the course in the form that was asked for.
pub(crate) fn list(
    registry: &Registry,
    args: &ListArgs,
    caller: Caller,
    width: usize,
    out: &mut impl Write,
) -> Result<(), Error> {
    let only = args.name.as_deref().map(|name| registry.lesson(name));
    let only = only.transpose()?;
    if args.json {
        json(registry, only, out)?;
    } else if args.markdown {
        markdown(registry, out)?;
    } else if args.coverage {
        coverage(registry, out)?;
    } else {
        text(registry, only, caller, width, out)?;
    }
    Ok(())
}

/// Names on stderr the crates that cannot be read as lessons.
pub(crate) fn warn_of_broken(registry: &Registry) {
    for Broken { manifest, why } in registry.broken.values() {
        eprintln!("warning: {manifest}: {why}");
    }
}

/// Writes the course: number, name, title, minutes, and the examples of each lesson.
fn text(
    registry: &Registry,
    only: Option<&Lesson>,
    caller: Caller,
    width: usize,
    mut out: impl Write,
) -> io::Result<()> {
    for (index, lesson) in registry.chosen(only).enumerate() {
        if index > 0 {
            writeln!(out)?;
        }
        let Lesson {
            number,
            name,
            title,
            minutes,
            ..
        } = lesson;
        // The name to type, where it is not the title itself.
        let typed = match name == title {
            true => String::new(),
            false => format!(" ({name})"),
        };
        writeln!(out, "{number:>2} · {title}{typed} · {minutes} minutes")?;
        let widest = lesson.example_names().map(UnicodeWidthStr::width).max();
        let widest = widest.unwrap_or(0);
        let room = width.saturating_sub(INDENT + widest + 2);
        let mut in_more = false;
        for example in &lesson.examples {
            if !in_more && !example.is_on_path() {
                in_more = true;
                writeln!(out, "    more")?;
            }
            let minutes = example.minutes.map(|minutes| format!("{minutes} min"));
            let minutes = minutes.unwrap_or_default();
            let star = if example.is_look_alike() { '*' } else { ' ' };
            let mut left = format!("{minutes:>8} {star}{}", pad(&example.name, widest));
            for line in wrap(example.title(), room) {
                writeln!(out, "{left}  {line}")?;
                left = pad("", INDENT + widest);
            }
        }
    }
    let mut shown = registry.chosen(only).flat_map(|lesson| &lesson.examples);
    if shown.any(Example::is_look_alike) {
        writeln!(
            out,
            "\n* uses this course's re-creations of asyncio's types"
        )?;
    }
    if only.is_none() {
        let hint = |command| caller.command_line(command);
        writeln!(out, "\nrun one:   {}", hint("run coroutines sleep"))?;
        writeln!(out, "run path:  {}", hint("run coroutines"))?;
        writeln!(out, "run all:   {}", hint("run coroutines --all"))?;
        writeln!(out, "look up:   {}", hint("lookup asyncio.gather"))?;
    }
    out.flush()
}

#[derive(Serialize)]
struct Course<'a> {
    lessons: Vec<JsonLesson<'a>>,
}

#[derive(Serialize)]
struct JsonLesson<'a> {
    number: u32,
    name: &'a str,
    title: &'a str,
    minutes: u32,
    examples: Vec<JsonExample<'a>>,
}

#[derive(Serialize)]
struct JsonExample<'a> {
    name: &'a str,
    title: &'a str,
    path: bool,
    minutes: Option<u32>,
    look_alike: bool,
    tutorial: &'a [String],
    clock: &'static str,
}

/// Writes the course as one JSON object.
fn json(
    registry: &Registry,
    only: Option<&Lesson>,
    mut out: impl Write,
) -> io::Result<()> {
    let lessons = registry
        .chosen(only)
        .map(|lesson| JsonLesson {
            number: lesson.number,
            name: &lesson.name,
            title: &lesson.title,
            minutes: lesson.minutes,
            examples: lesson.examples.iter().map(json_example).collect(),
        })
        .collect();
    serde_json::to_writer(&mut out, &Course { lessons })?;
    writeln!(out)?;
    out.flush()
}

fn json_example(example: &Example) -> JsonExample<'_> {
    JsonExample {
        name: &example.name,
        title: example.title(),
        path: example.is_on_path(),
        minutes: example.minutes,
        look_alike: example.is_look_alike(),
        tutorial: example.tutorial(),
        clock: if example.is_real() { "real" } else { "virtual" },
    }
}

/// Writes the course map: a table of the lessons. Its links lead from the root.
fn markdown(registry: &Registry, mut out: impl Write) -> io::Result<()> {
    writeln!(out, "| | lesson | minutes | path | more | run it |")?;
    writeln!(out, "|--:|---|--:|--:|--:|---|")?;
    for lesson in &registry.lessons {
        writeln!(
            out,
            "| {} | [{}]({}) | {} | {} | {} | `just run-lesson {}` |",
            lesson.number,
            lesson.title,
            lesson.note(),
            lesson.minutes,
            lesson.path().count(),
            lesson.more().count(),
            lesson.name,
        )?;
    }
    out.flush()
}

/// Writes which example re-creates which snippet of the tutorials, in the order of the
/// snippet ids: tutorial, section, variant. Links lead from the root.
fn coverage(registry: &Registry, mut out: impl Write) -> io::Result<()> {
    let rows = in_tutorial_order(&registry.lessons);
    writeln!(out, "| snippet | lesson | example |")?;
    writeln!(out, "|---|---|---|")?;
    for (id, lesson, example) in rows {
        writeln!(
            out,
            "| {id} | [{}]({}) | [{}]({}) |",
            lesson.title,
            lesson.note(),
            example.name,
            example.file("rs"),
        )?;
    }
    out.flush()
}

/// The tutorial snippets that the lessons re-create, each with its example, in the order
/// of the snippet ids.
pub(crate) fn in_tutorial_order<'a>(
    lessons: impl IntoIterator<Item = &'a Lesson>,
) -> Vec<(&'a str, &'a Lesson, &'a Example)> {
    let mut rows = Vec::new();
    for lesson in lessons {
        for example in &lesson.examples {
            let ids = example.tutorial().iter();
            rows.extend(ids.map(|id| (id.as_str(), lesson, example)));
        }
    }
    rows.sort_by_key(|(id, lesson, _)| (snippet_order(id), lesson.number));
    rows
}

/// `001-12a-lock` comes after `001-5-wait`: numbers are compared as numbers.
fn snippet_order(id: &str) -> Vec<(u64, String)> {
    id.split(['-', '.'])
        .map(|part| {
            let digits = part.len() - part.trim_start_matches(char::is_numeric).len();
            let number = part[..digits].parse().unwrap_or(u64::MAX);
            (number, part[digits..].to_owned())
        })
        .collect()
}
