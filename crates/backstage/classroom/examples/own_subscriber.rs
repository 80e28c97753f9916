//! A program that installs its own `tracing` subscriber before the run.

use std::time::Duration;

use classroom::println;
use tokio::time::sleep;

fn main() {
    tracing::subscriber::set_global_default(tracing_subscriber::registry())
        .expect("it is the first one");
    classroom::run(async {
        println!("open");
        sleep(Duration::from_millis(30)).await;
        println!("closed");
    });
}
