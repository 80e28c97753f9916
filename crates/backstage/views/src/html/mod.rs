//! The page: one HTML file that steps through a run, forward and back.
//!
//! The page is `player.html` with its style, its script and its data inside. All that
//! comes from outside (the recording, the source, the headings) is in the data, and the
//! data are base64: they hold nothing that a browser could read as markup. The script
//! writes them into the page as text only, and the page's policy allows no other script,
//! and no network at all.
//!
//! The data are a `Page` as JSON. The states and the sentences in it are made here, by
//! the same code as those of the player in the terminal; the script only draws.

use std::io::{self, Write};

use base64::engine::general_purpose::STANDARD as BASE64;
use base64::prelude::*;
use base64::write::EncoderWriter;
use recording::{Outcome, Stream, TaskKind, WakeSource, task_name};
use serde::Serialize;
use sha2::{Digest, Sha256};

use crate::columns::shorten_lines;
use crate::explain::{explain, missing_waits, state_words};
use crate::layout;
use crate::replay::{Replay, Stop};
use crate::states::{Phase, Reason, State};
use crate::story::{StepKind, Story, Text};
use crate::subject::Subject;
use crate::words::wait_names;

const PAGE: &str = include_str!("player.html");
const STYLE: &str = include_str!("player.css");
const SCRIPT: &str = concat!(
    include_str!("run.js"),
    include_str!("page.js"),
    include_str!("lanes.js"),
    include_str!("player.js"),
);

/// Maximum number of characters of a text. A screen holds no more.
const MAX_TEXT_CHARS: usize = 4000;

/// Maximum width of a task's state in the page, in characters.
const MAX_STATE_CHARS: usize = 27;

/// The data of the page.
#[derive(Serialize)]
struct Page {
    heading: String,
    title: String,
    /// Why waits are missing in the recording, if they are.
    notice: Option<&'static str>,
    /// The file of the program, as the recording names it.
    file: String,
    source: Vec<String>,
    /// The number of decimals of a time in seconds.
    decimals: usize,
    length_us: u64,
    tasks: Vec<Task>,
    /// The stops without the tasks of libraries, and, if there are such, those with them.
    walks: Vec<Vec<StopData>>,
}

/// A task, and what it did.
#[derive(Serialize)]
struct Task {
    name: String,
    /// Whether it has a lane without the tasks of libraries.
    lane: bool,
    phases: Vec<PhaseData>,
}

/// A state of a task.
#[derive(Serialize)]
struct PhaseData {
    /// The event that began it, and its time.
    step: u32,
    at_us: u64,
    /// `ready`, `runs`, `waits`, `done`, `cancelled` or `panicked`.
    state: &'static str,
    /// The state in a few words.
    words: String,
    /// Its name in the lane, for a wait.
    name: Option<String>,
    /// The line of the program at which it stands, for a wait.
    line: Option<u32>,
    /// Whether a wake began it.
    woken: bool,
}

/// A stop.
#[derive(Serialize)]
struct StopData {
    /// The number of events that have happened.
    happened: u32,
    at_us: u64,
    /// The task it is about.
    task: Option<u32>,
    sentence: String,
    detail: String,
    /// The stop of what caused it.
    cause: Option<usize>,
    /// The line of the program.
    line: Option<u32>,
    /// The place, if it is in another file.
    elsewhere: Option<String>,
    /// The task that wakes or spawns this one.
    from: Option<u32>,
    /// The text, if it is a line of output.
    printed: Option<String>,
    stderr: bool,
}

/// Writes the page. It needs nothing beside itself: no network, no other file.
///
/// # Errors
/// Returns an error if the run has more events than can be stepped through (then nothing
/// has been written), and any error from writing to `out`.
pub fn write(story: &Story, subject: &Subject, mut out: impl Write) -> io::Result<()> {
    let page = Page::new(story, subject)?;
    let mut rest = PAGE;
    while let Some((before, (name, after))) = next_slot(rest) {
        out.write_all(before.as_bytes())?;
        match name {
            "policy" => out.write_all(policy().as_bytes())?,
            "style" => out.write_all(STYLE.as_bytes())?,
            "script" => out.write_all(SCRIPT.as_bytes())?,
            "data" => {
                let mut encoder = EncoderWriter::new(&mut out, &BASE64);
                serde_json::to_writer(&mut encoder, &page)?;
                encoder.finish()?;
            }
            other => unreachable!("player.html has no slot {other}"),
        }
        rest = after;
    }
    out.write_all(rest.as_bytes())
}

/// Returns what is before the next `{{name}}` of the page, the name, and what is after it.
fn next_slot(page: &str) -> Option<(&str, (&str, &str))> {
    let (before, rest) = page.split_once("{{")?;
    Some((before, rest.split_once("}}")?))
}

/// Returns the policy that lets the page run its own script and style, and nothing else.
fn policy() -> String {
    let hash = |text: &str| BASE64_STANDARD.encode(Sha256::digest(text));
    format!(
        "default-src 'none'; script-src 'sha256-{}'; style-src 'sha256-{}'; \
         base-uri 'none'; form-action 'none'",
        hash(SCRIPT),
        hash(STYLE)
    )
}

impl Page {
    fn new(story: &Story, subject: &Subject) -> io::Result<Page> {
        let program = Program { story, subject };
        let shown = story.shown(false);
        let replay = |all| {
            Replay::new(story, all)
                .map_err(|error| io::Error::new(io::ErrorKind::InvalidData, error))
        };
        let walk = replay(false)?;
        let phases = (0..story.tasks().len() as u32)
            .map(|task| program.phases(&walk, task))
            .collect::<Vec<_>>();
        let mut walks = vec![program.walk(walk)];
        if shown.contains(&false) {
            walks.push(program.walk(replay(true)?));
        }
        let tasks = (0..).zip(phases).map(|(task, phases)| Task {
            name: match story.owner_name(task) {
                "" => task_name(task),
                owner => format!("{} ({})", task_name(task), shown_text(owner)),
            },
            lane: shown[task as usize],
            phases,
        });
        Ok(Page {
            heading: shown_text(&subject.heading),
            title: shown_text(&subject.title),
            notice: missing_waits(story.waits()),
            file: shown_text(&subject.file),
            source: subject.source.iter().map(|line| shown_text(line)).collect(),
            decimals: story.time().decimals(),
            length_us: story.length_us(),
            tasks: tasks.collect(),
            walks,
        })
    }
}

/// A run and its program.
struct Program<'a> {
    story: &'a Story,
    subject: &'a Subject,
}

impl Program<'_> {
    fn walk(&self, mut replay: Replay<'_>) -> Vec<StopData> {
        let stops = 0..replay.stops().len();
        stops
            .map(|stop| {
                replay.go(stop);
                self.stop(&replay)
            })
            .collect()
    }

    fn stop(&self, replay: &Replay<'_>) -> StopData {
        let explanation = explain(replay);
        let mut stop = StopData {
            happened: replay.happened(),
            at_us: replay.clock_us(),
            task: replay.task(),
            sentence: explanation.sentence,
            detail: explanation.detail,
            cause: explanation.cause,
            line: explanation.place.and_then(|place| self.line(place)),
            elsewhere: None,
            from: None,
            printed: None,
            stderr: false,
        };
        if let Some((file, line)) = explanation.place
            && stop.line.is_none()
        {
            let file = shown_text(self.story.text(file));
            stop.elsewhere = Some(format!("{file}, line {line}"));
        }
        let Stop::Step(number) = replay.stop() else {
            return stop;
        };
        let step = &self.story.steps()[number as usize];
        match step.kind {
            StepKind::Spawned => {
                stop.from = self.story.tasks()[step.task as usize].parent;
            }
            StepKind::Woken(Some(WakeSource::Task(by))) if by != step.task => {
                stop.from = Some(by);
            }
            StepKind::Printed(text, stream) => {
                stop.printed = Some(shown_text(self.story.text(text)));
                stop.stderr = stream == Stream::Stderr;
                let annotation = step.place.and_then(|place| self.line(place));
                let annotation =
                    annotation.and_then(|line| self.subject.annotations.get(&line));
                if let Some(annotation) = annotation {
                    stop.detail = shown_text(annotation);
                }
            }
            _ => {}
        }
        stop
    }

    fn phases(&self, replay: &Replay<'_>, task: u32) -> Vec<PhaseData> {
        let phases = replay.phases(task);
        let next = phases.iter().skip(1).map(Some).chain([None]);
        let phases = phases.iter().zip(next);
        phases
            .map(|(phase, next)| self.phase(task, phase, next))
            .collect()
    }

    fn phase(&self, task: u32, phase: &Phase, next: Option<&Phase>) -> PhaseData {
        let Phase { state, since } = *phase;
        let words = state_words(self.story, task, Some(state));
        let fits = |words: &&String| words.chars().count() <= MAX_STATE_CHARS;
        let words = words.iter().find(fits).or(words.last()).cloned();
        let mut data = PhaseData {
            step: since.step,
            at_us: since.at_us,
            state: match state {
                State::Ready(_) => "ready",
                State::Running(_) => "runs",
                State::Waiting { .. } => "waits",
                State::Ended(Outcome::Completed) => "done",
                State::Ended(Outcome::Cancelled) => "cancelled",
                State::Ended(Outcome::Panicked) => "panicked",
            },
            words: words.unwrap_or_default(),
            name: None,
            line: None,
            woken: matches!(state, State::Ready(Reason::Woken(_))),
        };
        // A plain thread has no states: only its output is recorded.
        if self.story.tasks()[task as usize].kind == TaskKind::Thread {
            data.state = "thread";
        }
        if let State::Waiting {
            on, place, stack, ..
        } = state
        {
            let by = match next.map(|next| next.state) {
                Some(State::Ready(Reason::Woken(waker))) => Some(waker),
                _ => None,
            };
            let names = wait_names(self.story, layout::Wait { on, stack, by });
            data.name = names.into_iter().next();
            data.line = place.and_then(|place| self.line(place));
        }
        data
    }

    /// The line, if it is one of the program.
    fn line(&self, (file, line): (Text, u32)) -> Option<u32> {
        (self.story.text(file) == self.subject.file).then_some(line)
    }
}

/// Returns the text as the page shows it: escaped, and cut if it is very long.
fn shown_text(text: &str) -> String {
    shorten_lines(text, MAX_TEXT_CHARS)
}

#[cfg(test)]
mod tests;
