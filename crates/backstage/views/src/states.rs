//! The one interpretation of a recording: which state each event puts its task in, and
//! what a wake came from. All views read the states of tasks from here.

use recording::{Outcome, WakeSource, task_name};

use crate::columns::clip;

use crate::story::{Owner, Stack, Step, StepKind, Story, TaskRecord, Text, Wait};

/// State of a task.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// It is in the run queue.
    Ready(Reason),
    /// It is being polled.
    Running(Reason),
    /// It waits.
    Waiting {
        /// Its object, where that is known.
        on: Option<Wait>,
        /// The file and the line of the await.
        place: Option<(Text, u32)>,
        /// The awaits at which it stands.
        stack: Option<Stack>,
        /// Whether it also has waits from earlier polls.
        more: bool,
    },
    /// It has ended.
    Ended(Outcome),
}

/// Why a task is ready, or was polled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// It has just been spawned, or the run has begun.
    First,
    /// It yielded.
    Yielded,
    /// It was woken.
    Woken(Waker),
    /// The recording does not tell.
    Unknown,
}

/// Source of a wake.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Waker {
    /// The recording does not tell.
    Unknown,
    /// The task itself.
    Itself,
    /// A timer that fired.
    Timer,
    /// A socket that became ready.
    Io,
    /// A thread outside the runtime.
    Thread,
    /// Another task, by something that it did.
    Task(u32),
    /// The end of another task. Where a building block passes it on, `by` is its helper.
    End {
        /// The task that has ended.
        of: u32,
        /// The task that woke.
        by: u32,
    },
    /// A task that a building block or a library spawned for itself.
    Helper(u32),
}

/// A state of a task, with its beginning.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Phase {
    /// The state.
    pub state: State,
    /// The event that began it.
    pub since: Moment,
}

/// A point of a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Moment {
    /// Microseconds since the run began.
    pub at_us: u64,
    /// The number of the event.
    pub step: u32,
}

/// A task is in one state from one moment to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    /// The task.
    pub task: u32,
    /// Its state.
    pub state: State,
    /// The event that began it.
    pub from: Moment,
    /// The event that ended it; the last event of the run if nothing did.
    pub to: Moment,
    /// Whether the recording ends before the state does.
    pub open: bool,
}

/// A part of what happens in a run, in its order; see [`Story::spans`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// A task has been in one state, which ends here.
    Span(Span),
    /// The event of this number. It comes after the span that it ends.
    Step(u32),
}

/// Returns the state that the step puts its task in; `None` if it goes on as before.
/// `tasks` are those of the recording, at least up to this step.
pub(crate) fn next_state(
    before: Option<State>,
    number: u32,
    step: &Step,
    tasks: &[TaskRecord],
) -> Option<State> {
    Some(match step.kind {
        StepKind::Printed(..) => return None,
        StepKind::Began | StepKind::Spawned => State::Ready(Reason::First),
        StepKind::Yielded => State::Ready(Reason::Yielded),
        StepKind::Woken(by) => match before {
            // It goes on running, or keeps its place in the queue.
            Some(State::Running(_) | State::Ready(_)) => return None,
            _ => State::Ready(Reason::Woken(waker(by, number, step.task, tasks))),
        },
        StepKind::Polled => State::Running(match before {
            Some(State::Ready(reason)) => reason,
            _ => Reason::Unknown,
        }),
        StepKind::Waiting { on, more, stack } => State::Waiting {
            on,
            place: step.place,
            stack,
            more: more > 0 || matches!(before, Some(State::Waiting { .. })),
        },
        StepKind::Finished(how) => State::Ended(how),
    })
}

/// Returns what the wake in this step came from.
pub(crate) fn waker(
    by: Option<WakeSource>,
    number: u32,
    woken: u32,
    tasks: &[TaskRecord],
) -> Waker {
    let by = match by {
        None => return Waker::Unknown,
        Some(WakeSource::Timer) => return Waker::Timer,
        Some(WakeSource::Io) => return Waker::Io,
        Some(WakeSource::Thread) => return Waker::Thread,
        Some(WakeSource::Task(by)) if by == woken => return Waker::Itself,
        Some(WakeSource::Task(by)) => by,
    };
    let has_ended = |task: u32| {
        let ended = tasks[task as usize].ended;
        ended.is_some_and(|(_, ended)| ended < number)
    };
    // A building block that waits for the end of a task spawns a helper in its last
    // poll. Helpers that were spawned by helpers are followed a little.
    let mut of = by;
    for _ in 0..4 {
        let task = &tasks[of as usize];
        match (task.owner, task.parent) {
            (Owner::Program, _) if has_ended(of) => return Waker::End { of, by },
            (Owner::Program, _) if of == by => return Waker::Task(by),
            (Owner::BuildingBlock(_), Some(parent))
                if has_ended(parent)
                    && tasks[parent as usize].last_poll < Some(task.spawned) =>
            {
                of = parent;
            }
            _ => break,
        }
    }
    Waker::Helper(by)
}

impl Waker {
    /// Returns what woke, as a noun: `task 3`, `the timer`, `hyper-util`. The name of a
    /// task's owner comes from `owner_name`.
    pub(crate) fn name<'a>(self, owner_name: impl Fn(u32) -> &'a str) -> String {
        match self {
            Waker::Unknown => "something that is not recorded".to_owned(),
            Waker::Itself => "itself".to_owned(),
            Waker::Timer => WakeSource::Timer.to_string(),
            Waker::Io => WakeSource::Io.to_string(),
            Waker::Thread => WakeSource::Thread.to_string(),
            Waker::Task(task) | Waker::End { of: task, .. } => task_name(task),
            Waker::Helper(task) => clip(owner_name(task), 40),
        }
    }
}

impl State {
    /// Whether it is a wait for the clock alone.
    pub(crate) fn is_sleep(&self) -> bool {
        matches!(
            self,
            State::Waiting {
                on: Some(Wait::Sleep { .. }),
                ..
            }
        )
    }
}

/// The parts of a run; see [`Story::spans`].
#[derive(Debug)]
pub struct Spans<'a> {
    story: &'a Story,
    next: u32,
    phases: Vec<Option<Phase>>,
    /// The span that the step before ended comes first, then the step.
    pending: Option<Part>,
    /// The tasks whose last span comes at the end.
    left: usize,
}

impl Story {
    /// The states of the tasks, in the order of the run.
    pub fn spans(&self) -> Spans<'_> {
        Spans {
            story: self,
            next: 0,
            phases: vec![None; self.tasks().len()],
            pending: None,
            left: 0,
        }
    }
}

impl Spans<'_> {
    /// The span of the next task that had not ended when the recording did.
    fn cut_off(&mut self) -> Option<Part> {
        let to = Moment {
            at_us: self.story.length_us(),
            step: self.next.saturating_sub(1),
        };
        while self.left < self.phases.len() {
            let task = self.left as u32;
            let phase = self.phases[self.left].take();
            self.left += 1;
            if let Some(span) = phase.and_then(|phase| phase.span(task, to, true)) {
                return Some(Part::Span(span));
            }
        }
        None
    }
}

impl Iterator for Spans<'_> {
    type Item = Part;

    fn next(&mut self) -> Option<Part> {
        if let Some(part) = self.pending.take() {
            return Some(part);
        }
        let number = self.next;
        let Some(step) = self.story.steps().get(number as usize) else {
            return self.cut_off();
        };
        self.next += 1;
        let phase = &mut self.phases[step.task as usize];
        let span = Phase::step(phase, number, step, self.story.tasks());
        match span {
            Some(span) => {
                self.pending = Some(Part::Step(number));
                Some(Part::Span(span))
            }
            None => Some(Part::Step(number)),
        }
    }
}

impl Phase {
    /// Puts a task in the phase that the step begins, and returns the span it ends.
    pub(crate) fn step(
        phase: &mut Option<Phase>,
        number: u32,
        step: &Step,
        tasks: &[TaskRecord],
    ) -> Option<Span> {
        let before = phase.map(|phase| phase.state);
        let state = next_state(before, number, step, tasks)?;
        let since = Moment {
            at_us: step.at_us,
            step: number,
        };
        let before = phase.replace(Phase { state, since });
        before?.span(step.task, since, false)
    }

    /// The span of the phase up to a moment; none after the end of a task.
    fn span(self, task: u32, to: Moment, open: bool) -> Option<Span> {
        let ended = matches!(self.state, State::Ended(_));
        (!ended).then_some(Span {
            task,
            state: self.state,
            from: self.since,
            to,
            open,
        })
    }
}

impl Span {
    /// How long the program slept in it, in microseconds: 0 if it is not a sleep. How long
    /// a library sleeps is its own affair.
    pub(crate) fn slept_us(&self, tasks: &[TaskRecord]) -> u64 {
        let counts = self.state.is_sleep() && tasks[self.task as usize].is_of_program();
        match counts {
            true => self.to.at_us - self.from.at_us,
            false => 0,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const BEGAN: &str =
        r#"{"at_us":0,"task":0,"event":"began","clock":"virtual","waits":"recorded"}"#;

    fn read(lines: &[&str]) -> Story {
        let text = lines.iter().map(|line| format!("{line}\n"));
        let text = text.collect::<String>();
        Story::read(text.as_bytes()).expect("it is in order")
    }

    #[test]
    fn the_spans_of_a_task_come_as_they_end() {
        let story = read(&[
            BEGAN,
            r#"{"at_us":0,"task":0,"event":"polled"}"#,
            r#"{"at_us":0,"task":0,"event":"waiting","on":{"sleep":{"ms":2000,"until_us":2000000}},"file":"x.rs","line":3}"#,
            r#"{"at_us":2000,"task":0,"event":"woken","by":"timer"}"#,
            r#"{"at_us":2000,"task":0,"event":"polled"}"#,
            r#"{"at_us":2500,"task":0,"event":"printed","text":"done"}"#,
        ]);
        let parts = story.spans().map(|part| match part {
            Part::Step(step) => format!("step {step}"),
            Part::Span(Span {
                from,
                to,
                open,
                state,
                ..
            }) => {
                let state = match state {
                    State::Ready(_) => "ready".to_owned(),
                    State::Running(_) => "running".to_owned(),
                    State::Waiting { on, place, .. } => format!(
                        "{} at line {}",
                        story.wait_name(on, None).expect("it is named"),
                        place.expect("it is known").1
                    ),
                    State::Ended(_) => unreachable!("no span follows an end"),
                };
                format!("{state} {}..{} {open}", from.at_us, to.at_us)
            }
        });
        assert_eq!(
            parts.collect::<Vec<_>>(),
            [
                "step 0",
                "ready 0..0 false",
                "step 1",
                "running 0..0 false",
                "step 2",
                "sleep 2s at line 3 0..2000 false",
                "step 3",
                "ready 2000..2000 false",
                "step 4",
                "step 5",
                "running 2000..2500 true",
            ]
        );
    }

    /// Times come from outside: two sleeps may add up to more than there is.
    #[test]
    fn a_sum_of_sleeps_beyond_all_bounds_is_drawn() {
        let last = u64::MAX;
        let story = read(&[
            BEGAN,
            r#"{"at_us":0,"task":1,"event":"spawned","parent":0,"kind":"task"}"#,
            r#"{"at_us":0,"task":0,"event":"waiting","on":{"sleep":{"ms":1,"until_us":1}}}"#,
            r#"{"at_us":0,"task":1,"event":"waiting","on":{"sleep":{"ms":1,"until_us":1}}}"#,
            &format!(r#"{{"at_us":{last},"task":0,"event":"polled"}}"#),
            &format!(r#"{{"at_us":{last},"task":1,"event":"polled"}}"#),
        ]);
        let subject = crate::Subject::default();
        let mut out = Vec::new();
        let settings = crate::timeline::Settings {
            by: crate::By::Time,
            width: 80,
            ascii: false,
            all: false,
        };
        crate::timeline::draw(&story, &subject, settings, &mut out).expect("a Vec");
        let mut replay = crate::Replay::new(&story, false).expect("it is short");
        for stop in 0..replay.stops().len() {
            replay.go(stop);
            crate::explain(&replay);
        }
        crate::html::write(&story, &subject, &mut out).expect("a Vec");
    }
}
