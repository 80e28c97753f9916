//! Defining an async fn runs nothing.
//!
//! Tutorial: 000-1.1-define
//! Look for: the empty output. There is no runtime either, so there is not even a task.

use classroom::println;

async fn hello1() {
    println!("1, Hello world!"); // never printed: hello1 is not called
    println!("1, Hello again!");
    for number in 0..5 {
        println!("{number}");
    }
}

async fn hello2() {
    println!("2, Hello world!"); // never printed: hello2 is not called
    println!("2, Hello again!");
    for number in 5..10 {
        println!("{number}");
    }
}

fn main() {
    // Naming a function does not call it, and calling it would not run it.
    let _functions = (hello1, hello2);
}
