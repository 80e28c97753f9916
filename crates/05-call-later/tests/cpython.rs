//! Whatever is called in whatever order: the loop does what asyncio's own loop does.
//!
//! Where there is no Python 3.11 or newer, this test says so and passes.

mod common;

use std::fmt::Write as _;
use std::io::Write as _;
use std::process::{Command, Stdio};

use common::program::{any_program, run_here};
use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::TestRunner;

const PROGRAMS: usize = 500;

/// Runs `cpython.py`, and returns the lines it prints; `None` without a Python for it.
fn python(input: String) -> Option<Vec<String>> {
    let new_enough = "import sys; sys.exit(sys.version_info < (3, 11))";
    let asked = Command::new("python3").args(["-c", new_enough]).status();
    if !asked.is_ok_and(|status| status.success()) {
        return None;
    }
    let mut python = Command::new("python3")
        .arg(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/cpython.py"))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("it was started just now");
    let mut stdin = python.stdin.take().expect("it is piped");
    // On a thread of its own: it prints while it reads.
    let writer = std::thread::spawn(move || stdin.write_all(input.as_bytes()));
    let output = python.wait_with_output().expect("it was started");
    writer
        .join()
        .expect("it does not panic")
        .expect("it reads everything");
    assert!(output.status.success(), "the program in Python failed");
    let text = String::from_utf8(output.stdout).expect("digits");
    Some(text.lines().map(str::to_owned).collect())
}

/// Asyncio documents the order of `call_soon`, of deadlines, and of turns, but not all
/// that follows: this asks the original, with ties in its heap put in the order of the
/// calls. Before, it shows that CPython does not do that by itself.
#[test]
fn the_loop_does_what_cpython_does() {
    let mut runner = TestRunner::deterministic();
    let programs: Vec<_> = (0..PROGRAMS)
        .map(|_| any_program(40).new_tree(&mut runner))
        .map(|tree| tree.expect("nothing is rejected").current())
        .collect();
    let mut input = String::new();
    for program in &programs {
        writeln!(input, "{program}end").expect("a String takes every text");
    }
    let Some(lines) = python(input) else {
        eprintln!("skipped: there is no python3 of version 3.11 or newer");
        return;
    };
    let mut lines = lines.iter().map(String::as_str);
    assert_eq!(lines.next(), Some("0 2 6 5 9 8 7 1 3 4"), "as CPython is");
    assert_eq!(lines.next(), Some("0 1 2 3 4 5 6 7 8 9"), "with our rule");
    for program in &programs {
        let calls: Vec<_> = run_here(program)
            .iter()
            .map(|(now, callback)| format!("{now} {callback}"))
            .collect();
        let here = calls.join(", ");
        assert_eq!(lines.next(), Some(here.as_str()), "{program:?}");
    }
    assert_eq!(lines.next(), None);
}
