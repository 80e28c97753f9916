//! Count the ends
//!
//! Six tasks upload a photo each. An upload returns `Ok`, returns an error, or panics;
//! the seed decides which. This program counts every finished task as saved. Report how
//! many uploads were saved, how many failed, and how many crashed.

use std::time::Duration;

use classroom::println;
use tokio::task::JoinSet;
use tokio::time::sleep;

// given
async fn upload(photo: u64) -> Result<(), &'static str> {
    sleep(Duration::from_millis(50 * photo)).await;
    match (photo + classroom::seed(0)) % 4 {
        0 => panic!("the picture is broken"),
        1 => Err("the album is full"),
        _ => Ok(()),
    }
}
// end

fn main() {
    classroom::run(async {
        let mut uploads = JoinSet::new();
        for photo in 1..=6 {
            uploads.spawn(upload(photo));
        }
        let mut saved = 0;
        while uploads.join_next().await.is_some() {
            saved += 1;
        }
        println!("{saved} saved");
    });
}
