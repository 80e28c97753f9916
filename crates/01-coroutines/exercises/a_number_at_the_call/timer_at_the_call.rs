//! Makes the sleep at the call, so its 500 ms begin there.

use std::time::Duration;

use classroom::println;
use tokio::time::sleep;

fn queue_up(guest: &str) -> impl Future<Output = ()> {
    println!("{guest}: number drawn");
    let counter = sleep(Duration::from_millis(500));
    async move {
        counter.await;
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
