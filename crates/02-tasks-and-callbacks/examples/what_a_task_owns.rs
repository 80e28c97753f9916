//! A task must own what it uses: move it in, or share it with an Arc.
//!
//! Tutorial: none
//! Look for: the warning is lent to branches, moved into a task and back, then shared.
//! Twin: none, because in Python every value is shared, so there is nothing to show

use std::sync::Arc;
use std::time::Duration;

use classroom::println;
use tokio::time::sleep;

async fn shout(lookout: &str, warning: &str, millis: u64) {
    sleep(Duration::from_millis(millis)).await;
    println!("{lookout}: {warning}"); // the timer fired
}

fn main() {
    classroom::run(async {
        // Lent: both branches end before main goes on.
        let warning = String::from("ice ahead");
        tokio::join!(shout("bow", &warning, 50), shout("stern", &warning, 100));

        // Moved: the task owns it, and returns it.
        let mast = tokio::spawn(async move {
            shout("mast", &warning, 100).await;
            warning
        });
        let warning = mast.await.expect("the mast does not panic");
        println!("given back: {warning}"); // the task has finished

        // Shared: each task has an Arc of its own. The last one frees the text.
        let shared: Arc<str> = warning.into();
        let lookouts = ["port", "starboard"].map(|lookout| {
            let warning = Arc::clone(&shared);
            tokio::spawn(async move { shout(lookout, &warning, 100).await })
        });
        for lookout in lookouts {
            lookout.await.expect("a lookout does not panic");
        }
        println!("owners left: {}", Arc::strong_count(&shared)); // both tasks are gone
    });
}
