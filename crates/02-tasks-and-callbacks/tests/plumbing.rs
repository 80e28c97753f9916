//! The parts that groups and event loops are built with.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, AtomicU64, Ordering};

use futures::future::BoxFuture;
use tasks_and_callbacks::plumbing::{
    DIFFERENT_LOOP, Home, Turns, cancel_with, create_task_in, promise,
};
use tasks_and_callbacks::{AnyTask, Task, TaskError, create_task, panic_message};
use testing::{Log, in_a_task, next_turn, paused_runtime, run};
use tokio::task::AbortHandle;

/// An event loop that only takes note of what it is asked.
#[derive(Default)]
struct Notes {
    log: Log,
    numbers: AtomicU64,
}

impl Turns for Notes {
    fn admit(
        self: Arc<Self>,
        future: BoxFuture<'static, ()>,
        task: Option<AnyTask>,
    ) -> (u64, BoxFuture<'static, ()>) {
        let number = self.numbers.fetch_add(1, Ordering::SeqCst);
        let kind = if task.is_some() { "task" } else { "callbacks" };
        self.log.say(format!("{kind} {number}"));
        (number, future)
    }

    fn cancel(&self, number: u64, abort: AbortHandle) {
        self.log.say(format!("cancel {number}"));
        abort.abort();
    }
}

fn notes() -> Arc<Notes> {
    Arc::default()
}

fn panic_of(call: impl FnOnce()) -> Option<String> {
    let caught = catch_unwind(AssertUnwindSafe(call));
    caught.err().map(|panic| panic_message(&*panic))
}

/// The loop is asked for every task, for callbacks, and for cancellations; tasks that are
/// made in a task or in a callback are its own.
#[test]
fn a_loop_hears_of_its_tasks() {
    let runtime = paused_runtime();
    let turns = notes();
    let home = Home::new(runtime.handle().clone(), turns.clone());
    run(&runtime, async {
        let task = create_task_in(&home, async {
            create_task(async {}); // task 1
            create_task(async {}).await // task 2
        });
        task.add_done_callback(|_| drop(create_task(async {})));
        assert_eq!((&task).await, Ok(Ok(())));
        for _ in 0..3 {
            tokio::task::yield_now().await;
        }
        let expected = ["task 0", "task 1", "task 2", "callbacks 3", "task 4"];
        assert_eq!(turns.log.take(), expected);
        let cancelled: Task<()> = create_task_in(&home, std::future::pending());
        assert!(cancelled.cancel());
        assert_eq!(cancelled.await, Err(TaskError::Cancelled));
        assert_eq!(turns.log.take(), ["task 5", "cancel 5"]);
        // Outside of its tasks, the loop is not the current one.
        create_task(async {});
        assert!(turns.log.take().is_empty());
        {
            let _inside = home.enter();
            create_task(async {});
        }
        assert_eq!(turns.log.take(), ["task 6"]);
    });
}

/// What a task makes on another runtime belongs to that runtime.
#[test]
fn another_runtime_is_another_home() {
    let (runtime, other) = (paused_runtime(), paused_runtime());
    let turns = notes();
    let home = Home::new(runtime.handle().clone(), turns.clone());
    let handle = other.handle().clone();
    let made = create_task_in(&home, async move {
        let _inside = handle.enter();
        create_task(async { 7 })
    });
    let made = run(&runtime, made.into_future()).expect("it returned");
    assert_eq!(turns.log.take(), ["task 0"]);
    assert_eq!(run(&other, made.into_future()), Ok(7));
}

/// Tasks of one runtime may wait for each other, unless they are of two event loops.
#[test]
fn which_homes_share_a_loop() {
    let (runtime, other) = (paused_runtime(), paused_runtime());
    let plain = |runtime: &tokio::runtime::Runtime| {
        let _inside = runtime.enter();
        Home::current()
    };
    let (one, two): (Arc<dyn Turns>, Arc<dyn Turns>) = (notes(), notes());
    let on =
        |turns: &Arc<dyn Turns>| Home::new(runtime.handle().clone(), turns.clone());
    let (first, second) = (on(&one), on(&two));
    let (here, elsewhere) = (plain(&runtime), plain(&other));
    for (this, that, shared) in [
        (&here, &here, true),
        (&here, &elsewhere, false),
        (&first, &first, true),
        (&first, &here, true),
        (&here, &first, true),
        (&first, &second, false),
        (&first, &elsewhere, false),
    ] {
        assert_eq!(this.shares_loop_with(that), shared);
        let refused = (!shared).then(|| DIFFERENT_LOOP.to_owned());
        assert_eq!(panic_of(|| Home::assert_shared([this, that])), refused);
    }
    let _inside = runtime.enter();
    assert_eq!(panic_of(|| Home::assert_shared([&first])), None);
    assert_eq!(panic_of(|| Home::assert_shared([])), None);
    let refused = Some(DIFFERENT_LOOP.to_owned());
    assert_eq!(panic_of(|| Home::assert_shared([&elsewhere])), refused);
    let _inside = second.enter();
    assert_eq!(panic_of(|| Home::assert_shared([&first])), refused);
}

/// `cancel_with` calls its function when the waiting is given up, in each of the ways in
/// which it can be, and not if the future was ready first.
#[tokio::test(start_paused = true)]
async fn giving_up_cancels() {
    let _limited = testing::limited();
    in_a_task(async {
        let count = Arc::new(AtomicU32::new(0));
        let counted = Arc::clone(&count);
        let counting = move || {
            let count = Arc::clone(&counted);
            move || _ = count.fetch_add(1, Ordering::SeqCst)
        };
        let calls = || count.swap(0, Ordering::SeqCst);
        let forever = || Box::pin(std::future::pending::<()>());

        let ready = cancel_with(Box::pin(async { 7 }), counting());
        assert_eq!(ready.await, 7);
        assert_eq!(calls(), 0, "it was ready");

        drop(cancel_with(forever(), counting()));
        assert_eq!(calls(), 1, "dropped before it was polled");

        let mut waiting = cancel_with(forever(), counting());
        assert!(futures::poll!(&mut waiting).is_pending());
        assert!(futures::poll!(&mut waiting).is_pending());
        drop(waiting);
        assert_eq!(calls(), 1, "dropped halfway");

        let task = create_task(cancel_with(forever(), counting()));
        next_turn().await;
        assert_eq!(calls(), 0);
        task.cancel();
        assert_eq!(calls(), 1, "before cancel() returned");
        next_turn().await;
        assert!(task.cancelled());

        // Begun in one task and given to another: the one that polls it is the one.
        let (give, given) = tokio::sync::oneshot::channel();
        let mut waiting = cancel_with(forever(), counting());
        let first = create_task(async move {
            assert!(futures::poll!(&mut waiting).is_pending());
            assert!(give.send(waiting).is_ok());
            std::future::pending::<()>().await;
        });
        let second = create_task(async { given.await.expect("sent").await });
        for _ in 0..3 {
            next_turn().await;
        }
        calls();
        first.cancel();
        assert_eq!(calls(), 0, "it does not await it any more");
        second.cancel();
        assert_eq!(calls(), 1);

        // Awaited before, and ready since.
        let cancel = counting();
        let task = create_task(async move {
            cancel_with(Box::pin(next_turn()), cancel).await;
            std::future::pending::<()>().await;
        });
        for _ in 0..3 {
            next_turn().await;
        }
        calls();
        task.cancel();
        assert_eq!(calls(), 0);
    })
    .await;
}

/// A promise is a task that no coroutine drives.
#[tokio::test(start_paused = true)]
async fn a_promise_ends_when_it_is_told_to() {
    let _limited = testing::limited();
    in_a_task(async {
        let (task, end) = promise::<u8>(Home::current(), || true);
        assert!(!task.done());
        assert!(task.cancel() && !task.done(), "it decides for itself");
        end.finish(Ok(7));
        assert_eq!(task.await, Ok(7));

        let (task, end) = promise::<u8>(Home::current(), || false);
        assert!(!task.cancel());
        drop(end);
        assert_eq!(task.await, Err(TaskError::Cancelled), "nothing hangs");
    })
    .await;
}

/// A task may be cancelled as soon as its loop lists it, before it is spawned.
#[test]
fn cancelled_before_it_was_spawned() {
    struct Impatient;
    impl Turns for Impatient {
        fn admit(
            self: Arc<Self>,
            future: BoxFuture<'static, ()>,
            task: Option<AnyTask>,
        ) -> (u64, BoxFuture<'static, ()>) {
            assert!(task.is_some_and(|task| task.cancel()));
            (0, future)
        }

        fn cancel(&self, _: u64, abort: AbortHandle) {
            abort.abort();
        }
    }
    let runtime = paused_runtime();
    let home = Home::new(runtime.handle().clone(), Arc::new(Impatient));
    let task: Task<()> = create_task_in(&home, std::future::pending());
    let ended = run(&runtime, task.into_future());
    assert_eq!(ended, Err(TaskError::Cancelled));
}
