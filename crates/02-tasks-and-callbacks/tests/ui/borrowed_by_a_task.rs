//! What the compiler says about a task that borrows from main.

use std::future::Future;

/// Asks of a future what `tokio::spawn` asks of it.
fn spawn<F: Future<Output = ()> + Send + 'static>(_: F) {}

async fn shout(_warning: &str) {}

fn main() {
    let warning = String::from("ice ahead");
    spawn(async { shout(&warning).await });
}
