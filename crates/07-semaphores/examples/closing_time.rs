//! close refuses all waiting tasks; a task with a permit may finish.
//!
//! Tutorial: none
//! Look for: Ben is served after closing time: he has a permit.
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
        println!("{visitor}: sent home"); // close has woken this task
        return;
    };
    println!("{visitor}: inside"); // acquire has returned a permit
    sleep(Duration::from_secs(1)).await;
    println!("{visitor}: served"); // the timer fired
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
        println!("closed"); // close has returned
        visitors.join_all().await;
        match office.acquire().await {
            Ok(_permit) => println!("open again"), // never printed: closed forever
            Err(_) => println!("still closed"),    // acquire has returned an error
        }
    });
}
