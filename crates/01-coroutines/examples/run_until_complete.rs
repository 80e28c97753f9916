//! block_on polls one future until it is ready.
//!
//! Tutorial: 000-1.2-run-until-complete
//! Look for: seven lines at 0.00. Without an await the whole body is one poll.

use classroom::println;

async fn hello1() {
    println!("1, Hello world!"); // first poll, by block_on
    println!("1, Hello again!"); // same poll: no await since
    for number in 0..5 {
        println!("{number}"); // same poll: the loop awaits nothing
    }
}

fn main() {
    let runtime = classroom::runtime();
    runtime.block_on(hello1());
}
