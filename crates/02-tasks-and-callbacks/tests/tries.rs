//! What happens when the line is changed that a page's *Try* names: each answer in the
//! note. What the compiler says of a deleted `move` is in `ui/`, and a sender that is kept
//! is the example `oops_sender_kept`.

use std::sync::{Arc, Barrier, Mutex};
use std::time::Duration;

use tasks_and_callbacks::create_task;
use tokio::task::yield_now;
use tokio::time::{Instant, sleep};

const SECOND: Duration = Duration::from_secs(1);

/// The lines that a program's tasks print.
#[derive(Clone, Default)]
struct Lines(Arc<Mutex<Vec<&'static str>>>);

impl Lines {
    fn print(&self, line: &'static str) {
        self.0.lock().expect("no holder panics").push(line);
    }

    fn all(&self) -> Vec<&'static str> {
        self.0.lock().expect("no holder panics").clone()
    }
}

#[tokio::test(start_paused = true)]
async fn spawned_is_queued_with_a_sleep_after_the_spawns() {
    let out = Lines::default();
    for shelf in ["history", "poetry"] {
        let out = out.clone();
        tokio::spawn(async move { out.print(shelf) });
    }
    sleep(SECOND / 10).await;
    out.print("both are queued");
    assert_eq!(out.all(), ["history", "poetry", "both are queued"]);
}

#[tokio::test(start_paused = true)]
async fn sleep_instead_of_block_with_a_hundred_addresses() {
    let start = Instant::now();
    for task in [(); 100].map(|()| tokio::spawn(sleep(SECOND))) {
        task.await.unwrap();
    }
    assert_eq!(start.elapsed(), SECOND);
}

#[tokio::test(start_paused = true)]
async fn no_callback_needed_with_a_slow_parse() {
    let start = Instant::now();
    let tasks = [(); 3].map(|()| {
        tokio::spawn(async {
            sleep(SECOND).await;
            sleep(SECOND / 2).await;
        })
    });
    for task in tasks {
        task.await.unwrap();
    }
    assert_eq!(start.elapsed(), SECOND * 3 / 2);
}

#[tokio::test]
async fn done_callbacks_with_a_yield() {
    let out = Lines::default();
    let first = create_task(async {});
    let callback_out = out.clone();
    first.add_done_callback(move |_task| callback_out.print("Done1"));
    let task_out = out.clone();
    let second = create_task(async move {
        yield_now().await;
        task_out.print("2, Hello world!");
    });
    second.await.unwrap();
    assert_eq!(out.all(), ["Done1", "2, Hello world!"]);
}

#[tokio::test]
async fn fetch_with_callback_added_twice() {
    let out = Lines::default();
    let task = create_task(async {});
    for _ in 0..2 {
        let out = out.clone();
        task.add_done_callback(move |_task| out.print("i am task callback() !!!"));
    }
    task.await.unwrap();
    assert_eq!(out.all().len(), 2);
}

#[tokio::test(start_paused = true)]
async fn abort_a_task_before_main_sleeps() {
    let out = Lines::default();
    let task_out = out.clone();
    let first = tokio::spawn(async move { task_out.print("in the air") });
    first.abort();
    sleep(SECOND).await;
    assert!(first.await.unwrap_err().is_cancelled());
    assert!(out.all().is_empty());
}

#[tokio::test(start_paused = true)]
async fn detached_task_awaited() {
    let start = Instant::now();
    let bell = tokio::spawn(async {
        for _hour in 1..=12 {
            sleep(SECOND).await;
        }
    });
    bell.await.unwrap();
    assert_eq!(start.elapsed(), 12 * SECOND);
}

/// The four block at the same time: each waits for the other three.
#[tokio::test]
async fn oops_blocking_sleep_in_threads() {
    let all_block = Arc::new(Barrier::new(4));
    let blocking = [(); 4].map(|()| {
        let all_block = Arc::clone(&all_block);
        tokio::task::spawn_blocking(move || all_block.wait())
    });
    for task in blocking {
        task.await.unwrap();
    }
}
