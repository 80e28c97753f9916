//! gather returns results in the order of the list, not of completion.
//!
//! Tutorial: 000-1.4v-gather-results
//! Look for: a comes first, although it was done last, at 0.30.
//! Uses: look-alike

use std::time::Duration;

use classroom::println;
use gather_vs_wait::gather;
use tokio::time::sleep;

async fn parcel(label: char, takes: Duration) -> char {
    sleep(takes).await;
    label
}

fn main() {
    classroom::run(async {
        let parcels = [
            parcel('a', Duration::from_millis(300)),
            parcel('b', Duration::from_millis(200)),
            parcel('c', Duration::from_millis(100)),
        ];
        let labels = gather(parcels).await.expect("no parcel panics");
        println!("{labels:?}"); // gather has returned: a was the last to finish
    });
}
