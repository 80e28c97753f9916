//! The lines that a program prints, each with its time, its task, and why it came then.
//!
//! The reason is the comment beside the `println!`. A comment that has been given is not
//! repeated. Then the recording gives the reason, in brackets: the first poll of the task,
//! or what woke it.

use std::collections::BTreeSet;

use recording::{Clock, Event, EventKind, Stream, Waits};

use crate::columns::escape_controls;
use crate::explain::polled_because;
use crate::states::{Phase, State};
use crate::story::{Checker, TaskRecord};
use crate::subject::Subject;

/// One printed text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PrintedLine {
    /// Microseconds since the run began.
    pub at_us: u64,
    /// The task that printed it.
    pub task: u32,
    /// The text, which may hold several lines, as it was recorded: escape it before it is
    /// shown.
    pub text: String,
    /// Where it went.
    pub stream: Stream,
    /// Why it came now; empty if it follows another line of the same poll.
    pub why: String,
}

/// Follows a run event by event, and tells the lines that it prints.
#[derive(Debug, Default)]
pub struct PrintedLines {
    checker: Checker,
    steps: u32,
    phases: Vec<Option<Phase>>,
    /// The tasks that printed something.
    printers: BTreeSet<u32>,
    /// The tasks that have printed in their present poll.
    explained: BTreeSet<u32>,
    /// The lines whose annotation has been given.
    given: BTreeSet<u32>,
    slept_us: u64,
}

impl PrintedLines {
    /// All lines of a run. `subject` has the comments beside the `println!`s.
    pub fn of<'a>(
        events: impl IntoIterator<Item = &'a Event>,
        subject: &Subject,
    ) -> Vec<PrintedLine> {
        let mut lines = PrintedLines::default();
        let events = events.into_iter();
        events
            .filter_map(|event| lines.event(event, subject))
            .collect()
    }

    /// Takes the next event, and returns the line if it is one.
    pub fn event(&mut self, event: &Event, subject: &Subject) -> Option<PrintedLine> {
        if let EventKind::Printed { text, stream } = &event.kind {
            return Some(self.line(event, text, *stream, subject));
        }
        // A damaged event has nothing to tell; that it is damaged, others say.
        let step = self.checker.step(event).ok()?;
        let tasks = self.checker.tasks();
        self.phases.resize(tasks.len(), None);
        let phase = &mut self.phases[step.task as usize];
        let span = Phase::step(phase, self.steps, &step, tasks);
        let slept_us = span.map_or(0, |span| span.slept_us(tasks));
        self.slept_us = self.slept_us.saturating_add(slept_us);
        self.steps += 1;
        if event.kind == EventKind::Polled {
            self.explained.remove(&event.task);
        }
        None
    }

    fn line(
        &mut self,
        event: &Event,
        text: &str,
        stream: Stream,
        subject: &Subject,
    ) -> PrintedLine {
        let place = event.place.as_ref();
        let line = place
            .filter(|place| place.file == subject.file)
            .map(|place| place.line);
        let comment = line.and_then(|line| {
            let first = self.given.insert(line);
            let comment = subject.annotations.get(&line)?;
            first.then(|| escape_controls(comment))
        });
        self.printers.insert(event.task);
        let first_of_poll = self.explained.insert(event.task);
        let reason = self.reason(event.task).filter(|_| first_of_poll);
        PrintedLine {
            at_us: event.at_us,
            task: event.task,
            text: text.to_owned(),
            stream,
            why: match (comment, reason) {
                (Some(comment), _) => comment,
                (None, Some(reason)) => format!("({reason})"),
                (None, None) => String::new(),
            },
        }
    }

    /// Returns why the task is being polled.
    fn reason(&self, task: u32) -> Option<String> {
        let phase = self.phases.get(task as usize)?.as_ref()?;
        match phase.state {
            State::Running(reason) => {
                polled_because(reason, |task| self.checker.owner_name(task))
            }
            _ => None,
        }
    }

    /// The clock of the run, once it has begun.
    pub(crate) fn clock(&self) -> Option<Clock> {
        self.checker.clock()
    }

    /// See [`crate::Story::waits`].
    pub(crate) fn waits(&self) -> Option<Waits> {
        self.checker.waits()
    }

    /// The tasks so far.
    pub(crate) fn tasks(&self) -> &[TaskRecord] {
        self.checker.tasks()
    }

    /// The tasks that printed something.
    pub(crate) fn printers(&self) -> &BTreeSet<u32> {
        &self.printers
    }

    /// The sum of all sleeps so far, in microseconds.
    pub(crate) fn slept_us(&self) -> u64 {
        self.slept_us
    }
}
