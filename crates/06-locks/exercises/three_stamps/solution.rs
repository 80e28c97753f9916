//! Reading and writing come after the form, with no await between them.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use classroom::println;
use tokio::time::sleep;

// given
async fn fill_in_the_form() {
    sleep(Duration::from_millis(100)).await;
}
// end

async fn serve(clerk: u32, stamps: Arc<Mutex<u32>>) {
    fill_in_the_form().await;
    let mut stamps = stamps.lock().expect("no holder panics");
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
        println!("stamps left: {}", stamps.lock().expect("no holder panics"));
    });
}
