//! Five couriers, though there are only two.

use std::sync::Arc;
use std::time::Duration;

use classroom::println;
use tokio::sync::Mutex;
use tokio::time::sleep;

// given
async fn deliver(parcel: u32) {
    sleep(Duration::from_millis(100)).await;
    println!("parcel {parcel}: delivered");
}
// end

fn main() {
    classroom::run(async {
        let list = Arc::new(Mutex::new(vec![5, 4, 3, 2, 1]));
        let mut couriers = Vec::new();
        while let Some(parcel) = list.lock().await.pop() {
            couriers.push(tokio::spawn(deliver(parcel)));
        }
        for courier in couriers {
            courier.await.expect("a tour does not panic");
        }
    });
}
