//! The lint of the registry: everything a lesson consists of exists and fits.

use std::collections::BTreeMap;

use super::finding::{Check, Failure};
use crate::course::{Broken, Example, Lesson, MAX_LINE_WIDTH, Registry, read_text};

/// A program that fits on a page.
const MAX_CODE_LINES: usize = 60;

/// Looks at the lessons, and at how they fit together if all are checked.
pub(super) fn lint(check: &mut Check<'_>) {
    let Check {
        registry,
        lessons,
        whole_course,
        failures,
        ..
    } = check;
    if *whole_course {
        lint_course(registry, failures);
    }
    for lesson in lessons {
        lint_lesson(registry, lesson, failures);
        for example in &lesson.examples {
            lint_example(registry, example, failures);
        }
    }
}

fn lint_course(registry: &Registry, failures: &mut Vec<Failure>) {
    for Broken { manifest, why } in registry.broken.values() {
        failures.push(Failure::new(manifest.clone(), why.clone()));
    }
    for (index, lesson) in registry.lessons.iter().enumerate() {
        let expected = index + 1;
        if lesson.number as usize != expected {
            let what = format!("has number {}, but {expected} is free", lesson.number);
            failures.push(Failure::new(lesson.manifest(), what));
        }
    }
    // cargo puts all examples of a workspace into one folder.
    let mut owners = BTreeMap::new();
    let mut python = BTreeMap::new();
    for lesson in &registry.lessons {
        for name in lesson.example_names() {
            if let Some(other) = owners.insert(name, &lesson.name) {
                let what = format!("lists {name}, which {other} lists too");
                failures.push(Failure::new(lesson.manifest(), what));
            }
        }
        for row in &lesson.python {
            if let Some(other) = python.insert(&row.name, &lesson.name) {
                let what = format!("covers {}, which {other} covers too", row.name);
                failures.push(Failure::new(lesson.manifest(), what));
            }
        }
    }
}

fn lint_lesson(registry: &Registry, lesson: &Lesson, failures: &mut Vec<Failure>) {
    let mut in_manifest = |what: String| {
        failures.push(Failure::new(lesson.manifest(), what));
    };
    if lesson.title.is_empty() || lesson.minutes == 0 {
        let what = "needs `title` and `minutes` under [package.metadata.lesson]";
        in_manifest(what.to_owned());
    }
    if lesson.path().next().is_none() {
        in_manifest("needs `path`: the examples to teach, with minutes".to_owned());
    }
    for name in &lesson.missing_on_path {
        in_manifest(format!("has {name} in `path`, but not in `examples`"));
    }
    let minutes = lesson.path().filter_map(|example| example.minutes);
    let minutes = minutes.sum::<u32>();
    if minutes != lesson.minutes {
        let expected = lesson.minutes;
        in_manifest(format!(
            "has a path of {minutes} minutes; `minutes` says {expected}"
        ));
    }
    for file in lesson.unlisted_files(&registry.root) {
        in_manifest(format!("does not list the example of examples/{file}"));
    }
    for row in &lesson.python {
        if lesson.example_names().all(|name| name != row.example) {
            in_manifest(format!(
                "has no example {}, but names it for {}",
                row.example, row.name
            ));
        }
    }
    let library = format!("{}/src/lib.rs", lesson.folder);
    if !registry.root.join(&library).exists() {
        let what = "is missing; explain the concept in a paragraph there";
        failures.push(Failure::new(library, what));
    }
    let note = lesson.note();
    match read_text(&registry.root.join(&note)) {
        Ok(text) => {
            for name in lesson.example_names() {
                let run = format!("$ just run-lesson {} {name}\n", lesson.name);
                if !text.contains(&run) {
                    let what = format!("does not show `{}`", run.trim_end());
                    failures.push(Failure::new(&note, what));
                }
            }
        }
        Err(_) => failures.push(Failure::new(&note, "is missing")),
    }
}

fn lint_example(registry: &Registry, example: &Example, failures: &mut Vec<Failure>) {
    let file = example.file("rs");
    let source = match example.source() {
        Ok(source) => source,
        Err(why) => {
            failures.push(Failure::new(file, why));
            return;
        }
    };
    let mut in_program = |line: Option<usize>, what: String| {
        let place = match line {
            Some(line) => format!("{file}:{line}"),
            None => file.clone(),
        };
        failures.push(Failure::new(place, what));
    };
    let header = &source.header;
    if header.title.is_empty() {
        in_program(Some(1), "needs `//!` and one sentence here".to_owned());
    }
    if header.tutorial.is_none() {
        let what = "has no `//! Tutorial:` line (snippet ids as in lessons/tutorials.md, or `none`)";
        in_program(None, what.to_owned());
    }
    if header.look_for.is_none() {
        in_program(None, "has no `//! Look for:` line".to_owned());
    }
    for page in &header.live {
        if !page.starts_with("http://") && !page.starts_with("https://") {
            let what = format!("has the live page «{page}», which is not an http URL");
            in_program(None, what);
        }
    }
    for page in &source.unused_pages {
        let what = format!("has the live page «{page}», which is not in its code");
        in_program(None, what);
    }
    for (line, what) in &header.errors {
        in_program(Some(*line), what.clone());
    }
    if source.code_lines > MAX_CODE_LINES {
        let lines = source.code_lines;
        let what = format!("has {lines} lines of code; {MAX_CODE_LINES} fit on a page");
        in_program(None, what);
    }
    for (line, width) in &source.wide_lines {
        let what = format!("is {width} columns wide; {MAX_LINE_WIDTH} fit");
        in_program(Some(*line), what);
    }
    let mut in_dead_code = false;
    for print in &source.prints {
        // Of a function that never runs, one comment says why.
        if let Some(annotation) = &print.annotation {
            in_dead_code = annotation.starts_with("never printed: ");
        } else if !in_dead_code {
            let what = "this println! has no comment that says why it comes now";
            in_program(Some(print.line as usize), what.to_owned());
        }
    }
    match (
        source.header.look_alike,
        registry.imports_look_alike(source),
    ) {
        (false, true) => in_program(
            None,
            "imports a look-alike of asyncio; add `//! Uses: look-alike`".to_owned(),
        ),
        (true, false) => in_program(
            None,
            "has `//! Uses: look-alike`, but imports no look-alike".to_owned(),
        ),
        _ => {}
    }
    let has_twin = registry.root.join(example.file("py")).exists();
    match (&header.no_twin, has_twin) {
        (None, false) => in_program(
            None,
            "has no .py beside it, and no `//! Twin: none, because …`".to_owned(),
        ),
        (Some(_), true) => {
            in_program(
                None,
                "has a .py, but its header says it has none".to_owned(),
            );
        }
        _ => {}
    }
}
