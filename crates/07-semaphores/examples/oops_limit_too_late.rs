//! Oops: the permit was asked for after the photo had been loaded.
//!
//! Tutorial: none
//! Look for: two uploads at once either way, but six photos in memory, then two.

use std::sync::Arc;
use std::time::Duration;

use classroom::println;
use semaphores::Gauge;
use tokio::sync::Semaphore;
use tokio::task::JoinSet;
use tokio::time::sleep;

async fn upload() {
    sleep(Duration::from_secs(1)).await;
}

async fn load_then_wait(limit: Arc<Semaphore>, in_memory: Arc<Gauge>) {
    let _photo = in_memory.enter();
    let _permit = limit.acquire().await.expect("it is never closed");
    upload().await;
}

async fn wait_then_load(limit: Arc<Semaphore>, in_memory: Arc<Gauge>) {
    let _permit = limit.acquire().await.expect("it is never closed");
    let _photo = in_memory.enter();
    upload().await;
}

fn main() {
    classroom::run(async {
        let limit = Arc::new(Semaphore::new(2));
        let (late, early) = (Arc::new(Gauge::new()), Arc::new(Gauge::new()));
        let mut photos = JoinSet::new();
        for _ in 0..6 {
            photos.spawn(load_then_wait(Arc::clone(&limit), Arc::clone(&late)));
        }
        while photos.join_next().await.is_some() {}
        // every photo was loaded before its permit
        println!("permit late: {} photos in memory", late.max());

        for _ in 0..6 {
            photos.spawn(wait_then_load(Arc::clone(&limit), Arc::clone(&early)));
        }
        while photos.join_next().await.is_some() {}
        // every photo was loaded after its permit
        println!("permit early: {} photos in memory", early.max());
    });
}
