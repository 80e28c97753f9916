//! What is told of real runs, step by step.

use std::fmt::Write;

use views::{Replay, Stop, Story, sentence};

const SIMPLE: &str = include_str!("runs/simple.jsonl");
const BLOCKING: &str = include_str!("runs/oops_blocking_work_in_a_task.jsonl");

fn story(recording: &str) -> Story {
    Story::read(recording.as_bytes()).expect("it was recorded")
}

fn told(story: &Story) -> String {
    let mut replay = Replay::new(story, false);
    let mut told = String::new();
    for stop in 0..replay.len() {
        replay.go(stop);
        let now = replay.seconds(replay.clock_us());
        let sentence = sentence::sentence(&replay);
        writeln!(told, "{now} {sentence}").expect("a String takes every text");
    }
    told
}

/// From this alone somebody must see why waits of 1, 2 and 4 seconds take 4.
#[test]
fn waits_side_by_side() {
    assert_eq!(told(&story(SIMPLE)), include_str!("runs/simple.told"));
}

#[test]
fn a_task_that_blocks_the_loop() {
    let told = told(&story(BLOCKING));
    let blocked = "0.25 s pass while main runs. No other task has a turn in that time.";
    assert!(told.contains(blocked), "{told}");
}

#[test]
fn what_is_not_recorded_is_not_guessed() {
    let story = story(concat!(
        r#"{"at_us":0,"task":0,"event":"began","clock":"real","waits":"recorded"}"#,
        "\n",
        r#"{"at_us":0,"task":0,"event":"polled"}"#,
        "\n",
        r#"{"at_us":0,"task":0,"event":"waiting","on":null}"#,
        "\n",
        r#"{"at_us":900000,"task":0,"event":"woken","by":null}"#,
        "\n",
        r#"{"at_us":900000,"task":0,"event":"polled"}"#,
        "\n",
        r#"{"at_us":900000,"task":0,"event":"finished","how":"cancelled"}"#,
        "\n",
    ));
    let told = told(&story);
    let lines = told.lines().collect::<Vec<_>>();
    assert!(lines[2].contains("tokio does not report"), "{told}");
    assert_eq!(
        lines[3],
        "0.90 Nothing is ready, so the loop waits: 0.90 s pass. main waits."
    );
    assert!(lines[4].contains("by whom is not recorded"), "{told}");
    assert!(lines[6].contains("never gets to its end"), "{told}");
}

#[test]
fn the_tasks_of_libraries_are_stepped_over_unless_asked_for() {
    let story = story(SIMPLE);
    let replay = Replay::new(&story, false);
    let all = Replay::new(&story, true);
    let pauses = |replay: &Replay<'_>| {
        let mut replay = Replay::new(replay.story(), false);
        let stops = (0..replay.len()).map(|stop| {
            replay.go(stop);
            replay.stop()
        });
        stops.filter(|stop| matches!(stop, Stop::Pause(_))).count()
    };
    assert_eq!(pauses(&replay), 3);
    assert_eq!(all.len(), replay.len() + 9);
    assert_eq!(all.len(), story.steps().len() + 3 + 1);
}

/// tokio names the line in which a lock was made, and not the one that waits for it.
#[test]
fn a_lock_is_not_waited_for_where_it_is_made() {
    let story = story(concat!(
        r#"{"at_us":0,"task":0,"event":"began","clock":"virtual","waits":"recorded"}"#,
        "\n",
        r#"{"at_us":0,"task":0,"event":"waiting","on":{"named":"Mutex::lock"},"file":"x.rs","line":3}"#,
        "\n",
        r#"{"at_us":0,"task":0,"event":"woken","by":"thread"}"#,
        "\n",
        r#"{"at_us":0,"task":0,"event":"polled"}"#,
        "\n",
    ));
    let told = told(&story);
    assert!(
        told.contains("main waits: Mutex::lock (made in line 3)."),
        "{told}"
    );
    assert!(!told.contains("where it waited"), "{told}");
    let mut replay = Replay::new(&story, false);
    for stop in 1..replay.len() {
        replay.go(stop);
        assert_eq!(replay.place(), None);
    }
}

#[test]
fn a_line_that_is_several() {
    let story = story(concat!(
        r#"{"at_us":0,"task":0,"event":"printed","text":"\n\nthread panicked:\nno salt\n"}"#,
        "\n",
    ));
    let told = told(&story);
    assert!(
        told.contains("main prints “thread panicked: / no salt”."),
        "{told}"
    );
}

#[test]
fn a_text_of_any_length_is_cut_where_the_column_ends() {
    assert_eq!(sentence::clip("short", 5), "short");
    assert_eq!(sentence::clip("a longer text", 8), "a longe…");
    assert_eq!(sentence::clip("请求结束", 7), "请求结…");
    assert_eq!(sentence::clip("请求结束", 6), "请求…");
    assert_eq!(sentence::clip("", 0), "");
    assert_eq!(sentence::clip("ab", 0), "");
    assert_eq!(sentence::clip("\x1b[31m", 20), "\\u{1b}[31m");
    assert_eq!(sentence::clip("\u{202e}abc", 20), "\\u{202e}abc");
    let marks = format!("a{}", "\u{301}".repeat(10_000_000));
    assert!(sentence::clip(&marks, 10).len() < 200);
}
