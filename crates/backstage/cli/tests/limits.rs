//! Programs that never end: they are stopped, and nothing is left behind.

#![cfg(unix)]

mod common;

use std::process::Stdio;
use std::time::{Duration, Instant};

use common::Course;
use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;

const EXAMPLE: &str = "crates/bakery/examples/bread.rs";

/// A course whose example leaves its process number in a file, and that of a program it
/// starts, and then never ends.
fn endless_course() -> Course {
    let course = Course::new();
    let file = course.path("started");
    let hang = format!(
        r#"use std::io::Write;
    let child = std::process::Command::new("sleep").arg("1000").spawn().unwrap();
    let file = std::fs::OpenOptions::new().append(true).create(true).open({file:?});
    writeln!(file.unwrap(), "{{}} {{}}", std::process::id(), child.id()).unwrap();
    loop {{ std::thread::park(); }}"#
    );
    course.replace(EXAMPLE, "println(\"sold\", 15);", &hang);
    course
}

/// The processes that have been started; waits for the first.
fn started(course: &Course) -> Vec<Pid> {
    let began = Instant::now();
    loop {
        let text = std::fs::read_to_string(course.path("started")).unwrap_or_default();
        if text.ends_with('\n') {
            let numbers = text.split_whitespace().map(str::parse);
            return numbers
                .map(|number| Pid::from_raw(number.expect("a number")))
                .collect();
        }
        assert!(began.elapsed() < Duration::from_secs(120), "none starts");
        std::thread::yield_now();
    }
}

/// Asserts that the processes end.
#[track_caller]
fn all_end(processes: &[Pid]) {
    for process in processes {
        let began = Instant::now();
        // A killed process that nothing has waited for still has its number.
        let is_alive = || {
            let stat = std::fs::read_to_string(format!("/proc/{process}/stat"));
            kill(*process, None).is_ok() && !stat.is_ok_and(|stat| stat.contains(") Z"))
        };
        while is_alive() {
            assert!(
                began.elapsed() < Duration::from_secs(30),
                "{process} is left"
            );
        }
    }
}

#[test]
fn ctrl_c_leaves_nothing_behind() {
    for command in [
        &["shake", "bakery", "bread"][..],
        &["check"],
        &["check", "--python"],
        &["timeline", "bakery", "bread"],
        &["run", "bakery", "bread", "--json"],
    ] {
        for signal in [Signal::SIGINT, Signal::SIGTERM] {
            let course = endless_course();
            let mut child = course
                .command(command)
                .stdout(Stdio::null())
                .stderr(Stdio::null())
                .spawn()
                .expect("it starts");
            started(&course);
            let process = Pid::from_raw(child.id().try_into().expect("a number"));
            kill(process, signal).expect("it is running");
            let status = child.wait().expect("it ends");
            assert_eq!(status.code(), Some(130), "{command:?} {signal}");
            all_end(&started(&course));
        }
    }
}

/// What was printed so far is shown, and the limit is named.
#[test]
fn a_program_that_never_ends_is_stopped() {
    let course = endless_course();
    let ran = course.run(&["timeline", "bakery", "bread", "--limit", "1"]);
    assert_eq!(ran.code, Some(1), "{ran:?}");
    assert!(ran.stdout.contains("baked"), "{ran:?}");
    let why = "error: bread failed: it did not end within 1 s\n";
    assert!(ran.stderr.ends_with(why), "{ran:?}");
    all_end(&started(&course));
}

/// Its memory, and ours, must not fill up.
#[test]
fn a_program_that_prints_forever_is_stopped() {
    let course = Course::new();
    course.replace(
        EXAMPLE,
        "println(\"sold\", 15);",
        "loop { println(\"x\", 15); }",
    );
    let ran = course.run(&["timeline", "bakery", "bread", "--limit", "300"]);
    assert_eq!(ran.code, Some(1));
    let why = "error: bread failed: it recorded more than 1000000 events\n";
    assert!(ran.stderr.ends_with(why), "{}", ran.stderr);
    let ran = course.run(&["shake", "bakery", "bread", "--runs", "1"]);
    assert_eq!(ran.code, Some(1));
    assert!(
        ran.stderr.ends_with(": it printed more than 1 MiB\n"),
        "{}",
        ran.stderr
    );
}
