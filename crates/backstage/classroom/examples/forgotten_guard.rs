//! A lock that is never released, because its guard was forgotten.

use classroom::println;
use tokio::sync::Mutex;

fn main() {
    classroom::run(async {
        let oven = Mutex::new(());
        std::mem::forget(oven.lock().await);
        println!("forgotten");
        let _again = oven.lock().await;
    });
}
