//! `predict`: ten transcripts, with the same answers each time.
//!
//! `UPDATE=1 cargo test -p cli --test predicting` writes them anew.

mod common;

use std::fs;
use std::path::Path;

use common::run;
use tempfile::NamedTempFile;

const EXAMPLES: [(&str, &str); 10] = [
    ("coroutines", "lines_before_the_block"),
    ("tasks-and-callbacks", "detached_task"),
    ("gather-vs-wait", "simple"),
    ("gather-vs-wait", "select_first"),
    ("event-loop", "stop_ends_the_turn"),
    ("call-later", "timers_by_deadline"),
    ("locks", "shared_total"),
    ("semaphores", "two_requests"),
    ("priority-queues", "workers_share_a_channel"),
    ("http-fetch", "three_connections"),
];

fn with_answers(arguments: &[&str], answers: &str) -> common::Ran {
    let file = NamedTempFile::new().expect("there is a temporary folder");
    fs::write(file.path(), answers).expect("it can be written to");
    let path = file.path().to_string_lossy().into_owned();
    run(&[&["predict"], arguments, &["--answers", &path]].concat())
}

#[test]
fn ten_transcripts() {
    let folder = std::env::var_os("CARGO_MANIFEST_DIR").expect("cargo test sets it");
    let folder = Path::new(&folder).join("tests/predicting");
    for (lesson, example) in EXAMPLES {
        let ran = with_answers(&[lesson, example], &"a\nb\n".repeat(8));
        let found = ran.succeeds();
        let file = folder.join(format!("{example}.txt"));
        if std::env::var_os("UPDATE").is_some() {
            fs::create_dir_all(&folder).expect("it can be written to");
            fs::write(&file, found).expect("it can be written to");
        }
        let expected = fs::read_to_string(&file).expect("it was written before");
        assert_eq!(found, expected, "{example}");
        let wide = found
            .lines()
            .find(|line| unicode_width::UnicodeWidthStr::width(*line) > 80);
        assert_eq!(wide, None, "{example}");
    }
}

#[test]
fn the_right_answers_score_and_the_first_wrong_one_is_named() {
    // Answers until all are right: each question tells its own right one.
    let mut answers = String::new();
    loop {
        let ran = with_answers(&["gather-vs-wait", "simple"], &answers);
        let asked = ran.stdout.matches("Which line").count();
        if answers.lines().count() == asked && !ran.stdout.contains("✗") {
            assert!(ran.stdout.contains(&format!("{asked} of {asked} right")));
            assert!(!ran.stdout.contains("was the first"), "{}", ran.stdout);
            break;
        }
        let known = answers.lines().count();
        let next = ["a", "b", "c", "d"].iter().find(|letter| {
            let more = format!("{answers}{letter}\n");
            let ran = with_answers(&["gather-vs-wait", "simple"], &more);
            ran.stdout.matches("✓").count() == known + 1
        });
        answers += next.expect("one of four is right");
        answers += "\n";
    }
    let ran = with_answers(&["gather-vs-wait", "simple"], "d\nd\nd\nd\nd\nd\n");
    assert!(
        ran.stdout
            .contains("look at it:\ncargo lesson walk gather-vs-wait simple --step")
    );
}

#[test]
fn what_cannot_be_predicted_is_said_in_a_line() {
    let ran = with_answers(&["coroutines", "define"], "");
    assert!(ran.complains(2).contains("nothing to predict"), "{ran:?}");
    let ran = run(&[
        "predict",
        "locks",
        "shared_total",
        "--answers",
        "no/such/file",
    ]);
    assert!(ran.complains(1).contains("no/such/file"), "{ran:?}");
    let ran = with_answers(&["gather-vs-wait", "simple"], "z\nq\n");
    assert!(
        ran.succeeds()
            .contains("type a letter from a to d, or q to leave")
    );
    assert!(ran.stdout.ends_with("0 of 0 right\n"), "{}", ran.stdout);
}
