//! What the recorder writes, held to the letter, and found the same a thousand times.

use std::collections::BTreeSet;
use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::thread;

use recording::protocol::{RunRequest, STUCK_EXIT_CODE};
use recording::{Clock, Event, EventKind, Outcome, Reader, WakeSource};

/// The compiled example of this crate with that name.
fn example(name: &str) -> PathBuf {
    let test = env::current_exe().expect("a test knows where it runs");
    let target = test
        .ancestors()
        .find(|folder| folder.join("examples").is_dir())
        .expect("cargo puts tests and examples below one folder");
    target
        .join("examples")
        .join(format!("{name}{}", env::consts::EXE_SUFFIX))
}

fn command(name: &str, request: &RunRequest) -> Command {
    let mut command = Command::new(example(name));
    request.set_on(&mut command);
    command
}

fn run(name: &str, request: &RunRequest) -> Output {
    let output = command(name, request).output();
    output.expect("cargo test builds the examples")
}

fn recorded() -> RunRequest {
    RunRequest {
        clock: Clock::Virtual,
        record: true,
        ..RunRequest::default()
    }
}

fn watched() -> RunRequest {
    RunRequest {
        watch: true,
        ..RunRequest::default()
    }
}

/// The recording of a run, without the separators.
fn record(name: &str) -> String {
    let output = run(name, &recorded());
    assert!(output.status.success(), "{output:?}");
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
    let text = String::from_utf8(output.stdout).expect("JSON is UTF-8");
    for line in text.lines() {
        assert!(line.starts_with('\u{1e}'), "no event: {line}");
    }
    text.replace('\u{1e}', "")
}

/// Every wait of a program is at the line of its await, with the functions above it. The
/// lines of `every_wait` say which.
#[test]
fn a_wait_is_placed_at_its_await() {
    let source = include_str!("../examples/every_wait.rs");
    let marked = (1..).zip(source.lines()).filter_map(|(line, text)| {
        let (_, functions) = text.split_once("// at: ")?;
        Some((line, functions.to_owned()))
    });
    let found = events(&record("every_wait"))
        .into_iter()
        .filter_map(|event| {
            let EventKind::Waiting { stack, .. } = event.kind else {
                return None;
            };
            // A future that nothing can wake leaves no waker anywhere.
            let line = event.place?.line;
            assert_eq!(stack.last().map_or(0, |frame| frame.line), line);
            let functions = stack.iter().map(|frame| frame.function.as_str());
            Some((line, functions.collect::<Vec<_>>().join(" › ")))
        });
    assert_eq!(
        found.collect::<BTreeSet<(u32, String)>>(),
        marked.collect::<BTreeSet<_>>()
    );
}

/// A lock is held by a future that its own task no longer polls, and waits for again.
#[test]
fn a_future_that_is_not_polled_is_named() {
    let output = run("futurelock", &recorded());
    assert_eq!(output.status.code(), Some(STUCK_EXIT_CODE));
    let text = String::from_utf8_lossy(&output.stdout);
    let why = "deadlock: main waits in line 13 for the lock that main took in line 13 at \
               0.00 s, in a future that stands in line 14 and is not polled any more";
    assert!(text.contains(why), "{text}");
}

fn events(recording: &str) -> Vec<Event> {
    Reader::new(recording.as_bytes())
        .collect::<Result<_, _>>()
        .expect("the recorder writes what the reader reads")
}

/// Every spawn, poll, wait, wake and end of a small program, with its time, its cause and
/// its line. `UPDATE=1` rewrites the file: read the difference.
#[test]
fn a_small_program_is_recorded_to_the_letter() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/every_event.jsonl");
    let found = record("every_event");
    if env::var_os("UPDATE").is_some() {
        fs::write(&file, &found).expect("the source folder can be written to");
    }
    let expected = fs::read_to_string(&file).expect("the file is part of the source");
    for (index, (found, expected)) in found.lines().zip(expected.lines()).enumerate() {
        assert_eq!(found, expected, "line {}", index + 1);
    }
    assert_eq!(found.lines().count(), expected.lines().count());
}

/// One run in a thousand that differs would be a bug to understand. Other tests run
/// beside this one, so the machine is loaded.
#[test]
fn a_thousand_runs_give_one_recording() {
    let first = record("every_event");
    thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                for _ in 0..250 {
                    assert_eq!(record("every_event"), first);
                }
            });
        }
    });
}

/// Threads run beside each other, so only the order within each task is certain.
#[test]
fn a_blocking_task_is_recorded_beside_main() {
    let events = events(&record("blocking"));
    let of = |task: u32| {
        let mine = events.iter().filter(|event| event.task == task);
        let lines = mine.map(|event| {
            let json =
                serde_json::from_str::<serde_json::Value>(&recording::to_json(event));
            json.expect("an event is an object")["event"]
                .as_str()
                .map(str::to_owned)
                .expect("every event has a name")
        });
        lines.collect::<Vec<_>>().join(" ")
    };
    assert_eq!(of(0), "began polled waiting woken polled printed finished");
    assert_eq!(of(1), "spawned polled printed finished");
}

/// With nothing asked for, a lesson is an ordinary program: its own text, on stdout.
#[test]
fn without_being_asked_it_prints_like_any_program() {
    let output = run("blocking", &RunRequest::default());
    assert!(output.status.success());
    assert_eq!(
        String::from_utf8_lossy(&output.stdout),
        "in a blocking thread\nsold: a loaf\n"
    );
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
}

/// On the real clock the times are those of the wall, and lines are written as they come.
#[test]
fn on_the_real_clock_time_passes() {
    let request = RunRequest {
        clock: Clock::Real,
        ..recorded()
    };
    let output = run("every_event", &request);
    let text = String::from_utf8_lossy(&output.stdout).replace('\u{1e}', "");
    let events = events(&text);
    let times = events.iter().map(|event| event.at_us).collect::<Vec<_>>();
    assert!(times.is_sorted(), "{times:?}");
    let last = *times.last().expect("there are events");
    assert!(last >= 50_000, "{last} µs: 50 ms of sleep cannot be faster");
    let first_sleep = text.lines().find(|line| line.contains("sleep"));
    let first_sleep = first_sleep.expect("the program sleeps");
    assert!(first_sleep.contains("\"ms\":50,"), "{first_sleep}");
}

/// The program ends quietly, and at once, when nobody reads what it says.
#[cfg(unix)]
#[test]
fn a_closed_pipe_ends_it_quietly() {
    use std::process::Stdio;

    for request in [recorded(), RunRequest::default()] {
        let (reader, writer) = std::io::pipe().expect("the system has pipes");
        drop(reader);
        let output = command("every_event", &request)
            .stdout(Stdio::from(writer))
            .stderr(Stdio::piped())
            .output()
            .expect("it starts");
        assert_eq!(String::from_utf8_lossy(&output.stderr), "");
        assert_eq!(output.status.code(), Some(0));
    }
}

/// A program need not have a runtime, and may have several, one after the other: every
/// line is recorded, and time goes on.
#[test]
fn lines_outside_a_runtime_are_recorded_too() {
    let recording = record("no_runtime");
    let printed = events(&recording)
        .into_iter()
        .filter_map(|event| match event.kind {
            EventKind::Printed { text, .. } => Some((event.at_us, event.task, text)),
            _ => None,
        })
        .collect::<Vec<_>>();
    let line = |at_us: u64, text: &str| (at_us, 0, text.to_owned());
    assert_eq!(
        printed,
        [
            line(0, "the shop is closed"),
            line(1_000_000, "day 1 is over"),
            line(2_000_000, "day 2 is over"),
            line(2_000_000, "the shop is closed again"),
        ]
    );
    assert_eq!(record("no_runtime"), recording);
}

/// Two tasks that wait for each other's lock would hang for ever: the run ends instead,
/// and names who waits for what.
#[test]
fn a_deadlock_is_named_and_ends_the_run() {
    let why = "deadlock: task 1 waits in line 14 for the lock that task 2 took in line 11 \
               at 0.00 s; task 2 waits in line 14 for the lock that task 1 took in line 11 \
               at 0.00 s";
    let output = run("deadlock", &recorded());
    assert_eq!(output.status.code(), Some(STUCK_EXIT_CODE));
    let text = String::from_utf8_lossy(&output.stdout);
    let last = text.lines().last().expect("there are events");
    assert!(last.contains(why) && last.contains("\"stderr\""), "{last}");

    // Not recorded, on the real clock, the program prints as always, and is told apart.
    let output = run("deadlock", &watched());
    assert_eq!(output.status.code(), Some(STUCK_EXIT_CODE));
    assert_eq!(
        String::from_utf8_lossy(&output.stdout),
        "Ada has one of them\nBen has one of them\n"
    );
    assert_eq!(String::from_utf8_lossy(&output.stderr), format!("{why}\n"));
}

/// On the virtual clock nobody comes from outside: what waits for nothing is stuck.
#[cfg(target_os = "linux")]
#[test]
fn a_run_that_nobody_can_wake_is_stuck() {
    let output = run("forgotten", &recorded());
    assert_eq!(output.status.code(), Some(STUCK_EXIT_CODE));
    let text = String::from_utf8_lossy(&output.stdout);
    let why = "stuck: nothing is left that could wake main";
    assert!(text.contains(why), "{text}");
}

/// A timer that is reset outside a poll is still a timer: it keeps the run alive, and it
/// is what wakes the task.
#[test]
fn a_sleep_that_is_reset_is_a_timer() {
    let recording = record("reset_sleep");
    let events = events(&recording);
    let woken = events.iter().find_map(|event| match event.kind {
        EventKind::Woken { by } => Some((event.at_us, by)),
        _ => None,
    });
    assert_eq!(
        woken,
        Some((4_000_000, Some(WakeSource::Timer))),
        "{recording}"
    );
}

/// A library may enter the span of a task where it works for it, on whatever thread, and
/// may keep it for longer than the task lives. The task is polled, woken and finished no
/// more often for that.
#[test]
fn a_span_that_is_taken_along() {
    for _ in 0..20 {
        let events = events(&record("span_taken_along"));
        let task = events.iter().filter(|event| event.task == 1);
        let task = task.map(|event| &event.kind).collect::<Vec<_>>();
        let polls = task
            .iter()
            .filter(|what| ***what == EventKind::Polled)
            .count();
        assert!((1..=2).contains(&polls), "{task:?}");
        let by_itself = EventKind::Woken {
            by: Some(WakeSource::Task(1)),
        };
        assert!(task.iter().all(|what| **what != by_itself), "{task:?}");
        let completed = EventKind::Finished {
            how: Outcome::Completed,
        };
        assert_eq!(task.last(), Some(&&completed), "{task:?}");
    }
}

/// A run that only a timer can go on with is not stuck, whatever kind of timer it is.
#[test]
fn every_timer_keeps_the_run_alive() {
    let request = RunRequest {
        clock: Clock::Virtual,
        ..watched()
    };
    let output = run("every_timer", &request);
    assert_eq!(
        String::from_utf8_lossy(&output.stdout),
        "interval\nsleep\nsleep_until\ntimeout: true\ntimeout_at: true\n\
         interval that was reset\n"
    );
    assert!(output.status.success(), "{output:?}");
}
