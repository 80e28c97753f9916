//! What happens when the line is changed that a page's *Try* names: each answer in the
//! note, in virtual time.

use std::pin::pin;
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use tokio::task::yield_now;
use tokio::time::{Instant, sleep};

const SECOND: Duration = Duration::from_secs(1);

/// The lines of a program, each with the time at which it was printed.
struct Lines {
    start: Instant,
    lines: Vec<(Duration, &'static str)>,
}

impl Lines {
    fn new() -> Lines {
        let start = Instant::now();
        let lines = Vec::new();
        Lines { start, lines }
    }

    fn print(&mut self, line: &'static str) {
        self.lines.push((self.start.elapsed(), line));
    }

    fn texts(&self) -> Vec<&'static str> {
        self.lines.iter().map(|(_, line)| *line).collect()
    }
}

#[tokio::test]
async fn lazy_future_with_the_line_after_the_await() {
    async fn bake_bread(out: &mut Lines) {
        out.print("the oven is on");
    }
    let mut out = Lines::new();
    let order = bake_bread(&mut out);
    order.await;
    out.print("the order is written down");
    assert_eq!(out.texts(), ["the oven is on", "the order is written down"]);
}

#[tokio::test(start_paused = true)]
async fn lines_before_the_block_without_the_last_await() {
    fn post_now(out: &mut Lines) -> impl Future<Output = ()> {
        out.print("stamped");
        async {
            sleep(SECOND / 2).await;
            out.print("delivered");
        }
    }
    let mut out = Lines::new();
    let eight = post_now(&mut out);
    drop(eight);
    assert_eq!(out.texts(), ["stamped"]);
}

#[tokio::test(start_paused = true)]
async fn sleep_in_the_loop() {
    let mut out = Lines::new();
    for number in ["0", "1", "2", "3", "4"] {
        sleep(SECOND).await;
        out.print(number);
    }
    assert_eq!(out.lines.last(), Some(&(5 * SECOND, "4")));
}

#[tokio::test(start_paused = true)]
async fn coroutine_in_coroutine_called_twice() {
    async fn compute(x: i32, y: i32) -> i32 {
        sleep(SECOND).await;
        x + y
    }
    let start = Instant::now();
    let sum = compute(1, 2).await + compute(1, 2).await;
    assert_eq!((sum, start.elapsed()), (6, 2 * SECOND));
}

#[tokio::test(start_paused = true)]
async fn producer_consumer_with_a_slow_consumer() {
    let mut out = Lines::new();
    for _ in 1..6 {
        out.print("produced");
        sleep(SECOND).await;
        out.print("consumed");
    }
    let produced = out.lines.iter().filter(|(_, line)| *line == "produced");
    let times = produced.map(|(time, _)| time.as_secs());
    assert_eq!(times.collect::<Vec<_>>(), [0, 1, 2, 3, 4]);
    assert_eq!(out.lines.last(), Some(&(5 * SECOND, "consumed")));
}

#[test]
fn poll_by_hand_with_a_second_yield() {
    let mut polls = 0;
    let mut bread = pin!(async {
        yield_now().await;
        yield_now().await;
    });
    // Outside of a runtime `yield_now` wakes at once.
    let mut context = Context::from_waker(Waker::noop());
    loop {
        polls += 1;
        if let Poll::Ready(()) = bread.as_mut().poll(&mut context) {
            break;
        }
    }
    assert_eq!(polls, 3);
}

#[tokio::test(start_paused = true)]
async fn oops_one_after_another_joined() {
    let start = Instant::now();
    let toast = sleep(SECOND);
    let tea = sleep(SECOND);
    tokio::join!(toast, tea);
    assert_eq!(start.elapsed(), SECOND);
}

/// Without an attribute: rustc says nothing about it, or this would not compile.
#[test]
#[deny(warnings)]
#[expect(clippy::let_underscore_future, reason = "clippy is the one that warns")]
fn oops_never_awaited_with_an_underscore() {
    async fn get_request(polled: &mut bool) {
        *polled = true;
    }
    let mut polled = false;
    let _ = get_request(&mut polled);
    assert!(!polled);
}
