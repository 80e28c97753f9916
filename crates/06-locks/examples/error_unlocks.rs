//! An early return with `?` releases the lock.
//!
//! Tutorial: none
//! Look for: the second caller gets the lock at 0.05, the moment the first one fails.

use std::sync::Arc;
use std::time::Duration;

use classroom::println;
use tokio::sync::Mutex;
use tokio::time::sleep;

async fn request(number: u32) -> Result<&'static str, &'static str> {
    sleep(Duration::from_millis(50)).await; // stands in for the network
    if number == 1 {
        return Err("no answer");
    }
    Ok("the page")
}

async fn get_stuff(
    caller: &str,
    requests: Arc<Mutex<u32>>,
) -> Result<&'static str, &'static str> {
    let mut requests = requests.lock().await;
    println!("{caller} has the lock"); // lock has returned the guard
    *requests += 1;
    // On an error `?` leaves the function, which drops every variable: the guard too.
    let page = request(*requests).await?;
    println!("{caller} has {page}"); // the request has returned
    Ok(page)
}

fn main() {
    classroom::run(async {
        let requests = Arc::new(Mutex::new(0));
        let parsing = tokio::spawn(get_stuff("parse_stuff", Arc::clone(&requests)));
        let using = tokio::spawn(get_stuff("use_stuff", requests));
        let parsed = parsing.await.expect("parsing does not panic");
        println!("parse_stuff: {parsed:?}"); // the first task has finished
        let used = using.await.expect("using does not panic");
        println!("use_stuff: {used:?}"); // the second task has finished
    });
}
