//! A program that builds its own runtime, as a project of one's own does.

use std::time::Duration;

use classroom::println;
use tokio::time::sleep;

#[tokio::main(flavor = "current_thread")]
async fn main() {
    println!("open");
    sleep(Duration::from_millis(30)).await;
    println!("closed");
}
