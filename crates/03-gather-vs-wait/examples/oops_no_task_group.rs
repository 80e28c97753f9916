//! Oops: a JoinSet does not stop the other tasks when one fails.
//!
//! Tutorial: none
//! Look for: the first cable is laid after the pipe has burst, the second one is not.

use std::time::Duration;

use classroom::println;
use tokio::task::JoinSet;
use tokio::time::sleep;

struct Cable;

impl Drop for Cable {
    fn drop(&mut self) {
        println!("cable: put away"); // dropped with its future
    }
}

async fn lay_pipe() -> Result<(), &'static str> {
    sleep(Duration::from_millis(100)).await;
    Err("the pipe has burst")
}

async fn lay_cable() -> Result<(), &'static str> {
    let _cable = Cable;
    sleep(Duration::from_millis(200)).await;
    println!("cable: laid"); // the timer fired
    Ok(())
}

fn dig() -> JoinSet<Result<(), &'static str>> {
    let mut work = JoinSet::new();
    work.spawn(lay_pipe());
    work.spawn(lay_cable());
    work
}

fn main() {
    classroom::run(async {
        let mut work = dig();
        while let Some(end) = work.join_next().await {
            println!("{:?}", end.expect("no task panics")); // this task has finished
        }

        let mut work = dig();
        while let Some(end) = work.join_next().await {
            if let Err(error) = end.expect("no task panics") {
                work.shutdown().await;
                println!("stopped: {error}"); // the aborted tasks are gone
            }
        }
    });
}
