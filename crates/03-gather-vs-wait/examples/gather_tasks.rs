//! Tasks all have the same type, so gather takes them without boxes.
//!
//! Tutorial: 000-1.4c-gather-futures
//! Look for: the same lines as with coroutines. Both tasks existed before gather.
//! Uses: look-alike

use classroom::println;
use gather_vs_wait::gather;
use tasks_and_callbacks::ensure_future;

async fn hello1() {
    println!("1, Hello world!"); // first poll: this task was made first
    println!("1, Hello again!"); // same poll: no await since
    for number in 0..5 {
        println!("{number}"); // same poll: no await since
    }
}

async fn hello2() {
    println!("2, Hello world!"); // first poll: hello1 has finished
    println!("2, Hello again!"); // same poll: no await since
    for number in 5..10 {
        println!("{number}"); // same poll: no await since
    }
}

fn main() {
    classroom::run(async {
        let tasks = [ensure_future(hello1()), ensure_future(hello2())];
        let results = gather(tasks).await;
        results.expect("the hellos do not panic");
    });
}
