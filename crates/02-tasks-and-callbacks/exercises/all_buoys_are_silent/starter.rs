//! All buoys are silent
//!
//! Three buoys send one to three readings each; the seed decides how many. Main prints
//! the readings, and should then report that all buoys are silent. Instead it waits
//! forever, until the recorder notices and stops the program. Make the loop end as soon
//! as the last buoy has ended.

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
        while let Some(reading) = readings.recv().await {
            println!("{reading}");
        }
        println!("all buoys are silent");
    });
}
