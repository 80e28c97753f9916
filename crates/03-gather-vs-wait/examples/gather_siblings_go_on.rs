//! The first failure is reported at once, and the sibling goes on.
//!
//! Tutorial: none
//! Look for: the sibling finishes after gather has failed.
//! Uses: look-alike

use std::time::Duration;

use classroom::println;
use gather_vs_wait::try_gather;
use tasks_and_callbacks::create_task;
use tokio::time::sleep;

async fn failing() -> Result<(), &'static str> {
    sleep(Duration::from_millis(100)).await;
    Err("boom")
}

async fn sibling() -> Result<(), &'static str> {
    sleep(Duration::from_millis(200)).await;
    println!("sibling finished"); // the timer fired: this task was not cancelled
    Ok(())
}

fn main() {
    classroom::run(async {
        let sibling = create_task(sibling());
        let both = try_gather([create_task(failing()), sibling.clone()]);
        if let Err(error) = both.await {
            // try_gather has returned the first error
            println!("gather raised {error}");
        }
        // Without this, the program would end, and the sibling with it.
        let finished = sibling.await.expect("the sibling does not panic");
        finished.expect("the sibling succeeds");
    });
}
