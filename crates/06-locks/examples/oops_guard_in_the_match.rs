//! Oops: a guard made in the head of a match lives until its end.
//!
//! Tutorial: none
//! Look for: the lock is free after `let`, and not inside of `match`.
//! Twin: none, because Python has no temporary values that hold a lock

use classroom::println;
use tokio::sync::Mutex;

fn main() {
    classroom::run(async {
        let seats = Mutex::new(vec!["A1", "A2"]);
        let is_free = || seats.try_lock().is_ok();

        let seat = seats.lock().await.pop();
        println!("let: {seat:?}, free: {}", is_free()); // dropped at the semicolon

        if let Some(seat) = seats.lock().await.pop() {
            println!("if let: {seat}, free: {}", is_free()); // dropped after the block
        }

        if let Some(seat) = seats.lock().await.pop() {
            println!("{seat}"); // never printed: no seat is left
        } else {
            println!("else: free: {}", is_free()); // dropped before else
        }

        match seats.lock().await.pop() {
            None => println!("match: free: {}", is_free()), // dropped after the match
            Some(seat) => println!("{seat}"), // never printed: none is left
        }
    });
}
