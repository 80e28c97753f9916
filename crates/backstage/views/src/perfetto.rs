//! The trace: what ui.perfetto.dev and the Firefox profiler open.
//!
//! It is the JSON of Google's [Trace Event Format], with these rules:
//!
//! - Every task is a track. `ready`, `running` and each wait are its slices (`B` and `E`
//!   events); one ends where the next begins. Within them lie only short slices named
//!   `wakes …`, `spawns …` and `woken`.
//! - A wake or a spawn is an arrow (`s` and `f`). It leaves from the short slice on the
//!   track of the task that did it, or of the timer, the sockets or the threads outside,
//!   and leads to the slice that it began.
//! - A line of output is an instant (`i`), and so is the end of a task.
//! - Helper tasks of libraries are a group (a process, in the words of the format) of their
//!   own, and so are the wakers that are not tasks.
//! - A task's track has the number of the task, which Perfetto shows after its name.
//!   Only `main` has the first free number, because 0 is the idle processor. No
//!   two tracks have one number, and a group has that of its first track: Perfetto gives
//!   each process a thread of the same number, which must not be another track.
//! - `step` in the arguments is the number of the event in the recording, from 0. The
//!   place is called `detail` because the Firefox profiler shows that.
//!
//! In virtual time a poll takes no time, and everything that happens at one time would
//! lie in one point. So the events of one time are drawn `SLOT_NS` apart, in their
//! order, and closer where that would be too far: never as far as the next time, and at
//! most `MAX_SHIFT_VIRTUAL_NS` after their own. On the real clock that limit is the
//! microsecond to which the recording knows the time.
//!
//! It is written in one pass over the steps, sorted by time, with one phase a task in
//! memory.
//!
//! [Trace Event Format]: https://docs.google.com/document/d/1CvAClvFfyA5R-PhYUmn5OOQtYMH4h6I0nSsKchNAySU

use std::borrow::Cow;
use std::io::{self, Write};

use recording::{Clock, Stream, TaskKind, WakeSource, task_name};
use serde::Serialize;
use serde_json::Serializer;
use serde_json::ser::{CharEscape, CompactFormatter, Formatter};

use crate::columns::shorten;
use crate::states::{Phase, Reason, State, Waker};
use crate::story::{Step, StepKind, Story, Text};
use crate::subject::Subject;

/// The distance of two events of one time, in nanoseconds, where there is room.
const SLOT_NS: u64 = 10_000;

/// Maximum shift of an event after its own time, on the virtual clock.
const MAX_SHIFT_VIRTUAL_NS: u64 = 1_000_000;

/// Maximum shift of an event after its own time, on the real clock.
const MAX_SHIFT_REAL_NS: u64 = 1_000;

/// Maximum number of characters of a name. A line of 10 MB that is printed a thousand
/// times is in the recording's memory once, and would be in the file a thousand times.
pub const MAX_NAME_CHARS: usize = 80;

/// Maximum number of characters of a printed text.
pub const MAX_TEXT_CHARS: usize = 2_000;

/// The latest time that a trace can hold: it counts nanoseconds in an `i64`.
const MAX_US: u64 = i64::MAX as u64 / 1_000 - 1_000;

/// Writes the run as Chrome trace events.
///
/// # Errors
/// Returns an error if a time is more than 292 years, which the format cannot hold (then
/// nothing has been written), and any error from writing to `out`.
pub fn write(story: &Story, subject: &Subject, out: impl Write) -> io::Result<()> {
    if story.length_us() > MAX_US {
        let why = "its times are beyond what a trace can hold";
        return Err(io::Error::new(io::ErrorKind::InvalidData, why));
    }
    let of_lesson = story.shown(false);
    let mut trace = Trace {
        story,
        first_of_libraries: (0..)
            .zip(&of_lesson)
            .find_map(|(task, of_lesson)| (!of_lesson).then_some(task)),
        of_lesson,
        phases: vec![None; story.tasks().len()],
        first: true,
        out,
    };
    // Perfetto reads the unit only where it comes first, and may stop after the events.
    trace.out.write_all(b"{\"displayTimeUnit\":\"ms\",\n")?;
    trace.out.write_all(b"\"traceEvents\":[")?;
    trace.name_tracks(subject)?;
    trace.steps()?;
    trace.out.write_all(b"\n],\n\"otherData\":")?;
    trace.json(&OtherData::new(story, subject))?;
    trace.out.write_all(b"}\n")?;
    trace.out.flush()
}

/// A trace that is being written.
struct Trace<'a, W> {
    story: &'a Story,
    of_lesson: Vec<bool>,
    first_of_libraries: Option<u32>,
    /// The state that each task is in.
    phases: Vec<Option<Phase>>,
    first: bool,
    out: W,
}

/// The time at which a step is drawn, up to the next step.
#[derive(Clone, Copy)]
struct Slot {
    from_ns: u64,
    /// The short slices of the step end here, before the next step.
    middle_ns: u64,
}

#[derive(Clone, Copy)]
struct Track {
    pid: u64,
    tid: u64,
}

/// An event in the words of the format; the order of the fields is one that readers
/// which do not read all of it can do with.
#[derive(Serialize)]
struct TraceEvent<'a> {
    ph: &'static str,
    /// In microseconds.
    #[serde(skip_serializing_if = "Option::is_none")]
    ts: Option<f64>,
    pid: u64,
    tid: u64,
    name: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    cat: Option<&'static str>,
    /// Binds the two ends of an arrow.
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<u32>,
    /// `e`: the arrow ends in the slice around it, not at the next one.
    #[serde(skip_serializing_if = "Option::is_none")]
    bp: Option<&'static str>,
    /// `t`: the instant belongs to its track.
    #[serde(skip_serializing_if = "Option::is_none")]
    s: Option<&'static str>,
    #[serde(skip_serializing_if = "Args::is_empty")]
    args: Args<'a>,
}

#[derive(Default, Serialize)]
struct Args<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    sort_index: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    text: Option<Cow<'a, str>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    detail: Option<Cow<'a, str>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    step: Option<u32>,
    /// The functions in which a task waits.
    #[serde(skip_serializing_if = "Option::is_none")]
    chain: Option<Cow<'a, str>>,
}

impl Args<'_> {
    fn is_empty(&self) -> bool {
        let Args {
            name,
            sort_index,
            text,
            detail,
            step,
            chain,
        } = self;
        name.is_none()
            && chain.is_none()
            && sort_index.is_none()
            && text.is_none()
            && detail.is_none()
            && step.is_none()
    }
}

#[derive(Serialize)]
struct OtherData {
    program: String,
    title: String,
    clock: &'static str,
    max_shift_ns: u64,
}

impl OtherData {
    fn new(story: &Story, subject: &Subject) -> OtherData {
        OtherData {
            program: shorten(&subject.file, MAX_TEXT_CHARS),
            title: shorten(&subject.title, MAX_TEXT_CHARS),
            clock: match story.clock() {
                Clock::Virtual => "virtual",
                Clock::Real => "real",
            },
            max_shift_ns: max_shift_ns(story.clock()),
        }
    }
}

impl<'a, W: Write> Trace<'a, W> {
    fn name_tracks(&mut self, subject: &Subject) -> io::Result<()> {
        let heading = match subject.heading.as_str() {
            "" => "a recording".to_owned(),
            heading => shorten(heading, MAX_NAME_CHARS),
        };
        let libraries = self.first_of_libraries.map(|task| self.track(task));
        let groups = [
            (Some(self.track(0)), heading.as_str()),
            (libraries, "helper tasks"),
            (Some(self.waker(WakeSource::Timer)), "wakes from outside"),
        ];
        for (index, (track, name)) in (0..).zip(groups) {
            if let Some(track) = track {
                let sort = "process_sort_index";
                self.metadata("process_name", sort, track, name, index)?;
            }
        }
        for number in 0..self.phases.len() as u32 {
            let mut name = task_name(number);
            match self.story.tasks()[number as usize].kind {
                TaskKind::Task | TaskKind::Local => {}
                TaskKind::Blocking => name.push_str(" (blocking)"),
                TaskKind::Thread => name.push_str(" (thread)"),
            }
            let track = self.track(number);
            self.metadata("thread_name", "thread_sort_index", track, &name, number)?;
        }
        let outside = [
            (WakeSource::Timer, "the timer"),
            (WakeSource::Io, "sockets"),
            (WakeSource::Thread, "other threads"),
        ];
        for (index, (waker, name)) in (0..).zip(outside) {
            let track = self.waker(waker);
            self.metadata("thread_name", "thread_sort_index", track, name, index)?;
        }
        Ok(())
    }

    fn metadata(
        &mut self,
        name_kind: &'static str,
        index_kind: &'static str,
        track: Track,
        name: &str,
        index: u32,
    ) -> io::Result<()> {
        let of_name = Args {
            name: Some(name),
            ..Args::default()
        };
        let of_index = Args {
            sort_index: Some(index.into()),
            ..Args::default()
        };
        for (kind, args) in [(name_kind, of_name), (index_kind, of_index)] {
            self.event(TraceEvent {
                ts: None,
                args,
                ..TraceEvent::new("M", 0, track, kind)
            })?;
        }
        Ok(())
    }

    fn steps(&mut self) -> io::Result<()> {
        let steps = self.story.steps();
        let max_shift_ns = max_shift_ns(self.story.clock());
        let mut begin = 0;
        let mut end_ns = 0;
        // Those of one time share the room up to the next.
        for together in steps.chunk_by(|one, next| one.at_us == next.at_us) {
            let at_us = together[0].at_us;
            let next = steps.get(begin + together.len());
            let gap_ns = next.map(|next| (next.at_us - at_us).saturating_mul(1_000));
            let room_ns = gap_ns.map_or(max_shift_ns, |gap| gap.min(max_shift_ns));
            let slot_ns = SLOT_NS.min(room_ns / together.len() as u64);
            for (index, step) in together.iter().enumerate() {
                let from_ns = at_us * 1_000 + slot_ns * index as u64;
                let slot = Slot {
                    from_ns,
                    middle_ns: from_ns + slot_ns / 2,
                };
                self.step((begin + index) as u32, step, slot)?;
                end_ns = from_ns + slot_ns;
            }
            begin += together.len();
        }
        for task in 0..self.phases.len() as u32 {
            self.end_state(task, end_ns)?;
        }
        Ok(())
    }

    fn step(&mut self, number: u32, step: &Step, slot: Slot) -> io::Result<()> {
        match step.kind {
            StepKind::Spawned => {
                let parent = self.story.tasks()[step.task as usize].parent;
                let by = parent.map(WakeSource::Task);
                self.cause("spawn", by, number, step, slot)
            }
            StepKind::Woken(by) => self.cause("wake", by, number, step, slot),
            StepKind::Printed(text, stream) => self.print(text, stream, number, slot),
            StepKind::Finished(how) => {
                self.state(number, step, slot.from_ns)?;
                let name = how.to_string();
                self.instant(&name, "end", number, slot, None)
            }
            _ => {
                self.state(number, step, slot.from_ns)?;
                Ok(())
            }
        }
    }

    /// A spawn or a wake: what did it, the arrow, and the state that it begins. Where it
    /// is not known what did it, or the task did it itself, there is only the state.
    fn cause(
        &mut self,
        what: &'static str,
        by: Option<WakeSource>,
        number: u32,
        step: &Step,
        slot: Slot,
    ) -> io::Result<()> {
        let from = match by {
            Some(WakeSource::Task(task)) if task == step.task => None,
            by => by.map(|by| self.waker(by)),
        };
        let Some(from) = from else {
            self.state(number, step, slot.from_ns)?;
            return Ok(());
        };
        let to = self.track(step.task);
        let name = format!("{what}s {}", task_name(step.task));
        let begin = |track, name| TraceEvent {
            cat: Some(what),
            args: self.place(number),
            ..TraceEvent::new("B", slot.from_ns, track, name)
        };
        let (begin_from, begin_to) = (begin(from, &name), begin(to, "woken"));
        self.event(begin_from)?;
        self.event(TraceEvent {
            cat: Some(what),
            id: Some(number),
            ..TraceEvent::new("s", slot.from_ns, from, what)
        })?;
        let begins = self.state(number, step, slot.from_ns)?;
        if !begins {
            // It goes on as before.
            self.event(begin_to)?;
        }
        self.event(TraceEvent {
            cat: Some(what),
            id: Some(number),
            bp: Some("e"),
            ..TraceEvent::new("f", slot.middle_ns, to, what)
        })?;
        if !begins {
            self.event(TraceEvent::new("E", slot.middle_ns, to, "woken"))?;
        }
        self.event(TraceEvent::new("E", slot.middle_ns, from, &name))
    }

    /// Ends the state of the task and begins the next one. Returns whether there is one.
    fn state(&mut self, number: u32, step: &Step, at_ns: u64) -> io::Result<bool> {
        let mut phase = self.phases[step.task as usize];
        Phase::step(&mut phase, number, step, self.story.tasks());
        if phase == self.phases[step.task as usize] {
            return Ok(false);
        }
        self.end_state(step.task, at_ns)?;
        self.phases[step.task as usize] = phase;
        let Some(Phase { state, .. }) = phase else {
            return Ok(false);
        };
        let Some(name) = self.state_name(state) else {
            return Ok(false);
        };
        let why = match state {
            State::Ready(Reason::First) => self.story.tasks()[step.task as usize]
                .parent
                .map(|parent| format!("spawned by {}", task_name(parent))),
            State::Ready(Reason::Yielded) => Some("yielded".to_owned()),
            State::Ready(Reason::Woken(waker)) => {
                let by = waker.name(|task| self.story.owner_name(task));
                (waker != Waker::Unknown).then(|| format!("woken by {by}"))
            }
            _ => None,
        };
        let mut args = self.place(number);
        args.detail = why.map(Cow::Owned).or(args.detail);
        if let State::Waiting { stack, .. } = state {
            args.chain = self.story.chain(stack).map(Cow::Owned);
        }
        self.event(TraceEvent {
            cat: Some("state"),
            args,
            ..TraceEvent::new("B", at_ns, self.track(step.task), &name)
        })?;
        Ok(true)
    }

    fn end_state(&mut self, task: u32, at_ns: u64) -> io::Result<()> {
        let phase = self.phases[task as usize].take();
        let name = phase.and_then(|phase| self.state_name(phase.state));
        match name {
            Some(name) => {
                let track = self.track(task);
                self.event(TraceEvent::new("E", at_ns, track, &name))
            }
            None => Ok(()),
        }
    }

    /// The name of a state; `None` after the end of a task.
    fn state_name(&self, state: State) -> Option<Cow<'static, str>> {
        Some(match state {
            State::Ready(_) => "ready".into(),
            State::Running(_) => "running".into(),
            State::Waiting { on, stack, .. } => match self.story.wait_name(on, stack) {
                Some(name) => name.into(),
                None => "waiting".into(),
            },
            State::Ended(_) => return None,
        })
    }

    fn print(
        &mut self,
        text: Text,
        stream: Stream,
        number: u32,
        slot: Slot,
    ) -> io::Result<()> {
        let text = self.story.text(text);
        let short = shorten(text, MAX_NAME_CHARS);
        let name = match (stream, short.as_str()) {
            (Stream::Stdout, "") => "(an empty line)".to_owned(),
            (Stream::Stdout, _) => short,
            (Stream::Stderr, _) => format!("stderr: {short}"),
        };
        let text = shorten(text, MAX_TEXT_CHARS);
        self.instant(&name, "output", number, slot, Some(text))
    }

    fn instant(
        &mut self,
        name: &str,
        cat: &'static str,
        number: u32,
        slot: Slot,
        text: Option<String>,
    ) -> io::Result<()> {
        let track = self.track(self.story.steps()[number as usize].task);
        let args = Args {
            text: text.map(Cow::Owned),
            ..self.place(number)
        };
        self.event(TraceEvent {
            cat: Some(cat),
            s: Some("t"),
            args,
            ..TraceEvent::new("i", slot.from_ns, track, name)
        })
    }

    fn place(&self, number: u32) -> Args<'static> {
        let place = self.story.steps()[number as usize].place;
        let detail = place.map(|(file, line)| {
            let file = shorten(self.story.text(file), MAX_NAME_CHARS);
            format!("{file}:{line}").into()
        });
        Args {
            detail,
            step: Some(number),
            ..Args::default()
        }
    }

    fn track(&self, task: u32) -> Track {
        let tid = |task| match task {
            0 => self.phases.len() as u64,
            number => u64::from(number),
        };
        let first = match self.of_lesson[task as usize] {
            true => 0,
            false => self.first_of_libraries.unwrap_or_default(),
        };
        Track {
            pid: tid(first),
            tid: tid(task),
        }
    }

    fn waker(&self, waker: WakeSource) -> Track {
        let first = self.phases.len() as u64 + 1;
        let outside = |number| Track {
            pid: first,
            tid: first + number,
        };
        match waker {
            WakeSource::Task(task) => self.track(task),
            WakeSource::Timer => outside(0),
            WakeSource::Io => outside(1),
            WakeSource::Thread => outside(2),
        }
    }

    fn json(&mut self, value: &impl Serialize) -> io::Result<()> {
        let mut writer = Serializer::with_formatter(&mut self.out, Backslashes);
        Ok(value.serialize(&mut writer)?)
    }

    fn event(&mut self, event: TraceEvent<'_>) -> io::Result<()> {
        let separator: &[u8] = match std::mem::take(&mut self.first) {
            true => b"\n",
            false => b",\n",
        };
        self.out.write_all(separator)?;
        self.json(&event)
    }
}

impl<'a> TraceEvent<'a> {
    fn new(ph: &'static str, at_ns: u64, track: Track, name: &'a str) -> Self {
        TraceEvent {
            ph,
            ts: Some(microseconds(at_ns)),
            pid: track.pid,
            tid: track.tid,
            name,
            cat: None,
            id: None,
            bp: None,
            s: None,
            args: Args::default(),
        }
    }
}

/// Writes a backslash as `\u005c`. Perfetto reads a quotation mark that follows a
/// backslash as part of the text, even when that backslash is itself escaped (seen in
/// version 52: it refuses the whole trace when a line of output ends in a backslash).
struct Backslashes;

impl Formatter for Backslashes {
    fn write_char_escape<W: ?Sized + Write>(
        &mut self,
        writer: &mut W,
        escape: CharEscape,
    ) -> io::Result<()> {
        match escape {
            CharEscape::ReverseSolidus => writer.write_all(b"\\u005c"),
            other => CompactFormatter.write_char_escape(writer, other),
        }
    }
}

fn max_shift_ns(clock: Clock) -> u64 {
    match clock {
        Clock::Virtual => MAX_SHIFT_VIRTUAL_NS,
        Clock::Real => MAX_SHIFT_REAL_NS,
    }
}

/// Exact for the first hundred days; after that in order, and near enough.
fn microseconds(nanoseconds: u64) -> f64 {
    nanoseconds as f64 / 1_000.0
}
