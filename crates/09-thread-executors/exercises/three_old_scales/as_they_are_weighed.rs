//! Each thread prints its own weight: the fig comes first.
//!
//! Clock: real

use std::thread;
use std::time::Duration;

use classroom::println;
use tokio::time::sleep;

// given
/// The driver of an old scale. It blocks its thread: 600 ms for an apple, 500 for a
/// kiwi, 400 for a fig.
#[expect(clippy::disallowed_methods, reason = "the driver is older than tokio")]
fn weigh(fruit: &str) -> usize {
    thread::sleep(Duration::from_millis(100) * (fruit.len() as u32 + 1));
    40 * fruit.len()
}

async fn tick() {
    for number in 1..=3 {
        sleep(Duration::from_millis(100)).await;
        println!("tick {number}");
    }
}
// end

fn main() {
    classroom::run(async {
        let clock = tokio::spawn(tick());
        let scales = ["apple", "kiwi", "fig"].map(|fruit| {
            tokio::task::spawn_blocking(move || {
                println!("{fruit}: {} grams", weigh(fruit));
            })
        });
        for scale in scales {
            scale.await.expect("weighing does not panic");
        }
        clock.await.expect("the clock does not panic");
    });
}
