//! Programs that are no lessons yet, as learners write them: they are recorded as they
//! run, or the recording says what it does not hold.

use std::env;
use std::path::PathBuf;
use std::process::{Command, Output};

use recording::protocol::{RunRequest, STUCK_EXIT_CODE};
use recording::{Clock, Event, EventKind, Reader, Stream, TaskKind, Wait, Waits};

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

fn run(name: &str, request: &RunRequest) -> Output {
    let mut command = Command::new(example(name));
    request.set_on(&mut command);
    command.output().expect("cargo test builds the examples")
}

fn recorded(clock: Clock) -> RunRequest {
    RunRequest {
        clock,
        record: true,
        ..RunRequest::default()
    }
}

fn events(output: &Output) -> Vec<Event> {
    let text = String::from_utf8_lossy(&output.stdout).replace('\u{1e}', "");
    let events = Reader::new(text.as_bytes()).collect::<Result<Vec<_>, _>>();
    let events = events.unwrap_or_else(|damaged| panic!("{damaged}: {text}"));
    let times = events.iter().map(|event| event.at_us);
    assert!(times.is_sorted(), "{text}");
    events
}

/// What was printed on stdout: when, and by which task.
fn lines(events: &[Event]) -> Vec<(u64, u32, &str)> {
    let lines = events.iter().filter_map(|event| match &event.kind {
        EventKind::Printed {
            text,
            stream: Stream::Stdout,
        } => Some((event.at_us, event.task, text.as_str())),
        _ => None,
    });
    lines.collect()
}

fn waits(events: &[Event]) -> Vec<Waits> {
    let began = events.iter().filter_map(|event| match event.kind {
        EventKind::Began { waits, .. } => Some(waits),
        _ => None,
    });
    began.collect()
}

#[test]
fn one_run_after_the_other() {
    let events = events(&run("no_runtime", &recorded(Clock::Virtual)));
    // Before the first runtime, and for each of the two.
    assert_eq!(waits(&events), [Waits::Recorded; 3]);
    let ends = events.iter().filter(|event| {
        event.task == 0 && matches!(event.kind, EventKind::Finished { .. })
    });
    assert_eq!(ends.count(), 2);
}

#[test]
fn two_runs_at_the_same_time() {
    let output = run("two_threads", &recorded(Clock::Virtual));
    assert!(output.status.success(), "{output:?}");
    let events = events(&output);
    assert_eq!(waits(&events), [Waits::Recorded]);
    let lines = lines(&events);
    assert!(lines.contains(&(0, 0, "day: open")), "{lines:?}");
    assert!(lines.contains(&(1_000_000, 0, "day: closed")), "{lines:?}");
    let night = lines.iter().find(|line| line.2 == "night: closed");
    let night = night.expect("it is printed").1;
    let is_thread = |event: &&Event| {
        event.task == night
            && matches!(
                event.kind,
                EventKind::Spawned {
                    kind: TaskKind::Thread,
                    ..
                }
            )
    };
    assert_eq!(events.iter().filter(is_thread).count(), 1);
}

#[test]
fn a_run_in_a_run_is_a_panic_and_the_outer_one_goes_on() {
    let output = run("run_in_run", &recorded(Clock::Virtual));
    assert!(output.status.success(), "{output:?}");
    let events = events(&output);
    let texts = lines(&events).into_iter().map(|(.., text)| text);
    assert_eq!(
        texts.collect::<Vec<_>>(),
        ["outer: begun", "outer: the inner one failed: true"]
    );
}

/// The times are true, and the recording says that it holds no waits.
#[test]
fn a_runtime_of_its_own() {
    let events = events(&run("own_runtime", &recorded(Clock::Virtual)));
    assert_eq!(waits(&events), [Waits::OtherRuntime]);
    let [(_, 0, "open"), (closed, 0, "closed")] = lines(&events)[..] else {
        panic!("{events:?}");
    };
    assert!(closed >= 29_000, "{closed} µs");
}

/// It is neither recorded nor watched: the watchdog would not see what it waits for.
#[test]
fn a_subscriber_of_its_own() {
    let output = run("own_subscriber", &recorded(Clock::Virtual));
    assert!(output.status.success(), "{output:?}");
    let events = events(&output);
    assert_eq!(waits(&events), [Waits::OtherSubscriber]);
    assert_eq!(lines(&events), [(0, 0, "open"), (30_000, 0, "closed")]);
}

#[test]
fn tasks_of_a_local_set_wait() {
    let events = events(&run("local_tasks", &recorded(Clock::Virtual)));
    let of = |task: u32| {
        let events = events.iter().filter(move |event| event.task == task);
        events.map(|event| &event.kind).collect::<Vec<_>>()
    };
    let baker = of(1);
    let sleep = Some(Wait::Sleep {
        ms: 3000,
        until_us: 3_000_000,
    });
    let sleeps = baker
        .iter()
        .filter(|kind| matches!(kind, EventKind::Waiting { on, .. } if *on == sleep));
    assert_eq!(sleeps.count(), 1, "{baker:?}");
    let guest = of(2);
    assert!(guest.contains(&&EventKind::Yielded), "{guest:?}");
    let polls = |task: &[&EventKind]| {
        let polls = task.iter().filter(|kind| ***kind == EventKind::Polled);
        polls.count()
    };
    assert_eq!(
        (polls(&baker), polls(&guest)),
        (2, 2),
        "{baker:?} {guest:?}"
    );
}

/// A task that waits for a lock may wait for something else too.
#[test]
fn a_circle_of_locks_that_a_thread_opens() {
    for (clock, record) in [(Clock::Real, false), (Clock::Real, true)] {
        let request = RunRequest {
            clock,
            record,
            watch: true,
            ..RunRequest::default()
        };
        let output = run("fed_by_a_thread", &request);
        assert!(output.status.success(), "{output:?}");
        let text = String::from_utf8_lossy(&output.stdout);
        for line in ["Ada is called away", "Ben has both", "closed"] {
            assert!(text.contains(line), "{text}");
        }
    }
}

#[test]
fn lines_before_an_exit_are_recorded() {
    for clock in [Clock::Real, Clock::Virtual] {
        let output = run("exits", &recorded(clock));
        assert_eq!(output.status.code(), Some(7));
        assert_eq!(lines(&events(&output))[0].2, "before the exit");
    }
}

/// On the real clock too: no thread, socket, timer or signal is left that could help.
#[cfg(target_os = "linux")]
#[test]
fn a_lock_that_is_never_released() {
    for record in [false, true] {
        let request = RunRequest {
            watch: true,
            record,
            ..RunRequest::default()
        };
        let output = run("forgotten_guard", &request);
        assert_eq!(output.status.code(), Some(STUCK_EXIT_CODE), "{output:?}");
        let text = String::from_utf8_lossy(&output.stdout);
        assert!(text.contains("forgotten"), "{output:?}");
    }
}
