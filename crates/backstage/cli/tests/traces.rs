//! `timeline --perfetto`: the traces of real lessons keep the rules of the format.

mod common;
#[path = "../../views/tests/trace_rules/mod.rs"]
mod trace_rules;

use std::fs;

use common::run;
use recording::{EventKind, WakeSource};

/// Some of every lesson: cancelled, panicking and deadlocked tasks, sockets, threads.
const EXAMPLES: [(&str, &str); 19] = [
    ("coroutines", "producer_consumer"),
    ("coroutines", "oops_sleep_not_awaited"),
    ("tasks-and-callbacks", "done_callbacks"),
    ("tasks-and-callbacks", "cancel_task"),
    ("gather-vs-wait", "ten_pages"),
    ("gather-vs-wait", "wait_timeout"),
    ("gather-vs-wait", "oops_try_join_drops_siblings"),
    ("event-loop", "run_forever_stop"),
    ("event-loop", "cancellation_token"),
    ("call-later", "delay_queue"),
    ("locks", "shared_total"),
    ("locks", "oops_deadlock"),
    ("semaphores", "car_park"),
    ("semaphores", "pages_semaphore"),
    ("priority-queues", "three_consumers"),
    ("priority-queues", "shutdown_immediate"),
    ("thread-executors", "pool_of_three"),
    ("thread-executors", "panic_in_a_thread"),
    ("thread-executors", "threadsafe"),
];

#[test]
fn traces_of_the_lessons_are_sound() {
    for (lesson, example) in EXAMPLES {
        let recording = run(&["run", lesson, example, "--fast", "--json"]);
        let json = recording.succeeds();
        let folder = std::env::temp_dir();
        let name = format!("{example}-{}", std::process::id());
        let saved = folder.join(format!("{name}.jsonl"));
        fs::write(&saved, json).expect("the temporary folder can be written to");
        let ran = run(&[
            "timeline",
            "--from",
            &saved.to_string_lossy(),
            "--perfetto",
            "-",
        ]);
        fs::remove_file(&saved).expect("it was written");
        let trace = trace_rules::read(ran.succeeds());
        let trace = trace.unwrap_or_else(|rule| panic!("{lesson} {example}: {rule}"));
        let mut printed = Vec::new();
        let mut tasks = 0;
        let mut arrows = 0;
        for event in recording::Reader::new(json.as_bytes()) {
            let event = event.expect("it was just written");
            let itself = WakeSource::Task(event.task);
            match event.kind {
                EventKind::Printed { text, .. } => printed.push(text),
                EventKind::Began { .. } => tasks += 1,
                EventKind::Spawned { parent, .. } => {
                    tasks += 1;
                    arrows += usize::from(parent.is_some());
                }
                EventKind::Woken { by: Some(by) } => {
                    arrows += usize::from(by != itself)
                }
                _ => {}
            }
        }
        let shown = trace.instants.iter().filter_map(|(.., text)| text.clone());
        let printed = printed
            .iter()
            .map(|text| views::columns::escape_controls(text));
        assert!(shown.eq(printed), "{lesson} {example}");
        // The timer, the sockets and other threads have tracks too.
        assert_eq!(trace.tracks.len(), tasks + 3, "{lesson} {example}");
        assert_eq!(trace.arrows.len(), arrows, "{lesson} {example}");
    }
}
