//! A CancellationToken asks, and the task takes its time to end.
//!
//! Tutorial: none
//! Look for: the vans take a second to come home. A dropped future could not.

use std::time::Duration;

use classroom::println;
use event_loop::press_ctrl_c_after;
use tokio::signal::ctrl_c;
use tokio::time::sleep;
use tokio_util::sync::CancellationToken;

async fn tour(van: &str, call_back: CancellationToken) {
    println!("{van}: leaves"); // first poll of this task
    tokio::select! {
        () = call_back.cancelled() => {
            println!("{van}: turns round"); // main has cancelled the token
        }
        () = sleep(Duration::from_secs(60)) => {
            println!("{van}: all delivered"); // never printed: called back at 1.00
        }
    }
    sleep(Duration::from_secs(1)).await;
    println!("{van}: parked"); // the timer fired
}

fn main() {
    classroom::run(async {
        let call_back = CancellationToken::new();
        let vans = ["red van", "blue van"];
        let tours = vans.map(|van| tokio::spawn(tour(van, call_back.clone())));
        tokio::spawn(press_ctrl_c_after(Duration::from_secs(1)));
        ctrl_c().await.expect("the operating system passes it on");
        println!("Ctrl-C"); // ctrl_c has returned
        call_back.cancel();
        for tour in tours {
            tour.await.expect("a tour does not panic");
        }
        println!("the depot is locked"); // both tasks have finished
    });
}
