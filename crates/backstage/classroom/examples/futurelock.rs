//! A future that holds a lock is left alone, and its task waits for the lock.

use std::pin::pin;
use std::time::Duration;

use tokio::sync::Mutex;
use tokio::time::sleep;

const PAGE: Duration = Duration::from_millis(100);

/// The lines below are named by the test.
async fn write(book: &Mutex<u32>) {
    let mut pages = book.lock().await;
    sleep(PAGE).await;
    *pages += 1;
}

fn main() {
    classroom::run(async {
        let book = Mutex::new(0);
        let mut chapter = pin!(write(&book));
        tokio::select! {
            biased;
            () = &mut chapter => {}
            () = sleep(PAGE / 2) => write(&book).await,
        }
    });
}
