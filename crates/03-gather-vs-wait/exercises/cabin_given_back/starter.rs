//! A cabin given back
//!
//! Three travellers look for a train and a cabin at the same time. The first finds no
//! train, and her cabin stays held forever, because `try_join!` has dropped the booking
//! halfway. Release a cabin at once if it is held and will not be booked. The second
//! traveller finds no cabin, so nothing is released; the third keeps the cabin that he
//! has booked.

use std::time::Duration;

use classroom::println;
use tokio::time::sleep;

// given
async fn find_train(runs: bool) -> Result<(), &'static str> {
    sleep(Duration::from_millis(100)).await;
    if runs { Ok(()) } else { Err("no train") }
}
// end

async fn book_cabin(free: bool) -> Result<(), &'static str> {
    if !free {
        return Err("no cabin");
    }
    println!("cabin: held");
    sleep(Duration::from_millis(200)).await;
    println!("cabin: booked");
    Ok(())
}

fn main() {
    classroom::run(async {
        for (runs, free) in [(false, true), (true, false), (true, true)] {
            match tokio::try_join!(find_train(runs), book_cabin(free)) {
                Ok(_) => println!("a good trip"),
                Err(error) => println!("no trip: {error}"),
            }
            sleep(Duration::from_secs(1)).await;
        }
    });
}
