//! A panic is the outcome of its task, wherever it happens.

use std::sync::Arc;

use tasks_and_callbacks::{Task, TaskError, create_task};
use testing::{in_a_task, next_turn, seconds};
use tokio::time::sleep;

/// Panics when it is dropped: a `finally` block that raises.
struct Fragile;

impl Drop for Fragile {
    fn drop(&mut self) {
        panic!("broken in transit");
    }
}

fn broken<T>() -> Result<T, TaskError> {
    Err(TaskError::Panicked("broken in transit".into()))
}

/// An exception that the clean-up raises takes the place of the cancellation: the task
/// ends with it, and `cancelled()` is `False` (CPython).
#[tokio::test(start_paused = true)]
async fn a_destructor_panics_while_the_task_is_cancelled() {
    let _limited = testing::limited();
    for started in [true, false] {
        in_a_task(async move {
            let fragile = Fragile;
            let task: Task<()> = create_task(async move {
                let _fragile = fragile;
                sleep(seconds(10)).await;
            });
            if started {
                next_turn().await;
            }
            assert!(task.cancel());
            assert_eq!((&task).await, broken());
            assert!(task.done() && !task.cancelled(), "started: {started}");
            assert!(!task.cancel());
        })
        .await;
    }
}

/// The same when nothing was cancelled, and the runtime shuts down.
#[test]
fn a_destructor_panics_while_the_runtime_shuts_down() {
    let runtime = testing::paused_runtime();
    let task = runtime.block_on(async {
        let task: Task<()> = create_task(async {
            let _fragile = Fragile;
            std::future::pending().await
        });
        next_turn().await;
        task
    });
    drop(runtime);
    assert_eq!(task.result(), broken());
}

/// A future that has returned is dropped before its task is done. If that panics, the
/// value is lost.
#[tokio::test(start_paused = true)]
async fn a_destructor_panics_after_the_value() {
    let _limited = testing::limited();
    struct Returns(Fragile);
    impl Future for Returns {
        type Output = u8;
        fn poll(
            self: std::pin::Pin<&mut Self>,
            _: &mut std::task::Context<'_>,
        ) -> std::task::Poll<u8> {
            std::task::Poll::Ready(7)
        }
    }
    let task = create_task(Returns(Fragile));
    assert_eq!(in_a_task(task.into_future()).await, broken());
}

/// A callback that is told of such an end hears of the panic as well.
#[tokio::test(start_paused = true)]
async fn callbacks_learn_of_the_panic() {
    let _limited = testing::limited();
    let task: Task<()> = create_task(async {
        let _fragile = Fragile;
        std::future::pending().await
    });
    let (give, given) = tokio::sync::oneshot::channel();
    task.add_done_callback(move |task| {
        give.send(task.result()).expect("the test waits for it");
    });
    next_turn().await;
    task.cancel();
    let seen = in_a_task(given).await;
    assert_eq!(seen, Ok(broken()));
}

/// A panic may carry any value. One without text cannot be given to all who ask.
#[tokio::test(start_paused = true)]
async fn a_panic_without_text() {
    let _limited = testing::limited();
    let task: Task<()> = create_task(async { std::panic::panic_any(Arc::new(3)) });
    let ended = in_a_task(task.into_future()).await;
    let expected = TaskError::Panicked("a panic without a message".into());
    assert_eq!(ended, Err(expected));
}

/// "Task cannot await on itself": asyncio raises `RuntimeError` instead of waiting forever.
#[tokio::test(start_paused = true)]
async fn a_task_cannot_await_itself() {
    let _limited = testing::limited();
    let (give, given) = tokio::sync::oneshot::channel::<Task<()>>();
    let task = create_task(async move {
        let itself = given.await.expect("sent below");
        drop(itself.await);
    });
    assert!(give.send(task.clone()).is_ok());
    let ended = in_a_task(task.into_future()).await;
    let expected = TaskError::Panicked("Task cannot await on itself".into());
    assert_eq!(ended, Err(expected));
}
