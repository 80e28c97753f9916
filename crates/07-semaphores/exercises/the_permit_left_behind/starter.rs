//! Four weavers, two looms
//!
//! Four weavers share two looms, and a semaphore has a permit for each loom. Still all
//! four weave at the same time. Let no more than two weave at once, and be done at
//! 0.40.

use std::sync::Arc;
use std::time::Duration;

use classroom::println;
use tokio::sync::Semaphore;
use tokio::task::JoinSet;
use tokio::time::sleep;

async fn sit_down(weaver: u32, looms: &Semaphore) {
    let _permit = looms.acquire().await.expect("it is never closed");
    println!("weaver {weaver}: sits down");
}

async fn weave(weaver: u32, looms: Arc<Semaphore>) {
    sit_down(weaver, &looms).await;
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
