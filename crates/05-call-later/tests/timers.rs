//! `call_later`, `call_at` and `time`.

mod common;

use std::time::Duration;

use call_later::Loop;
use common::{Saying, run};
use testing::{Log, millis};

/// "Schedule callback to be called after the given delay": not earlier, and by deadline,
/// whatever the order of the calls was.
#[tokio::test(start_paused = true)]
async fn timers_fire_by_deadline() {
    let _limited = testing::limited();
    let (log, event_loop) = (Log::default(), Loop::new());
    for delay in [2000, 1000, 3000] {
        event_loop.call_later(millis(delay), log.saying_when("at"));
    }
    event_loop.call_soon(log.saying_when("soon"));
    run(&event_loop).await;
    assert_eq!(log.lines(), ["soon 0", "at 1000", "at 2000", "at 3000"]);
}

/// `call_later` is `call_at` with the time added, in CPython's source and here: the two
/// share one order.
#[tokio::test(start_paused = true)]
async fn call_later_is_call_at_with_the_time_added() {
    let _limited = testing::limited();
    let (log, event_loop) = (Log::default(), Loop::new());
    tokio::time::sleep(millis(500)).await;
    let later = event_loop.call_later(millis(20), log.saying("call_later"));
    let at = event_loop.call_at(millis(520), log.saying("call_at"));
    assert_eq!(later.when(), millis(520));
    assert_eq!(at.when(), millis(520));
    event_loop.call_at(millis(510), log.saying("earlier"));
    run(&event_loop).await;
    assert_eq!(log.lines(), ["earlier", "call_later", "call_at"]);
}

/// Equal deadlines fire in the order of the calls. Asyncio promises nothing here, and
/// CPython does something else; `cpython.rs` has the proof.
#[tokio::test(start_paused = true)]
async fn equal_deadlines_fire_in_the_order_of_the_calls() {
    let _limited = testing::limited();
    let (log, event_loop) = (Log::default(), Loop::new());
    for number in 0..1000 {
        event_loop.call_at(millis(50), log.saying(number.to_string()));
    }
    run(&event_loop).await;
    let expected: Vec<_> = (0..1000).map(|number: i32| number.to_string()).collect();
    assert_eq!(log.lines(), expected);
}

/// `TimerHandle.when` is the deadline as it was given.
#[tokio::test(start_paused = true)]
async fn when_is_the_deadline_as_given() {
    let _limited = testing::limited();
    let event_loop = Loop::new();
    for when in [
        Duration::ZERO,
        Duration::from_nanos(1),
        millis(1500),
        Duration::from_secs(1 << 34),
    ] {
        assert_eq!(event_loop.call_at(when, |_| {}).when(), when);
    }
    let never = event_loop.call_at(Duration::MAX, |_| {}).when();
    assert!(
        never > Duration::from_secs(500 * 365 * 24 * 3600),
        "{never:?}"
    );
}

/// A deadline that has passed is due in the next turn. Among those that are due, the
/// deadline still decides.
#[tokio::test(start_paused = true)]
async fn deadlines_in_the_past_fire_in_the_next_turn_by_deadline() {
    let _limited = testing::limited();
    let (log, event_loop) = (Log::default(), Loop::new());
    tokio::time::sleep(millis(100)).await;
    event_loop.call_later(Duration::ZERO, log.saying_when("now"));
    event_loop.call_at(millis(60), log.saying_when("past"));
    event_loop.call_at(Duration::ZERO, log.saying_when("long past"));
    event_loop.call_soon(log.saying_when("soon"));
    run(&event_loop).await;
    let expected = ["soon 100", "long past 100", "past 100", "now 100"];
    assert_eq!(log.lines(), expected);
}

/// A timer that a timer sets for now fires in the next turn, after what is queued there,
/// and never in the same turn.
#[tokio::test(start_paused = true)]
async fn a_timer_set_by_a_timer_waits_for_the_next_turn() {
    let _limited = testing::limited();
    let (log, event_loop) = (Log::default(), Loop::new());
    let said = log.clone();
    event_loop.call_at(millis(10), move |event_loop| {
        said.say("timer");
        event_loop.call_at(Duration::ZERO, said.saying("nested, long past"));
        event_loop.call_soon(said.saying("nested, soon"));
    });
    event_loop.call_at(millis(10), log.saying("same deadline"));
    run(&event_loop).await;
    let expected = [
        "timer",
        "same deadline",
        "nested, soon",
        "nested, long past",
    ];
    assert_eq!(log.lines(), expected);
}

/// "The time is a float": fractions of a millisecond decide the order, though all of one
/// millisecond fire together. It is rounded up, so none is early.
#[tokio::test(start_paused = true)]
async fn fractions_of_a_millisecond_keep_their_order() {
    let _limited = testing::limited();
    let (log, event_loop) = (Log::default(), Loop::new());
    for micros in [900, 100, 500, 1100] {
        let delay = Duration::from_micros(micros);
        event_loop.call_later(delay, log.saying_when(format!("{micros} µs at")));
    }
    run(&event_loop).await;
    let expected = ["100 µs at 1", "500 µs at 1", "900 µs at 1", "1100 µs at 2"];
    assert_eq!(log.lines(), expected);
}

/// A timer may set the next one: this is how something is done every second.
#[tokio::test(start_paused = true)]
async fn a_timer_may_set_itself_again() {
    let _limited = testing::limited();
    fn tick(event_loop: &Loop, when: Duration, log: Log) {
        log.say(event_loop.time().as_millis().to_string());
        let next = when + millis(250);
        event_loop.call_at(next, move |event_loop| tick(event_loop, next, log));
    }
    let (log, event_loop) = (Log::default(), Loop::new());
    let said = log.clone();
    event_loop.call_soon(move |event_loop| tick(event_loop, Duration::ZERO, said));
    event_loop.call_later(millis(999), Loop::stop);
    assert!(run(&event_loop).await);
    assert_eq!(log.lines(), ["0", "250", "500", "750"]);
}

/// The loop's clock begins when the loop is made, and is the same in and outside of it.
#[test]
fn the_clock_is_that_of_the_runtime() {
    let mut builder = tokio::runtime::Builder::new_current_thread();
    let runtime = builder.enable_time().start_paused(true).build();
    let runtime = runtime.expect("the system gives a runtime what it needs");
    let event_loop = {
        let _inside = runtime.enter();
        Loop::new()
    };
    assert_eq!(event_loop.time(), Duration::ZERO);
    std::thread::scope(|scope| {
        let elsewhere = scope.spawn(|| event_loop.time());
        assert_eq!(elsewhere.join().ok(), Some(Duration::ZERO));
    });
    runtime.block_on(async { tokio::time::sleep(millis(1500)).await });
    assert_eq!(event_loop.time(), millis(1500));
    event_loop.call_later(millis(500), Loop::stop);
    assert_eq!(runtime.block_on(event_loop.run_forever()), Ok(()));
    assert_eq!(event_loop.time(), Duration::from_secs(2));
}

/// A timer that is too far away for the clock never fires, and does no harm.
#[tokio::test(start_paused = true)]
async fn a_timer_for_the_end_of_time_does_no_harm() {
    let _limited = testing::limited();
    let (log, event_loop) = (Log::default(), Loop::new());
    event_loop.call_later(Duration::MAX, log.saying("the end of time"));
    assert!(!run(&event_loop).await);
    assert!(log.lines().is_empty());
}
