//! tokio's lock, held while the form is filled in: one clerk after another.

use std::sync::Arc;
use std::time::Duration;

use classroom::println;
use tokio::sync::Mutex;
use tokio::time::sleep;

// given
async fn fill_in_the_form() {
    sleep(Duration::from_millis(100)).await;
}
// end

async fn serve(clerk: u32, stamps: Arc<Mutex<u32>>) {
    let mut stamps = stamps.lock().await;
    fill_in_the_form().await;
    *stamps -= 1;
    println!("clerk {clerk}: {stamps} left");
}

fn main() {
    classroom::run(async {
        let stamps = Arc::new(Mutex::new(10));
        let clerks =
            [1, 2, 3].map(|clerk| tokio::spawn(serve(clerk, Arc::clone(&stamps))));
        for clerk in clerks {
            clerk.await.expect("serving does not panic");
        }
        println!("stamps left: {}", stamps.lock().await);
    });
}
