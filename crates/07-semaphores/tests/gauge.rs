//! The `Gauge` counts exactly; every proof of a limit rests on it.

use std::sync::{Arc, Barrier};
use std::time::Duration;

use semaphores::Gauge;

/// It remembers the most, also when they have left.
#[test]
fn remembers_the_most() {
    let gauge = Gauge::new();
    assert_eq!((gauge.inside(), gauge.max()), (0, 0));
    let guests = [(); 3].map(|()| gauge.enter());
    drop(guests);
    let one = gauge.enter();
    assert_eq!((gauge.inside(), gauge.max()), (1, 3));
    drop(one);
    assert_eq!((gauge.inside(), gauge.max()), (0, 3));
}

/// Whoever panics or is aborted at an await has left.
#[tokio::test(start_paused = true)]
async fn leaves_on_panic_and_abort() {
    let _limited = testing::limited();
    let gauge = Arc::new(Gauge::new());
    let visit = |panics: bool| {
        let gauge = Arc::clone(&gauge);
        tokio::spawn(async move {
            let _inside = gauge.enter();
            assert!(!panics, "it does");
            tokio::time::sleep(Duration::from_secs(9)).await;
        })
    };
    let (panics, aborted) = (visit(true), visit(false));
    tokio::time::sleep(Duration::from_secs(1)).await;
    assert_eq!(gauge.inside(), 1);
    aborted.abort();
    assert!(panics.await.unwrap_err().is_panic());
    assert!(aborted.await.unwrap_err().is_cancelled());
    assert_eq!(gauge.inside(), 0);
}

/// On threads it misses nobody: all four are in before the first one leaves.
#[test]
fn exact_on_threads() {
    let gauge = Gauge::new();
    let all_in = Barrier::new(4);
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                for _ in 0..100 {
                    let inside = gauge.enter();
                    all_in.wait();
                    drop(inside);
                    all_in.wait();
                }
            });
        }
    });
    assert_eq!((gauge.inside(), gauge.max()), (0, 4));
}
