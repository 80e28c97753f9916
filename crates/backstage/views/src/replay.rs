//! A run step by step, forward and back: where it stops, and what every task does there.
//!
//! Each event knows the event before it of the same task, so one can be taken back as
//! quickly as it was done: there are no copies of states to keep. A long jump passes
//! over the events without keeping the run queue and its like up to date, and makes them
//! anew where it lands.

use std::collections::{BTreeMap, BTreeSet};

use recording::{Clock, Outcome, TaskKind, WakeSource};

use crate::{Step, StepKind, Story, Text};

/// No event, or an event that has not happened yet.
const NONE: u32 = u32::MAX;

/// Longer jumps make the sets anew instead of following every event.
const LONG_JUMP: u32 = 4096;

/// In real time something is always late; a pause is what one would notice.
const NOTICED_US: u64 = 10_000;

/// A run in real time that is shorter is over before the second decimal moves.
const SHORT_US: u64 = 100_000;

/// Where a replay halts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stop {
    /// This event has just happened.
    Step(u32),
    /// The clock went on to the time of this event, which is still to come.
    Pause(u32),
    /// It is all over.
    End,
}

/// What a task is doing at a stop.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Doing {
    /// Nobody has spawned it yet.
    NotYet,
    /// It may run, and somebody else does.
    Ready,
    /// It runs.
    Running,
    /// It waits.
    Waiting {
        /// For what, such as `sleep 2s`, where that is known.
        on: Option<Text>,
        /// In which file, at which line that was made.
        place: Option<(Text, u32)>,
        /// When a timer will wake it, in microseconds: what the recording tells later.
        until_us: Option<u64>,
    },
    /// It has ended in this way.
    Over(Outcome),
}

/// How long the tasks slept in the whole run.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Slept {
    /// The first few tasks that did, with their microseconds.
    pub by: Vec<(u32, u64)>,
    /// How many tasks did.
    pub tasks: usize,
    /// All their microseconds.
    pub total_us: u64,
}

/// A walk through a [`Story`].
#[derive(Debug)]
pub struct Replay<'a> {
    story: &'a Story,
    /// The tasks that are shown, and for each task whether it is.
    lanes: Vec<u32>,
    shown: Vec<bool>,
    /// For each event, the event before it that changed the state of its task; for one
    /// that began a wait, the event that ended it.
    before: Vec<u32>,
    after: Vec<u32>,
    stops: Vec<Stop>,
    prints: Vec<u32>,
    slept: Slept,
    /// Decimals of its times.
    decimals: usize,
    /// Where it is: an index of `stops`, and the number of events that have happened.
    at: usize,
    happened: u32,
    /// For each task, the event that put it into its state.
    last: Vec<u32>,
    now: Now,
}

/// Who is in which state; all of it follows from `Replay::last`.
#[derive(Debug, Default, PartialEq, Eq)]
struct Now {
    /// The events that made tasks ready which have not run since: the run queue.
    ready: BTreeSet<u32>,
    running: BTreeSet<u32>,
    waiting: BTreeSet<u32>,
    asleep: BTreeSet<u32>,
    live: BTreeSet<u32>,
    waits_at: BTreeMap<(Text, u32), BTreeSet<u32>>,
}

/// The sets of [`Now`] that a task is in.
#[derive(Debug, Default)]
struct Belongs {
    ready: Option<u32>,
    running: bool,
    waiting: bool,
    asleep: bool,
    live: bool,
    waits_at: Option<(Text, u32)>,
}

impl<'a> Replay<'a> {
    /// Stands at the first stop of the run. `all` shows the tasks of libraries too.
    pub fn new(story: &'a Story, all: bool) -> Replay<'a> {
        let tasks = story.tasks().len();
        let lanes = story.lanes(all);
        let mut shown = vec![false; tasks];
        for lane in &lanes {
            shown[*lane as usize] = true;
        }
        let mut replay = Replay {
            story,
            lanes,
            shown,
            before: Vec::with_capacity(story.steps().len()),
            after: vec![NONE; story.steps().len()],
            stops: Vec::new(),
            prints: Vec::new(),
            slept: Slept::default(),
            decimals: 2,
            at: 0,
            happened: 0,
            last: vec![NONE; tasks],
            now: Now::default(),
        };
        replay.link();
        replay.last.fill(NONE);
        replay.go(0);
        replay
    }

    fn link(&mut self) {
        let story = self.story;
        let least = match story.clock() {
            Clock::Virtual => 1,
            Clock::Real => NOTICED_US,
        };
        if story.clock() == Clock::Real && story.length_us() < SHORT_US {
            self.decimals = 4;
        }
        let mut slept: BTreeMap<u32, u64> = BTreeMap::new();
        let mut before_us = 0;
        for (number, step) in (0..).zip(story.steps()) {
            if step.at_us - before_us >= least {
                if let Some(Stop::Pause(_)) = self.stops.last() {
                    self.stops.pop();
                }
                self.stops.push(Stop::Pause(number));
            }
            before_us = step.at_us;
            if story.clock() == Clock::Virtual && step.at_us % 10_000 != 0 {
                self.decimals = 3;
            }
            let task = step.task as usize;
            let before = self.last[task];
            self.before.push(before);
            if self.changes(number) {
                if let Some(since) = self.waiting_since(before) {
                    self.after[before as usize] = number;
                    if self.shown[task] && self.sleeps(since) {
                        *slept.entry(step.task).or_default() +=
                            step.at_us - since.at_us;
                    }
                }
                self.last[task] = number;
            }
            if matches!(step.kind, StepKind::Printed(..)) {
                self.prints.push(number);
            }
            if self.shown[task] {
                self.stops.push(Stop::Step(number));
            }
        }
        self.stops.push(Stop::End);
        self.slept = Slept {
            tasks: slept.len(),
            total_us: slept.values().sum(),
            by: slept.into_iter().take(6).collect(),
        };
    }

    fn waiting_since(&self, event: u32) -> Option<&'a Step> {
        let step = self.story.steps().get(event as usize)?;
        matches!(step.kind, StepKind::Waiting(_)).then_some(step)
    }

    /// Whether it is a wait for nothing but the clock.
    pub fn sleeps(&self, waiting: &Step) -> bool {
        let StepKind::Waiting(Some(on)) = waiting.kind else {
            return false;
        };
        self.story.text(on).starts_with("sleep")
    }

    /// Whether the event changes the state of its task. A wake does only for a task
    /// that waits: one that runs goes on, and one that is ready keeps its turn.
    fn changes(&self, event: u32) -> bool {
        match self.story.steps()[event as usize].kind {
            StepKind::Printed(..) => false,
            StepKind::Woken(_) => {
                self.waiting_since(self.before[event as usize]).is_some()
            }
            _ => true,
        }
    }

    /// The recording.
    pub fn story(&self) -> &'a Story {
        self.story
    }

    /// How many stops there are; at least one.
    pub fn len(&self) -> usize {
        self.stops.len()
    }

    /// Never: there is always the end.
    pub fn is_empty(&self) -> bool {
        self.stops.is_empty()
    }

    /// The number of the stop it stands at, from 0.
    pub fn at(&self) -> usize {
        self.at
    }

    /// The stop it stands at.
    pub fn stop(&self) -> Stop {
        self.stops[self.at]
    }

    /// The stop of that number, or the last.
    pub fn go(&mut self, stop: usize) {
        self.at = stop.min(self.stops.len() - 1);
        let happened = match self.stops[self.at] {
            Stop::Step(step) => step + 1,
            Stop::Pause(step) => step,
            Stop::End => self.story.steps().len() as u32,
        };
        let long = self.happened.abs_diff(happened) > LONG_JUMP;
        while self.happened < happened {
            let event = self.happened;
            self.happened += 1;
            if self.changes(event) {
                self.enter(event, event, long);
            }
        }
        while self.happened > happened {
            self.happened -= 1;
            let event = self.happened;
            if self.changes(event) {
                self.enter(event, self.before[event as usize], long);
            }
        }
        if long {
            self.recount();
        }
    }

    /// The task of `event` is in the state that `last` brought it.
    fn enter(&mut self, event: u32, last: u32, long: bool) {
        let task = self.story.steps()[event as usize].task;
        if !long {
            self.count(task, false);
        }
        self.last[task as usize] = last;
        if !long {
            self.count(task, true);
        }
    }

    /// Adds the task to the sets it belongs to, or takes it out of them.
    fn count(&mut self, task: u32, add: bool) {
        let Some(place) = self.place_in(task) else {
            return;
        };
        let put = |set: &mut BTreeSet<u32>, belongs: bool, number: u32| {
            if belongs && add {
                set.insert(number);
            } else if belongs {
                set.remove(&number);
            }
        };
        let now = &mut self.now;
        put(
            &mut now.ready,
            place.ready.is_some(),
            place.ready.unwrap_or_default(),
        );
        put(&mut now.running, place.running, task);
        put(&mut now.waiting, place.waiting, task);
        put(&mut now.asleep, place.asleep, task);
        put(&mut now.live, place.live, task);
        if let Some(line) = place.waits_at {
            let at = now.waits_at.entry(line).or_default();
            put(at, true, task);
            if at.is_empty() {
                now.waits_at.remove(&line);
            }
        }
    }

    /// Makes the sets anew: all at once, which is quicker than task by task.
    fn recount(&mut self) {
        let mut ready = Vec::new();
        let mut running = Vec::new();
        let mut waiting = Vec::new();
        let mut asleep = Vec::new();
        let mut live = Vec::new();
        let mut waits_at: BTreeMap<_, Vec<u32>> = BTreeMap::new();
        for task in 0..self.last.len() as u32 {
            let Some(place) = self.place_in(task) else {
                continue;
            };
            ready.extend(place.ready);
            running.extend(place.running.then_some(task));
            waiting.extend(place.waiting.then_some(task));
            asleep.extend(place.asleep.then_some(task));
            live.extend(place.live.then_some(task));
            if let Some(line) = place.waits_at {
                waits_at.entry(line).or_default().push(task);
            }
        }
        let waits_at = waits_at.into_iter();
        self.now = Now {
            ready: ready.into_iter().collect(),
            running: running.into_iter().collect(),
            waiting: waiting.into_iter().collect(),
            asleep: asleep.into_iter().collect(),
            live: live.into_iter().collect(),
            waits_at: waits_at
                .map(|(line, tasks)| (line, tasks.into_iter().collect()))
                .collect(),
        };
    }

    /// To which sets the task belongs; to none before it is spawned.
    fn place_in(&self, task: u32) -> Option<Belongs> {
        let last = self.last[task as usize];
        let step = self.story.steps().get(last as usize)?;
        let shown = self.shown[task as usize];
        // A thread of the program's own is no task that could be over.
        let kind = self.story.tasks()[step.task as usize].kind;
        let mut belongs = Belongs {
            live: shown && kind != TaskKind::Thread,
            ..Belongs::default()
        };
        match step.kind {
            StepKind::Spawned | StepKind::Yielded | StepKind::Woken(_) => {
                belongs.ready = Some(last);
            }
            StepKind::Polled => belongs.running = true,
            StepKind::Waiting(_) if shown => {
                belongs.waiting = true;
                belongs.asleep = self.sleeps(step);
                belongs.waits_at = step.place;
            }
            StepKind::Waiting(_) | StepKind::Printed(..) => {}
            StepKind::Finished(_) => belongs.live = false,
        }
        Some(belongs)
    }

    /// The clock at the stop, in microseconds.
    pub fn clock_us(&self) -> u64 {
        self.clock_of(self.stops[self.at])
    }

    fn clock_of(&self, stop: Stop) -> u64 {
        match stop {
            Stop::Step(step) | Stop::Pause(step) => {
                self.story.steps()[step as usize].at_us
            }
            Stop::End => self.story.length_us(),
        }
    }

    /// A time in seconds, as exactly as this run needs it.
    pub fn seconds(&self, us: u64) -> String {
        format!("{:.*}", self.decimals, us as f64 / 1e6)
    }

    /// How many microseconds passed since the stop before.
    pub fn passed_us(&self) -> u64 {
        match self.at.checked_sub(1) {
            Some(before) => self.clock_us() - self.clock_of(self.stops[before]),
            None => self.clock_us(),
        }
    }

    /// The event of the stop: the one that happened, or the one to come after a pause.
    pub fn step(&self) -> Option<&'a Step> {
        match self.stop() {
            Stop::Step(step) | Stop::Pause(step) => {
                Some(&self.story.steps()[step as usize])
            }
            Stop::End => None,
        }
    }

    /// The event before the one of this stop that changed the state of its task.
    pub fn step_before(&self) -> Option<&'a Step> {
        let Stop::Step(step) = self.stop() else {
            return None;
        };
        let before = self.before[step as usize];
        self.story.steps().get(before as usize)
    }

    /// The wait that the task of this stop is in, or came from when it was woken.
    pub fn wait_before(&self) -> Option<&'a Step> {
        let Stop::Step(step) = self.stop() else {
            return None;
        };
        let mut before = self.before[step as usize];
        while let Some(found) = self.story.steps().get(before as usize) {
            match found.kind {
                StepKind::Waiting(_) => return Some(found),
                StepKind::Woken(_) => before = self.before[before as usize],
                _ => return None,
            }
        }
        None
    }

    /// The task that this stop is about.
    pub fn task(&self) -> Option<u32> {
        match self.stop() {
            Stop::Step(step) => Some(self.story.steps()[step as usize].task),
            Stop::Pause(_) | Stop::End => None,
        }
    }

    /// The line behind this stop: where it happened, or where the task that is woken
    /// or runs on had slept. Of a wait for a lock and its like only the line is known
    /// where that was made, which is not where the task stands.
    pub fn place(&self) -> Option<(Text, u32)> {
        let Stop::Step(step) = self.stop() else {
            return None;
        };
        let step = &self.story.steps()[step as usize];
        match step.kind {
            StepKind::Woken(_) | StepKind::Polled => {
                let wait = self.wait_before().filter(|wait| self.sleeps(wait));
                step.place.or_else(|| wait?.place)
            }
            StepKind::Waiting(_) if !self.sleeps(step) => None,
            _ => step.place,
        }
    }

    /// What the task is doing.
    pub fn doing(&self, task: u32) -> Doing {
        let last = self.last[task as usize];
        let Some(step) = self.story.steps().get(last as usize) else {
            return Doing::NotYet;
        };
        match step.kind {
            StepKind::Spawned | StepKind::Yielded | StepKind::Woken(_) => Doing::Ready,
            StepKind::Polled => Doing::Running,
            StepKind::Waiting(on) => Doing::Waiting {
                on,
                place: step.place,
                until_us: self.woken_by_timer(last),
            },
            StepKind::Finished(how) => Doing::Over(how),
            StepKind::Printed(..) => unreachable!("a print changes no state"),
        }
    }

    /// What changed the state of the task, from now back to its beginning.
    pub fn history(&self, task: u32) -> impl Iterator<Item = &'a Step> {
        let steps = self.story.steps();
        let mut event = self.last[task as usize];
        std::iter::from_fn(move || {
            let step = steps.get(event as usize)?;
            event = self.before[event as usize];
            Some(step)
        })
    }

    fn woken_by_timer(&self, waiting: u32) -> Option<u64> {
        let after = self.after[waiting as usize];
        let end = self.story.steps().get(after as usize)?;
        matches!(end.kind, StepKind::Woken(Some(WakeSource::Timer)))
            .then_some(end.at_us)
    }

    /// The tasks that are shown, as far as they have been spawned, in spawn order.
    pub fn spawned(&self) -> &[u32] {
        let tasks = self.story.tasks();
        let there = |task: &u32| tasks[*task as usize].spawned < self.happened;
        &self.lanes[..self.lanes.partition_point(there)]
    }

    /// Those of them that are not over, without threads of the program's own.
    pub fn live(&self) -> &BTreeSet<u32> {
        &self.now.live
    }

    /// Those of them that wait.
    pub fn waiting(&self) -> &BTreeSet<u32> {
        &self.now.waiting
    }

    /// Those of them that wait for nothing but the clock.
    pub fn asleep(&self) -> &BTreeSet<u32> {
        &self.now.asleep
    }

    /// The tasks that wait for what was made at this line.
    pub fn waiting_at(&self, place: (Text, u32)) -> Option<&BTreeSet<u32>> {
        self.now.waits_at.get(&place)
    }

    /// The tasks of the loop that are ready, in the order in which they became so.
    /// Without those of the pool of threads, which the loop does not run.
    pub fn ready(&self) -> impl Iterator<Item = u32> {
        let events = self.now.ready.iter();
        events
            .map(|event| self.story.steps()[*event as usize].task)
            .filter(|task| self.on_the_loop(*task))
    }

    /// The tasks that run: at most one on the loop, and those on threads.
    pub fn running(&self) -> impl Iterator<Item = u32> {
        self.now.running.iter().copied()
    }

    /// Whether the loop has nothing to run.
    pub fn is_idle(&self) -> bool {
        self.ready().next().is_none()
            && !self.running().any(|task| self.on_the_loop(task))
    }

    /// Whether it is a task of the loop, and not one that runs on a thread of its own.
    pub fn on_the_loop(&self, task: u32) -> bool {
        let kind = self.story.tasks()[task as usize].kind;
        matches!(kind, TaskKind::Task | TaskKind::Local)
    }

    /// Whether the task is shown.
    pub fn is_shown(&self, task: u32) -> bool {
        self.shown[task as usize]
    }

    /// Whether somebody was woken by this task between its last poll and the next poll
    /// of a task that is shown, or at that time by a task of a library. `None` where
    /// that is too far to look.
    pub fn wakes_somebody(&self) -> Option<bool> {
        let Stop::Step(number) = self.stop() else {
            return None;
        };
        const FAR: usize = 100;
        let steps = self.story.steps();
        let number = number as usize;
        let task = steps[number].task;
        for step in steps[..number].iter().rev().take(FAR) {
            match step.kind {
                StepKind::Polled if step.task == task => break,
                StepKind::Woken(Some(WakeSource::Task(by))) if by == task => {
                    return Some(true);
                }
                _ => {}
            }
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
        let so_far = |step: &u32| *step < self.happened;
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

    /// How many events have happened.
    pub fn happened(&self) -> u32 {
        self.happened
    }

    /// How long the tasks slept in the whole run.
    pub fn slept(&self) -> &Slept {
        &self.slept
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use recording::{Event, EventKind, Owner, Stream, Wait, Waits};

    use super::*;

    /// Events that a run could have, from any numbers: each picks one of the tasks and
    /// what it may do in its state.
    fn events(choices: &[(u8, u8, u8)]) -> Vec<Event> {
        let event = |at_us, task, what| Event {
            at_us,
            task,
            kind: what,
            place: None,
        };
        let began = EventKind::Began {
            clock: Clock::Virtual,
            waits: Waits::Recorded,
        };
        let mut events = vec![event(0, 0, began)];
        let mut over = vec![false];
        let mut at_us = 0;
        for (pick, what, wait) in choices {
            at_us += u64::from(wait % 4) * 1000;
            let task = u32::from(*pick) % over.len() as u32;
            let what = match what % 8 {
                0 | 1 => {
                    over.push(false);
                    let spawned = EventKind::Spawned {
                        parent: Some(task),
                        kind: TaskKind::Task,
                        owner: match pick % 3 {
                            0 => Owner::Library("hyper-util".to_owned()),
                            _ => Owner::Program,
                        },
                    };
                    events.push(event(at_us, over.len() as u32 - 1, spawned));
                    continue;
                }
                2 => EventKind::Polled,
                3 => EventKind::Yielded,
                4 => EventKind::Waiting {
                    on: (wait % 2 == 0).then_some(Wait::Sleep {
                        ms: 1000,
                        until_us: 0,
                    }),
                    more: 0,
                },
                5 => EventKind::Woken {
                    by: Some(WakeSource::Timer),
                },
                6 => EventKind::Printed {
                    text: "a line".to_owned(),
                    stream: Stream::Stdout,
                },
                _ => EventKind::Finished {
                    how: Outcome::Completed,
                },
            };
            if over[task as usize] && !matches!(what, EventKind::Printed { .. }) {
                continue;
            }
            over[task as usize] |= matches!(what, EventKind::Finished { .. });
            events.push(event(at_us, task, what));
        }
        events
    }

    fn choices(most: usize) -> impl Strategy<Value = Vec<(u8, u8, u8)>> {
        prop::collection::vec(any::<(u8, u8, u8)>(), 0..most)
    }

    /// The state of every task told from the beginning, with nothing taken back.
    fn told(story: &Story, happened: u32) -> Vec<Doing> {
        let mut doing = vec![Doing::NotYet; story.tasks().len()];
        for step in &story.steps()[..happened as usize] {
            let now = &mut doing[step.task as usize];
            *now = match step.kind {
                StepKind::Spawned | StepKind::Yielded => Doing::Ready,
                StepKind::Woken(_) if matches!(now, Doing::Waiting { .. }) => {
                    Doing::Ready
                }
                StepKind::Woken(_) | StepKind::Printed(..) => *now,
                StepKind::Polled => Doing::Running,
                StepKind::Waiting(on) => Doing::Waiting {
                    on,
                    place: step.place,
                    until_us: None,
                },
                StepKind::Finished(how) => Doing::Over(how),
            };
        }
        doing
    }

    fn without_future(doing: Doing) -> Doing {
        match doing {
            Doing::Waiting { on, place, .. } => Doing::Waiting {
                on,
                place,
                until_us: None,
            },
            other => other,
        }
    }

    proptest! {
        #[test]
        fn wherever_one_jumps_it_is_as_if_one_had_stepped(
            choices in choices(200),
            jumps in prop::collection::vec(any::<u16>(), 1..12),
            all in any::<bool>(),
        ) {
            let story = Story::of(&events(&choices)).expect("a run could be like this");
            let mut jumping = Replay::new(&story, all);
            for jump in jumps {
                jumping.go(usize::from(jump) % jumping.len());
                let mut stepping = Replay::new(&story, all);
                while stepping.at() < jumping.at() {
                    stepping.go(stepping.at() + 1);
                }
                prop_assert_eq!(&jumping.now, &stepping.now);
                prop_assert_eq!(&jumping.last, &stepping.last);
                let told = told(&story, jumping.happened());
                for (task, told) in (0..).zip(told) {
                    prop_assert_eq!(without_future(jumping.doing(task)), told);
                }
            }
        }

        #[test]
        fn as_many_steps_back_as_forward_change_nothing(
            choices in choices(200),
            from in any::<u16>(),
            steps in 1..40_usize,
        ) {
            let story = Story::of(&events(&choices)).expect("a run could be like this");
            let mut replay = Replay::new(&story, true);
            replay.go(usize::from(from) % replay.len());
            let from = replay.at();
            let (now, last) = (format!("{:?}", replay.now), replay.last.clone());
            let steps = steps.min(replay.len() - 1 - from);
            for _ in 0..steps {
                replay.go(replay.at() + 1);
            }
            for _ in 0..steps {
                replay.go(replay.at() - 1);
            }
            prop_assert_eq!(replay.at(), from);
            prop_assert_eq!(format!("{:?}", replay.now), now);
            prop_assert_eq!(&replay.last, &last);
        }
    }

    /// A long jump makes the sets anew; it must make the same ones.
    #[test]
    fn a_long_jump_lands_where_short_ones_do() {
        let numbers = (0..30_000_u32).map(|n| {
            let [a, b, c, _] =
                n.wrapping_mul(2_654_435_761).rotate_left(9).to_le_bytes();
            // Without ends, or soon nobody is left.
            (a, b % 7, c)
        });
        let story = Story::of(&events(&numbers.collect::<Vec<_>>())).expect("a run");
        assert!(story.steps().len() > 3 * LONG_JUMP as usize);
        let (mut short, mut long) =
            (Replay::new(&story, true), Replay::new(&story, true));
        for target in [long.len() - 1, 17, long.len() / 2, 0] {
            long.go(target);
            while short.at() != target {
                let next = if short.at() < target {
                    (short.at() + 1000).min(target)
                } else {
                    short.at().saturating_sub(1000).max(target)
                };
                short.go(next);
            }
            assert_eq!(short.now, long.now);
            assert_eq!(short.last, long.last);
        }
    }

    #[test]
    fn from_line_to_line_of_output() {
        let print = |task| (task, 6, 0);
        let story = Story::of(&events(&[
            (0, 2, 0),
            print(0),
            (0, 4, 0),
            (0, 5, 3),
            print(0),
        ]))
        .expect("a run");
        let mut replay = Replay::new(&story, false);
        let mut stops = Vec::new();
        while let Some(next) = replay.next_print() {
            replay.go(next);
            stops.push(replay.at());
        }
        assert_eq!(replay.printed().len(), 2);
        replay.go(replay.len() - 1);
        let mut back = Vec::new();
        while let Some(before) = replay.print_before() {
            replay.go(before);
            back.push(replay.at());
        }
        back.reverse();
        assert_eq!(stops, back);
        assert_eq!(stops.len(), 2);
    }
}
