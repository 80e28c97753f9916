//! The tokio way: ctrl_c() in a select!, and a JoinSet to shut down.
//!
//! Tutorial: none
//! Look for: shutdown aborts two tasks, and waits until they are gone.

use std::time::Duration;

use classroom::println;
use event_loop::press_ctrl_c_after;
use tokio::signal::ctrl_c;
use tokio::task::JoinSet;
use tokio::time::sleep;

async fn get_html(seconds: u64) {
    println!("waiting"); // first poll of this task
    sleep(Duration::from_secs(seconds)).await;
    println!("done after {seconds}s"); // the timer fired
}

fn main() {
    classroom::run(async {
        let mut pages: JoinSet<()> = [2, 3, 3].map(get_html).into_iter().collect();
        tokio::spawn(press_ctrl_c_after(Duration::from_millis(2500)));
        let interrupted = tokio::select! {
            pressed = ctrl_c() => pressed.is_ok(),
            () = async { while pages.join_next().await.is_some() {} } => false,
        };
        if interrupted {
            println!("Ctrl-C: {} pages are missing", pages.len()); // Ctrl-C was pressed
            pages.shutdown().await;
        }
        println!("{} tasks are left", pages.len()); // shutdown has returned
    });
}
