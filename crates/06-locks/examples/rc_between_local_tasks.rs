//! On a LocalSet, tasks may share an Rc: they never change threads.
//!
//! Tutorial: none
//! Look for: two tasks write to one list, without a lock and without an Arc.

use std::cell::RefCell;
use std::rc::Rc;
use std::time::Duration;

use classroom::println;
use tokio::task::LocalSet;
use tokio::time::sleep;

async fn sign(name: &'static str, millis: u64, book: Rc<RefCell<Vec<&str>>>) {
    sleep(Duration::from_millis(millis)).await;
    book.borrow_mut().push(name);
    println!("{name}: signed"); // the timer fired
}

fn main() {
    classroom::run(async {
        let book = Rc::new(RefCell::new(Vec::new()));
        let desk = LocalSet::new();
        desk.spawn_local(sign("Ina", 200, Rc::clone(&book)));
        desk.spawn_local(sign("Jan", 100, Rc::clone(&book)));
        desk.await;
        println!("{:?}", book.borrow()); // both tasks have finished
    });
}
