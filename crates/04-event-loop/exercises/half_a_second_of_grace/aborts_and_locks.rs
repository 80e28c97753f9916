//! `abort_all` does not wait until the guests are gone.

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
        tokio::select! {
            () = sleep(Duration::from_millis(500)) => {}
            () = async { while guests.join_next().await.is_some() {} } => {}
        }
        println!("put out: {}", guests.len());
        guests.abort_all();
        println!("locked");
    });
}
