//! The `RateLimiter` keeps its promises: never too many in any while, first come first
//! served, and nothing is lost when somebody gives up.

use std::sync::Arc;
use std::time::Duration;

use futures::poll;
use proptest::prelude::*;
use semaphores::RateLimiter;
use tokio::task::JoinSet;
use tokio::time::{Instant, sleep, timeout};

fn millis(n: u64) -> Duration {
    Duration::from_millis(n)
}

/// At which millisecond each of `callers`, who all come at once, passes.
async fn all_at_once(limiter: &RateLimiter, callers: usize) -> Vec<u128> {
    let begin = Instant::now();
    let mut passed = Vec::new();
    for _ in 0..callers {
        limiter.acquire().await;
        passed.push(begin.elapsed().as_millis());
    }
    passed
}

/// `limit` callers pass at once, and then `limit` more after each `per`.
#[tokio::test(start_paused = true)]
async fn bursts_of_the_limit() {
    let _limited = testing::limited();
    let limiter = RateLimiter::new(3, millis(100));
    let passed = all_at_once(&limiter, 8).await;
    assert_eq!(passed, [0, 0, 0, 100, 100, 100, 200, 200]);
}

/// A pause saves up nothing: after any silence, `limit` pass at once and no more.
#[tokio::test(start_paused = true)]
async fn pause_saves_up_nothing() {
    let _limited = testing::limited();
    let limiter = RateLimiter::new(2, millis(100));
    assert_eq!(all_at_once(&limiter, 2).await, [0, 0]);
    sleep(millis(10_000)).await;
    assert_eq!(all_at_once(&limiter, 4).await, [0, 0, 100, 100]);
}

/// Any while counts, not only one between two strokes of a clock: two callers shortly
/// before the full 100 ms keep others out until 100 ms after *them*.
#[tokio::test(start_paused = true)]
async fn no_double_burst_around_a_stroke() {
    let _limited = testing::limited();
    let limiter = RateLimiter::new(2, millis(100));
    sleep(millis(99)).await;
    assert_eq!(all_at_once(&limiter, 4).await, [0, 0, 100, 100]);
}

/// Whoever comes slowly enough never waits.
#[tokio::test(start_paused = true)]
async fn slow_callers_never_wait() {
    let _limited = testing::limited();
    let limiter = RateLimiter::new(2, millis(100));
    for _ in 0..10 {
        let asked = Instant::now();
        limiter.acquire().await;
        assert_eq!(asked.elapsed(), Duration::ZERO);
        sleep(millis(50)).await;
    }
}

/// A free turn is taken without a wait, and so without letting another task run.
#[tokio::test(start_paused = true)]
async fn free_turn_is_taken_in_the_first_poll() {
    let _limited = testing::limited();
    let limiter = RateLimiter::new(1, millis(100));
    assert!(poll!(Box::pin(limiter.acquire())).is_ready());
    let mut second = Box::pin(limiter.acquire());
    assert!(poll!(&mut second).is_pending());
}

/// First come, first served; in the same millisecond as well.
#[tokio::test(start_paused = true)]
async fn first_come_first_served() {
    let _limited = testing::limited();
    let limiter = Arc::new(RateLimiter::new(2, millis(100)));
    let (sender, mut passed) = tokio::sync::mpsc::unbounded_channel();
    let mut callers = JoinSet::new();
    for number in 0..9 {
        let (limiter, sender) = (Arc::clone(&limiter), sender.clone());
        callers.spawn(async move {
            limiter.acquire().await;
            sender.send(number).unwrap();
        });
    }
    callers.join_all().await;
    let mut order = Vec::new();
    passed.recv_many(&mut order, 9).await;
    assert_eq!(order, (0..9).collect::<Vec<_>>());
}

/// Giving up loses no turn, at the front of the line (where one sleeps) and behind it
/// (where one waits for the first).
#[tokio::test(start_paused = true)]
async fn giving_up_loses_no_turn() {
    let _limited = testing::limited();
    for who_gives_up in [1, 2] {
        let limiter = Arc::new(RateLimiter::new(1, millis(100)));
        let begin = Instant::now();
        let callers = [0, 1, 2, 3].map(|_| {
            let limiter = Arc::clone(&limiter);
            tokio::spawn(async move {
                limiter.acquire().await;
                begin.elapsed().as_millis()
            })
        });
        sleep(millis(50)).await;
        callers[who_gives_up].abort();
        let mut passed = Vec::new();
        for caller in callers {
            passed.extend(caller.await);
        }
        assert_eq!(passed, [0, 100, 200], "{who_gives_up} gave up");
    }
}

/// Whoever gives up at the very end, when the turn is already handed over, loses
/// nothing either.
#[tokio::test(start_paused = true)]
async fn giving_up_at_the_last_moment() {
    let _limited = testing::limited();
    let limiter = RateLimiter::new(1, millis(100));
    limiter.acquire().await;
    let mut first = Box::pin(limiter.acquire());
    let mut second = Box::pin(limiter.acquire());
    assert!(poll!(&mut first).is_pending());
    assert!(poll!(&mut second).is_pending());
    sleep(millis(100)).await; // the timer of the first has rung, and nobody polled it
    drop(first);
    assert!(poll!(&mut second).is_ready());
}

/// A limit of zero would let no caller pass.
#[test]
#[should_panic(expected = "no caller could ever pass")]
fn zero_is_no_limit() {
    RateLimiter::new(0, millis(100));
}

/// A while of zero is no limit, and the longest one does not overflow: after a year, it
/// is still not the turn of the second.
#[tokio::test(start_paused = true)]
async fn extreme_whiles() {
    let _limited = testing::limited();
    let free = RateLimiter::new(1, Duration::ZERO);
    assert_eq!(all_at_once(&free, 3).await, [0, 0, 0]);
    let once = RateLimiter::new(1, Duration::MAX);
    once.acquire().await;
    let year = Duration::from_secs(365 * 24 * 3600);
    assert!(timeout(year, once.acquire()).await.is_err());
}

/// On several threads and the real clock, forty callers at ten in 20 ms need four goes,
/// with three waits between them.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn holds_on_threads() {
    let _limited = testing::limited();
    let limiter = Arc::new(RateLimiter::new(10, millis(20)));
    let begin = Instant::now();
    let mut callers = JoinSet::new();
    for _ in 0..40 {
        let limiter = Arc::clone(&limiter);
        callers.spawn(async move { limiter.acquire().await });
    }
    callers.join_all().await;
    assert!(begin.elapsed() >= millis(60), "{:?}", begin.elapsed());
}

/// One who comes, and how long they are willing to wait.
#[derive(Clone, Copy, Debug)]
struct Caller {
    comes: u64,
    patience: u64,
}

fn callers() -> impl Strategy<Value = Vec<Caller>> {
    // Everybody comes at an even millisecond and gives up at an odd one, so that it never
    // happens in the moment in which it is their turn: either outcome would be right.
    let caller = (0..40_u64, 0..120_u64).prop_map(|(comes, patience)| Caller {
        comes: 2 * comes,
        patience: 2 * patience + 1,
    });
    proptest::collection::vec(caller, 1..30).prop_map(|mut callers| {
        callers.sort_by_key(|caller| caller.comes);
        callers
    })
}

/// When each caller passes, told without any waiting, line or lock.
fn model(limit: usize, per: u64, callers: &[Caller]) -> Vec<Option<u64>> {
    let mut passed: Vec<u64> = Vec::new();
    let pass = |caller: &Caller| {
        // The line moves in order, so nobody passes before the one in front did.
        let front = passed.last().copied().unwrap_or(0);
        let turn = match passed.len().checked_sub(limit) {
            Some(index) => passed[index] + per,
            None => 0,
        };
        let at = caller.comes.max(front).max(turn);
        (at < caller.comes + caller.patience).then(|| {
            passed.push(at);
            at
        })
    };
    callers.iter().map(pass).collect()
}

/// The same with the limiter, in virtual time.
fn run(limit: usize, per: u64, callers: &[Caller]) -> Vec<Option<u64>> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_time()
        .start_paused(true)
        .build()
        .expect("the system gives what a runtime needs");
    runtime.block_on(async {
        let limiter = RateLimiter::new(limit, millis(per));
        let begin = Instant::now();
        let calls = callers.iter().map(async |caller| {
            sleep(millis(caller.comes)).await;
            timeout(millis(caller.patience), limiter.acquire())
                .await
                .ok()?;
            let passed = begin.elapsed().as_millis();
            Some(u64::try_from(passed).expect("it takes seconds, not aeons"))
        });
        futures::future::join_all(calls).await
    })
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 1000,
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    /// Whoever comes when, and whoever gives up: each one passes exactly when the model
    /// says, and no while sees more than the limit.
    #[test]
    fn as_the_model_says(
        limit in 1..5_usize,
        half in 1..40_u64,
        callers in callers(),
    ) {
        let per = 2 * half;
        let passed = run(limit, per, &callers);
        prop_assert_eq!(&passed, &model(limit, per, &callers));
        let mut times = passed.into_iter().flatten().collect::<Vec<_>>();
        times.sort();
        for (first, next) in times.iter().zip(times.iter().skip(limit)) {
            prop_assert!(next - first >= per, "{} and {}", first, next);
        }
    }
}
