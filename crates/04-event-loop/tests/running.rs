//! `run_until_complete`: what it returns, and when.

mod common;

use std::thread;
use std::time::Duration;

use common::new_event_loop;
use event_loop::RunError;
use gather_vs_wait::{ReturnWhen, gather, wait};
use tasks_and_callbacks::TaskError;
use testing::{Log, next_turn, rest, run};
use tokio::time::{Instant, sleep, timeout};

/// "Run until the future has completed. Return the Future's result."
#[test]
fn the_result_is_returned() {
    let (runtime, event_loop) = new_event_loop();
    let result = run(&runtime, event_loop.run_until_complete(async { "parcel" }));
    assert_eq!(result, Ok("parcel"));
}

/// "… or raise its exception": a panic is that of Rust, and the loop may run again.
#[test]
fn a_panic_is_returned_as_an_error() {
    let (runtime, event_loop) = new_event_loop();
    async fn failing() {
        panic!("the parcel is lost");
    }
    let result = run(&runtime, event_loop.run_until_complete(failing()));
    let panicked = TaskError::Panicked("the parcel is lost".to_owned());
    assert_eq!(result, Err(RunError::Task(panicked)));
    assert_eq!(
        run(&runtime, event_loop.run_until_complete(async { 2 })),
        Ok(2)
    );
}

/// `CancelledError` comes out of `run_until_complete` when somebody cancels its task.
#[test]
fn a_cancellation_is_returned_as_an_error() {
    let (runtime, event_loop) = new_event_loop();
    let canceller = event_loop.clone();
    event_loop.create_task(async move {
        for task in canceller.all_tasks().iter().skip(1) {
            task.cancel();
        }
    });
    let main = event_loop.run_until_complete(rest(Duration::from_secs(5)));
    let (ended, took) = run(&runtime, async {
        let started = Instant::now();
        (main.await, started.elapsed())
    });
    assert_eq!(ended, Err(RunError::Task(TaskError::Cancelled)));
    assert_eq!(took, Duration::ZERO);
}

/// The argument is "implicitly scheduled to run as a Task": when the call is made, behind
/// the tasks that were made before.
#[test]
fn the_main_task_starts_after_those_made_before_it() {
    let (runtime, event_loop) = new_event_loop();
    let log = Log::default();
    let said = log.clone();
    event_loop.create_task(async move { said.say("first") });
    let said = log.clone();
    let main = event_loop.run_until_complete(async move { said.say("main") });
    let said = log.clone();
    event_loop.create_task(async move { said.say("last") });
    assert_eq!(run(&runtime, main), Ok(()));
    assert_eq!(log.take(), ["first", "main", "last"]);
}

/// The end of the task stops the loop by a callback, one turn later: a sibling gets one
/// more turn, and no third one. CPython prints `[0, 'm', 1]` for this.
#[test]
fn the_run_ends_one_turn_after_the_task() {
    let (runtime, event_loop) = new_event_loop();
    let log = Log::default();
    let said = log.clone();
    event_loop.create_task(async move {
        for turn in 0..5 {
            said.say(turn.to_string());
            next_turn().await;
        }
    });
    let said = log.clone();
    let main = event_loop.run_until_complete(async move { said.say("main") });
    assert_eq!(run(&runtime, main), Ok(()));
    assert_eq!(log.take(), ["0", "main", "1"]);
    // The sibling was not thrown away: the next run goes on with it.
    assert_eq!(
        run(&runtime, event_loop.run_until_complete(async {})),
        Ok(())
    );
    assert_eq!(log.take(), ["2", "3"]);
}

/// A task that sleeps when the run ends stays pending, and the next run wakes it.
#[test]
fn unfinished_tasks_go_on_in_the_next_run() {
    let (runtime, event_loop) = new_event_loop();
    let tour = event_loop.create_task(rest(Duration::from_secs(3)));
    let short = event_loop.run_until_complete(rest(Duration::from_secs(1)));
    assert_eq!(run(&runtime, short), Ok(()));
    assert!(!tour.done());
    let rest = event_loop.run_until_complete(rest(Duration::from_secs(4)));
    assert_eq!(run(&runtime, rest), Ok(()));
    assert!(tour.done());
}

/// `loop.run_until_complete(asyncio.wait(tasks))`, the tutorials' main line: over with the
/// longest of them.
#[test]
fn waiting_for_tasks_takes_as_long_as_the_longest() {
    let (runtime, event_loop) = new_event_loop();
    let tasks = [2, 3, 3].map(|seconds| {
        event_loop.create_task(async move {
            sleep(Duration::from_secs(seconds)).await;
            seconds
        })
    });
    let all = wait(tasks, ReturnWhen::AllCompleted);
    let main = event_loop.run_until_complete(async move { all.await.0.len() });
    let took = run(&runtime, async {
        let start = Instant::now();
        assert_eq!(main.await, Ok(3));
        start.elapsed()
    });
    assert_eq!(took, Duration::from_secs(3));
}

/// `KeyboardInterrupt` leaves `run_until_complete` half-way: the loop is not running then,
/// nothing was cancelled, and it may be run again.
#[test]
fn an_interrupted_run_leaves_the_tasks_as_they_are() {
    let (runtime, event_loop) = new_event_loop();
    let main = event_loop.run_until_complete(rest(Duration::from_secs(3)));
    let interrupted =
        runtime.block_on(async { timeout(Duration::from_secs(1), main).await });
    assert!(interrupted.is_err());
    assert!(!event_loop.is_running());
    assert_eq!(event_loop.all_tasks().len(), 1);
    // Nor does the end of the interrupted main end the next run.
    let next = event_loop.run_until_complete(async {
        sleep(Duration::from_secs(5)).await;
        "next"
    });
    assert_eq!(run(&runtime, next), Ok("next"));
    assert!(event_loop.all_tasks().is_empty());
}

/// Any thread may make tasks and stop the loop; asyncio has `call_soon_threadsafe`.
#[test]
fn another_thread_may_stop_the_loop() {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .expect("the operating system gives a runtime what it needs");
    let event_loop = event_loop::EventLoop::new(runtime.handle());
    let outside = event_loop.clone();
    let started = event_loop.create_task(async {});
    let helper = thread::spawn(move || {
        let began = std::time::Instant::now();
        let wait_a_moment = || {
            assert!(began.elapsed() < testing::LONG, "the loop does not run it");
            thread::yield_now();
        };
        while !started.done() {
            wait_a_moment();
        }
        let task = outside.create_task(async { "from outside" });
        while !task.done() {
            wait_a_moment();
        }
        outside.stop();
        task.result()
    });
    let forever = event_loop.run_forever();
    let ended = runtime.block_on(async { timeout(testing::LONG, forever).await });
    assert_eq!(ended, Ok(Ok(())));
    let result = helper.join().expect("the thread does not panic");
    assert_eq!(result, Ok("from outside"));
}

/// `run_until_complete(task)` takes the task as it is: no task is made, and the loop takes
/// no turn more. CPython prints `[0, 1]`
/// for this, and `[0]` when the task is done already.
#[test]
fn a_task_is_taken_as_it_is() {
    let (runtime, event_loop) = new_event_loop();
    let log = Log::default();
    let task = event_loop.create_task(async { 7 });
    for expected in [&["0", "1"][..], &["0"]] {
        let said = log.clone();
        let clock = event_loop.create_task(async move {
            for turn in 0..5 {
                said.say(turn.to_string());
                next_turn().await;
            }
        });
        let main = event_loop.run_until_complete(task.clone());
        assert_eq!(event_loop.all_tasks().len(), 1 + usize::from(!task.done()));
        assert_eq!(run(&runtime, main), Ok(7));
        assert_eq!(log.take(), expected);
        clock.cancel();
        event_loop.stop();
        assert_eq!(run(&runtime, event_loop.run_forever()), Ok(()));
    }
}

/// So is a group.
#[test]
fn a_group_is_taken_as_it_is() {
    let (runtime, event_loop) = new_event_loop();
    let tasks = [1, 2].map(|n| event_loop.create_task(async move { n }));
    let main = event_loop.run_until_complete(gather(tasks));
    assert!(event_loop.all_tasks().len() == 2);
    assert_eq!(run(&runtime, main), Ok(vec![1, 2]));
}

/// On several threads, too, the tasks of one loop run one at a time and in order.
#[test]
fn turns_are_exact_on_several_threads() {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(4)
        .enable_all()
        .build()
        .expect("the system gives threads");
    for _ in 0..50 {
        let event_loop = event_loop::EventLoop::new(runtime.handle());
        let log = Log::default();
        for name in ["a", "b", "c"] {
            let said = log.clone();
            event_loop.create_task(async move {
                for turn in 0..2 {
                    said.say(format!("{name}{turn}"));
                    next_turn().await;
                }
            });
        }
        let said = log.clone();
        let main = event_loop.run_until_complete(async move {
            next_turn().await;
            said.say("main");
        });
        let ended = runtime.block_on(async { timeout(testing::LONG, main).await });
        assert_eq!(ended, Ok(Ok(())));
        assert_eq!(log.take(), ["a0", "b0", "c0", "a1", "b1", "c1", "main"]);
    }
}
