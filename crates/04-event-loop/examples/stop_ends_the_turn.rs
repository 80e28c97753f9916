//! stop() lets the turn end: who is ready still runs, who comes later waits.
//!
//! Tutorial: none
//! Look for: Ben is served after the stop, Cleo only when the shop opens again.
//! Uses: look-alike

use classroom::println;
use event_loop::EventLoop;

fn main() {
    let runtime = classroom::runtime();
    let shop = EventLoop::new(runtime.handle());
    let shop_of_ada = shop.clone();
    shop.create_task(async move {
        shop_of_ada.stop();
        println!("Ada closes the shop"); // stop() has returned, and the loop still runs
        shop_of_ada.create_task(async {
            println!("Cleo is served"); // she came in the last turn: not of that run
        });
    });
    shop.create_task(async {
        println!("Ben is served"); // he was ready when the turn began, so it is his too
    });

    runtime
        .block_on(shop.run_forever())
        .expect("a new loop is not closed");
    println!("the shop is closed"); // the turn is over, and run_forever has returned

    shop.stop();
    println!("the shop opens for a turn"); // stopped before it runs: one turn
    runtime
        .block_on(shop.run_forever())
        .expect("it was stopped, not closed");
}
