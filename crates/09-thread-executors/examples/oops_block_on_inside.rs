//! Oops: a coroutine cannot stop its own loop to wait for another coroutine.
//!
//! Tutorial: none
//! Look for: block_on panics at once. Without that it would wait for ever.
//! Clock: real

use classroom::println;
use tokio::runtime::Handle;

async fn price() -> u32 {
    println!("looking it up"); // never printed: nobody has polled it
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
        println!("shopping ended {how}"); // the panic reached whoever awaits the task
    });
}
