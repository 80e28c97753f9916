//! `stop`, `run_forever`, and what happens to what is left.

mod common;

use std::sync::Arc;
use std::time::Duration;

use call_later::{Loop, RunError};
use common::{Saying, run};
use testing::{Log, millis};
use tokio::time::timeout;

/// `stop` in a callback: what is left of the turn is still called, nothing that comes
/// later is.
#[tokio::test(start_paused = true)]
async fn stop_ends_the_loop_after_the_present_turn() {
    let _limited = testing::limited();
    let (log, event_loop) = (Log::default(), Loop::new());
    event_loop.call_later(millis(10), log.saying("later"));
    let said = log.clone();
    event_loop.call_soon(move |event_loop| {
        event_loop.stop();
        event_loop.call_soon(said.saying("next turn"));
    });
    event_loop.call_soon(log.saying("same turn"));
    event_loop.call_at(Duration::ZERO, log.saying("due in the same turn"));
    assert!(run(&event_loop).await);
    assert_eq!(log.lines(), ["same turn", "due in the same turn"]);
    assert_eq!(event_loop.time(), Duration::ZERO);
}

/// What was not called stays in the loop, and a second `run_forever` goes on with it:
/// "stop" does not clear anything.
#[tokio::test(start_paused = true)]
async fn a_second_run_goes_on_with_what_is_left() {
    let _limited = testing::limited();
    let (log, event_loop) = (Log::default(), Loop::new());
    event_loop.call_later(millis(10), log.saying_when("timer"));
    let said = log.clone();
    event_loop.call_soon(move |event_loop| {
        event_loop.stop();
        event_loop.call_soon(said.saying_when("queued"));
    });
    assert!(run(&event_loop).await);
    assert!(log.lines().is_empty());
    event_loop.call_later(millis(20), Loop::stop);
    assert!(run(&event_loop).await);
    assert_eq!(log.lines(), ["queued 0", "timer 10"]);
}

/// "If stop() is called before run_forever() is called, the loop will poll the I/O
/// selector once with a timeout of zero, run all callbacks scheduled in response to I/O
/// events (and those that were already scheduled), and then exit."
#[tokio::test(start_paused = true)]
async fn a_loop_that_was_stopped_beforehand_runs_for_one_turn() {
    let _limited = testing::limited();
    let (log, event_loop) = (Log::default(), Loop::new());
    let said = log.clone();
    event_loop.call_soon(move |event_loop| {
        said.say("first turn");
        event_loop.call_soon(said.saying("second turn"));
    });
    event_loop.stop();
    assert!(run(&event_loop).await);
    assert_eq!(log.lines(), ["first turn"]);
    assert!(!run(&event_loop).await, "the order to stop was obeyed once");
    assert_eq!(log.lines(), ["first turn", "second turn"]);
}

/// With nothing to do, the loop waits for something: "forever" is meant.
#[tokio::test(start_paused = true)]
async fn an_idle_loop_does_not_return() {
    let _limited = testing::limited();
    let event_loop = Loop::new();
    event_loop.call_later(millis(10), |_| {});
    assert!(!run(&event_loop).await);
}

/// Timers that are left when the loop goes are dropped, without a word.
#[tokio::test(start_paused = true)]
async fn dropping_the_loop_drops_what_is_left() {
    let _limited = testing::limited();
    let (log, event_loop) = (Log::default(), Loop::new());
    let parcel = Arc::new("parcel");
    let (owned, said) = (parcel.clone(), log.clone());
    let _handle = event_loop.call_later(millis(10), move |_| said.say(*owned));
    event_loop.call_soon(Loop::stop);
    assert!(run(&event_loop).await);
    assert_eq!(Arc::strong_count(&parcel), 2);
    drop(event_loop);
    assert_eq!(
        Arc::strong_count(&parcel),
        1,
        "a handle keeps nothing alive"
    );
    tokio::time::sleep(millis(20)).await;
    assert!(log.lines().is_empty());
}

/// `RuntimeError: This event loop is already running`; the run that is on goes on.
#[tokio::test(start_paused = true)]
async fn a_loop_cannot_run_twice_at_a_time() {
    let _limited = testing::limited();
    let (log, event_loop) = (Log::default(), Loop::new());
    event_loop.call_later(millis(10), log.saying("called"));
    event_loop.call_later(millis(20), Loop::stop);
    assert!(!event_loop.is_running());
    let second = async {
        assert!(event_loop.is_running());
        event_loop.run_forever().await
    };
    let both = tokio::join!(event_loop.run_forever(), second);
    assert_eq!(both, (Ok(()), Err(RunError::AlreadyRunning)));
    assert!(!event_loop.is_running());
    assert_eq!(log.lines(), ["called"]);
    let said = RunError::AlreadyRunning.to_string();
    assert_eq!(said, "This event loop is already running");
}

/// "The loop must not be running when this function is called." "Any pending callbacks
/// will be discarded." "This method is idempotent and irreversible."
#[tokio::test(start_paused = true)]
async fn a_closed_loop_refuses() {
    let _limited = testing::limited();
    let (log, event_loop) = (Log::default(), Loop::new());
    let parcel = Arc::new("parcel");
    let owned = parcel.clone();
    event_loop.call_later(millis(10), move |_| drop(owned));
    event_loop.call_soon(|event_loop| {
        assert_eq!(event_loop.close(), Err(RunError::AlreadyRunning));
        event_loop.stop();
    });
    event_loop.call_soon(log.saying("the run goes on"));
    assert!(run(&event_loop).await);
    assert_eq!(log.lines(), ["the run goes on"]);
    assert!(!event_loop.is_closed());

    assert_eq!(event_loop.close(), Ok(()));
    assert_eq!(event_loop.close(), Ok(()));
    assert!(event_loop.is_closed());
    assert_eq!(Arc::strong_count(&parcel), 1, "discarded");
    assert_eq!(event_loop.run_forever().await, Err(RunError::Closed));
    let refused = event_loop.call_soon_threadsafe(|_| unreachable!("refused"));
    assert_eq!(refused.map(drop), Err(RunError::Closed));
}

/// `RuntimeError: Event loop is closed`.
#[tokio::test(start_paused = true)]
#[should_panic(expected = "Event loop is closed")]
async fn a_closed_loop_takes_no_callbacks() {
    let _limited = testing::limited();
    let event_loop = Loop::new();
    assert_eq!(event_loop.close(), Ok(()));
    event_loop.call_soon(|_| {});
}

/// The clock of another runtime is another clock.
#[test]
fn a_loop_runs_on_its_own_runtime_only() {
    let runtime = || {
        let mut builder = tokio::runtime::Builder::new_current_thread();
        let runtime = builder.enable_time().start_paused(true).build();
        runtime.expect("the system gives a runtime what it needs")
    };
    let (one, other) = (runtime(), runtime());
    let event_loop = one.block_on(async { Loop::new() });
    event_loop.stop();
    let run = other.block_on(event_loop.run_forever());
    assert_eq!(run, Err(RunError::DifferentLoop));
    assert_eq!(one.block_on(event_loop.run_forever()), Ok(()));
}

/// A loop whose `run_forever` was dropped can run again: here a timeout did it.
#[tokio::test(start_paused = true)]
async fn dropping_run_forever_pauses_the_loop() {
    let _limited = testing::limited();
    let (log, event_loop) = (Log::default(), Loop::new());
    event_loop.call_later(millis(10), log.saying_when("first"));
    event_loop.call_later(millis(30), log.saying_when("second"));
    assert!(timeout(millis(20), event_loop.run_forever()).await.is_err());
    assert_eq!(log.lines(), ["first 10"]);
    tokio::time::sleep(millis(80)).await;
    event_loop.call_later(millis(10), Loop::stop);
    assert!(run(&event_loop).await);
    assert_eq!(log.lines(), ["first 10", "second 100"]);
}

/// A task that adds something wakes the loop, whether it slept for a later timer or for
/// nothing at all; so does a task that stops it.
#[tokio::test(start_paused = true)]
async fn a_sleeping_loop_hears_of_what_is_earlier() {
    let _limited = testing::limited();
    let (log, event_loop) = (Log::default(), Loop::new());
    let (other, said) = (event_loop.clone(), log.clone());
    let task = tokio::spawn(async move {
        tokio::time::sleep(millis(10)).await;
        other.call_soon(said.saying_when("soon"));
        tokio::time::sleep(millis(10)).await;
        other.call_later(millis(100), said.saying_when("late"));
        tokio::time::sleep(millis(10)).await;
        other.call_later(millis(5), said.saying_when("early"));
        other.call_later(millis(2), said.saying_when("earlier"));
        tokio::time::sleep(millis(10)).await;
        other.stop();
    });
    assert!(run(&event_loop).await);
    assert_eq!(log.lines(), ["soon 10", "earlier 32", "early 35"]);
    assert_eq!(event_loop.time(), millis(40));
    task.await.expect("it does not panic");
}

/// The same from threads that are in no runtime: `call_soon` is `call_soon_threadsafe`.
/// On the real clock, and on tokio's many threads.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn threads_may_add_and_stop() {
    let _limited = testing::limited();
    let (log, event_loop) = (Log::default(), Loop::new());
    let running = event_loop.clone();
    let run = tokio::spawn(async move { running.run_forever().await });
    let threads: Vec<_> = (0..4)
        .map(|_| {
            let (event_loop, log) = (event_loop.clone(), log.clone());
            std::thread::spawn(move || {
                for number in 0..1000 {
                    if number % 2 == 0 {
                        event_loop.call_soon(log.saying("called"));
                    } else {
                        let delay = Duration::from_micros(number);
                        event_loop.call_later(delay, log.saying("called"));
                    }
                }
            })
        })
        .collect();
    for thread in threads {
        thread.join().expect("it does not panic");
    }
    event_loop.call_later(millis(20), Loop::stop);
    let limit = timeout(Duration::from_secs(60), run).await;
    let ran = limit.expect("a lost wakeup").expect("it does not panic");
    assert_eq!(ran, Ok(()));
    assert_eq!(log.lines().len(), 4000);
}

/// What is printed of a loop.
#[tokio::test(start_paused = true)]
async fn a_loop_shows_its_state() {
    let _limited = testing::limited();
    let (log, event_loop) = (Log::default(), Loop::new());
    let said = log.clone();
    event_loop.call_soon(move |event_loop| {
        said.say(format!("{event_loop:?}"));
        event_loop.stop();
    });
    assert!(run(&event_loop).await);
    assert_eq!(event_loop.close(), Ok(()));
    log.say(format!("{event_loop:?}"));
    let expected = [
        "Loop { running: true, closed: false }",
        "Loop { running: false, closed: true }",
    ];
    assert_eq!(log.lines(), expected);
}
