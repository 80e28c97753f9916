//! The guard does not know of the booking, and releases every cabin.

use std::time::Duration;

use classroom::println;
use tokio::time::sleep;

// given
async fn find_train(runs: bool) -> Result<(), &'static str> {
    sleep(Duration::from_millis(100)).await;
    if runs { Ok(()) } else { Err("no train") }
}
// end

struct Cabin;

impl Drop for Cabin {
    fn drop(&mut self) {
        println!("cabin: released");
    }
}

async fn book_cabin(free: bool) -> Result<(), &'static str> {
    if !free {
        return Err("no cabin");
    }
    println!("cabin: held");
    let _cabin = Cabin;
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
