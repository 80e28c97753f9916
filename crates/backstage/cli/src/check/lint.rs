//! The lint of the registry: everything a lesson consists of is there and fits.

use std::collections::BTreeMap;

use super::Failure;
use crate::registry::{Broken, Example, Lesson, Registry};
use crate::source::WIDEST;

/// A program that fits on a page.
const MOST_CODE_LINES: usize = 60;

/// Looks at the lessons; with `course`, also at how they fit together.
pub(super) fn lint(
    registry: &Registry,
    lessons: &[&Lesson],
    course: bool,
) -> Vec<Failure> {
    let mut failures = Vec::new();
    if course {
        lint_course(registry, &mut failures);
    }
    for lesson in lessons {
        lint_lesson(registry, lesson, &mut failures);
        for example in &lesson.examples {
            lint_example(registry, example, &mut failures);
        }
    }
    failures
}

fn lint_course(registry: &Registry, failures: &mut Vec<Failure>) {
    for Broken { manifest, why } in registry.broken.values() {
        failures.push(Failure::new(manifest.clone(), why.clone()));
    }
    for (index, lesson) in registry.lessons.iter().enumerate() {
        let expected = index + 1;
        if lesson.number as usize != expected {
            let what = format!("is lesson {}, and {expected} is free", lesson.number);
            failures.push(Failure::new(lesson.manifest(), what));
        }
    }
    // cargo puts all examples of a workspace into one folder.
    let mut owners = BTreeMap::new();
    let mut python = BTreeMap::new();
    for lesson in &registry.lessons {
        for name in lesson.example_names() {
            if let Some(other) = owners.insert(name, &lesson.name) {
                let what = format!("{name} is also the name of an example of {other}");
                failures.push(Failure::new(lesson.manifest(), what));
            }
        }
        for row in &lesson.python {
            if let Some(other) = python.insert(&row.name, &lesson.name) {
                let what = format!("{} is also answered by {other}", row.name);
                failures.push(Failure::new(lesson.manifest(), what));
            }
        }
    }
}

fn lint_lesson(registry: &Registry, lesson: &Lesson, failures: &mut Vec<Failure>) {
    let mut manifest_says = |what: String| {
        failures.push(Failure::new(lesson.manifest(), what));
    };
    if lesson.title.is_empty() || lesson.minutes == 0 {
        manifest_says("wants a title, and how many minutes it takes".to_owned());
    }
    for file in &lesson.unlisted {
        manifest_says(format!("examples/{file} belongs to no example it lists"));
    }
    for row in &lesson.python {
        if lesson.example_names().all(|name| name != row.example) {
            manifest_says(format!(
                "{} is shown by {}, which is no example of this lesson",
                row.name, row.example
            ));
        }
    }
    let library = format!("{}/src/lib.rs", lesson.folder);
    if !registry.root.join(&library).exists() {
        failures.push(Failure::new(
            library,
            "is missing; it explains the concept in a paragraph",
        ));
    }
    let notes = lesson.notes();
    match std::fs::read_to_string(registry.root.join(&notes)) {
        Ok(text) => {
            for name in lesson.example_names() {
                let run = format!("$ just run-lesson {} {name}\n", lesson.name);
                if !text.contains(&run) {
                    let what = format!("never shows `{}`", run.trim_end());
                    failures.push(Failure::new(&notes, what));
                }
            }
        }
        Err(_) => failures.push(Failure::new(&notes, "is missing")),
    }
}

fn lint_example(registry: &Registry, example: &Example, failures: &mut Vec<Failure>) {
    let file = example.file("rs");
    let source = match &example.source {
        Ok(source) => source,
        Err(why) => {
            failures.push(Failure::new(file, why.clone()));
            return;
        }
    };
    let mut says = |line: Option<usize>, what: String| {
        let place = match line {
            Some(line) => format!("{file}:{line}"),
            None => file.clone(),
        };
        failures.push(Failure::new(place, what));
    };
    if source.title.is_empty() {
        says(Some(1), "begins with `//!` and one sentence".to_owned());
    }
    if source.tutorial.is_none() {
        let what = "has no `//! Tutorial:` line (snippet ids as in lessons/tutorials.md, or `none`)";
        says(None, what.to_owned());
    }
    if source.look_for.is_none() {
        says(None, "has no `//! Look for:` line".to_owned());
    }
    for page in &source.live {
        if !page.starts_with("http://") && !page.starts_with("https://") {
            says(
                None,
                format!("fetches live «{page}», which is no http address"),
            );
        }
    }
    for page in &source.live_unused {
        says(
            None,
            format!("fetches live «{page}», which is not in its code"),
        );
    }
    for (line, text) in &source.odd_headers {
        says(Some(*line), format!("«{text}» is no line of a header"));
    }
    if source.code_lines > MOST_CODE_LINES {
        says(
            None,
            format!(
                "has {} lines of code; {MOST_CODE_LINES} fit on a page",
                source.code_lines
            ),
        );
    }
    for (line, width) in &source.wide_lines {
        let what = format!("is {width} columns wide; {WIDEST} fit");
        says(Some(*line), what);
    }
    for print in &source.prints {
        if print.annotation.is_none() {
            let what = "this println! has no comment that says why it comes now";
            says(Some(print.line as usize), what.to_owned());
        }
    }
    let twin = registry.root.join(example.file("py")).exists();
    match (&source.no_twin, twin) {
        (None, false) => says(
            None,
            "has no .py beside it, and no `//! Twin: none, because …`".to_owned(),
        ),
        (Some(reason), false) if reason.is_empty() => {
            says(
                None,
                "says `Twin: none, because …` without a reason".to_owned(),
            );
        }
        (Some(_), true) => says(None, "has a .py, and says it has none".to_owned()),
        _ => {}
    }
}
