//! Inside one task, a plain Cell is enough.
//!
//! Tutorial: none
//! Look for: one task, so no other thread can reach the number.

use std::cell::Cell;
use std::time::Duration;

use classroom::println;
use tokio::time::sleep;

async fn door(name: &str, group: u64, guests: &Cell<u64>) {
    for _ in 0..2 {
        guests.set(guests.get() + group);
        println!("{name}: {} inside", guests.get()); // same poll as the counting
        sleep(Duration::from_millis(100 * group)).await; // they pass one by one
    }
}

fn main() {
    classroom::run(async {
        let guests = Cell::new(0);
        tokio::join!(door("north", 1, &guests), door("south", 2, &guests));
        println!("{} guests", guests.get()); // both doors have finished
    });
}
