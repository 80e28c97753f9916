//! A run step by step, forward and back: where it stops, and what every task does there.

mod board;

use std::collections::{BTreeMap, BTreeSet};

use recording::{Clock, WakeSource};

use crate::states::{Phase, State};
use crate::story::{RecordingError, Step, StepKind, Story, Text};

use board::Board;

/// Maximum number of events to step through. A run in a classroom has 40 to 2,000.
const MAX_EVENTS: usize = 100_000;

/// On the real clock something is always a little late: a shorter pause is not a stop.
const MIN_REAL_PAUSE_US: u64 = 10_000;

/// A stop of a replay.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stop {
    /// This event has just happened.
    Step(u32),
    /// The clock went on to the time of this event, which is still to come.
    Pause(u32),
    /// The run is over.
    End,
}

/// A walk through a [`Story`].
#[derive(Debug)]
pub struct Replay<'a> {
    story: &'a Story,
    /// The tasks that are shown, and for each task whether it is.
    lanes: Vec<u32>,
    shown: Vec<bool>,
    stops: Vec<Stop>,
    prints: Vec<u32>,
    /// The states of each task in the whole run.
    phases: Vec<Vec<Phase>>,
    /// How long each task slept, in microseconds.
    slept_us: Vec<u64>,
    /// The index of the current stop.
    at: usize,
    board: Board<'a>,
}

impl<'a> Replay<'a> {
    /// Begins at the first stop of the run. `all` shows the tasks of libraries too.
    ///
    /// # Errors
    /// Returns an error if the run has more than 100,000 events.
    pub fn new(story: &'a Story, all: bool) -> Result<Replay<'a>, RecordingError> {
        if story.steps().len() > MAX_EVENTS {
            return Err(RecordingError::TooLarge(format!(
                "it has {} events, and at most {MAX_EVENTS} can be stepped through; draw \
                 it with cargo lesson timeline --from FILE, with --perfetto for every \
                 detail",
                story.steps().len()
            )));
        }
        let tasks = story.tasks();
        let mut phases = vec![Vec::new(); tasks.len()];
        let mut slept_us = vec![0_u64; tasks.len()];
        for (number, step) in (0..).zip(story.steps()) {
            let phases = &mut phases[step.task as usize];
            let before = phases.last().copied();
            let mut phase = before;
            let span = Phase::step(&mut phase, number, step, tasks);
            phases.extend(phase.filter(|_| phase != before));
            let slept = &mut slept_us[step.task as usize];
            *slept = slept.saturating_add(span.map_or(0, |span| span.slept_us(tasks)));
        }
        let shown = story.shown(all);
        let printed = |step: &Step| matches!(step.kind, StepKind::Printed(..));
        let numbered = (0..).zip(story.steps());
        let prints = numbered.filter(|(_, step)| printed(step));
        let mut replay = Replay {
            story,
            lanes: story.lanes(all),
            board: Board::new(story, shown.clone()),
            stops: stops(story, &shown),
            prints: prints.map(|(number, _)| number).collect(),
            shown,
            phases,
            slept_us,
            at: 0,
        };
        replay.go(0);
        Ok(replay)
    }

    /// The recording.
    pub fn story(&self) -> &'a Story {
        self.story
    }

    /// All stops, in their order; at least one.
    pub fn stops(&self) -> &[Stop] {
        &self.stops
    }

    /// The index of the current stop.
    pub fn at(&self) -> usize {
        self.at
    }

    /// The current stop.
    pub fn stop(&self) -> Stop {
        self.stops[self.at]
    }

    /// Goes to the stop of that index, or to the last.
    pub fn go(&mut self, stop: usize) {
        self.at = stop.min(self.stops.len() - 1);
        self.board.go(match self.stops[self.at] {
            Stop::Step(step) => step + 1,
            Stop::Pause(step) => step,
            Stop::End => self.story.steps().len() as u32,
        });
    }

    /// The time at the current stop, in microseconds.
    pub fn clock_us(&self) -> u64 {
        self.time_of(self.at)
    }

    /// The time at the stop of that index, in microseconds.
    pub(crate) fn time_of(&self, stop: usize) -> u64 {
        match self.stops[stop] {
            Stop::Step(step) | Stop::Pause(step) => {
                self.story.steps()[step as usize].at_us
            }
            Stop::End => self.story.length_us(),
        }
    }

    /// See [`Story::seconds`].
    pub fn seconds(&self, us: u64) -> String {
        self.story.seconds(us)
    }

    /// The microseconds since the stop before.
    pub(crate) fn passed_us(&self) -> u64 {
        let before = self.at.checked_sub(1).map(|before| self.time_of(before));
        self.clock_us() - before.unwrap_or_default()
    }

    /// The task that this stop is about.
    pub fn task(&self) -> Option<u32> {
        match self.stop() {
            Stop::Step(step) => Some(self.story.steps()[step as usize].task),
            Stop::Pause(_) | Stop::End => None,
        }
    }

    /// The state of a task; `None` before it is spawned.
    pub fn state(&self, task: u32) -> Option<State> {
        Some(self.board.phase(task)?.state)
    }

    /// The phase in which the task of this stop was before it.
    pub(crate) fn phase_before(&self) -> Option<Phase> {
        self.board.phase_before()
    }

    /// The wait from which the task of this stop was woken, or has just come.
    pub(crate) fn wait_before(&self) -> Option<State> {
        let past = self.past(self.task()?);
        let (_, ended) = past.split_last()?;
        let mut back = ended.iter().rev().map(|phase| phase.state);
        back.find(|state| !matches!(state, State::Ready(_)))
            .filter(|state| matches!(state, State::Waiting { .. }))
    }

    /// The states of a task in the whole run, in their order.
    pub(crate) fn phases(&self, task: u32) -> &[Phase] {
        &self.phases[task as usize]
    }

    /// The states of a task so far, in their order.
    pub fn past(&self, task: u32) -> &[Phase] {
        let phases = self.phases(task);
        let begun = |phase: &Phase| phase.since.step < self.happened();
        &phases[..phases.partition_point(begun)]
    }

    /// The tasks that are shown and have been spawned, in spawn order.
    pub fn spawned(&self) -> &[u32] {
        let tasks = self.story.tasks();
        let exists = |task: &u32| tasks[*task as usize].spawned < self.happened();
        &self.lanes[..self.lanes.partition_point(exists)]
    }

    /// The tasks that are shown and have not ended, without plain threads.
    pub fn live(&self) -> &BTreeSet<u32> {
        &self.board.sets.live
    }

    /// The tasks that are shown and wait.
    pub(crate) fn waiting(&self) -> &BTreeSet<u32> {
        &self.board.sets.waiting
    }

    /// The tasks that are shown and wait for the clock alone.
    pub(crate) fn asleep(&self) -> &BTreeSet<u32> {
        &self.board.sets.asleep
    }

    /// The tasks that wait, by the line of `file` that their wait names.
    pub fn waiting_by_line(&self, file: Text) -> BTreeMap<u32, Vec<u32>> {
        let mut lines = BTreeMap::<u32, Vec<u32>>::new();
        for task in self.waiting() {
            if let Some(State::Waiting { place, .. }) = self.state(*task)
                && let Some((_, line)) = place.filter(|(in_file, _)| *in_file == file)
            {
                lines.entry(line).or_default().push(*task);
            }
        }
        lines
    }

    /// The tasks of the loop that are ready, in the order in which they became so.
    /// Without those of the pool of threads, which the loop does not run.
    pub fn ready(&self) -> impl Iterator<Item = u32> {
        let ready = self.board.sets.ready.iter().map(|(_, task)| *task);
        ready.filter(|task| self.is_on_the_loop(*task))
    }

    /// The tasks that run: at most one on the loop, and those on threads.
    pub(crate) fn running(&self) -> impl Iterator<Item = u32> {
        self.board.sets.running.iter().copied()
    }

    /// Whether the loop has nothing to run.
    pub fn is_idle(&self) -> bool {
        self.ready().next().is_none()
            && !self.running().any(|task| self.is_on_the_loop(task))
    }

    /// Whether it is a task of the loop, and not one that runs on a thread of its own.
    pub fn is_on_the_loop(&self, task: u32) -> bool {
        self.story.tasks()[task as usize].is_on_the_loop()
    }

    /// Whether the task is shown.
    pub fn is_shown(&self, task: u32) -> bool {
        self.shown[task as usize]
    }

    /// Whether a task was woken by the task of this stop between its last poll and the
    /// next poll of a task that is shown, or at that time by a task of a library. `None`
    /// where that is too far to look.
    pub(crate) fn wakes_another(&self) -> Option<bool> {
        let Stop::Step(number) = self.stop() else {
            return None;
        };
        const FAR: usize = 100;
        let steps = self.story.steps();
        let number = number as usize;
        let task = steps[number].task;
        let wakes =
            |step: &Step| step.kind == StepKind::Woken(Some(WakeSource::Task(task)));
        let polls = |step: &&Step| step.task == task && step.kind == StepKind::Polled;
        let before = steps[..number].iter().rev().take(FAR);
        if before.take_while(|step| !polls(step)).any(wakes) {
            return Some(true);
        }
        for step in steps[number + 1..].iter().take(FAR) {
            let shown = self.shown[step.task as usize];
            match step.kind {
                StepKind::Polled if shown => return Some(false),
                StepKind::Woken(Some(WakeSource::Timer)) => return Some(false),
                StepKind::Woken(_) if shown => return Some(true),
                _ => {}
            }
        }
        None
    }

    /// The lines printed so far: numbers of events.
    pub fn printed(&self) -> &[u32] {
        let so_far = |step: &u32| *step < self.happened();
        &self.prints[..self.prints.partition_point(so_far)]
    }

    /// The stop of the next line of output, if there is one.
    pub fn next_print(&self) -> Option<usize> {
        let printed = self.printed().len();
        self.stop_of(*self.prints.get(printed)?)
    }

    /// The stop of the last line of output before this stop.
    pub fn print_before(&self) -> Option<usize> {
        let printed = self.printed();
        let here = match (printed.last(), self.stop()) {
            (Some(print), Stop::Step(step)) => *print == step,
            _ => false,
        };
        let before = printed.len().checked_sub(1 + usize::from(here))?;
        self.stop_of(printed[before])
    }

    /// The first stop at which this event has happened.
    pub fn stop_of(&self, event: u32) -> Option<usize> {
        let not_yet = |stop: &Stop| match stop {
            Stop::Step(step) => *step < event,
            Stop::Pause(step) => *step <= event,
            Stop::End => false,
        };
        let stop = self.stops.partition_point(not_yet);
        (stop < self.stops.len()).then_some(stop)
    }

    /// The number of events that have happened.
    pub fn happened(&self) -> u32 {
        self.board.happened()
    }

    /// For each task that is shown and slept, how long it did in the whole run, in
    /// microseconds.
    pub(crate) fn slept_us(&self) -> Vec<(u32, u64)> {
        let slept = self
            .lanes
            .iter()
            .map(|task| (*task, self.slept_us[*task as usize]));
        slept.filter(|(_, us)| *us > 0).collect()
    }
}

/// The stops of a run: each event of a task that is shown, each pause of the clock before
/// one, and the end.
fn stops(story: &Story, shown: &[bool]) -> Vec<Stop> {
    let min_pause_us = match story.clock() {
        Clock::Virtual => 1,
        Clock::Real => MIN_REAL_PAUSE_US,
    };
    let mut stops = Vec::new();
    let mut before_us = 0;
    for (number, step) in (0..).zip(story.steps()) {
        if step.at_us - before_us >= min_pause_us {
            if let Some(Stop::Pause(_)) = stops.last() {
                stops.pop();
            }
            stops.push(Stop::Pause(number));
        }
        before_us = step.at_us;
        if shown[step.task as usize] {
            stops.push(Stop::Step(number));
        }
    }
    stops.push(Stop::End);
    stops
}

#[cfg(test)]
mod tests;
