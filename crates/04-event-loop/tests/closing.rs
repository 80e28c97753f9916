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
    struct Asks(event_loop::EventLoop);
    impl Drop for Asks {
        fn drop(&mut self) {
            self.0.stop();
            assert!(self.0.all_tasks().len() <= 1);
        }
    }
    let (runtime, event_loop) = new_event_loop();
    let asks = Asks(event_loop.clone());
    // The handle is not kept, so the loop holds the last one, and the result with it.
    event_loop.create_task(async move { asks });
    assert_eq!(run(&runtime, event_loop.run_forever()), Ok(()));
    assert!(event_loop.all_tasks().is_empty());
}
