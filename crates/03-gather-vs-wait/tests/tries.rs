//! What happens when the line is changed that a page's *Try* names: each answer in the
//! note, in virtual time.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use gather_vs_wait::{ReturnWhen, gather, wait};
use tasks_and_callbacks::create_task;
use tokio::task::JoinSet;
use tokio::time::{Instant, sleep};

const fn millis(millis: u64) -> Duration {
    Duration::from_millis(millis)
}

/// The lines that a program's tasks print, each with its time.
#[derive(Clone)]
struct Lines {
    start: Instant,
    lines: Arc<Mutex<Vec<(Duration, &'static str)>>>,
}

impl Lines {
    fn new() -> Lines {
        Lines {
            start: Instant::now(),
            lines: Arc::default(),
        }
    }

    fn print(&self, line: &'static str) {
        let mut lines = self.lines.lock().expect("no holder panics");
        lines.push((self.start.elapsed(), line));
    }

    fn all(&self) -> Vec<(Duration, &'static str)> {
        self.lines.lock().expect("no holder panics").clone()
    }
}

#[tokio::test(start_paused = true)]
async fn await_each_with_three_seconds() {
    let start = Instant::now();
    for task in [(); 3].map(|()| tokio::spawn(sleep(millis(3000)))) {
        task.await.unwrap();
    }
    assert_eq!(start.elapsed(), millis(3000));
}

#[tokio::test(start_paused = true)]
async fn join_macro_with_slow_tea() {
    async fn prepare(dish: &str, duration: Duration) -> &str {
        sleep(duration).await;
        dish
    }
    let start = Instant::now();
    let dishes = tokio::join!(
        prepare("toast", millis(200)),
        prepare("eggs", millis(300)),
        prepare("tea", millis(500)),
    );
    assert_eq!(dishes, ("toast", "eggs", "tea"));
    assert_eq!(start.elapsed(), millis(500));
}

#[tokio::test(start_paused = true)]
async fn gather_coroutines_with_a_sleep() {
    let out = Lines::new();
    let hello = |first, second, duration| {
        let out = out.clone();
        async move {
            out.print(first);
            sleep(duration).await;
            out.print(second);
        }
    };
    let hellos = [
        hello("1, Hello world!", "1, Hello again!", millis(1000)),
        hello("2, Hello world!", "2, Hello again!", Duration::ZERO),
    ];
    gather(hellos).await.unwrap();
    assert_eq!(out.all()[1].1, "2, Hello world!");
}

#[tokio::test(start_paused = true)]
async fn join_set_not_dropped() {
    let out = Lines::new();
    let mut offers = JoinSet::new();
    for (shop, duration) in [("Adler", 300), ("Bär", 100), ("Luchs", 200)] {
        let out = out.clone();
        offers.spawn(async move {
            sleep(millis(duration)).await;
            out.print(shop);
        });
    }
    for _ in 0..2 {
        offers.join_next().await.unwrap().unwrap();
    }
    sleep(millis(1000)).await;
    assert_eq!(out.all().last(), Some(&(millis(300), "Adler")));
}

#[tokio::test(start_paused = true)]
async fn ten_pages_with_a_hundred() {
    let start = Instant::now();
    let tasks = [(); 100].map(|()| create_task(sleep(millis(2000))));
    wait(tasks, ReturnWhen::AllCompleted).await;
    assert_eq!(start.elapsed(), millis(2000));
}

#[tokio::test(start_paused = true)]
async fn simple_from_the_longest() {
    let start = Instant::now();
    let tasks = [4, 2, 1].map(|x| {
        create_task(async move {
            sleep(millis(1000 * x)).await;
            x
        })
    });
    wait(tasks.clone(), ReturnWhen::AllCompleted).await;
    assert_eq!(tasks[0].result().unwrap(), 4);
    assert_eq!(start.elapsed(), millis(4000));
}

#[tokio::test(start_paused = true)]
async fn select_first_with_a_fast_paris() {
    struct Line(Lines, &'static str);
    impl Drop for Line {
        fn drop(&mut self) {
            self.0.print(self.1);
        }
    }
    let out = Lines::new();
    let call = |mirror, duration| {
        let out = out.clone();
        async move {
            let line = Line(out, mirror);
            sleep(duration).await;
            line.1
        }
    };
    let file = tokio::select! {
        biased;
        file = call("Paris", millis(50)) => file,
        file = call("Tokyo", millis(100)) => file,
    };
    assert_eq!(file, "Paris");
    assert!(out.all().contains(&(millis(50), "Tokyo")));
}

#[tokio::test]
async fn two_layers_of_errors_without_abort() {
    // The plum's task panics as the kiwi's does.
    let plum = tokio::spawn(async { panic!("the scale is broken") });
    let end: tokio::task::JoinError = plum.await.unwrap_err();
    assert!(end.is_panic());
}

#[tokio::test(start_paused = true)]
async fn oops_try_join_drops_siblings_with_a_late_failure() {
    let out = Lines::new();
    let flight = async {
        sleep(millis(300)).await;
        Err::<(), _>("no seats left")
    };
    let hotel = async {
        sleep(millis(200)).await;
        out.print("hotel: room booked");
        Ok(())
    };
    assert!(tokio::try_join!(flight, hotel).is_err());
    assert_eq!(out.all(), [(millis(200), "hotel: room booked")]);
    assert_eq!(out.start.elapsed(), millis(300));
}

#[tokio::test(start_paused = true)]
async fn oops_wait_swallows_errors_with_two_failures() {
    let tasks = [1, 2, 3].map(|photo| {
        create_task(async move {
            match photo {
                3 => Ok(()),
                _ => Err("the disk is full"),
            }
        })
    });
    let (done, _pending) = wait(tasks, ReturnWhen::AllCompleted).await;
    assert_eq!(done.len(), 3);
}
