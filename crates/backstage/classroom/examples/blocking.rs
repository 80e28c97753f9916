//! A closure on a thread of the blocking pool. Its events and those of `main` come in
//! any order; `tests/recording.rs` looks at each task by itself.

use std::sync::mpsc;

use classroom::println;

fn main() {
    classroom::run(async {
        let (ring, bell) = mpsc::channel();
        let loaf = tokio::task::spawn_blocking(move || {
            bell.recv().expect("the bell is rung before it is dropped");
            println!("in a blocking thread");
            "a loaf"
        });
        // It runs when main waits: so the closure cannot be done before that.
        tokio::spawn(async move { ring.send(()) });
        println!("sold: {}", loaf.await.expect("it does not panic"));
    });
}
