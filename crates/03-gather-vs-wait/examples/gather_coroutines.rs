//! gather makes the tasks itself, in the order of the list.
//!
//! Tutorial: 000-1.4a-gather-coros, 000-1.4b-gather-star-list
//! Look for: all of hello1 before all of hello2. Two tasks, and nothing interleaves.
//! Uses: look-alike

use classroom::println;
use futures::FutureExt;
use gather_vs_wait::gather;

async fn hello1() {
    println!("1, Hello world!"); // main waits in gather; hello1 was first in the list
    println!("1, Hello again!"); // no .await before it, so this is the same poll
    for number in 0..5 {
        println!("{number}"); // and so is the whole loop: nobody can cut in
    }
}

async fn hello2() {
    println!("2, Hello world!"); // hello1 never waited, so it is over by now
    println!("2, Hello again!"); // no .await in hello2 either
    for number in 5..10 {
        println!("{number}"); // it runs straight through, as hello1 did
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
