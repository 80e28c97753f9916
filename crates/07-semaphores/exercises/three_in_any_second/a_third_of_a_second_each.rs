//! Sleeps a third of a second after each letter, also where nothing was sent before it.

use std::time::Duration;

use classroom::println;
use tokio::time::sleep;

// given
/// Takes 100, 800 and 50 ms for the first three letters; the others are ready.
async fn write(letter: u32) {
    match letter {
        1 => sleep(Duration::from_millis(100)).await,
        2 => sleep(Duration::from_millis(800)).await,
        3 => sleep(Duration::from_millis(50)).await,
        _ => {}
    }
}
// end

fn main() {
    classroom::run(async {
        for letter in 1..=9 {
            write(letter).await;
            println!("letter {letter}: sent");
            sleep(Duration::from_millis(334)).await;
        }
    });
}
