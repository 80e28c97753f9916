//! Looks at the list, delivers, and takes the parcel off afterwards.

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
        let parcel = list.lock().await.last().copied();
        let Some(parcel) = parcel else { break };
        deliver(parcel).await;
        list.lock().await.pop();
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
