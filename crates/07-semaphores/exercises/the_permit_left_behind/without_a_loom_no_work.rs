//! A weaver that finds no loom free goes home, and does not wait for one.

use std::sync::Arc;
use std::time::Duration;

use classroom::println;
use tokio::sync::{Semaphore, SemaphorePermit};
use tokio::task::JoinSet;
use tokio::time::sleep;

fn sit_down(weaver: u32, looms: &Semaphore) -> Option<SemaphorePermit<'_>> {
    let permit = looms.try_acquire().ok()?;
    println!("weaver {weaver}: sits down");
    Some(permit)
}

async fn weave(weaver: u32, looms: Arc<Semaphore>) {
    let Some(_permit) = sit_down(weaver, &looms) else {
        return;
    };
    sleep(Duration::from_millis(200)).await;
    println!("weaver {weaver}: gets up");
}

fn main() {
    classroom::run(async {
        let looms = Arc::new(Semaphore::new(2));
        let mut weavers = JoinSet::new();
        for weaver in 1..=4 {
            weavers.spawn(weave(weaver, Arc::clone(&looms)));
        }
        weavers.join_all().await;
    });
}
