//! Explains the stops of a [`Replay`] to a reader who has never seen an event loop. The
//! player and the page show these texts. They say nothing that the recording does not
//! show.

use recording::{Clock, MAIN, Outcome, Stream, TaskKind, Waits, WakeSource, task_name};

use crate::columns::clip;
use crate::replay::{Replay, Stop};
use crate::states::{Reason, State, Waker, waker};
use crate::story::{Owner, Stack, Step, StepKind, Story, Text, Wait};

/// Maximum width of a printed text that is quoted.
const MAX_QUOTED_COLUMNS: usize = 150;

/// Maximum number of tasks that are named one by one.
const MAX_NAMED: usize = 4;

/// The explanation of one stop.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Explanation {
    /// The event, in one sentence.
    pub sentence: String,
    /// The reason and the consequence, in small print; may be empty.
    pub detail: String,
    /// The stop of what caused it.
    pub cause: Option<usize>,
    /// The file and the line at which the task is.
    pub place: Option<(Text, u32)>,
}

/// Explains the current stop.
pub fn explain(replay: &Replay<'_>) -> Explanation {
    let mut explanation = Explanation::default();
    let (sentence, detail) = match replay.stop() {
        Stop::Step(number) => {
            let event = Now {
                replay,
                story: replay.story(),
                number,
                step: &replay.story().steps()[number as usize],
            };
            explanation.cause = event.cause();
            explanation.place = event.place();
            event.what_happens()
        }
        Stop::Pause(next) => pause(replay, next),
        Stop::End => end(replay),
    };
    explanation.sentence = sentence;
    explanation.detail = detail.trim().to_owned();
    explanation
}

/// Returns why waits are missing and what to do about it; `None` if they are recorded.
pub(crate) fn missing_waits(waits: Option<Waits>) -> Option<&'static str> {
    match waits? {
        Waits::Recorded => None,
        Waits::FlagMissing => Some(
            "waits are not recorded: RUSTFLAGS, in the environment or in a cargo \
             configuration, replaces the flag --cfg tokio_unstable; unset it",
        ),
        Waits::OtherRuntime => Some(
            "waits are not recorded: the program builds its own runtime; write \
             classroom::run(async { … }) instead of #[tokio::main]",
        ),
        Waits::OtherSubscriber => Some(
            "waits are not recorded: the program installs its own tracing subscriber; \
             remove it",
        ),
    }
}

/// Returns why a task is polled, in a few words; `None` where that is not recorded.
pub(crate) fn polled_because<'a>(
    reason: Reason,
    owner_name: impl Fn(u32) -> &'a str,
) -> Option<String> {
    match reason {
        Reason::First => Some("first poll".to_owned()),
        Reason::Yielded => Some("resumed after yielding".to_owned()),
        Reason::Woken(Waker::Unknown) => Some("woken".to_owned()),
        Reason::Woken(waker) => Some(format!("woken by {}", waker.name(owner_name))),
        Reason::Unknown => None,
    }
}

/// Returns the state of a task in a few words, from long to short.
pub fn state_words(story: &Story, task: u32, state: Option<State>) -> Vec<String> {
    let record = &story.tasks()[task as usize];
    let on_the_loop = record.is_on_the_loop();
    let words = |words: &[&str]| words.iter().map(|&word| word.to_owned()).collect();
    match state {
        None => words(&["not spawned yet"]),
        Some(State::Ready(_)) if !record.can_end() => words(&["a thread of its own"]),
        Some(State::Ready(_)) if !on_the_loop => {
            words(&["ready for a thread", "ready"])
        }
        Some(State::Ready(Reason::First)) => words(&["ready, not polled yet", "ready"]),
        Some(State::Ready(Reason::Yielded)) => words(&["ready, yielded", "ready"]),
        Some(State::Ready(Reason::Woken(waker))) if waker != Waker::Unknown => {
            let by = waker.name(|task| story.owner_name(task));
            vec![format!("ready, woken by {by}"), "ready".to_owned()]
        }
        Some(State::Ready(_)) => words(&["ready"]),
        Some(State::Running(_)) if !on_the_loop => {
            words(&["runs on a thread of its own", "runs on a thread", "runs"])
        }
        Some(State::Running(_)) => words(&["runs"]),
        Some(State::Waiting {
            on,
            place,
            stack,
            more,
        }) => {
            let more = if more { " and more" } else { "" };
            let line = place.map(|place| format!(", {}", story.line_name(place)));
            let line = line.unwrap_or_default();
            let Some(wait) = story.wait_name(on, stack) else {
                return vec![format!("waits{more}{line}"), format!("waits{more}")];
            };
            let until = match on {
                Some(Wait::Sleep { until_us, .. }) => {
                    format!(" until {}", story.time().seconds(until_us))
                }
                _ => String::new(),
            };
            vec![
                format!("waits: {wait}{until}{more}{line}"),
                format!("waits: {wait}{until}{more}"),
                format!("waits: {wait}{more}"),
                wait,
            ]
        }
        Some(State::Ended(Outcome::Completed)) => words(&["done"]),
        Some(State::Ended(outcome)) => vec![outcome.to_string()],
    }
}

/// An event that has just happened.
struct Now<'a> {
    replay: &'a Replay<'a>,
    story: &'a Story,
    number: u32,
    step: &'a Step,
}

impl Now<'_> {
    /// The sentence and the small print.
    fn what_happens(&self) -> (String, String) {
        let name = task_name(self.step.task);
        let line = self.in_line(self.step.place);
        match self.step.kind {
            StepKind::Began => self.began(),
            StepKind::Spawned => self.spawned(),
            StepKind::Polled => self.polled(),
            StepKind::Yielded => (
                format!("{name} yields{line}: it is ready again."),
                self.next_on_the_loop(),
            ),
            StepKind::Waiting { on, more, stack } => self.waiting(on, stack, more),
            StepKind::Woken(by) => self.woken(by),
            StepKind::Printed(text, stream) => {
                let text = in_one_line(self.story.text(text));
                let sentence = match stream {
                    Stream::Stdout => format!("{name} prints “{text}”{line}."),
                    Stream::Stderr => format!("{name} prints to stderr: “{text}”."),
                };
                (sentence, String::new())
            }
            StepKind::Finished(outcome) => self.finished(outcome),
        }
    }

    fn began(&self) -> (String, String) {
        let sentence = match self.number {
            0 => "The run begins: main is ready.",
            _ => "Another run begins: main is ready again.",
        };
        let missing = missing_waits(self.story.waits());
        let missing = missing.map(|why| why.replacen("waits", "Waits", 1) + ".");
        (sentence.to_owned(), missing.unwrap_or_default())
    }

    fn spawned(&self) -> (String, String) {
        let task = &self.story.tasks()[self.step.task as usize];
        let name = task_name(self.step.task);
        let line = self.in_line(self.step.place);
        let owner = clip(self.story.owner_name(self.step.task), 40);
        let parent = task.parent.map(task_name);
        let program = || "the program".to_owned();
        match (task.kind, task.owner) {
            (TaskKind::Thread, _) => (
                format!("{name} is a thread of the program, not a task."),
                "Only what it prints is recorded.".to_owned(),
            ),
            (_, Owner::BuildingBlock(_) | Owner::Library(_)) => {
                let poll = parent.map(|parent| format!(" in a poll of {parent}"));
                let poll = poll.unwrap_or_default();
                (
                    format!("{owner} spawns {name}{poll}."),
                    format!("It is a helper of {owner}, not a task of the program."),
                )
            }
            (TaskKind::Blocking, _) => {
                let by = parent.unwrap_or_else(program);
                (
                    format!("{by} hands {name} to the blocking threads{line}."),
                    format!("{name} can run there, beside the loop."),
                )
            }
            _ => {
                let by = parent.unwrap_or_else(program);
                (
                    format!("{by} spawns {name}{line}."),
                    format!("{name} is ready and runs later: {by} goes on."),
                )
            }
        }
    }

    fn polled(&self) -> (String, String) {
        let name = task_name(self.step.task);
        if !self.replay.is_on_the_loop(self.step.task) {
            let sentence = format!("{name} runs on a thread of its own.");
            return (sentence, "The loop goes on beside it.".to_owned());
        }
        let reason = match self.replay.state(self.step.task) {
            Some(State::Running(reason)) => reason,
            _ => Reason::Unknown,
        };
        let wait = self.replay.wait_before();
        let sleep = wait.filter(State::is_sleep);
        let detail = match wait {
            Some(State::Waiting {
                place: Some(place), ..
            }) => {
                let line = self.story.line_name(place);
                let waited = if sleep.is_some() { "slept" } else { "waited" };
                format!("It continues where it {waited}: {line}.")
            }
            _ => String::new(),
        };
        let sentence = match reason {
            Reason::First if self.ran_before() => format!("{name} runs again."),
            Reason::First => format!("{name} runs for the first time."),
            Reason::Yielded => format!("{name} runs again: it had yielded."),
            Reason::Unknown => format!("{name} runs again."),
            Reason::Woken(waker) => match sleep.and_then(|wait| expired(waker, wait)) {
                Some(expired) => format!("{name} runs again: {expired}."),
                None => format!("{name} runs again: {}.", self.woke(waker)),
            },
        };
        (sentence, detail)
    }

    /// Whether the task was polled before, in an earlier run.
    fn ran_before(&self) -> bool {
        let past = self.replay.past(self.step.task).iter();
        let polls = past.filter(|phase| matches!(phase.state, State::Running(_)));
        polls.take(2).count() > 1
    }

    /// Returns the cause of a wake, as a clause in the past.
    fn woke(&self, waker: Waker) -> String {
        match waker {
            Waker::Unknown => "what woke it is not recorded".to_owned(),
            Waker::Itself => "it had woken itself".to_owned(),
            Waker::Io => "a socket became ready".to_owned(),
            Waker::End { of, .. } => self.ended(of),
            waker => format!("{} woke it", self.name_of(waker)),
        }
    }

    /// How the task ended, as a clause.
    fn ended(&self, task: u32) -> String {
        let name = task_name(task);
        match self.story.tasks()[task as usize].ended {
            Some((Outcome::Cancelled, _)) => format!("{name} was cancelled"),
            Some((Outcome::Panicked, _)) => format!("{name} panicked"),
            _ => format!("{name} is done"),
        }
    }

    fn name_of(&self, waker: Waker) -> String {
        waker.name(|task| self.story.owner_name(task))
    }

    fn waiting(
        &self,
        on: Option<Wait>,
        stack: Option<Stack>,
        more: u32,
    ) -> (String, String) {
        let name = task_name(self.step.task);
        let (what, detail) = match self.story.wait_name(on, stack) {
            Some(wait) => {
                let line = self.in_line(self.step.place);
                (format!("{name} waits: {wait}{line}."), String::new())
            }
            None => self.waiting_for_a_wake(&name),
        };
        let chain = self.story.chain(stack);
        let chain = chain.map_or(String::new(), |chain| format!("It is in {chain}. "));
        let more = match more {
            0 => "",
            _ => "It also has waits from earlier polls. ",
        };
        let then = self.next_on_the_loop();
        (what, format!("{chain}{more}{detail}{then}"))
    }

    /// Explains a wait whose object tokio does not report by the wake that ends it.
    fn waiting_for_a_wake(&self, name: &str) -> (String, String) {
        let line = self.in_line(self.step.place);
        let past = self.replay.past(self.step.task).len();
        let next = self.replay.phases(self.step.task).get(past);
        let until = match next.map(|next| next.state) {
            None => "to the end of the recording".to_owned(),
            Some(State::Ready(Reason::Yielded)) => {
                return (format!("{name} is about to yield{line}."), String::new());
            }
            Some(State::Ready(Reason::Woken(Waker::Io))) => {
                "until a socket is ready".to_owned()
            }
            Some(State::Ready(Reason::Woken(Waker::End { of, .. }))) => {
                format!("until {} ends", task_name(of))
            }
            Some(State::Ready(Reason::Woken(waker)))
                if !matches!(waker, Waker::Unknown | Waker::Itself) =>
            {
                format!("until {} wakes it", self.name_of(waker))
            }
            Some(State::Ended(Outcome::Cancelled)) => {
                "until it is cancelled".to_owned()
            }
            _ => {
                let detail = "tokio does not report what for. ".to_owned();
                return (format!("{name} waits{line}."), detail);
            }
        };
        (format!("{name} waits{line} {until}."), String::new())
    }

    /// Returns the consequence when a task has stopped running.
    fn next_on_the_loop(&self) -> String {
        let replay = self.replay;
        if replay.ready().any(|task| replay.is_shown(task)) {
            return "The loop runs the next ready task.".to_owned();
        }
        if !replay.is_idle() {
            return String::new();
        }
        if let Some(beside) = beside(replay) {
            return format!("Nothing is ready; {beside}.");
        }
        let waiting = replay.waiting().len();
        let all = match waiting {
            0 | 1 => return "Nothing else is ready.".to_owned(),
            2 => "Both tasks".to_owned(),
            _ => format!("All {waiting} tasks"),
        };
        match replay.asleep().len() {
            0 | 1 => format!("{all} wait; nothing is ready."),
            asleep if asleep == waiting => {
                format!("{all} sleep, side by side; nothing is ready.")
            }
            asleep => format!(
                "{all} wait, {asleep} of them asleep side by side; nothing is ready."
            ),
        }
    }

    fn woken(&self, by: Option<WakeSource>) -> (String, String) {
        let task = self.step.task;
        let name = task_name(task);
        let before = self.replay.phase_before().map(|phase| phase.state);
        let wait = self.replay.wait_before();
        let waker = waker(by, self.number, task, self.story.tasks());
        let mut sentence = match waker {
            Waker::Unknown => format!("{name} is woken; by what is not recorded"),
            Waker::Itself => format!("{name} wakes itself"),
            Waker::Timer => format!("The timer wakes {name}"),
            Waker::Io => format!("A socket is ready, and that wakes {name}"),
            Waker::Thread => format!("Another thread wakes {name}"),
            Waker::End { of, .. } => {
                format!("{}, and that wakes {name}", self.ended(of))
            }
            waker => format!("{} wakes {name}", self.name_of(waker)),
        };
        let waits = matches!(before, Some(State::Waiting { .. }));
        if let Some(wait) = wait.filter(|_| waits) {
            if let Some(expired) = expired(waker, wait) {
                sentence += &format!(": {expired}");
            } else if let State::Waiting {
                on,
                place,
                stack,
                more: false,
            } = wait
                && !wait.is_sleep()
                && let Some(wait) = self.story.wait_name(on, stack)
            {
                let line = self.in_line(place);
                sentence += &format!(", which waited: {wait}{line}");
            }
        }
        let passed_on = match waker {
            Waker::End { of, by } if of != by => {
                let owner = clip(self.story.owner_name(by), 40);
                let by = task_name(by);
                format!("{by}, a helper of {owner}, passes that on. ")
            }
            Waker::Helper(by) => match self.story.tasks()[by as usize].parent {
                Some(parent) => {
                    let (by, parent) = (task_name(by), task_name(parent));
                    format!("By its task, {by}, spawned in a poll of {parent}. ")
                }
                None => format!("By its task, {}. ", task_name(by)),
            },
            _ => String::new(),
        };
        let then = match before {
            Some(State::Running(_)) => "still runs, and will be polled once more",
            Some(State::Ready(_)) => "was ready already",
            _ => "is ready, at the end of the run queue",
        };
        (format!("{sentence}."), format!("{passed_on}{name} {then}."))
    }

    fn finished(&self, outcome: Outcome) -> (String, String) {
        let name = task_name(self.step.task);
        let sentence = match outcome {
            Outcome::Completed => format!("{name} is done."),
            Outcome::Cancelled => {
                format!(
                    "{name} is cancelled: its future is dropped before it finishes."
                )
            }
            Outcome::Panicked => format!("{name} panics and ends."),
        };
        let wakes_none = outcome == Outcome::Completed
            && self.step.task != MAIN
            && self.replay.wakes_another() == Some(false);
        let detail = match (wakes_none, self.replay.state(MAIN)) {
            (false, _) => "",
            (true, Some(State::Waiting { .. })) => {
                "That wakes no task: main still waits."
            }
            (true, _) => "That wakes no task.",
        };
        (sentence, detail.to_owned())
    }

    fn place(&self) -> Option<(Text, u32)> {
        match self.step.kind {
            StepKind::Woken(_) | StepKind::Polled => {
                let wait = self.replay.wait_before();
                let waited_at = wait.and_then(|wait| match wait {
                    State::Waiting { place, .. } => place,
                    _ => None,
                });
                self.step.place.or(waited_at)
            }
            _ => self.step.place,
        }
    }

    /// The stop of what caused the event: the last change of the task that did it, or of
    /// this one.
    fn cause(&self) -> Option<usize> {
        let by = match self.step.kind {
            StepKind::Began => None,
            StepKind::Spawned => self.story.tasks()[self.step.task as usize].parent,
            StepKind::Woken(Some(WakeSource::Task(by))) => Some(by),
            _ => Some(self.step.task),
        };
        // For a hidden helper, the task that it works for, if that is not far.
        let parent = |task: &u32| self.story.tasks()[*task as usize].parent;
        let mut behind = std::iter::successors(by, parent).take(100);
        let by = behind.find(|task| self.replay.is_shown(*task))?;
        let past = self.replay.past(by).iter().rev();
        let mut before = past.filter(|phase| phase.since.step < self.number);
        let cause = before.next()?.since.step;
        let stop = self.replay.stop_of(cause)?;
        (self.replay.stops()[stop] == Stop::Step(cause)).then_some(stop)
    }

    /// ` (line 15)`; empty where no line is known.
    fn in_line(&self, place: Option<(Text, u32)>) -> String {
        let line = place.map(|place| format!(" ({})", self.story.line_name(place)));
        line.unwrap_or_default()
    }
}

/// `its sleep of 1s has expired`, where there is no doubt that the timer was that one.
fn expired(waker: Waker, wait: State) -> Option<String> {
    match (waker, wait) {
        (
            Waker::Timer,
            State::Waiting {
                on: Some(Wait::Sleep { ms, until_us }),
                more: false,
                ..
            },
        ) => {
            let sleep = recording::Wait::Sleep { ms, until_us }.to_string();
            let length = sleep.trim_start_matches("sleep ");
            Some(format!("its sleep of {length} has expired"))
        }
        _ => None,
    }
}

/// The tasks that run on threads.
fn beside(replay: &Replay<'_>) -> Option<String> {
    let on_threads = || {
        replay
            .running()
            .filter(|task| !replay.is_on_the_loop(*task) && replay.is_shown(*task))
    };
    let threads = on_threads().count();
    let names = names(on_threads(), threads);
    match threads {
        0 => None,
        1 => Some(format!("{names} runs on a thread of its own")),
        _ => Some(format!("{names} run on threads of their own")),
    }
}

fn pause(replay: &Replay<'_>, next: u32) -> (String, String) {
    let story = replay.story();
    let passed = format!("{} s", replay.seconds(replay.passed_us()));
    let mut busy = replay.running().filter(|task| replay.is_on_the_loop(*task));
    if let Some(runs) = busy.next() {
        let mut live = replay.live().iter().copied();
        let others = live.any(|task| task != runs && replay.is_on_the_loop(task));
        let detail = match (others, busy.next()) {
            (true, None) => "No other task runs in that time.",
            _ => "",
        };
        let name = task_name(runs);
        return (
            format!("{passed} pass while {name} runs."),
            detail.to_owned(),
        );
    }
    let now = replay.seconds(replay.clock_us());
    let sentence = match (story.clock(), story.steps()[next as usize].kind) {
        _ if !replay.is_idle() => format!("{passed} pass."),
        (Clock::Virtual, StepKind::Woken(Some(WakeSource::Timer))) => format!(
            "Nothing is ready, so the clock jumps {passed}, to the next timer at {now}."
        ),
        (Clock::Real, StepKind::Woken(Some(WakeSource::Timer))) => {
            format!("Nothing is ready, so the loop waits {passed} for the next timer.")
        }
        (_, StepKind::Woken(Some(WakeSource::Io))) => {
            format!("Nothing is ready, so the loop waits {passed} for a socket.")
        }
        _ => format!("Nothing is ready, so the loop waits {passed}."),
    };
    let asleep = replay.asleep();
    let sleepers = names(asleep.iter().copied(), asleep.len());
    let mut detail = match asleep.len() {
        0 => Vec::new(),
        1 => vec![format!("{sleepers} sleeps.")],
        _ => vec![format!("{sleepers} sleep side by side.")],
    };
    detail.extend(beside(replay).map(|beside| format!("Meanwhile {beside}.")));
    let awake = replay.waiting().difference(asleep).copied();
    let others = replay.waiting().len() - asleep.len();
    let waiters = names(awake, others);
    match others {
        0 => {}
        1 => detail.push(format!("{waiters} waits.")),
        _ => detail.push(format!("{waiters} wait.")),
    }
    (sentence, detail.join(" "))
}

fn end(replay: &Replay<'_>) -> (String, String) {
    let story = replay.story();
    let length = replay.seconds(story.length_us());
    let live = replay.live();
    let mut detail = Vec::new();
    let sentence = match live.len() {
        0 => format!("The run is over after {length} s."),
        left => {
            let names = names(live.iter().copied(), left);
            let verb = if left == 1 { "has" } else { "have" };
            let waits = live.iter().filter_map(|task| {
                let State::Waiting {
                    on, place, stack, ..
                } = replay.state(*task)?
                else {
                    return None;
                };
                let wait = story.wait_name(on, stack)?;
                let line = place.map(|place| format!(" ({})", story.line_name(place)));
                let line = line.unwrap_or_default();
                Some(format!("{} waits: {wait}{line}.", task_name(*task)))
            });
            detail.extend(waits.take(MAX_NAMED));
            format!("The recording ends at {length} s: {names} {verb} not ended.")
        }
    };
    let slept = replay.slept_us();
    if slept.len() > 1 {
        let named = slept.iter().take(MAX_NAMED);
        let named = named.map(|(task, us)| {
            format!("{} slept {}", task_name(*task), replay.seconds(*us))
        });
        let mut list = named.collect::<Vec<_>>().join(", ");
        if slept.len() > MAX_NAMED {
            list += &format!(", and {} more tasks", slept.len() - MAX_NAMED);
        }
        let total_us = slept
            .iter()
            .fold(0_u64, |sum, (_, us)| sum.saturating_add(*us));
        let total = replay.seconds(total_us);
        let why = match total_us > story.length_us() {
            true => format!(" in {length} s, because they slept at the same time"),
            false => String::new(),
        };
        detail.push(format!("{list}: {total} s of sleep{why}."));
    }
    (sentence, detail.join(" "))
}

/// "task 1, task 2 and task 3"; of many, the first few and the number of the others.
fn names(tasks: impl Iterator<Item = u32>, count: usize) -> String {
    let all = count <= MAX_NAMED;
    let shown = if all { count } else { MAX_NAMED - 1 };
    let mut names = tasks.take(shown).map(task_name).collect::<Vec<_>>();
    let last = match all {
        true => names.pop().unwrap_or_default(),
        false => format!("{} more", count - shown),
    };
    match names.is_empty() {
        true => last,
        false => format!("{} and {last}", names.join(", ")),
    }
}

/// A printed text may be several lines, or mostly empty ones.
fn in_one_line(text: &str) -> String {
    let head = text.char_indices().nth(4 * MAX_QUOTED_COLUMNS);
    let (head, more) = head.map_or((text, ""), |(end, _)| (&text[..end], "…"));
    let line = match head.contains('\n') {
        true => {
            let lines = head.lines().filter(|line| !line.trim().is_empty());
            lines.collect::<Vec<_>>().join(" / ")
        }
        false => head.to_owned(),
    };
    clip(&format!("{line}{more}"), MAX_QUOTED_COLUMNS)
}
