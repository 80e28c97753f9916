//! A guard in the booking releases the cabin when it is dropped, unless it is booked.

use std::time::Duration;

use classroom::println;
use tokio::time::sleep;

// given
async fn find_train(runs: bool) -> Result<(), &'static str> {
    sleep(Duration::from_millis(100)).await;
    if runs { Ok(()) } else { Err("no train") }
}
// end

struct Cabin {
    booked: bool,
}

impl Drop for Cabin {
    fn drop(&mut self) {
        if !self.booked {
            println!("cabin: released");
        }
    }
}

async fn book_cabin(free: bool) -> Result<(), &'static str> {
    if !free {
        return Err("no cabin");
    }
    println!("cabin: held");
    let mut cabin = Cabin { booked: false };
    sleep(Duration::from_millis(200)).await;
    println!("cabin: booked");
    cabin.booked = true;
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
