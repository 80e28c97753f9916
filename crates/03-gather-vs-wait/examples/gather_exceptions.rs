//! Every result in its place, the failed ones too.
//!
//! Tutorial: none
//! Look for: the second page fails first, and yet is second in both lists.
//! Uses: look-alike

use std::time::Duration;

use classroom::println;
use gather_vs_wait::gather;
use tasks_and_callbacks::create_task;
use tokio::time::sleep;

async fn fetch(page: u64) -> Result<String, String> {
    if page == 2 {
        return Err(format!("page {page}: not found"));
    }
    sleep(Duration::from_millis(100 * page)).await;
    Ok(format!("page {page}: found"))
}

fn main() {
    classroom::run(async {
        // An Err is an ordinary value to gather, so nothing more is needed for errors.
        let pages = gather([1, 2, 3].map(fetch)).await;
        for page in pages.expect("no fetch panics") {
            match page {
                Ok(text) => println!("{text}"), // gather has returned all three
                Err(error) => println!("{error}"), // gather has returned all three
            }
        }

        let tasks = [1, 2, 3].map(|page| create_task(fetch(page)));
        tasks[2].cancel();
        // A cancelled task returns no value. This puts an error in its place.
        for page in gather(tasks).return_exceptions().await {
            match page {
                Ok(Ok(text)) => println!("{text}"),    // a page
                Ok(Err(error)) => println!("{error}"), // an error that was returned
                // it was cancelled
                Err(error) => println!("{error}"),
            }
        }
    });
}
