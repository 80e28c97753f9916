//! watch::Receiver::wait_for waits until the value is right.
//!
//! Tutorial: none
//! Look for: one sender, and each receiver goes on at its own value.

use std::time::Duration;

use classroom::println;
use tokio::sync::watch;
use tokio::time::sleep;

async fn wait_until(name: &str, warm: u32, mut degrees: watch::Receiver<u32>) {
    let now = degrees.wait_for(|degrees| *degrees >= warm).await;
    let now = *now.expect("the thermometer is not dropped");
    println!("{name}: {now} degrees"); // wait_for has returned
}

fn main() {
    classroom::run(async {
        let (thermometer, degrees) = watch::channel(17);
        let cook = tokio::spawn(wait_until("cook", 20, degrees.clone()));
        let guest = tokio::spawn(wait_until("guest", 21, degrees));
        for degrees in 18..=21 {
            sleep(Duration::from_millis(100)).await;
            thermometer.send_replace(degrees);
        }
        cook.await.expect("the cook does not panic");
        guest.await.expect("the guest does not panic");
    });
}
