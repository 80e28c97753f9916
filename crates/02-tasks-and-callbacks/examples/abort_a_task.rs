//! abort asks the runtime to drop a task; it happens when main waits.
//!
//! Tutorial: none
//! Look for: the first drone lands after "false" is printed. The second never flies.

use std::time::Duration;

use classroom::println;
use tokio::time::sleep;

struct Drone(&'static str);

impl Drop for Drone {
    fn drop(&mut self) {
        println!("{}: landed", self.0); // dropped with its task's future
    }
}

async fn fly(name: &'static str) {
    let _drone = Drone(name);
    println!("{name}: in the air"); // first poll: main waits
    sleep(Duration::from_secs(60)).await;
}

fn main() {
    classroom::run(async {
        let first = tokio::spawn(fly("first"));
        sleep(Duration::from_secs(1)).await;
        first.abort();
        println!("first finished: {}", first.is_finished()); // abort has only asked
        let end = first.await.expect_err("it was aborted");
        println!("first cancelled: {}", end.is_cancelled()); // the task is gone

        let second = tokio::spawn(fly("second"));
        second.abort();
        let end = second.await.expect_err("it was aborted");
        println!("second cancelled: {}", end.is_cancelled()); // before its first poll
    });
}
