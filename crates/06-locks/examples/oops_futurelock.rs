//! Oops: a future that is not polled keeps its lock.
//!
//! Tutorial: none
//! Look for: the chapter's sleep has fired long ago, and the note still waits.
//! Twin: none, because in asyncio a task goes on while main does something else
//! Exits: 3

use std::pin::pin;
use std::time::Duration;

use classroom::println;
use tokio::sync::Mutex;
use tokio::time::sleep;

async fn write(what: &str, book: &Mutex<u32>) {
    let mut pages = book.lock().await;
    println!("{what}: begun"); // lock has returned the guard
    sleep(Duration::from_millis(100)).await;
    *pages += 1;
}

fn main() {
    classroom::run(async {
        let book = Mutex::new(0);
        let mut chapter = pin!(write("chapter", &book));
        tokio::select! {
            biased;
            () = &mut chapter => {}
            () = sleep(Duration::from_millis(50)) => {
                println!("the phone rings"); // the timer fired
                // The chapter holds the lock, and is not polled in this branch.
                write("note", &book).await;
            }
        }
        println!("both are written"); // never printed: main waits for the lock
    });
}
