//! Awaits the handles of judge 1 and judge 2: the second mark is printed first.

use std::time::Duration;

use classroom::println;
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
        let mut judges = [1, 2, 3, 4, 5].map(|judge| tokio::spawn(mark(judge)));
        let mut marks = Vec::new();
        for judge in &mut judges[..2] {
            marks.push(judge.await.expect("a judge does not panic"));
        }
        for judge in judges {
            judge.abort();
        }
        println!("the marks: {marks:?}");
        sleep(Duration::from_millis(50)).await;
        println!("the hall is closed");
    });
}
