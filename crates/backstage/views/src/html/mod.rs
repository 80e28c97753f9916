//! The player: one page that steps through a run, forward and back.
//!
//! The page is `player.html` with its style, its script and its data inside. All that
//! comes from outside (the recording, the source, the headings) is in the data, and the
//! data are base64: there is nothing in them that a browser could take for markup. The
//! script writes them into the page as text only, and the page's policy allows no other
//! script, and no network at all.
//!
//! The data are a head as JSON, and three tables of [LEB128] numbers: 5 bytes an
//! event or so. `run.js` reads them into typed arrays, 42 bytes an event.
//!
//! [LEB128]: https://en.wikipedia.org/wiki/LEB128

use std::collections::BTreeMap;
use std::io::{self, Write};

use base64::engine::general_purpose::STANDARD as BASE64;
use base64::prelude::*;
use base64::write::EncoderWriter;
use indexmap::IndexSet;
use recording::{Clock, Outcome, Stream, TaskKind, WakeSource};
use serde::Serialize;
use sha2::{Digest, Sha256};

use crate::columns::harmless_lines;
use crate::story::{Step, StepKind, Text};
use crate::{Story, Subject};

const PAGE: &str = include_str!("player.html");
const STYLE: &str = include_str!("player.css");
const SCRIPT: &str = concat!(
    include_str!("run.js"),
    include_str!("words.js"),
    include_str!("page.js"),
    include_str!("lanes.js"),
    include_str!("player.js"),
);

/// The longest text that is shown whole, in characters. A screen holds no more.
const LONGEST_TEXT: usize = 4000;

/// What the page needs to know beside the tables.
#[derive(Serialize)]
struct Head {
    heading: String,
    title: String,
    /// The file of the program, as the recording names it.
    file: String,
    source: Vec<String>,
    annotations: BTreeMap<u32, String>,
    virtual_clock: bool,
    waits_recorded: bool,
    events: usize,
    tasks: usize,
    texts: usize,
    places: usize,
}

/// Writes the page. It needs nothing beside itself: no network, no other file.
///
/// # Errors
/// Whatever `out` reports.
pub fn write(story: &Story, subject: &Subject, mut out: impl Write) -> io::Result<()> {
    let mut texts = Texts::default();
    let events = events(story, &mut texts);
    let tasks = tasks(story);
    let head = Head {
        heading: shown(&subject.heading),
        title: shown(&subject.title),
        file: shown(&subject.file),
        source: subject.source.iter().map(|line| shown(line)).collect(),
        annotations: subject
            .annotations
            .iter()
            .map(|(&line, text)| (line, shown(text)))
            .collect(),
        virtual_clock: story.clock() == Clock::Virtual,
        waits_recorded: story.waits_recorded(),
        events: story.steps().len(),
        tasks: story.tasks().len(),
        texts: texts.texts.len(),
        places: texts.places.len(),
    };
    let head = serde_json::to_vec(&head)?;
    let texts = texts.table(story);

    let mut rest = PAGE;
    while let Some((before, (name, after))) = next_slot(rest) {
        out.write_all(before.as_bytes())?;
        match name {
            "policy" => out.write_all(policy().as_bytes())?,
            "style" => out.write_all(STYLE.as_bytes())?,
            "script" => out.write_all(SCRIPT.as_bytes())?,
            "head" => encode(&head, &mut out)?,
            "events" => encode(&events, &mut out)?,
            "tasks" => encode(&tasks, &mut out)?,
            "texts" => encode(&texts, &mut out)?,
            other => unreachable!("player.html has no slot {other}"),
        }
        rest = after;
    }
    out.write_all(rest.as_bytes())
}

/// What is before the next `{{name}}` of the page, the name, and what is after it.
fn next_slot(page: &str) -> Option<(&str, (&str, &str))> {
    let (before, rest) = page.split_once("{{")?;
    Some((before, rest.split_once("}}")?))
}

/// Lets the page run its own script and style, and nothing else.
fn policy() -> String {
    let hash = |text: &str| BASE64_STANDARD.encode(Sha256::digest(text));
    format!(
        "default-src 'none'; script-src 'sha256-{}'; style-src 'sha256-{}'; \
         base-uri 'none'; form-action 'none'",
        hash(SCRIPT),
        hash(STYLE)
    )
}

fn encode(bytes: &[u8], out: &mut impl Write) -> io::Result<()> {
    let mut encoder = EncoderWriter::new(out, &BASE64);
    encoder.write_all(bytes)?;
    encoder.finish()?;
    Ok(())
}

/// For each event: its code with flags, the time since the one before, the task, and
/// what [`code`] says belongs to it; then its place, when it has one.
fn events(story: &Story, texts: &mut Texts) -> Vec<u8> {
    let mut table = Vec::new();
    let mut last_us = 0;
    for step in story.steps() {
        let (code, detail) = code(step, texts);
        let later = step.at_us - last_us;
        last_us = step.at_us;
        let flags = u8::from(step.place.is_some()) << 4
            | u8::from(later > 0) << 5
            | u8::from(step.more > 0) << 6;
        table.push(code | flags);
        if later > 0 {
            number(later, &mut table);
        }
        number(step.task.into(), &mut table);
        if let Some(detail) = detail {
            number(detail, &mut table);
        }
        if let Some(place) = step.place {
            number(texts.place(place), &mut table);
        }
    }
    table
}

/// The code of what happened, and a number that says more. `run.js` has the same
/// codes, in its `Code`.
fn code(step: &Step, texts: &mut Texts) -> (u8, Option<u64>) {
    match step.kind {
        StepKind::Spawned => (0, None),
        StepKind::Polled => (1, None),
        StepKind::Yielded => (2, None),
        StepKind::Waiting(on) => (3, Some(on.map_or(0, |on| texts.text(on) + 1))),
        StepKind::Woken(by) => {
            let by = match by {
                None => 0,
                Some(WakeSource::Timer) => 1,
                Some(WakeSource::Io) => 2,
                Some(WakeSource::Thread) => 3,
                Some(WakeSource::Task(task)) => u64::from(task) + 4,
            };
            (4, Some(by))
        }
        StepKind::Printed(text, Stream::Stdout) => (5, Some(texts.text(text))),
        StepKind::Printed(text, Stream::Stderr) => (6, Some(texts.text(text))),
        StepKind::Finished(Outcome::Completed) => (7, None),
        StepKind::Finished(Outcome::Cancelled) => (8, None),
        StepKind::Finished(Outcome::Panicked) => (9, None),
    }
}

/// For each task: its kind (with 4 for a library's own, and 8 for one that has a lane),
/// and its parent.
fn tasks(story: &Story) -> Vec<u8> {
    let mut table = Vec::new();
    let mut lanes = story.lanes(false).into_iter().peekable();
    for (number_of, task) in (0..).zip(story.tasks()) {
        let kind = match task.kind {
            TaskKind::Task => 0,
            TaskKind::Local => 1,
            TaskKind::Blocking => 2,
            TaskKind::Thread => 3,
        };
        let lane = lanes.next_if_eq(&number_of).is_some();
        table.push(kind | u8::from(task.library) << 2 | u8::from(lane) << 3);
        number(
            task.parent.map_or(0, |parent| u64::from(parent) + 1),
            &mut table,
        );
    }
    table
}

/// The texts and places that events mention, numbered afresh.
#[derive(Default)]
struct Texts {
    texts: IndexSet<Text>,
    places: IndexSet<(Text, u32)>,
}

impl Texts {
    fn text(&mut self, text: Text) -> u64 {
        self.texts.insert_full(text).0 as u64
    }

    fn place(&mut self, place: (Text, u32)) -> u64 {
        self.text(place.0);
        self.places.insert_full(place).0 as u64
    }

    /// For each text its length in bytes and the text; then for each place its file, a
    /// text, and its line.
    fn table(&self, story: &Story) -> Vec<u8> {
        let mut table = Vec::new();
        for &text in &self.texts {
            let text = shown(story.text(text));
            number(text.len() as u64, &mut table);
            table.extend(text.as_bytes());
        }
        for (file, line) in &self.places {
            let file = self.texts.get_index_of(file);
            number(file.expect("it was put there") as u64, &mut table);
            number((*line).into(), &mut table);
        }
        table
    }
}

/// The text as the page shows it: what would move it about on the screen is written
/// out, and a very long one is cut.
fn shown(text: &str) -> String {
    let mut characters = text.char_indices();
    let (kept, cut) = match characters.nth(LONGEST_TEXT) {
        Some((end, _)) => (&text[..end], 1 + characters.count()),
        None => (text, 0),
    };
    let mut shown = harmless_lines(kept);
    if cut > 0 {
        shown.push_str(&format!(" … ({cut} characters more)"));
    }
    shown
}

/// Appends the number in LEB128: seven bits a byte, the low ones first.
fn number(mut number: u64, table: &mut Vec<u8>) {
    while number >= 0x80 {
        table.push(number as u8 | 0x80);
        number >>= 7;
    }
    table.push(number as u8);
}

#[cfg(test)]
mod tests {
    use super::*;
    use recording::{Event, EventKind, Wait};

    fn page(text: &str) -> String {
        let event = |what| Event {
            at_us: 0,
            task: 0,
            kind: what,
            place: Some(recording::Place::new(text, 1)),
        };
        let printed = EventKind::Printed {
            text: text.to_owned(),
            stream: Stream::Stdout,
        };
        let on = Some(text.to_owned());
        let events = [
            printed,
            EventKind::Polled,
            EventKind::Waiting {
                on: on.map(Wait::Named),
                more: 0,
            },
        ]
        .map(event);
        let story = Story::of(&events).expect("it is in order");
        let subject = Subject {
            heading: text.to_owned(),
            title: text.to_owned(),
            file: text.to_owned(),
            source: vec![text.to_owned()],
            annotations: BTreeMap::from([(1, text.to_owned())]),
            ..Subject::default()
        };
        let mut page = Vec::new();
        write(&story, &subject, &mut page).expect("a Vec takes all");
        String::from_utf8(page).expect("it is UTF-8")
    }

    /// The page without its data, which are letters, digits, `+`, `/` and `=`.
    fn frame(page: &str) -> String {
        let mut frame = String::new();
        let mut parts = page.split("octet-stream\" id=\"data-");
        frame.push_str(parts.next().expect("there is a first part"));
        for part in parts {
            let (name, rest) = part.split_once("\">").expect("the tag ends");
            let (data, rest) = rest.split_once("</script>").expect("the data end");
            let is_data =
                |byte: u8| byte.is_ascii_alphanumeric() || b"+/=".contains(&byte);
            assert!(data.bytes().all(is_data), "{name}: {data}");
            frame.push_str(name);
            frame.push_str(rest);
        }
        frame
    }

    #[test]
    fn what_comes_from_outside_is_nowhere_but_in_the_data() {
        let harmless = frame(&page("baked"));
        for text in [
            "</script><script>alert(1)</script>",
            "<!--",
            "{{script}}",
            "\u{1b}[2J\u{202e}\0",
        ] {
            assert_eq!(frame(&page(text)), harmless, "{text}");
        }
    }

    #[test]
    fn the_page_refers_to_nothing_outside_itself() {
        let page = page("baked");
        for reference in [
            "http:",
            "https:",
            "ws:",
            "src=",
            "href",
            "url(",
            "@import",
            "import(",
            "fetch(",
            "<link",
            "<iframe",
            "innerHTML",
            "outerHTML",
            "insertAdjacent",
            "document.write",
            "eval(",
            "Function(",
            "{{",
        ] {
            assert!(!page.contains(reference), "{reference}");
        }
        // What would end the script or the style early.
        assert!(!SCRIPT.contains("</") && !SCRIPT.contains("<!--"));
        assert!(!STYLE.contains("</"));
    }

    #[test]
    fn a_long_text_is_cut_and_says_so() {
        let long = "生".repeat(LONGEST_TEXT + 5);
        let shown = shown(&long);
        assert!(shown.ends_with("生 … (5 characters more)"), "{shown}");
        assert_eq!(shown.matches('生').count(), LONGEST_TEXT);
    }
}
