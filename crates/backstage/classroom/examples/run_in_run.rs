//! A run inside another one, which tokio refuses with a panic.

use classroom::println;

fn main() {
    classroom::run(async {
        println!("outer: begun");
        let inner = tokio::spawn(async { classroom::run(async { 1 }) });
        println!("outer: the inner one failed: {}", inner.await.is_err());
    });
}
