//! `call_soon`, and what a turn of the loop is.

mod common;

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use call_later::Loop;
use common::{Saying, run};
use testing::{Log, millis};

/// "Callbacks are called in the order in which they are registered. Each callback will be
/// called exactly once."
#[tokio::test(start_paused = true)]
async fn call_soon_keeps_the_order_of_the_calls() {
    let _limited = testing::limited();
    let (log, event_loop) = (Log::default(), Loop::new());
    for name in ["first", "second", "third"] {
        event_loop.call_soon(log.saying(name));
    }
    run(&event_loop).await;
    assert_eq!(log.lines(), ["first", "second", "third"]);
}

/// `call_soon` registers the callback "at the next iteration of the event loop": it never
/// calls it on the spot.
#[tokio::test(start_paused = true)]
async fn nothing_is_called_before_the_loop_runs() {
    let _limited = testing::limited();
    let (log, event_loop) = (Log::default(), Loop::new());
    event_loop.call_soon(log.saying("soon"));
    event_loop.call_at(Duration::ZERO, log.saying("timer"));
    tokio::time::sleep(millis(1000)).await;
    assert!(log.lines().is_empty());
    run(&event_loop).await;
    assert_eq!(log.lines(), ["soon", "timer"]);
}

/// A turn calls as many callbacks as there were when it began (`ntodo` in CPython); one
/// that is added meanwhile waits for the next turn, behind everything of this one.
#[tokio::test(start_paused = true)]
async fn what_a_callback_adds_runs_in_the_next_turn() {
    let _limited = testing::limited();
    let (log, event_loop) = (Log::default(), Loop::new());
    let said = log.clone();
    event_loop.call_soon(move |event_loop| {
        said.say("outer");
        event_loop.call_soon(said.saying("inner"));
    });
    event_loop.call_soon(log.saying("second"));
    event_loop.call_later(Duration::ZERO, log.saying("timer"));
    run(&event_loop).await;
    assert_eq!(log.lines(), ["outer", "second", "timer", "inner"]);
}

/// The tutorial's "call_soon is called before call_later", even where the timer was first
/// and has no delay: what is due joins the queue behind what is ready.
#[tokio::test(start_paused = true)]
async fn call_soon_comes_before_a_timer_without_delay() {
    let _limited = testing::limited();
    let (log, event_loop) = (Log::default(), Loop::new());
    event_loop.call_later(Duration::ZERO, log.saying("call_later(0)"));
    event_loop.call_soon(log.saying("call_soon"));
    run(&event_loop).await;
    assert_eq!(log.lines(), ["call_soon", "call_later(0)"]);
}

/// A callback that adds itself without end does not keep timers from firing: there is
/// another turn for each round, and each turn looks at the timers.
#[tokio::test(start_paused = true)]
async fn timers_that_are_due_run_in_every_turn() {
    let _limited = testing::limited();
    fn again(event_loop: &Loop, rounds: u32, log: Log) {
        log.say(format!("round {rounds}"));
        if rounds < 3 {
            event_loop.call_soon(move |event_loop| again(event_loop, rounds + 1, log));
        }
    }
    let (log, event_loop) = (Log::default(), Loop::new());
    let said = log.clone();
    event_loop.call_soon(move |event_loop| again(event_loop, 1, said));
    event_loop.call_at(Duration::ZERO, log.saying("timer"));
    run(&event_loop).await;
    assert_eq!(log.lines(), ["round 1", "timer", "round 2", "round 3"]);
}

/// Between two turns the loop lets go, as asyncio looks at its sockets: a loop that never
/// has nothing to do does not keep other tasks from running.
#[tokio::test(start_paused = true)]
async fn other_tasks_run_between_turns() {
    let _limited = testing::limited();
    fn forever(event_loop: &Loop, turns: Arc<AtomicU32>) {
        turns.fetch_add(1, Ordering::Relaxed);
        event_loop.call_soon(move |event_loop| forever(event_loop, turns));
    }
    let (event_loop, turns) = (Loop::new(), Arc::new(AtomicU32::new(0)));
    let counted = turns.clone();
    event_loop.call_soon(move |event_loop| forever(event_loop, counted));
    let other = event_loop.clone();
    let task = tokio::spawn(async move {
        for _ in 0..3 {
            tokio::task::yield_now().await;
        }
        other.stop();
    });
    event_loop.run_forever().await.expect("it is not closed");
    assert!(turns.load(Ordering::Relaxed) >= 3);
    task.await.expect("it does not panic");
}

/// An exception in a callback goes to the loop's exception handler, and neither stops the
/// loop nor takes the other callbacks of the turn with it.
#[tokio::test(start_paused = true)]
async fn a_panic_harms_nobody_else() {
    let _limited = testing::limited();
    let (log, event_loop) = (Log::default(), Loop::new());
    event_loop.call_soon(log.saying("before"));
    event_loop.call_soon(|_| panic!("a callback may fail"));
    event_loop.call_soon(log.saying("after"));
    event_loop.call_later(millis(1), |_| panic!("a timer may fail"));
    event_loop.call_later(millis(1), log.saying("timer"));
    event_loop.call_later(millis(2), Loop::stop);
    assert!(run(&event_loop).await);
    assert_eq!(log.lines(), ["before", "after", "timer"]);
}

/// A callback may make tasks: it runs in the loop, so `create_task` works in Python, and
/// `tokio::spawn` here.
#[tokio::test(start_paused = true)]
async fn a_callback_may_spawn() {
    let _limited = testing::limited();
    let (log, event_loop) = (Log::default(), Loop::new());
    let said = log.clone();
    event_loop.call_later(millis(5), move |event_loop| {
        let event_loop = event_loop.clone();
        tokio::spawn(async move {
            tokio::time::sleep(millis(5)).await;
            event_loop.call_soon(said.saying_when("from the task"));
        });
    });
    run(&event_loop).await;
    assert_eq!(log.lines(), ["from the task 10"]);
}
