//! A task that asks again goes to the end of the line.
//!
//! Tutorial: none
//! Look for: Noa and Oli ride before Mia's second ride, though Mia asks again at once.

use std::sync::Arc;
use std::time::Duration;

use classroom::println;
use tokio::sync::Semaphore;
use tokio::task::JoinSet;
use tokio::time::sleep;

async fn play(child: &str, swing: Arc<Semaphore>) {
    for ride in 1..=2 {
        let _permit = swing.acquire().await.expect("it is never closed");
        println!("{child}: ride {ride}"); // acquire has returned a permit
        sleep(Duration::from_secs(1)).await;
        // The permit is dropped here, and the next round asks at once.
    }
}

fn main() {
    classroom::run(async {
        let swing = Arc::new(Semaphore::new(1));
        let mut children = JoinSet::new();
        for child in ["Mia", "Noa", "Oli"] {
            children.spawn(play(child, Arc::clone(&swing)));
        }
        children.join_all().await;
    });
}
