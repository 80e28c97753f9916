//! An await with nothing to wait for is a plain call.
//!
//! Tutorial: 000-1.2-await-chain
//! Look for: no output and no wait: main is polled once, and that is the whole run.

async fn do_something() {}

async fn other_field() {
    // It is ready at the first poll, so other_field does not stop here.
    do_something().await;
}

fn main() {
    classroom::run(other_field());
}
