//! What the compiler says about a value that is not for other threads.

use std::rc::Rc;
use std::thread;

fn main() {
    let price = Rc::new(8);
    thread::spawn(move || println!("{price} yuan"));
}
