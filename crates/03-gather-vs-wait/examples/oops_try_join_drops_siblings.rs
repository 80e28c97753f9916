//! Oops: try_join! drops the other branch halfway.
//!
//! Tutorial: none
//! Look for: a room that is held, and neither booked nor given back.

use std::time::Duration;

use classroom::println;
use tokio::time::sleep;

async fn book_flight() -> Result<&'static str, &'static str> {
    sleep(Duration::from_millis(100)).await;
    Err("no seats left")
}

async fn book_hotel() -> Result<&'static str, &'static str> {
    println!("hotel: room held"); // first poll of this branch
    sleep(Duration::from_millis(200)).await;
    println!("hotel: room booked"); // never printed: dropped at its await
    Ok("room 12")
}

fn main() {
    classroom::run(async {
        match tokio::try_join!(book_flight(), book_hotel()) {
            Ok((seat, room)) => println!("{seat} and {room}"), // never printed: no seat
            Err(error) => println!("no trip: {error}"),        // try_join! has returned
        }
        sleep(Duration::from_secs(1)).await;
        // the timer fired
        println!("one second later: no news from the hotel");
    });
}
