//! Takes half a second without a reading for the end.

use std::time::Duration;

use classroom::println;
use tokio::sync::mpsc;
use tokio::time::{sleep, timeout};

// given
async fn measure(buoy: u64, readings: mpsc::Sender<String>) {
    for number in 1..=(buoy + classroom::seed(0)) % 3 + 1 {
        sleep(Duration::from_millis(40 + 10 * buoy)).await;
        let reading = format!("buoy {buoy}: reading {number}");
        readings.send(reading).await.expect("main still receives");
    }
}
// end

fn main() {
    classroom::run(async {
        let (sender, mut readings) = mpsc::channel(8);
        for buoy in 1..=3 {
            tokio::spawn(measure(buoy, sender.clone()));
        }
        let patience = Duration::from_millis(500);
        while let Ok(Some(reading)) = timeout(patience, readings.recv()).await {
            println!("{reading}");
        }
        println!("all buoys are silent");
    });
}
