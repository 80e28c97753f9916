//! stop() finishes the turn: ready tasks still run, later ones wait.
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
        println!("Ada closes the shop"); // stop has returned: the turn goes on
        shop_of_ada.create_task(async {
            println!("Cleo is served"); // queued in the last turn of the first run
        });
    });
    shop.create_task(async {
        println!("Ben is served"); // ready when the turn began
    });

    runtime
        .block_on(shop.run_forever())
        .expect("a new loop is not closed");
    println!("the shop is closed"); // run_forever has returned

    shop.stop();
    println!("the shop opens for a turn"); // stopped before it runs: one turn
    runtime
        .block_on(shop.run_forever())
        .expect("it was stopped, not closed");
}
