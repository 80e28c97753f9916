//! `Handle.cancel`, `TimerHandle.cancel` and `cancelled`.

mod common;

use std::sync::{Arc, mpsc};
use std::time::Duration;

use call_later::{Loop, TimerHandle};
use common::{Saying, run};
use testing::{Log, millis};

/// "Cancel the callback. If the callback has already been canceled or executed, this
/// method has no effect."
#[tokio::test(start_paused = true)]
async fn a_cancelled_callback_is_not_called() {
    let _limited = testing::limited();
    let (log, event_loop) = (Log::default(), Loop::new());
    let soon = event_loop.call_soon(log.saying("soon, cancelled"));
    let timer = event_loop.call_later(millis(10), log.saying("timer, cancelled"));
    event_loop.call_later(millis(10), log.saying("timer"));
    soon.cancel();
    timer.cancel();
    timer.cancel();
    run(&event_loop).await;
    assert_eq!(log.lines(), ["timer"]);
}

/// `cancelled` tells whether `cancel` was called, in CPython even if the callback had run
/// by then.
#[tokio::test(start_paused = true)]
async fn cancelled_says_whether_cancel_was_called() {
    let _limited = testing::limited();
    let (log, event_loop) = (Log::default(), Loop::new());
    let soon = event_loop.call_soon(log.saying("called"));
    let timer = event_loop.call_later(millis(10), log.saying("not called"));
    assert!(!soon.cancelled());
    timer.cancel();
    assert!(timer.cancelled());
    run(&event_loop).await;
    assert!(!soon.cancelled(), "it was called, and not cancelled");
    soon.cancel();
    assert!(soon.cancelled(), "too late, and cancelled all the same");
    assert_eq!(log.lines(), ["called"]);
}

/// A callback can cancel the one that is next in the same turn: CPython looks at the flag
/// right before the call. So can a timer with timers of the same deadline.
#[tokio::test(start_paused = true)]
async fn a_callback_may_cancel_the_next_one_of_its_turn() {
    let _limited = testing::limited();
    let (log, event_loop) = (Log::default(), Loop::new());
    for delay in [None, Some(millis(10))] {
        let (sender, receiver) = mpsc::channel::<Box<dyn FnOnce() + Send>>();
        let said = log.clone();
        let first = move |_: &Loop| {
            receiver.recv().expect("sent below")();
            said.say("cancelled the next");
        };
        let cancel: Box<dyn FnOnce() + Send> = match delay {
            None => {
                event_loop.call_soon(first);
                let next = event_loop.call_soon(log.saying("next"));
                Box::new(move || next.cancel())
            }
            Some(delay) => {
                event_loop.call_later(delay, first);
                let next = event_loop.call_later(delay, log.saying("next"));
                Box::new(move || next.cancel())
            }
        };
        sender.send(cancel).expect("the callback waits for it");
    }
    run(&event_loop).await;
    assert_eq!(log.lines(), ["cancelled the next", "cancelled the next"]);
}

/// The loop keeps its callbacks itself: dropping the handle changes nothing.
#[tokio::test(start_paused = true)]
async fn dropping_the_handle_does_not_cancel() {
    let _limited = testing::limited();
    let (log, event_loop) = (Log::default(), Loop::new());
    drop(event_loop.call_later(millis(10), log.saying("called")));
    run(&event_loop).await;
    assert_eq!(log.lines(), ["called"]);
}

/// `cancel` lets go of the callback and its arguments on the spot (`_callback = None` in
/// CPython), and does not wait for the deadline.
#[tokio::test(start_paused = true)]
async fn what_a_cancelled_callback_owns_is_dropped_at_once() {
    let _limited = testing::limited();
    let event_loop = Loop::new();
    let parcel = Arc::new("parcel");
    let owned = parcel.clone();
    let timer = event_loop.call_later(millis(10), move |_| drop(owned));
    assert_eq!(Arc::strong_count(&parcel), 2);
    timer.cancel();
    assert_eq!(Arc::strong_count(&parcel), 1);
}

/// That destructor may use the loop, even from inside a callback.
#[tokio::test(start_paused = true)]
async fn the_destructor_of_a_cancelled_callback_may_use_the_loop() {
    let _limited = testing::limited();
    struct AddsWhenDropped(Loop, Log);
    impl Drop for AddsWhenDropped {
        fn drop(&mut self) {
            self.0.call_soon(self.1.saying("added by the destructor"));
        }
    }
    let (log, event_loop) = (Log::default(), Loop::new());
    let owned = AddsWhenDropped(event_loop.clone(), log.clone());
    let timer = event_loop.call_later(millis(10), move |_| drop(owned));
    event_loop.call_soon(move |_| timer.cancel());
    run(&event_loop).await;
    assert_eq!(log.lines(), ["added by the destructor"]);
}

/// The handle of one loop's callback cancels nothing in another, and none of its own that
/// came later.
#[tokio::test(start_paused = true)]
async fn a_handle_fits_its_own_callback_only() {
    let _limited = testing::limited();
    let (log, one, two) = (Log::default(), Loop::new(), Loop::new());
    let first = one.call_at(millis(10), log.saying("one, first"));
    two.call_at(millis(10), log.saying("two"));
    run(&one).await;
    one.call_at(millis(10), log.saying("one, second"));
    first.cancel();
    run(&one).await;
    run(&two).await;
    assert_eq!(log.lines(), ["one, first", "one, second", "two"]);
}

/// A handle may outlive its loop; it has nothing to cancel then.
#[tokio::test(start_paused = true)]
async fn a_handle_may_outlive_its_loop() {
    let _limited = testing::limited();
    let timer: TimerHandle = Loop::new().call_later(millis(10), |_| {});
    timer.cancel();
    assert!(timer.cancelled());
    assert_eq!(timer.when(), millis(10));
}

/// Cancelling the timer that the loop sleeps for, from outside, leaves the others alone.
#[tokio::test(start_paused = true)]
async fn a_task_may_cancel_the_timer_the_loop_sleeps_for() {
    let _limited = testing::limited();
    let (log, event_loop) = (Log::default(), Loop::new());
    let timer = event_loop.call_later(millis(10), log.saying("cancelled"));
    event_loop.call_later(millis(20), log.saying_when("called"));
    tokio::spawn(async move {
        tokio::time::sleep(millis(5)).await;
        timer.cancel();
    });
    run(&event_loop).await;
    assert_eq!(log.lines(), ["called 20"]);
}

/// A timeout is armed and cancelled for every request, and hardly ever fires. So
/// cancelling must leave nothing behind, and must not look through the others.
#[tokio::test(start_paused = true)]
async fn cancelling_many_is_cheap() {
    let _limited = testing::limited();
    let (log, event_loop) = (Log::default(), Loop::new());
    let mut timers = Vec::new();
    for number in 0..100_000_u64 {
        let delay = Duration::from_secs(1 + number * 7919 % 1000);
        timers.push(event_loop.call_later(delay, log.saying("too late")));
    }
    for timer in &timers {
        timer.cancel();
    }
    event_loop.call_later(Duration::from_secs(1001), log.saying("the last one"));
    run(&event_loop).await;
    assert_eq!(log.lines(), ["the last one"]);
}
