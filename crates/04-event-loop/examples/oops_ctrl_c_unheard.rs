//! Oops: the program does not listen for Ctrl-C, so it ends without a drop.
//!
//! Tutorial: none
//! Look for: nothing after "Ctrl-C". The candle is never put out.
//! Exits: 130
//! Twin: none, because asyncio.run makes a cancellation of Ctrl-C, which runs `finally`

use std::time::Duration;

use classroom::println;
use event_loop::press_ctrl_c_after;
use tokio::time::sleep;

struct Candle;

impl Drop for Candle {
    fn drop(&mut self) {
        println!("candle: out"); // never printed: the process ends first
    }
}

async fn burn() {
    let _candle = Candle;
    println!("candle: lit"); // first poll of this task
    sleep(Duration::from_secs(60)).await;
}

fn main() {
    classroom::run(async {
        tokio::spawn(burn());
        sleep(Duration::from_secs(1)).await;
        println!("main: Ctrl-C"); // the timer fired
        press_ctrl_c_after(Duration::ZERO).await;
        println!("main: good night"); // never printed: the process has ended
    });
}
