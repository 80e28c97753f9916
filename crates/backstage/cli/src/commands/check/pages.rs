//! The parts of a note that is a path, more programs, and a page for the teacher: each is
//! there, and in its place. A note without `## The path` is not looked at.

use super::finding::Failure;
use crate::course::{Example, Lesson, Section, sections};

/// Maximum number of lines of a program that a page shows whole.
pub(super) const MAX_WHOLE_LINES: usize = 25;

/// The sections of a note, in order. There may be several that begin with `## More`.
const SECTIONS: [&str; 5] = ["The path", "Recap", EXERCISES, "More", "For the teacher"];
/// Only a lesson that has exercises needs this one.
const EXERCISES: &str = "Exercises";

/// The parts of a page of the path, in order: how each begins, and whether a page needs it.
const PARTS: [(&str, bool); 10] = [
    ("*Uses this course's", false),
    ("```rust ", true),
    ("**Ask:**", true),
    ("$ just run-lesson ", true),
    ("<details><summary>Answer</summary>", true),
    ("**In Python:**", true),
    ("<details><summary>The program in Python</summary>", false),
    ("**Common belief:**", false),
    ("**Try:**", true),
    ("<details><summary>What happens</summary>", true),
];
const LOOK_ALIKE: usize = 0;
const TWIN: usize = 6;

/// Looks at the note of a lesson.
pub(super) fn lint(lesson: &Lesson, text: &str, failures: &mut Vec<Failure>) {
    let sections = sections(text);
    if sections.iter().all(|section| section.title != SECTIONS[0]) {
        return;
    }
    let file = lesson.note();
    let mut fail = |line: usize, what: String| {
        failures.push(Failure::new(format!("{file}:{line}"), what));
    };
    let mut order = Vec::new();
    let mut path = lesson.path();
    for section in &sections {
        let kind = |kind: &&&str| section.title.split(':').next() == Some(**kind);
        if section.level == 2 {
            let Some(kind) = SECTIONS.iter().find(kind) else {
                if order.is_empty() {
                    // An introduction may have sections of its own.
                    continue;
                }
                let what = format!("is none of the sections {}", SECTIONS.join(", "));
                fail(section.line, what);
                continue;
            };
            if order.last() != Some(kind) {
                order.push(*kind);
            }
        } else if section.level == 3 && order == SECTIONS[..1] {
            match path.next() {
                Some(example) => page(lesson, example, section, &mut fail),
                None => fail(section.line, "is not a page of the path".to_owned()),
            }
        }
    }
    for example in path {
        fail(1, format!("has no page on the path for {}", example.name));
    }
    let mut needed = SECTIONS.to_vec();
    needed.retain(|title| *title != EXERCISES || !lesson.exercises.is_empty());
    if order != needed {
        let what = format!("needs the sections {}, in this order", needed.join(", "));
        fail(1, what);
    }
    for name in &lesson.exercises {
        if !text.contains(&format!("`just practice {name}`")) {
            fail(1, format!("does not list `just practice {name}`"));
        }
    }
}

/// Looks at one page of the path.
fn page(
    lesson: &Lesson,
    example: &Example,
    section: &Section<'_>,
    fail: &mut impl FnMut(usize, String),
) {
    let name = &example.name;
    let minutes = example.minutes.unwrap_or_default();
    let (begin, end) = (format!("{name}: "), format!(" · {minutes} min"));
    if !section.title.starts_with(&begin) || !section.title.ends_with(&end) {
        let what = format!("must be `### {begin}CLAIM{end}`");
        fail(section.line, what);
    }
    let found = |part: usize| {
        let begin = match PARTS[part].0 {
            begin if begin.ends_with(' ') => match part {
                1 => format!("{begin}{name}"),
                _ => format!("{begin}{} {name}", lesson.name),
            },
            begin => begin.to_owned(),
        };
        let mut lines = section.body.iter();
        lines.find_map(|(line, text)| text.starts_with(&begin).then_some(*line))
    };
    let mut last = section.line;
    for (part, (begin, needed)) in PARTS.into_iter().enumerate() {
        let begin = begin.trim_end();
        match found(part) {
            Some(_) if part == LOOK_ALIKE && !example.is_look_alike() => {
                let what = format!("says that {name} uses a look-alike");
                fail(section.line, what);
            }
            Some(line) if line < last => {
                let what = format!("`{begin}` comes too late in the page of {name}");
                fail(last, what);
            }
            Some(line) => last = line,
            None => {
                let needs_twin = example.source().is_ok_and(|source| {
                    part == TWIN && source.header.no_twin.is_none()
                });
                let needs_line = part == LOOK_ALIKE && example.is_look_alike();
                if needed || needs_twin || needs_line {
                    let what = format!("has no `{begin}` in the page of {name}");
                    fail(section.line, what);
                }
            }
        }
    }
    let picture = section.body.iter().find(|(_, text)| text.starts_with("!["));
    if let Some((line, _)) = picture
        && *line < last
    {
        fail(*line, "is a picture; it comes last on its page".to_owned());
    }
}
