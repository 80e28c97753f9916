//! The format of a recording: what is written is read back, and damage is named.

use std::io::{self, BufReader, Read};

use recording::{
    Clock, Event, EventKind, MAX_LINE_BYTES, Outcome, Owner, Place, Reader, Stream,
    TaskKind, Wait, Waits, WakeSource, to_json,
};

fn event(at_us: u64, task: u32, kind: EventKind) -> Event {
    Event {
        at_us,
        task,
        kind,
        place: None,
    }
}

fn every_kind_of_event() -> Vec<Event> {
    let place = Place {
        file: "crates/01-coroutines/examples/sleep.rs".into(),
        line: 12,
    };
    let mut events = Vec::new();
    for (clock, waits) in [
        (Clock::Virtual, Waits::Recorded),
        (Clock::Real, Waits::FlagMissing),
        (Clock::Real, Waits::OtherRuntime),
        (Clock::Virtual, Waits::OtherSubscriber),
    ] {
        events.push(event(0, 0, EventKind::Began { clock, waits }));
    }
    for kind in [
        TaskKind::Task,
        TaskKind::Local,
        TaskKind::Blocking,
        TaskKind::Thread,
    ] {
        let parent = (kind != TaskKind::Thread).then_some(0);
        for owner in [
            Owner::Program,
            Owner::BuildingBlock("gather-vs-wait".to_owned()),
            Owner::Library("hyper-util".to_owned()),
        ] {
            let spawned = EventKind::Spawned {
                parent,
                kind,
                owner,
            };
            events.push(event(1, 1, spawned));
        }
    }
    events.push(event(2, 1, EventKind::Polled));
    events.push(event(3, 1, EventKind::Yielded));
    let sleep = Wait::Sleep {
        ms: 2000,
        until_us: 2_000_000,
    };
    let lock = Wait::Named("Mutex::lock".to_owned());
    for (on, more) in [(None, 0), (Some(sleep), 3), (Some(lock), 0)] {
        events.push(Event {
            place: on.is_some().then(|| place.clone()),
            ..event(
                4,
                1,
                EventKind::Waiting {
                    on,
                    more,
                    stack: [].into(),
                },
            )
        });
    }
    for by in [
        None,
        Some(WakeSource::Task(7)),
        Some(WakeSource::Timer),
        Some(WakeSource::Io),
        Some(WakeSource::Thread),
    ] {
        events.push(event(u64::MAX, 1, EventKind::Woken { by }));
    }
    for stream in [Stream::Stdout, Stream::Stderr] {
        let text = "生产：1\t\"quoted\" \\ \u{1b}[2J\nsecond line".to_owned();
        events.push(event(5, u32::MAX, EventKind::Printed { text, stream }));
    }
    for how in [Outcome::Completed, Outcome::Cancelled, Outcome::Panicked] {
        events.push(event(6, 1, EventKind::Finished { how }));
    }
    events
}

fn read(text: &str) -> Vec<Result<Event, String>> {
    Reader::new(text.as_bytes())
        .map(|event| event.map_err(|damaged| damaged.to_string()))
        .collect()
}

/// Every event comes back as it went out, whatever is in its text.
#[test]
fn what_is_written_is_read_back() {
    let events = every_kind_of_event();
    let text = events.iter().map(|event| to_json(event) + "\n");
    let text = text.collect::<String>();
    assert_eq!(text.lines().count(), events.len(), "one line each");
    let back = read(&text).into_iter().collect::<Result<Vec<_>, _>>();
    assert_eq!(back, Ok(events));
}

/// The names of the fields are a promise: other programs read them too.
#[test]
fn the_fields_have_their_names() {
    let place = Place {
        file: "crates/06-locks/examples/lock.rs".into(),
        line: 3,
    };
    let on = Some(Wait::Named("Mutex::lock".to_owned()));
    let waiting = Event {
        place: Some(place),
        ..event(
            20_000,
            5,
            EventKind::Waiting {
                on,
                more: 0,
                stack: [].into(),
            },
        )
    };
    assert_eq!(
        to_json(&waiting),
        r#"{"at_us":20000,"task":5,"event":"waiting","on":{"named":"Mutex::lock"},"file":"crates/06-locks/examples/lock.rs","line":3}"#
    );
    let nameless = event(
        1,
        0,
        EventKind::Waiting {
            on: None,
            more: 0,
            stack: [].into(),
        },
    );
    assert_eq!(
        to_json(&nameless),
        r#"{"at_us":1,"task":0,"event":"waiting","on":null}"#
    );
}

/// A later version may add fields; this one skips them.
#[test]
fn unknown_fields_are_tolerated() {
    let line =
        r#"{"at_us":1,"task":2,"event":"polled","mood":"fine","nested":{"a":[1]}}"#;
    assert_eq!(
        read(&format!("{line}\n")),
        [Ok(event(1, 2, EventKind::Polled))]
    );
}

/// A damaged line is an error that names the line, and nothing after it is read.
#[test]
fn damage_is_named_with_its_line() {
    let good = to_json(&event(1, 2, EventKind::Polled));
    for (bad, why) in [
        ("", "EOF while parsing a value"),
        ("{", "EOF while parsing an object"),
        ("[]", "invalid type: sequence"),
        (
            r#"{"at_us":-1,"task":0,"event":"polled"}"#,
            "invalid value: integer `-1`, expected u64",
        ),
        (r#"{"at_us":1,"event":"polled"}"#, "missing field `task`"),
        (
            r#"{"at_us":1,"task":0,"event":"danced"}"#,
            "unknown variant `danced`",
        ),
        (
            r#"{"at_us":1,"task":0,"event":"finished","how":"tired"}"#,
            "unknown variant `tired`",
        ),
        (
            r#"{"at_us":1,"task":0,"event":"printed"}"#,
            "missing field `text`",
        ),
    ] {
        let found = read(&format!("{good}\n{bad}\n{good}\n"));
        let [Ok(_), Err(message)] = &found[..] else {
            panic!("{bad}: {found:?}");
        };
        assert!(
            message.starts_with("line 2 of the recording: ") && message.contains(why),
            "{bad}: {message}"
        );
    }
}

/// Cut anywhere, a recording is read up to the cut, and the line it is in is named.
#[test]
fn a_recording_cut_in_half_ends_with_an_error() {
    let line = to_json(&event(1, 2, EventKind::Polled)) + "\n";
    let text = line.repeat(3);
    for cut in 1..text.len() {
        let found = read(&text[..cut]);
        let whole = cut / line.len();
        assert_eq!(found.iter().filter(|event| event.is_ok()).count(), whole);
        let damaged = cut % line.len() != 0;
        assert_eq!(found.len(), whole + usize::from(damaged), "cut at {cut}");
        if let Some(Err(message)) = found.last() {
            let line = whole + 1;
            assert!(message.contains(&format!("line {line} ")), "{message}");
        }
    }
}

/// A line without end is refused before it fills the memory.
#[test]
fn an_endless_line_is_refused() {
    let endless = BufReader::new(io::repeat(b'['));
    let error = Reader::new(endless).next().expect("there is a line");
    let error = error.expect_err("it is no event").to_string();
    assert!(error.contains(&MAX_LINE_BYTES.to_string()), "{error}");
}

/// A million events pass through one buffer: the longest line sets the memory.
#[test]
fn a_million_events_are_read_as_they_come() {
    struct Lines {
        line: Vec<u8>,
        left: usize,
        at: usize,
    }
    impl Read for Lines {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            if self.at == self.line.len() && self.left > 0 {
                self.left -= 1;
                self.at = 0;
            }
            let rest = &self.line[self.at..];
            let length = rest.len().min(buffer.len());
            buffer[..length].copy_from_slice(&rest[..length]);
            self.at += length;
            Ok(length)
        }
    }
    let line = (to_json(&event(1, 2, EventKind::Polled)) + "\n").into_bytes();
    let at = line.len();
    let lines = Lines {
        line,
        left: 1_000_000,
        at,
    };
    let events = Reader::new(BufReader::new(lines)).map(|event| event.is_ok());
    assert_eq!(events.filter(|fine| *fine).count(), 1_000_000);
}
