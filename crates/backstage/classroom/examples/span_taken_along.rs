//! A task whose span is taken along to a thread that works for it, as sqlx does it: for
//! the tests.

use std::thread;
use std::time::Duration;

use tokio::sync::oneshot;
use tracing::Span;

#[expect(
    clippy::disallowed_methods,
    reason = "the worker blocks a thread of its own, and no task"
)]
fn main() {
    classroom::run(async {
        let task = tokio::spawn(async {
            let span = Span::current();
            span.in_scope(|| ());
            let (done, over) = oneshot::channel();
            let worker = thread::spawn(move || {
                span.in_scope(|| ());
                span.in_scope(|| done.send(())).expect("the task waits");
                // It outlives the task, and is closed here.
                thread::sleep(Duration::from_millis(20));
            });
            over.await.expect("the worker answers");
            worker
        });
        let worker = task.await.expect("the task does not panic");
        worker.join().expect("the worker does not panic");
    });
}
