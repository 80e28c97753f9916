//! Oops: a task cannot block its own runtime to wait for a future.
//!
//! Tutorial: none
//! Look for: block_on panics at once. Without that it would wait forever.
//! Clock: real

use classroom::println;
use tokio::runtime::Handle;

async fn price() -> u32 {
    println!("looking it up"); // never printed: it is never polled
    8
}

async fn shop() -> u32 {
    // Write `price().await` instead.
    Handle::current().block_on(price())
}

fn main() {
    classroom::run(async {
        let shopping = tokio::spawn(shop()).await;
        let error = shopping.expect_err("block_on panics");
        let how = if error.is_panic() { "badly" } else { "well" };
        println!("shopping ended {how}"); // the await has returned the panic
    });
}
