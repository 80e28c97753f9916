//! The last letter is sealed
//!
//! Two scribes write one letter after another. At closing time, the office aborts them,
//! and each leaves a letter that was begun and never sealed. Let each scribe seal the
//! letter in front of it and then go home, without beginning another one. The office
//! gets dark as soon as both are gone.

use std::time::Duration;

use classroom::println;
use tokio::time::sleep;

async fn write_letters(scribe: &str, ms: u64) {
    for letter in 1.. {
        println!("{scribe}: letter {letter} begun");
        sleep(Duration::from_millis(ms)).await;
        println!("{scribe}: letter {letter} sealed");
    }
}

fn main() {
    classroom::run(async {
        let scribes = [("Ida", 400), ("Bo", 350)]
            .map(|(scribe, ms)| tokio::spawn(write_letters(scribe, ms)));
        sleep(Duration::from_secs(1)).await;
        println!("closing time");
        for scribe in scribes {
            scribe.abort();
        }
        println!("dark");
    });
}
