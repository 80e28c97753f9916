//! `close`, and what else the loop refuses.

mod common;

use std::time::Duration;

use common::new_event_loop;
use event_loop::RunError;
use testing::{Log, rest, run};
use tokio::time::sleep;

/// "RuntimeError: Event loop is closed".
#[test]
fn a_closed_loop_refuses_to_run() {
    let (runtime, event_loop) = new_event_loop();
    assert!(!event_loop.is_closed());
    assert_eq!(event_loop.close(), Ok(()));
    assert!(event_loop.is_closed());
    assert_eq!(
        run(&runtime, event_loop.run_forever()),
        Err(RunError::Closed)
    );
    let main = event_loop.run_until_complete(async {});
    assert_eq!(run(&runtime, main), Err(RunError::Closed));
    assert!(event_loop.all_tasks().is_empty(), "no task was made");
    assert_eq!(RunError::Closed.to_string(), "Event loop is closed");
}

/// `create_task` raises the same.
#[test]
#[should_panic(expected = "Event loop is closed")]
fn a_closed_loop_takes_no_tasks() {
    let (_runtime, event_loop) = new_event_loop();
    assert_eq!(event_loop.close(), Ok(()));
    event_loop.create_task(async {});
}

/// "This method is idempotent and irreversible."
#[test]
fn closing_twice_is_closing() {
    let (_runtime, event_loop) = new_event_loop();
    assert_eq!(event_loop.close(), Ok(()));
    assert_eq!(event_loop.close(), Ok(()));
    event_loop.stop();
    assert!(event_loop.is_closed());
}

/// "The loop must not be running when this function is called."
#[test]
fn a_running_loop_cannot_be_closed() {
    let (runtime, event_loop) = new_event_loop();
    let closer = event_loop.clone();
    let main = event_loop.run_until_complete(async move {
        assert!(closer.is_running());
        closer.close()
    });
    assert_eq!(run(&runtime, main), Ok(Err(RunError::AlreadyRunning)));
    assert!(!event_loop.is_running());
    assert!(!event_loop.is_closed());
}

/// "RuntimeError: This event loop is already running", and the run that is on goes on.
#[test]
fn a_running_loop_cannot_be_run() {
    let (runtime, event_loop) = new_event_loop();
    let inner = event_loop.clone();
    let main = event_loop.run_until_complete(async move {
        let forever = inner.run_forever().await;
        let until = inner.run_until_complete(async {}).await;
        sleep(Duration::from_secs(1)).await;
        (forever, until, inner.all_tasks().len())
    });
    let refused = Err(RunError::AlreadyRunning);
    assert_eq!(run(&runtime, main), Ok((refused.clone(), refused, 1)));
}

/// A run that was prepared beforehand is refused as well when its turn comes too early.
#[test]
fn two_runs_cannot_be_one_inside_the_other() {
    let (runtime, event_loop) = new_event_loop();
    let first = event_loop.run_until_complete(rest(Duration::from_secs(1)));
    let second = event_loop.run_until_complete(async {});
    let both = run(&runtime, async { tokio::join!(first, second) });
    assert_eq!(both, (Ok(()), Err(RunError::AlreadyRunning)));
}

/// `close` discards what is pending: nothing is cancelled, and nobody runs again. The
/// tasks go with the runtime.
#[test]
fn pending_tasks_are_dropped_with_the_runtime() {
    struct Door(Log);
    impl Drop for Door {
        fn drop(&mut self) {
            self.0.say("closed");
        }
    }
    let (runtime, event_loop) = new_event_loop();
    let log = Log::default();
    let door = Door(log.clone());
    let task = event_loop.create_task(async move {
        let _door = door;
        sleep(Duration::from_secs(5)).await;
    });
    event_loop.stop();
    assert_eq!(run(&runtime, event_loop.run_forever()), Ok(()));
    assert_eq!(event_loop.close(), Ok(()));
    assert!(!task.done());
    assert!(log.take().is_empty());
    drop(runtime);
    assert!(task.cancelled());
    assert_eq!(log.take(), ["closed"]);
    assert!(event_loop.all_tasks().is_empty());
}

/// A destructor may ask the loop: no lock is held while foreign code runs.
#[test]
fn a_destructor_may_use_the_loop() {
    struct Asks(event_loop::EventLoop, Log);
    impl Drop for Asks {
        fn drop(&mut self) {
            self.0.stop();
            // A failed assertion here would be the panic of the task, and unseen.
            self.1.say(format!("{} tasks", self.0.all_tasks().len()));
        }
    }
    let (runtime, event_loop) = new_event_loop();
    let log = Log::default();
    let asks = Asks(event_loop.clone(), log.clone());
    // The handle is not kept, so the loop holds the last one, and the result with it.
    event_loop.create_task(async move { asks });
    assert_eq!(run(&runtime, event_loop.run_forever()), Ok(()));
    assert!(event_loop.all_tasks().is_empty());
    assert_eq!(log.take(), ["0 tasks"], "it is done, and off the list");

    // A task that is still on the list.
    let asks = Asks(event_loop.clone(), log.clone());
    let cancelled = event_loop.create_task(async move {
        let _asks = asks;
        sleep(Duration::from_secs(1)).await;
    });
    cancelled.cancel();
    assert_eq!(run(&runtime, event_loop.run_forever()), Ok(()));
    assert_eq!(log.take(), ["1 tasks"]);
}

/// A refused `run_until_complete` makes no task: the coroutine never runs. Refused only
/// at the await, the task exists, and runs in the next run.
#[test]
fn a_refused_coroutine() {
    let (runtime, event_loop) = new_event_loop();
    let log = Log::default();
    async fn say(log: Log, line: &'static str) {
        log.say(line);
    }
    let saying = |line| say(log.clone(), line);
    let inner = event_loop.clone();
    let refused = saying("refused at the call");
    let main = event_loop.run_until_complete(async move {
        let ended = inner.run_until_complete(refused).await;
        rest(Duration::from_secs(1)).await;
        ended
    });
    assert_eq!(run(&runtime, main), Ok(Err(RunError::AlreadyRunning)));
    assert!(log.take().is_empty());

    let first = event_loop.run_until_complete(async {});
    let second = event_loop.run_until_complete(saying("refused at the await"));
    let both = run(&runtime, async { tokio::join!(first, second) });
    assert_eq!(both, (Ok(()), Err(RunError::AlreadyRunning)));
    assert_eq!(log.take(), ["refused at the await"], "it was ready by then");

    let too_late = event_loop.run_until_complete(saying("never"));
    assert_eq!(event_loop.close(), Ok(()));
    assert_eq!(run(&runtime, too_late), Err(RunError::Closed));
    assert_eq!(event_loop.all_tasks().len(), 1);
    drop(runtime);
    assert!(log.take().is_empty());
}

/// "The future belongs to a different loop": an error, where nothing would ever run.
#[test]
fn tasks_of_other_loops_are_refused() {
    let (runtime, event_loop) = new_event_loop();
    let beside = event_loop::EventLoop::new(runtime.handle());
    let different = || Err(RunError::DifferentLoop);
    let task = beside.create_task(async { 7 });
    let main = event_loop.run_until_complete(task.clone());
    assert_eq!(run(&runtime, main), different());
    let (elsewhere, other_loop) = new_event_loop();
    let main = event_loop.run_until_complete(other_loop.create_task(async { 7 }));
    assert_eq!(run(&runtime, main), different());
    assert_eq!(
        run(&elsewhere, event_loop.run_forever()),
        Err(RunError::DifferentLoop)
    );
    let main = event_loop.run_until_complete(async { 7 });
    assert_eq!(run(&elsewhere, main), different());
    let said = RunError::DifferentLoop.to_string();
    assert_eq!(said, "the task is attached to a different loop");
    // Its own loop runs it.
    assert_eq!(run(&runtime, beside.run_until_complete(task)), Ok(7));
    // A plain task of the same runtime runs whenever the runtime does.
    let plain = run(&runtime, async {
        tasks_and_callbacks::create_task(async { 8 })
    });
    assert_eq!(run(&runtime, event_loop.run_until_complete(plain)), Ok(8));
}

/// One loop may run in a task of another; asyncio would refuse.
#[test]
fn a_loop_may_run_inside_another() {
    let (runtime, event_loop) = new_event_loop();
    let inner = event_loop::EventLoop::new(runtime.handle());
    let main = event_loop
        .run_until_complete(async move { inner.run_until_complete(async { 7 }).await });
    assert_eq!(run(&runtime, main), Ok(Ok(7)));
}

/// The time it takes for each task does not grow with their number: this takes minutes if
/// every task that is dropped is looked for among all others.
#[test]
fn dropping_a_runtime_with_many_ready_tasks() {
    let (runtime, event_loop) = new_event_loop();
    let tasks: Vec<_> = (0..100_000)
        .map(|_| event_loop.create_task(async {}))
        .collect();
    drop(runtime);
    assert!(tasks.iter().all(|task| task.cancelled()));
    assert!(event_loop.all_tasks().is_empty());
}

/// What is printed of a loop.
#[test]
fn a_loop_shows_its_state() {
    let (runtime, event_loop) = new_event_loop();
    event_loop.create_task(async {});
    let shown = format!("{event_loop:?}");
    let expected =
        "EventLoop { running: false, closed: false, tasks: [<Task pending>] }";
    assert_eq!(shown, expected);
    event_loop.stop();
    assert_eq!(run(&runtime, event_loop.run_forever()), Ok(()));
    assert_eq!(event_loop.close(), Ok(()));
    let shown = format!("{event_loop:?}");
    assert_eq!(
        shown,
        "EventLoop { running: false, closed: true, tasks: [] }"
    );
}
