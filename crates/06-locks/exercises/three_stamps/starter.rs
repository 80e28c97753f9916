//! Three clerks, three stamps
//!
//! There are ten stamps. Each of three clerks fills in a form, which takes 100 ms, and
//! uses one stamp. Seven should be left, but the count says 9. Mend it, and let the
//! clerks still fill in their forms at the same time: all are done at 0.10.

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
    let left = *stamps.lock().expect("no holder panics");
    fill_in_the_form().await;
    *stamps.lock().expect("no holder panics") = left - 1;
    println!("clerk {clerk}: {} left", left - 1);
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
