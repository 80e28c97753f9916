//! A panic in a thread of the pool comes out at the await.
//!
//! Tutorial: none
//! Look for: the pool goes on. The next job runs in the thread that panicked.
//! Clock: real
//! Uses: look-alike

use classroom::println;
use thread_executors::{ThreadPoolExecutor, run_in_executor};

fn weigh(parcel: &str) -> u32 {
    match parcel {
        "tea" => 100,
        _ => panic!("no {parcel} on the scale"),
    }
}

fn main() {
    classroom::run(async {
        let pool = ThreadPoolExecutor::new(1);
        for parcel in ["salt", "tea"] {
            match run_in_executor(&pool, || weigh(parcel)).await {
                Ok(grams) => println!("{parcel}: {grams} grams"), // the thread survived
                Err(error) => println!("{error}"), // the pool has caught it
            }
        }
    });
}
