//! A tracker counts every task that is spawned with it, also from inside other tasks.

use std::time::Duration;

use classroom::println;
use tokio::time::sleep;
use tokio_util::task::TaskTracker;

// given
/// How many friends a guest calls in: another number with another seed.
fn friends_of(guest: u64) -> u64 {
    (classroom::seed(0) + guest) % 3
}

async fn talk(name: String, ms: u64) {
    sleep(Duration::from_millis(ms)).await;
    println!("{name} goes home");
}
// end

async fn stay(guest: u64, party: TaskTracker) {
    talk(format!("guest {guest}"), 300 * guest).await;
    for friend in 1..=friends_of(guest) {
        let name = format!("friend {friend} of guest {guest}");
        party.spawn(talk(name, 500 * friend));
    }
}

fn main() {
    classroom::run(async {
        let party = TaskTracker::new();
        for guest in 1..=3 {
            party.spawn(stay(guest, party.clone()));
        }
        party.close();
        party.wait().await;
        println!("locked");
    });
}
