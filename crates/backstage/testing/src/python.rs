//! CPython as the other side of a test.

use std::io::Write;
use std::process::{Command, Stdio};
use std::thread;

/// Runs the program `script` with `input` on stdin, and returns the lines it prints.
///
/// Returns `None` and says so on stderr if there is no `python3` of version 3.11 or newer.
///
/// # Panics
///
/// Panics if the program fails, and where [`not_run`](crate::not_run) does.
pub fn run(script: &str, input: String) -> Option<Vec<String>> {
    let new_enough = "import sys; sys.exit(sys.version_info < (3, 11))";
    let asked = Command::new("python3").args(["-c", new_enough]).status();
    if !asked.is_ok_and(|status| status.success()) {
        crate::not_run("no python3 of version 3.11 or newer");
        return None;
    }
    let mut python = Command::new("python3")
        .arg(script)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("it was started just now");
    let mut stdin = python.stdin.take().expect("it is piped");
    // On a thread of its own: Python prints while it reads.
    let writer = thread::spawn(move || stdin.write_all(input.as_bytes()));
    let output = python.wait_with_output().expect("it was started");
    let written = writer.join().expect("it does not panic");
    assert!(output.status.success(), "the program in Python failed");
    written.expect("Python reads everything");
    let text = String::from_utf8(output.stdout).expect("it prints UTF-8");
    Some(text.lines().map(str::to_owned).collect())
}
