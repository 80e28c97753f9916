//! A runtime drives one future to its end.
//!
//! Tutorial: 000-1.2-run-until-complete
//! Look for: seven lines at 0.00. Without an await the whole body is one poll.

use classroom::println;

async fn hello1() {
    println!("1, Hello world!"); // block_on polls the future, and so the body starts
    println!("1, Hello again!"); // nothing was awaited, so this is still the same poll
    for number in 0..5 {
        println!("{number}"); // and so is the loop: it runs straight through
    }
}

fn main() {
    let runtime = classroom::runtime();
    runtime.block_on(hello1());
}
