//! The lines at which tasks stand, in the lessons: what `tree` shows of each kind of wait
//! that needs a library or a building block of the course.

mod common;

use common::run;

/// The await that `tree` shows for a task, in a lesson and example.
#[test]
fn a_wait_in_a_library_is_at_the_await_that_leads_there() {
    for (example, rows) in [
        (
            "gather-vs-wait simple",
            &["main, line 24: wait(tasks.clone(), ReturnWhen::AllCompleted)"][..],
        ),
        (
            "gather-vs-wait gather_three",
            &["main, line 25: gather(tasks)"],
        ),
        (
            "gather-vs-wait pages_as_completed",
            &["main, line 26: pages.next()"],
        ),
        (
            "gather-vs-wait join_macro",
            &[
                "main, line 23: join!(…)",
                "prepare, line 13: sleep(Duration::from_millis(millis))",
            ],
        ),
        ("tasks-and-callbacks results", &["task.await"]),
        ("locks oops_deadlock", &["pay, line 21: to.lock()"]),
        (
            "semaphores two_requests",
            &[
                "fetch, line 20: semaphore.acquire()",
                "fetch, line 21: client.get(url).send()",
            ],
        ),
        ("thread-executors in_a_thread", &["line"]),
        (
            "http-fetch three_requests",
            &["line 23: client.get(web.url(url)).send()"],
        ),
    ] {
        let mut words = vec!["tree"];
        words.extend(example.split(' '));
        let tree = run(&words);
        for row in rows {
            assert!(
                tree.stdout.contains(row),
                "{example}: {row}\n{}{}",
                tree.stdout,
                tree.stderr
            );
        }
    }
}
