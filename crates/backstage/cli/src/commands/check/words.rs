//! The words of the glossary: a path uses none before the page that explains it, in its
//! lesson or an earlier one. A page that links to the glossary explains the word.

use super::finding::Failure;
use crate::course::{Lesson, Section, sections};

/// A word, and the first of the lessons that the glossary names for it.
struct Word<'a> {
    text: &'a str,
    lesson: u32,
    explained: bool,
}

/// Looks at the note of a lesson, up to the end of its path.
pub(super) fn lint(
    lesson: &Lesson,
    text: &str,
    glossary: &str,
    failures: &mut Vec<Failure>,
) {
    let mut words = words(glossary);
    // *async block* is not a *block*.
    words.sort_by_key(|word| usize::MAX - word.text.len());
    let mut on_path = false;
    for section in sections(text) {
        if section.level == 2 {
            if on_path {
                return;
            }
            on_path = section.title == "The path";
        }
        let mut prose = prose(&section);
        for word in &mut words {
            let link = word.link();
            word.explained |= word.lesson < lesson.number || prose.contains(&link);
            if on_path && !word.explained && uses(&prose, word.text) {
                let (word, number) = (word.text, word.lesson);
                let what = format!(
                    "uses «{word}», a word of lesson {number}, before a link to {link}"
                );
                let place = format!("{}:{}", lesson.note(), section.line);
                failures.push(Failure::new(place, what));
            }
            prose = prose.replace(word.text, "…");
        }
    }
}

/// The words, which are headings; the end of a word's text has its lessons, as in `(2, 3)`.
fn words(glossary: &str) -> Vec<Word<'_>> {
    let sections = sections(glossary).into_iter();
    sections.filter_map(Word::of).collect()
}

impl<'a> Word<'a> {
    fn of(section: Section<'a>) -> Option<Word<'a>> {
        let (_, last) = section.body.iter().rfind(|(_, line)| !line.is_empty())?;
        let (_, lessons) = last.strip_suffix(')')?.rsplit_once('(')?;
        let lesson = lessons.split(',').next()?.parse().ok()?;
        Some(Word {
            text: section.title,
            lesson,
            explained: false,
        })
    }

    fn link(&self) -> String {
        let text = self.text.to_lowercase().replace(' ', "-");
        let kept = |letter: &char| letter.is_alphanumeric() || "-_".contains(*letter);
        let anchor = text.chars().filter(kept).collect::<String>();
        format!("glossary.md#{anchor}")
    }
}

/// The heading and the text of a section, without programs, pictures and code.
fn prose(section: &Section<'_>) -> String {
    let mut prose = section.title.to_owned();
    let mut in_fence = false;
    for (_, line) in &section.body {
        let is_fence = line.starts_with("```");
        in_fence ^= is_fence;
        if in_fence || is_fence || line.starts_with("![") {
            continue;
        }
        prose = prose + " " + line;
    }
    prose.split('`').step_by(2).collect()
}

/// Whether the text has the word, in the singular or the plural.
fn uses(prose: &str, word: &str) -> bool {
    let is_of_word = |letter: char| letter.is_alphanumeric() || "_-".contains(letter);
    prose.match_indices(word).any(|(at, _)| {
        let rest = &prose[at + word.len()..];
        let rest = rest.strip_prefix('s').unwrap_or(rest);
        !prose[..at].ends_with(is_of_word) && !rest.starts_with(is_of_word)
    })
}
