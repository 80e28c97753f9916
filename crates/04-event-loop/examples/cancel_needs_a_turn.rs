//! A loop that is not running cancels nothing; one more turn is enough.
//!
//! Tutorial: none
//! Look for: the van comes back when the loop runs again, not when it is called.
//! Uses: look-alike

use std::time::Duration;

use classroom::println;
use event_loop::EventLoop;
use tasks_and_callbacks::Task;
use tokio::time::sleep;

/// Its drop runs however the tour ends.
struct Van;

impl Drop for Van {
    fn drop(&mut self) {
        println!("the van is back"); // dropped with its task
    }
}

async fn tour() {
    let _van = Van;
    println!("the van leaves"); // first poll, in the first run
    sleep(Duration::from_secs(60)).await;
    println!("the tour is complete"); // never printed: cancelled in its sleep
}

fn state(task: &Task<()>) -> &'static str {
    if task.cancelled() { "yes" } else { "no" }
}

fn main() {
    let runtime = classroom::runtime();
    let event_loop = EventLoop::new(runtime.handle());
    let task = event_loop.create_task(tour());
    let one_turn = || {
        event_loop.stop();
        runtime.block_on(event_loop.run_forever())
    };

    one_turn().expect("a new loop is not closed");
    task.cancel();
    println!("called back, cancelled: {}", state(&task)); // the loop does not run
    one_turn().expect("it was stopped, not closed");
    println!("one turn later, cancelled: {}", state(&task)); // after one turn
}
