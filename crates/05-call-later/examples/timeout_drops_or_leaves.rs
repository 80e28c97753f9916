//! timeout drops the future it was given; given a handle, it drops only the handle.
//!
//! Tutorial: none
//! Look for: Ida never signs; Uwe and Eva sign after their time is up.

use std::time::Duration;

use classroom::println;
use tokio::time::{sleep, timeout};

const LIMIT: Duration = Duration::from_millis(100);

struct Pen(&'static str);

impl Drop for Pen {
    fn drop(&mut self) {
        println!("{}: pen down", self.0); // dropped with its future
    }
}

async fn sign(name: &'static str) {
    let _pen = Pen(name);
    sleep(Duration::from_millis(300)).await;
    println!("{name}: signed"); // the timer fired
}

fn main() {
    classroom::run(async {
        let ida = timeout(LIMIT, sign("Ida")).await;
        println!("Ida in time: {}", ida.is_ok()); // the limit has passed

        let mut task = tokio::spawn(sign("Uwe"));
        let uwe = timeout(LIMIT, &mut task).await;
        println!("Uwe in time: {}", uwe.is_ok()); // the limit has passed
        task.await.expect("Uwe does not panic");

        let eva = timeout(LIMIT, tokio::spawn(sign("Eva"))).await;
        println!("Eva in time: {}", eva.is_ok()); // the limit has passed
        sleep(Duration::from_secs(1)).await;
    });
}
