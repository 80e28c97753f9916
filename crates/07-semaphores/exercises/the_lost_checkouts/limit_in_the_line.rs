//! Limits the wait in line: those at the checkouts stay.

use std::sync::Arc;
use std::time::Duration;

use classroom::println;
use semaphores::Gauge;
use tokio::sync::Semaphore;
use tokio::task::JoinSet;
use tokio::time::{sleep, timeout};

const PATIENCE: Duration = Duration::from_millis(500);

// given
static PAYING: Gauge = Gauge::new();

/// Takes 200 ms. Customers 1 and 5 search for their purse, forever.
async fn pay(customer: u32) {
    let _paying = PAYING.enter();
    if PAYING.inside() > 2 {
        println!("no checkout is free");
    }
    if customer % 4 == 1 {
        std::future::pending::<()>().await;
    }
    sleep(Duration::from_millis(200)).await;
}
// end

async fn serve(customer: u32, checkouts: Arc<Semaphore>) {
    let Ok(permit) = timeout(PATIENCE, checkouts.acquire()).await else {
        println!("customer {customer}: no purse");
        return;
    };
    let _permit = permit.expect("it is never closed");
    pay(customer).await;
    println!("customer {customer}: paid");
}

fn main() {
    classroom::run(async {
        let checkouts = Arc::new(Semaphore::new(2));
        let mut customers = JoinSet::new();
        for customer in 1..=6 {
            customers.spawn(serve(customer, Arc::clone(&checkouts)));
        }
        customers.join_all().await;
    });
}
