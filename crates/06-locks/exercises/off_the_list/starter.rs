//! Two couriers, one list
//!
//! Two couriers take parcels off one list, and deliver each of them in 100 ms. Two at a
//! time, they could be done at 0.30. But while one of them is on the way, the other
//! waits for the list. Let both be on the way at the same time, and let each parcel be
//! delivered once.

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

async fn tour(list: Arc<Mutex<Vec<u32>>>) {
    while let Some(parcel) = list.lock().await.pop() {
        deliver(parcel).await;
    }
}

fn main() {
    classroom::run(async {
        let list = Arc::new(Mutex::new(vec![5, 4, 3, 2, 1]));
        let couriers = [(); 2].map(|()| tokio::spawn(tour(Arc::clone(&list))));
        for courier in couriers {
            courier.await.expect("a tour does not panic");
        }
    });
}
