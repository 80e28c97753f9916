//! Events as lines of JSON, out and in.
//!
//! The reader holds one line at a time, so a recording of any length is read in the
//! same memory. Fields it does not know are skipped: a later version may add some.

use std::borrow::Cow;
use std::fmt;
use std::io::{self, BufRead, Read, Write};

use serde::{Deserialize, Serialize};

use crate::{Clock, Event, How, Place, Stream, TaskKind, Waker, What};

/// The longest line the reader takes, in bytes. A longer one is damage or an attack.
pub const LONGEST_LINE: u64 = 1 << 20;

/// The fields as they stand in the file. One flat record serves all events: serde's
/// tagged enums would buffer each line twice, and a recording may have a million.
#[derive(Serialize, Deserialize)]
struct Line<'a> {
    at_us: u64,
    task: u32,
    #[serde(borrow)]
    event: Cow<'a, str>,
    #[serde(borrow, default, skip_serializing_if = "Option::is_none")]
    kind: Option<Cow<'a, str>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    parent: Option<u32>,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    library: bool,
    #[serde(borrow, default, skip_serializing_if = "Option::is_none")]
    clock: Option<Cow<'a, str>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    waits_recorded: Option<bool>,
    /// The outer option: is the field there. The inner: is it not `null`.
    #[serde(borrow, default, skip_serializing_if = "Option::is_none")]
    on: Option<Option<Cow<'a, str>>>,
    #[serde(default, skip_serializing_if = "is_zero")]
    more: u32,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    by: Option<Option<By<'a>>>,
    #[serde(borrow, default, skip_serializing_if = "Option::is_none")]
    text: Option<Cow<'a, str>>,
    #[serde(borrow, default, skip_serializing_if = "Option::is_none")]
    stream: Option<Cow<'a, str>>,
    #[serde(borrow, default, skip_serializing_if = "Option::is_none")]
    how: Option<Cow<'a, str>>,
    #[serde(borrow, default, skip_serializing_if = "Option::is_none")]
    file: Option<Cow<'a, str>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    line: Option<u32>,
}

/// Who woke a task: a task's number, or a word.
#[derive(Serialize, Deserialize)]
#[serde(untagged)]
enum By<'a> {
    Task(u32),
    Word(Cow<'a, str>),
}

fn is_zero(number: &u32) -> bool {
    *number == 0
}

/// Writes one event and the end of its line to `out`.
///
/// # Errors
/// Whatever `out` reports.
pub fn write_event(mut out: impl Write, event: &Event) -> io::Result<()> {
    serde_json::to_writer(&mut out, &to_line(event))?;
    out.write_all(b"\n")
}

/// The event as one line of JSON, without the line end.
pub fn to_json(event: &Event) -> String {
    let mut bytes = Vec::new();
    write_event(&mut bytes, event).expect("a Vec takes every byte");
    bytes.pop();
    String::from_utf8(bytes).expect("serde_json writes UTF-8")
}

fn to_line(event: &Event) -> Line<'_> {
    let mut line = Line {
        at_us: event.at_us,
        task: event.task,
        event: Cow::Borrowed(""),
        kind: None,
        parent: None,
        library: false,
        clock: None,
        waits_recorded: None,
        on: None,
        more: 0,
        by: None,
        text: None,
        stream: None,
        how: None,
        file: event
            .place
            .as_ref()
            .map(|place| Cow::Borrowed(&*place.file)),
        line: event.place.as_ref().map(|place| place.line),
    };
    line.event = Cow::Borrowed(match &event.what {
        What::Began {
            clock,
            waits_recorded,
        } => {
            line.kind = Some(Cow::Borrowed("main"));
            line.clock = Some(Cow::Borrowed(match clock {
                Clock::Virtual => "virtual",
                Clock::Real => "real",
            }));
            line.waits_recorded = Some(*waits_recorded);
            "spawned"
        }
        What::Spawned {
            parent,
            kind,
            library,
        } => {
            line.kind = Some(Cow::Borrowed(match kind {
                TaskKind::Task => "task",
                TaskKind::Local => "local",
                TaskKind::Blocking => "blocking",
                TaskKind::Thread => "thread",
            }));
            line.parent = *parent;
            line.library = *library;
            "spawned"
        }
        What::Polled => "polled",
        What::Yielded => "yielded",
        What::Waiting { on, more } => {
            line.on = Some(on.as_deref().map(Cow::Borrowed));
            line.more = *more;
            "waiting"
        }
        What::Woken { by } => {
            line.by = Some(by.map(|by| match by {
                Waker::Task(number) => By::Task(number),
                Waker::Timer => By::Word(Cow::Borrowed("timer")),
                Waker::Io => By::Word(Cow::Borrowed("io")),
                Waker::Thread => By::Word(Cow::Borrowed("thread")),
            }));
            "woken"
        }
        What::Printed { text, stream } => {
            line.text = Some(Cow::Borrowed(text));
            line.stream = match stream {
                Stream::Stdout => None,
                Stream::Stderr => Some(Cow::Borrowed("stderr")),
            };
            "printed"
        }
        What::Finished { how } => {
            line.how = Some(Cow::Borrowed(match how {
                How::Completed => "completed",
                How::Cancelled => "cancelled",
                How::Panicked => "panicked",
            }));
            "finished"
        }
    });
    line
}

fn from_line(line: Line<'_>) -> Result<Event, String> {
    let unknown = |field: &str, word: &str| format!("unknown {field} {word:?}");
    let missing = |field: &str| format!("{field:?} is missing");
    let what = match &*line.event {
        "spawned" => match line.kind.as_deref() {
            Some("main") => What::Began {
                clock: match line.clock.as_deref() {
                    Some("virtual") => Clock::Virtual,
                    Some("real") => Clock::Real,
                    Some(other) => return Err(unknown("clock", other)),
                    None => return Err(missing("clock")),
                },
                waits_recorded: line.waits_recorded.unwrap_or(true),
            },
            kind => What::Spawned {
                parent: line.parent,
                kind: match kind {
                    Some("task") => TaskKind::Task,
                    Some("local") => TaskKind::Local,
                    Some("blocking") => TaskKind::Blocking,
                    Some("thread") => TaskKind::Thread,
                    Some(other) => return Err(unknown("kind", other)),
                    None => return Err(missing("kind")),
                },
                library: line.library,
            },
        },
        "polled" => What::Polled,
        "yielded" => What::Yielded,
        "waiting" => What::Waiting {
            on: line.on.flatten().map(Cow::into_owned),
            more: line.more,
        },
        "woken" => What::Woken {
            by: match line.by.flatten() {
                None => None,
                Some(By::Task(number)) => Some(Waker::Task(number)),
                Some(By::Word(word)) => Some(match &*word {
                    "timer" => Waker::Timer,
                    "io" => Waker::Io,
                    "thread" => Waker::Thread,
                    other => return Err(unknown("waker", other)),
                }),
            },
        },
        "printed" => What::Printed {
            text: line.text.ok_or_else(|| missing("text"))?.into_owned(),
            stream: match line.stream.as_deref() {
                None | Some("stdout") => Stream::Stdout,
                Some("stderr") => Stream::Stderr,
                Some(other) => return Err(unknown("stream", other)),
            },
        },
        "finished" => What::Finished {
            how: match line.how.as_deref() {
                Some("completed") => How::Completed,
                Some("cancelled") => How::Cancelled,
                Some("panicked") => How::Panicked,
                Some(other) => return Err(unknown("end", other)),
                None => return Err(missing("how")),
            },
        },
        other => return Err(unknown("event", other)),
    };
    let place = match (line.file, line.line) {
        (Some(file), Some(line)) => Some(Place {
            file: Cow::Owned(file.into_owned()),
            line,
        }),
        _ => None,
    };
    Ok(Event {
        at_us: line.at_us,
        task: line.task,
        what,
        place,
    })
}

/// A line of a recording that cannot be read.
#[derive(Debug)]
pub struct Damaged {
    /// Which line, counted from 1.
    pub line: u64,
    /// What is wrong with it.
    pub why: String,
}

impl fmt::Display for Damaged {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {} of the recording: {}", self.line, self.why)
    }
}

impl std::error::Error for Damaged {}

/// Reads a recording event by event. It ends after the first damaged line.
#[derive(Debug)]
pub struct Reader<R> {
    input: R,
    line: u64,
    buffer: Vec<u8>,
    ended: bool,
}

impl<R: BufRead> Reader<R> {
    /// A reader of the recording that comes from `input`.
    pub fn new(input: R) -> Self {
        Reader {
            input,
            line: 0,
            buffer: Vec::new(),
            ended: false,
        }
    }

    fn read(&mut self) -> Result<Option<Event>, String> {
        self.buffer.clear();
        let read = Read::by_ref(&mut self.input)
            .take(LONGEST_LINE + 1)
            .read_until(b'\n', &mut self.buffer)
            .map_err(|error| error.to_string())?;
        if read == 0 {
            return Ok(None);
        }
        self.line += 1;
        if read as u64 > LONGEST_LINE {
            return Err(format!("it is longer than {LONGEST_LINE} bytes"));
        }
        // A whole recording ends with a line end; without it the rest was cut off.
        if self.buffer.pop() != Some(b'\n') {
            return Err("it breaks off in the middle".to_owned());
        }
        let line = serde_json::from_slice(&self.buffer).map_err(|error| {
            let place = format!(" at line {} column {}", error.line(), error.column());
            error.to_string().replace(&place, "")
        })?;
        from_line(line).map(Some)
    }
}

impl<R: BufRead> Iterator for Reader<R> {
    type Item = Result<Event, Damaged>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.ended {
            return None;
        }
        match self.read() {
            Ok(Some(event)) => Some(Ok(event)),
            Ok(None) => {
                self.ended = true;
                None
            }
            Err(why) => {
                self.ended = true;
                Some(Err(Damaged {
                    line: self.line.max(1),
                    why,
                }))
            }
        }
    }
}
