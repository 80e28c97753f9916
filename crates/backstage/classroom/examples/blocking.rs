//! A closure on a thread of the blocking pool. Its events and those of `main` come in
//! any order; `tests/recording.rs` looks at each task by itself.

use classroom::println;

fn main() {
    classroom::run(async {
        let loaf = tokio::task::spawn_blocking(|| {
            println!("in a blocking thread");
            "a loaf"
        });
        println!("sold: {}", loaf.await.expect("it does not panic"));
    });
}
