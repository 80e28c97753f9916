//! The trace keeps the rules of its format, whatever the recording.

mod trace_rules;

use std::collections::BTreeMap;

use proptest::prelude::*;
use recording::{
    Clock, Event, EventKind, Outcome, Owner, Place, Stream, TaskKind, Waits,
    WakeSource, task_name, to_json,
};
use trace_rules::Trace;
use views::perfetto::{MAX_NAME_CHARS, MAX_TEXT_CHARS};
use views::{Part, State, StepKind, Story, Subject, Wait, perfetto};

fn subject() -> Subject {
    Subject {
        heading: "3 · gather vs wait › simple".to_owned(),
        title: "The longest wait is the total".to_owned(),
        file: "crates/03-gather-vs-wait/examples/simple.rs".to_owned(),
        ..Subject::default()
    }
}

fn json(story: &Story) -> String {
    let mut json = Vec::new();
    perfetto::write(story, &subject(), &mut json).expect("memory can be written to");
    String::from_utf8(json).expect("JSON is UTF-8")
}

fn begin(clock: Clock) -> Event {
    Event {
        at_us: 0,
        task: 0,
        kind: EventKind::Began {
            clock,
            waits: Waits::Recorded,
        },
        place: None,
    }
}

/// Anything that a story takes, sensible or not: tasks wait that never ran, wake
/// themselves, run twice.
fn any_events() -> impl Strategy<Value = Vec<Event>> {
    let text = prop_oneof![
        "[a-z ]{0,9}",
        "\\PC{0,5}",
        "[a\\\\\"]{0,3}",
        any::<String>(),
        "[\u{0}-\u{1f}\"\\\\<>&]{1,9}"
    ];
    let gap = prop_oneof![6 => Just(0), 2 => 1..20_u64, 1 => 1000..2_000_000_u64];
    let step = (gap, 0..9_u8, any::<prop::sample::Index>(), 0..8_u8, text);
    let clock = prop_oneof![Just(Clock::Virtual), Just(Clock::Real)];
    (clock, prop::collection::vec(step, 0..120)).prop_map(|(clock, steps)| {
        let mut events = vec![begin(clock)];
        let mut tasks = 1;
        let mut alive = vec![0];
        let mut at_us = 0;
        for (gap, kind, index, other, text) in steps {
            at_us += gap;
            if alive.is_empty() {
                break;
            }
            let mut task = *index.get(&alive);
            let what = match kind {
                0 => {
                    let parent = (other != 7).then_some(task);
                    task = tasks;
                    tasks += 1;
                    alive.push(task);
                    let kind = match other % 4 {
                        0 => TaskKind::Blocking,
                        1 => TaskKind::Thread,
                        _ => TaskKind::Task,
                    };
                    let owner = match other {
                        6 => Owner::Library("hyper-util".to_owned()),
                        _ => Owner::Program,
                    };
                    EventKind::Spawned {
                        parent,
                        kind,
                        owner,
                    }
                }
                1 | 2 => EventKind::Polled,
                3 => EventKind::Yielded,
                4 => {
                    let on =
                        (other > 1).then_some(recording::Wait::Named(text.clone()));
                    EventKind::Waiting {
                        on,
                        more: 0,
                        stack: [].into(),
                    }
                }
                5 | 6 => EventKind::Woken {
                    by: match other {
                        0 => None,
                        1 => Some(WakeSource::Timer),
                        2 => Some(WakeSource::Io),
                        3 => Some(WakeSource::Thread),
                        other => Some(WakeSource::Task(u32::from(other) % tasks)),
                    },
                },
                7 => EventKind::Printed {
                    text: text.clone(),
                    stream: match other {
                        0 => Stream::Stderr,
                        _ => Stream::Stdout,
                    },
                },
                _ => {
                    alive.retain(|other| *other != task);
                    EventKind::Finished {
                        how: Outcome::Cancelled,
                    }
                }
            };
            let place = (other % 2 == 0).then(|| Place::new("a.rs", 7));
            events.push(Event {
                at_us,
                task,
                kind: what,
                place,
            });
        }
        events
    })
}

/// Whether the trace shows what the story tells.
fn compare(story: &Story, trace: &Trace) {
    let beginning = |text: &str| {
        let text = text.chars().take(MAX_TEXT_CHARS).collect::<String>();
        views::columns::escape_controls(&text)
    };
    // Names may say what kind of task it is: `task 3 (thread)`.
    let tids = trace.tracks.iter().map(|(tid, name)| {
        let name = name.split(" (").next().expect("a first part");
        (name.to_owned(), *tid)
    });
    let tids = tids.collect::<BTreeMap<_, _>>();
    let tid = |task| tids[&task_name(task)];
    let near = |ts: f64, at_us: u64| {
        let late = ts - at_us as f64;
        assert!(
            late >= 0.0 && late <= trace.max_shift_us,
            "{ts} for {at_us}"
        );
    };
    let mut states = trace.slices.iter().filter(|slice| slice.depth == 0);
    let mut states = states
        .by_ref()
        .filter(|slice| {
            !slice.name.starts_with("wakes ") && !slice.name.starts_with("spawns ")
        })
        .collect::<Vec<_>>();
    // The story tells spans as they end; the trace begins them as they begin.
    let mut spans = story
        .spans()
        .filter_map(|part| match part {
            Part::Span(span) => Some(span),
            Part::Step(_) => None,
        })
        .collect::<Vec<_>>();
    spans.sort_by_key(|span| (tid(span.task), span.from.step));
    states.sort_by_key(|slice| slice.tid);
    assert_eq!(states.len(), spans.len());
    for (slice, span) in states.into_iter().zip(spans) {
        assert_eq!(slice.tid, tid(span.task));
        match span.state {
            State::Ready(_) => assert_eq!(slice.name, "ready"),
            State::Running(_) => assert_eq!(slice.name, "running"),
            State::Waiting { on: None, .. } => assert_eq!(slice.name, "waiting"),
            State::Waiting {
                on: Some(Wait::Sleep { ms, .. }),
                ..
            } => {
                assert!(slice.name.starts_with("sleep "), "{} for {ms}", slice.name);
            }
            State::Waiting {
                on: Some(Wait::Named(on)),
                ..
            } => {
                let on = beginning(story.text(on));
                let shown = slice.name.trim_end_matches('…');
                assert!(on.starts_with(shown), "{} for {on:?}", slice.name);
            }
            State::Ended(_) => panic!("no span follows an end"),
        }
        near(slice.from, span.from.at_us);
        near(slice.to, span.to.at_us);
    }
    let mut instants = trace.instants.iter();
    for step in story.steps() {
        let (name, text) = match step.kind {
            StepKind::Printed(text, _) => (None, Some(story.text(text))),
            StepKind::Finished(how) => (Some(how.to_string()), None),
            _ => continue,
        };
        let (track, at, shown, shown_text) = instants.next().expect("an instant");
        assert_eq!(*track, tid(step.task));
        near(*at, step.at_us);
        assert_eq!(shown_text.is_some(), text.is_some());
        assert!(name.is_none_or(|name| name == *shown));
        if let (Some(text), Some(shown)) = (text, shown_text) {
            let cut = shown.split("… (").next().expect("a first part");
            assert!(beginning(text).starts_with(cut));
        }
    }
    assert!(instants.next().is_none());
    let arrows = story.steps().iter().filter(|step| match step.kind {
        StepKind::Woken(by) => by.is_some_and(|by| by != WakeSource::Task(step.task)),
        StepKind::Spawned => story.tasks()[step.task as usize].parent.is_some(),
        _ => false,
    });
    assert_eq!(trace.arrows.len(), arrows.clone().count());
    // The arrows end in the order of their steps: each at the task of its step.
    for (step, (from, to)) in arrows.zip(&trace.arrows) {
        let (from, to) = (&trace.slices[*from], &trace.slices[*to]);
        assert_eq!(to.tid, tid(step.task));
        assert!(matches!(to.name.as_str(), "ready" | "woken"), "{to:?}");
        let verb = match step.kind {
            StepKind::Spawned => "spawns",
            _ => "wakes",
        };
        assert_eq!(from.name, format!("{verb} {}", task_name(step.task)));
        near(from.from, step.at_us);
    }
}

proptest! {
    #[test]
    fn any_story_becomes_a_sound_trace(events in any_events()) {
        let story = Story::of(&events).expect("it is made to be one");
        let json = json(&story);
        // The only control characters are the line ends of the writer.
        prop_assert!(json.chars().all(|c| c == '\n' || !c.is_control()));
        let trace = trace_rules::read(&json).map_err(TestCaseError::fail)?;
        compare(&story, &trace);
    }
}

/// Many events at one time stay in order, and before the next time.
#[test]
fn a_crowded_moment_does_not_reach_into_the_next() {
    let print = |at_us| Event {
        at_us,
        task: 0,
        kind: EventKind::Printed {
            text: "page".to_owned(),
            stream: Stream::Stdout,
        },
        place: None,
    };
    let crowd = std::iter::repeat_n(print(5), 2_000).chain([print(6)]);
    let events = [begin(Clock::Virtual)]
        .into_iter()
        .chain(crowd)
        .collect::<Vec<_>>();
    let story = Story::of(&events).expect("it is in order");
    let trace = trace_rules::read(&json(&story)).expect("it is sound");
    compare(&story, &trace);
    let times = trace.instants.iter().map(|(_, at, ..)| *at);
    let times = times.collect::<Vec<_>>();
    assert!(times[..2_000].iter().all(|at| (5.0..6.0).contains(at)));
    assert_eq!(times[2_000], 6.0);
}

/// A line of 10 MB that is printed again and again is in the file only in part.
#[test]
fn a_huge_text_is_cut() {
    let text = "<script>\u{1b}[2J".repeat(800_000);
    let print = Event {
        at_us: 0,
        task: 0,
        kind: EventKind::Printed {
            text: text.clone(),
            stream: Stream::Stdout,
        },
        place: None,
    };
    let wait = Event {
        kind: EventKind::Waiting {
            on: Some(recording::Wait::Named(text)),
            more: 0,
            stack: [].into(),
        },
        ..print.clone()
    };
    let mut events = vec![begin(Clock::Real), wait];
    events.extend(std::iter::repeat_n(print, 100));
    let story = Story::of(&events).expect("it is in order");
    let json = json(&story);
    // A control character takes six in JSON.
    let most = 100 * (6 * (MAX_TEXT_CHARS + MAX_NAME_CHARS) + 300) + 5_000;
    assert!(json.len() < most, "{}", json.len());
    let trace = trace_rules::read(&json).expect("it is sound");
    compare(&story, &trace);
    assert!(trace.slices.iter().any(|slice| slice.name.ends_with('…')));
}

/// The format counts nanoseconds in 63 bits.
#[test]
fn times_beyond_the_format_are_refused() {
    let mut late = begin(Clock::Virtual);
    late.at_us = u64::MAX;
    let story = Story::of(&[late]).expect("a story may be long");
    let refused = perfetto::write(&story, &subject(), Vec::new());
    let refused = refused.expect_err("it is too late").to_string();
    assert!(refused.contains("beyond"), "{refused}");
}

/// Writing needs no memory that grows with the events; see also the size of `Step`.
#[test]
fn a_long_run_is_streamed() {
    let poll = |at_us, what: EventKind| {
        let event = Event {
            at_us,
            task: 0,
            kind: what,
            place: None,
        };
        to_json(&event)
    };
    let began = to_json(&begin(Clock::Virtual));
    let cycles = (0..33_333_u64).flat_map(|cycle| {
        let at_us = cycle * 1_000;
        let on = Some("sleep 1ms".to_owned());
        [
            poll(at_us, EventKind::Polled),
            poll(
                at_us,
                EventKind::Waiting {
                    on: on.map(recording::Wait::Named),
                    more: 0,
                    stack: [].into(),
                },
            ),
            poll(
                at_us + 1_000,
                EventKind::Woken {
                    by: Some(WakeSource::Timer),
                },
            ),
        ]
    });
    let mut text = began + "\n";
    for line in cycles {
        text.push_str(&line);
        text.push('\n');
    }
    let story = Story::read(text.as_bytes()).expect("it is in order");
    assert_eq!(story.steps().len(), 100_000);
    /// Counts what is written, and how much at once.
    #[derive(Default)]
    struct Counted {
        bytes: usize,
        largest: usize,
    }
    impl std::io::Write for Counted {
        fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
            self.bytes += bytes.len();
            self.largest = self.largest.max(bytes.len());
            Ok(bytes.len())
        }
        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }
    let mut out = Counted::default();
    perfetto::write(&story, &subject(), &mut out).expect("it only counts");
    assert!(out.bytes > 10_000_000, "{}", out.bytes);
    assert!(out.largest < 1_000, "{}", out.largest);
}
