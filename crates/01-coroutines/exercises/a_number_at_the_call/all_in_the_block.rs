//! An ordinary function, but every line is in its async block: none runs at the call.

use std::time::Duration;

use classroom::println;
use tokio::time::sleep;

fn queue_up(guest: &str) -> impl Future<Output = ()> {
    async move {
        println!("{guest}: number drawn");
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
