//! Main drops its own sender, so `recv` returns `None` when the last buoy ends.

use std::time::Duration;

use classroom::println;
use tokio::sync::mpsc;
use tokio::time::sleep;

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
        drop(sender);
        while let Some(reading) = readings.recv().await {
            println!("{reading}");
        }
        println!("all buoys are silent");
    });
}
