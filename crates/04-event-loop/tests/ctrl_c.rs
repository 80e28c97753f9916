//! Ctrl-C from outside: a real SIGINT to a running example.

#![cfg(unix)]

use std::env;
use std::io::{BufRead, BufReader};
use std::path::PathBuf;
use std::process::{Child, ChildStdout, Command, Stdio};
use std::time::{Duration, Instant};

use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;

/// The compiled example of this crate with that name.
fn example(name: &str) -> PathBuf {
    let test = env::current_exe().expect("a test knows where it runs");
    let target = test
        .ancestors()
        .find(|folder| folder.join("examples").is_dir())
        .expect("cargo puts tests and examples below one folder");
    target.join("examples").join(name)
}

/// Starts an example on the real clock.
fn start(name: &str) -> (Child, BufReader<ChildStdout>) {
    let mut child = Command::new(example(name))
        .env_remove("CLASSROOM_RECORD")
        .env_remove("CLASSROOM_CLOCK")
        .env_remove("CLASSROOM_SEED")
        .stdout(Stdio::piped())
        .spawn()
        .expect("cargo test builds the examples");
    let stdout = child.stdout.take().expect("stdout was asked to be a pipe");
    (child, BufReader::new(stdout))
}

fn press_ctrl_c(child: &Child) {
    let id = i32::try_from(child.id()).expect("process ids are small");
    kill(Pid::from_raw(id), Signal::SIGINT).expect("the example is running");
}

fn lines(stdout: &mut BufReader<ChildStdout>, count: usize) -> Vec<String> {
    let lines = stdout.lines().take(count);
    lines.map(|line| line.expect("it prints text")).collect()
}

/// Somebody presses Ctrl-C while all three pages are under way: they are cancelled, the
/// waiting with them, and the program ends at once and well.
#[test]
fn an_interrupt_cancels_all_tasks() {
    let started = Instant::now();
    let (mut child, mut stdout) = start("wait_or_ctrl_c");
    assert_eq!(lines(&mut stdout, 3), ["waiting"; 3]);
    press_ctrl_c(&child);
    let rest = lines(&mut stdout, usize::MAX);
    assert_eq!(rest, ["cancel task", "True"].repeat(4));
    let status = child.wait().expect("it was started");
    assert_eq!(status.code(), Some(0));
    assert!(started.elapsed() < Duration::from_secs(2), "no page came");
}

/// A person may be faster than the example that presses Ctrl-C itself.
#[test]
fn a_person_may_press_first() {
    let started = Instant::now();
    let (mut child, mut stdout) = start("signal_stops_the_loop");
    assert_eq!(lines(&mut stdout, 1), ["the shop is open"]);
    press_ctrl_c(&child);
    let rest = lines(&mut stdout, usize::MAX);
    assert_eq!(rest, ["Ctrl-C: last orders", "the shop is closed"]);
    let status = child.wait().expect("it was started");
    assert_eq!(status.code(), Some(0));
    assert!(
        started.elapsed() < Duration::from_secs(2),
        "it did not wait"
    );
}

/// The loop that nobody stops ends with the code for Ctrl-C.
#[test]
fn the_loop_that_never_stops_can_be_interrupted() {
    let (mut child, mut stdout) = start("oops_never_stops");
    assert_eq!(lines(&mut stdout, 2), ["Waiting 1", "Waiting 3"]);
    press_ctrl_c(&child);
    assert!(lines(&mut stdout, usize::MAX).is_empty());
    let status = child.wait().expect("it was started");
    assert_eq!(status.code(), Some(130));
}
