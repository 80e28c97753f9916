//! An atomic number: both its reading and its writing are whole, with an await between.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use classroom::println;
use tokio::time::sleep;

// given
async fn fill_in_the_form() {
    sleep(Duration::from_millis(100)).await;
}
// end

async fn serve(clerk: u32, stamps: Arc<AtomicU32>) {
    let left = stamps.load(Ordering::Relaxed);
    fill_in_the_form().await;
    stamps.store(left - 1, Ordering::Relaxed);
    println!("clerk {clerk}: {} left", left - 1);
}

fn main() {
    classroom::run(async {
        let stamps = Arc::new(AtomicU32::new(10));
        let clerks =
            [1, 2, 3].map(|clerk| tokio::spawn(serve(clerk, Arc::clone(&stamps))));
        for clerk in clerks {
            clerk.await.expect("serving does not panic");
        }
        println!("stamps left: {}", stamps.load(Ordering::Relaxed));
    });
}
