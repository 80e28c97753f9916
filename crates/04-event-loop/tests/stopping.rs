//! `run_forever` and `stop`: which turns a run still has.

mod common;

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use common::new_event_loop;
use event_loop::{EventLoop, RunError};
use testing::{Log, next_turn, rest, run};
use tokio::time::sleep;

/// "Run the event loop until stop() is called": also for hours.
#[test]
fn it_runs_until_somebody_says_stop() {
    let (runtime, event_loop) = new_event_loop();
    let stopper = event_loop.clone();
    let task = event_loop.create_task(async move {
        sleep(Duration::from_secs(600)).await;
        stopper.stop();
    });
    assert_eq!(run(&runtime, event_loop.run_forever()), Ok(()));
    assert!(task.done());
}

/// Nobody says stop, and so it never ends, whether or not there are tasks.
#[test]
fn without_stop_it_never_ends() {
    let (runtime, event_loop) = new_event_loop();
    event_loop.create_task(async {});
    let hour = Duration::from_secs(3600);
    let forever = event_loop.run_forever();
    let ended = runtime.block_on(async { tokio::time::timeout(hour, forever).await });
    assert!(ended.is_err());
}

/// "If stop() is called while run_forever() is running, the loop will run the current
/// batch of callbacks and then exit": a task that is ready has its turn.
#[test]
fn what_is_ready_still_runs() {
    let (runtime, event_loop) = new_event_loop();
    let log = Log::default();
    let (said, stopper) = (log.clone(), event_loop.clone());
    event_loop.create_task(async move {
        stopper.stop();
        said.say("stop");
    });
    let said = log.clone();
    event_loop.create_task(async move { said.say("ready") });
    assert_eq!(run(&runtime, event_loop.run_forever()), Ok(()));
    assert_eq!(log.take(), ["stop", "ready"]);
}

/// The batch may be longer than the dozens of tasks after which tokio looks at the future
/// in `block_on`.
#[test]
fn a_long_turn_is_run_to_its_end() {
    let (runtime, event_loop) = new_event_loop();
    let stopper = event_loop.clone();
    event_loop.create_task(async move { stopper.stop() });
    let tasks: Vec<_> = (0..500).map(|_| event_loop.create_task(async {})).collect();
    assert_eq!(run(&runtime, event_loop.run_forever()), Ok(()));
    assert!(tasks.iter().all(|task| task.done()));
}

/// "Note that new callbacks scheduled by callbacks will not run in this case; instead,
/// they will run the next time run_forever() or run_until_complete() is called." CPython
/// prints the same lines.
#[test]
fn what_becomes_ready_in_the_last_turn_waits_for_the_next_run() {
    let (runtime, event_loop) = new_event_loop();
    let log = Log::default();
    let (said, stopper) = (log.clone(), event_loop.clone());
    event_loop.create_task(async move {
        said.say("a1");
        stopper.stop();
        let child = said.clone();
        stopper.create_task(async move { child.say("child") });
        next_turn().await;
        said.say("a2");
    });
    let said = log.clone();
    event_loop.create_task(async move {
        said.say("b1");
        next_turn().await;
        said.say("b2");
    });
    assert_eq!(run(&runtime, event_loop.run_forever()), Ok(()));
    assert_eq!(log.take(), ["a1", "b1"]);
    event_loop.stop();
    assert_eq!(run(&runtime, event_loop.run_forever()), Ok(()));
    assert_eq!(log.take(), ["child", "a2", "b2"]);
}

/// "If stop() is called before run_forever() is called, the loop will … run all callbacks
/// … already scheduled, and then exit": one turn.
#[test]
fn stopped_before_it_runs_it_takes_one_turn() {
    let (runtime, event_loop) = new_event_loop();
    let log = Log::default();
    let said = log.clone();
    event_loop.create_task(async move {
        for turn in 1..=3 {
            said.say(turn.to_string());
            next_turn().await;
        }
    });
    for turn in ["1", "2", "3"] {
        event_loop.stop();
        assert_eq!(run(&runtime, event_loop.run_forever()), Ok(()));
        assert_eq!(log.take(), [turn]);
    }
}

/// Tasks take turns in the order in which they became ready, those made before the run
/// included. Tokio alone would run `a2` and the child before `b1`.
#[test]
fn tasks_take_turns_in_order() {
    let (runtime, event_loop) = new_event_loop();
    let log = Log::default();
    let (said, maker) = (log.clone(), event_loop.clone());
    event_loop.create_task(async move {
        said.say("a1");
        let child = said.clone();
        maker.create_task(async move { child.say("child") });
        next_turn().await;
        said.say("a2");
    });
    let (said, stopper) = (log.clone(), event_loop.clone());
    event_loop.create_task(async move {
        said.say("b1");
        next_turn().await;
        said.say("b2");
        next_turn().await;
        stopper.stop();
    });
    assert_eq!(run(&runtime, event_loop.run_forever()), Ok(()));
    assert_eq!(log.take(), ["a1", "b1", "child", "a2", "b2"]);
}

/// The one turn is as long as it has to be, and no timer is waited for.
#[test]
fn the_one_turn_does_not_wait() {
    let (runtime, event_loop) = new_event_loop();
    let mut tasks: Vec<_> =
        (0..500).map(|_| event_loop.create_task(async {})).collect();
    let sleeping = event_loop.create_task(rest(Duration::from_millis(1)));
    event_loop.stop();
    assert_eq!(run(&runtime, event_loop.run_forever()), Ok(()));
    assert!(!sleeping.done());
    tasks.retain(|task| !task.done());
    assert_eq!(tasks.len(), 0);
}

/// `_stopping` is a flag: two stops before a run are as good as one, and a run uses it up.
#[test]
fn stop_counts_once() {
    let (runtime, event_loop) = new_event_loop();
    event_loop.stop();
    event_loop.stop();
    assert_eq!(run(&runtime, event_loop.run_forever()), Ok(()));
    let later = event_loop.run_until_complete(rest(Duration::from_secs(1)));
    assert_eq!(run(&runtime, later), Ok(()));
}

/// "RuntimeError: Event loop stopped before Future completed."; the task goes on in the
/// next run.
#[test]
fn stopping_too_early_is_an_error_of_run_until_complete() {
    let (runtime, event_loop) = new_event_loop();
    event_loop.stop();
    let early = event_loop.run_until_complete(async {
        sleep(Duration::from_secs(1)).await;
    });
    assert_eq!(run(&runtime, early), Err(RunError::Stopped));
    let all = event_loop.all_tasks();
    assert_eq!(all.len(), 1);
    let later = event_loop.run_until_complete(rest(Duration::from_secs(2)));
    assert_eq!(run(&runtime, later), Ok(()));
    assert!(all[0].done() && !all[0].cancelled());
}

/// A task that is done within the one turn is done in time.
#[test]
fn one_turn_may_be_enough_for_run_until_complete() {
    let (runtime, event_loop) = new_event_loop();
    event_loop.stop();
    let quick = event_loop.run_until_complete(async { 7 });
    assert_eq!(run(&runtime, quick), Ok(7));
}

/// `main` that stops the loop and returns in the same turn is done, too.
#[test]
fn stop_in_the_last_words_is_no_error() {
    let (runtime, event_loop) = new_event_loop();
    let stopper = event_loop.clone();
    let main = event_loop.run_until_complete(async move {
        stopper.stop();
        5
    });
    assert_eq!(run(&runtime, main), Ok(5));
}

/// A done-callback may stop the loop: `functools.partial(done_callback, loop)`.
#[test]
fn a_done_callback_may_stop_the_loop() {
    let (runtime, event_loop) = new_event_loop();
    let task = event_loop.create_task(rest(Duration::from_secs(3)));
    let stopper = event_loop.clone();
    task.add_done_callback(move |_task| stopper.stop());
    assert_eq!(run(&runtime, event_loop.run_forever()), Ok(()));
    assert!(task.done());
}

/// What is woken while the loop does not run is ready in the first turn of the next run.
#[test]
fn news_from_between_two_runs_are_heard_in_the_next_one() {
    let (runtime, event_loop) = new_event_loop();
    let (sender, receiver) = tokio::sync::oneshot::channel();
    let listener =
        event_loop.create_task(async { receiver.await.expect("it is sent") });
    event_loop.stop();
    assert_eq!(run(&runtime, event_loop.run_forever()), Ok(()));
    sender.send("news").expect("somebody listens");
    assert!(!listener.done());
    event_loop.stop();
    assert_eq!(run(&runtime, event_loop.run_forever()), Ok(()));
    assert_eq!(listener.result(), Ok("news"));
}

/// Tasks run only while the loop does, although the runtime may be busy with other things.
#[test]
fn a_loop_that_is_not_running_does_nothing() {
    let (runtime, event_loop) = new_event_loop();
    let task = event_loop.create_task(async {});
    runtime.block_on(rest(Duration::from_secs(60)));
    assert!(!task.done());
    event_loop.stop();
    assert_eq!(run(&runtime, event_loop.run_forever()), Ok(()));
    assert!(task.done());
}

/// The last turn runs everything that was ready when it began, however many other tasks
/// the runtime has to poll in between.
#[test]
fn other_tasks_do_not_shorten_the_turn() {
    for others in [0, 60, 61, 1000] {
        let (runtime, event_loop) = new_event_loop();
        for _ in 0..others {
            runtime.spawn(async {});
        }
        let task = event_loop.create_task(async {});
        event_loop.stop();
        assert_eq!(run(&runtime, event_loop.run_forever()), Ok(()));
        assert!(task.done(), "{others} other tasks");
    }
}

/// A long turn of tasks that do not end: each runs once, and none runs twice.
#[test]
fn a_long_turn_of_tasks_that_go_on() {
    let (runtime, event_loop) = new_event_loop();
    let turns = Arc::new(AtomicUsize::new(0));
    for _ in 0..500 {
        let turns = Arc::clone(&turns);
        event_loop.create_task(async move {
            loop {
                turns.fetch_add(1, Ordering::SeqCst);
                next_turn().await;
            }
        });
    }
    for runs in 1..=3 {
        event_loop.stop();
        assert_eq!(run(&runtime, event_loop.run_forever()), Ok(()));
        assert_eq!(turns.load(Ordering::SeqCst), 500 * runs);
    }
}

/// A task that makes tasks that make tasks cannot keep `stop` from being heard.
#[test]
fn a_producer_of_tasks_cannot_keep_the_loop_from_stopping() {
    fn produce(event_loop: EventLoop, made: Arc<AtomicUsize>) {
        let (next, count) = (event_loop.clone(), Arc::clone(&made));
        event_loop.create_task(async move {
            if count.fetch_add(1, Ordering::SeqCst) < 10_000 {
                produce(next.clone(), Arc::clone(&count));
                produce(next, count);
            }
        });
    }
    let (runtime, event_loop) = new_event_loop();
    let made = Arc::new(AtomicUsize::new(0));
    produce(event_loop.clone(), Arc::clone(&made));
    let stopper = event_loop.clone();
    event_loop.create_task(async move {
        next_turn().await;
        stopper.stop();
    });
    assert_eq!(run(&runtime, event_loop.run_forever()), Ok(()));
    // One in the first turn, and two in the second, which was the last.
    assert_eq!(made.load(Ordering::SeqCst), 3);
}

/// The done-callbacks of a task that ends in the last turn are for the next run, as in
/// asyncio.
#[test]
fn callbacks_of_the_last_turn_wait_for_the_next_run() {
    let (runtime, event_loop) = new_event_loop();
    let log = Log::default();
    let task = event_loop.create_task(async {});
    let said = log.clone();
    task.add_done_callback(move |_| said.say("callback"));
    event_loop.stop();
    assert_eq!(run(&runtime, event_loop.run_forever()), Ok(()));
    assert!(task.done());
    runtime.block_on(rest(Duration::from_secs(1)));
    assert!(log.take().is_empty());
    event_loop.stop();
    assert_eq!(run(&runtime, event_loop.run_forever()), Ok(()));
    assert_eq!(log.take(), ["callback"]);
}

/// A loop that is run turn by turn still gets to its timers.
#[test]
fn one_turn_after_the_other_reaches_the_timers() {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .expect("the system gives a runtime what it needs");
    let event_loop = EventLoop::new(runtime.handle());
    let task = event_loop.create_task(rest(Duration::from_millis(2)));
    let began = std::time::Instant::now();
    while !task.done() {
        event_loop.stop();
        assert_eq!(runtime.block_on(event_loop.run_forever()), Ok(()));
        assert!(
            began.elapsed() < testing::LONG,
            "the timer is never looked at"
        );
    }
}
