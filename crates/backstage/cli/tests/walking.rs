//! `walk` from the command line to the last step, and what it says where it cannot.

#![cfg(unix)]

mod common;
#[path = "../../player/tests/terminal/mod.rs"]
mod terminal;

use std::fs;
use std::path::Path;

use common::{root, run};
use portable_pty::CommandBuilder;
use terminal::Terminal;

fn walk(arguments: &[&str]) -> Terminal {
    let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_lesson"));
    command.arg("walk");
    command.args(arguments);
    command.cwd(root());
    Terminal::start(command, 80, 24)
}

/// Before anything is compiled or run.
#[test]
fn in_a_pipe_it_names_what_works_there() {
    let ran = run(&["walk", "gather", "simple"]);
    let instead = "interactive terminal; try instead: cargo lesson timeline gather-vs-wait simple\n";
    assert!(ran.complains(2).ends_with(instead), "{ran:?}");
    let ran = run(&["walk", "--from", "run\x1b[2J.jsonl"]);
    let complaint = ran.complains(2);
    assert!(complaint.contains("timeline --from run"), "{complaint}");
    assert!(!complaint.contains('\x1b'), "{complaint:?}");
    let ran = run(&["walk", "gather", "simpel"]);
    assert!(
        ran.complains(2).contains("did you mean 'simple'?"),
        "{ran:?}"
    );
}

#[test]
fn an_example_runs_and_is_walked_through() {
    let mut terminal = walk(&["gather-vs-wait", "simple"]);
    let screen = terminal.sees("step 1 of 35");
    assert!(screen.contains("3 · gather vs wait › simple"), "{screen}");
    assert!(screen.contains("classroom::run(async {"), "{screen}");
    terminal.press("G");
    let screen = terminal.sees("step 35 of 35");
    assert!(
        screen.contains("because they slept at the same time"),
        "{screen}"
    );
    assert!(screen.contains("the longest sleep"), "{screen}");
    terminal.press("q");
    assert!(terminal.ends().success());
    let left = fs::read_dir(std::env::temp_dir()).expect("it exists");
    let ours = format!("cargo-lesson-walk-{}-", terminal.process());
    let left = left.filter_map(|entry| Some(entry.ok()?.file_name()));
    let left = left.filter(|name| name.to_string_lossy().starts_with(&ours));
    assert_eq!(left.count(), 0);
}

/// Its program is found by the file that it names.
#[test]
fn a_recording_in_a_file() {
    let file = Path::new("crates/backstage/views/tests/runs/simple.jsonl");
    let mut terminal = walk(&["--from", &file.to_string_lossy()]);
    let screen = terminal.sees("step 1 of 35");
    assert!(screen.contains("classroom::run(async {"), "{screen}");
    terminal.press("q");
    assert!(terminal.ends().success());
    assert!(root().join(file).exists());
}

#[test]
fn a_file_that_is_no_recording() {
    for (file, code, why) in [
        ("README.md", 1, "README.md: line 1 of the recording"),
        ("crates", 1, "crates: not a file"),
        ("no.jsonl", 1, "no.jsonl: No such file"),
    ] {
        let mut terminal = walk(&["--from", file]);
        terminal.sees(why);
        assert_eq!(terminal.ends().exit_code(), code);
    }
}

#[test]
fn it_begins_where_and_as_fast_as_it_is_told() {
    let mut terminal = walk(&["gather-vs-wait", "simple", "--step", "8"]);
    terminal.sees("step 8 of 35");
    terminal.press("q");
    assert!(terminal.ends().success());
    // Four seconds at eight times the pace, and each step at its time.
    let began = std::time::Instant::now();
    let mut terminal = walk(&["gather-vs-wait", "simple", "--speed", "8"]);
    terminal.sees("playing at ×8");
    terminal.sees("step 35 of 35");
    assert!(began.elapsed().as_secs_f64() >= 0.5);
    terminal.press("q");
    assert!(terminal.ends().success());
}
