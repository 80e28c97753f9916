//! What the compiler says when a task is to use a `Cell` that others use, too.

use std::cell::Cell;

/// Asks of its future what `tokio::spawn` asks: that threads may pass it on.
fn spawn(_task: impl Future + Send) {}

async fn door(group: u64, guests: &Cell<u64>) {
    guests.set(guests.get() + group);
}

fn main() {
    let guests = Cell::new(0);
    spawn(door(1, &guests));
}
