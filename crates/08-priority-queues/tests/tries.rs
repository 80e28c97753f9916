//! What happens when the line is changed that a page's *Try* names: each answer in the
//! note, in virtual time.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use priority_queues::PriorityQueue;
use tokio::sync::mpsc;
use tokio::time::{Instant, sleep, timeout};

const MS: Duration = Duration::from_millis(1);
const SECOND: Duration = Duration::from_secs(1);

#[tokio::test(start_paused = true)]
async fn backpressure_with_room_for_four() {
    let start = Instant::now();
    let (sender, mut pages) = mpsc::channel(4);
    let author = tokio::spawn(async move {
        for page in 1..=5 {
            sender.send(page).await.unwrap();
        }
        start.elapsed()
    });
    while pages.recv().await.is_some() {
        sleep(100 * MS).await;
    }
    assert_eq!(author.await.unwrap(), Duration::ZERO);
}

#[tokio::test(start_paused = true)]
async fn workers_share_a_channel_with_a_sender_kept() {
    let (sender, photos) = async_channel::bounded(10);
    let done = Arc::new(Mutex::new(Vec::new()));
    let workers = [200, 330].map(|millis| {
        let (photos, done) = (photos.clone(), Arc::clone(&done));
        tokio::spawn(async move {
            while let Ok(photo) = photos.recv().await {
                sleep(millis * MS).await;
                done.lock().unwrap().push(photo);
            }
        })
    });
    for photo in 1..=5 {
        sender.send(photo).await.unwrap();
    }
    let [quick, steady] = workers;
    let both = async { (quick.await, steady.await) };
    assert!(timeout(1000 * SECOND, both).await.is_err());
    assert_eq!(done.lock().unwrap().len(), 5);
}

/// Without it, a round in which no pattern matches has nothing to do.
#[tokio::test(start_paused = true)]
#[should_panic(expected = "all branches are disabled and there is no else branch")]
async fn select_until_closed_without_else() {
    let (sender, mut river) = mpsc::channel::<u32>(1);
    drop(sender);
    // A closed channel is ready in every round.
    assert_eq!((river.recv().await, river.recv().await), (None, None));
    tokio::select! {
        Some(_) = river.recv() => {}
    }
}

#[tokio::test(start_paused = true)]
async fn two_lanes_when_main_sleeps_longer() {
    let start = Instant::now();
    let (urgent_sender, mut urgent) = mpsc::channel(10);
    let (normal_sender, mut normal) = mpsc::channel(10);
    let kitchen = tokio::spawn(async move {
        let mut cooked = Vec::new();
        loop {
            let order = tokio::select! {
                biased;
                Some(order) = urgent.recv() => order,
                Some(order) = normal.recv() => order,
                else => break cooked,
            };
            cooked.push((start.elapsed().as_millis(), order));
            sleep(100 * MS).await;
        }
    });
    for order in ["soup", "pasta"] {
        normal_sender.send(order).await.unwrap();
    }
    sleep(150 * MS).await;
    for order in ["baby food", "medicine"] {
        urgent_sender.send(order).await.unwrap();
    }
    drop((urgent_sender, normal_sender));
    let expected = [
        (0, "soup"),
        (100, "pasta"),
        (200, "baby food"),
        (300, "medicine"),
    ];
    assert_eq!(kitchen.await.unwrap(), expected);
}

#[test]
fn heap_alone_peeked() {
    let smallest_first = BinaryHeap::from([19, 31, 63, 20, 83, 82, 40].map(Reverse));
    let peeked = format!("{:?}", smallest_first.peek());
    assert_eq!(peeked, "Some(Reverse(19))");
}

/// Consumes with 100 ms for a number; main waits for `pause` after each put.
async fn consumed(pause: Duration) -> Vec<usize> {
    let queue = Arc::new(PriorityQueue::new(0));
    let taken = Arc::clone(&queue);
    let consumed = Arc::new(Mutex::new(Vec::new()));
    let log = Arc::clone(&consumed);
    tokio::spawn(async move {
        while let Ok((number, _)) = taken.get().await {
            sleep(100 * MS).await;
            log.lock().expect("push does not panic").push(number);
            taken.task_done().expect("once for each get");
        }
    });
    for number in [76, 70, 9, 72, 18, 58, 98] {
        queue.put((number, number)).await.expect("never shut down");
        if !pause.is_zero() {
            sleep(pause).await;
        }
    }
    queue.join().await;
    consumed.lock().expect("push does not panic").clone()
}

#[tokio::test(start_paused = true)]
async fn any_seven_numbers_with_pauses() {
    let sorted = [9, 18, 58, 70, 72, 76, 98];
    assert_eq!(consumed(Duration::ZERO).await, sorted);
    let as_put = [76, 70, 9, 72, 18, 58, 98];
    assert_eq!(consumed(150 * MS).await, as_put);
}

#[test]
fn equal_priorities_with_other_milk() {
    let queue = PriorityQueue::new(0);
    for order in [(2, "zucchini"), (2, "milk"), (2, "apples"), (1, "bread")] {
        queue.put_nowait(order).unwrap();
    }
    let orders = std::iter::from_fn(|| queue.get_nowait().ok());
    let orders = orders.map(|(_, order)| order).collect::<Vec<_>>();
    assert_eq!(orders, ["bread", "zucchini", "milk", "apples"]);
}

#[tokio::test(start_paused = true)]
async fn join_waits_for_the_work_done_too_early() {
    let start = Instant::now();
    let queue = Arc::new(PriorityQueue::new(0));
    for mail in [(3, "leaflet"), (1, "telegram"), (2, "letter")] {
        queue.put_nowait(mail).unwrap();
    }
    let taken = Arc::clone(&queue);
    tokio::spawn(async move {
        while taken.get().await.is_ok() {
            taken.task_done().unwrap();
            sleep(100 * MS).await;
        }
    });
    queue.join().await;
    assert_eq!(start.elapsed(), 200 * MS);
}

/// Puts the seven numbers; the request for `failing` fails. Returns how many were
/// consumed, and whether `join` returned.
async fn consumed_until(failing: Option<u32>) -> (usize, bool) {
    let queue = Arc::new(PriorityQueue::new(0));
    let taken = Arc::clone(&queue);
    let mut consumer = tokio::spawn(async move {
        let mut consumed = 0;
        while let Ok((number, _)) = taken.get().await {
            if Some(number) == failing {
                break;
            }
            consumed += 1;
            taken.task_done().expect("once for each get");
        }
        consumed
    });
    for number in [74, 3, 67, 56, 72, 1, 90] {
        queue.put((number, number)).await.expect("never shut down");
    }
    tokio::select! {
        consumed = &mut consumer => (consumed.expect("it does not panic"), false),
        () = queue.join() => (7, true),
    }
}

#[tokio::test(start_paused = true)]
async fn oops_consumer_dies_with_answers() {
    let start = Instant::now();
    assert_eq!(consumed_until(None).await, (7, true));
    assert_eq!(start.elapsed(), Duration::ZERO);
}

#[tokio::test(start_paused = true)]
async fn join_or_consumer_with_another_failure() {
    assert_eq!(consumed_until(Some(56)).await, (2, false));
    assert_eq!(consumed_until(Some(90)).await, (6, false));
}
