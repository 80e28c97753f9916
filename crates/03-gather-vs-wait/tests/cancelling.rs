//! A cancellation reaches everything that a task awaits in one go.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use gather_vs_wait::{ReturnWhen, WaitForError, gather, try_gather, wait, wait_for};
use tasks_and_callbacks::{Task, TaskError, create_task};
use testing::{Log, in_a_task, next_turn, seconds};
use tokio::time::sleep;

/// Says its name when it starts.
fn kid(log: &Log, name: &'static str) -> impl Future<Output = ()> + Send + use<> {
    let log = log.clone();
    async move { log.say(name) }
}

/// `caller.cancel()` cancels the future that the caller awaits, and that its children, all
/// before it returns. Tasks that have not started never do (CPython).
#[tokio::test(start_paused = true)]
async fn no_child_of_an_awaited_group_starts() {
    let _limited = testing::limited();
    in_a_task(async {
        let log = Log::default();
        let kids = [kid(&log, "a"), kid(&log, "b")];
        let caller = create_task(async { gather(kids).await });
        next_turn().await; // the caller has made the group, and awaits it
        assert!(caller.cancel());
        assert_eq!(caller.await, Err(TaskError::Cancelled));
        sleep(seconds(1)).await;
        assert!(log.lines().is_empty(), "{:?}", log.lines());
    })
    .await;
}

/// The same through groups in groups, `wait_for` in `wait_for`, and `try_gather`.
#[tokio::test(start_paused = true)]
async fn nothing_starts_on_any_level() {
    let _limited = testing::limited();
    in_a_task(async {
        let log = Log::default();
        let day = seconds(86_400);
        let (a, b, c) = (kid(&log, "a"), kid(&log, "b"), kid(&log, "c"));
        let caller = create_task(async move {
            let c = create_task(async move {
                c.await;
                Ok::<_, ()>(())
            });
            let nested = gather([gather([gather([a])])]);
            let limited = wait_for(create_task(b), day);
            let fallible = try_gather([c]);
            let _ends = tokio::join!(nested.into_future(), limited, fallible);
        });
        next_turn().await;
        assert!(caller.cancel());
        sleep(seconds(1)).await;
        assert!(log.lines().is_empty(), "{:?}", log.lines());
    })
    .await;
}

/// A chain of tasks, each of which awaits a group of the next: one `cancel()` is enough.
#[tokio::test(start_paused = true)]
async fn a_chain_of_tasks_ends_in_one_turn() {
    let _limited = testing::limited();
    fn chain(depth: usize, log: Log) -> futures::future::BoxFuture<'static, ()> {
        Box::pin(async move {
            if depth == 0 {
                next_turn().await;
                log.say("the last one went on");
                return;
            }
            let limited = wait_for(chain(depth - 1, log), seconds(9));
            let _ended = gather([limited]).await;
        })
    }
    in_a_task(async {
        let log = Log::default();
        let first = create_task(chain(5, log.clone()));
        // Each link is two tasks: that of the group, and that of `wait_for`.
        for _ in 0..11 {
            next_turn().await;
        }
        assert!(log.lines().is_empty(), "the last one has just started");
        assert!(first.cancel());
        sleep(seconds(1)).await;
        assert!(log.lines().is_empty());
    })
    .await;
}

/// "If a timeout occurs, it cancels the task", and waits until it is cancelled: when
/// `wait_for` of a group returns, all its children are down.
#[tokio::test(start_paused = true)]
async fn after_a_timeout_the_whole_group_is_down() {
    let _limited = testing::limited();
    struct Up(Arc<AtomicUsize>);
    impl Drop for Up {
        fn drop(&mut self) {
            self.0.fetch_sub(1, Ordering::SeqCst);
        }
    }
    for levels in [1, 2] {
        let up = Arc::new(AtomicUsize::new(0));
        let child = |_| {
            up.fetch_add(1, Ordering::SeqCst);
            let child = Up(Arc::clone(&up));
            async move {
                let _child = child;
                sleep(seconds(9)).await;
            }
        };
        let group = gather((0..1000).map(child));
        let limit = seconds(1);
        let ended = match levels {
            1 => wait_for(group, limit).await.map(drop),
            _ => wait_for(gather([group]), limit).await.map(drop),
        };
        assert_eq!(ended, Err(WaitForError::Timeout));
        assert_eq!(up.load(Ordering::SeqCst), 0, "levels: {levels}");
    }
}

/// A task that awaits a task, or waits for one, leaves it alone: that is a shield.
#[tokio::test(start_paused = true)]
async fn awaiting_a_clone_is_a_shield() {
    let _limited = testing::limited();
    in_a_task(async {
        let log = Log::default();
        let shielded = create_task(kid(&log, "shielded"));
        let callers: [Task<()>; 2] = [
            create_task({
                let shielded = shielded.clone();
                async move { drop(shielded.await) }
            }),
            create_task({
                let shielded = shielded.clone();
                async move { drop(wait([shielded], ReturnWhen::AllCompleted).await) }
            }),
        ];
        next_turn().await;
        for caller in callers {
            caller.cancel();
        }
        assert_eq!(shielded.await, Ok(()));
        assert_eq!(log.lines(), ["shielded"]);
    })
    .await;
}

/// A group that was awaited and let go of is not taken along any more.
#[tokio::test(start_paused = true)]
async fn a_group_that_is_no_longer_awaited_goes_on() {
    let _limited = testing::limited();
    in_a_task(async {
        let slow = create_task(sleep(seconds(5)));
        let failing = create_task(async { panic!("at once") });
        let group = gather([slow.clone(), failing]);
        let caller = create_task(async move {
            assert!(group.await.is_err());
            std::future::pending::<()>().await;
        });
        sleep(seconds(1)).await;
        caller.cancel();
        assert_eq!(slow.await, Ok(()));
    })
    .await;
}
