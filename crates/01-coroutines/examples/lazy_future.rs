//! Calling an async fn makes a future; awaiting it runs the body.
//!
//! Tutorial: none
//! Look for: the order of the three lines. The call comes first and prints nothing.

use classroom::println;

async fn bake_bread() -> &'static str {
    println!("the oven is on"); // first poll
    "a loaf"
}

async fn shop() {
    let order = bake_bread();
    println!("the order is written down"); // the call has returned
    let bread = order.await;
    println!("sold: {bread}"); // the await has returned
}

fn main() {
    classroom::run(shop());
}
