//! What tokio itself, and with it the recorder of the course, sees of a task.

#[cfg(not(tokio_unstable))]
#[test]
fn seen_by_tokio() {
    testing::not_run("the compiler flag --cfg tokio_unstable is not set");
}

// Stopping on a panic is an unstable part of tokio.
#[cfg(tokio_unstable)]
mod with_the_flag {
    use std::panic::AssertUnwindSafe;
    use std::time::Duration;

    use tasks_and_callbacks::{Task, create_task};
    use tokio::runtime::{Builder, Handle, UnhandledPanic};
    use tokio::time::sleep;

    /// Cancelling ends the task of tokio, not only the handle's idea of it.
    #[tokio::test(start_paused = true)]
    async fn a_cancelled_task_is_gone_from_the_runtime() {
        let _limited = testing::limited();
        let metrics = Handle::current().metrics();
        let task: Task<()> = create_task(std::future::pending());
        tokio::task::yield_now().await;
        assert_eq!(metrics.num_alive_tasks(), 1);
        task.cancel();
        tokio::task::yield_now().await;
        assert_eq!(metrics.num_alive_tasks(), 0);
    }

    /// So does returning, and cancelling in the very poll in which the task returns.
    #[tokio::test(start_paused = true)]
    async fn a_returned_task_is_gone_from_the_runtime() {
        let _limited = testing::limited();
        let metrics = Handle::current().metrics();
        create_task(async {});
        let (give, given) = tokio::sync::oneshot::channel::<Task<()>>();
        let task = create_task(async move {
            assert!(given.await.expect("sent below").cancel());
        });
        assert!(give.send(task.clone()).is_ok());
        assert_eq!(metrics.num_alive_tasks(), 2);
        tokio::task::yield_now().await;
        assert_eq!(metrics.num_alive_tasks(), 0);
        assert!(task.cancelled());
    }

    /// A panic reaches tokio as well: a runtime that is told to stop on a panic stops.
    #[test]
    fn tokio_sees_the_panic() {
        let runtime = Builder::new_current_thread()
            .unhandled_panic(UnhandledPanic::ShutdownRuntime)
            .enable_time()
            .start_paused(true)
            .build()
            .expect("it needs nothing of the system");
        let ended = std::panic::catch_unwind(AssertUnwindSafe(|| {
            runtime.block_on(async {
                create_task(async { panic!("for tokio to see") });
                sleep(Duration::from_secs(1)).await;
            });
        }));
        assert!(ended.is_err());
    }
}
