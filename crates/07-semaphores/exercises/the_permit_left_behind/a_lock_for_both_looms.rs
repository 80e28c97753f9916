//! A lock in place of the semaphore: one weaver at a time.

use std::sync::Arc;
use std::time::Duration;

use classroom::println;
use tokio::sync::{Mutex, MutexGuard};
use tokio::task::JoinSet;
use tokio::time::sleep;

async fn sit_down(weaver: u32, looms: &Mutex<()>) -> MutexGuard<'_, ()> {
    let guard = looms.lock().await;
    println!("weaver {weaver}: sits down");
    guard
}

async fn weave(weaver: u32, looms: Arc<Mutex<()>>) {
    let _guard = sit_down(weaver, &looms).await;
    sleep(Duration::from_millis(200)).await;
    println!("weaver {weaver}: gets up");
}

fn main() {
    classroom::run(async {
        let looms = Arc::new(Mutex::new(()));
        let mut weavers = JoinSet::new();
        for weaver in 1..=4 {
            weavers.spawn(weave(weaver, Arc::clone(&looms)));
        }
        weavers.join_all().await;
    });
}
