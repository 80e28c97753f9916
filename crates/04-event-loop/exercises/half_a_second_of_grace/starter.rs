//! Half a second of grace
//!
//! At the last call, at 1.00, the host waits until every guest has left, and locks the
//! door at 9.00. Give the guests half a second together. Then put out those that are
//! left, and print their number. Lock when the last of them is outside.

use std::time::Duration;

use classroom::println;
use tokio::task::JoinSet;
use tokio::time::sleep;

// given
struct Guest(&'static str);

impl Drop for Guest {
    fn drop(&mut self) {
        println!("{}: outside", self.0);
    }
}

async fn dance(name: &'static str, ms: u64) {
    let guest = Guest(name);
    println!("{name}: dances");
    sleep(Duration::from_millis(ms)).await;
    drop(guest);
}
// end

fn main() {
    classroom::run(async {
        let mut guests = JoinSet::new();
        for (name, ms) in [("Ada", 1200), ("Bea", 1400), ("Cid", 9000)] {
            guests.spawn(dance(name, ms));
        }
        sleep(Duration::from_secs(1)).await;
        println!("last call");
        while guests.join_next().await.is_some() {}
        println!("put out: {}", guests.len());
        println!("locked");
    });
}
