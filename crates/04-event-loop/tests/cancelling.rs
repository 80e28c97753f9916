//! Cancelling the tasks of a loop that is not running, as after Ctrl-C.

mod common;

use std::time::Duration;

use common::new_event_loop;
use gather_vs_wait::gather;
use tasks_and_callbacks::create_task;
use testing::{Log, next_turn, rest, run};
use tokio::time::sleep;

struct Door(Log);

impl Drop for Door {
    fn drop(&mut self) {
        self.0.say("closed");
    }
}

/// `cancel()` "arranges for a CancelledError to be thrown … on the next cycle of the event
/// loop": without a cycle nothing happens, with one it has happened.
#[test]
fn a_cancellation_takes_one_more_turn() {
    let (runtime, event_loop) = new_event_loop();
    let log = Log::default();
    let door = Door(log.clone());
    let task = event_loop.create_task(async move {
        let _door = door;
        sleep(Duration::from_secs(5)).await;
    });
    event_loop.stop();
    assert_eq!(run(&runtime, event_loop.run_forever()), Ok(()));

    assert!(task.cancel());
    assert_eq!((task.done(), log.take().len()), (false, 0));

    event_loop.stop();
    assert_eq!(run(&runtime, event_loop.run_forever()), Ok(()));
    assert_eq!((task.done(), task.cancelled()), (true, true));
    assert_eq!(log.take(), ["closed"]);
}

/// One turn is enough for all of them, however many.
#[test]
fn one_turn_is_enough_for_hundreds() {
    let (runtime, event_loop) = new_event_loop();
    let tasks: Vec<_> = (0..500)
        .map(|_| event_loop.create_task(rest(Duration::from_secs(5))))
        .collect();
    event_loop.stop();
    assert_eq!(run(&runtime, event_loop.run_forever()), Ok(()));
    for task in event_loop.all_tasks() {
        assert!(task.cancel());
    }
    event_loop.stop();
    assert_eq!(run(&runtime, event_loop.run_forever()), Ok(()));
    assert!(tasks.iter().all(|task| task.cancelled()));
    assert!(event_loop.all_tasks().is_empty());
}

/// A task that has not started never runs at all.
#[test]
fn cancelled_before_its_first_turn_it_never_runs() {
    let (runtime, event_loop) = new_event_loop();
    let log = Log::default();
    let said = log.clone();
    let task = event_loop.create_task(async move { said.say("ran") });
    assert!(task.cancel());
    event_loop.stop();
    assert_eq!(run(&runtime, event_loop.run_forever()), Ok(()));
    assert!(task.cancelled());
    assert!(log.take().is_empty());
}

/// A task that became ready too late for the last turn can be cancelled before the next
/// run, and then does not go on.
#[test]
fn a_task_that_was_held_back_can_be_cancelled() {
    let (runtime, event_loop) = new_event_loop();
    let log = Log::default();
    let said = log.clone();
    let task = event_loop.create_task(async move {
        next_turn().await;
        said.say("went on");
    });
    event_loop.stop();
    assert_eq!(run(&runtime, event_loop.run_forever()), Ok(()));
    assert!(task.cancel());
    event_loop.stop();
    assert_eq!(run(&runtime, event_loop.run_forever()), Ok(()));
    assert!(task.cancelled());
    assert!(log.take().is_empty());
}

/// The main task of an interrupted run that is cancelled afterwards does not end the next
/// run: `run_until_complete` has taken its callback back.
#[test]
fn the_main_task_of_an_interrupted_run_is_a_task_like_others() {
    let (runtime, event_loop) = new_event_loop();
    let second = Duration::from_secs(1);
    let main = event_loop.run_until_complete(rest(Duration::from_secs(60)));
    let interrupted =
        runtime.block_on(async { tokio::time::timeout(second, main).await });
    assert!(interrupted.is_err());
    for task in event_loop.all_tasks() {
        assert!(task.cancel());
    }
    runtime.block_on(rest(second));
    assert_eq!(event_loop.all_tasks().len(), 1, "the loop does not run");
    assert_eq!(
        run(&runtime, event_loop.run_until_complete(rest(second))),
        Ok(())
    );
    assert!(event_loop.all_tasks().is_empty());
}

/// "Return a set of not yet finished Task objects run by the loop": of whatever type, the
/// caller and the task of `run_until_complete` included.
#[test]
fn all_tasks_are_those_not_done() {
    let (runtime, event_loop) = new_event_loop();
    assert!(event_loop.all_tasks().is_empty());
    let quick = event_loop.create_task(async { 1 });
    let slow = event_loop.create_task(async {
        sleep(Duration::from_secs(5)).await;
        "slow"
    });
    assert_eq!(event_loop.all_tasks().len(), 2);

    let counter = event_loop.clone();
    let main = event_loop.run_until_complete(async move {
        sleep(Duration::from_secs(1)).await;
        counter.all_tasks().len()
    });
    // `slow` and the main task itself; `quick` is done.
    assert_eq!(run(&runtime, main), Ok(2));
    assert!(quick.done());

    let left = event_loop.all_tasks();
    assert_eq!(left.len(), 1);
    assert!(left[0].cancel());
    // The handle in the list and ours are the same task.
    event_loop.stop();
    assert_eq!(run(&runtime, event_loop.run_forever()), Ok(()));
    assert!(slow.cancelled() && left[0].cancelled());
}

/// They come in the order in which they were made; in asyncio they are a set.
#[test]
fn all_tasks_are_in_the_order_of_creation() {
    let (runtime, event_loop) = new_event_loop();
    let tasks = [(); 20].map(|()| event_loop.create_task(rest(Duration::from_secs(1))));
    let listed = event_loop.all_tasks();
    assert_eq!(listed.len(), tasks.len());
    // Cancelling every third by the list must cancel every third of those that were made.
    for task in listed.iter().step_by(3) {
        assert!(task.cancel());
    }
    event_loop.stop();
    assert_eq!(run(&runtime, event_loop.run_forever()), Ok(()));
    for (index, (task, listed)) in tasks.iter().zip(&listed).enumerate() {
        assert_eq!(task.cancelled(), index % 3 == 0, "task {index}");
        assert_eq!(listed.cancelled(), task.cancelled());
        assert_eq!(listed.done(), task.done());
    }
    assert_eq!(event_loop.all_tasks().len(), 13);
}

/// What a handle of unknown type says of a task that returned, and of one that goes on.
#[test]
fn a_handle_of_unknown_type_knows_the_state() {
    let (runtime, event_loop) = new_event_loop();
    let _tasks = (
        event_loop.create_task(async { 1 }),
        event_loop.create_task(rest(Duration::from_secs(1))),
    );
    let listed = event_loop.all_tasks();
    event_loop.stop();
    assert_eq!(run(&runtime, event_loop.run_forever()), Ok(()));
    let states: Vec<_> = listed
        .iter()
        .map(|it| (it.done(), it.cancelled()))
        .collect();
    assert_eq!(states, [(true, false), (false, false)]);
    assert!(!listed[0].cancel(), "it is done");
    assert!(listed[1].cancel());
}

/// A cancellation that is asked for in the last turn takes place in the next run, as in
/// asyncio, also if the runtime goes on without the loop.
#[test]
fn a_cancellation_in_the_last_turn_waits_for_the_next_run() {
    let (runtime, event_loop) = new_event_loop();
    let victim = event_loop.create_task(rest(Duration::from_secs(60)));
    let (cancelled, stopper) = (victim.clone(), event_loop.clone());
    let canceller = event_loop.create_task(async move {
        stopper.stop();
        cancelled.cancel()
    });
    assert_eq!(run(&runtime, event_loop.run_forever()), Ok(()));
    runtime.block_on(rest(Duration::from_secs(1)));
    assert_eq!(canceller.result(), Ok(true));
    assert!(!victim.done());
    event_loop.stop();
    assert_eq!(run(&runtime, event_loop.run_forever()), Ok(()));
    assert!(victim.cancelled());
}

/// What is made inside the loop is the loop's: the children of a group, too.
#[test]
fn tasks_made_inside_are_tasks_of_the_loop() {
    let (runtime, event_loop) = new_event_loop();
    let counter = event_loop.clone();
    let main = event_loop.run_until_complete(async move {
        let group = gather([1, 2].map(|n| rest(Duration::from_secs(n))));
        let task = create_task(rest(Duration::from_secs(3)));
        let (give, given) = tokio::sync::oneshot::channel();
        let inside = counter.clone();
        create_task(async {}).add_done_callback(move |_| {
            drop(create_task(std::future::pending::<()>()));
            give.send(inside.all_tasks().len()).expect("main waits");
        });
        let seen = given.await.expect("it is called");
        assert!(group.await.is_ok() && task.await.is_ok());
        seen
    });
    // Two of the group, the task, that of the callback, and main.
    assert_eq!(run(&runtime, main), Ok(5));
    assert_eq!(event_loop.all_tasks().len(), 1);
}
/// The list holds no task that is over: a loop that runs for weeks must not grow.
#[test]
fn what_is_over_is_forgotten() {
    let (runtime, event_loop) = new_event_loop();
    let kept = std::sync::Arc::new(());
    for _ in 0..100 {
        let kept = kept.clone();
        event_loop.create_task(async move { kept });
    }
    assert_eq!(
        run(&runtime, event_loop.run_until_complete(async {})),
        Ok(())
    );
    assert_eq!(std::sync::Arc::strong_count(&kept), 1);
}
