//! A small program in which everything happens that a recording can hold.
//!
//! Its recording is held to the letter by `tests/recording.rs`.

use std::sync::Arc;
use std::time::Duration;

use classroom::println;
use tokio::sync::{Mutex, Semaphore, mpsc, oneshot};
use tokio::time::sleep;

fn milliseconds(number: u64) -> Duration {
    Duration::from_millis(number)
}

fn main() {
    classroom::run(async {
        let baker = tokio::spawn(async {
            println!("baking");
            sleep(milliseconds(20)).await;
            tokio::task::yield_now().await;
            println!("baked");
        });
        let idler = tokio::spawn(sleep(milliseconds(60_000)));
        tokio::select! {
            biased;
            _ = baker => {}
            () = sleep(milliseconds(50)) => {}
        }
        idler.abort();
        println!("cancelled: {}", idler.await.is_err());

        let clumsy = tokio::spawn(async { panic!("the tray fell") });
        println!("panicked: {}", clumsy.await.is_err());

        let oven = Arc::new(Mutex::new(0));
        let inside = oven.lock().await;
        let waits_for_oven = tokio::spawn({
            let oven = Arc::clone(&oven);
            async move { *oven.lock().await += 1 }
        });
        let trays = Arc::new(Semaphore::new(1));
        let tray = trays.acquire().await;
        let waits_for_tray = tokio::spawn({
            let trays = Arc::clone(&trays);
            async move { drop(trays.acquire_owned().await) }
        });
        let (order, orders) = oneshot::channel();
        let waits_for_order = tokio::spawn(orders);
        let (counter, mut counted) = mpsc::channel(1);
        let waits_for_place = tokio::spawn(async move {
            for loaf in 0..2 {
                counter.send(loaf).await.expect("the buyer is still here");
            }
        });
        sleep(milliseconds(10)).await;
        drop(inside);
        drop(tray);
        order.send(3).expect("the baker is still here");
        while counted.recv().await.is_some() {}
        tokio::try_join!(waits_for_oven, waits_for_tray, waits_for_place)
            .expect("none of them panics");
        waits_for_order
            .await
            .expect("it does not panic")
            .expect("the order was sent");

        tokio::join!(sleep(milliseconds(10)), sleep(milliseconds(20)));
        let thread = std::thread::spawn(|| println!("in a thread of our own"));
        thread.join().expect("it does not panic");
        let _left_behind = tokio::spawn(sleep(milliseconds(60_000)));
        tokio::task::yield_now().await;
        println!("closing");
    });
}
