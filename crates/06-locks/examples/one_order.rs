//! Locks that are always taken in the same order cannot deadlock.
//!
//! Tutorial: none
//! Look for: Ben waits for Ada's account without a lock that she may need.

use std::sync::Arc;
use std::time::Duration;

use classroom::println;
use tokio::sync::Mutex;
use tokio::time::sleep;

struct Account {
    number: u32,
    balance: Mutex<i32>,
}

async fn pay(name: &str, amount: i32, from: Arc<Account>, to: Arc<Account>) {
    // Whichever way the money goes, the lower number is locked first.
    let (mut from, mut to) = if from.number < to.number {
        let from = from.balance.lock().await;
        (from, to.balance.lock().await)
    } else {
        let to = to.balance.lock().await;
        (from.balance.lock().await, to)
    };
    println!("{name}: both accounts locked"); // both locks have returned
    sleep(Duration::from_millis(10)).await; // the bank looks whether there is enough
    *from -= amount;
    *to += amount;
    println!("{name}: {amount} paid"); // the timer fired; both guards are dropped next
}

fn main() {
    classroom::run(async {
        let [ada, ben] = [1, 2].map(|number| {
            let balance = Mutex::new(100);
            Arc::new(Account { number, balance })
        });
        let there = pay("Ada", 30, Arc::clone(&ada), Arc::clone(&ben));
        let back = pay("Ben", 50, Arc::clone(&ben), Arc::clone(&ada));
        let tasks = [tokio::spawn(there), tokio::spawn(back)];
        for task in tasks {
            task.await.expect("paying does not panic");
        }
        let (ada, ben) = (ada.balance.lock().await, ben.balance.lock().await);
        println!("Ada {ada}, Ben {ben}"); // both tasks have finished
    });
}
