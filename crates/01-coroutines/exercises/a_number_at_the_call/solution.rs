//! An ordinary function prints at the call, and returns a block that waits for its
//! await.

use std::time::Duration;

use classroom::println;
use tokio::time::sleep;

fn queue_up(guest: &str) -> impl Future<Output = ()> {
    println!("{guest}: number drawn");
    async move {
        sleep(Duration::from_millis(500)).await;
        println!("{guest}: served");
    }
}

// given
fn main() {
    classroom::run(async {
        let ida = queue_up("Ida");
        println!("the door is shut");
        sleep(Duration::from_millis(200)).await;
        ida.await;
    });
}
// end
