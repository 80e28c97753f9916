//! Calling an async fn makes a future; awaiting it runs the body.
//!
//! Tutorial: none
//! Look for: the order of the four lines. The call came first and printed nothing.

use classroom::println;

async fn bake_bread() -> &'static str {
    println!("the oven is on"); // the await in shop polls us for the first time
    "a loaf"
}

async fn shop() {
    let order = bake_bread();
    println!("the order is written down"); // the call is over, the oven is cold
    let bread = order.await;
    println!("sold: {bread}"); // what the body returned
}

fn main() {
    classroom::run(shop());
}
