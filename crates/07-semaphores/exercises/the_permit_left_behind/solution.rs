//! `sit_down` returns the permit, and the weaver has it until it gets up.

use std::sync::Arc;
use std::time::Duration;

use classroom::println;
use tokio::sync::{Semaphore, SemaphorePermit};
use tokio::task::JoinSet;
use tokio::time::sleep;

async fn sit_down(weaver: u32, looms: &Semaphore) -> SemaphorePermit<'_> {
    let permit = looms.acquire().await.expect("it is never closed");
    println!("weaver {weaver}: sits down");
    permit
}

async fn weave(weaver: u32, looms: Arc<Semaphore>) {
    let _permit = sit_down(weaver, &looms).await;
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
