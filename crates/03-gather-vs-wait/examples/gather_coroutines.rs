//! gather makes the tasks itself, in the order of the list.
//!
//! Tutorial: 000-1.4a-gather-coros, 000-1.4b-gather-star-list
//! Look for: all of hello1 before all of hello2. Neither of the two tasks waits.
//! Uses: look-alike

use classroom::println;
use futures::FutureExt;
use gather_vs_wait::gather;

async fn hello1() {
    println!("1, Hello world!"); // first poll: hello1 is first in the list
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
        // Every async fn has a type of its own, and a list has one type: a box hides
        // which of the two is inside.
        let coroutines = [hello1().boxed(), hello2().boxed()];
        let results = gather(coroutines).await;
        results.expect("the hellos do not panic");
    });
}
