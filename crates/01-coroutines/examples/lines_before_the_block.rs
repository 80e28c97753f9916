//! A function that returns a future runs its own lines at the call.
//!
//! Tutorial: none
//! Look for: parcel 8 is stamped before the counter is wiped, parcel 7 afterwards.

use std::time::Duration;

use classroom::println;
use tokio::time::sleep;

async fn post_later(parcel: u32) {
    println!("parcel {parcel}: stamped"); // first poll: main awaits the future
    sleep(Duration::from_millis(500)).await;
    println!("parcel {parcel}: delivered"); // the timer fired
}

fn post_now(parcel: u32) -> impl Future<Output = ()> {
    println!("parcel {parcel}: stamped"); // at the call: this function is not async
    async move {
        sleep(Duration::from_millis(500)).await;
        println!("parcel {parcel}: delivered"); // the timer fired
    }
}

fn main() {
    classroom::run(async {
        let seven = post_later(7);
        println!("the counter is wiped"); // post_later has returned a future
        seven.await;
        let eight = post_now(8);
        println!("the counter is wiped"); // post_now has stamped, and returned a future
        eight.await;
    });
}
