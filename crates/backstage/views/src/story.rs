//! A recording read for drawing: checked, compact, and told as the states of its tasks.
//!
//! A [`Story`] keeps 40 bytes an event, each text once, and refuses what is more than
//! [`MOST_EVENTS`] or [`MOST_TEXT`]: so its memory is bounded whatever it is given. The
//! states of the tasks are not stored. [`Story::spans`] tells them again from the start,
//! in the memory of one state a task.

use std::fmt;
use std::io::BufRead;

use indexmap::IndexSet;
use recording::{
    Clock, Damaged, Event, EventKind, Outcome, Place, Reader, Stream, TaskKind, Waits,
    WakeSource, task_name,
};

/// A recording of more events is refused. It would take 200 MB.
pub const MOST_EVENTS: usize = 5_000_000;

/// A recording with more bytes of different texts (lines printed, names of waits, names
/// of files) is refused.
pub const MOST_TEXT: usize = 64 << 20;

/// A checked recording.
#[derive(Debug)]
pub struct Story {
    clock: Clock,
    waits_recorded: bool,
    steps: Vec<Step>,
    tasks: Vec<TaskStory>,
    texts: Texts,
}

/// A text of the recording, by number; see [`Story::text`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Text(u32);

/// One event. Its number is its index in [`Story::steps`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Step {
    /// Microseconds since the run began.
    pub at_us: u64,
    /// The task it is about: an index of [`Story::tasks`], and its number.
    pub task: u32,
    /// What happened.
    pub kind: StepKind,
    /// How many waits from earlier polls the task has beside this one.
    pub more: u32,
    /// The file and the line behind it.
    pub place: Option<(Text, u32)>,
}

/// What happened; [`What`] in a few bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StepKind {
    /// The task came to be.
    Spawned,
    /// It runs from here on.
    Polled,
    /// It gave up its turn, and is ready.
    Yielded,
    /// It waits; for what, where that is known.
    Waiting(Option<Text>),
    /// It may run again; by whom, where that is known.
    Woken(Option<WakeSource>),
    /// It printed a line.
    Printed(Text, Stream),
    /// It is over.
    Finished(Outcome),
}

/// What is known of a task as a whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TaskStory {
    /// The task that spawned it.
    pub parent: Option<u32>,
    /// What sort of task it is.
    pub kind: TaskKind,
    /// A library spawned it for its own purposes.
    pub library: bool,
    /// It printed something.
    pub printed: bool,
    /// The step in which it was spawned.
    pub spawned: u32,
    /// How it ended, and in which step.
    pub ended: Option<(Outcome, u32)>,
}

/// What a task does for some time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// It stands in the run queue: spawned, woken, or back after it gave up its turn.
    Ready,
    /// The executor has called it.
    Running,
    /// It waits; for what, where that is known.
    Waiting {
        /// Such as `sleep 2s`.
        on: Option<Text>,
        /// The file and the line of what it waits for: of a sleep where it is awaited, of
        /// a lock, a semaphore or a channel where it was made. tokio tells no other.
        place: Option<(Text, u32)>,
    },
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
    /// What it does.
    pub state: State,
    /// The event that began it.
    pub from: Moment,
    /// The event that ended it; the last event of the run if nothing did.
    pub to: Moment,
    /// Whether it was cut off by the end of the recording.
    pub open: bool,
}

/// What [`Story::spans`] tells, in the order of the run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// A task has been in one state. It is told when that ends.
    Span(Span),
    /// A step that changes no state, or that ends one: its number.
    Step(u32),
}

/// A recording that no view draws.
#[derive(Debug)]
pub enum Refused {
    /// A line cannot be read.
    Damaged(Damaged),
    /// An event cannot have happened.
    Impossible {
        /// Which event, counted from 1; it is also the line.
        line: usize,
        /// What is wrong with it.
        why: String,
    },
    /// It is larger than views take.
    TooLarge(String),
    /// There is nothing in it.
    Empty,
}

#[derive(Debug, Default)]
struct Texts {
    texts: IndexSet<Box<str>>,
    bytes: usize,
}

impl Story {
    /// Reads a recording, one JSON object a line.
    ///
    /// # Errors
    /// When a line is damaged, an event cannot have happened (a task that nobody
    /// spawned, a time that goes back), or it is larger than [`MOST_EVENTS`] and
    /// [`MOST_TEXT`] allow.
    pub fn read(input: impl BufRead) -> Result<Story, Refused> {
        let mut story = Builder::default();
        for event in Reader::new(input) {
            story.add(&event.map_err(Refused::Damaged)?)?;
        }
        story.finish()
    }

    /// The story of these events.
    ///
    /// # Errors
    /// As [`Story::read`].
    pub fn of<'a>(
        events: impl IntoIterator<Item = &'a Event>,
    ) -> Result<Story, Refused> {
        let mut story = Builder::default();
        for event in events {
            story.add(event)?;
        }
        story.finish()
    }

    /// Where the times come from.
    pub fn clock(&self) -> Clock {
        self.clock
    }

    /// False when tokio did not report what its tasks do.
    pub fn waits_recorded(&self) -> bool {
        self.waits_recorded
    }

    /// All events, in their order.
    pub fn steps(&self) -> &[Step] {
        &self.steps
    }

    /// All tasks. The index is the number of the task; 0 is `main`.
    pub fn tasks(&self) -> &[TaskStory] {
        &self.tasks
    }

    /// The numbers of the tasks that have a lane, in spawn order: without those that
    /// libraries spawned for themselves, unless they printed something or `all` is asked
    /// for. A plain thread that printed nothing has none either.
    pub fn lanes(&self, all: bool) -> Vec<u32> {
        let shown = |task: &TaskStory| {
            all || task.printed || !(task.library || task.kind == TaskKind::Thread)
        };
        let numbered = (0..).zip(&self.tasks);
        numbered
            .filter(|(_, task)| shown(task))
            .map(|(number, _)| number)
            .collect()
    }

    /// The text behind the number. It comes from outside: make it
    /// [`harmless`](crate::columns::harmless) before it is shown.
    pub fn text(&self, text: Text) -> &str {
        &self.texts.texts[text.0 as usize]
    }

    /// How many microseconds the run took.
    pub fn length_us(&self) -> u64 {
        self.steps.last().map_or(0, |step| step.at_us)
    }

    /// What the tasks did, in the order of the run.
    pub fn spans(&self) -> Spans<'_> {
        Spans {
            story: self,
            next: 0,
            open: vec![None; self.tasks.len()],
            told: None,
            left: 0,
        }
    }
}

/// The parts of a run; see [`Story::spans`].
#[derive(Debug)]
pub struct Spans<'a> {
    story: &'a Story,
    next: u32,
    open: Vec<Option<(State, Moment)>>,
    /// The span that the step before ended comes first, then the step.
    told: Option<Part>,
    /// The tasks whose last span is told at the end.
    left: usize,
}

impl Iterator for Spans<'_> {
    type Item = Part;

    fn next(&mut self) -> Option<Part> {
        if let Some(part) = self.told.take() {
            return Some(part);
        }
        let steps = &self.story.steps;
        let Some(step) = steps.get(self.next as usize) else {
            return self.cut_off();
        };
        let number = self.next;
        self.next += 1;
        let now = Moment {
            at_us: step.at_us,
            step: number,
        };
        let open = &mut self.open[step.task as usize];
        let state = match step.kind {
            StepKind::Spawned | StepKind::Yielded => Some(State::Ready),
            // A task that is woken while it runs goes on running.
            StepKind::Woken(_) if matches!(open, Some((State::Running, _))) => {
                return Some(Part::Step(number));
            }
            StepKind::Woken(_) => Some(State::Ready),
            StepKind::Polled => Some(State::Running),
            StepKind::Waiting(on) => Some(State::Waiting {
                on,
                place: step.place,
            }),
            StepKind::Finished(_) => None,
            StepKind::Printed(..) => return Some(Part::Step(number)),
        };
        let before = std::mem::replace(open, state.map(|state| (state, now)));
        let Some((state, from)) = before else {
            return Some(Part::Step(number));
        };
        self.told = Some(Part::Step(number));
        Some(Part::Span(Span {
            task: step.task,
            state,
            from,
            to: now,
            open: false,
        }))
    }
}

impl Spans<'_> {
    /// The span of the next task that had not ended when the recording did.
    fn cut_off(&mut self) -> Option<Part> {
        let last = Moment {
            at_us: self.story.length_us(),
            step: self.next.saturating_sub(1),
        };
        while self.left < self.open.len() {
            let task = self.left;
            self.left += 1;
            if let Some((state, from)) = self.open[task].take() {
                return Some(Part::Span(Span {
                    task: task as u32,
                    state,
                    from,
                    to: last,
                    open: true,
                }));
            }
        }
        None
    }
}

#[derive(Default)]
struct Builder {
    clock: Option<Clock>,
    waits_recorded: bool,
    steps: Vec<Step>,
    tasks: Vec<TaskStory>,
    texts: Texts,
}

impl Builder {
    fn add(&mut self, event: &Event) -> Result<(), Refused> {
        let line = self.steps.len() + 1;
        let impossible = |why: String| Err(Refused::Impossible { line, why });
        if line > MOST_EVENTS {
            let what = format!("it has more than {MOST_EVENTS} events");
            return Err(Refused::TooLarge(what));
        }
        if self
            .steps
            .last()
            .is_some_and(|last| event.at_us < last.at_us)
        {
            return impossible(
                "its time is before that of the event before".to_owned(),
            );
        }
        let kind = match &event.kind {
            EventKind::Began { clock, waits } => {
                if event.task != 0 || self.clock.is_some() {
                    return impossible("main begins a second time".to_owned());
                }
                self.clock = Some(*clock);
                self.waits_recorded = *waits == Waits::Recorded;
                if self.tasks.is_empty() {
                    self.spawn(None, TaskKind::Task, false);
                }
                StepKind::Spawned
            }
            EventKind::Spawned {
                parent,
                kind,
                owner,
            } => {
                let next = self.tasks.len();
                if event.task as usize != next || next == 0 {
                    let name = task_name(event.task);
                    return impossible(format!(
                        "{name} is spawned, and it is not its turn"
                    ));
                }
                if let Some(parent) = parent.filter(|parent| *parent >= event.task) {
                    return impossible(format!(
                        "{} is spawned by {}, which does not exist yet",
                        task_name(event.task),
                        task_name(parent)
                    ));
                }
                self.spawn(*parent, *kind, !owner.is_program());
                StepKind::Spawned
            }
            EventKind::Polled => StepKind::Polled,
            EventKind::Yielded => StepKind::Yielded,
            EventKind::Waiting { on, .. } => {
                let on = on.as_ref().map(ToString::to_string);
                let on = on.map(|on| self.texts.number(&on)).transpose()?;
                StepKind::Waiting(on)
            }
            EventKind::Woken { by } => {
                if let Some(WakeSource::Task(by)) = by
                    && *by as usize >= self.tasks.len()
                {
                    let name = task_name(*by);
                    return impossible(format!("{name} wakes, and nobody spawned it"));
                }
                StepKind::Woken(*by)
            }
            EventKind::Printed { text, stream } => {
                if event.task == 0 && self.tasks.is_empty() {
                    // A program may print before it has a runtime, or without one.
                    self.spawn(None, TaskKind::Task, false);
                }
                StepKind::Printed(self.texts.number(text)?, *stream)
            }
            EventKind::Finished { how } => StepKind::Finished(*how),
        };
        let place = match &event.place {
            Some(Place { file, line }) => Some((self.texts.number(file)?, *line)),
            None => None,
        };
        let more = match event.kind {
            EventKind::Waiting { more, .. } => more,
            _ => 0,
        };
        let number = self.steps.len() as u32;
        let Some(task) = self.tasks.get_mut(event.task as usize) else {
            let name = task_name(event.task);
            return impossible(format!("{name} does something, and nobody spawned it"));
        };
        match kind {
            StepKind::Printed(..) => task.printed = true,
            _ if task.ended.is_some() => {
                let name = task_name(event.task);
                return impossible(format!("{name} goes on after its end"));
            }
            StepKind::Finished(how) => task.ended = Some((how, number)),
            _ => {}
        }
        self.steps.push(Step {
            at_us: event.at_us,
            task: event.task,
            kind,
            more,
            place,
        });
        Ok(())
    }

    fn spawn(&mut self, parent: Option<u32>, kind: TaskKind, library: bool) {
        self.tasks.push(TaskStory {
            parent,
            kind,
            library,
            printed: false,
            spawned: self.steps.len() as u32,
            ended: None,
        });
    }

    fn finish(self) -> Result<Story, Refused> {
        if self.steps.is_empty() {
            return Err(Refused::Empty);
        }
        Ok(Story {
            clock: self.clock.unwrap_or(Clock::Real),
            // Without a runtime there is nothing to record.
            waits_recorded: self.clock.is_none() || self.waits_recorded,
            steps: self.steps,
            tasks: self.tasks,
            texts: self.texts,
        })
    }
}

impl Texts {
    fn number(&mut self, text: &str) -> Result<Text, Refused> {
        if let Some(number) = self.texts.get_index_of(text) {
            return Ok(Text(number as u32));
        }
        self.bytes += text.len();
        if self.bytes > MOST_TEXT {
            let what = format!("it has more than {} MiB of text", MOST_TEXT >> 20);
            return Err(Refused::TooLarge(what));
        }
        let (number, _) = self.texts.insert_full(text.into());
        Ok(Text(number as u32))
    }
}

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Refused::Damaged(damaged) => damaged.fmt(f),
            Refused::Impossible { line, why } => {
                write!(f, "line {line} of the recording: {why}")
            }
            Refused::TooLarge(what) => write!(f, "the recording is too large: {what}"),
            Refused::Empty => f.write_str("the recording is empty"),
        }
    }
}

impl std::error::Error for Refused {}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(lines: &[&str]) -> Result<Story, Refused> {
        let text = lines.iter().map(|line| format!("{line}\n"));
        Story::read(text.collect::<String>().as_bytes())
    }

    const BEGAN: &str =
        r#"{"at_us":0,"task":0,"event":"began","clock":"virtual","waits":"recorded"}"#;

    #[test]
    fn the_states_of_a_task_are_told_as_they_end() {
        let story = read(&[
            BEGAN,
            r#"{"at_us":0,"task":0,"event":"polled"}"#,
            r#"{"at_us":0,"task":0,"event":"waiting","on":{"sleep":{"ms":2000,"until_us":2000000}},"file":"x.rs","line":3}"#,
            r#"{"at_us":2000,"task":0,"event":"woken","by":"timer"}"#,
            r#"{"at_us":2000,"task":0,"event":"polled"}"#,
            r#"{"at_us":2500,"task":0,"event":"printed","text":"done"}"#,
        ])
        .expect("it is in order");
        let told = story.spans().map(|part| match part {
            Part::Step(step) => format!("step {step}"),
            Part::Span(Span {
                from,
                to,
                open,
                state,
                ..
            }) => {
                let state = match state {
                    State::Ready => "ready".to_owned(),
                    State::Running => "running".to_owned(),
                    State::Waiting { on, place } => format!(
                        "{} at line {}",
                        story.text(on.expect("it is named")),
                        place.expect("it is known").1
                    ),
                };
                format!("{state} {}..{} {open}", from.at_us, to.at_us)
            }
        });
        assert_eq!(
            told.collect::<Vec<_>>(),
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

    #[test]
    fn what_cannot_have_happened_is_refused() {
        for (line, why) in [
            (
                r#"{"at_us":0,"task":7,"event":"polled"}"#,
                "task 7 does something",
            ),
            (
                r#"{"at_us":0,"task":4294967295,"event":"spawned","kind":"task"}"#,
                "not its turn",
            ),
            (
                r#"{"at_us":0,"task":1,"event":"spawned","kind":"task","parent":1}"#,
                "spawned by task 1",
            ),
            (
                r#"{"at_us":0,"task":0,"event":"woken","by":{"task":3}}"#,
                "task 3 wakes",
            ),
            (BEGAN, "second time"),
            (r#"{"at_us":-1,"task":0,"event":"polled"}"#, "invalid value"),
        ] {
            let refused = read(&[BEGAN, line]).expect_err(line).to_string();
            assert!(
                refused.starts_with("line 2 of the recording: "),
                "{refused}"
            );
            assert!(refused.contains(why), "{refused}");
        }
        let late = r#"{"at_us":5,"task":0,"event":"polled"}"#;
        let early = r#"{"at_us":4,"task":0,"event":"polled"}"#;
        let refused = read(&[BEGAN, late, early]).expect_err("it goes back");
        assert!(refused.to_string().contains("before"), "{refused}");
        let end = r#"{"at_us":5,"task":0,"event":"finished","how":"completed"}"#;
        assert!(read(&[BEGAN, end, end]).is_err());
        assert!(read(&[]).is_err());
    }

    /// What [`MOST_EVENTS`] promises of the memory.
    #[test]
    fn an_event_takes_little() {
        assert!(size_of::<Step>() <= 40, "{}", size_of::<Step>());
    }
}
