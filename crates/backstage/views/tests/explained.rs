//! The explanations of real runs, step by step.

use std::fmt::Write;

use views::{Replay, Stop, Story, explain};

const SIMPLE: &str = include_str!("runs/simple.jsonl");
const BLOCKING: &str = include_str!("runs/oops_blocking_work_in_a_task.jsonl");

const BEGAN: &str =
    r#"{"at_us":0,"task":0,"event":"began","clock":"virtual","waits":"recorded"}"#;

fn read(recording: &str) -> Story {
    Story::read(recording.as_bytes()).expect("it was recorded")
}

fn story(lines: &[&str]) -> Story {
    read(
        &lines
            .iter()
            .map(|line| format!("{line}\n"))
            .collect::<String>(),
    )
}

fn replay(story: &Story) -> Replay<'_> {
    Replay::new(story, false).expect("it is short")
}

/// The explanation of each stop in a line, after its time.
fn explained(story: &Story) -> String {
    let mut replay = replay(story);
    let mut lines = String::new();
    for stop in 0..replay.stops().len() {
        replay.go(stop);
        let now = replay.seconds(replay.clock_us());
        let explanation = explain(&replay);
        let both = format!("{} {}", explanation.sentence, explanation.detail);
        writeln!(lines, "{now} {}", both.trim_end()).expect("a String takes all");
    }
    lines
}

/// From this alone a reader must see why waits of 1, 2 and 4 seconds take 4.
#[test]
fn waits_side_by_side() {
    assert_eq!(explained(&read(SIMPLE)), include_str!("runs/simple.txt"));
}

#[test]
fn a_task_that_blocks_the_loop() {
    let lines = explained(&read(BLOCKING));
    let blocked = "0.25 s pass while main runs. No other task runs in that time.";
    assert!(lines.contains(blocked), "{lines}");
}

#[test]
fn what_is_not_recorded_is_not_guessed() {
    let story = story(&[
        r#"{"at_us":0,"task":0,"event":"began","clock":"real","waits":"recorded"}"#,
        r#"{"at_us":0,"task":0,"event":"polled"}"#,
        r#"{"at_us":0,"task":0,"event":"waiting","on":null}"#,
        r#"{"at_us":900000,"task":0,"event":"woken","by":null}"#,
        r#"{"at_us":900000,"task":0,"event":"polled"}"#,
        r#"{"at_us":900000,"task":0,"event":"finished","how":"cancelled"}"#,
    ]);
    let lines = explained(&story);
    let lines = lines.lines().collect::<Vec<_>>();
    assert!(
        lines[2].contains("tokio does not report what for"),
        "{lines:?}"
    );
    assert_eq!(
        lines[3],
        "0.90 Nothing is ready, so the loop waits 0.90 s. main waits."
    );
    assert!(lines[4].contains("by what is not recorded"), "{lines:?}");
    assert!(lines[6].contains("dropped before it finishes"), "{lines:?}");
}

#[test]
fn the_tasks_of_libraries_are_stepped_over_unless_asked_for() {
    let story = read(SIMPLE);
    let replay = replay(&story);
    let all = Replay::new(&story, true).expect("it is short");
    let stops = replay.stops();
    let pauses = stops.iter().filter(|stop| matches!(stop, Stop::Pause(_)));
    assert_eq!(pauses.count(), 3);
    assert_eq!(all.stops().len(), stops.len() + 9);
    assert_eq!(all.stops().len(), story.steps().len() + 3 + 1);
}

/// A building block passes on the end of a task by a helper. A library's task that wakes
/// is named by the library, and nothing is said of who it did it for.
#[test]
fn a_wake_is_traced_back_as_far_as_it_is_recorded() {
    let helper = |owner: &str, ends: bool| {
        let owner = format!(r#""owner":{owner}"#);
        let spawned = format!(
            r#"{{"at_us":0,"task":2,"event":"spawned","parent":1,"kind":"task",{owner}}}"#
        );
        let mut lines = vec![
            BEGAN,
            r#"{"at_us":0,"task":1,"event":"spawned","parent":0,"kind":"task"}"#,
            r#"{"at_us":0,"task":0,"event":"waiting","on":null}"#,
            r#"{"at_us":0,"task":1,"event":"polled"}"#,
            &spawned,
        ];
        if ends {
            lines.push(r#"{"at_us":0,"task":1,"event":"finished","how":"panicked"}"#);
        }
        lines.push(r#"{"at_us":0,"task":2,"event":"polled"}"#);
        lines.push(r#"{"at_us":0,"task":0,"event":"woken","by":{"task":2}}"#);
        let explained = explained(&story(&lines));
        let woken = explained.lines().find(|line| line.contains("wakes main."));
        woken.unwrap_or(&explained).to_owned()
    };
    let block = r#"{"building_block":"gather-vs-wait"}"#;
    let library = r#"{"library":"hyper-util"}"#;
    let ready = "main is ready, at the end of the run queue.";
    assert_eq!(
        helper(block, true),
        format!(
            "0.00 task 1 panicked, and that wakes main. task 2, a helper of \
             gather-vs-wait, passes that on. {ready}"
        )
    );
    for (owner, name, ends) in [
        (block, "gather-vs-wait", false),
        (library, "hyper-util", true),
        (library, "hyper-util", false),
    ] {
        assert_eq!(
            helper(owner, ends),
            format!(
                "0.00 {name} wakes main. By its task, task 2, spawned in a poll of task \
                 1. {ready}"
            )
        );
    }
}

/// A wait is named by what the program awaits, else as tokio names it, with its line.
#[test]
fn a_wait_has_the_name_and_the_line_of_its_await() {
    for (stack, name, chain) in [
        ("[]", "Mutex::lock", ""),
        (
            r#"[{"function":"main","line":9},{"function":"sell","line":3,"awaits":"till.lock()"}]"#,
            "till.lock()",
            "It is in main › sell. ",
        ),
    ] {
        let waits = format!(
            r#"{{"at_us":0,"task":0,"event":"waiting","on":{{"named":"Mutex::lock"}},"stack":{stack},"file":"x.rs","line":3}}"#
        );
        let story = story(&[
            BEGAN,
            &waits,
            r#"{"at_us":0,"task":0,"event":"woken","by":"thread"}"#,
            r#"{"at_us":0,"task":0,"event":"polled"}"#,
        ]);
        let lines = explained(&story);
        for line in [
            &*format!("main waits: {name} (line 3). {chain}Nothing else is ready."),
            &format!("Another thread wakes main, which waited: {name} (line 3)."),
            "It continues where it waited: line 3.",
        ] {
            assert!(lines.contains(line), "{lines}");
        }
    }
}

/// A run that hangs ends with what its tasks wait for.
#[test]
fn a_deadlock_is_in_the_last_explanation() {
    let story = story(&[
        BEGAN,
        r#"{"at_us":0,"task":0,"event":"waiting","on":{"named":"Mutex::lock"},"file":"x.rs","line":3}"#,
    ]);
    let lines = explained(&story);
    let end = "0.00 The recording ends at 0.00 s: main has not ended. main waits: \
               Mutex::lock (line 3).";
    assert_eq!(lines.lines().last(), Some(end));
}

/// A program may run several runtimes, one after the other.
#[test]
fn main_may_begin_again() {
    let end = r#"{"at_us":0,"task":0,"event":"finished","how":"completed"}"#;
    let poll = r#"{"at_us":0,"task":0,"event":"polled"}"#;
    let lines = explained(&story(&[BEGAN, poll, end, BEGAN, poll, end]));
    assert_eq!(
        lines,
        "\
0.00 The run begins: main is ready.
0.00 main runs for the first time.
0.00 main is done.
0.00 Another run begins: main is ready again.
0.00 main runs again.
0.00 main is done.
0.00 The run is over after 0.00 s.
"
    );
}

#[test]
fn a_cause_is_an_earlier_step() {
    let story = read(SIMPLE);
    let mut replay = replay(&story);
    let mut found = 0;
    for stop in 0..replay.stops().len() {
        replay.go(stop);
        if let Some(cause) = explain(&replay).cause {
            assert!(cause < stop, "{cause} of {stop}");
            found += 1;
        }
    }
    // All but the beginning, the pauses and the end.
    assert_eq!(found, replay.stops().len() - 5);
}

#[test]
fn a_line_that_is_several() {
    let story = story(&[
        r#"{"at_us":0,"task":0,"event":"printed","text":"\n\nthread panicked:\nno salt\n"}"#,
    ]);
    let lines = explained(&story);
    let prints = "main prints “thread panicked: / no salt”.";
    assert!(lines.contains(prints), "{lines}");
}

/// What is missing is named with its cause and the remedy.
#[test]
fn missing_waits_name_the_remedy() {
    for (waits, remedy) in [
        ("flag_missing", "unset it"),
        ("other_runtime", "classroom::run(async { … })"),
        ("other_subscriber", "remove it"),
    ] {
        let began = BEGAN.replace(r#""recorded""#, &format!(r#""{waits}""#));
        let lines = explained(&story(&[&began]));
        assert!(lines.contains(remedy), "{lines}");
    }
}

#[test]
fn a_run_that_is_too_long_to_step_through_names_what_to_use() {
    let lines = vec![r#"{"at_us":0,"task":0,"event":"polled"}"#; 100_001];
    let story = story(&[&[BEGAN], &lines[..]].concat());
    let refused = Replay::new(&story, false).expect_err("it is too long");
    let refused = refused.to_string();
    assert!(refused.contains("cargo lesson timeline"), "{refused}");
    let page = views::html::write(&story, &views::Subject::default(), Vec::new());
    assert!(page.is_err());
    let lines = &lines[..99_999];
    let story = self::story(&[&[BEGAN], lines].concat());
    assert!(Replay::new(&story, false).is_ok());
}
