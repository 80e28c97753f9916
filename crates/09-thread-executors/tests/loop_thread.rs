//! The loop in a thread of its own: callbacks, coroutines, and the end.

use std::future::pending;
use std::sync::Arc;
use std::sync::mpsc::{Sender, channel};
use std::thread;
use std::time::Duration;

use testing::{LONG, Log, Opener, gate};
use thread_executors::{ExecutorError, LoopHandle, LoopThread, RunError};
use tokio::sync::oneshot;

fn a_loop() -> LoopThread {
    LoopThread::start().expect("the system gives a thread")
}

fn call(handle: &LoopHandle, callback: impl FnOnce() + Send + 'static) {
    handle
        .call_soon_threadsafe(callback)
        .expect("the loop runs");
}

/// Keeps the loop busy until it is opened: what is queued meanwhile is one turn.
fn busy(handle: &LoopHandle) -> Opener {
    let (opener, gate) = gate();
    let (sender, receiver) = channel();
    call(handle, move || {
        sender.send(()).expect("the test waits for it");
        gate.pass();
    });
    receiver.recv_timeout(LONG).expect("the loop is busy");
    opener
}

/// Tells the test that a future was dropped.
struct TellsDrop(Sender<&'static str>);

impl Drop for TellsDrop {
    fn drop(&mut self) {
        let _test_is_over = self.0.send("dropped");
    }
}

/// "Callbacks are called in the order in which they are registered", each once, and all
/// in the thread of the loop.
#[test]
fn callbacks_are_called_in_the_order_of_the_calls() {
    let loop_thread = a_loop();
    let log = Log::default();
    for number in 0..200 {
        let log = log.clone();
        call(loop_thread.handle(), move || {
            assert_eq!(thread::current().name(), Some("loop"));
            log.say(number.to_string());
        });
    }
    loop_thread.join();
    let expected: Vec<String> = (0..200).map(|number| number.to_string()).collect();
    assert_eq!(log.lines(), expected);
}

/// What one thread asks for happens in its order, whatever other threads ask for.
#[test]
fn the_order_holds_for_each_of_many_threads() {
    let loop_thread = a_loop();
    let log = Log::default();
    thread::scope(|scope| {
        for name in ["a", "b", "c"] {
            let (handle, log) = (loop_thread.handle().clone(), log.clone());
            scope.spawn(move || {
                for number in 0..50 {
                    let log = log.clone();
                    call(&handle, move || log.say(format!("{name}{number:02}")));
                }
            });
        }
    });
    loop_thread.join();
    let lines = log.lines();
    assert_eq!(lines.len(), 150);
    for name in ["a", "b", "c"] {
        let mine: Vec<_> = lines.iter().filter(|line| line.starts_with(name)).collect();
        assert!(mine.is_sorted(), "{mine:?}");
    }
}

/// A callback may itself call `call_soon_threadsafe`: that never waits, and the new one
/// comes after those that were queued before.
#[test]
fn a_callback_may_schedule_another() {
    let loop_thread = a_loop();
    let log = Log::default();
    let (opener, gate) = gate();
    let (first, second) = (log.clone(), log.clone());
    let handle = loop_thread.handle().clone();
    let (sender, receiver) = channel();
    call(loop_thread.handle(), move || {
        gate.pass(); // until the second one is queued
        first.say("first");
        call(&handle, move || {
            first.say("scheduled by the first");
            sender.send(()).expect("the test waits for it");
        });
    });
    call(loop_thread.handle(), move || second.say("second"));
    opener.open();
    receiver.recv_timeout(LONG).expect("it is called");
    assert_eq!(log.lines(), ["first", "second", "scheduled by the first"]);
}

/// A turn of the loop: the callbacks queued by now, then the tasks; what a callback
/// schedules belongs to the next turn. So one that calls itself again lets others live.
#[test]
fn a_callback_that_schedules_itself_starves_nobody() {
    fn again(handle: LoopHandle) {
        let next = handle.clone();
        // Refused once the loop has stopped: that is the end of it.
        let _stopped = handle.call_soon_threadsafe(move || again(next));
    }
    let loop_thread = a_loop();
    again(loop_thread.handle().clone());
    let slept = loop_thread
        .handle()
        .run_coroutine_threadsafe(async {
            tokio::time::sleep(Duration::from_millis(1)).await;
            tokio::task::yield_now().await;
            "done"
        })
        .expect("the loop runs");
    assert_eq!(slept.result(Some(LONG)), Ok("done"));
    loop_thread.join();
}

/// "Exception in callback": it is logged, and the loop goes on.
#[test]
fn a_callback_that_panics_does_not_end_the_loop() {
    let loop_thread = a_loop();
    call(loop_thread.handle(), || panic!("for stderr"));
    let (sender, receiver) = channel();
    call(loop_thread.handle(), move || {
        sender.send("called").expect("the test waits for it");
    });
    assert_eq!(receiver.recv_timeout(LONG), Ok("called"));
}

/// "Submit a coroutine to the given event loop. Thread-safe. Return a
/// concurrent.futures.Future to wait for the result from another OS thread."
#[test]
fn a_coroutine_gives_its_result_to_another_thread() {
    let loop_thread = a_loop();
    let future = loop_thread
        .handle()
        .run_coroutine_threadsafe(async {
            tokio::time::sleep(Duration::from_millis(1)).await;
            (6 * 7, thread::current().name().map(str::to_owned))
        })
        .expect("the loop runs");
    let expected = (42, Some("loop".to_owned()));
    assert_eq!(future.result(Some(LONG)), Ok(expected.clone()));
    assert_eq!(future.result(None), Ok(expected), "asked again");
    assert!(future.done() && !future.cancelled());
    assert!(!future.cancel(), "too late");
}

/// The future can be awaited as well, by the loop of another thread:
/// `await asyncio.wrap_future(future)`.
#[tokio::test]
async fn a_coroutine_gives_its_result_to_another_loop() {
    let _limited = testing::limited();
    let loop_thread = a_loop();
    let (sender, receiver) = oneshot::channel();
    let future = loop_thread
        .handle()
        .run_coroutine_threadsafe(async { receiver.await.expect("it is sent") })
        .expect("the loop runs");
    sender.send("from here").expect("somebody waits for it");
    assert_eq!(future.await, Ok("from here"));
}

/// Several coroutines of one loop take turns: this one waits for that one.
#[test]
fn coroutines_run_side_by_side() {
    let loop_thread = a_loop();
    let (sender, receiver) = oneshot::channel();
    let handle = loop_thread.handle();
    let waits = handle
        .run_coroutine_threadsafe(async { receiver.await.expect("it is sent") })
        .expect("the loop runs");
    let sends = handle
        .run_coroutine_threadsafe(async { sender.send("hello").is_ok() })
        .expect("the loop runs");
    assert_eq!(waits.result(Some(LONG)), Ok("hello"));
    assert_eq!(sends.result(Some(LONG)), Ok(true));
}

/// asyncio makes the task in a callback. So a coroutine begins after all callbacks that
/// were queued before it, and also after those queued in the same turn behind it.
#[test]
fn a_coroutine_begins_after_the_callbacks_of_its_turn() {
    let loop_thread = a_loop();
    let handle = loop_thread.handle();
    let log = Log::default();
    let opener = busy(handle);
    let before = log.clone();
    call(handle, move || before.say("callback before"));
    let body = log.clone();
    let future = handle
        .run_coroutine_threadsafe(async move { body.say("coroutine") })
        .expect("the loop runs");
    let after = log.clone();
    call(handle, move || after.say("callback behind"));
    opener.open();
    assert_eq!(future.result(Some(LONG)), Ok(()));
    assert_eq!(
        log.lines(),
        ["callback before", "callback behind", "coroutine"]
    );
}

/// What a callback schedules comes in the next turn: a coroutine that was queued before
/// takes its first step in between, as in CPython.
#[test]
fn a_task_takes_its_turn_between_two_turns_of_callbacks() {
    let loop_thread = a_loop();
    let handle = loop_thread.handle();
    let log = Log::default();
    let opener = busy(handle);
    let body = log.clone();
    let _unheard = handle
        .run_coroutine_threadsafe(async move { body.say("coroutine") })
        .expect("the loop runs");
    let (callback, itself) = (log.clone(), handle.clone());
    let (sender, receiver) = channel();
    call(handle, move || {
        callback.say("callback");
        call(&itself, move || {
            callback.say("scheduled by the callback");
            sender.send(()).expect("the test waits for it");
        });
    });
    opener.open();
    receiver.recv_timeout(LONG).expect("it is called");
    let expected = ["callback", "coroutine", "scheduled by the callback"];
    assert_eq!(log.lines(), expected);
}

/// "If the coroutine raises an exception, the returned Future will be notified."
#[test]
fn a_coroutine_that_panics_gives_its_message() {
    let loop_thread = a_loop();
    let handle = loop_thread.handle();
    let future = handle
        .run_coroutine_threadsafe(async { panic!("out of tea") })
        .expect("the loop runs");
    let expected: Result<(), _> = Err(ExecutorError::Panicked("out of tea".into()));
    assert_eq!(future.result(Some(LONG)), expected);
    assert!(!future.cancelled());
    let next = handle.run_coroutine_threadsafe(async { "on it goes" });
    let next = next.expect("the loop runs");
    assert_eq!(next.result(Some(LONG)), Ok("on it goes"));
}

/// The documentation's example: `result(timeout)` raises `TimeoutError`, the coroutine
/// goes on, and `cancel()` ends it.
#[test]
fn a_coroutine_that_takes_too_long_is_cancelled() {
    let loop_thread = a_loop();
    let (sender, receiver) = channel();
    let (began, begun) = channel();
    let guard = TellsDrop(sender);
    let future = loop_thread
        .handle()
        .run_coroutine_threadsafe(async move {
            let _guard = guard;
            began.send(()).expect("the test waits for it");
            pending::<()>().await;
        })
        .expect("the loop runs");
    begun.recv_timeout(LONG).expect("it begins");
    let short = Some(Duration::from_millis(1));
    assert_eq!(future.result(short), Err(ExecutorError::TimedOut));
    assert!(!future.done() && receiver.try_recv().is_err(), "it goes on");
    assert!(future.cancel());
    assert!(future.cancelled() && future.done());
    assert_eq!(future.result(None), Err(ExecutorError::Cancelled));
    assert_eq!(receiver.recv_timeout(LONG), Ok("dropped"));
    assert!(future.cancel(), "asked again, it is still cancelled");
}

/// Cancelled before its first step, a coroutine never runs.
#[test]
fn cancelled_before_the_start_the_body_never_runs() {
    let loop_thread = a_loop();
    let log = Log::default();
    let opener = busy(loop_thread.handle());
    let body = log.clone();
    let future = loop_thread
        .handle()
        .run_coroutine_threadsafe(async move { body.say("ran") })
        .expect("the loop runs");
    assert!(future.cancel());
    opener.open();
    loop_thread.join();
    assert!(log.lines().is_empty());
}

/// Nobody needs to keep the future: the coroutine goes on without it.
#[test]
fn dropping_the_future_does_not_stop_the_coroutine() {
    let loop_thread = a_loop();
    let (sender, receiver) = channel();
    let (go, going) = oneshot::channel();
    let future = loop_thread.handle().run_coroutine_threadsafe(async move {
        going.await.expect("it is sent");
        sender.send("done").expect("the test waits for it");
    });
    drop(future);
    go.send(()).expect("the coroutine waits for it");
    assert_eq!(receiver.recv_timeout(LONG), Ok("done"));
}

/// "If stop() is called while run_forever() is running, the loop will run the current
/// batch of callbacks and then exit": what they schedule is not called any more.
#[test]
fn stop_finishes_the_turn_and_no_more() {
    let loop_thread = a_loop();
    let handle = loop_thread.handle();
    let log = Log::default();
    let opener = busy(handle);
    let (before, behind, late) = (log.clone(), log.clone(), log.clone());
    call(handle, move || before.say("queued before stop"));
    handle.stop();
    let itself = handle.clone();
    call(handle, move || {
        behind.say("queued behind it, in the same turn");
        // Taken, and never called: the loop ends with this turn.
        call(&itself, move || late.say("scheduled in the last turn"));
    });
    opener.open();
    loop_thread.join();
    let expected = ["queued before stop", "queued behind it, in the same turn"];
    assert_eq!(log.lines(), expected);
}

/// `RuntimeError: Event loop is closed`.
#[test]
fn a_loop_that_has_stopped_takes_nothing() {
    let loop_thread = a_loop();
    let handle = loop_thread.handle().clone();
    loop_thread.join();
    handle.stop(); // a second time is no error
    let refused = handle.call_soon_threadsafe(|| unreachable!("it was refused"));
    assert_eq!(refused.map(drop), Err(RunError::Closed));
    let refused = handle.run_coroutine_threadsafe(async {});
    assert_eq!(refused.map(drop), Err(RunError::Closed));
    assert_eq!(RunError::Closed.to_string(), "Event loop is closed");
    assert!(handle.is_closed() && !handle.is_running());
    assert_eq!(handle.close(), Ok(()), "it is closed already");
    assert!(handle.all_tasks().is_empty());
}

/// `is_running`, `close` and `all_tasks` say what they say on the other loops.
#[test]
fn the_words_of_the_other_loops() {
    let loop_thread = a_loop();
    let handle = loop_thread.handle();
    let opener = busy(handle);
    assert!(handle.is_running() && !handle.is_closed());
    assert_eq!(handle.close(), Err(RunError::AlreadyRunning));
    assert!(!handle.is_closed());
    let forever = handle.run_coroutine_threadsafe(pending::<()>());
    let forever = forever.expect("the loop runs");
    let tasks = handle.all_tasks();
    assert_eq!(tasks.len(), 1);
    assert!(tasks[0].cancel());
    opener.open();
    assert_eq!(forever.result(Some(LONG)), Err(ExecutorError::Cancelled));
}

/// What a callback or a coroutine of the loop creates is a task of the loop.
#[test]
fn tasks_made_in_the_loop_are_tasks_of_the_loop() {
    let loop_thread = a_loop();
    let handle = loop_thread.handle();
    let itself = handle.clone();
    let (sender, receiver) = channel();
    call(handle, move || {
        drop(tasks_and_callbacks::create_task(pending::<()>()));
        sender.send(itself.all_tasks().len()).expect("it waits");
    });
    assert_eq!(receiver.recv_timeout(LONG), Ok(1));
    let itself = handle.clone();
    let count = handle.run_coroutine_threadsafe(async move {
        drop(tasks_and_callbacks::create_task(pending::<()>()));
        itself.all_tasks().len()
    });
    let count = count.expect("the loop runs");
    assert_eq!(count.result(Some(LONG)), Ok(3), "two of them, and itself");
}

/// A coroutine that is not done when the loop stops is dropped, and who waits for it
/// hears of it, in whatever way it waits.
#[tokio::test]
async fn coroutines_pending_at_the_end_are_cancelled() {
    let _limited = testing::limited();
    let loop_thread = a_loop();
    let (sender, receiver) = channel();
    let guard = TellsDrop(sender);
    let handle = loop_thread.handle();
    let blocked = handle
        .run_coroutine_threadsafe(async move {
            let _guard = guard;
            pending::<()>().await;
        })
        .expect("the loop runs");
    let awaited = handle.run_coroutine_threadsafe(pending::<()>());
    let awaited = awaited.expect("the loop runs");
    let waiter = thread::spawn(move || blocked.result(Some(LONG)));
    loop_thread.join();
    assert_eq!(receiver.try_recv(), Ok("dropped"), "before join returns");
    let waited = waiter.join().expect("it does not panic");
    assert_eq!(waited, Err(ExecutorError::Cancelled));
    assert_eq!(awaited.await, Err(ExecutorError::Cancelled));
}

/// `loop.call_soon_threadsafe(loop.stop)` and `thread.join()` in one: when the drop is
/// over, the thread is, and with it all it held.
#[test]
fn dropping_the_loop_joins_its_thread() {
    let loop_thread = a_loop();
    let held = Arc::new(());
    let holds = Arc::clone(&held);
    call(loop_thread.handle(), move || {
        // Time for a drop that does not wait to be noticed. The test never depends on it.
        thread::park_timeout(Duration::from_millis(20));
        drop(holds);
    });
    drop(loop_thread);
    assert_eq!(Arc::strong_count(&held), 1, "the callback is still running");
}

/// Dropped in its own thread, the loop stops without waiting for itself.
#[test]
fn a_callback_may_drop_its_own_loop() {
    let loop_thread = a_loop();
    let handle = loop_thread.handle().clone();
    let (sender, receiver) = channel();
    call(&handle, move || {
        drop(loop_thread);
        sender.send("dropped").expect("the test waits for it");
    });
    assert_eq!(receiver.recv_timeout(LONG), Ok("dropped"));
    // The thread ends by itself; the queue is closed then.
    while handle.call_soon_threadsafe(|| ()).is_ok() {
        thread::yield_now();
    }
}

/// A loop whose thread waits for its own coroutine cannot run it. A timeout ends that;
/// without one it would be for ever, as in Python.
#[test]
fn the_loop_cannot_wait_for_its_own_coroutine() {
    let loop_thread = a_loop();
    let handle = loop_thread.handle().clone();
    let (sender, receiver) = channel();
    call(loop_thread.handle(), move || {
        let future = handle.run_coroutine_threadsafe(async { "too late" });
        let future = future.expect("the loop runs");
        let short = Some(Duration::from_millis(1));
        let waited = future.result(short);
        sender.send((waited, future)).expect("the test waits");
    });
    let (waited, future) = receiver.recv_timeout(LONG).expect("it is called");
    assert_eq!(waited, Err(ExecutorError::TimedOut));
    assert_eq!(future.result(Some(LONG)), Ok("too late"));
}
