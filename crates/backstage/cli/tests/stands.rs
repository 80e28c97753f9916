//! The lines at which the tasks of the lessons stand: of each kind of wait that goes through
//! a library or a building block of the course, the await in the program that leads there.

mod common;

use std::collections::BTreeSet;
use std::fs;

use common::{root, run};
use recording::{Event, EventKind, Reader};

/// The expressions that the tasks of an example await, each found at its line.
fn awaited(lesson: &str, example: &str) -> BTreeSet<String> {
    let ran = run(&["run", lesson, example, "--fast", "--json"]);
    let events = Reader::new(ran.stdout.as_bytes()).collect::<Result<Vec<Event>, _>>();
    let mut found = BTreeSet::new();
    for event in events.expect("it is a recording") {
        let (EventKind::Waiting { stack, .. }, Some(place)) = (event.kind, event.place)
        else {
            continue;
        };
        for frame in stack.iter() {
            let file = frame.file.as_deref().unwrap_or(&place.file);
            let source = fs::read_to_string(root().join(file)).expect("it is a source");
            let line = source
                .lines()
                .nth(frame.line as usize - 1)
                .unwrap_or_default();
            let is_await = [".await", "join!", "select!"]
                .iter()
                .any(|word| line.contains(word));
            assert!(is_await, "{example}: {frame:?} is at «{line}»");
            found.extend(frame.awaits.clone());
        }
    }
    found
}

#[test]
fn a_wait_in_a_library_is_at_the_await_that_leads_there() {
    for (lesson, example, expressions) in [
        (
            "gather-vs-wait",
            "simple",
            &[
                "wait(tasks.clone(), ReturnWhen::AllCompleted)",
                "sleep(Duration::from_secs(x))",
            ][..],
        ),
        ("gather-vs-wait", "gather_three", &["gather(tasks)"]),
        ("gather-vs-wait", "pages_as_completed", &["pages.next()"]),
        ("gather-vs-wait", "futures_unordered", &["pages.next()"]),
        (
            "gather-vs-wait",
            "wait_for_cancels",
            &["wait_for(download(\"news.tmp\"), limit)"],
        ),
        (
            "gather-vs-wait",
            "join_macro",
            &["join!(…)", "sleep(Duration::from_millis(millis))"],
        ),
        ("tasks-and-callbacks", "results", &["task"]),
        (
            "event-loop",
            "ctrl_c_select",
            &["select!(…)", "pages.join_next()"],
        ),
        (
            "locks",
            "cache_one_request",
            &["cache.lock()", "parsing", "request(url)"],
        ),
        (
            "semaphores",
            "two_requests",
            &[
                "semaphore.acquire()",
                "client.get(url).send()",
                "requests.join_all()",
            ],
        ),
        (
            "priority-queues",
            "three_consumers",
            &["queue.get()", "queue.join()"],
        ),
        (
            "priority-queues",
            "backpressure",
            &["sender.send(page)", "pages.recv()"],
        ),
        ("thread-executors", "in_a_thread", &["weighing"]),
        (
            "http-fetch",
            "three_requests",
            &["client.get(web.url(url)).send()"],
        ),
    ] {
        let found = awaited(lesson, example);
        for expression in expressions {
            assert!(
                found.contains(*expression),
                "{example}: {expression}\n{found:#?}"
            );
        }
    }
}
