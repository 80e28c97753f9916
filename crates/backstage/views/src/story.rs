//! A recording read for drawing: checked, and compact.
//!
//! A [`Story`] keeps 64 bytes an event, each text once, and refuses what is more than
//! [`MAX_EVENTS`] or [`MAX_TEXT_BYTES`]: so its memory is bounded whatever it is given.

use std::fmt;
use std::io::BufRead;

use indexmap::IndexSet;
use recording::{
    Clock, Damaged, Event, EventKind, MAIN, Outcome, Place, Reader, Stream, TaskKind,
    Waits, WakeSource, task_name,
};

use crate::columns::clip;
use crate::time::TimeFormat;

/// Maximum number of events of a recording. They take 320 MB.
const MAX_EVENTS: usize = 5_000_000;

/// Maximum number of bytes of different texts (lines printed, names of waits, names of
/// files).
const MAX_TEXT_BYTES: usize = 64 << 20;

/// Maximum width of the name of a wait.
const MAX_WAIT_COLUMNS: usize = 60;

/// A checked recording.
#[derive(Debug)]
pub struct Story {
    clock: Clock,
    waits: Option<Waits>,
    time: TimeFormat,
    /// The file in which the run began, as far as it is known.
    home: Option<Text>,
    steps: Vec<Step>,
    tasks: Vec<TaskRecord>,
    stacks: IndexSet<Box<[Await]>>,
    texts: Texts,
}

/// The awaits at which a task stands, by number; see [`Story::stack`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stack(u32);

/// An async function that a task is in, and the await at which it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Await {
    /// The name of the function.
    pub function: Text,
    /// The file and the line.
    pub place: (Text, u32),
    /// The awaited expression, where it is known.
    pub awaits: Option<Text>,
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
    /// The event.
    pub kind: StepKind,
    /// The file and the line it names.
    pub place: Option<(Text, u32)>,
}

/// The sort of an event: [`EventKind`] in a few bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StepKind {
    /// A run began, with `main`.
    Began,
    /// The task was spawned.
    Spawned,
    /// The task was polled.
    Polled,
    /// The task yielded, and is ready.
    Yielded,
    /// The task waits.
    Waiting {
        /// Its object, where that is known.
        on: Option<Wait>,
        /// Number of waits from earlier polls that it still has beside this one.
        more: u32,
        /// The awaits at which it stands, where they are known.
        stack: Option<Stack>,
    },
    /// The task may run again.
    Woken(Option<WakeSource>),
    /// The task printed a line.
    Printed(Text, Stream),
    /// The task has ended.
    Finished(Outcome),
}

/// The object of a wait: [`recording::Wait`] in a few bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wait {
    /// For the clock alone.
    Sleep {
        /// The milliseconds that were asked for.
        ms: u64,
        /// The time at which the timer fires, in microseconds since the run began.
        until_us: u64,
    },
    /// For something that tokio names, such as `Mutex::lock`.
    Named(Text),
}

/// A task as a whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TaskRecord {
    /// The task that spawned it.
    pub parent: Option<u32>,
    /// The sort of task.
    pub kind: TaskKind,
    /// The code that it belongs to.
    pub owner: Owner,
    /// Whether it printed something.
    pub printed: bool,
    /// The step in which it was spawned.
    pub spawned: u32,
    /// The step of its last poll.
    pub last_poll: Option<u32>,
    /// How it ended, and in which step.
    pub ended: Option<(Outcome, u32)>,
}

/// The code that a task belongs to; [`recording::Owner`] in a few bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Owner {
    /// The program itself.
    Program,
    /// A crate of the course.
    BuildingBlock(Text),
    /// A library.
    Library(Text),
}

/// A recording that cannot be shown.
#[derive(Debug)]
pub enum RecordingError {
    /// A line cannot be read.
    Damaged(Damaged),
    /// An event cannot have happened.
    Impossible {
        /// Number of the event, from 1; it is also the line.
        line: usize,
        /// The reason.
        why: String,
    },
    /// It is larger than the view takes.
    TooLarge(String),
    /// It has no event.
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
    /// Returns an error if a line is damaged, if an event cannot have happened (a task
    /// that was never spawned, a time that goes back), or if there are more than 5
    /// million events or 64 MiB of different texts.
    pub fn read(input: impl BufRead) -> Result<Story, RecordingError> {
        let mut checker = Checker::default();
        let steps = Reader::new(input)
            .map(|event| checker.step(&event.map_err(RecordingError::Damaged)?))
            .collect::<Result<_, _>>()?;
        Story::new(checker, steps)
    }

    /// Makes a story of these events.
    ///
    /// # Errors
    /// As [`Story::read`].
    pub fn of<'a>(
        events: impl IntoIterator<Item = &'a Event>,
    ) -> Result<Story, RecordingError> {
        let mut checker = Checker::default();
        let steps = events
            .into_iter()
            .map(|event| checker.step(event))
            .collect::<Result<_, _>>()?;
        Story::new(checker, steps)
    }

    fn new(checker: Checker, steps: Vec<Step>) -> Result<Story, RecordingError> {
        if steps.is_empty() {
            return Err(RecordingError::Empty);
        }
        let clock = checker.clock.unwrap_or(Clock::Real);
        Ok(Story {
            clock,
            waits: checker.waits,
            time: TimeFormat::fitting(clock, steps.iter().map(|step| step.at_us)),
            home: steps.iter().find_map(|step| Some(step.place?.0)),
            steps,
            tasks: checker.tasks,
            stacks: checker.stacks,
            texts: checker.texts,
        })
    }

    /// The clock that the times are read from.
    pub(crate) fn clock(&self) -> Clock {
        self.clock
    }

    /// Whether waits are recorded, and if not, why; `None` without a runtime, where there
    /// are none.
    pub(crate) fn waits(&self) -> Option<Waits> {
        self.waits
    }

    /// Whether nothing is missing of what its tasks did.
    pub(crate) fn waits_recorded(&self) -> bool {
        self.waits.is_none_or(|waits| waits == Waits::Recorded)
    }

    /// The format of its times.
    pub(crate) fn time(&self) -> TimeFormat {
        self.time
    }

    /// A time in seconds, as exactly as this run needs it.
    pub fn seconds(&self, us: u64) -> String {
        self.time.seconds(us)
    }

    /// All events, in their order.
    pub fn steps(&self) -> &[Step] {
        &self.steps
    }

    /// All tasks. The index is the number of the task; 0 is `main`.
    pub fn tasks(&self) -> &[TaskRecord] {
        &self.tasks
    }

    /// The numbers of the tasks that have a lane, in spawn order: without those that
    /// libraries and building blocks spawned for themselves, unless they printed
    /// something or `all` is asked for. A plain thread that printed nothing has none
    /// either.
    pub fn lanes(&self, all: bool) -> Vec<u32> {
        let shown = |task: &TaskRecord| all || task.printed || task.is_of_program();
        let numbered = (0..).zip(&self.tasks);
        numbered
            .filter(|(_, task)| shown(task))
            .map(|(number, _)| number)
            .collect()
    }

    /// For each task, whether it has a lane; see [`Story::lanes`].
    pub(crate) fn shown(&self, all: bool) -> Vec<bool> {
        let mut shown = vec![false; self.tasks.len()];
        for task in self.lanes(all) {
            shown[task as usize] = true;
        }
        shown
    }

    /// The text of that number, as it was recorded: escape it before it is shown.
    pub fn text(&self, text: Text) -> &str {
        self.texts.get(text)
    }

    /// The time of the last event, in microseconds.
    pub fn length_us(&self) -> u64 {
        self.steps.last().map_or(0, |step| step.at_us)
    }

    /// The awaits at which a task stands, the outermost function first; never empty.
    pub fn stack(&self, stack: Stack) -> &[Await] {
        &self.stacks[stack.0 as usize]
    }

    /// The name of a wait: `sleep 2s`; else what the program awaits, `tickets.lock()`; else
    /// what tokio calls it, `Mutex::lock`. A long one is cut. `None` if nothing is known.
    pub(crate) fn wait_name(
        &self,
        wait: Option<Wait>,
        stack: Option<Stack>,
    ) -> Option<String> {
        if let Some(Wait::Sleep { ms, until_us }) = wait {
            return Some(recording::Wait::Sleep { ms, until_us }.to_string());
        }
        let awaits = stack.map_or(&[][..], |stack| self.stack(stack));
        // Of the branches of a `select!`, only those that tokio names are known for sure.
        let is_macro = |awaits: &&Await| {
            let text = awaits.awaits.map(|text| self.text(text));
            wait.is_none() && text.is_some_and(|text| text.ends_with("!(…)"))
        };
        let awaits = awaits.iter().find(is_macro).or(awaits.last());
        let name = awaits.and_then(|awaits| self.awaited(awaits));
        name.or_else(|| match wait {
            Some(Wait::Named(name)) => Some(clip(self.text(name), MAX_WAIT_COLUMNS)),
            _ => None,
        })
    }

    /// What is awaited, as the program has it: `tickets.lock()`; a name alone would tell
    /// little, so it is `task.await`.
    pub(crate) fn awaited(&self, awaits: &Await) -> Option<String> {
        let text = self.text(awaits.awaits?);
        let name = text.trim_start_matches('&').trim_start_matches("mut ");
        let is_name = |letter: char| letter.is_alphanumeric() || "_.".contains(letter);
        Some(match name.chars().all(is_name) {
            true => clip(name, MAX_WAIT_COLUMNS - ".await".len()) + ".await",
            false => clip(text, MAX_WAIT_COLUMNS),
        })
    }

    /// The functions in which a task stands: `main › do_all_work › wait`. `None` if it is
    /// one alone.
    pub(crate) fn chain(&self, stack: Option<Stack>) -> Option<String> {
        let awaits = self.stack(stack?);
        let names = awaits
            .iter()
            .map(|awaits| clip(self.text(awaits.function), 30));
        (awaits.len() > 1).then(|| names.collect::<Vec<_>>().join(" › "))
    }

    /// The line of a place, with its file where that is not the one of `main`:
    /// `line 15`, `line 300 of task.rs`.
    pub(crate) fn line_name(&self, (file, line): (Text, u32)) -> String {
        if self.home == Some(file) {
            return format!("line {line}");
        }
        let path = self.text(file);
        let name = path.rsplit('/').next().unwrap_or(path);
        format!("line {line} of {}", clip(name, 60))
    }

    /// The crate that spawned the task for itself; empty for one of the program.
    pub(crate) fn owner_name(&self, task: u32) -> &str {
        self.texts.owner_name(&self.tasks[task as usize])
    }
}

impl TaskRecord {
    /// Whether the program itself spawned it, and not a library, a building block, or
    /// the system.
    pub fn is_of_program(&self) -> bool {
        self.owner == Owner::Program && self.kind != TaskKind::Thread
    }

    /// Whether it is a task that ends, and not a plain thread, whose end is not recorded.
    pub(crate) fn can_end(&self) -> bool {
        self.kind != TaskKind::Thread
    }

    /// Whether the runtime polls it on its own thread, as all but closures on the pool
    /// and plain threads.
    pub(crate) fn is_on_the_loop(&self) -> bool {
        matches!(self.kind, TaskKind::Task | TaskKind::Local)
    }
}

/// Checks the events of a recording one after the other, and knows the tasks so far.
#[derive(Debug, Default)]
pub(crate) struct Checker {
    clock: Option<Clock>,
    waits: Option<Waits>,
    tasks: Vec<TaskRecord>,
    stacks: IndexSet<Box<[Await]>>,
    texts: Texts,
    count: usize,
    last_us: u64,
}

impl Checker {
    /// The tasks so far.
    pub(crate) fn tasks(&self) -> &[TaskRecord] {
        &self.tasks
    }

    /// The clock of the run, once it has begun.
    pub(crate) fn clock(&self) -> Option<Clock> {
        self.clock
    }

    /// See [`Story::waits`].
    pub(crate) fn waits(&self) -> Option<Waits> {
        self.waits
    }

    /// See [`Story::owner_name`].
    pub(crate) fn owner_name(&self, task: u32) -> &str {
        self.texts.owner_name(&self.tasks[task as usize])
    }

    /// Takes the next event, and returns it as a step.
    pub(crate) fn step(&mut self, event: &Event) -> Result<Step, RecordingError> {
        let line = self.count + 1;
        if line > MAX_EVENTS {
            let what = format!("it has more than {MAX_EVENTS} events");
            return Err(RecordingError::TooLarge(what));
        }
        if event.at_us < self.last_us {
            let why = "its time is before that of the event before".to_owned();
            return Err(RecordingError::Impossible { line, why });
        }
        let number = self.count as u32;
        let impossible = |why| RecordingError::Impossible { line, why };
        match &event.kind {
            EventKind::Began { clock, waits } => {
                if event.task != MAIN {
                    let name = task_name(event.task);
                    return Err(impossible(format!("{name} begins a run")));
                }
                self.clock.get_or_insert(*clock);
                // If waits are missing in one of several runs, they are missing.
                if self.waits.is_none_or(|known| known == Waits::Recorded) {
                    self.waits = Some(*waits);
                }
                match self.tasks.first_mut() {
                    // A further run of the program.
                    Some(main) => main.ended = None,
                    None => self.tasks.push(TaskRecord::new(number)),
                }
            }
            EventKind::Spawned {
                parent,
                kind,
                owner,
            } => {
                let parent = *parent;
                self.check_spawned(event.task, parent).map_err(impossible)?;
                let owner = match owner {
                    recording::Owner::Program => Owner::Program,
                    recording::Owner::BuildingBlock(name) => {
                        Owner::BuildingBlock(self.texts.number(name)?)
                    }
                    recording::Owner::Library(name) => {
                        Owner::Library(self.texts.number(name)?)
                    }
                };
                self.tasks.push(TaskRecord {
                    parent,
                    kind: *kind,
                    owner,
                    ..TaskRecord::new(number)
                });
            }
            EventKind::Woken {
                by: Some(WakeSource::Task(by)),
            } if *by as usize >= self.tasks.len() => {
                let name = task_name(*by);
                return Err(impossible(format!("{name} wakes, and was never spawned")));
            }
            // A program may print before it has a runtime, or without one.
            EventKind::Printed { .. }
                if event.task == MAIN && self.tasks.is_empty() =>
            {
                self.tasks.push(TaskRecord::new(number));
            }
            _ => {}
        }
        let stack = self.stack(event)?;
        let kind = self.texts.step_kind(&event.kind, stack)?;
        let place = match &event.place {
            Some(Place { file, line }) => Some((self.texts.number(file)?, *line)),
            None => None,
        };
        let Some(task) = self.tasks.get_mut(event.task as usize) else {
            let name = task_name(event.task);
            return Err(impossible(format!("{name} was never spawned")));
        };
        if task.ended.is_some() && !matches!(kind, StepKind::Printed(..)) {
            let name = task_name(event.task);
            return Err(impossible(format!("{name} goes on after its end")));
        }
        match kind {
            StepKind::Printed(..) => task.printed = true,
            StepKind::Polled => task.last_poll = Some(number),
            StepKind::Finished(how) => task.ended = Some((how, number)),
            _ => {}
        }
        self.count = line;
        self.last_us = event.at_us;
        Ok(Step {
            at_us: event.at_us,
            task: event.task,
            kind,
            place,
        })
    }

    /// The awaits that the event names.
    fn stack(&mut self, event: &Event) -> Result<Option<Stack>, RecordingError> {
        let (EventKind::Waiting { stack, .. }, Some(place)) =
            (&event.kind, &event.place)
        else {
            return Ok(None);
        };
        let mut awaits = Vec::new();
        for frame in stack.iter() {
            let file = frame.file.as_deref().unwrap_or(&place.file);
            awaits.push(Await {
                function: self.texts.number(&frame.function)?,
                place: (self.texts.number(file)?, frame.line),
                awaits: match &frame.awaits {
                    Some(awaits) => Some(self.texts.number(awaits)?),
                    None => None,
                },
            });
        }
        if awaits.is_empty() {
            return Ok(None);
        }
        let (number, _) = self.stacks.insert_full(awaits.into());
        Ok(Some(Stack(number as u32)))
    }

    fn check_spawned(&self, task: u32, parent: Option<u32>) -> Result<(), String> {
        let name = task_name(task);
        if task as usize != self.tasks.len() || task == MAIN {
            return Err(format!("{name} is spawned out of order"));
        }
        match parent.filter(|parent| *parent >= task) {
            Some(parent) => {
                let parent = task_name(parent);
                Err(format!(
                    "{name} is spawned by {parent}, which does not exist"
                ))
            }
            None => Ok(()),
        }
    }
}

impl TaskRecord {
    /// A task that the program spawned in this step, and that has done nothing yet.
    fn new(spawned: u32) -> TaskRecord {
        TaskRecord {
            parent: None,
            kind: TaskKind::Task,
            owner: Owner::Program,
            printed: false,
            spawned,
            last_poll: None,
            ended: None,
        }
    }
}

impl Texts {
    fn get(&self, text: Text) -> &str {
        &self.texts[text.0 as usize]
    }

    fn owner_name(&self, task: &TaskRecord) -> &str {
        match task.owner {
            Owner::Program => "",
            Owner::BuildingBlock(name) | Owner::Library(name) => self.get(name),
        }
    }

    fn step_kind(
        &mut self,
        kind: &EventKind,
        stack: Option<Stack>,
    ) -> Result<StepKind, RecordingError> {
        Ok(match kind {
            EventKind::Began { .. } => StepKind::Began,
            EventKind::Spawned { .. } => StepKind::Spawned,
            EventKind::Polled => StepKind::Polled,
            EventKind::Yielded => StepKind::Yielded,
            EventKind::Waiting { on, more, .. } => StepKind::Waiting {
                on: match on {
                    None => None,
                    Some(recording::Wait::Sleep { ms, until_us }) => {
                        let (ms, until_us) = (*ms, *until_us);
                        Some(Wait::Sleep { ms, until_us })
                    }
                    Some(recording::Wait::Named(name)) => {
                        Some(Wait::Named(self.number(name)?))
                    }
                },
                more: *more,
                stack,
            },
            EventKind::Woken { by } => StepKind::Woken(*by),
            EventKind::Printed { text, stream } => {
                StepKind::Printed(self.number(text)?, *stream)
            }
            EventKind::Finished { how } => StepKind::Finished(*how),
        })
    }

    fn number(&mut self, text: &str) -> Result<Text, RecordingError> {
        if let Some(number) = self.texts.get_index_of(text) {
            return Ok(Text(number as u32));
        }
        self.bytes += text.len();
        if self.bytes > MAX_TEXT_BYTES {
            let what = format!("it has more than {} MiB of text", MAX_TEXT_BYTES >> 20);
            return Err(RecordingError::TooLarge(what));
        }
        let (number, _) = self.texts.insert_full(text.into());
        Ok(Text(number as u32))
    }
}

impl fmt::Display for RecordingError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            RecordingError::Damaged(damaged) => damaged.fmt(f),
            RecordingError::Impossible { line, why } => {
                write!(f, "line {line} of the recording: {why}")
            }
            RecordingError::TooLarge(what) => {
                write!(f, "the recording is too large: {what}")
            }
            RecordingError::Empty => f.write_str("the recording is empty"),
        }
    }
}

impl std::error::Error for RecordingError {}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(lines: &[&str]) -> Result<Story, RecordingError> {
        let text = lines.iter().map(|line| format!("{line}\n"));
        Story::read(text.collect::<String>().as_bytes())
    }

    const BEGAN: &str =
        r#"{"at_us":0,"task":0,"event":"began","clock":"virtual","waits":"recorded"}"#;

    #[test]
    fn what_cannot_have_happened_is_refused() {
        for (line, why) in [
            (
                r#"{"at_us":0,"task":7,"event":"polled"}"#,
                "task 7 was never spawned",
            ),
            (
                r#"{"at_us":0,"task":4294967295,"event":"spawned","kind":"task"}"#,
                "out of order",
            ),
            (
                r#"{"at_us":0,"task":1,"event":"spawned","kind":"task","parent":1}"#,
                "spawned by task 1",
            ),
            (
                r#"{"at_us":0,"task":0,"event":"woken","by":{"task":3}}"#,
                "task 3 wakes",
            ),
            (
                r#"{"at_us":0,"task":1,"event":"began","clock":"real","waits":"recorded"}"#,
                "task 1 begins a run",
            ),
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
        // Another run begins; after that, main goes on.
        let begins = BEGAN.replace("\"at_us\":0", "\"at_us\":5");
        assert!(read(&[BEGAN, end, &begins, end]).is_ok());
        assert!(read(&[]).is_err());
    }

    /// The memory that [`MAX_EVENTS`] promises.
    #[test]
    fn an_event_takes_little() {
        assert!(size_of::<Step>() <= 64, "{}", size_of::<Step>());
    }
}
