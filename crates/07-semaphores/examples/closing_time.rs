//! close sends everybody in line home; whoever is inside may finish.
//!
//! Tutorial: none
//! Look for: Ben is served after closing time, because he was inside before.
//! Twin: none, because asyncio's semaphore cannot be closed: its waiters have to be
//!   cancelled one by one

use std::sync::Arc;
use std::time::Duration;

use classroom::println;
use tokio::sync::Semaphore;
use tokio::task::JoinSet;
use tokio::time::sleep;

async fn visit(visitor: &str, office: Arc<Semaphore>) {
    let Ok(_permit) = office.acquire().await else {
        println!("{visitor}: sent home"); // closing wakes the whole line at once
        return;
    };
    println!("{visitor}: inside"); // first in line, and the office was open
    sleep(Duration::from_secs(1)).await;
    println!("{visitor}: served"); // a second after going in, closed or not
}

fn main() {
    classroom::run(async {
        let office = Arc::new(Semaphore::new(1));
        let mut visitors = JoinSet::new();
        for visitor in ["Ann", "Ben", "Cem", "Dan"] {
            visitors.spawn(visit(visitor, Arc::clone(&office)));
        }
        sleep(Duration::from_millis(1500)).await;
        office.close();
        println!("closed"); // in the middle of Ben's visit
        visitors.join_all().await;
        match office.acquire().await {
            Ok(_permit) => println!("open again"), // never printed: it is for ever
            Err(_) => println!("still closed"),    // although Ben's permit came back
        }
    });
}
