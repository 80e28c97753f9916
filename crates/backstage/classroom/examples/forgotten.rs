//! Waits for a notification that nobody will send.

use classroom::println;
use tokio::sync::Notify;

fn main() {
    classroom::run(async {
        println!("waiting");
        Notify::new().notified().await;
    });
}
