//! Oops: try_join! dropped the sibling half-way.
//!
//! Tutorial: none
//! Look for: a room that is held and neither booked nor given back.

use std::time::Duration;

use classroom::println;
use tokio::time::sleep;

async fn book_flight() -> Result<&'static str, &'static str> {
    sleep(Duration::from_millis(100)).await;
    Err("no seats left")
}

async fn book_hotel() -> Result<&'static str, &'static str> {
    println!("hotel: room held"); // polled once, before the flight has failed
    sleep(Duration::from_millis(200)).await;
    println!("hotel: room booked"); // never printed: the future ended at its await
    Ok("room 12")
}

fn main() {
    classroom::run(async {
        match tokio::try_join!(book_flight(), book_hotel()) {
            Ok((seat, room)) => println!("{seat} and {room}"), // never printed
            Err(error) => println!("no trip: {error}"), // did not wait for the hotel
        }
        sleep(Duration::from_secs(1)).await;
        // Time enough for the hotel, if its future still existed.
        println!("one second later: no news from the hotel");
    });
}
