//! What the compiler says when a task is to hold a lock of std across an `.await`.

use std::sync::Mutex;

/// Asks of its future what `tokio::spawn` asks: that threads may pass it on.
fn spawn(_task: impl Future + Send) {}

async fn pay() {}

async fn write(ledger: &Mutex<Vec<&str>>) {
    let mut ledger = ledger.lock().expect("nobody panics with the lock");
    pay().await;
    ledger.push("rent");
}

fn main() {
    let ledger = Mutex::new(Vec::new());
    spawn(write(&ledger));
}
