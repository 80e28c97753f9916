//! An `if let` keeps the guard to the end of its block, as the `while let` does.

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
    loop {
        if let Some(parcel) = list.lock().await.pop() {
            deliver(parcel).await;
        } else {
            break;
        }
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
