//! The first two marks
//!
//! Five judges watch a dive. The first two marks count, in the order in which they
//! come, and the other three judges stop at once. The hall is closed 50 ms later. This
//! program waits for all five, and takes the marks of judges 1 and 2. Let each judge be
//! a task.

use std::time::Duration;

use classroom::println;
use futures::future::join_all;
use tokio::time::sleep;

// given
/// The seed decides who is quick, and who of the others is slow.
async fn mark(judge: usize) -> u32 {
    println!("judge {judge}: watches");
    let millis = [[200, 100, 500, 300, 400], [100, 200, 300, 500, 400]];
    let millis = millis[classroom::seed(0) as usize % 2][judge - 1];
    sleep(Duration::from_millis(millis)).await;
    let points = [7, 9, 6, 8, 5][judge - 1];
    println!("judge {judge}: gives {points}");
    points
}
// end

fn main() {
    classroom::run(async {
        let marks = join_all((1..=5).map(mark)).await;
        println!("the marks: {:?}", &marks[..2]);
        sleep(Duration::from_millis(50)).await;
        println!("the hall is closed");
    });
}
