//! Waits for the three guests, and not for their friends.

use std::time::Duration;

use classroom::println;
use tokio::time::sleep;

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

async fn stay(guest: u64) {
    talk(format!("guest {guest}"), 300 * guest).await;
    for friend in 1..=friends_of(guest) {
        let name = format!("friend {friend} of guest {guest}");
        tokio::spawn(talk(name, 500 * friend));
    }
}

fn main() {
    classroom::run(async {
        let guests = [1, 2, 3].map(|guest| tokio::spawn(stay(guest)));
        for guest in guests {
            guest.await.expect("a guest does not panic");
        }
        println!("locked");
    });
}
